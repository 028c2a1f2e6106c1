# SPDX-License-Identifier: GPL-2.0-only
# title: the blackout with one idle PV domU of 128 to 1024 MiB
# uses: live domu-lib
# suite: bench
# timeout: 600
# mem: 3072
# smp: 1
# dom0-mem: 512M
# xen-args: liveupdate=256M liveupdate-inplace=no
# needs: icount
# files: tests/bench/lib:/lib/bench

STEPS="128 256 512 1024"
# What a GiB of guest memory may cost, in us
GOAL=40000

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/domu-lib
	# shellcheck disable=SC1091 # brought along
	. /lib/bench
	host_begin
	for mib in $STEPS; do
		ok "g$mib idles" idle_start "g$mib" "$mib"
		sleep 2
		measure "blackout_${mib}_mib" "$mib"
		ok "g$mib answers" answers "g$mib" after
		ok "g$mib is destroyed" xl destroy "g$mib"
		sleep 2
	done
	cost=$(slope 1024)
	value per_gib $cost us
	ok "a GiB of guest costs $GOAL us at most" [ $cost -le $GOAL ]
}
