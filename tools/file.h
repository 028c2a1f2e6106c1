/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Files as a whole, or their begin.
 */
#ifndef TOOLS_FILE_H
#define TOOLS_FILE_H

#include <stddef.h>

/**
 * struct file - the content of a regular file
 * @path: its name
 * @data: as it was when it was read
 * @size: its bytes
 */
struct file {
	const char *path;
	unsigned char *data;
	size_t size;
};

/*
 * Read a file of at most @limit bytes; not more than @want of it. 0, then file_free() is
 * needed, or the exit code after the user was told.
 */
int file_read(struct file *file, size_t limit, size_t want);
void file_free(struct file *file);

#endif /* TOOLS_FILE_H */
