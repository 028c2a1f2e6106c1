// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fields of each record: names, offsets and output formats.
 */
#include <xen/types.h>
#include <xen-liveupdate/stream.h>
#include <public/event_channel.h>
#include "dump.h"
#include "words.h"

#define SIZE(s, f)		sizeof(((struct s *)NULL)->f)
#define FIELD(s, f, kind)	{ #f, offsetof(struct s, f), SIZE(s, f), 1, kind, NULL }
#define DEC(s, f)		FIELD(s, f, FIELD_DEC)
#define SIGNED(s, f)		FIELD(s, f, FIELD_SIGNED)
#define HEX(s, f)		FIELD(s, f, FIELD_HEX)
#define FRAME(s, f)		FIELD(s, f, FIELD_FRAME)
#define BYTES(s, f)		FIELD(s, f, FIELD_BYTES)
#define DIGEST(s, f)		FIELD(s, f, FIELD_DIGEST)
#define NAMED(s, f, names)	{ #f, offsetof(struct s, f), SIZE(s, f), 1, FIELD_NAME, names }
#define FLAGS(s, f, names)	{ #f, offsetof(struct s, f), SIZE(s, f), 1, FIELD_FLAGS, names }
#define ARRAY(s, f, kind)	{ #f, offsetof(struct s, f), SIZE(s, f[0]), \
				  SIZE(s, f) / SIZE(s, f[0]), kind, NULL }
#define END			{ NULL, 0, 0, 0, FIELD_DEC, NULL }

#include "fields_in_place.h"

#define S xen_lu_stream_header
const struct field header_fields[] = {
	HEX(S, magic), DEC(S, version), DEC(S, nr_domains), DEC(S, size), HEX(S, crc),
	HEX(S, reserved), END
};

#undef S

#define S xen_lu_host
static const struct field host[] = {
	DEC(S, tsc), SIGNED(S, stime), DEC(S, tsc_hz), DEC(S, lapic_bus_scale),
	FLAGS(S, flags, host_flags), DEC(S, wallclock_sec), DEC(S, wallclock_nsec),
	DEC(S, generation), ARRAY(S, bank_maddr, FIELD_HEX), HEX(S, bank_size),
	DEC(S, dom0_id), DEC(S, smt), DEC(S, iommus), HEX(S, reserved), END
};

#undef S

#define S xen_lu_console
static const struct field console[] = { DEC(S, size), HEX(S, index), END };

#undef S

#define S xen_lu_boot_memory
static const struct field boot_memory[] = { FRAME(S, mfn), DEC(S, nr), END };

#undef S

#define S xen_lu_bad_page
static const struct field bad_page[] = {
	FRAME(S, mfn), DEC(S, nr), FLAGS(S, flags, bad_flags), END
};

#undef S

#define S xen_lu_global_virq
static const struct field global_virq[] = { DEC(S, virq), DEC(S, domid), END };

#undef S

#define S xen_lu_pci_device
static const struct field pci_device[] = {
	HEX(S, seg), HEX(S, bus), HEX(S, devfn), FLAGS(S, flags, device_flags),
	HEX(S, physfn_bus), HEX(S, physfn_devfn), DEC(S, domid), DEC(S, node), END
};

#undef S

#define S xen_lu_pci_vf
static const struct field pci_vf[] = {
	HEX(S, seg), HEX(S, bus), HEX(S, devfn), HEX(S, reserved), ARRAY(S, size, FIELD_HEX),
	END
};

#undef S

#define S xen_lu_mmcfg
static const struct field mmcfg[] = {
	HEX(S, address), HEX(S, seg), HEX(S, start_bus), HEX(S, end_bus),
	FLAGS(S, flags, mmcfg_flags), END
};

#undef S

#define S xen_lu_ioapic_pin
static const struct field ioapic_pin[] = { DEC(S, gsi), FLAGS(S, flags, pin_flags), END };

#undef S

#define S xen_lu_pm
static const struct field pm[] = {
	FLAGS(S, flags, pm_flags), DEC(S, max_cstate), DEC(S, max_csubstate),
	DEC(S, smt_savings), END
};

#undef S

#define S xen_lu_efi
static const struct field efi[] = {
	FLAGS(S, flags, efi_flags), HEX(S, version), HEX(S, fw_revision), HEX(S, bs_revision),
	HEX(S, acpi), HEX(S, acpi20), HEX(S, smbios), HEX(S, smbios3), HEX(S, mps), HEX(S, rs),
	HEX(S, ct), HEX(S, fw_vendor), DEC(S, nr_ct), DEC(S, mdesc_size),
	DEC(S, max_var_store), DEC(S, remain_var_store), DEC(S, max_var), HEX(S, apple_maddr),
	DEC(S, apple_size), DEC(S, memmap_size), HEX(S, reserved), END
};

#undef S

#define S xen_lu_efi_rom
static const struct field efi_rom[] = {
	HEX(S, seg), HEX(S, bus), HEX(S, devfn), HEX(S, vendor), HEX(S, device),
	HEX(S, maddr), DEC(S, size), DEC(S, head), HEX(S, reserved), END
};

#undef S

#define S xen_lu_domain
static const struct field domain[] = {
	DEC(S, domid), DEC(S, target), FLAGS(S, flags, domain_flags), HEX(S, options),
	DEC(S, max_vcpus), BYTES(S, handle), DEC(S, max_evtchn_port),
	DEC(S, max_grant_frames), DEC(S, max_maptrack_frames), DEC(S, max_grant_version),
	HEX(S, emulation_flags), DEC(S, max_pages), DEC(S, nr_pages), DEC(S, shutdown_code),
	HEX(S, vm_assist), FRAME(S, pirq_eoi_mfn), SIGNED(S, time_offset),
	HEX(S, vtsc_offset), DEC(S, tsc_mode), DEC(S, tsc_khz), DEC(S, tsc_incarnation),
	DEC(S, controller_pause_count), DEC(S, suspend_evtchn), HEX(S, pci_cf8),
	HEX(S, cmos_idx), DEC(S, physaddr_bitsize), DEC(S, sched_weight), DEC(S, sched_cap),
	END
};

#undef S

#define S xen_lu_extent
static const struct field extent[] = {
	FRAME(S, mfn), FRAME(S, gfn), DEC(S, nr), FLAGS(S, flags, page_flags), END
};

#undef S

#define S xen_lu_page_sum
static const struct field page_sum[] = {
	FRAME(S, mfn), DEC(S, nr), HEX(S, content), HEX(S, counts), HEX(S, reserved), END
};

#undef S

#define S xen_lu_pin
static const struct field pin[] = {
	FRAME(S, mfn), DEC(S, level), HEX(S, flags), END
};

#undef S

#define S xen_lu_xen_page
static const struct field xen_page[] = {
	NAMED(S, role, roles), DEC(S, index), FRAME(S, mfn), END
};

#undef S

#define S xen_cpuid_leaf
static const struct field cpuid_leaf[] = {
	HEX(S, leaf), HEX(S, subleaf), HEX(S, a), HEX(S, b), HEX(S, c), HEX(S, d), END
};

#undef S

#define S xen_msr_entry
static const struct field msr_entry[] = { HEX(S, idx), HEX(S, flags), HEX(S, val), END };

#undef S

#define S xen_lu_range
static const struct field range[] = {
	NAMED(S, kind, range_kinds), HEX(S, reserved), HEX(S, first), HEX(S, last), END
};

#undef S

#define S xen_lu_evtchn
static const struct field evtchn[] = {
	DEC(S, port), DEC(S, notify_vcpu), DEC(S, bound_vcpu), NAMED(S, state, port_states),
	DEC(S, priority), FLAGS(S, flags, port_flags), HEX(S, reserved), DEC(S, detail),
	HEX(S, last_queue), DEC(S, remote_domid), HEX(S, reserved2), END
};

#undef S

static const struct field mfns[] = { { "mfn", 0, 8, 1, FIELD_FRAME, NULL }, END };

#define S xen_lu_grant
static const struct field grant[] = {
	DEC(S, version), DEC(S, nr_frames), DEC(S, nr_status_frames), DEC(S, maptrack_limit),
	END
};

#undef S

#define S xen_lu_grant_active
static const struct field grant_active[] = {
	DEC(S, ref), HEX(S, pin), DEC(S, domid), DEC(S, trans_domid), DEC(S, trans_ref),
	FRAME(S, mfn), DEC(S, start), DEC(S, length), FLAGS(S, flags, grant_flags), END
};

#undef S

#define S xen_lu_maptrack
static const struct field maptrack[] = {
	DEC(S, handle), DEC(S, ref), HEX(S, flags), DEC(S, domid), DEC(S, vcpu), END
};

#undef S

#define S xen_lu_pirq
static const struct field pirq[] = {
	DEC(S, pirq), NAMED(S, kind, pirq_kinds), FLAGS(S, flags, pirq_flags), DEC(S, vcpu),
	DEC(S, gsi), DEC(S, port), HEX(S, seg), HEX(S, bus), HEX(S, devfn), DEC(S, entry_nr),
	HEX(S, table_base), END
};

#undef S

#define S xen_lu_pit
#define CHANNEL(i) \
	DEC(S, channel[i].count), DEC(S, channel[i].latched_count), \
	DEC(S, channel[i].count_latched), DEC(S, channel[i].status_latched), \
	HEX(S, channel[i].status), DEC(S, channel[i].read_state), \
	DEC(S, channel[i].write_state), DEC(S, channel[i].write_latch), \
	DEC(S, channel[i].rw_mode), DEC(S, channel[i].mode), DEC(S, channel[i].bcd), \
	DEC(S, channel[i].gate)
static const struct field pit[] = {
	CHANNEL(0), CHANNEL(1), CHANNEL(2), DEC(S, speaker_data_on), HEX(S, reserved),
	ARRAY(S, count_load_time, FIELD_SIGNED), END
};

#undef S

#define S xen_lu_memmap
static const struct field memmap[] = {
	HEX(S, addr), HEX(S, size), DEC(S, type), HEX(S, reserved), END
};

#undef S

#define S xen_lu_watchdog
static const struct field watchdog[] = {
	DEC(S, id), HEX(S, reserved), SIGNED(S, expires), END
};

#undef S

#define S xen_lu_cpupool
static const struct field cpupool[] = { DEC(S, id), DEC(S, sched), END };

#undef S

#define S xen_lu_cpu
static const struct field cpu[] = { FLAGS(S, flags, cpu_flags), DEC(S, pool), END };

#undef S

#define S xen_lu_crash_kernel
static const struct field crash_kernel[] = {
	HEX(S, area_maddr), HEX(S, area_size), HEX(S, notes_maddr), DEC(S, nr_notes),
	HEX(S, flags), DEC(S, arch), HEX(S, reserved), HEX(S, entry), HEX(S, tables_maddr),
	HEX(S, code_maddr), HEX(S, list_maddr), END
};

#undef S

#define S xen_lu_sched_params
static const struct field sched_params[] = {
	DEC(S, pool), DEC(S, sched), DEC(S, ratelimit_us), DEC(S, tslice_ms),
	DEC(S, migr_delay_us), HEX(S, reserved), END
};

#undef S

#define S xen_lu_node_affinity
static const struct field node_affinity[] = { HEX(S, nodes), END };

#undef S

#define S xen_lu_parameter
static const struct field parameter[] = { BYTES(S, name), BYTES(S, value), END };

#undef S

#define S xen_lu_in_cpupool
static const struct field in_cpupool[] = { DEC(S, id), HEX(S, reserved), END };

#undef S

#define S xen_lu_vnuma_range
static const struct field vnuma_range[] = {
	HEX(S, start), HEX(S, end), HEX(S, flags), DEC(S, node), END
};

#undef S

static const struct field vnuma_node[] = { { "pnode", 0, 4, 1, FIELD_DEC, NULL }, END };

static const struct field vnuma_distance[] = {
	{ "distance", 0, 4, 1, FIELD_DEC, NULL }, END
};

static const struct field vnuma_vcpu[] = { { "vnode", 0, 4, 1, FIELD_DEC, NULL }, END };

#define S xen_lu_vcpu
static const struct field vcpu[] = {
	DEC(S, vcpu), DEC(S, processor), FLAGS(S, flags, vcpu_flags),
	DEC(S, controller_pause_count), FRAME(S, vcpu_info_mfn), HEX(S, vcpu_info_offset),
	HEX(S, runstate_area), HEX(S, time_area), ARRAY(S, runstate_time, FIELD_DEC),
	DEC(S, runstate_entry), DEC(S, runstate), HEX(S, syscall32_cs), HEX(S, sysenter_cs),
	SIGNED(S, singleshot), SIGNED(S, periodic_period), SIGNED(S, periodic_last), HEX(S, iobmp),
	DEC(S, iobmp_limit), HEX(S, async_mask), ARRAY(S, async_pending, FIELD_DEC),
	ARRAY(S, async_old_mask, FIELD_HEX), HEX(S, bounce_error_code), HEX(S, bounce_flags),
	HEX(S, bounce_cs), HEX(S, bounce_eip), HEX(S, syscall32_eip), HEX(S, sysenter_eip),
	END
};

#undef S

#define S xen_lu_vcpu_affinity
static const struct field vcpu_affinity[] = { DEC(S, vcpu), DEC(S, words), END };

#undef S

static const struct field mask[] = { { "mask", 0, 8, 1, FIELD_HEX, NULL }, END };

#define S xen_lu_vcpu_context
#define REG(r) \
	{ "user_regs." #r, offsetof(struct S, context.user_regs.r), \
	  SIZE(S, context.user_regs.r), 1, FIELD_HEX, NULL }
#define CTX(f, kind) \
	{ #f, offsetof(struct S, context.f), SIZE(S, context.f), 1, kind, NULL }
#define CTXS(f, kind) \
	{ #f, offsetof(struct S, context.f), SIZE(S, context.f[0]), \
	  SIZE(S, context.f) / SIZE(S, context.f[0]), kind, NULL }
static const struct field vcpu_context[] = {
	DEC(S, vcpu), HEX(S, reserved), CTX(fpu_ctxt, FIELD_DIGEST), CTX(flags, FIELD_HEX),
	REG(rax), REG(rbx), REG(rcx), REG(rdx), REG(rsi), REG(rdi), REG(rbp), REG(rsp),
	REG(r8), REG(r9), REG(r10), REG(r11), REG(r12), REG(r13), REG(r14), REG(r15),
	REG(rip), REG(rflags), REG(cs), REG(ss), REG(ds), REG(es), REG(fs), REG(gs),
	REG(error_code), REG(entry_vector), REG(saved_upcall_mask),
	CTX(trap_ctxt, FIELD_DIGEST), CTX(ldt_base, FIELD_HEX), CTX(ldt_ents, FIELD_DEC),
	CTXS(gdt_frames, FIELD_HEX), CTX(gdt_ents, FIELD_DEC), CTX(kernel_ss, FIELD_HEX),
	CTX(kernel_sp, FIELD_HEX), CTXS(ctrlreg, FIELD_HEX), CTXS(debugreg, FIELD_HEX),
	CTX(event_callback_eip, FIELD_HEX), CTX(failsafe_callback_eip, FIELD_HEX),
	CTX(syscall_callback_eip, FIELD_HEX), CTX(vm_assist, FIELD_HEX),
	CTX(fs_base, FIELD_HEX), CTX(gs_base_kernel, FIELD_HEX), CTX(gs_base_user, FIELD_HEX),
	END
};

#undef S

#define S xen_lu_vcpu_xsave
static const struct field vcpu_xsave[] = {
	DEC(S, vcpu), DEC(S, size), HEX(S, xcr0), HEX(S, xcr0_accum), END
};

#undef S

#define S xen_lu_vcpu_msrs
static const struct field vcpu_msrs[] = { DEC(S, vcpu), DEC(S, nr), END };

#undef S

#define S xen_lu_msr
static const struct field msr[] = { HEX(S, index), HEX(S, reserved), HEX(S, value), END };

#undef S

#define S xen_lu_vcpu_fifo
static const struct field vcpu_fifo[] = {
	DEC(S, vcpu), HEX(S, offset), FRAME(S, mfn), ARRAY(S, tail, FIELD_DEC), END
};

#undef S

#define S xen_lu_vcpu_vmce
#define BANK(i) \
	HEX(S, bank[i].status), HEX(S, bank[i].addr), HEX(S, bank[i].misc), HEX(S, bank[i].ctl2)
static const struct field vcpu_vmce[] = {
	DEC(S, vcpu), HEX(S, reserved), HEX(S, mcg_cap), HEX(S, mcg_status),
	HEX(S, mcg_ext_ctl), BANK(0), BANK(1), END
};

#undef S

#define S xen_lu_hvm
static const struct field hvm[] = {
	FLAGS(S, flags, hvm_flags), DEC(S, pool_pages), DEC(S, table_pages), DEC(S, fip_width),
	HEX(S, pci_cf8), HEX(S, reserved), SIGNED(S, stime_offset), DEC(S, last_guest_time),
	HEX(S, ioreq_base), HEX(S, ioreq_mask), HEX(S, ioreq_legacy_mask),
	ARRAY(S, params, FIELD_HEX), END
};

#undef S

#define S xen_lu_p2m
static const struct field p2m[] = {
	HEX(S, gfn), HEX(S, mfn), DEC(S, nr), NAMED(S, type, p2m_types), DEC(S, access),
	HEX(S, reserved), END
};

#undef S

#define S xen_lu_vcpu_hvm
static const struct field vcpu_hvm[] = {
	DEC(S, vcpu), HEX(S, intr_shadow), FLAGS(S, flags, vcpu_hvm_flags), HEX(S, upcall_vector),
	SIGNED(S, tsc_offset), SIGNED(S, tsc_adjust), SIGNED(S, stime_offset),
	DEC(S, guest_time), SIGNED(S, timer_updated), SIGNED(S, timer_expires),
	DEC(S, timer_period), DEC(S, timer_last_irq), DEC(S, timer_pending), HEX(S, sipi_icr),
	HEX(S, sipi_dest), HEX(S, pending_db), END
};

#undef S

#define S xen_lu_ioreq_server
static const struct field ioreq_server[] = {
	DEC(S, id), DEC(S, emulator), FLAGS(S, flags, ioreq_flags), DEC(S, buffering),
	DEC(S, buffered_port), HEX(S, reserved), FRAME(S, mfn), FRAME(S, gfn),
	FRAME(S, buffered_mfn), FRAME(S, buffered_gfn), END
};

#undef S

#define S xen_lu_ioreq_vcpu
static const struct field ioreq_vcpu[] = {
	DEC(S, server), DEC(S, vcpu), DEC(S, port), HEX(S, reserved), END
};

#undef S

#define S xen_lu_ioreq_range
static const struct field ioreq_range[] = {
	DEC(S, server), NAMED(S, kind, ioreq_kinds), HEX(S, first), HEX(S, last), END
};

#undef S

#define S xen_lu_cache_attr
static const struct field cache_attr[] = {
	HEX(S, first), HEX(S, last), DEC(S, type), HEX(S, reserved), END
};

#undef S

#define S xen_lu_hvm_pirq
static const struct field hvm_pirq[] = {
	DEC(S, pirq), NAMED(S, kind, hvm_pirq_kinds), DEC(S, gsi), DEC(S, port), END
};

#undef S

#define S xen_lu_hvm_clocks
#define TIMER(i) \
	FLAGS(S, timer[i].flags, timer_flags), DEC(S, timer[i].pending), \
	SIGNED(S, timer[i].expires), DEC(S, timer[i].period), DEC(S, timer[i].last_irq)
static const struct field hvm_clocks[] = {
	HEX(S, pm_timer), HEX(S, pm_fraction), DEC(S, pm_last), HEX(S, hpet_offset),
	ARRAY(S, pit_loaded, FIELD_DEC), SIGNED(S, rtc_started), SIGNED(S, rtc_checked),
	DEC(S, rtc_period), DEC(S, rtc_ignored),
	TIMER(0), TIMER(1), TIMER(2), TIMER(3), TIMER(4), END
};

#undef S

#define STRUCT(rec, fields, str) \
	{ XEN_LU_REC_##rec, #rec, fields, sizeof(struct str), NULL, 0 }
#define ELEMENTS(rec, fields, size) \
	{ XEN_LU_REC_##rec, #rec, NULL, 0, fields, size }

const struct record_type record_types[] = {
	STRUCT(HOST, host, xen_lu_host),
	ELEMENTS(GLOBAL_VIRQ, global_virq, sizeof(struct xen_lu_global_virq)),
	ELEMENTS(PARAMETERS, parameter, sizeof(struct xen_lu_parameter)),
	ELEMENTS(CPUPOOL, cpupool, sizeof(struct xen_lu_cpupool)),
	STRUCT(CRASH_KERNEL, crash_kernel, xen_lu_crash_kernel),
	ELEMENTS(CPUS, cpu, sizeof(struct xen_lu_cpu)),
	ELEMENTS(SCHED_PARAMS, sched_params, sizeof(struct xen_lu_sched_params)),
	ELEMENTS(PCI_DEVICE, pci_device, sizeof(struct xen_lu_pci_device)),
	{ XEN_LU_REC_CONSOLE, "CONSOLE", console, sizeof(struct xen_lu_console), NULL, 1 },
	ELEMENTS(BOOT_MEMORY, boot_memory, sizeof(struct xen_lu_boot_memory)),
	ELEMENTS(BAD_PAGES, bad_page, sizeof(struct xen_lu_bad_page)),
	ELEMENTS(PCI_VF, pci_vf, sizeof(struct xen_lu_pci_vf)),
	ELEMENTS(MMCFG, mmcfg, sizeof(struct xen_lu_mmcfg)),
	ELEMENTS(IOAPIC, ioapic_pin, sizeof(struct xen_lu_ioapic_pin)),
	STRUCT(PM, pm, xen_lu_pm),
	{ XEN_LU_REC_EFI, "EFI", efi, sizeof(struct xen_lu_efi), NULL, 1 },
	ELEMENTS(EFI_ROMS, efi_rom, sizeof(struct xen_lu_efi_rom)),
	STRUCT(FRAMES, frames, xen_lu_frames),
	ELEMENTS(FRAME_MAP, frame_map, sizeof(struct xen_lu_frame_map)),
	ELEMENTS(FREE_LISTS, free_list, sizeof(struct xen_lu_free_list)),
	ELEMENTS(FREE_PAGES, free_pages, sizeof(struct xen_lu_free_pages)),
	STRUCT(DOMAIN, domain, xen_lu_domain),
	STRUCT(IN_PLACE, in_place, xen_lu_in_place),
	STRUCT(POOL, pool, xen_lu_pool),
	ELEMENTS(POOL_TABLES, pool_tables, sizeof(struct xen_lu_pool_tables)),
	ELEMENTS(POOL_MONITORS, mfns, sizeof(uint64_t)),
	ELEMENTS(PAGES, extent, sizeof(struct xen_lu_extent)),
	ELEMENTS(PAGE_SUMS, page_sum, sizeof(struct xen_lu_page_sum)),
	ELEMENTS(PINS, pin, sizeof(struct xen_lu_pin)),
	ELEMENTS(XEN_PAGES, xen_page, sizeof(struct xen_lu_xen_page)),
	ELEMENTS(CPUID, cpuid_leaf, sizeof(xen_cpuid_leaf_t)),
	ELEMENTS(MSR_POLICY, msr_entry, sizeof(xen_msr_entry_t)),
	ELEMENTS(RANGES, range, sizeof(struct xen_lu_range)),
	ELEMENTS(EVTCHN, evtchn, sizeof(struct xen_lu_evtchn)),
	ELEMENTS(FIFO, mfns, sizeof(uint64_t)),
	STRUCT(GRANT, grant, xen_lu_grant),
	ELEMENTS(GRANT_ACTIVE, grant_active, sizeof(struct xen_lu_grant_active)),
	ELEMENTS(MAPTRACK, maptrack, sizeof(struct xen_lu_maptrack)),
	ELEMENTS(PIRQ, pirq, sizeof(struct xen_lu_pirq)),
	STRUCT(PIT, pit, xen_lu_pit),
	ELEMENTS(MEMMAP, memmap, sizeof(struct xen_lu_memmap)),
	ELEMENTS(WATCHDOG, watchdog, sizeof(struct xen_lu_watchdog)),
	STRUCT(IN_CPUPOOL, in_cpupool, xen_lu_in_cpupool),
	STRUCT(NODE_AFFINITY, node_affinity, xen_lu_node_affinity),
	ELEMENTS(VNUMA_NODE, vnuma_node, sizeof(uint32_t)),
	ELEMENTS(VNUMA_RANGE, vnuma_range, sizeof(struct xen_lu_vnuma_range)),
	ELEMENTS(VNUMA_DISTANCE, vnuma_distance, sizeof(uint32_t)),
	ELEMENTS(VNUMA_VCPU, vnuma_vcpu, sizeof(uint32_t)),
	STRUCT(HVM, hvm, xen_lu_hvm),
	ELEMENTS(P2M, p2m, sizeof(struct xen_lu_p2m)),
	{ XEN_LU_REC_HVM_CONTEXT, "HVM_CONTEXT", NULL, 0, NULL, 1 },
	ELEMENTS(IOREQ_SERVER, ioreq_server, sizeof(struct xen_lu_ioreq_server)),
	ELEMENTS(IOREQ_VCPU, ioreq_vcpu, sizeof(struct xen_lu_ioreq_vcpu)),
	ELEMENTS(IOREQ_RANGE, ioreq_range, sizeof(struct xen_lu_ioreq_range)),
	ELEMENTS(HVM_PIRQ, hvm_pirq, sizeof(struct xen_lu_hvm_pirq)),
	STRUCT(HVM_CLOCKS, hvm_clocks, xen_lu_hvm_clocks),
	ELEMENTS(CACHE_ATTRS, cache_attr, sizeof(struct xen_lu_cache_attr)),
	STRUCT(VCPU, vcpu, xen_lu_vcpu),
	STRUCT(VCPU_CONTEXT, vcpu_context, xen_lu_vcpu_context),
	{ XEN_LU_REC_VCPU_XSAVE, "VCPU_XSAVE", vcpu_xsave, sizeof(struct xen_lu_vcpu_xsave),
	  NULL, 1 },
	{ XEN_LU_REC_VCPU_MSRS, "VCPU_MSRS", vcpu_msrs, sizeof(struct xen_lu_vcpu_msrs),
	  msr, sizeof(struct xen_lu_msr) },
	{ XEN_LU_REC_VCPU_AFFINITY, "VCPU_AFFINITY", vcpu_affinity,
	  sizeof(struct xen_lu_vcpu_affinity), mask, sizeof(uint64_t) },
	STRUCT(VCPU_FIFO, vcpu_fifo, xen_lu_vcpu_fifo),
	STRUCT(VCPU_VMCE, vcpu_vmce, xen_lu_vcpu_vmce),
	STRUCT(VCPU_HVM, vcpu_hvm, xen_lu_vcpu_hvm),
	{ XEN_LU_REC_END, "END", NULL, 0, NULL, 0 },
	{ 0, NULL, NULL, 0, NULL, 0 }
};

/**
 * record_type - the layout of a record
 * @type: XEN_LU_REC_*
 *
 * Return: the layout, or NULL if the type is unknown.
 */
const struct record_type *record_type(uint32_t type)
{
	const struct record_type *t;

	for (t = record_types; t->name; t++)
		if (t->type == type)
			return t;
	return NULL;
}
