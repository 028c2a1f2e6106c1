# SPDX-License-Identifier: GPL-2.0-only
# title: VT-d: a device in quarantine reaches no memory, before and after updates
# uses: live dom0-lib load iommu
# suite: soak
# timeout: 240
# dom0-mem: 512M
# xen-args: liveupdate=192M liveupdate-verbose
# needs: iommu toolstack edu

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live
# shellcheck disable=SC1091
. /rig/add/lib/iommu

stage_1()
{
	quarantine_scenario
}
