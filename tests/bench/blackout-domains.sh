# SPDX-License-Identifier: GPL-2.0-only
# title: the blackout with 0 to 16 idle PV domUs
# uses: live domu-lib
# suite: bench
# timeout: 900
# mem: 3072
# smp: 1
# dom0-mem: 512M
# xen-args: liveupdate=256M liveupdate-inplace=no
# needs: icount
# files: tests/bench/lib:/lib/bench

# One CPU: how long the others take to start depends on where QEMU is in its
# round, up to 17 ms, which would hide what a domain costs.

STEPS="0 1 4 8 16"
# The kernel's image ends at 74 MiB: libxl cannot load it into 64 ("segment kernel
# too large"), and in 80 it runs out of memory before it has a first process.
MIB=96
# What a domain may cost, in us
GOAL=7000

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/domu-lib
	# shellcheck disable=SC1091 # brought along
	. /lib/bench
	host_begin
	# shellcheck disable=SC2086 # a list of numbers
	measure_domains blackout $MIB $STEPS
	cost=$(slope)
	value per_domain "$cost" us
	ok "a domain costs $GOAL us at most" [ "$cost" -le $GOAL ]
}
