# SPDX-License-Identifier: GPL-2.0-only
# title: the same Debian 12 without Xen: the unit is skipped, not failed
# suite: soak
# xen: none
# timeout: 400
# root: build/packages/root.ext4

UNIT=xen-liveupdate.service

stage_1()
{
	is "the unit is skipped" "$(systemctl show -p ConditionResult --value $UNIT)" no
	is "and has not failed" "$(systemctl is-failed $UNIT)" inactive
	not_ok "the driver is not loaded" test -e /sys/module/xen_liveupdate
	not_ok "the tool says so" xen-liveupdate status
	like "and how to mend it" "$(cat /run/out)" 'modprobe xen-liveupdate'
}
