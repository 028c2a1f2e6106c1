/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Xen's interfaces for which Linux has no header: __HYPERVISOR_kexec_op in the layout
 * of Xen 4.4 and later, with the numbers that kexec-tools uses for live updates, and
 * the commands used of __HYPERVISOR_xsm_op and __HYPERVISOR_sysctl.
 */
#ifndef _XLU_KEXEC_ABI_H
#define _XLU_KEXEC_ABI_H

#include <linux/build_bug.h>
#include <linux/types.h>

/*
 * First argument of the hypercall, named as in Xen's public headers. The second is the
 * address of a struct.
 */
#define KEXEC_CMD_kexec			0	/* struct xen_kexec_type */
#define KEXEC_CMD_kexec_get_range		3	/* struct xen_kexec_range */
#define KEXEC_CMD_kexec_load		4	/* struct xen_kexec_load */
#define KEXEC_CMD_kexec_unload		5	/* struct xen_kexec_type */
#define KEXEC_CMD_kexec_status		6	/* struct xen_kexec_type */

#define KEXEC_TYPE_DEFAULT		0
#define KEXEC_TYPE_LIVE_UPDATE	2

#define KEXEC_RANGE_MA_XEN		1
#define KEXEC_RANGE_MA_LIVEUPDATE	7	/* the staging bank */

/* Xen refuses 16 and more, as it adds a segment of its own. */
#define XEN_KEXEC_MAX_SEGMENTS		15

struct xen_kexec_type {
	__s32 type;
};

struct xen_kexec_range {
	__s32 range;
	__s32 nr;
	__u64 size;
	__u64 start;
};

/* A segment with @buf 0 is in its place already: Xen only maps it. */
struct xen_kexec_segment {
	__u64 buf;
	__u64 buf_size;
	__u64 dest_maddr;
	__u64 dest_size;
};

struct xen_kexec_load {
	__u8 type;
	__u8 pad;
	__u16 arch;
	__u32 nr_segments;
	__u64 segments;
	__u64 entry_maddr;
};

#define XEN_FLASK_GETENFORCE		2
#define XEN_FLASK_INTERFACE_VERSION	1

/* @arg: as large as the largest argument of a command, as Xen copies all of it back. */
struct xen_flask_op {
	__u32 cmd;
	__u32 interface_version;
	__u64 arg[8];
};

/* From Xen 4.8, the first with live patches, to some beyond the newest version. */
#define XEN_SYSCTL_VERSION_MIN		0xe
#define XEN_SYSCTL_VERSION_MAX		0x1f
#define XEN_SYSCTL_LIVEPATCH		27
#define XEN_SYSCTL_LIVEPATCH_LIST	2

/* @nr: 0 asks for the number of patches. @rest: pads to the size of the largest command. */
struct xen_livepatch_list {
	__u32 cmd;
	__u32 interface_version;
	__u32 op;
	__u32 pad;
	__u32 list_version;
	__u32 index;
	__u32 nr;
	__u32 list_pad;
	__u64 rest[13];
};

static_assert(sizeof(struct xen_livepatch_list) == 8 + 128);
static_assert(sizeof(struct xen_kexec_range) == 24);
static_assert(sizeof(struct xen_kexec_segment) == 32);
static_assert(sizeof(struct xen_kexec_load) == 24);

#endif /* _XLU_KEXEC_ABI_H */
