// SPDX-License-Identifier: GPL-2.0-only
/*
 * The words and errnos of reason.h as tables.
 */
#include "reason.h"

static const struct {
	const char *word;
	int err;
} xlu_why[XLU_NR_WHY] = {
#define XLU_WHY(name, text, number) { text, number },
#include "reason_list.h"
#undef XLU_WHY
};

const char *xlu_why_word(enum xlu_why why)
{
	return (unsigned int)why < XLU_NR_WHY ? xlu_why[why].word : "unknown";
}

int xlu_why_errno(enum xlu_why why)
{
	return (unsigned int)why < XLU_NR_WHY ? xlu_why[why].err : EIO;
}
