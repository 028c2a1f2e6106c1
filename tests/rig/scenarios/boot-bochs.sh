# SPDX-License-Identifier: GPL-2.0-only
# title: Xen 4.17 and dom0 come up in Bochs, and Xen finds VMX
# suite: soak
# xen: 4.17
# smp: 1
# mem: 1024
# dom0-mem: 512M
# needs: bochs toolstack
# timeout: 900

stage_1()
{
	is "dom0 runs on Xen 4.17" "$(xen_version)" 4.17
	like "dom0 is the control domain" "$(cat /proc/xen/capabilities)" control_d
	ok "the hypervisors to stage are there" ls /payload/xen-4.17.gz /payload/xen-4.20.gz
	xl_start
	xl dmesg | sed -n '/VMX: Supported/,/HVM: HAP page/p' >/run/vmx
	diag_file /run/vmx
	for feature in "Extended Page Tables" "Virtual-Processor Identifiers" "Unrestricted Guest" \
		"Virtual Interrupt Delivery" "Page Modification Logging" "TSC Scaling"; do
		ok "$feature" grep -q "$feature" /run/vmx
	done
}
