# SPDX-License-Identifier: GPL-2.0-only
# title: what "make demo" shows of a cold update: stock Xen 4.17 to 4.20, state handed over
# uses: tool
# suite: demo
# xen: 4.17
# timeout: 150

stage_1()
{
	diag "dom0 runs on Xen $(xen_full_version), as the distribution ships it"
	random_blob /tmp/blob 16 >/tmp/sum
	ok "the driver is loaded" driver_load
	diag "staging Xen 4.20 with a new dom0 and 16 MiB of state"
	stage_done
	xen-liveupdate update --mode cold --yes --kernel /payload/vmlinuz \
		--initrd /payload/initrd --kernel-cmdline "$(stage_cmdline 2)" \
		--blob /tmp/blob /payload/xen-4.20.gz
	fail "the update came back"
}

stage_2()
{
	ok "the driver is loaded" driver_load
	ok "the report is good" xen-liveupdate report
	echo "#DEMO begin"
	xen-liveupdate report
	echo "#DEMO end"
}
