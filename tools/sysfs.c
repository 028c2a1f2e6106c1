// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver's files below /sys.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sysfs.h"

static int open_attribute(const char *name, int flags)
{
	char path[128];

	snprintf(path, sizeof(path), SYSFS_DIR "%s", name);
	return open(path, flags | O_CLOEXEC);
}

int sysfs_write(const char *name, const char *text)
{
	int fd = open_attribute(name, O_WRONLY);
	int err = 0;

	if (fd < 0)
		return errno;
	/* A value is one write: sysfs takes each as a whole. */
	if (write(fd, text, strlen(text)) < 0)
		err = errno;
	close(fd);
	return err;
}

int sysfs_read(const char *name, char *text, size_t size)
{
	int fd = open_attribute(name, O_RDONLY);
	ssize_t got;
	int err = 0;

	if (fd < 0)
		return errno;
	got = read(fd, text, size - 1);
	if (got < 0)
		err = errno;
	close(fd);
	text[err ? 0 : got] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return err;
}
