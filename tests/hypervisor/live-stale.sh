# SPDX-License-Identifier: GPL-2.0-only
# title: interrupts that the old Xen has left pending hold nothing back
# uses: live dom0-lib load
# smp: 2
# threads: single
# timeout: 120
# dom0-mem: 512M
# xen-args: liveupdate=192M
# needs: net disk-msix

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

# Load $1, with which interrupts with all vectors are pending, and go.
stale_update()
{
	live_load "$1" liveupdate-fault=stale && live_exec && live_work_goes_on
}

stage_1()
{
	live_images
	ok "the work begins" live_work_start 8 16
	ok "update" stale_update $B
	ok "update back" stale_update $A
	ok "nothing has gone wrong" live_work_stop
}
