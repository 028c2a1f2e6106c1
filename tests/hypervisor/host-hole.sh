# SPDX-License-Identifier: GPL-2.0-only
# title: a host whose memory continues behind a hole at 1 TiB, as AMD machines have it
# uses: live dom0-lib load
# suite: soak
# timeout: 300
# mem: 6144
# smp: 1
# dom0-mem: 512M
# xen-args: liveupdate
# files: tests/hypervisor/host-lib:/lib/host-lib
# needs: toolstack hole

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live
# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/host-lib

stage_1()
{
	host_in_place
	host_derived
}
