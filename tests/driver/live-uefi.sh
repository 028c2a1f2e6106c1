# SPDX-License-Identifier: GPL-2.0-only
# title: updates of a host that UEFI has started and that lists 96 CPUs
# uses: tool
# xen: build/xen-release/xen.gz
# needs: uefi toolstack net
# max-smp: 96
# threads: single
# timeout: 240
# dom0-mem: 512M
# xen-args: liveupdate=192M dom0_max_vcpus=2
# files: build/xen-b/xen.gz:/lib/xen-b.gz

S=/sys/class/misc/xen-liveupdate
VARIABLES=/sys/firmware/efi/efivars
# One of those that Linux lets everybody change
OWN=$VARIABLES/rig-cfc8fc79-be2e-4ddc-97f0-9f98bfe298a0

# Names and contents of all variables
variables()
{
	cd $VARIABLES && for name in *; do
		echo "$name $(sha256 "$name")"
	done
	cd /
}

# What dom0 has asked Xen and the firmware
firmware()
{
	cat /sys/firmware/efi/systab
	ls /sys/firmware/acpi/tables
	cat /sys/class/dmi/id/bios_vendor
}

write_variable()
{
	# attributes: non-volatile, for boot services and run time
	printf '\007\000\000\000%s' "$1" >$OWN
}

read_variable()
{
	dd if=$OWN bs=1 skip=4 2>/dev/null
}

update()
{
	ok "$1: update" xen-liveupdate update "$2"
	is "$1: result" "$(cat $S/last/result)" ok
	is "$1: no warning" "$(cat $S/last/warnings)" ""
	is "$1: no variable has changed" "$(variables)" "$before"
	is "$1: what was written is there" "$(read_variable)" "$3"
	is "$1: dom0 finds what it found" "$(firmware)" "$found"
	said=$(xl dmesg)
	like "$1: page state stays" "$said" "page state stays in place"
	# What the new Xen says of itself
	said=${said##*Bootloader: xen-liveupdate}
	like "$1: Xen finds DMI" "$said" "SMBIOS .* present"
	like "$1: it finds ACPI" "$said" "SMP: Allowing $RIG_MAX_SMP CPUs"
	like "$1: it has the memory map" "$said" "EFI memory map"
}

stage_1()
{
	ok "the driver is loaded" driver_load
	like "live is offered" "$(xen-liveupdate status)" "live update  offered"
	ok "EFI variables can be had" sh -c "modprobe efivarfs &&
		mount -t efivarfs none $VARIABLES"
	ok "one is written" write_variable first
	before=$(variables)
	found=$(firmware 2>&1)
	diag "$(echo "$before" | wc -l) EFI variables"
	ok "there are many" test "$(echo "$before" | wc -l)" -gt 10
	ok "a dry run" xen-liveupdate update --dry-run /lib/xen-b.gz

	update "to B" /lib/xen-b.gz first
	ok "one is written under B" write_variable "by B"
	before=$(variables)
	update "to A" /payload/xen.gz "by B"
	ok "one is removed" rm -f $OWN
	before=$(variables)
	update "to B again" /lib/xen-b.gz ""
	is "all CPUs are there" "$(nproc)" "$RIG_SMP"
	ok "PCI interrupts come" net_start
}
