# SPDX-License-Identifier: GPL-2.0-only
# title: a crash kernel survives two updates; a crash leads to it, with notes of the new Xen
# uses: live dom0-lib
# threads: single
# timeout: 120
# dom0-mem: 512M
# xen-args: liveupdate=192M@0x60000000 crashkernel=192M@768M
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
	ok "an image with pages in the heap" lu-load crash-v1
	not_ok "stands in the way" live_load $B
	like "by name" "$(cat $OUT)" "crash kernel loaded by the first kexec interface"
	ok "until it is unloaded" kexec -p -u
	ok "the dump kernel is loaded" crash_load $B
	ok "update 1, the image survives" crash_update $B
	ok "update 2, with another area on the command line" crash_update $B crashkernel=64M
	lu-load report >$OUT
	like "which is a warning" "$(cat $OUT)" "warnings 0x1080 "
	stage_done
	echo c >/proc/sysrq-trigger
	fail "the crash came back"
}

# Built by the first update in the bank at 0x60000000, by the second in the other
stage_2()
{
	crash_judge 0x66000000 2
}
