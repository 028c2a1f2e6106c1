/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Why an action failed, in words: what STATUS.reason and the sysfs file "error"
 * show. Scripts rely on the words; a word is never given a new meaning.
 */
#ifndef _XLU_REASON_H
#define _XLU_REASON_H

#include "pure.h"

/* The second column is the word, the third the errno that goes with it. */
#define XLU_WHY_LIST(X)							\
	X(NONE,			"none",			0)		\
	/* the image */							\
	X(TRUNCATED,		"truncated",		ENOEXEC)	\
	X(BAD_MAGIC,		"bad-magic",		ENOEXEC)	\
	X(BAD_COMPRESSION,	"bad-compression",	ENOEXEC)	\
	X(NO_DECOMPRESSOR,	"no-decompressor",	ENOEXEC)	\
	X(BAD_ELF,		"bad-elf",		ENOEXEC)	\
	X(WRONG_ARCH,		"wrong-arch",		ENOEXEC)	\
	X(BAD_SEGMENT,		"bad-segment",		ENOEXEC)	\
	X(BAD_ENTRY,		"bad-entry",		ENOEXEC)	\
	X(NO_MULTIBOOT2,	"no-multiboot2",	ENOEXEC)	\
	X(BAD_MULTIBOOT2,	"bad-multiboot2",	ENOEXEC)	\
	X(NOT_RELOCATABLE,	"not-relocatable",	ENOEXEC)	\
	X(BAD_NOTE,		"bad-note",		ENOEXEC)	\
	X(TOO_LARGE,		"too-large",		EFBIG)		\
	/* trust */							\
	X(BAD_DIGEST,		"bad-digest",		EBADMSG)	\
	X(BAD_SIGNATURE,	"bad-signature",	EBADMSG)	\
	X(UNKNOWN_KEY,		"unknown-key",		ENOKEY)		\
	X(KEY_REJECTED,		"key-rejected",		EKEYREJECTED)	\
	X(NO_SIGNATURE,		"no-signature",		EKEYREJECTED)	\
	X(LOCKED_DOWN,		"locked-down",		EPERM)		\
	X(LSM_REFUSED,		"lsm-refused",		EPERM)		\
	/* loading and running */					\
	X(NO_LIVE_UPDATE,	"no-live-update",	EOPNOTSUPP)	\
	X(UNSUPPORTED_STREAM,	"unsupported-stream",	EOPNOTSUPP)	\
	X(UNSUPPORTED_HANDOFF,	"unsupported-handoff",	EOPNOTSUPP)	\
	X(MISSING_PAYLOAD,	"missing-payload",	ENOENT)		\
	X(CMDLINE_TOO_LONG,	"cmdline-too-long",	E2BIG)		\
	X(NO_ROOM,		"no-room",		ENOSPC)		\
	X(OUT_OF_MEMORY,	"out-of-memory",	ENOMEM)		\
	X(XEN_REFUSED,		"xen-refused",		EIO)		\
	X(IO_ERROR,		"io-error",		EIO)		\
	X(CANCELLED,		"cancelled",		EINTR)		\
	X(WENT_BACK,		"went-back",		EIO)

enum xlu_why {
#define XLU_WHY_ENUM(name, word, err) XLU_WHY_##name,
	XLU_WHY_LIST(XLU_WHY_ENUM)
#undef XLU_WHY_ENUM
	XLU_NR_WHY
};

const char *xlu_why_word(enum xlu_why why);
int xlu_why_errno(enum xlu_why why);

#endif /* _XLU_REASON_H */
