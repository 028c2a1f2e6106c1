# SPDX-License-Identifier: GPL-2.0-only
# title: (of the rig) a hanging scenario is reported with its phase
# smp: 1
# expect: timeout: the last phase reached was: stage 1 runs
# threads: single
# timeout: 25

stage_1()
{
	pass "about to hang"
	sleep 1000
}
