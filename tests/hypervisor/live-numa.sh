# SPDX-License-Identifier: GPL-2.0-only
# title: page state stays in place on a host of two NUMA nodes
# uses: live dom0-lib load
# suite: soak
# timeout: 900
# smp: 4
# needs: numa toolstack
# dom0-mem: 512M
# xen-args: liveupdate=192M dom0_max_vcpus=2

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

# KiB of a node that may move to the other one or to Xen
LEEWAY=4096

# Free memory of node $1 in KiB
free_of()
{
	xl debug-keys u
	sleep 1
	xl dmesg | awk -v node="NODE$1" '$0 ~ node " start" {
		sub(".*free->", ""); pages = $1 + 0 } END { print pages * 4 }'
}

node_same()
{
	now=$(free_of "$1")
	gap=$((now - $2))
	[ ${gap#-} -le $LEEWAY ]
}

nodes_same()
{
	ok "$1: node 0 has the memory that it had" retry 50 node_same 0 "$free_0" || echo "$free_0 $now"
	ok "$1: and so has node 1" retry 50 node_same 1 "$free_1" || echo "$free_1 $now"
}

# clean UPDATE: done, and right
clean()
{
	like "update $1: page state stayed in place" "$(lu-load report)" "page-state in-place"
	ok "update $1: the audit ends" retry 900 live_audited "$1"
	is "update $1: nothing is wrong" "$(live_audit "$1")" 0
	ok "update $1: the domU ticks on" live_guest_ticks
}

stage_1()
{
	live_images
	ok "the toolstack starts" xl_start
	domu_config guest 128 >/tmp/guest.cfg
	echo 'cpus = "2-3"' >>/tmp/guest.cfg
	ok "a domU on node 1" xl create /tmp/guest.cfg
	ok "ticks" live_guest_ticks
	# shellcheck disable=SC2034 # for the library
	live_kinds='memory fork timer'
	# shellcheck disable=SC2034 # for the library
	live_sum=$(random_blob /tmp/blob 16)
	guest-load dom0 pace=8 memory=16 fork timer >"$LOG" &

	ok "update 1" live_update $B
	clean 1
	free_0=$(free_of 0) free_1=$(free_of 1)
	for u in 2 3; do
		to=$A
		[ $u = 2 ] || to=$B
		ok "update $u" live_update $to
		clean $u
		nodes_same "update $u"
	done
	ok "update 4, to a Xen that sorts free memory by node" live_load $A liveupdate-fault=audit=nodes
	ok "made" live_exec
	clean 4
	nodes_same "update 4"
	ok "xl destroy" xl destroy guest
	ok "no zombie is left" retry 50 live_guest_gone || xl list
	ok "a domU comes up again" xl create /tmp/guest.cfg
	ok "and ticks" live_guest_ticks
	not_ok "no load has seen an error" grep ERROR "$LOG"
}
