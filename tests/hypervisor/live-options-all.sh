# SPDX-License-Identifier: GPL-2.0-only
# title: the whole table of options: those that may change do, all others are refused
# uses: live dom0-lib load
# suite: soak
# smp: 2
# timeout: 900
# dom0-mem: 384M
# xen-args: liveupdate=128M ioapic_ack=new irq-max-guests=16 nr_irqs=300 max_gsi_irqs=24
# xen-args: extra_guest_irqs=40,300 x2apic=0 gnttab=max-ver:1 gnttab_max_frames=80 cpuid=no-rdrand
# xen-args: mmio-relax=all pv-l1tf=dom0=0 tsx=0 numa=on e820-mtrr-clip=0 availmem=1900M sched-gran=cpu
# needs: net disk
# files: build/hypervisor/lu-attack:/bin/lu-attack

# tests/options looks whether each option of the table is here. These are not, as
# nothing comes of them without hardware or a build that the rig does not have:
# NOT: debugtrace flask hvm_debug hvm_fep placeholder xsm

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

# Xen keeps 1023 characters of a command line: so many options at a time.
# "--dom0-args rig.groups=TIME,CPU" tries only these.
GROUPS_ALL='TIME CONSOLE SCHEDULER CPU MEMORY IOMMU HVM OTHER NOSMP TRACE LATER UPDATE'
TIME='clocksource=acpi cmos-rtc-probe=0 hpetbroadcast=0 tdt=0 timer_slop=60000 tsc=skewed
	arat=0 cpuidle=0 max_cstate=1 mwait-idle=0 idle_latency_factor=3 lapic_timer_c2_ok=0
	preferred-cstates=1 acpi_pstate_strict core_parking=performance acpi_sleep=s3_bios'
CONSOLE='apic_verbosity=debug async-show-all conring_size=64k console_timestamps=boot
	console_to_ring conswitch=ax cpuinfo crash-debug-panic=d crash-debug-hwdom=d
	crash-debug-watchdog=d crash-debug-kexeccmd=d crash-debug-debugkey=d debug_stack_lines=10
	e820-verbose font=8x8 guest_loglvl=none loglvl=all ler mtrr.show serial_tx_buffer=32k
	sync_console vesa-ram=16 noreboot reboot=k'
SCHEDULER='credit2_balance_over=-2 credit2_balance_under=1 credit2_cap_period_ms=20
	credit2_load_precision_shift=20 credit2_load_window_shift=28 credit2_runqueue=all
	sched_credit2_max_cpus_runqueue=8 sched_credit2_migrate_resist=400 sched_credit_tslice_ms=10
	sched_ratelimit_us=500 sched_smt_power_savings tickle_one_idle_cpu=0 vcpu_migration_delay=100
	rcu-idle-timer-period-ms=20'
CPU='cet=no-shstk invpcid=0 pcid=0 pku=0 smap=0 smep=0 xpti=0 ucode=scan mce=0 mce_fb
	mce_verbosity=verbose cmci-threshold=3 hest_disable nmi=ignore watchdog watchdog_timeout=30
	global-pages=0 dit pv=no-32 cpu_type=arch_perfmon irq_ratelimit=0 noirqbalance pci=serr'
MEMORY='bootscrub=0 bootscrub_chunk=64M scrub-domheap dma_bits=30 low_mem_virq_limit=16M
	memop-max-order=9,9,9,9 tevt_mask=1 badpage=0x7f000 gnttab_max_frames=90
	gnttab_max_maptrack_frames=2000'
IOMMU='iommu_dev_iotlb_timeout=10
	pci-phantom=00:1f,1'
HVM='altp2m apicv=0 asid=0 ept=no-ad force-ept hap_1gb=0 hap_2mb=0 hvm_port80=0 ple_gap=0
	ple_window=1 unrestricted_guest=0 viridian-spinlock-retry-count=10 viridian-version=6,1,1
	vm-notify-window=1 vpid=0'
# Mean something else
OTHER='cpufreq=none maxcpus=1 sched=credit smt=0 spec-ctrl=eager-fpu,no-xen psr=cmt
	vpmu=0 sky=blue'
NOSMP=nosmp
# With this one, the new Xen traces: that has to end before the next update
TRACE=tbuf_size=1
# For a dom0 that is built
LATER='crashkernel=64M dom0=verbose dom0-cpuid=rdseed=0 dom0_ioports_disable=0x80-0x80
	dom0_max_vcpus=1 dom0_mem=256M dom0_nodes=0 dom0_vcpus_pin edd=off edid=no ro-hpet'
UPDATE='liveupdate-verbose liveupdate-inplace=0 liveupdate-test liveupdate-selftest
	liveupdate-fault=none real-mode liveupdate-watchdog=30'

# Must not change. All switches among them are off, or nobody has said what they are.
SAME='acpi_apic_instance acpi_skip_timer_override allow_unsafe apic argo availmem com1 com2
	console cpuid cpuid_mask_cpu cpuid_mask_ecx cpuid_mask_edx cpuid_mask_ext_ecx
	cpuid_mask_ext_edx cpuid_mask_l7s0_eax cpuid_mask_l7s0_ebx cpuid_mask_thermal_ecx
	cpuid_mask_xsave_eax crashinfo_maxaddr dbgp e820-mtrr-clip efi extra_guest_irqs gdb
	gnttab hap hardware_dom highmem-start hpet ioapic_ack iommu irq-max-guests
	irq_vector_map ats ivmd ivrs_hpet[0] ivrs_ioapic[4] low_crashinfo max_gsi_irqs mem mmcfg
	mmio-relax nr_irqs dom0-iommu iommu_inclusive_mapping numa pv-l1tf pv-linear-pt pv-shim
	rmrr sched-gran shim_mem snb_igd_quirk tboot tsx vga x2apic x2apic-mode x2apic_phys'
# These are on.
SAME_ON='msi xsave'
NEVER='acpi=1 lapic=0 noapic nolapic'

trace_off()
{
	live_load $A >/dev/null && return 1
	grep -q 'text "tracing is on"' $OUT && lu-attack trace off
}

# with NAME WORDS: an update to a Xen with these options, and back to one without.
with()
{
	# shellcheck disable=SC2086 # one line
	options=$(echo $2)
	live_load $B "$options" && live_exec || return 1
	diag "$1: $(cat $OUT)"
	diag "$(lu-load report | grep warnings)"
	live_work_goes_on || return 1
	[ "$1" != TRACE ] || trace_off || return 1
	live_load $A && live_exec && live_work_goes_on
}

# refused WORD TEXT: with it on the command line loading fails, and TEXT is why.
refused()
{
	live_load $B "$1" >/dev/null && { echo "$1 is accepted"; return 1; }
	grep -q "reason unsupported text \"option $2" $OUT && return
	echo "$1:"
	cat $OUT
	return 1
}

all_refused()
{
	for o in $SAME; do
		refused "$o=1" "$o must not change" || echo "$o" >>/tmp/accepted
	done
	for o in $SAME_ON; do
		refused "$o=0" "$o must not change" || echo "$o" >>/tmp/accepted
	done
	for o in $NEVER; do
		refused "$o" "${o%=*} allows no live update" || echo "$o" >>/tmp/accepted
	done
	refused gnttab_max_frames=1 "gnttab_max_frames is less" || echo frames >>/tmp/accepted
	[ ! -e /tmp/accepted ]
}

stage_1()
{
	live_images
	ok "all that must not change is refused" all_refused
	ok "the work begins" live_work_start 8 16
	groups=$(echo "$RIG_DOM0_ARGS" | sed -n 's/.*rig\.groups=\([A-Z,]*\).*/\1/p' | tr ',' ' ')
	for group in ${groups:-$GROUPS_ALL}; do
		ok "$group" with "$group" "$(eval "echo \"\$$group\"")" || return 1
	done
	ok "nothing has gone wrong" live_work_stop
	diag_file /run/out
}
