# SPDX-License-Identifier: GPL-2.0-only
# title: a fault behind the commit point ends in a message with phase and reason, and all before
# xen: build/xen-release/xen.gz
# threads: single
# timeout: 90
# dom0-mem: 512M
# xen-args: liveupdate=192M
# expect: Live update 1 FAILED in phase new-vcpus: injected
# shows: Bootloader: xen-liveupdate
# files: build/hypervisor/lu-load:/bin/lu-load
# files: build/handoff/handoff.bin:/lib/handoff.bin tests/hypervisor/lib:/lib/live
# files: build/xen-b/xen.gz:/lib/xen-b.gz

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

stage_1()
{
	live_images
	ok "load" live_load $B liveupdate-fault=late
	lu-load exec
	fail "the call came back"
}
