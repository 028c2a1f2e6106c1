# SPDX-License-Identifier: GPL-2.0-only
# title: four updates with one CPU
# uses: live dom0-lib load
# smp: 1
# timeout: 240
# dom0-mem: 512M
# xen-args: liveupdate=192M liveupdate-inplace=no
# needs: net disk-msix

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

stage_1()
{
	live_matrix 4
}
