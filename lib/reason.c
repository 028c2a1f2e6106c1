// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Reasons
 *
 * Word and errno of each reason why an action failed. Both come from reason_list.h.
 */
#include "reason.h"

static const struct {
	const char *word;
	int err;
} xlu_why[XLU_NR_WHY] = {
#define XLU_WHY(name, number, text, error) { text, error },
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

/**
 * xlu_why_of_errno() - the reason that matches an error best
 * @err: negative errno or 0
 * @other: reason for an error that matches none
 *
 * Return: the reason, XLU_WHY_NONE for 0.
 */
enum xlu_why xlu_why_of_errno(int err, enum xlu_why other)
{
	switch (-err) {
	case 0:
		return XLU_WHY_NONE;
	case ENOMEM:
		return XLU_WHY_OUT_OF_MEMORY;
	case EFBIG:
		return XLU_WHY_TOO_LARGE;
	case E2BIG:
		return XLU_WHY_CMDLINE_TOO_LONG;
	case ENOSPC:
		return XLU_WHY_NO_ROOM;
	case EINTR:
		return XLU_WHY_CANCELLED;
	case EPERM:
	case EACCES:
		return XLU_WHY_LSM_REFUSED;
	case EOPNOTSUPP:
		return XLU_WHY_NO_LIVE_UPDATE;
	default:
		return other;
	}
}
