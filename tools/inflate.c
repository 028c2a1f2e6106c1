// SPDX-License-Identifier: GPL-2.0-only
/*
 * Decompression for the offline check. lib/unpack.c decides which files are accepted, as
 * in the driver; this file calls the libraries. An image is written to a mapping that has
 * the size of the largest image allowed and takes memory only for pages that are used.
 */
#include <stdlib.h>
#include <sys/mman.h>

#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include "lib/unpack.h"

#include "inflate.h"

u32 xlu_unpack_crc32(u32 crc, const void *data, size_t size)
{
	return (u32)crc32(crc, data, (unsigned int)size);
}

/* The driver's limits were checked before. */
static void *gzip_begin(u64 window)
{
	z_stream *stream = calloc(1, sizeof(*stream));

	(void)window;
	/* Raw deflate, without header and trailer */
	if (stream && inflateInit2(stream, -MAX_WBITS) == Z_OK)
		return stream;
	free(stream);
	return NULL;
}

static enum xlu_codec_ret gzip_run(void *state, struct xlu_codec_io *io)
{
	z_stream *stream = state;
	int ret;

	stream->next_in = (unsigned char *)io->in + io->in_pos;
	stream->avail_in = (unsigned int)(io->in_size - io->in_pos);
	stream->next_out = io->out;
	stream->avail_out = (unsigned int)io->out_size;
	ret = inflate(stream, Z_SYNC_FLUSH);
	io->in_pos = io->in_size - stream->avail_in;
	io->out_pos = io->out_size - stream->avail_out;
	switch (ret) {
	case Z_STREAM_END:
		return XLU_CODEC_END;
	case Z_OK:
	case Z_BUF_ERROR:
		return XLU_CODEC_MORE;
	default:
		return ret == Z_MEM_ERROR ? XLU_CODEC_NO_MEMORY : XLU_CODEC_DAMAGED;
	}
}

static void gzip_end(void *state)
{
	inflateEnd(state);
	free(state);
}

static void *unxz_begin(u64 window)
{
	static const lzma_stream init = LZMA_STREAM_INIT;
	lzma_stream *stream = malloc(sizeof(*stream));

	(void)window;
	if (!stream)
		return NULL;
	*stream = init;
	if (lzma_stream_decoder(stream, UINT64_MAX, 0) == LZMA_OK)
		return stream;
	free(stream);
	return NULL;
}

static enum xlu_codec_ret unxz_run(void *state, struct xlu_codec_io *io)
{
	lzma_stream *stream = state;
	lzma_ret ret;

	stream->next_in = io->in + io->in_pos;
	stream->avail_in = io->in_size - io->in_pos;
	stream->next_out = io->out;
	stream->avail_out = io->out_size;
	ret = lzma_code(stream, LZMA_RUN);
	io->in_pos = io->in_size - stream->avail_in;
	io->out_pos = io->out_size - stream->avail_out;
	switch (ret) {
	case LZMA_STREAM_END:
		return XLU_CODEC_END;
	case LZMA_OK:
	case LZMA_BUF_ERROR:
		return XLU_CODEC_MORE;
	case LZMA_MEM_ERROR:
		return XLU_CODEC_NO_MEMORY;
	case LZMA_OPTIONS_ERROR:
		return XLU_CODEC_OPTIONS;
	default:
		return XLU_CODEC_DAMAGED;
	}
}

static void unxz_end(void *state)
{
	lzma_end(state);
	free(state);
}

static void *unzstd_begin(u64 window)
{
	(void)window;
	return ZSTD_createDStream();
}

static enum xlu_codec_ret unzstd_run(void *state, struct xlu_codec_io *io)
{
	ZSTD_inBuffer in = { .src = io->in, .size = io->in_size, .pos = io->in_pos };
	ZSTD_outBuffer out = { .dst = io->out, .size = io->out_size };
	size_t ret = ZSTD_decompressStream(state, &out, &in);

	io->in_pos = in.pos;
	io->out_pos = out.pos;
	if (ZSTD_isError(ret))
		return XLU_CODEC_DAMAGED;
	return ret ? XLU_CODEC_MORE : XLU_CODEC_END;
}

static void unzstd_end(void *state)
{
	ZSTD_freeDStream(state);
}

const struct xlu_codec *xlu_codec(enum xlu_compression kind)
{
	static const struct xlu_codec gzip = { gzip_begin, gzip_run, gzip_end };
	static const struct xlu_codec xz = { unxz_begin, unxz_run, unxz_end };
	static const struct xlu_codec zstd = { unzstd_begin, unzstd_run, unzstd_end };

	switch (kind) {
	case XLU_GZIP:
		return &gzip;
	case XLU_XZ:
		return &xz;
	case XLU_ZSTD:
		return &zstd;
	default:
		return NULL;
	}
}

/* --- images ---------------------------------------------------------------------- */

struct output {
	struct xlu_sink sink;
	u8 *data;
};

/* The mapping has room for one step beyond the limit. */
static u8 *output_room(struct xlu_sink *sink, size_t *len)
{
	*len = XLU_UNPACK_STEP;
	return ((struct output *)sink)->data + sink->used;
}

static enum xlu_why output_take(struct xlu_sink *sink, const u8 *piece, size_t len)
{
	(void)sink;
	(void)piece;
	(void)len;
	return XLU_WHY_NONE;
}

enum xlu_why inflate_image(struct inflated *inflated, const void *data, size_t size)
{
	struct output out = { { XLU_MAX_XEN, 0, output_room, output_take }, NULL };
	enum xlu_compression kind = xlu_image_compression(data, size);
	enum xlu_why why;

	inflated->data = (void *)data;
	inflated->size = size;
	inflated->room = 0;
	if (kind == XLU_PLAIN)
		return XLU_WHY_NONE;

	out.data = mmap(NULL, XLU_MAX_XEN + XLU_UNPACK_STEP, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (out.data == MAP_FAILED)
		return XLU_WHY_OUT_OF_MEMORY;
	inflated->data = out.data;
	inflated->room = XLU_MAX_XEN + XLU_UNPACK_STEP;
	why = xlu_unpack(kind, data, size, XLU_IMAGE_WINDOW, &out.sink);
	inflated->size = out.sink.used;
	if (why != XLU_WHY_NONE)
		inflate_free(inflated);
	return why;
}

void inflate_free(struct inflated *inflated)
{
	if (inflated->room)
		munmap(inflated->data, inflated->room);
	inflated->room = 0;
}

const char *compression_word(enum xlu_compression compression)
{
	switch (compression) {
	case XLU_GZIP:
		return "gzip";
	case XLU_XZ:
		return "xz";
	case XLU_ZSTD:
		return "zstd";
	default:
		return "none";
	}
}
