// SPDX-License-Identifier: GPL-2.0-only
/*
 * DOC: Inflating
 *
 * An image may be compressed by gzip, xz or zstd, if this kernel has the
 * decompressor. The file was sealed and its signature checked before it gets
 * here, but nothing relies on that: sizes are bounded, and the result must be of
 * the size that was expected.
 *
 * What is read twice: the first time to judge it and to count, the second into memory
 * of just that size.
 */
#include <linux/crc32.h>
#include <linux/err.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/xz.h>
#include <linux/zlib.h>
#include <linux/zstd.h>

#include "lib/unpack.h"

#include "inflate.h"
#include "step.h"

u32 xlu_unpack_crc32(u32 crc, const void *data, size_t size)
{
	return ~crc32_le(~crc, data, size);
}

/**
 * xlu_inflate_pause() - between two pieces: let others run, and ask for the user's wish
 * @step: struct xlu_step that the work is a part of
 *
 * Return: XLU_WHY_CANCELLED if it is to stop, else XLU_WHY_NONE.
 */
enum xlu_why xlu_inflate_pause(void *step)
{
	cond_resched();
	return xlu_step_cancelled(step) ? XLU_WHY_CANCELLED : XLU_WHY_NONE;
}

/* --- the kernel's codecs --------------------------------------------------------- */

static void *gzip_begin(u64 window)
{
	struct z_stream_s *stream = kzalloc(sizeof(*stream), GFP_KERNEL);

	if (!stream)
		return NULL;
	stream->workspace = kvmalloc(zlib_inflate_workspacesize(), GFP_KERNEL);
	/* Without header and trailer */
	if (stream->workspace && zlib_inflateInit2(stream, -MAX_WBITS) == Z_OK)
		return stream;
	kvfree(stream->workspace);
	kfree(stream);
	return NULL;
}

static enum xlu_codec_ret gzip_run(void *state, struct xlu_codec_io *io)
{
	struct z_stream_s *stream = state;
	int ret;

	stream->next_in = io->in + io->in_pos;
	stream->avail_in = io->in_size - io->in_pos;
	stream->next_out = io->out;
	stream->avail_out = io->out_size;
	ret = zlib_inflate(stream, Z_SYNC_FLUSH);
	io->in_pos = io->in_size - stream->avail_in;
	io->out_pos = io->out_size - stream->avail_out;
	switch (ret) {
	case Z_STREAM_END:
		return XLU_CODEC_END;
	case Z_OK:
	case Z_BUF_ERROR:
		return XLU_CODEC_MORE;
	default:
		return XLU_CODEC_DAMAGED;
	}
}

static void gzip_end(void *state)
{
	struct z_stream_s *stream = state;

	zlib_inflateEnd(stream);
	kvfree(stream->workspace);
	kfree(stream);
}

/* Nobody is to be killed for it. */
static bool memory_lacks(u64 size)
{
	return PFN_UP(size) >= si_mem_available();
}

static void *unxz_begin(u64 window)
{
	return memory_lacks(window) ? NULL : xz_dec_init(XZ_DYNALLOC, window);
}

static enum xlu_codec_ret unxz_run(void *state, struct xlu_codec_io *io)
{
	struct xz_buf b = {
		.in = io->in, .in_pos = io->in_pos, .in_size = io->in_size,
		.out = io->out, .out_size = io->out_size,
	};
	enum xz_ret ret = xz_dec_run(state, &b);

	io->in_pos = b.in_pos;
	io->out_pos = b.out_pos;
	switch (ret) {
	case XZ_STREAM_END:
		return XLU_CODEC_END;
	case XZ_OK:
	case XZ_BUF_ERROR:
		return XLU_CODEC_MORE;
	case XZ_MEM_ERROR:
		return XLU_CODEC_NO_MEMORY;
	case XZ_OPTIONS_ERROR:
		return XLU_CODEC_OPTIONS;
	default:
		return XLU_CODEC_DAMAGED;
	}
}

static void unxz_end(void *state)
{
	xz_dec_end(state);
}

/**
 * struct unzstd - a zstd decoder
 * @stream: lies in @workspace
 * @workspace: memory
 */
struct unzstd {
	zstd_dstream *stream;
	void *workspace;
};

/* A small window is no reason for a block that is smaller than it may be. */
#define ZSTD_LEAST	0x100000U

static void *unzstd_begin(u64 window)
{
	struct unzstd *z = kzalloc(sizeof(*z), GFP_KERNEL);
	size_t max = max_t(u64, window, ZSTD_LEAST);
	size_t need = zstd_dstream_workspace_bound(max);

	if (!z)
		return NULL;
	if (!memory_lacks(need))
		z->workspace = kvmalloc(need, GFP_KERNEL);
	if (z->workspace)
		z->stream = zstd_init_dstream(max, z->workspace, need);
	if (z->stream)
		return z;
	kvfree(z->workspace);
	kfree(z);
	return NULL;
}

static enum xlu_codec_ret unzstd_run(void *state, struct xlu_codec_io *io)
{
	zstd_in_buffer in = { .src = io->in, .size = io->in_size, .pos = io->in_pos };
	zstd_out_buffer out = { .dst = io->out, .size = io->out_size };
	struct unzstd *z = state;
	size_t ret = zstd_decompress_stream(z->stream, &out, &in);

	io->in_pos = in.pos;
	io->out_pos = out.pos;
	if (zstd_is_error(ret))
		return XLU_CODEC_DAMAGED;
	return ret ? XLU_CODEC_MORE : XLU_CODEC_END;
}

static void unzstd_end(void *state)
{
	struct unzstd *z = state;

	kvfree(z->workspace);
	kfree(z);
}

const struct xlu_codec *xlu_codec(enum xlu_compression kind)
{
	static const struct xlu_codec gzip = { gzip_begin, gzip_run, gzip_end };
	static const struct xlu_codec xz = { unxz_begin, unxz_run, unxz_end };
	static const struct xlu_codec zstd = { unzstd_begin, unzstd_run, unzstd_end };

	switch (kind) {
	case XLU_GZIP:
		return IS_REACHABLE(CONFIG_ZLIB_INFLATE) ? &gzip : NULL;
	case XLU_XZ:
		return IS_REACHABLE(CONFIG_XZ_DEC) ? &xz : NULL;
	case XLU_ZSTD:
		return IS_REACHABLE(CONFIG_ZSTD_DECOMPRESS) ? &zstd : NULL;
	default:
		return NULL;
	}
}

/* --- images ---------------------------------------------------------------------- */

/**
 * struct output - where an image goes
 * @sink: its begin, for xlu_unpack()
 * @step: that it is a part of
 * @buf: NULL: it is counted only, and goes to @scratch again and again
 * @scratch: XLU_UNPACK_STEP bytes
 */
struct output {
	struct xlu_sink sink;
	struct xlu_step *step;
	u8 *buf;
	u8 *scratch;
};

/* One byte more than there may be is room, too. */
static u8 *output_room(struct xlu_sink *sink, size_t *len)
{
	struct output *out = container_of(sink, struct output, sink);
	u64 left = sink->max - sink->used;

	if (out->buf && left) {
		*len = min_t(u64, left, XLU_UNPACK_STEP);
		return out->buf + sink->used;
	}
	*len = XLU_UNPACK_STEP;
	return out->scratch;
}

static enum xlu_why output_take(struct xlu_sink *sink, const u8 *piece, size_t len)
{
	struct output *out = container_of(sink, struct output, sink);

	if (out->buf)
		xlu_step_progress(out->step, sink->used + len);
	return xlu_inflate_pause(out->step);
}

/** xlu_inflate_offers() - XLU_CAN_* that this kernel can */
u32 xlu_inflate_offers(void)
{
	return (xlu_codec(XLU_GZIP) ? XLU_CAN_GZIP : 0) |
	       (xlu_codec(XLU_XZ) ? XLU_CAN_XZ : 0) |
	       (xlu_codec(XLU_ZSTD) ? XLU_CAN_ZSTD : 0);
}

static enum xlu_why fill(struct output *out, struct xlu_buffer *buf,
			 enum xlu_compression kind, const void *data, size_t size)
{
	enum xlu_why why;

	out->buf = buf->data;
	out->sink.max = buf->size;
	why = xlu_unpack(kind, data, size, XLU_IMAGE_WINDOW, &out->sink);
	if (!why && out->sink.used != buf->size)
		why = XLU_WHY_BAD_COMPRESSION;
	if (!why)
		buf->copied = buf->size;
	return why;
}

/**
 * xlu_inflate() - inflate a file
 * @step: that it is a part of
 * @kind: XLU_GZIP, XLU_XZ or XLU_ZSTD
 * @data: compressed stream
 * @size: its bytes, without a signature that may follow
 * @max: bytes that the result may have
 * @alloc: makes a buffer of the size that the result has
 * @result: the result
 *
 * Return: XLU_WHY_NONE, or why the file cannot be used.
 */
enum xlu_why xlu_inflate(struct xlu_step *step, enum xlu_compression kind,
			 const void *data, size_t size, size_t max,
			 struct xlu_buffer *(*alloc)(struct xlu_step *step, size_t size),
			 struct xlu_buffer **result)
{
	struct output out = {
		.sink = { .max = max, .room = output_room, .take = output_take },
		.step = step,
	};
	struct xlu_buffer *buf = NULL;
	enum xlu_why why;

	out.scratch = kvmalloc(XLU_UNPACK_STEP, GFP_KERNEL);
	if (!out.scratch)
		return XLU_WHY_OUT_OF_MEMORY;
	why = xlu_unpack(kind, data, size, XLU_IMAGE_WINDOW, &out.sink);
	if (!why) {
		buf = alloc(step, out.sink.used);
		if (IS_ERR(buf))
			why = xlu_why_of_errno(PTR_ERR(buf), XLU_WHY_OUT_OF_MEMORY);
		else
			why = fill(&out, buf, kind, data, size);
	}
	kvfree(out.scratch);
	if (!why)
		*result = buf;
	else if (!IS_ERR(buf))
		xlu_buffer_put(buf);
	return why;
}
