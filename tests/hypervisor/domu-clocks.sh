# SPDX-License-Identifier: GPL-2.0-only
# title: every pair of time sources, TSC trusted or not: no clock jumps
# uses: live domu-lib
# suite: soak
# smp: 2
# timeout: 1800
# dom0-mem: 640M
# xen-args: liveupdate=192M
# files: build/hypervisor/lu-clocks:/bin/lu-clocks

# What the new Xen goes by; + is a space
SOURCES='pit+tsc=unstable hpet acpi pit hpet+tsc=unstable acpi+tsc=unstable'

# What a clock may be off after an update, in ms. The PIT has 16 bits: Xen loses 55 ms
# each time it cannot look for that long, as on a host that has no CPU for the machine.
TOLERANCE=500
TOLERANCE_PIT=3000

# After the first of it each pair of sources comes once, a source with itself, too
# (a De Bruijn sequence). "--dom0-args rig.from=N" begins with its Nth source,
# rig.rounds=N ends after N updates.
sequence()
{
	local source first

	# shellcheck disable=SC2086 # words
	set -- $SOURCES
	first=$1
	while [ $# -gt 0 ]; do
		echo "$1"
		for source in "$@"; do
			[ "$source" = "$1" ] || printf '%s\n' "$1" "$source"
		done
		shift
	done
	echo "$first"
}

# dom0_arg NAME: N of rig.NAME=N
dom0_arg()
{
	echo "$RIG_DOM0_ARGS" | sed -n "s/.*rig\.$1=\([0-9]*\).*/\1/p"
}

# clocks WHO: the last line of lu-clocks in dom0 or in a guest
clocks()
{
	if [ "$1" = dom0 ]; then
		tail -n 1 /tmp/clocks.log
	else
		grep '#CLOCKS' "$(guest_log "$1")" | tr -d '\r' | tail -n 1
	fi
}

# Has $1 told its clocks $2 times since line $3?
clocks_go_on()
{
	[ "$(clocks "$1" | cut -d ' ' -f 2)" -ge $(($(echo "$3" | cut -d ' ' -f 2) + $2)) ]
}

# same_time LINE LINE: are both clocks as far from the counter as before?
same_time()
{
	case $from$now in *pit*) most=$TOLERANCE_PIT ;; *) most=$TOLERANCE ;; esac
	echo "$1 $2" | awk -v most=$most '
		function off(a, b) { return a - b > most || b - a > most }
		{ exit off($4, $12) || off($6, $14) || $8 != $16 }'
}

# go SOURCE: update to a Xen with this time source, and look at the clocks.
go()
{
	local who dom0 g1

	dom0=$(clocks dom0) g1=$(clocks g1)
	from=$now now=$1
	RIG_XEN_ARGS="$booted clocksource=$(echo "$1" | tr + ' ')"
	ok "$from to $now: update" update || return
	for who in dom0 g1; do
		ok "$from to $now: $who's time goes on" retry 600 clocks_go_on $who 4 "$(eval "echo \$$who")"
		diag "$who: $(clocks $who)"
		ok "$from to $now: $who's clocks are right" same_time "$(eval "echo \$$who")" "$(clocks $who)"
	done
}

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/domu-lib
	host_begin /bin/lu-clocks
	booted=$RIG_XEN_ARGS now=boot
	lu-clocks 100000 >/tmp/clocks.log &
	guest_config g1 112 2 "" "" "lu-clocks 100000" >/tmp/g1.cfg
	# Or Xen makes a counter for it, of the clock that is looked at.
	echo 'tsc_mode = "native"' >>/tmp/g1.cfg
	ok "g1 is created" xl create /tmp/g1.cfg
	ok "g1 tells its time" retry 600 guest_says g1 '#CLOCKS 3'

	begin=$(dom0_arg from)
	rounds=$(dom0_arg rounds)
	for source in $(sequence | tail -n "+${begin:-1}"); do
		go "$source"
		[ "${rounds:-100}" -gt "$updates" ] || return 0
	done
}
