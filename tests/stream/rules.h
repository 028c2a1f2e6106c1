/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The rules of Documentation/stream.rst, as a table of what breaks each of them.
 * Part of unit.c.
 */
#ifndef _XLU_TEST_RULES_H
#define _XLU_TEST_RULES_H

#include <xen/lib.h>
#include <public/domctl.h>
#include <public/event_channel.h>
#include "sound.h"

/* An element of an array of numbers */
struct lu_word {
	uint32_t word;
};

struct lu_affinity {
	struct xen_lu_vcpu_affinity head;
	uint64_t hard[SOUND_WORDS];
};

/* A record left out, twice, too short, too long, or an unknown one before it. */
static const struct shape {
	const char *name;
	struct sound_change change;
	int reason;
	uint32_t type;
} shapes[] = {
#define GONE(rec, domid, vcpu) \
	{ #rec " is missing", { XEN_LU_REC_##rec, domid, vcpu, 0, 0, 0, 0 }, \
	  XLU_REASON_MISSING_RECORD, XEN_LU_REC_##rec }
#define TWICE(rec, domid, vcpu) \
	{ #rec " is there twice", { XEN_LU_REC_##rec, domid, vcpu, 2, 0, 0, 0 }, \
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_##rec }
#define LONG(rec, domid) \
	{ #rec " is too long", { XEN_LU_REC_##rec, domid, 0, 1, 1, 0, 0 }, \
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_##rec }
#define SHORT(rec, domid) \
	{ #rec " is too short", { XEN_LU_REC_##rec, domid, 0, 1, -1, 0, 0 }, \
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_##rec }
#define ALL(rec, domid)	TWICE(rec, domid, 0), LONG(rec, domid), SHORT(rec, domid)
	ALL(HOST, 0), ALL(GLOBAL_VIRQ, 0), ALL(PCI_DEVICE, 0), ALL(CPUPOOL, 0),
	ALL(CPUS, 0), ALL(SCHED_PARAMS, 0), ALL(NODE_AFFINITY, SOUND_GUEST), GONE(CPUS, 0, 0),
	GONE(CPUPOOL, 0, 0), ALL(VCPU_AFFINITY, 0),
	ALL(CRASH_KERNEL, 0),
	ALL(PARAMETERS, 0),
	ALL(CONSOLE, 0), ALL(BAD_PAGES, 0),
	ALL(PCI_VF, 0), ALL(MMCFG, 0), ALL(IOAPIC, 0), ALL(PM, 0), ALL(VCPU_VMCE, 0),
	LONG(DOMAIN, 0), SHORT(DOMAIN, 0),
	ALL(PAGES, 0), ALL(PINS, 0), ALL(XEN_PAGES, 0), ALL(CPUID, 0), ALL(MSR_POLICY, 0),
	ALL(RANGES, 0), ALL(EVTCHN, 0), ALL(FIFO, 0), ALL(GRANT, 0), ALL(GRANT_ACTIVE, 0),
	ALL(MAPTRACK, 0), ALL(PIRQ, 0), ALL(PIT, 0), ALL(MEMMAP, 0), ALL(WATCHDOG, 0),
	ALL(IN_CPUPOOL, SOUND_GUEST), ALL(VNUMA_NODE, SOUND_GUEST), ALL(VNUMA_RANGE, SOUND_GUEST),
	ALL(VNUMA_DISTANCE, SOUND_GUEST), ALL(VNUMA_VCPU, SOUND_GUEST),
	ALL(VCPU, 0), ALL(VCPU_CONTEXT, 0), ALL(VCPU_XSAVE, 0), ALL(VCPU_MSRS, 0),
	ALL(VCPU_FIFO, 0), TWICE(VCPU_FIFO, 0, 1), TWICE(VCPU, SOUND_GUEST, 1),
	ALL(HVM, SOUND_PVH), ALL(P2M, SOUND_PVH), TWICE(HVM_CONTEXT, SOUND_PVH, 0),
	LONG(HVM_CONTEXT, SOUND_PVH), SHORT(HVM_CONTEXT, SOUND_PVH), ALL(VCPU_HVM, SOUND_PVH),
	GONE(HVM, SOUND_PVH, 0), GONE(P2M, SOUND_PVH, 0), GONE(HVM_CONTEXT, SOUND_PVH, 0),
	GONE(VCPU_HVM, SOUND_PVH, 1),
	ALL(IOREQ_SERVER, SOUND_HVM), ALL(IOREQ_VCPU, SOUND_HVM), ALL(IOREQ_RANGE, SOUND_HVM),
	ALL(CACHE_ATTRS, SOUND_HVM), ALL(HVM_PIRQ, SOUND_HVM), ALL(HVM_CLOCKS, SOUND_HVM),
	GONE(HVM_CLOCKS, SOUND_HVM, 0),
	{ "ports of no device model", { XEN_LU_REC_IOREQ_SERVER, SOUND_HVM, 0, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_IOREQ_VCPU },
	{ "clocks of devices that a PVH domain has not",
	  { XEN_LU_REC_PAGES, SOUND_PVH, 0, 1, 0, XEN_LU_REC_HVM_CLOCKS,
	    sizeof(struct xen_lu_hvm_clocks) },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_HVM_CLOCKS },
	TWICE(EFI, 0, 0), LONG(EFI, 0), SHORT(EFI, 0), ALL(EFI_ROMS, 0),
	{ "ROMs without EFI", { XEN_LU_REC_EFI, 0, 0, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_EFI_ROMS },
	{ "a P2M of a PV domain",
	  { XEN_LU_REC_PAGES, SOUND_GUEST, 0, 1, 0, XEN_LU_REC_P2M, sizeof(struct xen_lu_p2m) },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_P2M },
	{ "an HVM context of a PV domain",
	  { XEN_LU_REC_PAGES, SOUND_GUEST, 0, 1, 0, XEN_LU_REC_HVM_CONTEXT, 8 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_HVM_CONTEXT },
	{ "page tables of a PVH domain",
	  { XEN_LU_REC_PAGES, SOUND_PVH, 0, 1, 0, XEN_LU_REC_PINS, sizeof(struct xen_lu_pin) },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_PINS },
	{ "registers of a PVH domain's vCPU",
	  { XEN_LU_REC_VCPU_HVM, SOUND_PVH, 0, 1, 0, XEN_LU_REC_VCPU_CONTEXT,
	    sizeof(struct xen_lu_vcpu_context) },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU },
	GONE(HOST, 0, 0), GONE(PAGES, 0, 0), GONE(PAGES, SOUND_GUEST, 0), GONE(XEN_PAGES, 0, 0),
	GONE(CPUID, 0, 0), GONE(GRANT, SOUND_GUEST, 0),
	GONE(VNUMA_DISTANCE, SOUND_GUEST, 0), GONE(VNUMA_VCPU, SOUND_GUEST, 0),
	{ "a vCPU that may not run everywhere, and not where it may",
	  { XEN_LU_REC_VCPU_AFFINITY, 0, 0, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU },
	{ "a vCPU that may run everywhere, and where it may",
	  { XEN_LU_REC_VCPU_VMCE, SOUND_GUEST, 0, 1, 0, XEN_LU_REC_VCPU_AFFINITY, 8 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU },
	{ "distances of no virtual node", { XEN_LU_REC_VNUMA_NODE, SOUND_GUEST, 0, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_VNUMA_RANGE },
	{ "too many virtual nodes", { XEN_LU_REC_VNUMA_NODE, SOUND_GUEST, 0, 1, 4 * 31, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_VNUMA_NODE },
	{ "too many ranges of memory of virtual nodes",
	  { XEN_LU_REC_VNUMA_RANGE, SOUND_GUEST, 0, 1, 24 * 169, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_VNUMA_RANGE },
	{ "a distance too many", { XEN_LU_REC_VNUMA_DISTANCE, SOUND_GUEST, 0, 1, 4, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_VNUMA_DISTANCE },
	{ "a virtual CPU too many has a virtual node",
	  { XEN_LU_REC_VNUMA_VCPU, SOUND_GUEST, 0, 1, 4, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_VNUMA_VCPU },
	{ "the last VCPU is missing", { XEN_LU_REC_VCPU, SOUND_GUEST, 1, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU_VMCE },
	{ "the first DOMAIN is missing", { XEN_LU_REC_DOMAIN, 0, 0, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_PAGES },
	{ "the second DOMAIN is missing", { XEN_LU_REC_DOMAIN, SOUND_GUEST, 0, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_PAGES },
	{ "a DOMAIN has nothing behind it", { XEN_LU_REC_DOMAIN, 0, 0, 2, 0, 0, 0 },
	  XLU_REASON_MISSING_RECORD, XEN_LU_REC_VCPU },
	{ "the first VCPU is missing", { XEN_LU_REC_VCPU, 0, 0, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU_AFFINITY },
	{ "an initialised vCPU has no registers", { XEN_LU_REC_VCPU_CONTEXT, 0, 0, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU },
	{ "an initialised vCPU has no XSAVE area", { XEN_LU_REC_VCPU_XSAVE, 0, 0, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU },
	{ "an initialised vCPU has no MSRs", { XEN_LU_REC_VCPU_MSRS, SOUND_GUEST, 1, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU },
	{ "MSI of an unknown device", { XEN_LU_REC_PCI_DEVICE, 0, 0, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_PIRQ },
	{ "more event array pages than there can be", { XEN_LU_REC_FIFO, 0, 0, 1, 127 * 8, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_FIFO },
	{ "an event array page that nobody owns", { XEN_LU_REC_FIFO, 0, 0, 1, 8, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_FIFO },
	{ "an interrupt of a guest",
	  { XEN_LU_REC_PAGES, SOUND_GUEST, 0, 1, 0, XEN_LU_REC_PIRQ, sizeof(struct xen_lu_pirq) },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_PIRQ },
	{ "a control block without FIFO", { XEN_LU_REC_FIFO, 0, 0, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU_FIFO },
	{ "a mapping without its grant", { XEN_LU_REC_GRANT_ACTIVE, 0, 0, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_MAPTRACK },
	{ "an interdomain port without peer", { XEN_LU_REC_EVTCHN, SOUND_GUEST, 0, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_EVTCHN },
	{ "an unknown host record", { XEN_LU_REC_GLOBAL_VIRQ, 0, 0, 1, 0, 0x7e, 12 },
	  XLU_REASON_UNKNOWN_RECORD, 0x7e },
	{ "an unknown domain record", { XEN_LU_REC_PAGES, 0, 0, 1, 0, 0x7f, 12 },
	  XLU_REASON_UNKNOWN_RECORD, 0x7f },
	{ "an optional record before HOST", { XEN_LU_REC_HOST, 0, 0, 1, 0, 0x80000001, 12 },
	  XLU_REASON_MISSING_RECORD, XEN_LU_REC_HOST },
	{ "a host record among a domain's",
	  { XEN_LU_REC_PAGES, 0, 0, 1, 0, XEN_LU_REC_PCI_DEVICE, 12 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_PCI_DEVICE },
	{ "a vCPU's record before VCPU", { XEN_LU_REC_PAGES, 0, 0, 1, 4, XEN_LU_REC_VCPU_FIFO, 12 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_VCPU_FIFO },
};

/*
 * One wrong value in an otherwise sound stream. The fault has to point at it,
 * or, with @elsewhere, at the field with that offset in the same record.
 */
static const struct wrong {
	const char *name;
	uint32_t type;
	uint32_t domid;
	uint32_t vcpu;
	size_t at;
	uint32_t size;
	uint64_t value;
	int reason;
	size_t blame;
	uint32_t blame_type;
} wrong[] = {
#define FULL(rec, domid, vcpu, str, i, field, value, reason, blame, btype) \
	{ #rec "[" #i "]." #field " = " #value, XEN_LU_REC_##rec, domid, vcpu, \
	  (i) * sizeof(struct str) + offsetof(struct str, field), \
	  sizeof(((struct str *)0)->field), value, XLU_REASON_##reason, \
	  (i) * sizeof(struct str) + offsetof(struct str, blame), XEN_LU_REC_##btype }
#define BAD(rec, domid, str, i, field, value) \
	FULL(rec, domid, 0, str, i, field, value, BAD_RECORD, field, rec)
#define BADV(rec, vcpu, str, field, value) \
	FULL(rec, 0, vcpu, str, 0, field, value, BAD_RECORD, field, rec)
#define RSV(rec, domid, str, i, field) \
	FULL(rec, domid, 0, str, i, field, 1, RESERVED_SET, field, rec)
#define BLAME(rec, domid, str, i, field, value, blame) \
	FULL(rec, domid, 0, str, i, field, value, BAD_RECORD, blame, rec)

	BAD(HOST, 0, xen_lu_host, 0, tsc_hz, 0),
	BAD(HOST, 0, xen_lu_host, 0, tsc_hz, 999999),
	BAD(HOST, 0, xen_lu_host, 0, stime, -1),
	BAD(HOST, 0, xen_lu_host, 0, flags, 1U << 31),
	BAD(HOST, 0, xen_lu_host, 0, wallclock_nsec, 1000000000),
	BAD(HOST, 0, xen_lu_host, 0, generation, 0),
	BAD(HOST, 0, xen_lu_host, 0, bank_size, 0),
	BAD(HOST, 0, xen_lu_host, 0, bank_size, 0x1001),
	BAD(HOST, 0, xen_lu_host, 0, bank_size, 2 * SOUND_BANK),
	BAD(HOST, 0, xen_lu_host, 0, bank_size, ~0ULL << 12),
	BLAME(HOST, 0, xen_lu_host, 0, bank_maddr[1], SOUND_BANK, bank_size),
	BLAME(HOST, 0, xen_lu_host, 0, bank_maddr[0], 0x800, bank_size),
	BAD(HOST, 0, xen_lu_host, 0, dom0_id, 1),
	BAD(HOST, 0, xen_lu_host, 0, smt, 3),

	BAD(GLOBAL_VIRQ, 0, xen_lu_global_virq, 0, virq, VIRQ_TIMER),
	BAD(GLOBAL_VIRQ, 0, xen_lu_global_virq, 1, virq, NR_VIRQS),
	BAD(GLOBAL_VIRQ, 0, xen_lu_global_virq, 1, virq, VIRQ_CONSOLE),
	BAD(GLOBAL_VIRQ, 0, xen_lu_global_virq, 1, domid, 6),
	BAD(PCI_DEVICE, 0, xen_lu_pci_device, 0, flags, 0x10),
	BAD(PCI_DEVICE, 0, xen_lu_pci_device, 1, domid, SOUND_GUEST),
	BAD(PCI_DEVICE, 0, xen_lu_pci_device, 1, node, 64),
	FULL(PCI_DEVICE, 0, 0, xen_lu_pci_device, 0, seg, 1, BAD_RECORD, seg, PIRQ),
	FULL(PCI_DEVICE, 0, 0, xen_lu_pci_device, 1, bus, 2, BAD_RECORD, bus, PIRQ),

	RSV(PCI_VF, 0, xen_lu_pci_vf, 1, reserved),
	BAD(PCI_VF, 0, xen_lu_pci_vf, 1, size[5], 3),
	BAD(MMCFG, 0, xen_lu_mmcfg, 1, flags, 2),
	BAD(MMCFG, 0, xen_lu_mmcfg, 1, start_bus, 8),
	BAD(IOAPIC, 0, xen_lu_ioapic_pin, 1, flags, 0x10),
	BAD(PM, 0, xen_lu_pm, 0, flags, 0x20),
	BAD(PM, 0, xen_lu_pm, 0, smt_savings, 2),

	BAD(DOMAIN, SOUND_GUEST, xen_lu_domain, 0, target, 0),
	BLAME(DOMAIN, SOUND_GUEST, xen_lu_domain, 0, flags, 0, options),
	BAD(DOMAIN, 0, xen_lu_domain, 0, options, 1),
	BAD(DOMAIN, 0, xen_lu_domain, 0, options, 0x20),
	BAD(DOMAIN, 0, xen_lu_domain, 0, max_grant_frames, 0),
	BAD(DOMAIN, 0, xen_lu_domain, 0, max_grant_frames, 65),
	BAD(DOMAIN, 0, xen_lu_domain, 0, max_maptrack_frames, 1025),
	BAD(DOMAIN, 0, xen_lu_domain, 0, sched_weight, 65536),
	BAD(DOMAIN, 0, xen_lu_domain, 0, sched_cap, 65536),
	BAD(DOMAIN, 0, xen_lu_domain, 0, max_grant_version, 0),
	BAD(DOMAIN, 0, xen_lu_domain, 0, max_grant_version, 3),
	BAD(DOMAIN, 0, xen_lu_domain, 0, emulation_flags, 1),
	BAD(DOMAIN, 0, xen_lu_domain, 0, nr_pages, 0x109),
	BAD(DOMAIN, 0, xen_lu_domain, 0, vm_assist, 1ULL << 33),
	BAD(DOMAIN, 0, xen_lu_domain, 0, controller_pause_count, 256),
	BAD(DOMAIN, 0, xen_lu_domain, 0, pirq_eoi_mfn, 0x400),
	BAD(DOMAIN, SOUND_GUEST, xen_lu_domain, 0, pirq_eoi_mfn, 0x400),
	/* flags and vCPUs are part of the form: the record itself is blamed */
	BLAME(DOMAIN, 0, xen_lu_domain, 0, flags, 0x80000003, domid),
	BLAME(DOMAIN, 0, xen_lu_domain, 0, max_vcpus, 0, domid),
	BLAME(DOMAIN, 0, xen_lu_domain, 0, max_vcpus, 513, domid),
	BLAME(DOMAIN, SOUND_GUEST, xen_lu_domain, 0, flags, 3, domid),
	BLAME(DOMAIN, 0, xen_lu_domain, 0, flags, 1, domid),
	FULL(DOMAIN, 0, 0, xen_lu_domain, 0, max_vcpus, 3, MISSING_RECORD, max_vcpus, VCPU),
	FULL(DOMAIN, 0, 0, xen_lu_domain, 0, max_grant_frames, 1, BAD_RECORD, domid, GRANT),
	FULL(DOMAIN, 0, 0, xen_lu_domain, 0, max_evtchn_port, 5, BAD_RECORD, domid, EVTCHN),

	BAD(PAGES, 0, xen_lu_extent, 1, flags, 4),
	BAD(PAGES, 0, xen_lu_extent, 1, nr, 0),
	BAD(PAGES, 0, xen_lu_extent, 1, nr, 0xffffffff),
	BAD(PAGES, 0, xen_lu_extent, 1, mfn, SOUND_FRAMES - 0xf),
	BAD(PAGES, 0, xen_lu_extent, 1, mfn, -16ULL),
	BAD(PAGES, 0, xen_lu_extent, 0, gfn, (1ULL << 63) - 0xff),
	FULL(PAGES, 0, 0, xen_lu_extent, 1, mfn, 0xf8, OVERLAP, mfn, PAGES),
	FULL(PAGES, 0, 0, xen_lu_extent, 1, mfn, SOUND_BANK >> 12, OVERLAP, mfn, PAGES),
	FULL(PAGES, 0, 0, xen_lu_extent, 1, mfn, (SOUND_BANK >> 12) - 1, OVERLAP, mfn, PAGES),
	FULL(PAGES, SOUND_GUEST, 0, xen_lu_extent, 1, mfn, 0x1ff, OVERLAP, mfn, PAGES),
	FULL(PAGES, SOUND_GUEST, 0, xen_lu_extent, 1, mfn, 0x327, OVERLAP, mfn, PAGES),

	BAD(PINS, 0, xen_lu_pin, 0, level, 0),
	BAD(PINS, 0, xen_lu_pin, 1, level, 5),
	BAD(PINS, 0, xen_lu_pin, 0, mfn, 0xff),
	BAD(PINS, 0, xen_lu_pin, 0, mfn, 1ULL << 40),
	BAD(PINS, 0, xen_lu_pin, 0, flags, 4),
	BAD(PINS, 0, xen_lu_pin, 0, flags, XEN_LU_PIN_HELD),
	BAD(PINS, 0, xen_lu_pin, 1, flags, XEN_LU_PIN_LINEAR),

	BAD(XEN_PAGES, 0, xen_lu_xen_page, 0, role, 0),
	BAD(XEN_PAGES, 0, xen_lu_xen_page, 0, role, 4),
	BAD(XEN_PAGES, 0, xen_lu_xen_page, 1, role, XEN_LU_ROLE_GRANT_STATUS),
	BAD(XEN_PAGES, 0, xen_lu_xen_page, 2, index, 0),
	BAD(XEN_PAGES, 0, xen_lu_xen_page, 2, index, 2),
	BAD(XEN_PAGES, 0, xen_lu_xen_page, 2, mfn, SOUND_FRAMES),
	FULL(XEN_PAGES, 0, 0, xen_lu_xen_page, 2, mfn, 0x11, OVERLAP, mfn, XEN_PAGES),
	FULL(XEN_PAGES, SOUND_GUEST, 0, xen_lu_xen_page, 0, mfn, 0x11, OVERLAP, mfn, XEN_PAGES),
	FULL(XEN_PAGES, 0, 0, xen_lu_xen_page, 0, mfn, 0x100, OVERLAP, mfn, XEN_PAGES),

	BLAME(CPUID, 0, xen_cpuid_leaf, 0, leaf, 0xe, leaf),
	BLAME(CPUID, 0, xen_cpuid_leaf, 1, subleaf, 6, leaf),
	BLAME(CPUID, 0, xen_cpuid_leaf, 4, a, 1, leaf),
	BLAME(CPUID, 0, xen_cpuid_leaf, 3, leaf, 0x50000000, leaf),
	BAD(MSR_POLICY, 0, xen_msr_entry, 1, idx, 0x10b),
	FULL(MSR_POLICY, 0, 0, xen_msr_entry, 1, flags, 1, RESERVED_SET, flags, MSR_POLICY),

	RSV(RANGES, 0, xen_lu_range, 0, reserved),
	BAD(RANGES, 0, xen_lu_range, 0, kind, 0),
	BAD(RANGES, 0, xen_lu_range, 0, kind, XEN_LU_RANGE_IRQ + 1),
	BAD(RANGES, 0, xen_lu_range, 0, first, 0xfee01),
	BAD(RANGES, 0, xen_lu_range, 1, last, 0x10000),
	BAD(RANGES, 0, xen_lu_range, 2, last, 0x10000),

	BAD(EVTCHN, 0, xen_lu_evtchn, 0, port, 0),
	BAD(EVTCHN, 0, xen_lu_evtchn, 1, port, 1),
	BAD(EVTCHN, 0, xen_lu_evtchn, 6, port, EVTCHN_FIFO_NR_CHANNELS),
	BAD(EVTCHN, SOUND_GUEST, xen_lu_evtchn, 0, notify_vcpu, 2),
	BAD(EVTCHN, 0, xen_lu_evtchn, 0, bound_vcpu, 2),
	BLAME(EVTCHN, 0, xen_lu_evtchn, 0, state, EVTCHNSTAT_closed, detail),
	BLAME(EVTCHN, 0, xen_lu_evtchn, 0, state, 6, detail),
	BLAME(EVTCHN, 0, xen_lu_evtchn, 0, state, 0xff, detail),
	BAD(EVTCHN, 0, xen_lu_evtchn, 0, priority, 16),
	BAD(EVTCHN, 0, xen_lu_evtchn, 0, flags, 2),
	RSV(EVTCHN, 0, xen_lu_evtchn, 0, reserved),
	RSV(EVTCHN, 0, xen_lu_evtchn, 6, reserved2),
	BAD(EVTCHN, 0, xen_lu_evtchn, 0, detail, NR_VIRQS),
	BAD(EVTCHN, 0, xen_lu_evtchn, 2, detail, 2),
	BLAME(EVTCHN, 0, xen_lu_evtchn, 2, remote_domid, 6, detail),
	BAD(EVTCHN, 0, xen_lu_evtchn, 3, detail, 32768),
	BAD(EVTCHN, 0, xen_lu_evtchn, 3, detail, 20),
	BAD(EVTCHN, 0, xen_lu_evtchn, 5, detail, 0x10000),
	BAD(EVTCHN, 0, xen_lu_evtchn, 0, last_queue, 16),
	BAD(EVTCHN, 0, xen_lu_evtchn, 0, last_queue, 2 << 16),
	BAD(EVTCHN, 0, xen_lu_evtchn, 0, last_queue, 1 << 8),

	BAD(GRANT, SOUND_GUEST, xen_lu_grant, 0, version, 0),
	BAD(GRANT, SOUND_GUEST, xen_lu_grant, 0, version, 3),
	BAD(GRANT, 0, xen_lu_grant, 0, maptrack_limit, 255),
	BAD(GRANT, 0, xen_lu_grant, 0, maptrack_limit, 5 * 256),
	FULL(GRANT, 0, 0, xen_lu_grant, 0, nr_frames, 1, BAD_RECORD, version, XEN_PAGES),
	FULL(GRANT, 0, 0, xen_lu_grant, 0, nr_frames, 3, MISSING_RECORD, version, XEN_PAGES),
	FULL(GRANT, 0, 0, xen_lu_grant, 0, nr_frames, ~0U, MISSING_RECORD, version, XEN_PAGES),
	FULL(GRANT, 0, 0, xen_lu_grant, 0, nr_status_frames, 1, MISSING_RECORD, version, XEN_PAGES),
	BLAME(GRANT, SOUND_GUEST, xen_lu_grant, 0, version, 1, nr_status_frames),

	BAD(GRANT_ACTIVE, 0, xen_lu_grant_active, 1, ref, 8),
	BAD(GRANT_ACTIVE, 0, xen_lu_grant_active, 1, ref, 1024),
	BAD(GRANT_ACTIVE, SOUND_GUEST, xen_lu_grant_active, 1, ref, 256),
	BAD(GRANT_ACTIVE, 0, xen_lu_grant_active, 0, pin, 0),
	BAD(GRANT_ACTIVE, 0, xen_lu_grant_active, 0, domid, 6),
	BAD(GRANT_ACTIVE, 0, xen_lu_grant_active, 0, trans_domid, 6),
	BAD(GRANT_ACTIVE, 0, xen_lu_grant_active, 1, trans_ref, 256),
	BAD(GRANT_ACTIVE, 0, xen_lu_grant_active, 0, mfn, 1ULL << 52),
	BAD(GRANT_ACTIVE, 0, xen_lu_grant_active, 1, mfn, 0x410),
	BAD(GRANT_ACTIVE, 0, xen_lu_grant_active, 1, length, 2),
	BAD(GRANT_ACTIVE, 0, xen_lu_grant_active, 0, flags, 2),
	BAD(MAPTRACK, 0, xen_lu_maptrack, 0, handle, 512),
	BAD(MAPTRACK, SOUND_GUEST, xen_lu_maptrack, 1, handle, 0),
	BAD(MAPTRACK, 0, xen_lu_maptrack, 0, flags, 4),
	BAD(MAPTRACK, 0, xen_lu_maptrack, 0, vcpu, 2),
	BAD(MAPTRACK, 0, xen_lu_maptrack, 0, ref, 8),
	BLAME(MAPTRACK, 0, xen_lu_maptrack, 0, flags, 1, ref),
	BLAME(MAPTRACK, 0, xen_lu_maptrack, 0, flags, 6, ref),
	BLAME(MAPTRACK, 0, xen_lu_maptrack, 0, domid, 6, ref),
	BLAME(MAPTRACK, 0, xen_lu_maptrack, 0, domid, 0, ref),

	BAD(PIRQ, 0, xen_lu_pirq, 2, pirq, 20),
	BAD(PIRQ, 0, xen_lu_pirq, 2, pirq, 32768),
	BAD(PIRQ, 0, xen_lu_pirq, 0, pirq, 0),
	BAD(PIRQ, 0, xen_lu_pirq, 2, kind, 3),
	BAD(PIRQ, 0, xen_lu_pirq, 0, flags, 9),
	BAD(PIRQ, 0, xen_lu_pirq, 0, vcpu, 2),
	BAD(PIRQ, 0, xen_lu_pirq, 2, port, 7),
	BLAME(PIRQ, 0, xen_lu_pirq, 2, flags, XEN_LU_PIRQ_BOUND, port),
	FULL(PIRQ, 0, 0, xen_lu_pirq, 0, port, 5, BAD_RECORD, pirq, EVTCHN),
	BAD(PIRQ, 0, xen_lu_pirq, 1, devfn, 0x19),
	BAD(PIRQ, 0, xen_lu_pirq, 1, entry_nr, 2048),
	BAD(PIRQ, 0, xen_lu_pirq, 2, entry_nr, 2),
	BAD(PIRQ, 0, xen_lu_pirq, 1, table_base, 0xfe000001),

	BAD(PIT, 0, xen_lu_pit, 0, channel[0].count, 0x10001),
	BAD(PIT, 0, xen_lu_pit, 0, channel[2].count, 0),
	RSV(PIT, 0, xen_lu_pit, 0, reserved),

	RSV(MEMMAP, 0, xen_lu_memmap, 1, reserved),
	BLAME(WATCHDOG, 0, xen_lu_watchdog, 1, id, 0, id),
	BAD(WATCHDOG, 0, xen_lu_watchdog, 1, id, 2),
	RSV(WATCHDOG, 0, xen_lu_watchdog, 0, reserved),

	BAD(CONSOLE, 0, xen_lu_console, 0, size, 23),
	BAD(BAD_PAGES, 0, xen_lu_bad_page, 0, mfn, SOUND_FRAMES),
	BAD(BAD_PAGES, 0, xen_lu_bad_page, 0, nr, 0),
	BAD(BAD_PAGES, 0, xen_lu_bad_page, 2, nr, SOUND_FRAMES - 0x2f),
	BAD(BAD_PAGES, 0, xen_lu_bad_page, 1, flags, 0),
	BAD(BAD_PAGES, 0, xen_lu_bad_page, 1, flags, 8),
	/* Nobody else gets this memory. */
	FULL(PAGES, SOUND_GUEST, 0, xen_lu_extent, 1, mfn, 0x380, OVERLAP, mfn, PAGES),
	FULL(PAGES, SOUND_GUEST, 0, xen_lu_extent, 1, mfn, 0x38f, OVERLAP, mfn, PAGES),
	FULL(PAGES, SOUND_GUEST, 0, xen_lu_extent, 1, mfn, 0x392, OVERLAP, mfn, PAGES),
	FULL(XEN_PAGES, 0, 0, xen_lu_xen_page, 2, mfn, 0x390, OVERLAP, mfn, XEN_PAGES),
	BAD(IN_CPUPOOL, SOUND_GUEST, xen_lu_in_cpupool, 0, id, 0),
	BAD(IN_CPUPOOL, SOUND_GUEST, xen_lu_in_cpupool, 0, id, 3),
	BAD(IN_CPUPOOL, SOUND_GUEST, xen_lu_in_cpupool, 0, id, 5),
	RSV(IN_CPUPOOL, SOUND_GUEST, xen_lu_in_cpupool, 0, reserved),
	BAD(VNUMA_NODE, SOUND_GUEST, lu_word, 1, word, 64),
	BAD(VNUMA_VCPU, SOUND_GUEST, lu_word, 0, word, 2),
	BAD(VNUMA_RANGE, SOUND_GUEST, xen_lu_vnuma_range, 1, node, 2),
	BAD(VNUMA_RANGE, SOUND_GUEST, xen_lu_vnuma_range, 0, flags, 1),

	FULL(VCPU_AFFINITY, 0, 0, lu_affinity, 0, hard[1], 0, BAD_RECORD, head.words,
	     VCPU_AFFINITY),
	FULL(VCPU_AFFINITY, 0, 0, xen_lu_vcpu_affinity, 0, words, 3, BAD_RECORD, vcpu,
	     VCPU_AFFINITY),
	BAD(SCHED_PARAMS, 0, xen_lu_sched_params, 1, pool, 0),
	BAD(SCHED_PARAMS, 0, xen_lu_sched_params, 1, pool, ~0U),
	BAD(SCHED_PARAMS, 0, xen_lu_sched_params, 0, sched, 7),
	RSV(SCHED_PARAMS, 0, xen_lu_sched_params, 1, reserved),
	BAD(NODE_AFFINITY, SOUND_GUEST, xen_lu_node_affinity, 0, nodes, 0),

	RSV(VCPU_VMCE, 0, xen_lu_vcpu_vmce, 0, reserved),
	BADV(VCPU, 1, xen_lu_vcpu, flags, 0x202),
	BADV(VCPU, 1, xen_lu_vcpu, flags, XEN_LU_VCPU_INITIALISED),
	BADV(VCPU, 0, xen_lu_vcpu, flags, 0),
	BADV(VCPU, 1, xen_lu_vcpu, controller_pause_count, 256),
	BADV(VCPU, 0, xen_lu_vcpu, vcpu_info_mfn, 0x410),
	BADV(VCPU, 0, xen_lu_vcpu, vcpu_info_offset, 4096 - 63),
	BADV(VCPU, 1, xen_lu_vcpu, vcpu_info_offset, 64),
	BADV(VCPU, 0, xen_lu_vcpu, runstate, 4),
	BADV(VCPU, 0, xen_lu_vcpu, periodic_period, 999999),
	BADV(VCPU, 0, xen_lu_vcpu, periodic_period, -1),
	BADV(VCPU, 0, xen_lu_vcpu, periodic_last, -1),
	BADV(VCPU, 0, xen_lu_vcpu, iobmp_limit, 65537),
	BADV(VCPU, 0, xen_lu_vcpu, async_pending[1], 2),
	BADV(VCPU, 0, xen_lu_vcpu, bounce_flags, 8),
	BADV(VCPU, 0, xen_lu_vcpu, bounce_cs, 0x10000),
	BADV(VCPU, 0, xen_lu_vcpu, bounce_eip, 1ULL << 47),
	BADV(VCPU, 0, xen_lu_vcpu, syscall32_eip, 1ULL << 63),
	BADV(VCPU, 0, xen_lu_vcpu, sysenter_eip, ~(1ULL << 47)),
	BADV(VCPU, 1, xen_lu_vcpu, vcpu, 0),

	RSV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, 0, reserved),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.fs_base, 1ULL << 50),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.gs_base_kernel, 1ULL << 50),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.gs_base_user, 1ULL << 50),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.event_callback_eip, 1ULL << 50),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.syscall_callback_eip, 1ULL << 50),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.failsafe_callback_eip, 1ULL << 50),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.trap_ctxt[255].address, 1ULL << 50),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.ldt_ents, 8193),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.ldt_base, 1),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.ldt_base, 0xffff800000000000),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.gdt_ents, 14 * 512 + 1),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.gdt_frames[1], 0x404),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.ctrlreg[3], 0x401ULL << 12),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.ctrlreg[3], 0),
	BADV(VCPU_CONTEXT, 0, xen_lu_vcpu_context, context.ctrlreg[1], ~0ULL << 12),
	BLAME(VCPU_CONTEXT, 0, xen_lu_vcpu_context, 0, vcpu, 1, vcpu),

	BLAME(VCPU_XSAVE, 0, xen_lu_vcpu_xsave, 0, xcr0_accum, 0, xcr0),
	BADV(VCPU_XSAVE, 0, xen_lu_vcpu_xsave, xcr0_accum, 0x1f),
	BADV(VCPU_XSAVE, 0, xen_lu_vcpu_xsave, xcr0_accum, 5),
	BADV(VCPU_XSAVE, 0, xen_lu_vcpu_xsave, xcr0_accum, 0x27),
	BADV(VCPU_XSAVE, 0, xen_lu_vcpu_xsave, xcr0_accum, 0x207),
	BADV(VCPU_XSAVE, 0, xen_lu_vcpu_xsave, xcr0, 0),
	BADV(VCPU_XSAVE, 0, xen_lu_vcpu_xsave, xcr0, 0xe7),
	BLAME(VCPU_XSAVE, 0, xen_lu_vcpu_xsave, 0, xcr0_accum, 0xe7, size),
	BLAME(VCPU_XSAVE, 0, xen_lu_vcpu_xsave, 0, xcr0_accum, 3, xcr0),
	BLAME(VCPU_XSAVE, 0, xen_lu_vcpu_xsave, 0, size, SOUND_XSAVE + 8, vcpu),
	BLAME(VCPU_MSRS, 0, xen_lu_vcpu_msrs, 0, nr, 2, vcpu),
	BLAME(VCPU_MSRS, 0, xen_lu_vcpu_msrs, 0, nr, 4, vcpu),

	BAD(DOMAIN, SOUND_PVH, xen_lu_domain, 0, options, XEN_DOMCTL_CDF_hvm),
	BAD(DOMAIN, SOUND_PVH, xen_lu_domain, 0, options, XEN_DOMCTL_CDF_hap),
	BAD(DOMAIN, SOUND_PVH, xen_lu_domain, 0, options, 0x43),
	BAD(DOMAIN, SOUND_PVH, xen_lu_domain, 0, emulation_flags, 0),
	BAD(DOMAIN, SOUND_PVH, xen_lu_domain, 0, emulation_flags, 3),
	BAD(DOMAIN, 0, xen_lu_domain, 0, flags, XEN_LU_DOMAIN_HWDOM | XEN_LU_DOMAIN_EOI_MAP),
	BAD(HVM, SOUND_PVH, xen_lu_hvm, 0, flags, 8),
	BAD(HVM, SOUND_PVH, xen_lu_hvm, 0, pool_pages, SOUND_FRAMES + 1),
	BAD(HVM, SOUND_PVH, xen_lu_hvm, 0, table_pages, 0x301),
	BAD(HVM, SOUND_PVH, xen_lu_hvm, 0, fip_width, 5),
	RSV(HVM, SOUND_PVH, xen_lu_hvm, 0, reserved),
	BAD(HVM, SOUND_PVH, xen_lu_hvm, 0, params[9], 1),
	BAD(HVM, SOUND_PVH, xen_lu_hvm, 0, params[24], 1),
	BAD(HVM, SOUND_PVH, xen_lu_hvm, 0, params[35], 1),
	BAD(HVM, SOUND_PVH, xen_lu_hvm, 0, params[63], 1),
	BAD(P2M, SOUND_PVH, xen_lu_p2m, 1, gfn, 0x1f),
	BAD(P2M, SOUND_PVH, xen_lu_p2m, 4, gfn, (1ULL << 36) - 14),
	BAD(P2M, SOUND_PVH, xen_lu_p2m, 0, nr, 0),
	BLAME(P2M, SOUND_PVH, xen_lu_p2m, 2, nr, ~0U, mfn),
	BAD(P2M, SOUND_PVH, xen_lu_p2m, 0, mfn, 0x621),
	BAD(P2M, SOUND_PVH, xen_lu_p2m, 0, mfn, 0x400),
	BAD(P2M, SOUND_PVH, xen_lu_p2m, 1, mfn, 0x17),
	BAD(P2M, SOUND_PVH, xen_lu_p2m, 1, mfn, 0x13),
	BAD(P2M, SOUND_PVH, xen_lu_p2m, 3, mfn, SOUND_FRAMES),
	BAD(P2M, SOUND_PVH, xen_lu_p2m, 4, mfn, 0xfe002),
	BAD(P2M, SOUND_PVH, xen_lu_p2m, 4, mfn, ~0ULL),
	BAD(P2M, SOUND_PVH, xen_lu_p2m, 0, type, 0),
	BAD(P2M, SOUND_PVH, xen_lu_p2m, 0, type, 7),
	BLAME(P2M, SOUND_PVH, xen_lu_p2m, 0, type, XEN_LU_P2M_MMIO, mfn),
	BAD(P2M, SOUND_PVH, xen_lu_p2m, 0, access, 10),
	RSV(P2M, SOUND_PVH, xen_lu_p2m, 3, reserved),
	RSV(VCPU_HVM, SOUND_PVH, xen_lu_vcpu_hvm, 0, reserved),
	RSV(VCPU_HVM, SOUND_PVH, xen_lu_vcpu_hvm, 0, reserved2),
	BAD(VCPU_HVM, SOUND_PVH, xen_lu_vcpu_hvm, 0, flags, 0x28),
	BLAME(VCPU_HVM, SOUND_PVH, xen_lu_vcpu_hvm, 0, flags, 0, sipi_icr),
	BLAME(VCPU_HVM, SOUND_PVH, xen_lu_vcpu_hvm, 0, flags, 0xa, timer_expires),
	BAD(VCPU_HVM, SOUND_PVH, xen_lu_vcpu_hvm, 0, upcall_vector, 0x100),
	BLAME(VCPU_HVM, SOUND_PVH, xen_lu_vcpu_hvm, 0, timer_pending, 1, timer_expires),
	BAD(VCPU_HVM, SOUND_PVH, xen_lu_vcpu_hvm, 0, sipi_icr, 0x4400),

	BAD(DOMAIN, SOUND_HVM, xen_lu_domain, 0, emulation_flags, XEN_X86_EMU_ALL),
	BAD(EVTCHN, SOUND_HVM, xen_lu_evtchn, 0, flags, 4),
	BAD(EVTCHN, SOUND_HVM, xen_lu_evtchn, 2, flags, XEN_LU_EVTCHN_F_XEN),
	BAD(EVTCHN, SOUND_GUEST, xen_lu_evtchn, 0, flags, XEN_LU_EVTCHN_F_XEN),
	BAD(IOREQ_SERVER, SOUND_HVM, xen_lu_ioreq_server, 1, id, 8),
	BAD(IOREQ_SERVER, SOUND_HVM, xen_lu_ioreq_server, 1, id, 0),
	BAD(IOREQ_SERVER, SOUND_HVM, xen_lu_ioreq_server, 0, emulator, 4),
	BAD(IOREQ_SERVER, SOUND_HVM, xen_lu_ioreq_server, 0, emulator, SOUND_HVM),
	BAD(IOREQ_SERVER, SOUND_HVM, xen_lu_ioreq_server, 0, flags, 2),
	BAD(IOREQ_SERVER, SOUND_HVM, xen_lu_ioreq_server, 0, buffering, 3),
	BAD(IOREQ_SERVER, SOUND_HVM, xen_lu_ioreq_server, 0, buffered_port, 3),
	BAD(IOREQ_SERVER, SOUND_HVM, xen_lu_ioreq_server, 1, buffered_port, 1),
	RSV(IOREQ_SERVER, SOUND_HVM, xen_lu_ioreq_server, 1, reserved),
	BAD(IOREQ_SERVER, SOUND_HVM, xen_lu_ioreq_server, 0, mfn, 0x640),
	BAD(IOREQ_SERVER, SOUND_HVM, xen_lu_ioreq_server, 0, mfn, 0x681),
	BAD(IOREQ_SERVER, SOUND_HVM, xen_lu_ioreq_server, 1, mfn, 0x680),
	BLAME(IOREQ_SERVER, SOUND_HVM, xen_lu_ioreq_server, 0, mfn, ~0ULL, flags),
	BLAME(IOREQ_SERVER, SOUND_HVM, xen_lu_ioreq_server, 1, gfn, 1ULL << 36, mfn),
	BAD(IOREQ_SERVER, SOUND_HVM, xen_lu_ioreq_server, 0, buffered_mfn, 0x682),
	BLAME(IOREQ_SERVER, SOUND_HVM, xen_lu_ioreq_server, 1, buffered_gfn, 5, buffered_mfn),
	BAD(IOREQ_VCPU, SOUND_HVM, xen_lu_ioreq_vcpu, 0, server, 1),
	BAD(IOREQ_VCPU, SOUND_HVM, xen_lu_ioreq_vcpu, 0, vcpu, 1),
	BAD(IOREQ_VCPU, SOUND_HVM, xen_lu_ioreq_vcpu, 0, port, 3),
	RSV(IOREQ_VCPU, SOUND_HVM, xen_lu_ioreq_vcpu, 0, reserved),
	BAD(IOREQ_RANGE, SOUND_HVM, xen_lu_ioreq_range, 0, server, 2),
	BAD(IOREQ_RANGE, SOUND_HVM, xen_lu_ioreq_range, 0, kind, 3),
	BAD(IOREQ_RANGE, SOUND_HVM, xen_lu_ioreq_range, 0, last, 0x1ef),
	BAD(IOREQ_RANGE, SOUND_HVM, xen_lu_ioreq_range, 1, first, 0x1f7),
	BAD(HVM_PIRQ, SOUND_HVM, xen_lu_hvm_pirq, 0, pirq, 32768),
	BAD(HVM_PIRQ, SOUND_HVM, xen_lu_hvm_pirq, 1, pirq, 16),
	BAD(HVM_PIRQ, SOUND_HVM, xen_lu_hvm_pirq, 0, kind, 3),
	BAD(HVM_PIRQ, SOUND_HVM, xen_lu_hvm_pirq, 0, gsi, 48),
	BAD(HVM_PIRQ, SOUND_HVM, xen_lu_hvm_pirq, 1, gsi, 1),
	BAD(HVM_PIRQ, SOUND_HVM, xen_lu_hvm_pirq, 0, port, 1),
	BAD(HVM_PIRQ, SOUND_HVM, xen_lu_hvm_pirq, 1, port, 3),
	BAD(CACHE_ATTRS, SOUND_HVM, xen_lu_cache_attr, 0, last, 1ULL << 36),
	BAD(CACHE_ATTRS, SOUND_HVM, xen_lu_cache_attr, 0, last, 0xeffff),
	BLAME(CACHE_ATTRS, SOUND_HVM, xen_lu_cache_attr, 1, last, 0xf0000, first),
	BAD(CACHE_ATTRS, SOUND_HVM, xen_lu_cache_attr, 0, type, 2),
	RSV(CACHE_ATTRS, SOUND_HVM, xen_lu_cache_attr, 1, reserved),
	BAD(HVM_CLOCKS, SOUND_HVM, xen_lu_hvm_clocks, 0, rtc_period, 1000000001),
	BAD(HVM_CLOCKS, SOUND_HVM, xen_lu_hvm_clocks, 0, rtc_ignored, 256),
	BAD(HVM_CLOCKS, SOUND_HVM, xen_lu_hvm_clocks, 0, timer[2].flags, 8),
	BLAME(HVM_CLOCKS, SOUND_HVM, xen_lu_hvm_clocks, 0, timer[1].period, 899999,
	      timer[1].flags),
	BLAME(HVM_CLOCKS, SOUND_HVM, xen_lu_hvm_clocks, 0, timer[0].pending, 1,
	      timer[0].flags),

	BADV(VCPU_FIFO, 1, xen_lu_vcpu_fifo, mfn, 0x401),
	BADV(VCPU_FIFO, 1, xen_lu_vcpu_fifo, offset, 4096 - 64),
	BADV(VCPU_FIFO, 1, xen_lu_vcpu_fifo, offset, 4),
	BADV(VCPU_FIFO, 1, xen_lu_vcpu_fifo, tail[15], EVTCHN_FIFO_NR_CHANNELS),
	BADV(VCPU_FIFO, 1, xen_lu_vcpu_fifo, tail[0], 2048),
};

/* Values that look odd and that a guest may bring about. */
static const struct odd {
	const char *name;
	uint32_t type;
	size_t at;
	uint64_t value;
} odd[] = {
#define ODD_AT(rec, str, i, field, value) \
	{ #rec "." #field " = " #value " is accepted", XEN_LU_REC_##rec, \
	  (i) * sizeof(struct str) + offsetof(struct str, field), value }
#define ODD(rec, str, field, value) ODD_AT(rec, str, 0, field, value)
	ODD(VCPU, xen_lu_vcpu, runstate_area, ~0ULL),
	ODD(VCPU, xen_lu_vcpu, time_area, 1ULL << 50),
	ODD(VCPU, xen_lu_vcpu, singleshot, 1ULL << 63),
	ODD(PAGES, xen_lu_extent, gfn, 1ULL << 62),
	ODD(VCPU_CONTEXT, xen_lu_vcpu_context, context.kernel_sp, 1ULL << 62),
	ODD(VCPU_CONTEXT, xen_lu_vcpu_context, context.user_regs.rip, 1ULL << 47),
	ODD(PINS, xen_lu_pin, mfn, 0x320),
	ODD(VCPU, xen_lu_vcpu, vcpu_info_mfn, 0x320),
	ODD(VCPU, xen_lu_vcpu, vcpu_info_mfn, 0x10),
	ODD(VCPU_FIFO, xen_lu_vcpu_fifo, mfn, 0x11),
	ODD_AT(EVTCHN, xen_lu_evtchn, 5, detail, DOMID_SELF),
	ODD_AT(EVTCHN, xen_lu_evtchn, 5, detail, 0xffff),
	ODD(GRANT_ACTIVE, xen_lu_grant_active, mfn, 0x410),
	ODD_AT(GRANT_ACTIVE, xen_lu_grant_active, 1, mfn, 0x120),
	ODD(DOMAIN, xen_lu_domain, time_offset, 1ULL << 63),
};

#endif /* _XLU_TEST_RULES_H */
