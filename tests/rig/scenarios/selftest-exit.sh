# SPDX-License-Identifier: GPL-2.0-only
# title: (of the rig) a scenario that ends by itself is reported
# smp: 1
# expect: fatal: the scenario's shell ended with status 3
# threads: single
# timeout: 60

stage_1()
{
	pass "about to leave"
	exit 3
}
