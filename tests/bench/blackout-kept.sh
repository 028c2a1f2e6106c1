# SPDX-License-Identifier: GPL-2.0-only
# title: the blackout with page state in place, by guests and by their memory
# uses: live domu-lib
# suite: bench
# timeout: 900
# mem: 3072
# smp: 1
# dom0-mem: 512M
# xen-args: liveupdate=256M
# needs: icount
# files: tests/bench/lib:/lib/bench

SIZES="1024 128 128 1024"
NUMBERS="1 4 8"
MIB=96
# What dom0 alone, a GiB of guest and a guest may cost, in us
ALONE=5500
# and a fifth update more than the first
LATER=300
PER_GIB=20
PER_DOMAIN=300

in_place()
{
	lu-load report | grep -q 'page-state in-place'
}

# The log of a host grows with each update.
by_updates()
{
	for u in 2 3 4 5; do
		measure kept_update_$u 0
	done
	fifth=$(awk 'END { print $2 }' "$POINTS")
	ok "the fifth update costs $LATER us more at most" [ "$fifth" -le $((alone + LATER)) ]
	alone=$fifth
}

# One guest of each size
by_memory()
{
	# shellcheck disable=SC2086 # a list of sizes
	measure_memory kept $SIZES
	cost=$(slope 1024)
	value kept_per_gib "$cost" us
	ok "a GiB of guest costs $PER_GIB us at most" [ "$cost" -le $PER_GIB ]
}

by_number()
{
	# shellcheck disable=SC2086 # a list of numbers
	measure_domains kept $MIB $NUMBERS
	cost=$(slope)
	value kept_per_domain "$cost" us
	ok "a domain costs $PER_DOMAIN us at most" [ "$cost" -le $PER_DOMAIN ]
}

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/domu-lib
	# shellcheck disable=SC1091 # brought along
	. /lib/bench
	host_begin
	measure kept_0_domains 0
	alone=$(awk '{ print $2 }' "$POINTS")
	diag "$(lu-load report)"
	ok "page state stayed in place" in_place
	ok "dom0 alone costs $ALONE us at most" [ "$alone" -le $ALONE ]
	by_updates
	rm "$POINTS"
	by_memory
	echo "0 $alone" >"$POINTS"
	by_number
	ok "page state stayed in place to the end" in_place
}
