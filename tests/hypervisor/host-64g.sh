# SPDX-License-Identifier: GPL-2.0-only
# title: a host with 64 GiB and the default banks, page state in place and derived again
# uses: live dom0-lib load
# suite: soak
# timeout: 600
# mem: 65536
# smp: 1
# dom0-mem: 512M
# xen-args: liveupdate
# files: tests/hypervisor/host-lib:/lib/host-lib
# needs: toolstack

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live
# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/host-lib

stage_1()
{
	host_in_place
	host_derived
}
