// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: xz
 *
 * The kernel's decoder for xz.
 */
#include <linux/xz.h>

#include "codec.h"

static void *unxz_begin(u64 window)
{
	return xlu_memory_lacks(window) ? NULL : xz_dec_init(XZ_DYNALLOC, window);
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

const struct xlu_codec xlu_codec_xz = {
	.begin = unxz_begin,
	.run = unxz_run,
	.end = unxz_end,
};
