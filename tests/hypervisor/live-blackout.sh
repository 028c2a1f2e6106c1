# SPDX-License-Identifier: GPL-2.0-only
# title: the blackout in the virtual clock, phase by phase
# xen: build/xen-release/xen.gz
# timeout: 240
# dom0-mem: 512M
# xen-args: liveupdate=192M
# needs: icount
# files: build/hypervisor/lu-load:/bin/lu-load build/load/guest-load:/bin/guest-load
# files: build/handoff/handoff.bin:/lib/handoff.bin tests/hypervisor/lib:/lib/live
# files: build/xen-b/xen.gz:/lib/xen-b.gz

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

# What the project promises for a host of 2 GiB, two CPUs and this dom0
MAX_BLACKOUT=150000
MAX_GAP=200
MAX_STUB=5000

longest_gap()
{
	sed -n 's/.*longest \([0-9]*\)\..*/\1/p' "$LOG" | tail -n 1
}

stage_1()
{
	live_images
	guest-load dom0 fork timer >"$LOG" &
	sleep 2
	gap_before=$(longest_gap)
	ok "load" live_load "$B"
	diag "$(grep predicted "$OUT")"
	ok "update" live_exec
	diag "$(cat "$OUT")"
	sleep 2
	lu-load report >"$OUT"
	diag_file "$OUT"
	value blackout "$(sed -n 's/.*blackout \([0-9]*\) us/\1/p' "$OUT")" us
	sed -n 's/.*took \(.*\) \([0-9]*\) us/\1 \2/p' "$OUT" >/tmp/phases
	while read -r phase us; do
		value "$phase" "$us" us
	done </tmp/phases
	stub=$(awk '/took stub/ { sum += $4 } END { print sum }' "$OUT")
	value stub "$stub" us
	value dom0_gap "$(longest_gap)" ms
	diag "longest gap before the update: $gap_before ms"
	ok "blackout of $MAX_BLACKOUT us at most" \
		[ "$(sed -n 's/.*blackout \([0-9]*\) us/\1/p' "$OUT")" -le $MAX_BLACKOUT ]
	ok "the stub takes $MAX_STUB us at most" [ "$stub" -le $MAX_STUB ]
	ok "dom0 stands still for $MAX_GAP ms at most" [ "$(longest_gap)" -le $MAX_GAP ]
	not_ok "no load has seen an error" grep ERROR "$LOG"
}
