# SPDX-License-Identifier: GPL-2.0-only
# title: a new Xen in a bank below 1 GiB gives way to the old one
# uses: live dom0-lib
# suite: soak
# smp: 1
# mem: 1024
# dom0-mem: 384M
# timeout: 120
# xen-args: liveupdate=128M
# shows: Live update: banks of 64M at 0x3[0-9a-f]{7} and 0x3[0-9a-f]{7}$

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

# Fault $1: the old Xen goes on, and says reason $2.
failing_update()
{
	live_load $B "liveupdate-fault=$1" || return 1
	lu-load exec && return 1
	lu-load report | grep "reason $2 "
}

stage_1()
{
	live_images
	for fault in refuse:injected panic:panic gp:panic memory:no-memory; do
		ok "$fault" failing_update "${fault%%:*}" "${fault##*:}"
	done
	ok "load, without a fault" live_load $B
	ok "an update" live_exec
}
