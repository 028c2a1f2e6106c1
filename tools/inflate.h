/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The codecs of this program's libraries, for lib/unpack.c.
 */
#ifndef TOOLS_INFLATE_H
#define TOOLS_INFLATE_H

#include <stddef.h>

#include "lib/image.h"
#include "lib/reason.h"

/**
 * struct inflated - an image without its compression
 * @data: its bytes
 * @size: their number
 * @room: bytes to be unmapped, 0 if @data is the compressed file itself
 */
struct inflated {
	void *data;
	size_t size;
	size_t room;
};

/* XLU_WHY_NONE, then inflate_free() is needed, or why not. */
enum xlu_why inflate_image(struct inflated *inflated, const void *data, size_t size);
void inflate_free(struct inflated *inflated);

const char *compression_word(enum xlu_compression compression);

#endif /* TOOLS_INFLATE_H */
