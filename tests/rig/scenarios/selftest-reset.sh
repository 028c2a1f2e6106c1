# SPDX-License-Identifier: GPL-2.0-only
# title: (of the rig) a reset of the machine is reported
# smp: 1
# expect: the machine stopped early: the last phase reached was: stage 1
# threads: single
# timeout: 60

stage_1()
{
	pass "about to reset"
	reboot -f
	sleep 1000
}
