# SPDX-License-Identifier: GPL-2.0-only
# title: an NMI in a cold update, when the new Xen has no interrupt table yet
# uses: driver
# xen: 4.17
# threads: single
# timeout: 150
# needs: stops
# files: build/xen-release/xen.gz:/lib/xen-new.gz

S=/sys/class/misc/xen-liveupdate

stage_1()
{
	ok "the module loads" driver_load
	echo "kernel /payload/vmlinux" >$S/stage
	echo "initrd /payload/initrd" >$S/stage
	stage_cmdline 2 >$S/kernel_cmdline
	echo 1 >$S/loading
	cat /lib/xen-new.gz >$S/data
	echo 0 >$S/loading
	echo cold >$S/load
	is "loaded" "$(cat $S/state)$(cat $S/error)" loaded
	digest=$(cut -c1-16 $S/image/sha256)
	monitor_at build/xen-release/xen-syms:init_idt_traps nmi
	stage_done
	echo "$digest" >$S/commit
	fail "commit came back"
}

stage_2()
{
	ok "the module loads" driver_load
	is "result" "$(cat $S/last/result)" ok
}
