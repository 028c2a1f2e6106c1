# SPDX-License-Identifier: GPL-2.0-only
# title: AMD-Vi: a PV domU with a network card and an NVMe of its own works on through updates
# uses: live dom0-lib domu-lib load iommu
# suite: soak
# qemu: 10
# timeout: 400
# dom0-mem: 512M
# xen-args: liveupdate=192M liveupdate-verbose
# needs: amdvi net-msix disk-msix edu

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live
# shellcheck disable=SC1091
. /rig/add/lib/iommu

stage_1()
{
	passed_scenario
}
