/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reads files, or their first bytes.
 */
#ifndef TOOLS_FILE_H
#define TOOLS_FILE_H

#include <stddef.h>

/**
 * struct file - the content of a regular file
 * @path: name of the file
 * @data: content at the time of reading
 * @size: bytes of @data
 */
struct file {
	const char *path;
	unsigned char *data;
	size_t size;
};

/*
 * Read up to @want bytes of a file of at most @limit bytes. 0, and the caller has to call
 * file_free(); or the exit code, after a message.
 */
int file_read(struct file *file, size_t limit, size_t want);
void file_free(struct file *file);

#endif /* TOOLS_FILE_H */
