# SPDX-License-Identifier: GPL-2.0-only
# title: a panic right behind the commit point leads to the crash kernel, with one CPU
# uses: live dom0-lib
# threads: single
# timeout: 120
# dom0-mem: 512M
# xen-args: liveupdate=192M@0x60000000 crashkernel=192M
# allow: Panic on CPU 0|Live update 1 FAILED in phase new-commit: panic
# files: build/hypervisor/vmcore:/bin/vmcore
# files: tests/hypervisor/crash-lib:/lib/crash

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live
# shellcheck disable=SC1091
. /rig/add/lib/crash

stage_1()
{
	live_images
	ok "the dump kernel is loaded" crash_load $B
	ok "a way back leaves it alone" live_load $B liveupdate-fault=refuse
	lu-load exec
	ok "it is still there" crash_loaded
	ok "load" lu-load load $B \
		"$(echo "$RIG_XEN_ARGS" | sed 's/crashkernel=[^ ]*//') liveupdate-fault=commit"
	stage_done
	lu-load exec
	fail "the call came back"
}

stage_2()
{
	crash_judge 0x60000000 1
}
