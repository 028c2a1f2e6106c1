// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver's files below /sys.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "messages.h"
#include "sysfs.h"

static int open_attribute(const char *name, int flags)
{
	char path[128];

	snprintf(path, sizeof(path), SYSFS_DIR "%s", name);
	return open(path, flags | O_CLOEXEC);
}

int sysfs_write(const char *name, const char *text, int *failure)
{
	int fd = open_attribute(name, O_WRONLY);
	ssize_t written;

	if (fd < 0)
		return fail(ERR_ATTRIBUTE, name, strerror(errno));
	/*
	 * Use a single write, as sysfs takes each write as a separate value. A value
	 * has at most a page.
	 */
	written = write(fd, text, strlen(text));
	if (written < 0)
		*failure = errno;
	else
		*failure = (size_t)written < strlen(text) ? EFBIG : 0;
	close(fd);
	return EXIT_OK;
}

/* The file "error" cannot be read while an action is running. */
bool sysfs_busy(void)
{
	int fd = open_attribute("error", O_RDONLY);
	char text[64];
	bool busy;

	if (fd < 0)
		return false;
	busy = read(fd, text, sizeof(text)) < 0 && errno == EBUSY;
	close(fd);
	return busy;
}
