# SPDX-License-Identifier: GPL-2.0-only
# title: (of the rig) a failed check is reported
# smp: 1
# expect: not ok 1.2 - this fails
# threads: single
# timeout: 60

stage_1()
{
	ok "this passes" true
	ok "this fails" false
}
