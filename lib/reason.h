/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Words for why an action failed, as shown by STATUS.reason and the sysfs file "error".
 * Scripts rely on the words; a word is never given a new meaning.
 */
#ifndef _XLU_REASON_H
#define _XLU_REASON_H

#include "pure.h"

enum xlu_why {
#define XLU_WHY(name, number, word, err) XLU_WHY_##name,
#include "reason_list.h"
#undef XLU_WHY
	XLU_NR_WHY
};

/**
 * xlu_why_word() - word for a reason
 * @why: reason
 *
 * Return: the word, "unknown" for an out-of-range value.
 */
const char *xlu_why_word(enum xlu_why why);

/**
 * xlu_why_errno() - errno for a reason
 * @why: reason
 *
 * Return: a positive errno, as in STATUS.error; 0 for XLU_WHY_NONE.
 */
int xlu_why_errno(enum xlu_why why);
enum xlu_why xlu_why_of_errno(int err, enum xlu_why other);

#endif /* _XLU_REASON_H */
