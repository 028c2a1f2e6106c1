// SPDX-License-Identifier: GPL-2.0-only
/*
 * The sound stream: a hardware domain with FIFO delivery, interrupts and a vCPU
 * that is not up, a guest with 2-level delivery and grants of version 2, an event
 * channel between the two and a mapped grant in either direction; and a PVH guest.
 */
#include <string.h>
#include <xen/lib.h>
#include <public/domctl.h>
#include <public/event_channel.h>
#include <public/grant_table.h>
#include <public/hvm/params.h>
#include <public/hvm/save.h>
#include "sound.h"

bool sound_in_place;	/* stays set until it is cleared */

static struct lu_writer w;
static const struct sound_change *change;

static bool concerns(uint32_t type, uint32_t domid, uint32_t vcpu)
{
	return change && change->type == type && change->domid == domid &&
	       change->vcpu == vcpu;
}

static void put(uint32_t type, uint32_t domid, uint32_t vcpu, const void *body, size_t len)
{
	bool hit = concerns(type, domid, vcpu);
	int copies = hit ? change->copies : 1;

	if (hit && change->before) {
		lu_rec_open(&w, change->before);
		lu_rec_space(&w, change->before_size);
		lu_rec_close(&w);
	}
	if (hit && change->grow < 0)
		len += change->grow;
	while (copies--) {
		lu_rec_open(&w, type);
		lu_rec_put(&w, body, len);
		if (hit && change->grow > 0)
			lu_rec_space(&w, change->grow);
		lu_rec_close(&w);
	}
}

#define PUT(type, domid, body)	put(XEN_LU_REC_##type, domid, 0, &(body), sizeof(body))

static void put_host(void)
{
	static const struct xen_lu_host host = {
		.tsc = 123456789012, .stime = 987654321, .tsc_hz = 2400000000,
		.lapic_bus_scale = 77, .flags = XEN_LU_HOST_TIMER_IRQ,
		.wallclock_sec = 1700000000, .wallclock_nsec = 999999999,
		.generation = 1, .bank_maddr = { SOUND_BANK, 2 * SOUND_BANK },
		.bank_size = SOUND_BANK,
	};
	static const struct xen_lu_global_virq virqs[] = {
		{ VIRQ_CONSOLE, 0 }, { VIRQ_DOM_EXC, SOUND_GUEST },
	};
	static const struct xen_lu_pci_device devices[] = {
		{ .bus = 0, .devfn = 0x18 },
		{ .bus = 1, .devfn = 0, .flags = 2, .node = 0xff },
	};
	static const struct xen_lu_cpupool pools[] = {
		{ 0, XEN_SCHEDULER_CREDIT2, 0x3 }, { 2, XEN_SCHEDULER_CREDIT, 0x8 },
		{ 5, XEN_SCHEDULER_CREDIT2, 0 },
	};
	static const struct xen_lu_cpus cpus = {
		.present = 0x2f, .online = 0xb, .smt = XEN_LU_SMT_OFF,
	};
	static const struct xen_lu_sched_params params[] = {
		{ .pool = 0, .sched = XEN_SCHEDULER_CREDIT2, .ratelimit_us = 1000 },
		{ .pool = 2, .sched = XEN_SCHEDULER_CREDIT, .tslice_ms = 30 },
	};

	static const struct xen_lu_crash_kernel crash = {
		.area_maddr = 0x380000, .area_size = 0x10000,
		.notes_maddr = 0x390000, .nr_notes = 5, .flags = XEN_LU_CRASH_LOADED,
		.arch = 62, .entry = 0x384123, .tables_maddr = 0x381000,
		.code_maddr = 0x380000, .list_maddr = 0x38f000,
	};

	static const struct xen_lu_parameter parameters[] = {
		{ "loglvl", "info/all" }, { "crash-debug-panic", "" },
	};
	static const struct {
		struct xen_lu_console head;
		char text[24];
	} console = { { 24, 0xfffffff0 }, "(XEN) The last message\n" };
	static const struct xen_lu_bad_page bad[] = {
		{ 0x20, 1, XEN_LU_BAD_OFFLINE },
		{ 0x21, 3, XEN_LU_BAD_OFFLINE | XEN_LU_BAD_BROKEN },
		{ 0x30, 2, XEN_LU_BAD_RESERVED },
	};

	static const struct xen_lu_pci_vf vfs[] = {
		{ .bus = 0, .devfn = 0x18, .size = { 0x4000, 0, 0, 1ULL << 63 } },
		{ .bus = 9, .devfn = 0xff },
	};
	static const struct xen_lu_mmcfg mmcfg[] = {
		{ 0xb0000000, 0, 0, 0xff, XEN_LU_MMCFG_USED }, { 0xc0000000, 1, 7, 7, 0 },
	};
	static const struct xen_lu_ioapic_pin pins[] = {
		{ 0, XEN_LU_GSI_MASKED }, { 16, XEN_LU_GSI_SET_UP | XEN_LU_GSI_LEVEL |
					     XEN_LU_GSI_LOW }, { 9999, 0 },
	};
	static const struct xen_lu_pm pm = {
		.flags = XEN_LU_PM_CSTATE | XEN_LU_PM_SMT, .max_cstate = 1, .smt_savings = 1,
	};

	PUT(HOST, 0, host);
	PUT(GLOBAL_VIRQ, 0, virqs);
	PUT(PCI_DEVICE, 0, devices);
	PUT(PCI_VF, 0, vfs);
	PUT(MMCFG, 0, mmcfg);
	PUT(IOAPIC, 0, pins);
	PUT(PM, 0, pm);
	PUT(CPUPOOL, 0, pools);
	PUT(CPUS, 0, cpus);
	PUT(SCHED_PARAMS, 0, params);
	PUT(CRASH_KERNEL, 0, crash);
	PUT(PARAMETERS, 0, parameters);
	PUT(CONSOLE, 0, console);
	PUT(BAD_PAGES, 0, bad);
}

/* Page state in place: 0x500 and on are structures, 0x600 and on the two tables. */
static void put_frames(void)
{
	static const struct xen_lu_frames frames = {
		.layout = 0x12345678, .max_pdx = SOUND_FRAMES, .dom_xen_mfn = 0x500,
		.dom_io_mfn = 0x501, .xen_pages = 2, .xen_list = { 0x600, 0x601 },
		.first_mfn = 0x100, .tlb_clock = 77,
	};
	static const struct xen_lu_frame_map maps[] = {
		{ 0xffff82e000000000, 0x600, 0x100 }, { 0xffff828000000000, 0x800, 0x200 },
	};
	static const struct xen_lu_free_list lists[] = {
		{ 0, 11, 0, 0, { 0x700, 0x705 } }, { 0, 11, 4, 0, { 0x710, 0x710 } },
		{ 0, 12, 0, 0, { 0xa00, 0xa01 } }, { 1, 1, 0, 0, { 0xb00, 0xb00 } },
	};
	static const struct xen_lu_free_pages pages[] = {
		{ 0, 11, 18 }, { 0, 12, 2 }, { 0, ~0U, 1 }, { 1, 1, 1 },
	};

	PUT(FRAMES, 0, frames);
	PUT(FRAME_MAP, 0, maps);
	PUT(FREE_LISTS, 0, lists);
	PUT(FREE_PAGES, 0, pages);
}

/* Instead of PAGES and PINS */
static void put_in_place(uint32_t domid)
{
	static const struct xen_lu_in_place own = {
		.mfn = 0x502, .pages = { 0x101, 0x327 }, .extra = { 0x300, 0x30f },
		.xen = { 0x10, 0x12 }, .nr_pages = 0x118, .nr_extra = 0x10, .nr_xen = 3,
		.nr_l4 = 1,
	};
	static const struct xen_lu_in_place guest = {
		.mfn = 0x503, .pages = { 0x401, 0x490 },
		.extra = { XEN_LU_NO_MFN, XEN_LU_NO_MFN }, .xen = { 0x13, 0x15 },
		.nr_pages = 0x81, .nr_xen = 3, .nr_l4 = 2,
	};

	put(XEN_LU_REC_PAGES, domid, 0, "", 0);
	if (domid)
		PUT(IN_PLACE, domid, guest);
	else
		PUT(IN_PLACE, domid, own);
}

static void put_domain(uint32_t domid)
{
	struct xen_lu_domain dom = {
		.domid = domid, .target = DOMID_INVALID, .flags = XEN_LU_DOMAIN_PV,
		.max_vcpus = 2, .max_evtchn_port = 1023, .max_grant_frames = 64,
		.max_maptrack_frames = 4, .max_grant_version = 2,
		.max_pages = 0x200, .nr_pages = 0x81, .vm_assist = 1ULL << 32,
		.tsc_khz = 2400000, .controller_pause_count = 1,
	};

	if (!domid) {
		dom.flags |= XEN_LU_DOMAIN_HWDOM | XEN_LU_DOMAIN_EOI_MAP;
		dom.max_evtchn_port = 0x7fffffff;
		dom.nr_pages = 0x108;
		dom.pirq_eoi_mfn = 0x130;
	}
	PUT(DOMAIN, domid, dom);
}

static void put_memory(uint32_t domid)
{
	static const struct xen_lu_extent own[] = {
		{ 0x100, 0, 0x100, 0 },
		{ 0x300, XEN_LU_NO_MFN, 0x10, XEN_LU_PAGES_EXTRA },
		{ 0x320, 0x100, 8, XEN_LU_PAGES_FREED },
	};
	static const struct xen_lu_extent guest[] = {
		{ 0x400, 0, 0x80, 0 }, { 0x490, 0x80, 1, 0 },
	};
	static const struct xen_lu_xen_page xen_own[] = {
		{ XEN_LU_ROLE_SHARED_INFO, 0, 0x10 },
		{ XEN_LU_ROLE_GRANT_SHARED, 0, 0x11 },
		{ XEN_LU_ROLE_GRANT_SHARED, 1, 0x12 },
	};
	static const struct xen_lu_xen_page xen_guest[] = {
		{ XEN_LU_ROLE_SHARED_INFO, 0, 0x13 },
		{ XEN_LU_ROLE_GRANT_SHARED, 0, 0x14 },
		{ XEN_LU_ROLE_GRANT_STATUS, 0, 0x15 },
	};
	static const struct xen_lu_page_sum sums[] = { { 0x100, 0x100, 1, 2, 0 } };
	static const struct xen_lu_pin pins[] = { { 0x101, 4, 0 }, { 0x102, 1, 0 } };

	if (sound_in_place)
		put_in_place(domid);
	else if (domid)
		PUT(PAGES, domid, guest);
	else
		PUT(PAGES, domid, own);
	if (domid) {
		PUT(XEN_PAGES, domid, xen_guest);
		return;
	}
	PUT(PAGE_SUMS, domid, sums);
	if (!sound_in_place)
		PUT(PINS, domid, pins);
	PUT(XEN_PAGES, domid, xen_own);
}

static void put_x86(uint32_t domid)
{
	static const xen_cpuid_leaf_t leaves[] = {
		{ 0, XEN_CPUID_NO_SUBLEAF, 13, 1, 2, 3 },
		{ 4, 5, 1, 1, 1, 1 },
		{ 0x40000000, XEN_CPUID_NO_SUBLEAF, 0x40000005, 0, 0, 0 },
		{ 0x80000021, XEN_CPUID_NO_SUBLEAF, 1, 0, 0, 0 },
		{ 0x80000099, XEN_CPUID_NO_SUBLEAF, 0, 0, 0, 0 },
	};
	static const xen_msr_entry_t msrs[] = { { 0xce, 0, 1ULL << 31 }, { 0x10a, 0, 5 } };
	static const struct xen_lu_range ranges[] = {
		{ XEN_LU_RANGE_IOMEM, 0, 0xfee00, 0xfee00 },
		{ XEN_LU_RANGE_IOPORT, 0, 0x3f8, 0xffff },
		{ XEN_LU_RANGE_IRQ, 0, 16, 23 },
	};
	static const struct xen_lu_memmap memmap[] = {
		{ .size = 0x9f000, .type = 1 }, { .addr = 0x100000, .size = ~0ULL, .type = 9 },
	};
	static const struct xen_lu_watchdog watchdogs[] = {
		{ .id = 0, .expires = -1 }, { .id = 1, .expires = 1000 },
	};
	static const struct xen_lu_pit pit = {
		.channel = { { .count = 0x10000, .mode = 0xff }, { .count = 1 },
			     { .count = 0x4a9 } },
		.speaker_data_on = 1,
	};

	PUT(CPUID, domid, leaves);
	PUT(MSR_POLICY, domid, msrs);
	PUT(RANGES, domid, ranges);
	PUT(MEMMAP, domid, memmap);
	PUT(WATCHDOG, domid, watchdogs);
	if (!domid)
		PUT(PIT, domid, pit);
}

static void put_placement(uint32_t domid)
{
	static const struct xen_lu_in_cpupool pool = { .id = 2 };
	static const uint32_t nodes[] = { 1, 0xff };
	static const struct xen_lu_vnuma_range ranges[] = {
		{ 0, 0x40000, 0, 1 }, { 0x40000, 0x80000, 0, 0 },
	};
	static const uint32_t distances[] = { 10, 20, 21, 10 };
	static const uint32_t vcpus[] = { 1, 0 };
	static const struct xen_lu_node_affinity affinity = { .nodes = 6 };

	if (!domid)
		return;
	PUT(IN_CPUPOOL, domid, pool);
	PUT(VNUMA_NODE, domid, nodes);
	PUT(VNUMA_RANGE, domid, ranges);
	PUT(VNUMA_DISTANCE, domid, distances);
	PUT(VNUMA_VCPU, domid, vcpus);
	PUT(NODE_AFFINITY, domid, affinity);
}

static void put_events(uint32_t domid)
{
	static const struct xen_lu_evtchn own[] = {
		{ .port = 1, .state = EVTCHNSTAT_virq, .detail = VIRQ_TIMER,
		  .notify_vcpu = 1, .priority = 15, .last_queue = 1 << 16 | 15 },
		{ .port = 2, .state = EVTCHNSTAT_ipi, .flags = XEN_LU_EVTCHN_F_PENDING },
		{ .port = 3, .state = EVTCHNSTAT_interdomain, .detail = 1,
		  .remote_domid = SOUND_GUEST },
		{ .port = 4, .state = EVTCHNSTAT_pirq, .detail = 16 },
		{ .port = 5, .state = EVTCHNSTAT_pirq, .detail = 20 },
		{ .port = 6, .state = EVTCHNSTAT_unbound, .detail = SOUND_GUEST },
		{ .port = 100000, .state = XEN_LU_EVTCHN_RESERVED },
	};
	static const struct xen_lu_evtchn guest[] = {
		{ .port = 1, .state = EVTCHNSTAT_interdomain, .detail = 3 },
	};
	static const uint64_t fifo[] = { 0x110, 0x112 };
	static const struct xen_lu_pirq pirqs[] = {
		{ .pirq = 16, .kind = XEN_LU_PIRQ_GSI, .gsi = 16, .port = 4,
		  .flags = XEN_LU_PIRQ_BOUND },
		{ .pirq = 20, .kind = XEN_LU_PIRQ_MSIX, .flags = XEN_LU_PIRQ_BOUND, .port = 5,
		  .vcpu = 1, .devfn = 0x18, .entry_nr = 2047, .table_base = 0xfe000000 },
		{ .pirq = 21, .kind = XEN_LU_PIRQ_MSI, .bus = 1, .entry_nr = 1 },
	};

	if (domid) {
		PUT(EVTCHN, domid, guest);
		return;
	}
	PUT(EVTCHN, domid, own);
	PUT(FIFO, domid, fifo);
	PUT(PIRQ, domid, pirqs);
}

static void put_grants(uint32_t domid)
{
	static const struct xen_lu_grant v1 = { 1, 2, 0, 512 };
	static const struct xen_lu_grant v2 = { 2, 1, 1, 256 };
	static const struct xen_lu_grant_active own[] = {
		{ .ref = 8, .pin = 1, .domid = SOUND_GUEST, .trans_domid = 0, .trans_ref = 8,
		  .mfn = 0x120, .length = 4096 },
		{ .ref = 1023, .pin = 0x1000100, .domid = SOUND_GUEST, .trans_domid = SOUND_GUEST,
		  .trans_ref = 255, .mfn = 0x11, .start = 4095, .length = 1,
		  .flags = XEN_LU_GRANT_SUB_PAGE },
	};
	static const struct xen_lu_grant_active guest[] = {
		{ .ref = 9, .pin = 1, .domid = 0, .trans_domid = DOMID_INVALID,
		  .mfn = 0x405, .length = 4096 },
		{ .ref = 255, .pin = 1, .domid = 0, .trans_domid = DOMID_INVALID, .mfn = 0x406 },
	};
	static const struct xen_lu_maptrack maps_own[] = {
		{ .handle = 3, .ref = 9, .flags = GNTMAP_host_map, .domid = SOUND_GUEST,
		  .vcpu = 1 },
	};
	static const struct xen_lu_maptrack maps_guest[] = {
		{ .handle = 0, .ref = 8, .flags = GNTMAP_host_map, .domid = 0 },
		{ .handle = 255, .ref = 1023, .flags = 0xffff, .domid = 0 },
	};

	if (domid) {
		PUT(GRANT, domid, v2);
		PUT(GRANT_ACTIVE, domid, guest);
		PUT(MAPTRACK, domid, maps_guest);
		return;
	}
	PUT(GRANT, domid, v1);
	PUT(GRANT_ACTIVE, domid, own);
	PUT(MAPTRACK, domid, maps_own);
}

static void put_registers(uint32_t domid, uint32_t vcpu)
{
	static struct {
		struct xen_lu_vcpu_xsave head;
		uint8_t area[SOUND_XSAVE];
	} xsave = { { .size = SOUND_XSAVE, .xcr0 = 7, .xcr0_accum = 7 }, { [512] = 7 } };
	struct {
		struct xen_lu_vcpu_msrs head;
		struct xen_lu_msr msr[3];
	} msrs = { { vcpu, 3 }, { { 0x48, 0, 1 }, { 0xc0000103, 0, 0xffffffff },
				  { 0x12345, 0, 0 } } };
	static struct xen_lu_vcpu_context ctxt = {
		/* guests may have any stack pointers */
		.context = { .flags = 4, .user_regs.rsp = 1ULL << 63, .kernel_sp = 1ULL << 50,
			     .gdt_ents = 513, .fs_base = 0xffff800000000000 },
	};
	uint64_t first = domid ? 0x400 : 0x100;

	ctxt.vcpu = vcpu;
	ctxt.context.ctrlreg[3] = (first + 1) << 12;
	ctxt.context.ctrlreg[1] = (first + 3) << 12;
	ctxt.context.gdt_frames[0] = first + 4;
	ctxt.context.gdt_frames[1] = first + 5;
	xsave.head.vcpu = vcpu;
	put(XEN_LU_REC_VCPU_CONTEXT, domid, vcpu, &ctxt, sizeof(ctxt));
	put(XEN_LU_REC_VCPU_XSAVE, domid, vcpu, &xsave,
	    sizeof(xsave.head) + SOUND_XSAVE);
	put(XEN_LU_REC_VCPU_MSRS, domid, vcpu, &msrs, sizeof(msrs));
}

static void put_vcpu(uint32_t domid, uint32_t vcpu)
{
	bool up = domid || !vcpu;
	struct xen_lu_vcpu rec = {
		.vcpu = vcpu, .flags = up ? XEN_LU_VCPU_INITIALISED : XEN_LU_VCPU_DOWN,
		.vcpu_info_mfn = up ? (domid ? 0x410 : 0x140) : XEN_LU_NO_MFN,
		.vcpu_info_offset = up ? 64 * vcpu : 0, .processor = 3,
		.runstate = 3, .periodic_period = vcpu ? 0 : 10000000, .singleshot = -1,
		.hard_affinity = ~0ULL, .soft_affinity = ~0ULL, .iobmp_limit = 65536,
		.bounce_eip = 0xffffffff81000000, .bounce_cs = 0xe033,
		.bounce_flags = XEN_LU_BOUNCE_EXCEPTION,
	};
	struct xen_lu_vcpu_fifo fifo = {
		.vcpu = vcpu, .offset = 128 * vcpu, .mfn = 0x111, .tail = { [7] = 5 },
	};

	if (domid)
		rec.flags |= XEN_LU_VCPU_HARD_ALL | XEN_LU_VCPU_SOFT_ALL | XEN_LU_VCPU_PINNED;
	struct xen_lu_vcpu_vmce vmce = {
		.vcpu = vcpu, .mcg_cap = ~0ULL, .bank[1] = { .status = 1, .ctl2 = 4 },
	};

	put(XEN_LU_REC_VCPU, domid, vcpu, &rec, sizeof(rec));
	put(XEN_LU_REC_VCPU_VMCE, domid, vcpu, &vmce, sizeof(vmce));
	if (up)
		put_registers(domid, vcpu);
	if (!domid)
		put(XEN_LU_REC_VCPU_FIFO, domid, vcpu, &fifo, sizeof(fifo));
}

/* --- a PVH guest, of which the second vCPU has never been on ----------------- */

static uint8_t context[8192] __attribute__((aligned(8)));
static uint32_t context_size;

static void *add_entry(uint16_t code, uint16_t vcpu, uint32_t length)
{
	struct hvm_save_descriptor *desc = (void *)(context + context_size);

	*desc = (struct hvm_save_descriptor){ code, vcpu, length };
	context_size += sizeof(*desc) + length;
	return memset(desc + 1, 0, length);
}

#define ADD(name, vcpu)	add_entry(HVM_SAVE_CODE(name), vcpu, HVM_SAVE_LENGTH(name))

static void add_cpu(void)
{
	struct hvm_hw_cpu *cpu = ADD(CPU, 0);

	cpu->cr0 = 0x80050033;
	cpu->cr4 = 0x6f0;
	cpu->cr3 = 0x12345000;
	cpu->msr_efer = 0xd01;
	cpu->flags = 1;
	cpu->rip = 1ULL << 50;
	cpu->pending_valid = 1;
	cpu->pending_type = 3;
	cpu->pending_vector = 14;
}

static void add_xsave(uint16_t vcpu)
{
	const uint32_t head = offsetof(struct hvm_hw_cpu_xsave, save_area);
	struct hvm_hw_cpu_xsave *x = add_entry(CPU_XSAVE_CODE, vcpu, head + SOUND_XSAVE);

	x->xcr0 = 7;
	x->xcr0_accum = 7;
	x->save_area.xsave_hdr.xstate_bv = 5;
}

static void add_msrs(void)
{
	struct hvm_msr *m = add_entry(CPU_MSR_CODE, 0, offsetof(struct hvm_msr, msr) +
						       2 * sizeof(m->msr[0]));

	m->count = 2;
	m->msr[0].index = 0x48;
	m->msr[1].index = 0xd90;
}

static void put_context(void)
{
	struct hvm_save_header *head;
	uint16_t v;

	context_size = 0;
	head = ADD(HEADER, 0);
	head->magic = HVM_FILE_MAGIC;
	head->version = HVM_FILE_VERSION;
	add_cpu();
	for (v = 0; v < 2; v++) {
		struct hvm_hw_lapic *lapic = ADD(LAPIC, v);

		lapic->apic_base_msr = 0xfee00c00;
		lapic->timer_divisor = 2;
	}
	for (v = 0; v < 2; v++)
		ADD(LAPIC_REGS, v);
	ADD(PCI_IRQ, 0);
	ADD(ISA_IRQ, 0);
	ADD(PCI_LINK, 0);
	for (v = 0; v < 2; v++)
		((struct hvm_hw_mtrr *)ADD(MTRR, v))->msr_mtrr_cap = 0x508;
	for (v = 0; v < 2; v++)
		add_xsave(v);
	for (v = 0; v < 2; v++)
		ADD(VMCE_VCPU, v);
	for (v = 0; v < 2; v++)
		ADD(TSC_ADJUST, v);
	add_msrs();
	add_entry(0, 0, 0);
	put(XEN_LU_REC_HVM_CONTEXT, SOUND_PVH, 0, context, context_size);
}

static void put_pvh_vcpu(uint32_t vcpu)
{
	const struct xen_lu_vcpu rec = {
		.vcpu = vcpu, .flags = vcpu ? XEN_LU_VCPU_DOWN : XEN_LU_VCPU_INITIALISED,
		.vcpu_info_mfn = vcpu ? XEN_LU_NO_MFN : 0x601, .hard_affinity = ~0ULL,
	};
	const struct xen_lu_vcpu_hvm hvm = {
		.vcpu = vcpu, .upcall_vector = 0xf3, .tsc_offset = -1, .timer_expires = vcpu,
		.flags = vcpu ? XEN_LU_VCPU_HVM_TIMER | XEN_LU_VCPU_HVM_LISTED
			      : XEN_LU_VCPU_HVM_SIPI,
		.sipi_icr = vcpu ? 0 : 0x46ff, .sipi_dest = vcpu ? 0 : ~0U,
	};

	put(XEN_LU_REC_VCPU, SOUND_PVH, vcpu, &rec, sizeof(rec));
	put(XEN_LU_REC_VCPU_HVM, SOUND_PVH, vcpu, &hvm, sizeof(hvm));
}

static void put_pvh(void)
{
	static const struct xen_lu_domain dom = {
		.domid = SOUND_PVH, .target = DOMID_INVALID, .max_vcpus = 2,
		.options = XEN_DOMCTL_CDF_hvm | XEN_DOMCTL_CDF_hap,
		.emulation_flags = XEN_X86_EMU_LAPIC, .max_evtchn_port = 1023,
		.max_grant_frames = 64, .max_maptrack_frames = 4, .max_grant_version = 2,
		.max_pages = 0x200, .nr_pages = 0x40,
	};
	static const struct xen_lu_extent pages[] = { { 0x600, 0, 0x40, 0 } };
	static const struct xen_lu_xen_page xen_pages[] = {
		{ XEN_LU_ROLE_SHARED_INFO, 0, 0x16 }, { XEN_LU_ROLE_GRANT_SHARED, 0, 0x17 },
	};
	static const xen_cpuid_leaf_t leaves[] = { { 0, XEN_CPUID_NO_SUBLEAF, 13, 1, 2, 3 } };
	static const struct xen_lu_range ranges[] = {
		{ XEN_LU_RANGE_IOMEM, 0, 0xfe000, 0xfe00f },
	};
	static const struct xen_lu_grant grant = { 1, 1, 0, 256 };
	static const struct xen_lu_hvm hvm = {
		.flags = XEN_LU_HVM_SHINFO_32, .pool_pages = 0x300, .table_pages = 5,
		.fip_width = 8, .stime_offset = -5,
		.params = { [HVM_PARAM_CALLBACK_IRQ] = (2ULL << 56) | 0xf3 },
	};
	static const struct xen_lu_p2m p2m[] = {
		{ 0, 0x600, 0x20, XEN_LU_P2M_RAM_RW, 7, 0 },
		{ 0x30, 0x16, 2, XEN_LU_P2M_RAM_RW, 7, 0 },
		{ 0x40, 0x620, 0x20, XEN_LU_P2M_RAM_RO, 5, 0 },
		{ 0x60, 0x408, 1, XEN_LU_P2M_GRANT_RO, 7, 0 },
		{ 0xf0000, 0xfe001, 15, XEN_LU_P2M_MMIO, 7, 0 },
	};

	PUT(DOMAIN, SOUND_PVH, dom);
	PUT(PAGES, SOUND_PVH, pages);
	PUT(XEN_PAGES, SOUND_PVH, xen_pages);
	PUT(CPUID, SOUND_PVH, leaves);
	PUT(RANGES, SOUND_PVH, ranges);
	PUT(GRANT, SOUND_PVH, grant);
	PUT(HVM, SOUND_PVH, hvm);
	PUT(P2M, SOUND_PVH, p2m);
	put_context();
	put_pvh_vcpu(0);
	put_pvh_vcpu(1);
}

/**
 * sound_stream - write the stream
 * @buf: memory, 8-byte aligned
 * @size: its bytes, SOUND_MAX are enough
 * @how: what to do differently, or NULL
 *
 * Return: the bytes of the stream, 0 if @size is too small.
 */
size_t sound_stream(void *buf, size_t size, const struct sound_change *how)
{
	static const uint32_t domids[] = { 0, SOUND_GUEST };
	unsigned int i;

	change = how;
	lu_write_start(&w, buf, size);
	put_host();
	if (sound_in_place)
		put_frames();
	for (i = 0; i < ARRAY_SIZE(domids); i++) {
		put_domain(domids[i]);
		put_memory(domids[i]);
		put_x86(domids[i]);
		put_placement(domids[i]);
		put_events(domids[i]);
		put_grants(domids[i]);
		put_vcpu(domids[i], 0);
		put_vcpu(domids[i], 1);
	}
	/* With one, page state is derived again. */
	if (!sound_in_place)
		put_pvh();
	return lu_write_finish(&w, sound_in_place ? 2 : 3) ? 0 : w.pos;
}

/* Make the checksum right again. */
void sound_seal(void *buf)
{
	struct xen_lu_stream_header *h = buf;

	h->crc = lu_crc32c(0, h + 1, h->size - sizeof(*h));
}

/**
 * sound_machine - what the stream can be restored on
 *
 * Return: a description of it that stays valid.
 */
struct lu_machine *sound_machine(void)
{
	static uint64_t taken[SOUND_FRAMES / 64], own[SOUND_FRAMES / 64];
	static struct lu_machine m = {
		.nr_frames = SOUND_FRAMES, .taken = taken, .own = own,
		.max_grant_frames = 64, .max_maptrack_frames = 1024,
		.max_grant_version = 2, .xfeatures = 0xe7,
		.xsave_end = { [2] = 832, [5] = 1152, [6] = 1664, [7] = 2688 },
	};

	memset(taken, 0, sizeof(taken));
	memset(own, 0, sizeof(own));
	lu_frames_take(taken, SOUND_BANK >> 12, 2 * SOUND_BANK >> 12);
	return &m;
}

/* In place only the frame table would know better. */
static bool owns(const struct xen_lu_domain *dom, uint64_t mfn)
{
	(void)dom;
	return mfn < SOUND_FRAMES;
}

/* All that the hypervisor does before it commits itself. */
int sound_check(const void *buf, size_t size, struct lu_fault *fault)
{
	int rc = lu_stream_check(buf, size, fault);
	struct lu_machine *m = sound_machine();

	if (rc)
		return rc;
	m->owns = lu_find(buf, XEN_LU_REC_FRAMES, NULL) ? owns : NULL;
	return lu_content_check(buf, m, fault);
}

/**
 * sound_record - the body of a record, to be changed
 * @buf: the stream
 * @type: XEN_LU_REC_*
 * @domid: its domain, if it is of one
 * @vcpu: its vCPU, if it is of one
 *
 * Return: the body, or NULL if there is no such record.
 */
void *sound_record(void *buf, uint32_t type, uint32_t domid, uint32_t vcpu)
{
	const struct xen_lu_domain *dom;

	if ((type & ~XEN_LU_REC_OPTIONAL) < XEN_LU_REC_DOMAIN ||
	    (type >= XEN_LU_REC_FRAMES && type <= XEN_LU_REC_FREE_PAGES))
		return (void *)lu_find(buf, type, NULL);
	for_each_lu_domain(buf, dom)
		if (dom->domid == domid)
			break;
	if (type == XEN_LU_REC_DOMAIN)
		return (void *)dom;
	if ((type >= XEN_LU_REC_VCPU && type <= XEN_LU_REC_VCPU_FIFO) ||
	    type == XEN_LU_REC_VCPU_HVM)
		return (void *)lu_find_vcpu(dom, type, vcpu, NULL);
	return (void *)lu_find(dom, type, NULL);
}
