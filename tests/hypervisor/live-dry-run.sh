# SPDX-License-Identifier: GPL-2.0-only
# title: dry runs pause, write the state and go on; the real update follows
# uses: live dom0-lib load
# threads: single
# timeout: 120
# dom0-mem: 512M
# xen-args: liveupdate=192M
# needs: net disk-msix

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

# Number behind word $1 in the last output
number_after()
{
	sed -n "s/.*$1 \([0-9]*\).*/\1/p" "$OUT"
}

dry_run()
{
	lu-load dry-run >"$OUT" 2>&1 && live_work_goes_on
}

stage_1()
{
	live_images
	not_ok "nothing loaded, nothing to try" lu-load dry-run
	ok "the work begins" live_work_start 16 16
	before=$(xen_buildid)
	ok "load" live_load $B
	for n in 1 2 3; do
		ok "dry run $n" dry_run
		is "dry run $n: the same Xen" "$(xen_buildid)" "$before"
	done
	diag_file "$OUT"
	is "no reason" "$(grep -c 'reason none' "$OUT")" 1
	for record in 0x1 0x10 0x11 0x14 0x20 0x21; do
		like "record $record is counted" "$(cat "$OUT")" "record $record: [1-9]"
	done
	value dry_run_pause "$(number_after paused)" us
	value state_size "$(number_after state)" bytes
	value predicted "$(number_after predicted)" us
	ok "the update that was tried" live_exec
	not_ok "another Xen runs" [ "$(xen_buildid)" = "$before" ]
	ok "the work goes on" live_work_goes_on
	ok "load" live_load $A
	ok "a dry run on the new Xen" dry_run
	value predicted_again "$(number_after predicted)" us
	ok "and back" live_exec
	is "the first Xen again" "$(xen_buildid)" "$before"
	ok "nothing has gone wrong" live_work_stop
}
