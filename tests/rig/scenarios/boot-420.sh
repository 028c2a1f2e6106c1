# SPDX-License-Identifier: GPL-2.0-only
# title: Xen 4.20 and dom0 come up
# xen: 4.20
# threads: single
# timeout: 60

stage_1()
{
	is "dom0 runs on Xen 4.20" "$(xen_version)" 4.20
	like "dom0 is the control domain" "$(cat /proc/xen/capabilities)" control_d
}
