// SPDX-License-Identifier: GPL-2.0-only
/*
 * An HVM guest in the sound stream: with two device models, of which one is at work.
 */
#include <string.h>
#include <xen/lib.h>
#include <public/domctl.h>
#include <public/event_channel.h>
#include <public/hvm/save.h>
#include "sound_put.h"

static void put_devices(void)
{
	struct hvm_hw_pit *pit;

	((struct hvm_hw_vpic *)ADD_ENTRY(PIC, 0))->is_master = 1;
	ADD_ENTRY(PIC, 1);
	ADD_ENTRY(IOAPIC, 0);
	((struct hvm_hw_lapic *)ADD_ENTRY(LAPIC, 0))->timer_divisor = 1;
	ADD_ENTRY(LAPIC_REGS, 0);
	((struct hvm_hw_pci_irqs *)ADD_ENTRY(PCI_IRQ, 0))->pad[0] = 0x10;
	ADD_ENTRY(ISA_IRQ, 0);
	((struct hvm_hw_pci_link *)ADD_ENTRY(PCI_LINK, 0))->route[3] = 11;
	pit = ADD_ENTRY(PIT, 0);
	pit->channels[0].count = 65536;
	pit->channels[0].mode = 2;
	((struct hvm_hw_rtc *)ADD_ENTRY(RTC, 0))->cmos_index = 0x7f;
	ADD_ENTRY(HPET, 0);
	ADD_ENTRY(PMTIMER, 0);
}

static void put_context(void)
{
	struct hvm_hw_cpu *cpu;

	sound_begin_context();
	cpu = ADD_ENTRY(CPU, 0);
	cpu->cr0 = 0x11;
	put_devices();
	((struct hvm_hw_mtrr *)ADD_ENTRY(MTRR, 0))->msr_mtrr_cap = 0x508;
	sound_put_context(SOUND_HVM);
}

static void put_device_models(void)
{
	static const struct xen_lu_evtchn ports[] = {
		{ .port = 1, .state = EVTCHNSTAT_unbound, .flags = XEN_LU_EVTCHN_F_XEN },
		{ .port = 2, .state = EVTCHNSTAT_unbound, .flags = XEN_LU_EVTCHN_F_XEN },
		{ .port = 3, .state = EVTCHNSTAT_pirq, .detail = 16 },
		{ .port = 4, .state = EVTCHNSTAT_unbound, .flags = XEN_LU_EVTCHN_F_XEN },
	};
	static const struct xen_lu_hvm_pirq pirqs[] = {
		{ 16, XEN_LU_HVM_PIRQ_GSI, 5, 3 }, { 20, XEN_LU_HVM_PIRQ_MSI, 0, 0 },
		{ 21, XEN_LU_HVM_PIRQ_NONE, 0, 0 },
	};
	static const struct xen_lu_ioreq_server servers[] = {
		{ 0, 0, XEN_LU_IOREQ_ENABLED, 2, 2, 0, 0x680, XEN_LU_NO_MFN, 0x681,
		  XEN_LU_NO_MFN },
		{ 3, SOUND_GUEST, 0, 0, 0, 0, 0x64f, 0xfeff5, XEN_LU_NO_MFN, XEN_LU_NO_MFN },
	};
	static const struct xen_lu_ioreq_vcpu vcpus[] = { { 0, 0, 1, 0 }, { 3, 0, 4, 0 } };
	static const struct xen_lu_ioreq_range ranges[] = {
		{ 0, 0, 0x1f0, 0x1f7 }, { 0, 0, 0x3f8, ~0ULL }, { 0, 2, 0x10, 0x10 },
	};

	static const struct xen_lu_cache_attr attrs[] = {
		{ 0xf0000, 0xf0fff, 6, 0 }, { 0xe0000, 0xe0000, 1, 0 },
	};

	PUT(CACHE_ATTRS, SOUND_HVM, attrs);
	PUT(EVTCHN, SOUND_HVM, ports);
	PUT(HVM_PIRQ, SOUND_HVM, pirqs);
	PUT(IOREQ_SERVER, SOUND_HVM, servers);
	PUT(IOREQ_VCPU, SOUND_HVM, vcpus);
	PUT(IOREQ_RANGE, SOUND_HVM, ranges);
}

static void put_clocks(void)
{
	static const struct xen_lu_hvm_clocks clocks = {
		.pm_timer = 5, .pm_last = 7, .hpet_offset = -1ULL, .rtc_period = 15625000,
		.rtc_ignored = 9,
		.timer[XEN_LU_TIMER_RTC] = { XEN_LU_TIMER_ACTIVE, 1, -5, 15625000, 3 },
	};

	PUT(HVM_CLOCKS, SOUND_HVM, clocks);
}

static void put_rest(void)
{
	static const struct xen_lu_hvm hvm = {
		.pool_pages = 0x300, .table_pages = 5, .pci_cf8 = 0x80001000,
		.ioreq_base = 0xfeff0, .ioreq_mask = 0xff,
	};
	static const struct xen_lu_p2m p2m[] = {
		{ 0, 0x640, 0xf, XEN_LU_P2M_RAM_RW, 7, 0 },
	};
	static const struct xen_lu_vcpu vcpu = {
		.flags = XEN_LU_VCPU_INITIALISED | XEN_LU_VCPU_HARD_ALL | XEN_LU_VCPU_SOFT_ALL,
		.vcpu_info_mfn = XEN_LU_NO_MFN,
	};
	static const struct xen_lu_vcpu_hvm vcpu_hvm = { .flags = XEN_LU_VCPU_HVM_FORGET };

	PUT(HVM, SOUND_HVM, hvm);
	if (sound_in_place)
		sound_put_pool(SOUND_HVM);
	else
		PUT(P2M, SOUND_HVM, p2m);
	put_context();
	put_clocks();
	PUT(VCPU, SOUND_HVM, vcpu);
	PUT(VCPU_HVM, SOUND_HVM, vcpu_hvm);
}

void sound_put_hvm(void)
{
	static const struct xen_lu_domain dom = {
		.domid = SOUND_HVM, .target = DOMID_INVALID, .max_vcpus = 1,
		.options = XEN_DOMCTL_CDF_hvm | XEN_DOMCTL_CDF_hap,
		.emulation_flags = XEN_X86_EMU_ALL & ~XEN_X86_EMU_VPCI, .max_evtchn_port = 1023,
		.max_grant_frames = 64, .max_maptrack_frames = 4, .max_grant_version = 2,
		.max_pages = 0x200, .nr_pages = 0x10,
	};
	static const struct xen_lu_extent pages[] = {
		{ 0x640, 0, 0x10, 0 }, { 0x680, XEN_LU_NO_MFN, 2, XEN_LU_PAGES_EXTRA },
	};
	static const struct xen_lu_xen_page xen_pages[] = {
		{ XEN_LU_ROLE_SHARED_INFO, 0, 0x18 }, { XEN_LU_ROLE_GRANT_SHARED, 0, 0x19 },
	};
	static const xen_cpuid_leaf_t leaves[] = { { 0, XEN_CPUID_NO_SUBLEAF, 13, 1, 2, 3 } };
	static const struct xen_lu_grant grant = { 1, 1, 0, 256 };

	PUT(DOMAIN, SOUND_HVM, dom);
	if (sound_in_place)
		sound_put_in_place(SOUND_HVM);
	else
		PUT(PAGES, SOUND_HVM, pages);
	PUT(XEN_PAGES, SOUND_HVM, xen_pages);
	PUT(CPUID, SOUND_HVM, leaves);
	PUT(GRANT, SOUND_HVM, grant);
	put_device_models();
	put_rest();
}
