// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: zstd
 *
 * The kernel's decoder for zstd.
 */
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/zstd.h>

#include "codec.h"

/**
 * struct unzstd - a zstd decoder
 * @stream: decoder state inside @workspace
 * @workspace: memory of the decoder
 */
struct unzstd {
	zstd_dstream *stream;
	void *workspace;
};

/* Smallest window to allocate for, whatever window the frame has. */
#define ZSTD_LEAST	0x100000U

static void *unzstd_begin(u64 window)
{
	struct unzstd *z = kzalloc(sizeof(*z), GFP_KERNEL);
	size_t max = max_t(u64, window, ZSTD_LEAST);
	size_t need = zstd_dstream_workspace_bound(max);

	if (!z)
		return NULL;
	if (!xlu_memory_lacks(need))
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

const struct xlu_codec xlu_codec_zstd = {
	.begin = unzstd_begin,
	.run = unzstd_run,
	.end = unzstd_end,
};
