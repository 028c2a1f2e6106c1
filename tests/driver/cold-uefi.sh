# SPDX-License-Identifier: GPL-2.0-only
# title: three cold updates in a row on a machine that UEFI has started
# uses: tool
# xen: 4.17
# needs: uefi
# threads: single
# smp: 1
# timeout: 240
# shows: Entering ACPI S5 state

S=/sys/class/misc/xen-liveupdate
VARIABLES=/sys/firmware/efi/efivars

efi_variables()
{
	modprobe efivarfs && mount -t efivarfs none $VARIABLES && ls $VARIABLES | wc -l
}

# try XEN STAGE ARGUMENT...: what the tool says of a cold update
try()
{
	image=$1
	stage=$2
	shift 2
	xen-liveupdate update --mode cold --yes --kernel /payload/vmlinux \
		--initrd /payload/initrd --kernel-cmdline "$(stage_cmdline "$stage")$MORE" \
		"$@" "$image" 2>&1
}

# update XEN STAGE
update()
{
	stage_done
	try "$@"
	fail "the update came back"
}

# What Xen and dom0 have from the firmware, and what works only with that.
firmware_is_known()
{
	is "all CPUs are there" "$(nproc)" "$RIG_SMP"
	ok "dom0 has ACPI" ls /sys/firmware/acpi/tables/APIC
	like "it can switch the machine off" "$(dmesg | grep 'ACPI: PM: (supports')" S5
	like "PCI interrupts come" "$(grep virtio /proc/interrupts)" "xen-pirq"
}

# arrived XEN GENERATION: in the next dom0
arrived()
{
	ok "the driver is loaded" driver_load
	is "Xen" "$(xen_version)" "$1"
	is "result" "$(cat $S/last/result)" ok
	is "so many in a row" "$(cat $S/last/generation)" "$2"
	firmware_is_known
	not_ok "there is no EFI" ls $VARIABLES
}

stage_1()
{
	ok "the driver is loaded" driver_load
	firmware_is_known
	variables=$(efi_variables)
	diag "$variables EFI variables"
	ok "there are EFI variables" test "$variables" -gt 10

	said=$(try /payload/xen-4.17.gz 2 --dry-run)
	like "a dry run warns of what ends" "$said" "EFI run-time services end"
	like "so does a check" "$(xen-liveupdate check /payload/xen-4.17.gz 2>&1)" "EFI run-time services end"
	MORE=" lockdown=integrity"
	said=$(try /payload/xen-4.17.gz 2 --dry-run)
	like "a dom0 that would have no ACPI is refused" "$said" "no-acpi.*lockdown"
	is "nothing is left of that" "$(cat $S/state)" idle
	MORE=
	update /payload/xen-4.17.gz 2
}

stage_2()
{
	arrived 4.17 1
	is "the report warns of what has ended" "$(cat $S/last/warnings)" efi
	said=$(try /payload/xen-4.20.gz 3 --dry-run)
	not_ok "another dry run does not" sh -c "echo '$said' | grep EFI"
	update /payload/xen-4.20.gz 3
}

stage_3()
{
	arrived 4.20 2
	is "nothing has ended since" "$(cat $S/last/warnings)" ""
	update /payload/xen-4.17.gz 4
}

stage_4()
{
	arrived 4.17 3
}
