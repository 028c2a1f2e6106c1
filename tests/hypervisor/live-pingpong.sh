# SPDX-License-Identifier: GPL-2.0-only
# title: 25 updates in a row, A to B to A, under load (net, disk-msix)
# uses: live dom0-lib load
# suite: soak
# timeout: 700
# dom0-mem: 768M
# xen-args: liveupdate=192M
# needs: net disk-msix

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

stage_1()
{
	live_soak 25 256
}
