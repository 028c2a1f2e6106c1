/* SPDX-License-Identifier: MIT */
/*
 * Words for phases and reasons, used by the stub's console, the driver's sysfs
 * files and the tool. Scripts may rely on them.
 *
 * The tables hold characters, not pointers: the stub must not need relocations.
 */
#ifndef _XEN_LIVEUPDATE_NAMES_H
#define _XEN_LIVEUPDATE_NAMES_H

#include <xen-liveupdate/handoff.h>

struct xlu_name {
	__u8 code;
	char text[15];
};

/* A table ends with an empty text. */
static inline const char *xlu_name_find(const struct xlu_name *name, unsigned int code)
{
	for (; name->text[0]; name++) {
		if (name->code == code)
			return name->text;
	}
	return "unknown";
}

/* enum xlu_phase in words */
static inline const char *xlu_phase_name(unsigned int phase)
{
	static const struct xlu_name names[] = {
		{ XLU_PHASE_NONE,		"none" },
		{ XLU_PHASE_LOAD,		"load" },
		{ XLU_PHASE_COMMIT,		"commit" },
		{ XLU_PHASE_OLD_LOAD,		"old-load" },
		{ XLU_PHASE_OLD_ENTRY,		"old-entry" },
		{ XLU_PHASE_OLD_PAUSE,		"old-pause" },
		{ XLU_PHASE_OLD_CONTEXT,	"old-context" },
		{ XLU_PHASE_OLD_PARK,		"old-park" },
		{ XLU_PHASE_OLD_SAVE,		"old-save" },
		{ XLU_PHASE_OLD_JUMP,		"old-jump" },
		{ XLU_PHASE_OLD_RETURN,		"old-return" },
		{ XLU_PHASE_OLD_RESUMED,	"old-resumed" },
		{ XLU_PHASE_STUB_HEADER,	"stub-header" },
		{ XLU_PHASE_STUB_MAP,		"stub-map" },
		{ XLU_PHASE_STUB_EXTENTS,	"stub-extents" },
		{ XLU_PHASE_STUB_IMAGE,		"stub-image" },
		{ XLU_PHASE_STUB_GATHER,	"stub-gather" },
		{ XLU_PHASE_STUB_BLOB,		"stub-blob" },
		{ XLU_PHASE_STUB_BOOTINFO,	"stub-bootinfo" },
		{ XLU_PHASE_STUB_ENTER,		"stub-enter" },
		{ XLU_PHASE_STUB_COPY,		"stub-copy" },
		{ XLU_PHASE_NEW_BOOT,		"new-boot" },
		{ XLU_PHASE_NEW_CHECK,		"new-check" },
		{ XLU_PHASE_NEW_COMMIT,		"new-commit" },
		{ XLU_PHASE_NEW_HARDWARE,	"new-hardware" },
		{ XLU_PHASE_NEW_CREATE,		"new-create" },
		{ XLU_PHASE_NEW_PAGES,		"new-pages" },
		{ XLU_PHASE_NEW_VCPUS,		"new-vcpus" },
		{ XLU_PHASE_NEW_EVENTS,		"new-events" },
		{ XLU_PHASE_NEW_UNPAUSE,	"new-unpause" },
		{ XLU_PHASE_NEW_DONE,		"new-done" },
		{ XLU_PHASE_DRIVER_BACK,	"driver-back" },
		{ 0, "" }
	};

	return xlu_name_find(names, phase);
}

/* enum xlu_page_state in words */
static inline const char *xlu_page_state_name(unsigned int state)
{
	static const struct xlu_name names[] = {
		{ XLU_PAGES_IN_PLACE,		"in-place" },
		{ XLU_PAGES_ASKED,		"asked" },
		{ XLU_PAGES_LAYOUT,		"layout" },
		{ XLU_PAGES_OPTION,		"option" },
		{ XLU_PAGES_TABLE,		"table" },
		{ XLU_PAGES_SHARED,		"shared" },
		{ XLU_PAGES_HVM,		"hvm" },
		{ 0, "" }
	};

	return xlu_name_find(names, state);
}

/* enum xlu_audit in words */
static inline const char *xlu_audit_name(unsigned int audit)
{
	static const struct xlu_name names[] = {
		{ XLU_AUDIT_NONE,		"none" },
		{ XLU_AUDIT_RUNNING,		"running" },
		{ XLU_AUDIT_DONE,		"done" },
		{ 0, "" }
	};

	return xlu_name_find(names, audit);
}

/* enum xlu_reason in words */
static inline const char *xlu_reason_name(unsigned int reason)
{
	static const struct xlu_name names[] = {
		{ XLU_REASON_NONE,		"none" },
		{ XLU_REASON_BAD_MAGIC,		"bad-magic" },
		{ XLU_REASON_BAD_VERSION,	"bad-version" },
		{ XLU_REASON_BAD_SIZE,		"bad-size" },
		{ XLU_REASON_BAD_CRC,		"bad-crc" },
		{ XLU_REASON_BAD_ADDRESS,	"bad-address" },
		{ XLU_REASON_BAD_FIELD,		"bad-field" },
		{ XLU_REASON_RESERVED_SET,	"reserved-set" },
		{ XLU_REASON_OVERLAP,		"overlap" },
		{ XLU_REASON_BAD_EXTENT,	"bad-extent" },
		{ XLU_REASON_BAD_MEMMAP,	"bad-memmap" },
		{ XLU_REASON_NO_SPACE,		"no-space" },
		{ XLU_REASON_BAD_BLOB,		"bad-blob" },
		{ XLU_REASON_BAD_IMAGE,		"bad-image" },
		{ XLU_REASON_BAD_MODULE,	"bad-module" },
		{ XLU_REASON_NO_LONG_MODE,	"no-long-mode" },
		{ XLU_REASON_EXCEPTION,		"exception" },
		{ XLU_REASON_BAD_RECORD,	"bad-record" },
		{ XLU_REASON_UNKNOWN_RECORD,	"unknown-record" },
		{ XLU_REASON_MISSING_RECORD,	"missing-record" },
		{ XLU_REASON_PANIC,		"panic" },
		{ XLU_REASON_RESTORE,		"restore" },
		{ XLU_REASON_INJECTED,		"injected" },
		{ XLU_REASON_UNSUPPORTED,	"unsupported" },
		{ XLU_REASON_BANK_MAPPED,	"bank-mapped" },
		{ XLU_REASON_NO_MEMORY,		"no-memory" },
		{ XLU_REASON_BAD_NOTE,		"bad-note" },
		{ XLU_REASON_BUSY,		"busy" },
		{ 0, "" }
	};

	return xlu_name_find(names, reason);
}

/* One of XLU_WARN_* in words, by the number of its bit */
static inline const char *xlu_warning_name(unsigned int bit)
{
	static const struct xlu_name names[] = {
		{ __builtin_ctzll(XLU_WARN_SCHED),	"sched" },
		{ __builtin_ctzll(XLU_WARN_AFFINITY),	"affinity" },
		{ __builtin_ctzll(XLU_WARN_SELFTEST),	"self-test" },
		{ __builtin_ctzll(XLU_WARN_PARAMETER),	"parameter" },
		{ __builtin_ctzll(XLU_WARN_OPTION),	"option" },
		{ __builtin_ctzll(XLU_WARN_DOMAIN_LOST), "domain-lost" },
		{ __builtin_ctzll(XLU_WARN_INTERRUPT),	"interrupt" },
		{ __builtin_ctzll(XLU_WARN_CPU),	"cpu" },
		{ __builtin_ctzll(XLU_WARN_SCHED_PARAMS), "sched-params" },
		{ __builtin_ctzll(XLU_WARN_CRASH_KERNEL), "crash-kernel" },
		{ __builtin_ctzll(XLU_WARN_NMI),	"nmi" },
		{ __builtin_ctzll(XLU_WARN_BAD_PAGE),	"bad-page" },
		{ __builtin_ctzll(XLU_WARN_LIVEPATCH),	"live-patch" },
		{ __builtin_ctzll(XLU_WARN_PM),		"pm" },
		{ __builtin_ctzll(XLU_WARN_MMCFG),	"mmcfg" },
		{ __builtin_ctzll(XLU_WARN_EFI),	"efi" },
		{ __builtin_ctzll(XLU_WARN_MICROCODE),	"microcode" },
		{ __builtin_ctzll(XLU_WARN_AUDIT),	"audit" },
		{ 63,					"obstacle" },	/* XLU_NOTE_OBSTACLE */
		{ 0, "" }
	};

	return xlu_name_find(names, bit);
}

#endif /* _XEN_LIVEUPDATE_NAMES_H */
