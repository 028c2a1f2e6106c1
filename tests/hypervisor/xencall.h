/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Hypercalls from user space of dom0, through privcmd.
 */
#ifndef XENCALL_H
#define XENCALL_H

#include <stdint.h>

#define HYPERVISOR_MMU_UPDATE		1
#define HYPERVISOR_MEMORY_OP		12
#define HYPERVISOR_UPDATE_VA		14
#define HYPERVISOR_GRANT_TABLE_OP	20
#define HYPERVISOR_UPDATE_VA_OTHER	22
#define HYPERVISOR_MMUEXT_OP		26
#define HYPERVISOR_SCHED_OP		29
#define HYPERVISOR_PHYSDEV_OP		33
#define HYPERVISOR_SYSCTL		35
#define HYPERVISOR_DOMCTL		36
#define HYPERVISOR_KEXEC_OP		37

/* Of Xen 4.17 */
#define SYSCTL_VERSION			0x15
#define DOMCTL_VERSION			0x15

#define DOMCTL_CREATE			1
#define DOMCTL_DESTROY			2

#define KEXEC_EXEC			0
#define KEXEC_LOAD_V1			1
#define KEXEC_GET_RANGE			3
#define KEXEC_LOAD			4
#define KEXEC_UNLOAD			5
#define KEXEC_STATUS			6
#define KEXEC_TYPE_CRASH		1
#define KEXEC_TYPE_LIVE_UPDATE		2
#define KEXEC_RANGE_CRASH		0
#define KEXEC_RANGE_LIVE_UPDATE		7

struct kexec_range {
	int range, nr;
	uint64_t size, start;
};

struct kexec_segment {
	uint64_t buf, buf_size, dest, dest_size;
};

struct kexec_load {
	uint8_t type, pad;
	uint16_t arch;
	uint32_t nr_segments;
	uint64_t segments, entry;
};

struct kexec_load_v1 {
	int type;
	uint64_t page_list[17], indirection_page, start;
};

/* What these tests need of struct xen_domctl */
struct domctl {
	uint32_t cmd, version;
	uint16_t domid, pad[3];
	union {
		struct {
			uint32_t ssidref;
			uint8_t handle[16];
			uint32_t flags, iommu, max_vcpus, max_port;
			int32_t max_grants, max_maptrack;
			uint32_t grant_opts, vmtrace, cpupool, emulation, misc;
		} create;
		struct {
			uint64_t first, nr;
			uint8_t allow;
		} iomem;
		struct {
			uint32_t first, nr;
			uint8_t allow;
		} ioport;
		struct {
			uint32_t irq;
			uint8_t allow;
		} irq;
		struct {
			uint64_t gfn, mfn, nr;
			uint32_t add, pad;
		} mapping;
		struct {
			uint32_t op, mode;
		} shadow;
		struct {
			uint32_t vnodes, ranges, vcpus, pad;
			uint64_t distance, vcpu_to_vnode, vnode_to_pnode, memory;
		} vnuma;
		struct {
			uint64_t bitmap;
			uint32_t bits;
		} nodes;
		uint64_t max_memkb;
		uint8_t size[128];
	};
};

/*
 * Returns what Xen returns, or a negative errno. What arguments point to must not
 * be paged out: the first call locks all memory of the process.
 */
long xencall(uint64_t op, uint64_t a, uint64_t b, uint64_t c, uint64_t d);

/* One of DOMCTL_*, with what the caller has put into @op. */
long xen_domctl(struct domctl *op, uint32_t cmd, uint16_t domid);

/* A domain without vCPUs and memory: its number is in @op, flags and emulation were. */
long xen_create_domain(struct domctl *op);

/*
 * Maps frames of a domain, those of them that can be: @errors says for each. NULL: no
 * mapping, see errno.
 */
void *xen_map_frames(uint16_t domid, const uint64_t *frames, uint32_t nr, int prot, int *errors);

/* The staging bank; does not return if there is none. */
void xen_staging_bank(uint64_t *start, uint64_t *size);

#endif /* XENCALL_H */
