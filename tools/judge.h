/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The driver's verdict on a file, without the driver.
 */
#ifndef TOOLS_JUDGE_H
#define TOOLS_JUDGE_H

#include "lib/image.h"
#include "lib/reason.h"

/**
 * struct judged - what was found out about an image
 * @compression: how it is compressed
 * @image_size: bytes after inflation
 * @has_signature: there is one at its end; whether it is good only the kernel
 *	can say, which has the keys
 * @image: what the driver's parser found
 * @is: if it is no image at all: what it seems to be
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
