/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The driver's verdict on a file, without the driver.
 */
#ifndef TOOLS_JUDGE_H
#define TOOLS_JUDGE_H

#include "lib/image.h"
#include "lib/reason.h"

/**
 * struct judged - verdict on an image
 * @compression: format of the compression
 * @image_size: bytes after inflation
 * @has_signature: a signature is appended; only the kernel, which has the keys, can
 *	verify it
 * @image: result of the driver's parser
 * @is: if the file is not an image: its apparent format
 */
struct judged {
	enum xlu_compression compression;
	size_t image_size;
	bool has_signature;
	struct xlu_image image;
	const char *is;
};

/* The same steps in the same order as the driver's. */
enum xlu_why judge_image(struct judged *judged, const void *data, size_t size);
enum xlu_why judge_kernel(const void *data, size_t size, const char **is);
enum xlu_why judge_initrd(const void *data, size_t size, const char **is);

#endif /* TOOLS_JUDGE_H */
