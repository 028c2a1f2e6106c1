// SPDX-License-Identifier: GPL-2.0-only
/*
 * The answer of the driver: its inflate.c, built for the host, and the steps of stage.c
 * and verify.c.
 */
#include "lib/dom0_kernel.h"
#include "inflate.h"
#include "same.h"
#include "shim.h"
#include "step.h"

void xlu_buffer_put(struct xlu_buffer *buf)
{
	if (buf)
		free(buf->data);
	free(buf);
}

static struct xlu_buffer *memory_for_image(struct xlu_step *step, size_t size)
{
	struct xlu_buffer *buf = calloc(1, sizeof(*buf));

	(void)step;
	buf->data = malloc(size);
	buf->size = size;
	return buf;
}

static enum xlu_why judge_image(const struct sample *sample, const char **is)
{
	const void *data = sample->data;
	struct xlu_buffer *buf = NULL;
	struct xlu_step step = { 0 };
	struct xlu_signature sig;
	enum xlu_compression kind;
	struct xlu_image image;
	enum xlu_why why;
	size_t size;

	why = xlu_image_signature(data, sample->size, &sig);
	if (why != XLU_WHY_NO_SIGNATURE && why)
		return why;
	kind = xlu_image_compression(data, sample->size);
	size = sig.data_len;
	if (kind != XLU_PLAIN) {
		why = xlu_inflate(&step, kind, data, size, XLU_MAX_XEN, memory_for_image,
				  &buf);
		if (why)
			return why;
		data = buf->data;
		size = buf->size;
	}
	why = xlu_image_parse(data, size, &image);
	if (why == XLU_WHY_NOT_AN_IMAGE || why == XLU_WHY_WRONG_ARCH)
		*is = xlu_file_is(data, size);
	xlu_buffer_put(buf);
	return why;
}

enum xlu_why same_judge(const struct sample *sample, const char **is)
{
	enum xlu_why why;

	*is = "";
	switch (sample->payload) {
	case XEN_LIVEUPDATE_PAYLOAD_KERNEL:
		return xlu_kernel_check(sample->data, sample->size, NULL, NULL, is);
	case XEN_LIVEUPDATE_PAYLOAD_INITRD:
		why = xlu_initrd_check(sample->data, sample->size);
		if (why)
			*is = xlu_file_is(sample->data, sample->size);
		return why;
	default:
		return judge_image(sample, is);
	}
}
