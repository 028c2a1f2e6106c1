// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads files. They are not mapped, as a mapping of a file that shrinks causes SIGBUS.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/reason.h"

#include "file.h"
#include "messages.h"

static int unusable(const struct file *file, enum xlu_why why)
{
	return fail_reason(ERR_UNUSABLE, file->path, xlu_why_word(why), "");
}

/* Like the driver, fail if the file is shorter than its size was. */
static int read_all(struct file *file, int fd)
{
	size_t done = 0;
	ssize_t len;

	while (done < file->size) {
		len = read(fd, file->data + done, file->size - done);
		if (len < 0 && errno == EINTR)
			continue;
		if (len < 0)
			return fail(ERR_READ_FILE, file->path, strerror(errno));
		if (!len)
			return unusable(file, XLU_WHY_IO_ERROR);
		done += (size_t)len;
	}
	return EXIT_OK;
}

static int read_open(struct file *file, int fd, size_t limit, size_t want)
{
	struct stat stat;
	int err;

	if (fstat(fd, &stat))
		return fail(ERR_READ_FILE, file->path, strerror(errno));
	if (!S_ISREG(stat.st_mode) || !stat.st_size)
		return unusable(file, XLU_WHY_NOT_A_FILE);
	if ((unsigned long long)stat.st_size > limit)
		return unusable(file, XLU_WHY_TOO_LARGE);
	file->size = (size_t)stat.st_size < want ? (size_t)stat.st_size : want;
	file->data = malloc(file->size);
	if (!file->data)
		return fail(ERR_MEMORY, NULL, NULL);
	err = read_all(file, fd);
	if (err)
		file_free(file);
	return err;
}

int file_read(struct file *file, size_t limit, size_t want)
{
	/* Do not block on a pipe without a writer. */
	int fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int err;

	if (fd < 0)
		return fail(ERR_OPEN_FILE, file->path, strerror(errno));
	err = read_open(file, fd, limit, want);
	close(fd);
	return err;
}

void file_free(struct file *file)
{
	free(file->data);
	file->data = NULL;
}
