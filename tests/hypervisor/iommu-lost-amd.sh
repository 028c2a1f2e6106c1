# SPDX-License-Identifier: GPL-2.0-only
# title: AMD-Vi: a device that the new Xen could not add reaches no memory
# uses: live dom0-lib load iommu
# suite: soak
# qemu: 10
# timeout: 240
# dom0-mem: 512M
# xen-args: liveupdate=192M liveupdate-verbose x2apic=off
# needs: amdvi toolstack edu

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live
# shellcheck disable=SC1091
. /rig/add/lib/iommu

stage_1()
{
	lost_scenario
}
