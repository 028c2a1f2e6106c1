# SPDX-License-Identifier: GPL-2.0-only
# title: AMD-Vi in use, with x2APIC: updates and ways back with DMA all the time
# uses: live dom0-lib load iommu
# qemu: 10
# timeout: 240
# dom0-mem: 512M
# xen-args: liveupdate=192M liveupdate-verbose
# needs: amdvi net-msix disk-msix edu toolstack

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live
# shellcheck disable=SC1091
. /rig/add/lib/iommu

stage_1()
{
	# QEMU sends no interrupt for what is in the event log, with x2APIC.
	iommu_scenario silent
}
