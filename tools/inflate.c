// SPDX-License-Identifier: GPL-2.0-only
/*
 * Decompression for the offline check: one call per format, into a mapping that
 * is as large as the largest image allowed and costs what is touched of it.
 * What follows the compressed data is ignored, as the kernel does.
 */
#include <sys/mman.h>

#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include "inflate.h"

static enum xlu_why inflate_gzip(struct inflated *inflated, const void *data, size_t size)
{
	z_stream stream = {
		.next_in = (unsigned char *)data,
		.avail_in = (unsigned int)size,
		.next_out = inflated->data,
		.avail_out = INFLATE_MAX,
	};
	int err;

	if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK)	/* 16: gzip, not zlib */
		return XLU_WHY_OUT_OF_MEMORY;
	err = inflate(&stream, Z_FINISH);
	inflated->size = stream.total_out;
	inflateEnd(&stream);
	if (err == Z_STREAM_END)
		return XLU_WHY_NONE;
	if (!stream.avail_out)
		return XLU_WHY_TOO_LARGE;
	return stream.avail_in ? XLU_WHY_BAD_COMPRESSION : XLU_WHY_TRUNCATED;
}

static enum xlu_why inflate_xz(struct inflated *inflated, const void *data, size_t size)
{
	lzma_stream stream = LZMA_STREAM_INIT;
	lzma_ret ret;

	if (lzma_stream_decoder(&stream, UINT64_MAX, 0) != LZMA_OK)
		return XLU_WHY_OUT_OF_MEMORY;
	stream.next_in = data;
	stream.avail_in = size;
	stream.next_out = inflated->data;
	stream.avail_out = INFLATE_MAX;
	ret = lzma_code(&stream, LZMA_FINISH);
	inflated->size = stream.total_out;
	lzma_end(&stream);
	if (ret == LZMA_STREAM_END)
		return XLU_WHY_NONE;
	if (!stream.avail_out)
		return XLU_WHY_TOO_LARGE;
	return stream.avail_in ? XLU_WHY_BAD_COMPRESSION : XLU_WHY_TRUNCATED;
}

static enum xlu_why inflate_zstd(struct inflated *inflated, const void *data, size_t size)
{
	ZSTD_inBuffer in = { .src = data, .size = size };
	ZSTD_outBuffer out = { .dst = inflated->data, .size = INFLATE_MAX };
	ZSTD_DStream *stream = ZSTD_createDStream();
	size_t left;

	if (!stream)
		return XLU_WHY_OUT_OF_MEMORY;
	do {
		left = ZSTD_decompressStream(stream, &out, &in);
	} while (left && !ZSTD_isError(left) && in.pos < in.size && out.pos < out.size);
	ZSTD_freeDStream(stream);
	inflated->size = out.pos;
	if (ZSTD_isError(left))
		return XLU_WHY_BAD_COMPRESSION;
	if (!left)
		return XLU_WHY_NONE;
	return out.pos == out.size ? XLU_WHY_TOO_LARGE : XLU_WHY_TRUNCATED;
}

enum xlu_why inflate_image(struct inflated *inflated, const void *data, size_t size)
{
	enum xlu_compression compression = xlu_image_compression(data, size);
	enum xlu_why why;

	if (size > INFLATE_MAX)
		return XLU_WHY_TOO_LARGE;
	inflated->data = (void *)data;
	inflated->size = size;
	inflated->room = 0;
	if (compression == XLU_PLAIN)
		return XLU_WHY_NONE;

	inflated->data = mmap(NULL, INFLATE_MAX, PROT_READ | PROT_WRITE,
			      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (inflated->data == MAP_FAILED)
		return XLU_WHY_OUT_OF_MEMORY;
	inflated->room = INFLATE_MAX;
	if (compression == XLU_GZIP)
		why = inflate_gzip(inflated, data, size);
	else if (compression == XLU_XZ)
		why = inflate_xz(inflated, data, size);
	else
		why = inflate_zstd(inflated, data, size);
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
