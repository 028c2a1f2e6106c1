// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver's verdict on a file, by the steps of its stage.c and verify.c.
 */
#include <string.h>

#include "lib/dom0_kernel.h"

#include "inflate.h"
#include "judge.h"

enum xlu_why judge_image(struct judged *judged, const void *data, size_t size)
{
	struct xlu_signature signature;
	struct inflated inflated;
	enum xlu_why why;

	memset(judged, 0, sizeof(*judged));
	judged->is = "";
	if (size > XLU_MAX_XEN)
		return XLU_WHY_TOO_LARGE;
	why = xlu_image_signature(data, size, &signature);
	if (why != XLU_WHY_NONE && why != XLU_WHY_NO_SIGNATURE)
		return why;
	judged->has_signature = why == XLU_WHY_NONE;
	size = signature.data_len;

	judged->compression = xlu_image_compression(data, size);
	why = inflate_image(&inflated, data, size);
	if (why != XLU_WHY_NONE)
		return why;
	judged->image_size = inflated.size;
	why = xlu_image_parse(inflated.data, inflated.size, &judged->image);
	if (why == XLU_WHY_NOT_AN_IMAGE || why == XLU_WHY_WRONG_ARCH)
		judged->is = xlu_file_is(inflated.data, inflated.size);
	inflate_free(&inflated);
	return why;
}

enum xlu_why judge_kernel(const void *data, size_t size, const char **is)
{
	struct xlu_signature signature;
	enum xlu_why why;

	*is = "";
	why = xlu_image_signature(data, size, &signature);
	if (why != XLU_WHY_NONE && why != XLU_WHY_NO_SIGNATURE)
		return why;
	return xlu_kernel_check(data, size, NULL, NULL, is);
}

enum xlu_why judge_initrd(const void *data, size_t size, const char **is)
{
	enum xlu_why why = xlu_initrd_check(data, size);

	*is = why == XLU_WHY_NONE ? "" : xlu_file_is(data, size);
	return why;
}
