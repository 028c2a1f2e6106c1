# SPDX-License-Identifier: GPL-2.0-only
# title: (of the rig) a crash of dom0's kernel is reported
# smp: 1
# expect: crash: .*Kernel panic
# threads: single
# timeout: 60

stage_1()
{
	pass "about to crash"
	stage_done
	echo c >/proc/sysrq-trigger
	sleep 1000
}
