# SPDX-License-Identifier: GPL-2.0-only
# title: 25 updates, A to B to A, with a loaded crash kernel, then a crash
# uses: live dom0-lib
# suite: soak
# timeout: 400
# dom0-mem: 512M
# xen-args: liveupdate=192M@0x60000000 crashkernel=192M
# allow: Kernel panic - not syncing: sysrq|end Kernel panic
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
	for u in $(seq 25); do
		to=$B
		[ $((u % 2)) = 1 ] || to=$A
		ok "update $u" crash_update $to
	done
	stage_done
	echo c >/proc/sysrq-trigger
	fail "the crash came back"
}

stage_2()
{
	crash_judge 0x60000000 2
}
