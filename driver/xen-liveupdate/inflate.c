// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Inflating
 *
 * An image may be compressed by gzip, xz or zstd, if this kernel has the
 * decompressor. The file was sealed and its signature checked before, but nothing here
 * relies on that: sizes are bounded, and the result must have the expected size.
 *
 * A file is decompressed twice: first to check it and to determine the size of the
 * image, then into memory of that size.
 */
#include <linux/crc32.h>
#include <linux/err.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <linux/xen-liveupdate.h>

#include "lib/unpack.h"

#include "codec.h"
#include "inflate.h"
#include "step.h"

u32 xlu_unpack_crc32(u32 crc, const void *data, size_t size)
{
	return ~crc32_le(~crc, data, size);
}

/**
 * xlu_inflate_pause() - between two pieces: reschedule, and check for cancellation
 * @step: struct xlu_step that the work is a part of
 *
 * Return: XLU_WHY_CANCELLED if the step is to stop, else XLU_WHY_NONE.
 */
enum xlu_why xlu_inflate_pause(void *step)
{
	cond_resched();
	return xlu_step_cancelled(step) ? XLU_WHY_CANCELLED : XLU_WHY_NONE;
}

const struct xlu_codec *xlu_codec(enum xlu_compression kind)
{
	switch (kind) {
	case XLU_GZIP:
		return XLU_CODEC_GZIP;
	case XLU_XZ:
		return XLU_CODEC_XZ;
	case XLU_ZSTD:
		return XLU_CODEC_ZSTD;
	default:
		return NULL;
	}
}

/**
 * struct output - destination of an inflated image
 * @sink: the part that xlu_unpack() uses
 * @step: step that the work is a part of
 * @buf: memory for the image; NULL to count its bytes only
 * @scratch: XLU_UNPACK_STEP bytes, overwritten by each piece that does not go to @buf
 */
struct output {
	struct xlu_sink sink;
	struct xlu_step *step;
	u8 *buf;
	u8 *scratch;
};

/* A full buffer offers @scratch as well, so that output beyond the limit is noticed. */
static u8 *inflate_room(struct xlu_sink *sink, size_t *len)
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

static enum xlu_why inflate_take(struct xlu_sink *sink, const u8 *piece, size_t len)
{
	struct output *out = container_of(sink, struct output, sink);

	if (out->buf)
		xlu_step_progress(out->step, sink->used + len);
	return xlu_inflate_pause(out->step);
}

/**
 * xlu_inflate_offers() - compression formats that this kernel can inflate
 *
 * Return: XEN_LIVEUPDATE_COMPRESSION_*.
 */
u32 xlu_inflate_offers(void)
{
	return (xlu_codec(XLU_GZIP) ? XEN_LIVEUPDATE_COMPRESSION_GZIP : 0) |
	       (xlu_codec(XLU_XZ) ? XEN_LIVEUPDATE_COMPRESSION_XZ : 0) |
	       (xlu_codec(XLU_ZSTD) ? XEN_LIVEUPDATE_COMPRESSION_ZSTD : 0);
}

static enum xlu_why inflate_fill(struct output *out, struct xlu_buffer *buf,
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
 * @step: step that the work is a part of
 * @kind: XLU_GZIP, XLU_XZ or XLU_ZSTD
 * @data: compressed stream
 * @size: bytes of @data, without a signature that may follow
 * @max: largest size of the image in bytes
 * @alloc: allocates a buffer of the size of the image
 * @result: set to the buffer with the image
 *
 * Return: XLU_WHY_NONE, or why the file cannot be used.
 */
enum xlu_why xlu_inflate(struct xlu_step *step, enum xlu_compression kind,
			 const void *data, size_t size, size_t max,
			 struct xlu_buffer *(*alloc)(struct xlu_step *step, size_t size),
			 struct xlu_buffer **result)
{
	struct output out = {
		.sink = { .max = max, .room = inflate_room, .take = inflate_take },
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
			why = inflate_fill(&out, buf, kind, data, size);
	}
	kvfree(out.scratch);
	if (!why)
		*result = buf;
	else if (!IS_ERR(buf))
		xlu_buffer_put(buf);
	return why;
}
