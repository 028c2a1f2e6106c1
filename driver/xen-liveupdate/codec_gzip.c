// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: gzip
 *
 * The kernel's decoder for raw deflate, the format inside gzip.
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/zlib.h>

#include "codec.h"

static void *gzip_begin(u64 window)
{
	struct z_stream_s *stream = kzalloc(sizeof(*stream), GFP_KERNEL);

	if (!stream)
		return NULL;
	stream->workspace = kvmalloc(zlib_inflate_workspacesize(), GFP_KERNEL);
	/* Raw deflate, without header and trailer */
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

const struct xlu_codec xlu_codec_gzip = {
	.begin = gzip_begin,
	.run = gzip_run,
	.end = gzip_end,
};
