/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * So much of the kernel that inflate.c can be built for the host: the kernel's own names
 * of the codecs' functions, with the libraries behind them. Every header of <linux/> here
 * is this one.
 */
#ifndef _SHIM_H
#define _SHIM_H

#include <lzma.h>
#include <stdbool.h>
#include <stdlib.h>
#define ZLIB_CONST
#define ZSTD_STATIC_LINKING_ONLY
#include <zlib.h>
#include <zstd.h>

#include "lib/pure.h"

/* --- types of headers that are not used here ------------------------------------- */

struct kref { int nr; };
struct mutex { int owner; };
#define wait_queue_head_t	int
struct device;

/* --- memory and others ------------------------------------------------------------ */

#define GFP_KERNEL		0
#ifndef IS_REACHABLE
#define IS_REACHABLE(option)	1
#endif
#define PFN_UP(size)		((size) / 4096 + 1)
#define READ_ONCE(x)		(x)
#define WRITE_ONCE(x, value)	((x) = (value))
#define fatal_signal_pending(task)	false
#define max_t(type, a, b)	max((type)(a), (type)(b))
#define IS_ERR(p)		((unsigned long)(p) >= (unsigned long)-4095)
#define PTR_ERR(p)		((long)(p))

static inline u64 si_mem_available(void)
{
	return U64_MAX;
}

static inline void cond_resched(void)
{
}

static inline void *kvmalloc(size_t size, int flags)
{
	(void)flags;
	return malloc(size);
}

static inline void *kzalloc(size_t size, int flags)
{
	(void)flags;
	return calloc(1, size);
}

#define __printf(fmt, first)	__attribute__((format(printf, fmt, first)))
#define kvfree(data)	free((void *)(data))
#define kfree(data)	free((void *)(data))

static inline u32 crc32_le(u32 crc, const void *data, size_t size)
{
	return ~crc32(~crc, data, size);
}

/* --- zlib ------------------------------------------------------------------------- */

/* The library has a struct of this name, too. */
#define z_stream_s shim_stream
struct shim_stream {
	const u8 *next_in;
	unsigned long avail_in;
	u8 *next_out;
	unsigned long avail_out;
	void *workspace;
	z_stream real;
};

#define zlib_inflate_workspacesize()	1

static inline int zlib_inflateInit2(struct shim_stream *s, int bits)
{
	return inflateInit2(&s->real, bits);
}

static inline int zlib_inflate(struct shim_stream *s, int flush)
{
	int ret;

	s->real.next_in = s->next_in;
	s->real.avail_in = s->avail_in;
	s->real.next_out = s->next_out;
	s->real.avail_out = s->avail_out;
	ret = inflate(&s->real, flush);
	s->avail_in = s->real.avail_in;
	s->avail_out = s->real.avail_out;
	return ret;
}

static inline int zlib_inflateEnd(struct shim_stream *s)
{
	return inflateEnd(&s->real);
}

/* --- xz --------------------------------------------------------------------------- */

enum xz_mode { XZ_DYNALLOC };

enum xz_ret {
	XZ_OK, XZ_STREAM_END, XZ_MEM_ERROR, XZ_MEMLIMIT_ERROR, XZ_OPTIONS_ERROR,
	XZ_DATA_ERROR, XZ_BUF_ERROR,
};

struct xz_buf {
	const u8 *in;
	size_t in_pos;
	size_t in_size;
	u8 *out;
	size_t out_pos;
	size_t out_size;
};

static inline void *xz_dec_init(enum xz_mode mode, u32 dict_max)
{
	static const lzma_stream init = LZMA_STREAM_INIT;
	lzma_stream *s = malloc(sizeof(*s));

	(void)mode;
	*s = init;
	if (lzma_stream_decoder(s, (u64)dict_max + (1 << 20), 0) == LZMA_OK)
		return s;
	free(s);
	return NULL;
}

static inline enum xz_ret xz_dec_run(lzma_stream *s, struct xz_buf *b)
{
	lzma_ret ret;

	s->next_in = b->in + b->in_pos;
	s->avail_in = b->in_size - b->in_pos;
	s->next_out = b->out + b->out_pos;
	s->avail_out = b->out_size - b->out_pos;
	ret = lzma_code(s, LZMA_RUN);
	b->in_pos = b->in_size - s->avail_in;
	b->out_pos = b->out_size - s->avail_out;
	switch (ret) {
	case LZMA_OK:
		return XZ_OK;
	case LZMA_STREAM_END:
		return XZ_STREAM_END;
	case LZMA_BUF_ERROR:
		return XZ_BUF_ERROR;
	case LZMA_MEMLIMIT_ERROR:
		return XZ_MEMLIMIT_ERROR;
	case LZMA_OPTIONS_ERROR:
		return XZ_OPTIONS_ERROR;
	default:
		return XZ_DATA_ERROR;
	}
}

static inline void xz_dec_end(lzma_stream *s)
{
	lzma_end(s);
	free(s);
}

/* --- zstd ------------------------------------------------------------------------- */

#define zstd_dstream			ZSTD_DStream
#define zstd_in_buffer			ZSTD_inBuffer
#define zstd_out_buffer			ZSTD_outBuffer

#define zstd_dstream_workspace_bound	ZSTD_estimateDStreamSize
#define zstd_decompress_stream		ZSTD_decompressStream
#define zstd_is_error			ZSTD_isError

/* In the memory that it is given, as in the kernel: more it does not get. */
static inline zstd_dstream *zstd_init_dstream(size_t window, void *workspace, size_t size)
{
	(void)window;
	return ZSTD_initStaticDStream(workspace, size);
}

#endif /* _SHIM_H */
