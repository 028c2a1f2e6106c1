/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Unpacks compressed files, for driver and tool. The formats are parsed here; driver and
 * tool provide the codecs.
 */
#ifndef _XLU_UNPACK_H
#define _XLU_UNPACK_H

#include "image.h"

/* Bytes of output between two calls of cond_resched() and checks for cancellation */
#define XLU_UNPACK_STEP		(128U << 10)

enum xlu_codec_ret {
	XLU_CODEC_MORE,		/* more room or input is needed */
	XLU_CODEC_END,		/* end of the stream; input after it is not consumed */
	XLU_CODEC_DAMAGED,
	XLU_CODEC_NO_MEMORY,
	XLU_CODEC_OPTIONS,	/* options that this kernel was built without */
};

/**
 * struct xlu_codec_io - input and output of one call of a codec
 * @in: all of the compressed data
 * @in_size: bytes of @in
 * @in_pos: bytes of @in that were consumed
 * @out: room for output
 * @out_size: bytes of @out
 * @out_pos: bytes of @out that were written
 */
struct xlu_codec_io {
	const u8 *in;
	size_t in_size;
	size_t in_pos;
	u8 *out;
	size_t out_size;
	size_t out_pos;
};

/**
 * struct xlu_codec - decoder for raw deflate, one xz stream, or one zstd frame
 * @begin: allocate the state for data that refers back at most @window bytes; NULL on
 *	failure
 * @run: decode as far as input and room allow
 * @end: free the state
 */
struct xlu_codec {
	void *(*begin)(u64 window);
	enum xlu_codec_ret (*run)(void *state, struct xlu_codec_io *io);
	void (*end)(void *state);
};

/**
 * xlu_codec() - find a codec; provided by driver and tool
 * @kind: format
 *
 * Return: the codec, or NULL if it is not available.
 */
const struct xlu_codec *xlu_codec(enum xlu_compression kind);
/**
 * xlu_unpack_crc32() - CRC-32 as gzip and xz use it; provided by driver and tool
 * @crc: 0 for the first piece, then the result for the previous one
 * @data: first byte
 * @size: bytes
 *
 * Return: the checksum so far.
 */
u32 xlu_unpack_crc32(u32 crc, const void *data, size_t size);

/*
 * Called from time to time while a file is unpacked, with the context of the caller:
 * XLU_WHY_CANCELLED to stop, else XLU_WHY_NONE.
 */
typedef enum xlu_why xlu_pause_t(void *context);

/**
 * struct xlu_sink - takes the uncompressed data, piece by piece
 * @max: limit of the output in bytes
 * @used: bytes of output so far
 * @room: returns memory for the next piece, which begins at @used; @len: at least 1 byte
 * @take: called after @len bytes of it were written; @used does not include them yet
 */
struct xlu_sink {
	u64 max;
	u64 used;
	u8 *(*room)(struct xlu_sink *sink, size_t *len);
	enum xlu_why (*take)(struct xlu_sink *sink, const u8 *piece, size_t len);
};

/**
 * xlu_unpack() - unpack a compressed file
 * @kind: XLU_GZIP, XLU_XZ or XLU_ZSTD
 * @data: the file
 * @size: bytes of @data, all of which must belong to the compressed stream
 * @window_max: limit in bytes of how far the data may refer back
 * @sink: destination of the output
 *
 * Return: XLU_WHY_NONE, or why the file cannot be used.
 */
enum xlu_why xlu_unpack(enum xlu_compression kind, const void *data, size_t size,
			u64 window_max, struct xlu_sink *sink);

#endif /* _XLU_UNPACK_H */
