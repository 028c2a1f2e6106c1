// SPDX-License-Identifier: GPL-2.0-only
/*
 * The answer of the tool.
 */
#include "judge.h"
#include "same.h"

enum xlu_why same_judge(const struct sample *sample, const char **is)
{
	struct judged judged;
	enum xlu_why why;

	switch (sample->payload) {
	case XEN_LIVEUPDATE_PAYLOAD_KERNEL:
		return judge_kernel(sample->data, sample->size, is);
	case XEN_LIVEUPDATE_PAYLOAD_INITRD:
		return judge_initrd(sample->data, sample->size, is);
	default:
		why = judge_image(&judged, sample->data, sample->size);
		*is = judged.is;
		return why;
	}
}
