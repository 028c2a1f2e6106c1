# SPDX-License-Identifier: GPL-2.0-only
# title: four domUs stand still for no longer than the blackout (virtual clock)
# uses: live domu-lib load
# suite: soak
# timeout: 600
# mem: 3072
# dom0-mem: 512M
# xen-args: liveupdate=256M
# needs: disk-msix icount

# What a guest may notice beyond the blackout; and of loading, which makes dom0 busy
SLACK_MS=50
LOAD_MS=100
# Long enough for a line of every guest's load
LINE_S=3

# guest_gap N FROM: the longest gap that guest N tells of after line FROM of its log
guest_gap()
{
	tail -n +$(($2 + 1)) "$(guest_log "g$1")" | sed -n 's/.* gap \([0-9]*\)\..*/\1/p' |
		sort -n | tail -n 1
}

# Where the guests' logs end now.
remember_lines()
{
	local n

	for n in 1 2 3 4; do
		eval "from_$n=$(wc -l <"$(guest_log g$n)")"
	done
}

# compare_gaps TEXT NAME MS: since remember_lines() no guest stood still for longer
compare_gaps()
{
	local n gap

	sleep $LINE_S
	for n in 1 2 3 4; do
		eval "gap=\$(guest_gap $n \$from_$n)"
		value "gap_g${n}_$2" "$gap" ms
		ok "$1: g$n stood still for no longer than $3 ms" [ "$gap" -le "$3" ]
	done
}

# Update number $1 to image $2; nothing but the guests works meanwhile.
update_and_compare()
{
	local blackout

	remember_lines
	ok "update $1: load" lu-load load "$2" "$RIG_XEN_ARGS"
	compare_gaps "update $1: load" "load_$1" $LOAD_MS
	remember_lines
	ok "update $1" lu-load exec
	blackout=$(($(last_blackout) / 1000))
	value "blackout_$1" $blackout ms
	compare_gaps "update $1" "update_$1" $((blackout + SLACK_MS))
}

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/domu-lib
	# shellcheck disable=SC2034 # for the library
	GUEST_PACE=20
	host_start 4
	for n in 1 2 3 4; do
		guest_start $n $((1 + n / 3))
	done
	for u in 1 3; do
		update_and_compare $u /tmp/xen-b
		update_and_compare $((u + 1)) /tmp/xen-a
	done
	ok "nobody saw an error" no_load_errors
}
