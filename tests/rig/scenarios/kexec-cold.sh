# SPDX-License-Identifier: GPL-2.0-only
# title: unmodified kexec-tools replaces Xen 4.17 by 4.20, and a new dom0 boots
# xen: 4.17
# threads: single
# timeout: 120
#
# What this project competes with: no verification, no blob, no report.

stage_1()
{
	is "Xen before" "$(xen_version)" 4.17
	gunzip -c /payload/xen-4.20.gz >/tmp/xen
	ok "kexec-tools loads Xen, kernel and initramfs" \
		kexec -l /tmp/xen --command-line="xen $RIG_XEN_ARGS" \
		--module="/payload/vmlinuz $(stage_cmdline 2)" \
		--module="/payload/initrd"
	stage_done
	kexec -e
	fail "kexec -e came back"
}

stage_2()
{
	is "Xen after" "$(xen_version)" 4.20
	like "the new dom0 is the control domain" "$(cat /proc/xen/capabilities)" control_d
}
