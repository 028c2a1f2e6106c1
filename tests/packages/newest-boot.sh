# SPDX-License-Identifier: GPL-2.0-only
# title: the driver on the newest kernel that Debian has
# suite: soak
# xen: 4.17
# kernel: newest
# timeout: 200
# files: build/driver-newest/xen-liveupdate.ko:/lib/xen-liveupdate.ko
# files: build/tools/xen-liveupdate.static:/bin/xen-liveupdate

S=/sys/class/misc/xen-liveupdate

upload()
{
	echo 1 >$S/loading && cat "$1" >$S/data && echo 0 >$S/loading
}

stage_1()
{
	ok "the module loads" driver_load
	ok "the tool finds it" xen-liveupdate status
	ok "an upload by sysfs" upload /payload/xen-4.17.gz
	is "with the right digest" "$(cat $S/image/sha256)" "$(sha256 /payload/xen-4.17.gz)"
	echo 1 >$S/cancel
	ok "a cold update" xen-liveupdate update --mode cold --yes --kernel /payload/vmlinuz \
		--initrd /payload/initrd --kernel-cmdline "$(stage_cmdline 2)" \
		--cmdline "$RIG_XEN_ARGS" --dry-run /payload/xen-4.17.gz
	diag_file /run/out
	stage_done
	xen-liveupdate update --mode cold --yes --kernel /payload/vmlinuz \
		--initrd /payload/initrd --kernel-cmdline "$(stage_cmdline 2)" \
		--cmdline "$RIG_XEN_ARGS" /payload/xen-4.17.gz
	fail "no update"
}

stage_2()
{
	ok "the module loads" driver_load
	ok "the report is good" xen-liveupdate report
	diag_file /run/out
}
