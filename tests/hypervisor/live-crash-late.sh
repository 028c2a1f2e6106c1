# SPDX-License-Identifier: GPL-2.0-only
# title: a panic behind the commit point leads to the crash kernel, all messages first
# uses: live dom0-lib
# threads: single
# timeout: 120
# dom0-mem: 512M
# xen-args: liveupdate=192M@0x60000000 crashkernel=192M@768M
# allow: Panic on CPU 0|Live update 2 FAILED in phase new-vcpus: injected
# shows: Bootloader: xen-liveupdate
# files: build/hypervisor/vmcore:/bin/vmcore
# files: tests/hypervisor/crash-lib:/lib/crash

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live
# shellcheck disable=SC1091
. /rig/add/lib/crash

stage_1()
{
	live_images
	ok "update 1, without an image" live_load $B
	ok "update 1" live_exec
	not_ok "there is none after it" crash_loaded
	ok "the area is there: the dump kernel is loaded" crash_load $B
	ok "and unloaded" kexec -p -u
	ok "and loaded again" crash_load $B
	ok "load" live_load $B liveupdate-fault=late
	stage_done
	lu-load exec
	fail "the call came back"
}

stage_2()
{
	crash_judge 0x66000000 2
}
