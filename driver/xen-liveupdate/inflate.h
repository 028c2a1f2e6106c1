/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inflate an image with the kernel's own decompressors.
 */
#ifndef _XLU_INFLATE_H
#define _XLU_INFLATE_H

#include <linux/types.h>

#include "buffer.h"
#include "lib/image.h"

/* Bits of INFO.compression */
#define XLU_CAN_GZIP	0x1
#define XLU_CAN_XZ	0x2
#define XLU_CAN_ZSTD	0x4

u32 xlu_inflate_offers(void);
enum xlu_why xlu_inflate(enum xlu_compression kind, const void *data, size_t size,
			 size_t max, struct xlu_buffer *(*alloc)(size_t size),
			 struct xlu_buffer **result);

#endif /* _XLU_INFLATE_H */
