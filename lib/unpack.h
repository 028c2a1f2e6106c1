/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is inside a compressed file. The formats are read here, for the driver and for
 * the tool; each of them brings the codecs that it has.
 */
#ifndef _XLU_UNPACK_H
#define _XLU_UNPACK_H

#include "image.h"

/* Output between two looks at the scheduler and at the user's wish to cancel */
#define XLU_UNPACK_STEP		(128U << 10)

enum xlu_codec_ret {
	XLU_CODEC_MORE,		/* it goes on, given more room or input */
	XLU_CODEC_END,		/* this was the last byte; input behind it is not consumed */
	XLU_CODEC_DAMAGED,
	XLU_CODEC_NO_MEMORY,
	XLU_CODEC_OPTIONS,	/* this kernel was built without */
};

/**
 * struct xlu_codec_io - input and output of one call of a codec
 * @in: all of the compressed data
 * @in_size: its bytes
 * @in_pos: bytes that were consumed
 * @out: room
 * @out_size: bytes of it
 * @out_pos: bytes that were written to it
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
 * struct xlu_codec - raw deflate, one xz stream, one zstd frame
 * @begin: for data that refers back at most so many bytes; NULL: no memory
 * @run: as far as input and room go
 * @end: give up the memory
 */
struct xlu_codec {
	void *(*begin)(u64 window);
	enum xlu_codec_ret (*run)(void *state, struct xlu_codec_io *io);
	void (*end)(void *state);
};

/* Of the driver, and of the tool. NULL: there is none here. */
const struct xlu_codec *xlu_codec(enum xlu_compression kind);
/* CRC-32 of gzip and xz; begins with 0 */
u32 xlu_unpack_crc32(u32 crc, const void *data, size_t size);

/*
 * Called now and then while something is unpacked, with what its caller has given:
 * XLU_WHY_CANCELLED if nobody wants to know any more, else XLU_WHY_NONE.
 */
typedef enum xlu_why xlu_pause_t(void *context);

/**
 * struct xlu_sink - takes what was compressed, piece by piece
 * @max: bytes that there may be; more is too large
 * @used: bytes that there were
 * @room: where the next piece goes, @len of at least 1 bytes; at @used of the whole
 * @take: so many bytes of it were written; @used does not count them yet
 */
struct xlu_sink {
	u64 max;
	u64 used;
	u8 *(*room)(struct xlu_sink *sink, size_t *len);
	enum xlu_why (*take)(struct xlu_sink *sink, const u8 *piece, size_t len);
};

/**
 * xlu_unpack() - read a compressed file from its begin to its end
 * @kind: XLU_GZIP, XLU_XZ or XLU_ZSTD
 * @data: the file
 * @size: its bytes: there must be neither more nor less of them
 * @window_max: how far back it may refer
 * @sink: where it goes
 *
 * Return: XLU_WHY_NONE, or why the file cannot be used.
 */
enum xlu_why xlu_unpack(enum xlu_compression kind, const void *data, size_t size,
			u64 window_max, struct xlu_sink *sink);

#endif /* _XLU_UNPACK_H */
