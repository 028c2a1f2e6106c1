// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Compressed files
 *
 * Checks and unpacks compressed files. The kernel's codecs support fewer features than
 * those of user space. Unsupported features are found here, in the headers, so that
 * driver and tool give the same answer.
 *
 *	gzip	RFC 1952
 *	xz	The .xz File Format, 2.1.1 and 3.1
 *	zstd	RFC 8878, 3.1.1
 */
#include "image_parts.h"
#include "unpack.h"

/**
 * struct frame - content of the header
 * @start: offset of the data for the codec
 * @window: bytes that the data may refer back
 */
struct frame {
	size_t start;
	u64 window;
};

/* --- gzip ------------------------------------------------------------------------ */

#define GZIP_HEADER	10
#define GZIP_TRAILER	8
#define GZIP_FLAGS	3
#define GZIP_FHCRC	0x02
#define GZIP_FEXTRA	0x04
#define GZIP_FNAME	0x08
#define GZIP_FCOMMENT	0x10
#define GZIP_FRESERVED	0xe0
#define GZIP_WINDOW	32768

static enum xlu_why unpack_gzip_header(const struct xlu_file *file, struct frame *frame)
{
	size_t pos = GZIP_HEADER;
	u8 header[GZIP_HEADER];
	u8 extra[2];
	int names;
	u8 flags;

	if (!xlu_file_get(file, 0, header, sizeof(header)))
		return XLU_WHY_BAD_COMPRESSION;
	flags = header[GZIP_FLAGS];
	if (flags & GZIP_FRESERVED)
		return XLU_WHY_BAD_COMPRESSION;
	if (flags & GZIP_FEXTRA) {
		if (!xlu_file_get(file, pos, extra, sizeof(extra)))
			return XLU_WHY_BAD_COMPRESSION;
		pos += 2 + (extra[0] | extra[1] << 8);
	}
	names = !!(flags & GZIP_FNAME) + !!(flags & GZIP_FCOMMENT);
	while (names && pos < file->size) {
		if (!file->data[pos++])
			names--;
	}
	if (flags & GZIP_FHCRC)
		pos += 2;
	frame->start = pos;
	frame->window = GZIP_WINDOW;
	return pos < file->size ? XLU_WHY_NONE : XLU_WHY_BAD_COMPRESSION;
}

/* --- xz -------------------------------------------------------------------------- */

#define XZ_HEADER	12
#define XZ_FLAGS	6		/* two bytes, followed by their checksum */
#define XZ_FLAGS_CRC	8
#define XZ_CHECK_CRC32	1		/* Linux supports this and 0, none */
#define XZ_NR_FILTERS	0x03
#define XZ_RESERVED	0x3c
#define XZ_HAS_PACKED	0x40		/* sizes follow, in bytes of 7 bits */
#define XZ_HAS_SIZE	0x80
#define XZ_X86		0x04
#define XZ_LZMA2	0x21
#define XZ_DICT_BITS	0x3f
#define XZ_DICT_MAX	40

static bool unpack_xz_crc_is_right(const u8 *data, size_t len)
{
	__le32 crc;

	memcpy(&crc, data + len, sizeof(crc));
	return le32_to_cpu(crc) == xlu_unpack_crc32(0, data, len);
}

static void unpack_xz_skip_number(const struct xlu_file *block, size_t *pos)
{
	while (*pos < block->size && block->data[*pos] & 0x80)
		(*pos)++;
	(*pos)++;
}

static u64 unpack_xz_dict_size(u8 bits)
{
	return bits == XZ_DICT_MAX ? U32_MAX : (u64)(2 | (bits & 1)) << (bits / 2 + 11);
}

/* The filters: LZMA2, optionally after the BCJ filter for x86 code. */
static enum xlu_why unpack_xz_filters(const struct xlu_file *block, struct frame *frame)
{
	u8 flags = block->data[1], last[3];
	size_t pos = 2;

	if (flags & XZ_RESERVED)
		return XLU_WHY_XZ_OPTIONS;
	if (flags & XZ_HAS_PACKED)
		unpack_xz_skip_number(block, &pos);
	if (flags & XZ_HAS_SIZE)
		unpack_xz_skip_number(block, &pos);
	if ((flags & XZ_NR_FILTERS) == 1) {
		if (!xlu_file_get(block, pos, last, 2))
			return XLU_WHY_BAD_COMPRESSION;
		if (last[0] != XZ_X86 || last[1])
			return XLU_WHY_XZ_OPTIONS;
		pos += 2;
	} else if (flags & XZ_NR_FILTERS) {
		return XLU_WHY_XZ_OPTIONS;
	}
	if (!xlu_file_get(block, pos, last, sizeof(last)))
		return XLU_WHY_BAD_COMPRESSION;
	if (last[0] != XZ_LZMA2 || last[1] != 1 || last[2] & ~XZ_DICT_BITS ||
	    last[2] > XZ_DICT_MAX)
		return XLU_WHY_XZ_OPTIONS;
	frame->window = unpack_xz_dict_size(last[2]);
	return XLU_WHY_NONE;
}

static enum xlu_why unpack_xz_header(const struct xlu_file *file, struct frame *frame)
{
	struct xlu_file block = { file->data + XZ_HEADER, 0 };
	u8 header[XZ_HEADER];

	frame->start = 0;
	if (!xlu_file_get(file, 0, header, sizeof(header)) ||
	    !unpack_xz_crc_is_right(header + XZ_FLAGS, XZ_FLAGS_CRC - XZ_FLAGS))
		return XLU_WHY_BAD_COMPRESSION;
	if (header[XZ_FLAGS] || header[XZ_FLAGS + 1] > XZ_CHECK_CRC32)
		return XLU_WHY_XZ_OPTIONS;
	/* A size of 0 marks the index: the file has no data. */
	if (file->size <= XZ_HEADER || !*block.data)
		return XLU_WHY_BAD_COMPRESSION;
	block.size = *block.data * 4;
	if (!xlu_file_has(file, XZ_HEADER, block.size + sizeof(u32)) ||
	    !unpack_xz_crc_is_right(block.data, block.size))
		return XLU_WHY_BAD_COMPRESSION;
	return unpack_xz_filters(&block, frame);
}

/* --- zstd ------------------------------------------------------------------------ */

#define ZSTD_DESCRIPTOR	4
#define ZSTD_HEADER	5
#define ZSTD_DICT_ID	0x03
#define ZSTD_RESERVED	0x08
#define ZSTD_SINGLE	0x20
#define ZSTD_SIZE_SHIFT	6

/* The window is the content size of a single segment, else the header states it. */
static enum xlu_why unpack_zstd_header(const struct xlu_file *file, struct frame *frame)
{
	static const u8 size_bytes[] = { 1, 2, 4, 8 };
	u8 byte, size_kind;
	__le64 size = 0;

	frame->start = 0;
	if (!xlu_file_get(file, ZSTD_DESCRIPTOR, &byte, 1) || byte & ZSTD_RESERVED)
		return XLU_WHY_BAD_COMPRESSION;
	/* Dictionaries are not supported. */
	if (byte & ZSTD_DICT_ID)
		return XLU_WHY_BAD_COMPRESSION;
	size_kind = byte >> ZSTD_SIZE_SHIFT;
	if (byte & ZSTD_SINGLE) {
		if (!xlu_file_get(file, ZSTD_HEADER, &size, size_bytes[size_kind]))
			return XLU_WHY_BAD_COMPRESSION;
		frame->window = le64_to_cpu(size) + (size_kind == 1 ? 256 : 0);
		return XLU_WHY_NONE;
	}
	if (!xlu_file_get(file, ZSTD_HEADER, &byte, 1))
		return XLU_WHY_BAD_COMPRESSION;
	frame->window = 1ULL << (10 + (byte >> 3));
	frame->window += frame->window / 8 * (byte & 7);
	return XLU_WHY_NONE;
}

/* --- all of them ----------------------------------------------------------------- */

static enum xlu_why unpack_read_header(enum xlu_compression kind, const struct xlu_file *file,
				       struct frame *frame)
{
	switch (kind) {
	case XLU_GZIP:
		return unpack_gzip_header(file, frame);
	case XLU_XZ:
		return unpack_xz_header(file, frame);
	case XLU_ZSTD:
		return unpack_zstd_header(file, frame);
	default:
		return XLU_WHY_BAD_COMPRESSION;
	}
}

static enum xlu_why unpack_take(struct xlu_sink *sink, const u8 *piece, size_t len, u32 *crc)
{
	enum xlu_why why;

	if (len > sink->max - sink->used)
		return XLU_WHY_TOO_LARGE;
	*crc = xlu_unpack_crc32(*crc, piece, len);
	why = sink->take(sink, piece, len);
	sink->used += len;
	return why;
}

/* A call without input consumed or output produced means that the data is incomplete. */
static enum xlu_why unpack_run(const struct xlu_codec *codec, void *state,
			       struct xlu_codec_io *io, struct xlu_sink *sink, u32 *crc)
{
	enum xlu_codec_ret ret = XLU_CODEC_MORE;
	enum xlu_why why = XLU_WHY_NONE;

	while (!why && ret == XLU_CODEC_MORE) {
		size_t before = io->in_pos;

		io->out = sink->room(sink, &io->out_size);
		io->out_pos = 0;
		ret = codec->run(state, io);
		if (ret == XLU_CODEC_MORE && io->in_pos == before && !io->out_pos)
			ret = XLU_CODEC_DAMAGED;
		if (io->out_pos)
			why = unpack_take(sink, io->out, io->out_pos, crc);
	}
	if (why || ret == XLU_CODEC_END)
		return why;
	if (ret == XLU_CODEC_NO_MEMORY)
		return XLU_WHY_OUT_OF_MEMORY;
	return ret == XLU_CODEC_OPTIONS ? XLU_WHY_XZ_OPTIONS : XLU_WHY_BAD_COMPRESSION;
}

/* Compare checksum and size of the uncompressed data. */
static enum xlu_why unpack_gzip_trailer(const struct xlu_file *file, size_t *pos, u32 crc, u64 size)
{
	__le32 trailer[2];

	if (!xlu_file_get(file, *pos, trailer, sizeof(trailer)) ||
	    le32_to_cpu(trailer[0]) != crc || le32_to_cpu(trailer[1]) != (u32)size)
		return XLU_WHY_BAD_COMPRESSION;
	*pos += GZIP_TRAILER;
	return XLU_WHY_NONE;
}

enum xlu_why xlu_unpack(enum xlu_compression kind, const void *data, size_t size,
			u64 window_max, struct xlu_sink *sink)
{
	const struct xlu_codec *codec = xlu_codec(kind);
	const struct xlu_file file = { data, size };
	struct xlu_codec_io io = { .in = data, .in_size = size };
	struct frame frame = { 0, 0 };
	enum xlu_why why;
	void *state;
	u32 crc = 0;

	sink->used = 0;
	if (!codec)
		return XLU_WHY_NO_DECOMPRESSOR;
	why = unpack_read_header(kind, &file, &frame);
	if (why)
		return why;
	if (frame.window > window_max)
		return XLU_WHY_LARGE_WINDOW;
	state = codec->begin(frame.window);
	if (!state)
		return XLU_WHY_OUT_OF_MEMORY;
	io.in_pos = frame.start;
	why = unpack_run(codec, state, &io, sink, &crc);
	codec->end(state);
	if (!why && kind == XLU_GZIP)
		why = unpack_gzip_trailer(&file, &io.in_pos, crc, sink->used);
	if (!why && !sink->used)
		why = XLU_WHY_BAD_COMPRESSION;
	if (!why && io.in_pos != size)
		why = XLU_WHY_TRAILING_DATA;
	return why;
}
