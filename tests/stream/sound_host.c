// SPDX-License-Identifier: GPL-2.0-only
/*
 * The records of the host in the sound stream, and those of page state in place.
 */
#include <xen/lib.h>
#include <public/domctl.h>
#include "sound_put.h"

/* Time and banks, and what the host has of devices */
static void put_host(void)
{
	static const struct xen_lu_host host = {
		.tsc = 123456789012, .stime = 987654321, .tsc_hz = 2400000000,
		.lapic_bus_scale = 77, .flags = XEN_LU_HOST_TIMER_IRQ | XEN_LU_HOST_INTREMAP,
		.wallclock_sec = 1700000000, .wallclock_nsec = 999999999,
		.generation = 1, .bank_maddr = { SOUND_BANK, 2 * SOUND_BANK },
		.bank_size = SOUND_BANK, .iommus = 2,
		.smt = XEN_LU_SMT_OFF,
	};
	static const struct xen_lu_global_virq virqs[] = {
		{ VIRQ_CONSOLE, 0 }, { VIRQ_DOM_EXC, SOUND_GUEST },
	};
	static const struct xen_lu_pci_device devices[] = {
		{ .bus = 0, .devfn = 0x18 },
		{ .bus = 2, .devfn = 0, .domid = SOUND_GUEST, .flags = XEN_LU_PCI_QUARANTINE },
		{ .bus = 3, .devfn = 0, .domid = DOMID_IO, .flags = XEN_LU_PCI_ALL },
		{ .bus = 1, .devfn = 0, .flags = 2, .node = 0xff },
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
}

static void put_efi(void)
{
	static const struct {
		struct xen_lu_efi head;
		struct sound_descriptor map[3];
	} efi = {
		{ .flags = XEN_LU_EFI_RS, .version = 0x20046, .acpi = XEN_LU_NO_TABLE,
		  .acpi20 = 0x7e77e014, .smbios = 0x7f00e000, .smbios3 = XEN_LU_NO_TABLE,
		  .mps = XEN_LU_NO_TABLE, .rs = 0x7f00fb98, .ct = 0x7f00f018,
		  .fw_vendor = 0x7f00f998, .nr_ct = 9, .mdesc_size = 48,
		  .max_var_store = 262044, .memmap_size = 3 * 48 },
		{ { .type = 7, .pages = 0xa0, .attribute = 0xf },
		  { .type = 6, .start = 0x7f000000, .pages = 16, .attribute = 15 },
		  { .type = 11, .start = 0xffc00000, .pages = 1024, .attribute = 1ULL << 63 | 1 } },
	};
	static const struct xen_lu_efi_rom roms[] = {
		{ .devfn = 0x10, .vendor = 0x8086, .device = 0x100e, .maddr = 0x7f001018,
		  .size = 0x2000, .head = 24 },
		{ .seg = 1, .bus = 2, .maddr = 0x7f004018, .size = 0x800, .head = 32 },
	};

	PUT(EFI, 0, efi);
	PUT(EFI_ROMS, 0, roms);
}

/* CPUs and their schedulers */
static void put_scheduling(void)
{
	static const struct xen_lu_cpupool pools[] = {
		{ 0, XEN_SCHEDULER_CREDIT2 }, { 2, XEN_SCHEDULER_CREDIT },
		{ 5, XEN_SCHEDULER_CREDIT2 },
	};
	static const struct xen_lu_cpu cpus[SOUND_CPUS] = {
		{ XEN_LU_CPU_ALL, 0 }, { XEN_LU_CPU_ALL, 0 }, { XEN_LU_CPU_PRESENT, 0 },
		{ XEN_LU_CPU_ALL, 2 }, { 0, 0 }, { XEN_LU_CPU_ALL, XEN_LU_NO_POOL },
		[SOUND_CPUS - 1] = { XEN_LU_CPU_ALL, 0 },
	};
	static const struct xen_lu_sched_params params[] = {
		{ .pool = 0, .sched = XEN_SCHEDULER_CREDIT2, .ratelimit_us = 1000 },
		{ .pool = 2, .sched = XEN_SCHEDULER_CREDIT, .tslice_ms = 30 },
	};

	PUT(CPUPOOL, 0, pools);
	PUT(CPUS, 0, cpus);
	PUT(SCHED_PARAMS, 0, params);
}

/* Crash kernel, options, messages, bad pages, boot memory */
static void put_host_rest(void)
{
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
	static const struct xen_lu_boot_memory boot[] = {
		{ 0x3000, 0x200 }, { 0x3400, 0x600 },
	};

	PUT(CRASH_KERNEL, 0, crash);
	PUT(PARAMETERS, 0, parameters);
	PUT(CONSOLE, 0, console);
	PUT(BAD_PAGES, 0, bad);
	PUT(BOOT_MEMORY, 0, boot);
}

void sound_put_host(void)
{
	put_host();
	put_efi();
	put_scheduling();
	put_host_rest();
}

/* Page state in place: 0x500 and on are structures, 0x600 and on the two tables. */
void sound_put_frames(void)
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
