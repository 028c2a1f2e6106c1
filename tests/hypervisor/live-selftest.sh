# SPDX-License-Identifier: GPL-2.0-only
# title: content and counts of every page are the same before and after
# uses: live dom0-lib load
# threads: single
# timeout: 200
# dom0-mem: 384M
# xen-args: liveupdate=192M liveupdate-selftest liveupdate-inplace=no

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

# The first optional record of the state
PAGE_SUMS=0x8000001e

# No device here writes to memory while the domains are paused.
stage_1()
{
	live_images
	# shellcheck disable=SC2034 # for the library
	live_kinds='memory fork timer'
	# shellcheck disable=SC2034 # for the library
	live_sum=$(random_blob /tmp/blob 16)
	guest-load dom0 pace=8 memory=16 fork fork timer >"$LOG" &
	live_rounds 4
	diag "$(grep self-test "$OUT")"
	like "no record is skipped" "$(lu-load report)" "record types [1-9][0-9]* skipped 0 warnings 0"
	ok "load, with an optional record that is not known" \
		live_load $B "liveupdate-fault=skip=$PAGE_SUMS"
	ok "it does no harm" live_exec
	like "and is reported" "$(lu-load report)" "skipped 1 warnings 0"
	not_ok "no load has seen an error" grep ERROR "$LOG"
}
