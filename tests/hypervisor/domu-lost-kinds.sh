# SPDX-License-Identifier: GPL-2.0-only
# title: a domU with disk and network that is lost, for each kind of record, leaves nothing behind
# uses: live domu-lib load
# suite: soak
# timeout: 1500
# dom0-mem: 768M
# xen-args: liveupdate=192M
# needs: disk-msix

# All of which the restore of a domU can fail (tests/hypervisor/kinds.py looks), so
# many in an update; "--dom0-args rig.kinds=0x12,0x18" tries only these.
KINDS="0x10 0x11 0x12 0x13  0x16 0x17 0x18 0x19  0x1a 0x1b 0x1c 0x1f  0x21 0x22 0x23 0x24  0x31 0x32 0x20"
AT_ONCE=4

# The most that may be missing after the last of them is gone
SLACK_KIB=256

# victim N: a guest that nobody but dom0 knows, and that has a server of its own there.
# The guest before it has a rest meanwhile.
victim()
{
	xl pause g$(($1 - 1))
	guest_start "$1" 1 \
		"guest-load g$1 pace=20 memory=4 disk=/dev/xvda connect=10.1.0.1:7001 fork timer"
}

# lose KIND...: one guest for each
lose()
{
	local n=2 kind line faults=''

	for kind in "$@"; do
		victim $n
		faults="$faults${faults:+,}$(xl domid g$n):$kind"
		n=$((n + 1))
	done
	while [ $n -gt 2 ]; do
		n=$((n - 1))
		xl unpause g$((n - 1))
	done
	line=$(load_line 1)
	ok "$*: update" update_with "$faults"
	ok "$*: g1 works on" retry 900 load_advances 1 "$line"
	for kind in "$@"; do
		# Queues of vCPUs are restored with the event array, which is named.
		[ "$kind" != 0x24 ] || kind=0x18
		lost g$n "$kind"
		n=$((n + 1))
	done
}

# Another update takes lost domains along, or refuses them by name.
update_again()
{
	if lu-load load /tmp/xen-b "$RIG_XEN_ARGS" && lu-load exec; then
		is "$*: they stay crashed" "$(xl list | awk '/^g[2-9]/ && $5 ~ /c/' | grep -c .)" $#
	else
		like "$*: the next update is refused" "$(lu-load report)" \
			"domain that an update has lost"
	fi
}

destroy()
{
	local n=2 kind

	for kind in "$@"; do
		lost_destroy g$n
		: >"$(guest_log g$n)"
		n=$((n + 1))
	done
	ok "$*: g1 still works on" retry 900 load_advances 1 "$(load_line 1)"
}

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/domu-lib
	# shellcheck disable=SC2034 # for the library
	GUEST_PACE=8
	host_start $((AT_ONCE + 1))
	guest-load victims serve=7001 >/tmp/victims.log &
	guest_start 1 2
	ok "an update without faults" update
	free=$(xen_free_kib)
	kinds=$(sed -n 's/.*rig\.kinds=\([^ ]*\).*/\1/p' /proc/cmdline | tr ',' ' ')
	# shellcheck disable=SC2086 # words
	set -- ${kinds:-$KINDS}
	while [ $# -gt 0 ]; do
		now=
		while [ $# -gt 0 ] && [ "$(echo "$now" | wc -w)" -lt $AT_ONCE ]; do
			now="$now $1"
			shift
		done
		for step in lose update_again destroy; do
			# shellcheck disable=SC2086 # words
			$step $now
		done
	done
	sleep 3
	missing=$((free - $(xen_free_kib)))
	value missing $missing KiB
	ok "all memory is back" [ ${missing#-} -le $SLACK_KIB ]
	ok "nobody saw an error" no_load_errors
}
