// SPDX-License-Identifier: GPL-2.0-only
/*
 * A PVH guest in the sound stream, of which the second vCPU has never been on.
 */
#include <string.h>
#include <xen/lib.h>
#include <public/domctl.h>
#include <public/hvm/params.h>
#include <public/hvm/save.h>
#include "sound_put.h"

static uint8_t context[8192] __attribute__((aligned(8)));
static uint32_t context_size;

/**
 * sound_add_entry - one more entry of a context
 * @code: its kind
 * @vcpu: its vCPU, or the device's number
 * @length: of the body, which is zero
 *
 * Return: the body.
 */
void *sound_add_entry(uint16_t code, uint16_t vcpu, uint32_t length)
{
	struct hvm_save_descriptor *desc = (void *)(context + context_size);

	*desc = (struct hvm_save_descriptor){ code, vcpu, length };
	context_size += sizeof(*desc) + length;
	return memset(desc + 1, 0, length);
}

/**
 * sound_begin_context - the header
 */
void sound_begin_context(void)
{
	struct hvm_save_header *head;

	context_size = 0;
	head = ADD_ENTRY(HEADER, 0);
	head->magic = HVM_FILE_MAGIC;
	head->version = HVM_FILE_VERSION;
}

/**
 * sound_put_context - the end, and the record
 * @domid: domain
 */
void sound_put_context(uint32_t domid)
{
	sound_add_entry(0, 0, 0);
	sound_put(XEN_LU_REC_HVM_CONTEXT, domid, 0, context, context_size);
}

static void add_cpu(void)
{
	struct hvm_hw_cpu *cpu = ADD_ENTRY(CPU, 0);

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
	struct hvm_hw_cpu_xsave *x = sound_add_entry(CPU_XSAVE_CODE, vcpu, head + SOUND_XSAVE);

	x->xcr0 = 7;
	x->xcr0_accum = 7;
	x->save_area.xsave_hdr.xstate_bv = 5;
}

static void add_msrs(void)
{
	struct hvm_msr *m = sound_add_entry(CPU_MSR_CODE, 0, offsetof(struct hvm_msr, msr) +
						       2 * sizeof(m->msr[0]));

	m->count = 2;
	m->msr[0].index = 0x48;
	m->msr[1].index = 0xd90;
}

static void put_context(void)
{
	uint16_t v;

	sound_begin_context();
	add_cpu();
	for (v = 0; v < 2; v++) {
		struct hvm_hw_lapic *lapic = ADD_ENTRY(LAPIC, v);

		lapic->apic_base_msr = 0xfee00c00;
		lapic->timer_divisor = 2;
	}
	for (v = 0; v < 2; v++)
		ADD_ENTRY(LAPIC_REGS, v);
	ADD_ENTRY(PCI_IRQ, 0);
	ADD_ENTRY(ISA_IRQ, 0);
	ADD_ENTRY(PCI_LINK, 0);
	for (v = 0; v < 2; v++)
		((struct hvm_hw_mtrr *)ADD_ENTRY(MTRR, v))->msr_mtrr_cap = 0x508;
	for (v = 0; v < 2; v++)
		add_xsave(v);
	for (v = 0; v < 2; v++)
		ADD_ENTRY(VMCE_VCPU, v);
	for (v = 0; v < 2; v++)
		ADD_ENTRY(TSC_ADJUST, v);
	add_msrs();
	sound_put_context(SOUND_PVH);
}

static void put_pvh_vcpu(uint32_t vcpu)
{
	const struct xen_lu_vcpu rec = {
		.vcpu = vcpu, .flags = XEN_LU_VCPU_HARD_ALL | XEN_LU_VCPU_SOFT_ALL |
			(vcpu ? XEN_LU_VCPU_DOWN : XEN_LU_VCPU_INITIALISED),
		.vcpu_info_mfn = vcpu ? XEN_LU_NO_MFN : 0x601,
	};
	const struct xen_lu_vcpu_hvm hvm = {
		.vcpu = vcpu, .intr_shadow = XEN_LU_SHADOW_STI, .pending_db = 0x4000,
		.upcall_vector = 0xf3, .tsc_offset = -1, .timer_expires = vcpu,
		.flags = vcpu ? XEN_LU_VCPU_HVM_TIMER | XEN_LU_VCPU_HVM_LISTED
			      : XEN_LU_VCPU_HVM_SIPI,
		.sipi_icr = vcpu ? 0 : 0x46ff, .sipi_dest = vcpu ? 0 : ~0U,
	};

	sound_put(XEN_LU_REC_VCPU, SOUND_PVH, vcpu, &rec, sizeof(rec));
	sound_put(XEN_LU_REC_VCPU_HVM, SOUND_PVH, vcpu, &hvm, sizeof(hvm));
}

void sound_put_pvh(void)
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
	if (sound_in_place)
		sound_put_in_place(SOUND_PVH);
	else
		PUT(PAGES, SOUND_PVH, pages);
	PUT(XEN_PAGES, SOUND_PVH, xen_pages);
	PUT(CPUID, SOUND_PVH, leaves);
	PUT(RANGES, SOUND_PVH, ranges);
	PUT(GRANT, SOUND_PVH, grant);
	PUT(HVM, SOUND_PVH, hvm);
	if (sound_in_place)
		sound_put_pool(SOUND_PVH);
	else
		PUT(P2M, SOUND_PVH, p2m);
	put_context();
	put_pvh_vcpu(0);
	put_pvh_vcpu(1);
}
