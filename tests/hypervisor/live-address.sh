# SPDX-License-Identifier: GPL-2.0-only
# title: four updates in banks at a given address
# uses: live dom0-lib load
# suite: soak
# smp: 2
# timeout: 240
# dom0-mem: 512M
# xen-args: liveupdate=192M@1024M
# needs: net-msix disk

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

stage_1()
{
	live_matrix 4
}
