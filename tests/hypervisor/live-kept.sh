# SPDX-License-Identifier: GPL-2.0-only
# title: page state stays in place: same counts, same memory, damaged records are refused
# uses: live dom0-lib load
# threads: single
# timeout: 300
# dom0-mem: 512M
# xen-args: liveupdate=192M liveupdate-selftest
# needs: toolstack

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

# Records about page state in place, see Documentation/stream.rst
FRAMES=0x40
FRAME_MAP=0x41
FREE_LISTS=0x42
FREE_PAGES=0x43
IN_PLACE=0x50

# What the old Xen has had for itself is free again, and not more than that.
memory_back()
{
	now=$(xen_free_kib)
	[ "$now" -gt $((free - 512)) ] && [ "$now" -lt $((free + 512)) ]
}

# A load says how it is going to be: $1 is the last thing said.
says()
{
	xl dmesg | grep 'page state' | tail -n 1 | grep "$1"
}

swept()
{
	[ "$(xl dmesg | grep -c 'were the old Xen')" -ge "$1" ]
}

refused()
{
	live_load $B "liveupdate-fault=$1" || return 1
	! live_exec >/dev/null && live_guest_ticks
}

# Update $1 of the same host: what is there does not change.
once_more()
{
	to=$A
	[ $(($1 % 2)) = 0 ] || to=$B
	ok "update $1" live_update $to
	ok "update $1: the domU ticks on" live_guest_ticks
	ok "update $1: free memory is what it was" retry 100 memory_back
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
	guest-load dom0 pace=8 memory=16 fork timer >"$LOG" &

	for damage in malformed=$FRAMES malformed=$FRAME_MAP malformed=$IN_PLACE \
		missing=$FRAMES missing=$FRAME_MAP missing=$FREE_LISTS \
		missing=$FREE_PAGES missing=$IN_PLACE; do
		ok "refused: $damage" refused $damage
	done

	ok "first update" live_update $B
	ok "page state stayed in place" says "stays in place"
	like "the report says so, too" "$(lu-load report)" "page-state in-place"
	ok "what the old Xen had is looked for" retry 100 swept 1
	free=$(xen_free_kib)
	for u in 2 3 4; do
		once_more $u
	done
	ok "the audit ends" retry 900 live_audited 4
	is "references are what was found" "$(live_audit 4)" 0
	ok "xl destroy" xl destroy guest
	ok "xl create again" xl create /tmp/guest.cfg
	ok "the domU runs again" live_guest_ticks
	ok "an update with a new domU" live_update $B
	ok "it ticks on" live_guest_ticks
	ok "types derived again, as asked" lu-load derive $A "$RIG_XEN_ARGS"
	ok "the log says so" says "derived again: it was asked for"
	ok "an update like that" live_exec
	like "the report says so, too" "$(lu-load report)" "page-state asked"
	ok "the domU ticks on" live_guest_ticks
	ok "the next one" live_load $B
	ok "leaves them in place again" says "stays in place"
	ok "and does" live_exec
	like "the report says so, too" "$(lu-load report)" "page-state in-place"
	ok "the domU still ticks" live_guest_ticks
	ok "xl destroy" xl destroy guest
	ok "no zombie is left" retry 50 live_guest_gone || xl list
	not_ok "no load has seen an error" grep ERROR "$LOG"
}
