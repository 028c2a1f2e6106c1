# SPDX-License-Identifier: GPL-2.0-only
# title: five updates with all assertions
# uses: dom0-lib load
# suite: soak
# xen: build/xen-debug/xen.gz
# smp: 2
# timeout: 240
# dom0-mem: 512M
# xen-args: liveupdate=192M liveupdate-selftest
# needs: net disk-msix
# files: build/hypervisor/lu-load:/bin/lu-load
# files: build/handoff/handoff.bin:/lib/handoff.bin
# files: build/xen-debug/xen.gz:/lib/xen-b.gz

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

stage_1()
{
	live_matrix 5
}
