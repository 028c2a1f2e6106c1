# SPDX-License-Identifier: GPL-2.0-only
# title: virtual CPUs go off and come back in five generations
# uses: live domu-lib
# suite: soak
# smp: 3
# timeout: 500
# dom0-mem: 640M
# xen-args: liveupdate=192M
# files: tests/hypervisor/offline-lib:/lib/offline-lib

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/offline-lib
	offline_vcpus 5 3 2
}
