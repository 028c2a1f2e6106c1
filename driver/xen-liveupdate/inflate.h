/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inflate an image with the kernel's own decompressors.
 */
#ifndef _XLU_INFLATE_H
#define _XLU_INFLATE_H

#include <linux/types.h>

#include "lib/image.h"

#include "buffer.h"

struct xlu_step;

u32 xlu_inflate_offers(void);

/* xlu_pause_t with a struct xlu_step as context */
enum xlu_why xlu_inflate_pause(void *step);

enum xlu_why xlu_inflate(struct xlu_step *step, enum xlu_compression kind,
			 const void *data, size_t size, size_t max,
			 struct xlu_buffer *(*alloc)(struct xlu_step *step, size_t size),
			 struct xlu_buffer **result);

#endif /* _XLU_INFLATE_H */
