# SPDX-License-Identifier: GPL-2.0-only
# title: 25 updates in a row, A to B to A, under load (net, disk-msix)
# suite: soak
# xen: build/xen-release/xen.gz
# timeout: 700
# dom0-mem: 768M
# xen-args: liveupdate=192M
# needs: net disk-msix
# files: build/hypervisor/lu-load:/bin/lu-load build/load/guest-load:/bin/guest-load
# files: build/handoff/handoff.bin:/lib/handoff.bin tests/hypervisor/lib:/lib/live
# files: build/xen-b/xen.gz:/lib/xen-b.gz

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

stage_1()
{
	live_soak 25 256
}
