# SPDX-License-Identifier: GPL-2.0-only
# title: options that cost the host, or are found too late, are refused by name
# uses: live dom0-lib load
# smp: 2
# threads: single
# timeout: 150
# dom0-mem: 384M
# xen-args: liveupdate=128M extra_guest_irqs=40,300

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

# refused WORDS TEXT: with them on the command line loading fails, and TEXT is why.
refused()
{
	lu-load load $B "$RIG_XEN_ARGS $1" >$OUT 2>&1 && { cat $OUT; return 1; }
	cat $OUT
	grep -q "reason unsupported text \"option $2\"" $OUT
}

# warned WORDS TEXT: it is loaded, and Xen says TEXT.
warned()
{
	lu-load load $B "$RIG_XEN_ARGS $1" >$OUT 2>&1 && grep -q "warnings 0x1000" $OUT
}

stage_1()
{
	live_images
	before=$(xen_buildid)
	for words in acpi=off noapic nolapic lapic=0; do
		ok "$words" refused $words "${words%=*} allows no live update"
	done
	for words in mem=1G availmem=1G gnttab=max-ver:1 xsave=0 iommu=1 msi=off \
		com1=9600 cpuid=no-avx numa=off low_crashinfo=min efi=no-rs; do
		ok "$words" refused $words "${words%=*} must not change"
	done
	for words in gnttab_max_frames=1 gnttab_max_maptrack_frames=1; do
		ok "$words" refused $words "${words%=*} is less than a domain has"
	done
	ok "a switch that is off" refused no-xsave 'xsave must not change'
	ok "one that is off twice" refused no-noapic=0 'noapic allows no live update'
	ok "the bank behind --, which is for dom0" refused -- 'liveupdate does not name the bank'
	is "the same Xen" "$(xen_buildid)" "$before"

	for words in dom0_mem=1G maxcpus=1 nosmp smt=0 sched=credit spec-ctrl=no \
		crashkernel=64M sky=blue; do
		ok "$words: a warning" warned $words
	done
	ok "what is said again, or is the default" live_load $B \
		"xsave=1 no-noapic msi no-nosmp liveupdate=8M"
	# Xen has no other reason to find out where dom0 may run if that has a number.
	ok "an update of a Xen that was booted with extra_guest_irqs" live_exec
}
