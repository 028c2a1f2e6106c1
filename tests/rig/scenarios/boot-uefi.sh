# SPDX-License-Identifier: GPL-2.0-only
# title: Xen 4.17 and dom0 come up on a machine that UEFI has started
# suite: soak
# xen: 4.17
# needs: uefi
# timeout: 120

stage_1()
{
	is "dom0 runs on Xen 4.17" "$(xen_version)" 4.17
	is "both CPUs are there" "$(nproc)" "$RIG_SMP"
	ok "dom0 has ACPI" ls /sys/firmware/acpi/tables/APIC
	ok "EFI variables can be had" sh -c "modprobe efivarfs &&
		mount -t efivarfs none /sys/firmware/efi/efivars"
	variables=$(ls /sys/firmware/efi/efivars | wc -l)
	diag "$variables EFI variables"
	ok "there are some" test "$variables" -gt 10
}
