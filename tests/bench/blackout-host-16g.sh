# SPDX-License-Identifier: GPL-2.0-only
# title: the blackout with page state in place on a host of 16 GiB
# uses: live domu-lib
# suite: bench
# timeout: 300
# mem: 16384
# smp: 1
# dom0-mem: 512M
# xen-args: liveupdate
# needs: icount
# files: tests/bench/lib:/lib/bench

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/domu-lib
	# shellcheck disable=SC1091 # brought along
	. /lib/bench
	host_begin
	measure_host
}
