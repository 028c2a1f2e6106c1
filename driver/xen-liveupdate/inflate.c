// SPDX-License-Identifier: GPL-2.0-only
/*
 * DOC: Inflating
 *
 * An image may be compressed by gzip, xz or zstd, if this kernel has the
 * decompressor. The file was sealed and its signature checked before it gets
 * here, but nothing relies on that: sizes are bounded, and the result must be of
 * the size that was expected.
 *
 * Memory for the result is allocated once and filled in place. Its size is what
 * the compressed stream claims; a stream without a claim is decoded twice, the
 * first time only to count.
 */
#include <linux/crc32.h>
#include <linux/err.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/xz.h>
#include <linux/zlib.h>
#include <linux/zstd.h>

#include "inflate.h"
#include "update.h"

/* Output between two looks at the scheduler and at the user's wish to cancel. */
#define STEP		(128U << 10)
/* Largest dictionaries: xz -9 has 64 MiB, zstd's default levels 8 MiB. */
#define XZ_DICT_MAX	(64U << 20)
#define ZSTD_WINDOW_MAX	(8U << 20)

/* RFC 1952 */
#define GZIP_HEADER	10
#define GZIP_TRAILER	8
#define GZIP_FLAGS	3
#define GZIP_FHCRC	0x02
#define GZIP_FEXTRA	0x04
#define GZIP_FNAME	0x08
#define GZIP_FCOMMENT	0x10
#define GZIP_FRESERVED	0xe0
#define GZIP_DEFLATE	8

/**
 * struct output - where the result goes
 * @buf: NULL: it is counted only, and goes to @scratch again and again
 * @size: bytes that there may be
 * @used: bytes that there are
 * @scratch: STEP bytes
 */
struct output {
	u8 *buf;
	size_t size;
	size_t used;
	u8 *scratch;
};

/* The next piece to write to. One byte more than there may be is room, too. */
static u8 *next_piece(const struct output *out, size_t *len)
{
	size_t left = out->size - out->used;

	if (out->buf && left) {
		*len = min_t(size_t, left, STEP);
		return out->buf + out->used;
	}
	*len = STEP;
	return out->scratch;
}

static enum xlu_why wrote(struct output *out, size_t len)
{
	if (len > out->size - out->used)
		return out->buf ? XLU_WHY_BAD_COMPRESSION : XLU_WHY_TOO_LARGE;
	out->used += len;
	if (out->buf)
		xlu_progress(out->used);
	cond_resched();
	return xlu_cancelled() ? XLU_WHY_CANCELLED : XLU_WHY_NONE;
}

static u32 get_le32(const u8 *p)
{
	__le32 value;

	memcpy(&value, p, sizeof(value));
	return le32_to_cpu(value);
}

/* Bytes of the gzip header, 0 if it is none. */
static size_t gzip_header_size(const u8 *data, size_t size)
{
	size_t pos = GZIP_HEADER;
	int names;
	u8 flags;

	if (size < GZIP_HEADER + GZIP_TRAILER || data[2] != GZIP_DEFLATE ||
	    data[GZIP_FLAGS] & GZIP_FRESERVED)
		return 0;
	flags = data[GZIP_FLAGS];
	if (flags & GZIP_FEXTRA)
		pos += 2 + (data[pos] | data[pos + 1] << 8);
	names = !!(flags & GZIP_FNAME) + !!(flags & GZIP_FCOMMENT);
	while (names && pos < size) {
		if (!data[pos++])
			names--;
	}
	if (flags & GZIP_FHCRC)
		pos += 2;
	return pos < size - GZIP_TRAILER ? pos : 0;
}

/* The trailer says how large the result is, so one call does it. */
static enum xlu_why gunzip(const u8 *data, size_t size, struct output *out)
{
	size_t header = gzip_header_size(data, size);

	if (!header || !out->buf)
		return XLU_WHY_BAD_COMPRESSION;
	if (zlib_inflate_blob(out->buf, out->size, data + header,
			      size - header - GZIP_TRAILER) != out->size)
		return XLU_WHY_BAD_COMPRESSION;
	if (get_le32(data + size - GZIP_TRAILER) != ~crc32_le(~0U, out->buf, out->size))
		return XLU_WHY_BAD_COMPRESSION;
	return wrote(out, out->size);
}

static enum xlu_why unxz(const u8 *data, size_t size, struct output *out)
{
	struct xz_buf b = { .in = data, .in_size = size };
	struct xz_dec *dec;
	enum xlu_why why;
	enum xz_ret ret;

	dec = xz_dec_init(XZ_DYNALLOC, XZ_DICT_MAX);
	if (!dec)
		return XLU_WHY_OUT_OF_MEMORY;
	do {
		b.out = next_piece(out, &b.out_size);
		b.out_pos = 0;
		ret = xz_dec_run(dec, &b);
		why = wrote(out, b.out_pos);
	} while (!why && ret == XZ_OK);
	xz_dec_end(dec);
	if (why || ret == XZ_STREAM_END)
		return why;
	return ret == XZ_MEM_ERROR ? XLU_WHY_OUT_OF_MEMORY : XLU_WHY_BAD_COMPRESSION;
}

static enum xlu_why unzstd_stream(zstd_dstream *dec, const u8 *data, size_t size,
				  struct output *out)
{
	zstd_in_buffer in = { .src = data, .size = size };
	zstd_out_buffer piece = { };
	enum xlu_why why;
	size_t ret;

	do {
		piece.dst = next_piece(out, &piece.size);
		piece.pos = 0;
		ret = zstd_decompress_stream(dec, &piece, &in);
		if (zstd_is_error(ret) ||
		    (ret && !piece.pos && in.pos == in.size))
			return XLU_WHY_BAD_COMPRESSION;
		why = wrote(out, piece.pos);
	} while (!why && ret);
	return why;
}

static enum xlu_why unzstd(const u8 *data, size_t size, struct output *out)
{
	size_t need = zstd_dstream_workspace_bound(ZSTD_WINDOW_MAX);
	enum xlu_why why = XLU_WHY_OUT_OF_MEMORY;
	zstd_dstream *dec;
	void *workspace;

	workspace = kvmalloc(need, GFP_KERNEL);
	if (!workspace)
		return XLU_WHY_OUT_OF_MEMORY;
	dec = zstd_init_dstream(ZSTD_WINDOW_MAX, workspace, need);
	if (dec)
		why = unzstd_stream(dec, data, size, out);
	kvfree(workspace);
	return why;
}

static enum xlu_why decode(enum xlu_compression kind, const void *data, size_t size,
			   struct output *out)
{
	out->used = 0;
	switch (kind) {
	case XLU_GZIP:
		return gunzip(data, size, out);
	case XLU_XZ:
		return unxz(data, size, out);
	case XLU_ZSTD:
		return unzstd(data, size, out);
	default:
		return XLU_WHY_BAD_COMPRESSION;
	}
}

/* What the stream says of its size; 0 if it says nothing. */
static size_t claimed_size(enum xlu_compression kind, const u8 *data, size_t size)
{
	return kind == XLU_GZIP && size > GZIP_TRAILER ?
	       get_le32(data + size - 4) : 0;
}

static bool offered(enum xlu_compression kind)
{
	switch (kind) {
	case XLU_GZIP:
		return IS_REACHABLE(CONFIG_ZLIB_INFLATE);
	case XLU_XZ:
		return IS_REACHABLE(CONFIG_XZ_DEC);
	case XLU_ZSTD:
		return IS_REACHABLE(CONFIG_ZSTD_DECOMPRESS);
	default:
		return false;
	}
}

/** xlu_inflate_offers() - XLU_CAN_* that this kernel can */
u32 xlu_inflate_offers(void)
{
	return (offered(XLU_GZIP) ? XLU_CAN_GZIP : 0) |
	       (offered(XLU_XZ) ? XLU_CAN_XZ : 0) |
	       (offered(XLU_ZSTD) ? XLU_CAN_ZSTD : 0);
}

/**
 * xlu_inflate() - inflate a file
 * @kind: XLU_GZIP, XLU_XZ or XLU_ZSTD
 * @data: compressed stream
 * @size: its bytes, without a signature that may follow
 * @max: bytes that the result may have
 * @alloc: makes a buffer of the size that the result has
 * @result: the result
 */
enum xlu_why xlu_inflate(enum xlu_compression kind, const void *data, size_t size,
			 size_t max, struct xlu_buffer *(*alloc)(size_t size),
			 struct xlu_buffer **result)
{
	struct output out = { .size = claimed_size(kind, data, size) };
	enum xlu_why why = XLU_WHY_NONE;
	struct xlu_buffer *buf = NULL;

	if (!offered(kind))
		return XLU_WHY_NO_DECOMPRESSOR;
	if (out.size > max)
		return XLU_WHY_TOO_LARGE;
	out.scratch = kvmalloc(STEP, GFP_KERNEL);
	if (!out.scratch)
		return XLU_WHY_OUT_OF_MEMORY;
	if (!out.size) {
		out.size = max;
		why = decode(kind, data, size, &out);
		out.size = out.used;
	}
	if (!why && !out.size)
		why = XLU_WHY_BAD_COMPRESSION;
	if (!why) {
		buf = alloc(out.size);
		if (IS_ERR(buf))
			why = xlu_why_of_errno(PTR_ERR(buf), XLU_WHY_OUT_OF_MEMORY);
	}
	if (!why) {
		out.buf = buf->data;
		why = decode(kind, data, size, &out);
	}
	kvfree(out.scratch);
	if (!why && out.used != out.size)
		why = XLU_WHY_BAD_COMPRESSION;
	if (why) {
		if (!IS_ERR(buf))
			xlu_buffer_put(buf);
		return why;
	}
	buf->copied = out.size;
	*result = buf;
	return XLU_WHY_NONE;
}
