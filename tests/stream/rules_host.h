/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The rules of Documentation/stream.rst for the host: EFI, CPUs, the crash kernel. Part of
 * unit_content.c.
 */
#ifndef _XLU_TEST_RULES_HOST_H
#define _XLU_TEST_RULES_HOST_H

#include "rules.h"

struct lu_efi {
	struct xen_lu_efi head;
	struct sound_descriptor map[3];
};

static const struct wrong wrong_host[] = {
	BAD(EFI, 0, xen_lu_efi, 0, flags, 4),
	BAD(EFI, 0, xen_lu_efi, 0, mdesc_size, 32),
	BAD(EFI, 0, xen_lu_efi, 0, mdesc_size, 44),
	BAD(EFI, 0, xen_lu_efi, 0, mdesc_size, 8192),
	BLAME(EFI, 0, xen_lu_efi, 0, mdesc_size, 56, memmap_size),
	FULL(EFI, 0, 0, xen_lu_efi, 0, flags, 0, BAD_RECORD, flags, EFI_ROMS),
	BLAME(EFI, 0, xen_lu_efi, 0, memmap_size, 48, flags),
	/* What is called is memory of run-time services; not all of it in front of its end. */
	BAD(EFI, 0, xen_lu_efi, 0, rs, 0x7e000000),
	BAD(EFI, 0, xen_lu_efi, 0, rs, 0x7f00ff80),
	BAD(EFI, 0, xen_lu_efi, 0, rs, 0),
	BAD(EFI, 0, xen_lu_efi, 0, ct, 0x7f00fff0),
	BAD(EFI, 0, xen_lu_efi, 0, nr_ct, 65537),
	BLAME(EFI, 0, xen_lu_efi, 0, nr_ct, 60000, ct),
	BAD(EFI, 0, xen_lu_efi, 0, fw_vendor, 0x10000000),
	RSV(EFI, 0, xen_lu_efi, 0, reserved),
	BAD(EFI, 0, lu_efi, 0, map[1].start, 0x7f000800),
	BAD(EFI, 0, lu_efi, 0, map[1].start, 1ULL << 53),
	BAD(EFI, 0, lu_efi, 0, map[2].pages, 1ULL << 40),
	BLAME(EFI, 0, lu_efi, 0, map[1].type, 7, head.rs),
	BAD(EFI_ROMS, 0, xen_lu_efi_rom, 0, maddr, 0x7e001000),
	BAD(EFI_ROMS, 0, xen_lu_efi_rom, 0, maddr, 0x10),
	BAD(EFI_ROMS, 0, xen_lu_efi_rom, 1, head, 4097),
	BAD(EFI_ROMS, 0, xen_lu_efi_rom, 1, size, ~0ULL),
	BLAME(EFI_ROMS, 0, xen_lu_efi_rom, 1, size, 0x10000, maddr),
	RSV(EFI_ROMS, 0, xen_lu_efi_rom, 1, reserved),

	BAD(CPUS, 0, xen_lu_cpu, 0, flags, 1),
	BAD(CPUS, 0, xen_lu_cpu, 0, pool, 2),
	BAD(CPUS, 0, xen_lu_cpu, 2, flags, 2),
	BAD(CPUS, 0, xen_lu_cpu, 1, flags, 7),
	BAD(CPUS, 0, xen_lu_cpu, 69, pool, 3),
	FULL(CPUS, 0, 0, xen_lu_cpu, 3, pool, 0, BAD_RECORD, pool, IN_CPUPOOL),

	BAD(CPUPOOL, 0, xen_lu_cpupool, 0, id, 1),
	BAD(CPUPOOL, 0, xen_lu_cpupool, 1, id, 0),
	BAD(CPUPOOL, 0, xen_lu_cpupool, 2, id, 2),
	BAD(CPUPOOL, 0, xen_lu_cpupool, 2, id, ~0U),
	BAD(CPUPOOL, 0, xen_lu_cpupool, 1, sched, 0),
	FULL(CPUPOOL, 0, 0, xen_lu_cpupool, 1, id, 3, BAD_RECORD, id, CPUS),
	FULL(PARAMETERS, 0, 0, xen_lu_parameter, 1, name[0], 0, BAD_RECORD, name, PARAMETERS),
	FULL(PARAMETERS, 0, 0, xen_lu_parameter, 0, name[31], 1, BAD_RECORD, name, PARAMETERS),
	FULL(PARAMETERS, 0, 0, xen_lu_parameter, 1, value[95], 1, BAD_RECORD, value, PARAMETERS),
#define CRASH(field, value)	BAD(CRASH_KERNEL, 0, xen_lu_crash_kernel, 0, field, value)
	CRASH(area_maddr, 0x380800),
	BLAME(CRASH_KERNEL, 0, xen_lu_crash_kernel, 0, area_maddr, 0x388000, notes_maddr),
	CRASH(area_maddr, SOUND_BANK - 0x1000),
	CRASH(area_maddr, SOUND_FRAMES * 0x1000 - 0xf000),
	CRASH(area_maddr, SOUND_FRAMES * 0x1000),
	BLAME(CRASH_KERNEL, 0, xen_lu_crash_kernel, 0, area_size, 0, area_maddr),
	BLAME(CRASH_KERNEL, 0, xen_lu_crash_kernel, 0, area_size, 0x10001, area_maddr),
	BLAME(CRASH_KERNEL, 0, xen_lu_crash_kernel, 0, area_size, ~0ULL << 12, area_maddr),
	BLAME(CRASH_KERNEL, 0, xen_lu_crash_kernel, 0, area_size, 0x11000, notes_maddr),
	CRASH(notes_maddr, 0x38f000),
	CRASH(notes_maddr, 0x390400),
	CRASH(notes_maddr, SOUND_BANK),
	CRASH(notes_maddr, SOUND_FRAMES * 0x1000 - 0x2000),
	BLAME(CRASH_KERNEL, 0, xen_lu_crash_kernel, 0, nr_notes, ~0U, notes_maddr),
	CRASH(nr_notes, 0),
	CRASH(flags, 3),
	RSV(CRASH_KERNEL, 0, xen_lu_crash_kernel, 0, reserved),
	CRASH(arch, 0),
	CRASH(arch, 183),
	CRASH(entry, 0x390000),
	CRASH(entry, 0x37ffff),
	CRASH(tables_maddr, 0x381008),
	CRASH(tables_maddr, 0x390000),
	CRASH(tables_maddr, 0x37f000),
	CRASH(code_maddr, 0x380001),
	CRASH(code_maddr, 0x381000),
	CRASH(code_maddr, 0x390000),
	CRASH(list_maddr, 0x380000),
	CRASH(list_maddr, 0x381000),
	CRASH(list_maddr, 0x37f000),
	CRASH(list_maddr, 0x38f008),
};

#endif /* _XLU_TEST_RULES_HOST_H */
