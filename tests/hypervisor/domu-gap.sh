# SPDX-License-Identifier: GPL-2.0-only
# title: four domUs stand still for no longer than the blackout (virtual clock)
# suite: soak
# xen: build/xen-release/xen.gz
# timeout: 600
# mem: 3072
# dom0-mem: 512M
# xen-args: liveupdate=256M
# needs: toolstack disk-msix icount
# files: build/hypervisor/lu-load:/bin/lu-load build/handoff/handoff.bin:/lib/handoff.bin build/xen-b/xen.gz:/lib/xen-b.gz
# files: build/load/guest-load:/bin/guest-load tests/hypervisor/domu-lib:/lib/domu-lib

# What a guest may notice beyond the blackout
SLACK_MS=50

# guest_gap N FROM: the longest gap that guest N tells of after line FROM of its log
guest_gap()
{
	tail -n +$(($2 + 1)) "$(guest_log "g$1")" | sed -n 's/.* gap \([0-9]*\)\..*/\1/p' |
		sort -n | tail -n 1
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
	for u in 1 2; do
		for n in 1 2 3 4; do
			eval "from_$n=$(wc -l <"$(guest_log g$n)")"
		done
		update_under_load 4
		blackout=$(($(lu-load report | sed -n 's/.*blackout \([0-9]*\) us/\1/p') / 1000))
		value "blackout_$u" $blackout ms
		for n in 1 2 3 4; do
			eval "gap=\$(guest_gap $n \$from_$n)"
			value "gap_g${n}_update_$u" "$gap" ms
			ok "update $u: g$n stood still for no longer" [ "$gap" -le $((blackout + SLACK_MS)) ]
		done
	done
}
