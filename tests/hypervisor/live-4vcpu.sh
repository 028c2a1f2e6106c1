# SPDX-License-Identifier: GPL-2.0-only
# title: four updates of a dom0 with four vCPUs on two CPUs
# uses: live dom0-lib load
# suite: soak
# smp: 2
# timeout: 240
# dom0-mem: 512M
# xen-args: liveupdate=192M dom0_max_vcpus=4 xsave=0
# needs: net-msix disk

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

stage_1()
{
	live_matrix 4
}
