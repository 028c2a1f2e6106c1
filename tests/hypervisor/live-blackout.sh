# SPDX-License-Identifier: GPL-2.0-only
# title: the blackout in the virtual clock, phase by phase
# uses: live dom0-lib load
# timeout: 240
# dom0-mem: 512M
# xen-args: liveupdate=192M
# needs: icount

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

# What the project promises for a host of 2 GiB, two CPUs and this dom0
MAX_BLACKOUT=100000
MAX_GAP=120
MAX_STUB=5000

# The longest gap that lines $1 to $2 of $LOG tell of
longest_gap()
{
	sed -n "$1,$2s/.* gap \([0-9]*\)\..*/\1/p" "$LOG" | sort -n | tail -n 1
}

lines()
{
	sleep 2
	wc -l <"$LOG"
}

stage_1()
{
	live_images
	guest-load dom0 fork timer >"$LOG" &
	before_load=$(lines)
	ok "load" live_load "$B"
	before_exec=$(lines)
	diag "$(grep predicted "$OUT")"
	ok "update" live_exec
	diag "$(cat "$OUT")"
	after_exec=$(lines)
	lu-load report >"$OUT"
	diag_file "$OUT"
	value blackout "$(sed -n 's/.*blackout \([0-9]*\) us/\1/p' "$OUT")" us
	sed -n 's/.*took \(.*\) \([0-9]*\) us/\1 \2/p' "$OUT" >/tmp/phases
	while read -r phase us; do
		value "$phase" "$us" us
	done </tmp/phases
	stub=$(awk '/took stub/ { sum += $4 } END { print sum }' "$OUT")
	value stub "$stub" us
	gap=$(longest_gap "$before_exec" "$after_exec")
	value load_gap "$(longest_gap "$before_load" "$before_exec")" ms
	value dom0_gap "$gap" ms
	ok "blackout of $MAX_BLACKOUT us at most" \
		[ "$(sed -n 's/.*blackout \([0-9]*\) us/\1/p' "$OUT")" -le $MAX_BLACKOUT ]
	ok "the stub takes $MAX_STUB us at most" [ "$stub" -le $MAX_STUB ]
	ok "dom0 stands still for $MAX_GAP ms at most" [ "$gap" -le $MAX_GAP ]
	not_ok "no load has seen an error" grep ERROR "$LOG"
}
