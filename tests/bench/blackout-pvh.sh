# SPDX-License-Identifier: GPL-2.0-only
# title: the blackout with PVH guests, page state in place, by their number and memory
# uses: live domu-lib
# suite: bench
# timeout: 900
# mem: 3584
# smp: 1
# dom0-mem: 512M
# xen-args: liveupdate=256M
# needs: icount
# files: tests/bench/lib:/lib/bench

SIZES="1024 256 256 1024"
NUMBERS="1 4 8"
MIB=256
# What a guest and a GiB of it may cost, in us
PER_DOMAIN=1000
PER_GIB=1000

# One guest of each size
by_memory()
{
	# shellcheck disable=SC2086 # a list of sizes
	measure_memory pvh $SIZES
	cost=$(slope 1024)
	value pvh_per_gib "$cost" us
	ok "a GiB of guest costs $PER_GIB us at most" [ "$cost" -le $PER_GIB ]
}

by_number()
{
	# shellcheck disable=SC2086 # a list of numbers
	measure_domains pvh $MIB $NUMBERS
	cost=$(slope)
	value pvh_per_domain "$cost" us
	ok "a domain costs $PER_DOMAIN us at most" [ "$cost" -le $PER_DOMAIN ]
}

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/domu-lib
	# shellcheck disable=SC1091 # brought along
	. /lib/bench
	# shellcheck disable=SC2034 # for the library
	IDLE_TYPE=pvh
	host_begin
	measure pvh_0_domains 0
	alone=$(awk '{ print $2 }' "$POINTS")
	rm "$POINTS"
	by_memory
	echo "0 $alone" >"$POINTS"
	by_number
	ok "page state stayed in place to the end" page_state_fits
}
