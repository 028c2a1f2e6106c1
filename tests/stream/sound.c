// SPDX-License-Identifier: GPL-2.0-only
/*
 * The sound stream: a hardware domain with FIFO delivery, interrupts and a vCPU
 * that is not up, a guest with 2-level delivery and grants of version 2, an event
 * channel between the two and a mapped grant in either direction; a PVH guest, and an
 * HVM guest with a device model.
 */
#include <string.h>
#include <xen/lib.h>
#include <public/domctl.h>
#include <public/event_channel.h>
#include <public/grant_table.h>
#include "sound.h"
#include "sound_put.h"

bool sound_in_place;	/* stays set until it is cleared */

static struct lu_writer w;
static const struct sound_change *change;

static bool concerns(uint32_t type, uint32_t domid, uint32_t vcpu)
{
	return change && change->type == type && change->domid == domid &&
	       change->vcpu == vcpu;
}

/**
 * sound_put - a record, with the change that concerns it
 * @type: of the record
 * @domid: domain, 0 for the host's
 * @vcpu: for a vCPU's
 * @body: without padding
 * @len: its bytes
 */
void sound_put(uint32_t type, uint32_t domid, uint32_t vcpu, const void *body, size_t len)
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
		dom.options = XEN_DOMCTL_CDF_iommu;
		dom.max_evtchn_port = 0x7fffffff;
		dom.nr_pages = 0x108;
		dom.pirq_eoi_mfn = 0x130;
	} else {
		dom.options = XEN_DOMCTL_CDF_iommu;
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
		sound_put_in_place(domid);
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
	sound_put(XEN_LU_REC_VCPU_CONTEXT, domid, vcpu, &ctxt, sizeof(ctxt));
	sound_put(XEN_LU_REC_VCPU_XSAVE, domid, vcpu, &xsave,
		  sizeof(xsave.head) + SOUND_XSAVE);
	sound_put(XEN_LU_REC_VCPU_MSRS, domid, vcpu, &msrs, sizeof(msrs));
}

static void put_vcpu(uint32_t domid, uint32_t vcpu)
{
	bool up = domid || !vcpu;
	struct xen_lu_vcpu rec = {
		.vcpu = vcpu, .flags = up ? XEN_LU_VCPU_INITIALISED : XEN_LU_VCPU_DOWN,
		.vcpu_info_mfn = up ? (domid ? 0x410 : 0x140) : XEN_LU_NO_MFN,
		.vcpu_info_offset = up ? 64 * vcpu : 0, .processor = 3,
		.runstate = 3, .periodic_period = vcpu ? 0 : 10000000, .singleshot = -1,
		.iobmp_limit = 65536,
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
	struct {
		struct xen_lu_vcpu_affinity head;
		uint64_t hard[SOUND_WORDS], soft[SOUND_WORDS];
	} affinity = { { vcpu, SOUND_WORDS }, { 0, 1 }, { 0, 0 } };

	sound_put(XEN_LU_REC_VCPU, domid, vcpu, &rec, sizeof(rec));
	if (!domid)
		sound_put(XEN_LU_REC_VCPU_AFFINITY, domid, vcpu, &affinity, sizeof(affinity));
	sound_put(XEN_LU_REC_VCPU_VMCE, domid, vcpu, &vmce, sizeof(vmce));
	if (up)
		put_registers(domid, vcpu);
	if (!domid)
		sound_put(XEN_LU_REC_VCPU_FIFO, domid, vcpu, &fifo, sizeof(fifo));
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
	sound_put_host();
	if (sound_in_place)
		sound_put_frames();
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
	sound_put_pvh();
	sound_put_hvm();
	return lu_write_finish(&w, 4) ? 0 : w.pos;
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
		.max_grant_version = 2, .iommu = true, .intremap = true, .xfeatures = 0xe7,
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
	    (type >= XEN_LU_REC_FRAMES && type <= XEN_LU_REC_FREE_PAGES) ||
	    type == XEN_LU_REC_EFI || type == XEN_LU_REC_EFI_ROMS)
		return (void *)lu_find(buf, type, NULL);
	for_each_lu_domain(buf, dom)
		if (dom->domid == domid)
			break;
	if (type == XEN_LU_REC_DOMAIN)
		return (void *)dom;
	if ((type >= XEN_LU_REC_VCPU && type <= XEN_LU_REC_VCPU_AFFINITY) ||
	    type == XEN_LU_REC_VCPU_HVM)
		return (void *)lu_find_vcpu(dom, type, vcpu, NULL);
	return (void *)lu_find(dom, type, NULL);
}
