# SPDX-License-Identifier: GPL-2.0-only
# title: a device's BAR and a race of two vCPUs do not get at the sealed bank
# uses: live dom0-lib load
# timeout: 240
# dom0-mem: 384M
# xen-args: liveupdate=128M
# needs: disk-msix
# files: build/hypervisor/lu-attack:/bin/lu-attack

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

nvme()
{
	for nvme_d in /sys/bus/pci/devices/*; do
		grep -q 0x0108 "$nvme_d/class" && basename "$nvme_d"
	done
}

stage_1()
{
	live_images
	ok "load" live_load $B
	ok "the bank is no device's MSI-X table" lu-attack bar "$(nvme)"
	diag_file /run/out
	ok "no mapping survives the seal" lu-load race 300 $B "$RIG_XEN_ARGS"
	diag_file /run/out
	ok "load again" live_load $B
	ok "the update succeeds" live_exec
	ok "the device works" disk_start
}
