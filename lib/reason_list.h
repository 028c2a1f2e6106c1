/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All reasons: name, number, word and errno. The including file defines XLU_WHY().
 * Numbers and words are visible to programs: they must not change, and a new reason
 * goes to the end.
 */
XLU_WHY(NONE,			0,	"none",			0)

/* the image */
XLU_WHY(TRUNCATED,		1,	"truncated",		ENOEXEC)
XLU_WHY(NOT_AN_IMAGE,		2,	"not-an-image",		ENOEXEC)
XLU_WHY(BAD_COMPRESSION,	3,	"bad-compression",	ENOEXEC)
XLU_WHY(TRAILING_DATA,		4,	"trailing-data",	ENOEXEC)
XLU_WHY(XZ_OPTIONS,		5,	"xz-options",		ENOEXEC)
XLU_WHY(LARGE_WINDOW,		6,	"large-window",		ENOEXEC)
XLU_WHY(NO_DECOMPRESSOR,	7,	"no-decompressor",	ENOEXEC)
XLU_WHY(BAD_ELF,		8,	"bad-elf",		ENOEXEC)
XLU_WHY(WRONG_ARCH,		9,	"wrong-arch",		ENOEXEC)
XLU_WHY(BAD_SEGMENT,		10,	"bad-segment",		ENOEXEC)
XLU_WHY(BAD_ENTRY,		11,	"bad-entry",		ENOEXEC)
XLU_WHY(NO_MULTIBOOT2,		12,	"no-multiboot2",	ENOEXEC)
XLU_WHY(BAD_MULTIBOOT2,		13,	"bad-multiboot2",	ENOEXEC)
XLU_WHY(NOT_RELOCATABLE,	14,	"not-relocatable",	ENOEXEC)
XLU_WHY(DAMAGED_NOTE,		15,	"damaged-note",		ENOEXEC)
XLU_WHY(NOT_A_FILE,		16,	"not-a-file",		EINVAL)
XLU_WHY(TOO_LARGE,		17,	"too-large",		EFBIG)

/* dom0's kernel and RAM disk */
XLU_WHY(BAD_KERNEL,		18,	"bad-kernel",		ENOEXEC)
XLU_WHY(TRUNCATED_KERNEL,	19,	"truncated-kernel",	ENOEXEC)
XLU_WHY(NO_PV_KERNEL,		20,	"no-pv-kernel",		ENOEXEC)
XLU_WHY(BAD_INITRD,		21,	"bad-initrd",		ENOEXEC)

/* trust */
XLU_WHY(BAD_DIGEST,		22,	"bad-digest",		EBADMSG)
XLU_WHY(BAD_SIGNATURE,		23,	"bad-signature",	EBADMSG)
XLU_WHY(UNKNOWN_KEY,		24,	"unknown-key",		ENOKEY)
XLU_WHY(KEY_REJECTED,		25,	"key-rejected",		EKEYREJECTED)
XLU_WHY(NO_SIGNATURE,		26,	"no-signature",		EKEYREJECTED)
XLU_WHY(LOCKED_DOWN,		27,	"locked-down",		EPERM)
XLU_WHY(LSM_REFUSED,		28,	"lsm-refused",		EPERM)

/* loading and running */
XLU_WHY(NO_LIVE_UPDATE,		29,	"no-live-update",	EOPNOTSUPP)
XLU_WHY(UNSUPPORTED_STREAM,	30,	"unsupported-stream",	EOPNOTSUPP)
XLU_WHY(UNSUPPORTED_HANDOFF,	31,	"unsupported-handoff",	EOPNOTSUPP)
XLU_WHY(HOST_BUSY,		32,	"host-busy",		EBUSY)
XLU_WHY(NO_COLD_UPDATE,		33,	"no-cold-update",	EOPNOTSUPP)
XLU_WHY(FLASK_POLICY,		34,	"flask-policy",		EOPNOTSUPP)
XLU_WHY(KEXEC_IN_USE,		35,	"kexec-in-use",		EBUSY)
XLU_WHY(BANK_IN_USE,		36,	"bank-in-use",		EBUSY)
XLU_WHY(MISSING_PAYLOAD,	37,	"missing-payload",	ENOENT)
XLU_WHY(NOT_SEALED,		38,	"not-sealed",		EBADFD)
XLU_WHY(CMDLINE_TOO_LONG,	39,	"cmdline-too-long",	E2BIG)
XLU_WHY(NO_ROOM,		40,	"no-room",		ENOSPC)
XLU_WHY(NO_LOW_MEMORY,		41,	"no-low-memory",	ENOSPC)
XLU_WHY(NO_ACPI,		42,	"no-acpi",		EOPNOTSUPP)
XLU_WHY(OUT_OF_MEMORY,		43,	"out-of-memory",	ENOMEM)
XLU_WHY(XEN_REFUSED,		44,	"xen-refused",		EIO)
XLU_WHY(IO_ERROR,		45,	"io-error",		EIO)
XLU_WHY(CANCELLED,		46,	"cancelled",		EINTR)
XLU_WHY(WENT_BACK,		47,	"went-back",		EIO)
