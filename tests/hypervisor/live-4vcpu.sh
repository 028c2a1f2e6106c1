# SPDX-License-Identifier: GPL-2.0-only
# title: four updates of a dom0 with four vCPUs on two CPUs
# suite: soak
# xen: build/xen-release/xen.gz
# smp: 2
# timeout: 240
# dom0-mem: 512M
# xen-args: liveupdate=192M dom0_max_vcpus=4 xsave=0
# needs: net-msix disk
# files: build/hypervisor/lu-load:/bin/lu-load build/load/guest-load:/bin/guest-load
# files: build/handoff/handoff.bin:/lib/handoff.bin tests/hypervisor/lib:/lib/live
# files: build/xen-b/xen.gz:/lib/xen-b.gz

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

stage_1()
{
	live_matrix 4
}
