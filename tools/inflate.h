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
 * struct inflated - an inflated image
 * @data: content of the image
 * @size: bytes of @data
 * @room: bytes to be unmapped, 0 if @data is the file itself
 */
struct inflated {
	void *data;
	size_t size;
	size_t room;
};

/* XLU_WHY_NONE, and the caller has to call inflate_free(); or the reason of the failure. */
enum xlu_why inflate_image(struct inflated *inflated, const void *data, size_t size);
void inflate_free(struct inflated *inflated);

const char *compression_word(enum xlu_compression compression);

#endif /* TOOLS_INFLATE_H */
