# SPDX-License-Identifier: GPL-2.0-only
# title: virtual CPUs go off and come back in five generations
# xen: build/xen-release/xen.gz
# suite: soak
# smp: 3
# timeout: 500
# dom0-mem: 640M
# xen-args: liveupdate=192M
# needs: toolstack
# files: build/hypervisor/lu-load:/bin/lu-load build/handoff/handoff.bin:/lib/handoff.bin
# files: build/xen-b/xen.gz:/lib/xen-b.gz tests/hypervisor/domu-lib:/lib/domu-lib
# files: tests/hypervisor/offline-lib:/lib/offline-lib

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/offline-lib
	offline_vcpus 5 3 2
}
