# SPDX-License-Identifier: GPL-2.0-only
# title: virtual CPUs that are off stay off and come back, in dom0 and in a guest
# uses: live domu-lib
# smp: 2
# timeout: 300
# dom0-mem: 640M
# xen-args: liveupdate=192M liveupdate-inplace=no
# files: tests/hypervisor/offline-lib:/lib/offline-lib

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/offline-lib
	offline_vcpus 2 2 3
	few g1 3
	few dom0 2
	ok "update with one CPU of each" update
	many g1 3
	many dom0 2
}
