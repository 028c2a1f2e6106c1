# SPDX-License-Identifier: GPL-2.0-only
# title: VT-d in use: updates and ways back with DMA all the time, and out of its reach
# uses: live dom0-lib load iommu
# timeout: 240
# dom0-mem: 512M
# xen-args: liveupdate=192M liveupdate-verbose
# needs: iommu net-msix disk-msix edu toolstack

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live
# shellcheck disable=SC1091
. /rig/add/lib/iommu

stage_1()
{
	iommu_scenario
}
