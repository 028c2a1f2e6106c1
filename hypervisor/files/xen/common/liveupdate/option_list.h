/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: every option of Xen's command line, with the effect of a change
 * on an update. The including file defines LU_OPT() first.
 *
 * Classes, see enum lu_option_class: FREE, LATER, OTHER and CPUS may change,
 * SAME may not, NEVER must not be in use, LIMIT may change as long as the
 * domains have room, OWN is checked by a rule of its own.
 *
 * Kinds, see enum lu_option_kind: OFF and ON are switches with that default,
 * SWITCH one whose default depends on the machine; of LAST the last one counts,
 * of ALL every one, of MODE every part but those for domain 0's IOMMU mode.
 *
 * tests/options compares this with the options of the built Xen and its source.
 */

/* --- what an update itself needs ------------------------------------------ */

LU_OPT(OWN,   ALL,    "liveupdate")
LU_OPT(OWN,   LAST,   "real-mode")
LU_OPT(FREE,  LAST,   "liveupdate-fault")
LU_OPT(FREE,  ON,     "liveupdate-inplace")
LU_OPT(FREE,  OFF,    "liveupdate-selftest")
LU_OPT(FREE,  OFF,    "liveupdate-test")
LU_OPT(FREE,  OFF,    "liveupdate-verbose")
LU_OPT(FREE,  LAST,   "liveupdate-watchdog")

/* --- without ACPI, IO-APIC or local APIC a restored dom0 has no interrupts */

LU_OPT(NEVER, ALL,    "acpi")
LU_OPT(NEVER, ON,     "lapic")
LU_OPT(NEVER, OFF,    "noapic")
LU_OPT(NEVER, ALL,    "nolapic")

/* --- how interrupts reach Xen and dom0 ------------------------------------ */

LU_OPT(SAME,  ALL,    "acpi_apic_instance")
LU_OPT(SAME,  OFF,    "acpi_skip_timer_override")
LU_OPT(SAME,  ALL,    "apic")
LU_OPT(SAME,  ALL,    "extra_guest_irqs")
LU_OPT(SAME,  ALL,    "hpet")
LU_OPT(SAME,  ALL,    "ioapic_ack")
LU_OPT(SAME,  LAST,   "irq-max-guests")
LU_OPT(SAME,  ALL,    "irq_vector_map")
LU_OPT(SAME,  LAST,   "max_gsi_irqs")
LU_OPT(SAME,  ALL,    "mmcfg")
LU_OPT(SAME,  ON,     "msi")
LU_OPT(SAME,  LAST,   "nr_irqs")
LU_OPT(SAME,  SWITCH, "x2apic")
LU_OPT(SAME,  ALL,    "x2apic-mode")
LU_OPT(SAME,  SWITCH, "x2apic_phys")

/* --- without it a PVH domain has no page tables --------------------------- */

LU_OPT(SAME,  SWITCH, "hap")

/* --- which memory there is ------------------------------------------------ */

LU_OPT(SAME,  LAST,   "availmem")
LU_OPT(FREE,  LAST,   "badpage")
LU_OPT(SAME,  SWITCH, "e820-mtrr-clip")
LU_OPT(SAME,  ALL,    "efi")
LU_OPT(SAME,  LAST,   "highmem-start")
LU_OPT(SAME,  LAST,   "mem")
LU_OPT(SAME,  ALL,    "numa")
LU_OPT(SAME,  LAST,   "tboot")

/* --- a crash kernel knows addresses --------------------------------------- */

LU_OPT(SAME,  ALL,    "crashinfo_maxaddr")
LU_OPT(SAME,  ALL,    "low_crashinfo")

/* --- an IOMMU in use stays so; domain 0 may get another mode --------------- */

LU_OPT(SAME,  MODE,   "iommu")
LU_OPT(SAME,  SWITCH, "ats")
LU_OPT(SAME,  MODE,   "dom0-iommu")
LU_OPT(FREE,  LAST,   "iommu_dev_iotlb_timeout")
LU_OPT(SAME,  SWITCH, "iommu_inclusive_mapping")
LU_OPT(SAME,  ALL,    "ivmd")
LU_OPT(SAME,  ALL,    "ivrs_hpet[")
LU_OPT(SAME,  ALL,    "ivrs_ioapic[")
LU_OPT(SAME,  ALL,    "rmrr")
LU_OPT(SAME,  ALL,    "snb_igd_quirk")

/* --- devices that dom0 could have taken for itself meanwhile -------------- */

LU_OPT(SAME,  LAST,   "com1")
LU_OPT(SAME,  LAST,   "com2")
LU_OPT(SAME,  LAST,   "console")
LU_OPT(SAME,  ALL,    "dbgp")
LU_OPT(SAME,  LAST,   "gdb")
LU_OPT(SAME,  LAST,   "vga")

/* --- what running domains rely on ----------------------------------------- */

LU_OPT(SAME,  SWITCH, "allow_unsafe")
LU_OPT(SAME,  ALL,    "argo")
LU_OPT(SAME,  ALL,    "cpuid")
LU_OPT(SAME,  LAST,   "cpuid_mask_cpu")
LU_OPT(SAME,  LAST,   "cpuid_mask_ecx")
LU_OPT(SAME,  LAST,   "cpuid_mask_edx")
LU_OPT(SAME,  LAST,   "cpuid_mask_ext_ecx")
LU_OPT(SAME,  LAST,   "cpuid_mask_ext_edx")
LU_OPT(SAME,  LAST,   "cpuid_mask_l7s0_eax")
LU_OPT(SAME,  LAST,   "cpuid_mask_l7s0_ebx")
LU_OPT(SAME,  LAST,   "cpuid_mask_thermal_ecx")
LU_OPT(SAME,  LAST,   "cpuid_mask_xsave_eax")
LU_OPT(SAME,  ALL,    "flask")
LU_OPT(SAME,  ALL,    "gnttab")
LU_OPT(LIMIT, LAST,   "gnttab_max_frames")
LU_OPT(LIMIT, LAST,   "gnttab_max_maptrack_frames")
LU_OPT(SAME,  LAST,   "hardware_dom")
LU_OPT(SAME,  ALL,    "mmio-relax")
LU_OPT(SAME,  SWITCH, "pv-linear-pt")
LU_OPT(SAME,  ALL,    "pv-l1tf")
LU_OPT(SAME,  OFF,    "pv-shim")
LU_OPT(SAME,  ALL,    "sched-gran")
LU_OPT(SAME,  ALL,    "shim_mem")
LU_OPT(SAME,  ALL,    "tsx")
LU_OPT(SAME,  ON,     "xsave")
LU_OPT(SAME,  ALL,    "xsm")

/* --- works, but is not what it would be after a cold boot ----------------- */

LU_OPT(OTHER, ALL,    "cpufreq")
LU_OPT(CPUS,  LAST,   "maxcpus")
LU_OPT(CPUS,  OFF,    "nosmp")
LU_OPT(OTHER, ALL,    "psr")
LU_OPT(OTHER, LAST,   "sched")
LU_OPT(CPUS,  SWITCH, "smt")
LU_OPT(OTHER, ALL,    "spec-ctrl")
LU_OPT(OTHER, LAST,   "tbuf_size")
LU_OPT(OTHER, ALL,    "vpmu")

/* --- read before Xen or by a dom0 that is built: at the next cold boot ---- */

LU_OPT(LATER, ALL,    "crashkernel")
LU_OPT(LATER, ALL,    "dom0")
LU_OPT(LATER, ALL,    "dom0-cpuid")
LU_OPT(LATER, LAST,   "dom0_ioports_disable")
LU_OPT(LATER, ALL,    "dom0_max_vcpus")
LU_OPT(LATER, ALL,    "dom0_mem")
LU_OPT(LATER, ALL,    "dom0_nodes")
LU_OPT(LATER, OFF,    "dom0_vcpus_pin")
LU_OPT(LATER, LAST,   "edd")
LU_OPT(LATER, LAST,   "edid")
LU_OPT(LATER, OFF,    "ro-hpet")

/* --- the scheduler is told what the old one was told ---------------------- */

LU_OPT(LATER, LAST,   "sched_credit_tslice_ms")
LU_OPT(LATER, LAST,   "sched_ratelimit_us")
LU_OPT(LATER, LAST,   "vcpu_migration_delay")

/* --- time ----------------------------------------------------------------- */

LU_OPT(FREE,  LAST,   "clocksource")
LU_OPT(FREE,  SWITCH, "cmos-rtc-probe")
LU_OPT(FREE,  SWITCH, "hpetbroadcast")
LU_OPT(FREE,  SWITCH, "tdt")
LU_OPT(FREE,  LAST,   "timer_slop")
LU_OPT(OWN,   ALL,    "tsc")

/* --- this Xen's own business ---------------------------------------------- */

LU_OPT(FREE,  SWITCH, "acpi_pstate_strict")
LU_OPT(FREE,  ALL,    "acpi_sleep")
LU_OPT(FREE,  ALL,    "apic_verbosity")
LU_OPT(FREE,  SWITCH, "arat")
LU_OPT(FREE,  SWITCH, "async-show-all")
LU_OPT(FREE,  ALL,    "bootscrub")
LU_OPT(FREE,  LAST,   "bootscrub_chunk")
LU_OPT(FREE,  ALL,    "cet")
LU_OPT(FREE,  LAST,   "cmci-threshold")
LU_OPT(FREE,  LAST,   "conring_size")
LU_OPT(FREE,  ALL,    "console_timestamps")
LU_OPT(FREE,  SWITCH, "console_to_ring")
LU_OPT(FREE,  LAST,   "conswitch")
LU_OPT(FREE,  ALL,    "core_parking")
LU_OPT(FREE,  ALL,    "cpu_type")
LU_OPT(FREE,  SWITCH, "cpuidle")
LU_OPT(FREE,  SWITCH, "cpuinfo")
LU_OPT(FREE,  LAST,   "crash-debug-debugkey")
LU_OPT(FREE,  LAST,   "crash-debug-hwdom")
LU_OPT(FREE,  LAST,   "crash-debug-kexeccmd")
LU_OPT(FREE,  LAST,   "crash-debug-panic")
LU_OPT(FREE,  LAST,   "crash-debug-watchdog")
LU_OPT(FREE,  LAST,   "credit2_balance_over")
LU_OPT(FREE,  LAST,   "credit2_balance_under")
LU_OPT(FREE,  LAST,   "credit2_cap_period_ms")
LU_OPT(FREE,  LAST,   "credit2_load_precision_shift")
LU_OPT(FREE,  LAST,   "credit2_load_window_shift")
LU_OPT(FREE,  ALL,    "credit2_runqueue")
LU_OPT(FREE,  LAST,   "debug_stack_lines")
LU_OPT(FREE,  ALL,    "debugtrace")
LU_OPT(FREE,  SWITCH, "dit")
LU_OPT(FREE,  LAST,   "dma_bits")
LU_OPT(FREE,  SWITCH, "e820-verbose")
LU_OPT(FREE,  ALL,    "font")
LU_OPT(FREE,  SWITCH, "global-pages")
LU_OPT(FREE,  ALL,    "guest_loglvl")
LU_OPT(FREE,  SWITCH, "hest_disable")
LU_OPT(FREE,  LAST,   "idle_latency_factor")
LU_OPT(FREE,  SWITCH, "invpcid")
LU_OPT(FREE,  LAST,   "irq_ratelimit")
LU_OPT(FREE,  SWITCH, "lapic_timer_c2_ok")
LU_OPT(FREE,  SWITCH, "ler")
LU_OPT(FREE,  ALL,    "loglvl")
LU_OPT(FREE,  LAST,   "low_mem_virq_limit")
LU_OPT(FREE,  ALL,    "max_cstate")
LU_OPT(FREE,  SWITCH, "mce")
LU_OPT(FREE,  SWITCH, "mce_fb")
LU_OPT(FREE,  ALL,    "mce_verbosity")
LU_OPT(FREE,  ALL,    "memop-max-order")
LU_OPT(FREE,  SWITCH, "mtrr.show")
LU_OPT(FREE,  SWITCH, "mwait-idle")
LU_OPT(FREE,  LAST,   "nmi")
LU_OPT(FREE,  SWITCH, "noirqbalance")
LU_OPT(FREE,  SWITCH, "noreboot")
LU_OPT(FREE,  ALL,    "pci")
LU_OPT(FREE,  ALL,    "pci-phantom")
LU_OPT(FREE,  ALL,    "pcid")
LU_OPT(FREE,  SWITCH, "pku")
LU_OPT(FREE,  LAST,   "placeholder")
LU_OPT(FREE,  LAST,   "preferred-cstates")
LU_OPT(FREE,  ALL,    "pv")
LU_OPT(FREE,  LAST,   "rcu-idle-timer-period-ms")
LU_OPT(FREE,  ALL,    "reboot")
LU_OPT(FREE,  LAST,   "sched_credit2_max_cpus_runqueue")
LU_OPT(FREE,  LAST,   "sched_credit2_migrate_resist")
LU_OPT(FREE,  SWITCH, "sched_smt_power_savings")
LU_OPT(FREE,  SWITCH, "scrub-domheap")
LU_OPT(FREE,  LAST,   "serial_tx_buffer")
LU_OPT(FREE,  ALL,    "smap")
LU_OPT(FREE,  ALL,    "smep")
LU_OPT(FREE,  SWITCH, "sync_console")
LU_OPT(FREE,  LAST,   "tevt_mask")
LU_OPT(FREE,  SWITCH, "tickle_one_idle_cpu")
LU_OPT(FREE,  ALL,    "ucode")
LU_OPT(FREE,  LAST,   "vesa-ram")
LU_OPT(FREE,  ALL,    "watchdog")
LU_OPT(FREE,  ALL,    "watchdog_timeout")
LU_OPT(FREE,  ALL,    "xpti")

/* --- HVM domains, which are created later --------------------------------- */

LU_OPT(FREE,  SWITCH, "altp2m")
LU_OPT(FREE,  SWITCH, "apicv")
LU_OPT(FREE,  SWITCH, "asid")
LU_OPT(FREE,  ALL,    "ept")
LU_OPT(FREE,  SWITCH, "force-ept")
LU_OPT(FREE,  SWITCH, "hap_1gb")
LU_OPT(FREE,  SWITCH, "hap_2mb")
LU_OPT(FREE,  LAST,   "hvm_debug")
LU_OPT(FREE,  SWITCH, "hvm_fep")
LU_OPT(FREE,  SWITCH, "hvm_port80")
LU_OPT(FREE,  LAST,   "ple_gap")
LU_OPT(FREE,  LAST,   "ple_window")
LU_OPT(FREE,  SWITCH, "unrestricted_guest")
LU_OPT(FREE,  LAST,   "viridian-spinlock-retry-count")
LU_OPT(FREE,  ALL,    "viridian-version")
LU_OPT(FREE,  LAST,   "vm-notify-window")
LU_OPT(FREE,  SWITCH, "vpid")
