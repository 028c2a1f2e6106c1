# SPDX-License-Identifier: GPL-2.0-only
# title: every check and allocation up to the jump fails once, and all goes on
# uses: live dom0-lib load
# smp: 1
# timeout: 400
# dom0-mem: 384M
# xen-args: liveupdate=128M liveupdate-test liveupdate-inplace=no

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

MAX_POINTS=300

# Load and go, with point $1 failing; succeeds if there is no such point.
attempt()
{
	lu-load fail "$1" $B "$RIG_XEN_ARGS" >$OUT 2>&1 && lu-load exec >>$OUT 2>&1
}

# What the report says: $text, and the number of the point in $detail. By the shell alone, as
# there are hundreds.
read_report()
{
	local line

	text=''
	detail=0
	while read -r line; do
		case $line in
		*'reason injected text "'*)
			text=${line#*text \"}
			detail=${text#*\" detail }
			text=${text%%\"*}
			detail=${detail%% *} ;;
		esac
	done <$OUT
}

stage_1()
{
	live_images
	guest-load dom0 pace=32 memory=8 fork timer >$LOG &
	before=$(xen_buildid)
	memory=$(lu-load free)
	n=1
	while ! attempt $n && [ $n -lt $MAX_POINTS ]; do
		read_report
		ok "point $n: $text" [ $((detail)) -eq $n ] || diag_file $OUT
		n=$((n + 1))
	done
	cat $OUT
	value points $((n - 1))
	ok "there are 30 points at least" [ $n -gt 30 ]
	ok "the update without a fault succeeds" [ $n -lt $MAX_POINTS ]
	not_ok "another Xen runs" [ "$(xen_buildid)" = "$before" ]
	retry 100 live_advances timer "$(live_done timer)"
	retry 100 live_advances fork "$(live_done fork)"
	not_ok "no load has seen an error" grep ERROR $LOG
	diag "free memory $memory KiB before, $(lu-load free) KiB after"
}
