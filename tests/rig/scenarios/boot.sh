# SPDX-License-Identifier: GPL-2.0-only
# title: Xen 4.17 and dom0 come up
# xen: 4.17
# timeout: 60

stage_1()
{
	is "dom0 runs on Xen 4.17" "$(xen_version)" 4.17
	like "dom0 is the control domain" "$(cat /proc/xen/capabilities)" control_d
	is "both CPUs are there" "$(nproc)" "$RIG_SMP"
	ok "the hypervisors to stage are there" ls /payload/xen-4.17.gz /payload/xen-4.20.gz
	ok "so are kernel and initramfs" ls /payload/vmlinuz /payload/initrd
}
