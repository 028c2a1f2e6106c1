/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Every reason: name, word, and the errno that goes with it. Included where
 * XLU_WHY() is defined as what is to be made of one.
 */
XLU_WHY(NONE,			"none",			0)

/* the image */
XLU_WHY(TRUNCATED,		"truncated",		ENOEXEC)
XLU_WHY(NOT_AN_IMAGE,		"not-an-image",		ENOEXEC)
XLU_WHY(BAD_COMPRESSION,	"bad-compression",	ENOEXEC)
XLU_WHY(TRAILING_DATA,		"trailing-data",	ENOEXEC)
XLU_WHY(XZ_OPTIONS,		"xz-options",		ENOEXEC)
XLU_WHY(LARGE_WINDOW,		"large-window",		ENOEXEC)
XLU_WHY(NO_DECOMPRESSOR,	"no-decompressor",	ENOEXEC)
XLU_WHY(BAD_ELF,		"bad-elf",		ENOEXEC)
XLU_WHY(WRONG_ARCH,		"wrong-arch",		ENOEXEC)
XLU_WHY(BAD_SEGMENT,		"bad-segment",		ENOEXEC)
XLU_WHY(BAD_ENTRY,		"bad-entry",		ENOEXEC)
XLU_WHY(NO_MULTIBOOT2,		"no-multiboot2",	ENOEXEC)
XLU_WHY(BAD_MULTIBOOT2,		"bad-multiboot2",	ENOEXEC)
XLU_WHY(NOT_RELOCATABLE,	"not-relocatable",	ENOEXEC)
XLU_WHY(DAMAGED_NOTE,		"damaged-note",		ENOEXEC)
XLU_WHY(NOT_A_FILE,		"not-a-file",		EINVAL)
XLU_WHY(TOO_LARGE,		"too-large",		EFBIG)

/* what a cold update boots besides */
XLU_WHY(BAD_KERNEL,		"bad-kernel",		ENOEXEC)
XLU_WHY(TRUNCATED_KERNEL,	"truncated-kernel",	ENOEXEC)
XLU_WHY(NO_PV_KERNEL,		"no-pv-kernel",		ENOEXEC)
XLU_WHY(BAD_INITRD,		"bad-initrd",		ENOEXEC)

/* trust */
XLU_WHY(BAD_DIGEST,		"bad-digest",		EBADMSG)
XLU_WHY(BAD_SIGNATURE,		"bad-signature",	EBADMSG)
XLU_WHY(UNKNOWN_KEY,		"unknown-key",		ENOKEY)
XLU_WHY(KEY_REJECTED,		"key-rejected",		EKEYREJECTED)
XLU_WHY(NO_SIGNATURE,		"no-signature",		EKEYREJECTED)
XLU_WHY(LOCKED_DOWN,		"locked-down",		EPERM)
XLU_WHY(LSM_REFUSED,		"lsm-refused",		EPERM)

/* loading and running */
XLU_WHY(NO_LIVE_UPDATE,		"no-live-update",	EOPNOTSUPP)
XLU_WHY(UNSUPPORTED_STREAM,	"unsupported-stream",	EOPNOTSUPP)
XLU_WHY(UNSUPPORTED_HANDOFF,	"unsupported-handoff",	EOPNOTSUPP)
XLU_WHY(HOST_BUSY,		"host-busy",		EBUSY)
XLU_WHY(NO_COLD_UPDATE,		"no-cold-update",	EOPNOTSUPP)
XLU_WHY(FLASK_POLICY,		"flask-policy",		EOPNOTSUPP)
XLU_WHY(KEXEC_IN_USE,		"kexec-in-use",		EBUSY)
XLU_WHY(BANK_IN_USE,		"bank-in-use",		EBUSY)
XLU_WHY(MISSING_PAYLOAD,	"missing-payload",	ENOENT)
XLU_WHY(NOT_SEALED,		"not-sealed",		EBADFD)
XLU_WHY(CMDLINE_TOO_LONG,	"cmdline-too-long",	E2BIG)
XLU_WHY(NO_ROOM,		"no-room",		ENOSPC)
XLU_WHY(NO_LOW_MEMORY,		"no-low-memory",	ENOSPC)
XLU_WHY(NO_ACPI,		"no-acpi",		EOPNOTSUPP)
XLU_WHY(OUT_OF_MEMORY,		"out-of-memory",	ENOMEM)
XLU_WHY(XEN_REFUSED,		"xen-refused",		EIO)
XLU_WHY(IO_ERROR,		"io-error",		EIO)
XLU_WHY(CANCELLED,		"cancelled",		EINTR)
XLU_WHY(WENT_BACK,		"went-back",		EIO)
