# SPDX-License-Identifier: GPL-2.0-only
# title: page state in place is compared with what refers to pages, and damage is found
# uses: live dom0-lib load
# suite: soak
# timeout: 900
# dom0-mem: 512M
# xen-args: liveupdate=192M
# needs: toolstack

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

# Why it does not tick
show_guest()
{
	xl list
	tail -n 5 /var/log/xen/console/guest-guest.log
}

# What the audit after update $1 says of a single difference
says()
{
	xl dmesg | grep "Live update $1: audit: $2"
}

# clean UPDATE IMAGE: the audit finds nothing
clean()
{
	ok "update $1" live_update "$2"
	ok "the audit ends" retry 900 live_audited "$1"
	is "nothing is wrong" "$(live_audit "$1")" 0
	like "the report has no warning" "$(lu-load report)" "warnings 0 "
}

# damaged UPDATE WHAT MESSAGE: the new Xen damages the frame table, and finds it
damaged()
{
	ok "update $1, wrong: $2" live_load $B "liveupdate-fault=audit=$2"
	ok "made" live_exec
	ok "the audit ends" retry 900 live_audited "$1"
	not_ok "something is wrong" [ "$(live_audit "$1")" = 0 ]
	ok "namely this" says "$1" "$3"
	like "the report warns of it" "$(lu-load report)" "warnings 0x40000"
}

stage_1()
{
	live_images
	ok "the toolstack starts" xl_start
	domu_config guest 128 >/tmp/guest.cfg
	ok "xl create" xl create /tmp/guest.cfg
	ok "the domU runs" retry 300 live_ticking 1
	# shellcheck disable=SC2034 # for the library
	live_kinds='memory fork timer'
	# shellcheck disable=SC2034 # for the library
	live_sum=$(random_blob /tmp/blob 16)
	guest-load dom0 memory=16 fork timer >"$LOG" &

	clean 1 $B
	clean 2 $A
	damaged 3 free "[0-9]* pages are free, [0-9]* found"
	ok "the domU ticks on" live_guest_ticks || show_guest
	damaged 4 count "frame .* of d1: [0-9]* references, [0-9]* found"
	ok "the domU ticks on" live_guest_ticks || show_guest
	damaged 5 type "frame .* of d1: .* of type 0x[0-9a-f]*, [0-9]* found"
	ok "the domU ticks on" live_guest_ticks || show_guest
	# The domU may not map this page any more, and need not survive that.
	damaged 6 owner "d[01]: [0-9]* pages, [0-9]* found"

	ok "types derived again" lu-load derive $A "$RIG_XEN_ARGS"
	ok "in an update" live_exec
	ok "xl destroy" xl destroy guest
	ok "no zombie is left: references are right again" retry 50 live_guest_gone || xl list
	not_ok "no load has seen an error" grep ERROR "$LOG"
}
