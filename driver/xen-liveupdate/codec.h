/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Codecs of this kernel, one file each. Kbuild builds a file under the same condition
 * that this header tests.
 */
#ifndef _XLU_CODEC_H
#define _XLU_CODEC_H

#include <linux/kconfig.h>
#include <linux/mm.h>
#include <linux/pfn.h>

#include "lib/unpack.h"

#if IS_REACHABLE(CONFIG_ZLIB_INFLATE)
extern const struct xlu_codec xlu_codec_gzip;
#define XLU_CODEC_GZIP	(&xlu_codec_gzip)
#else
#define XLU_CODEC_GZIP	NULL
#endif

#if IS_REACHABLE(CONFIG_XZ_DEC)
extern const struct xlu_codec xlu_codec_xz;
#define XLU_CODEC_XZ	(&xlu_codec_xz)
#else
#define XLU_CODEC_XZ	NULL
#endif

#if IS_REACHABLE(CONFIG_ZSTD_DECOMPRESS)
extern const struct xlu_codec xlu_codec_zstd;
#define XLU_CODEC_ZSTD	(&xlu_codec_zstd)
#else
#define XLU_CODEC_ZSTD	NULL
#endif

/* Might allocating @size bytes for a decoder invoke the OOM killer? */
static inline bool xlu_memory_lacks(u64 size)
{
	return PFN_UP(size) >= si_mem_available();
}

#endif /* _XLU_CODEC_H */
