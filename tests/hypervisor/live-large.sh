# SPDX-License-Identifier: GPL-2.0-only
# title: four updates in two banks of 256 MiB
# uses: live dom0-lib load
# suite: soak
# smp: 2
# timeout: 240
# dom0-mem: 512M
# xen-args: liveupdate=512M
# needs: net disk-msix

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

stage_1()
{
	live_matrix 4
}
