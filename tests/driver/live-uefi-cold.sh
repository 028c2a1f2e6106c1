# SPDX-License-Identifier: GPL-2.0-only
# title: a live update of a host that UEFI has started, a cold one, and live ones again
# uses: tool
# suite: soak
# xen: build/xen-release/xen.gz
# needs: uefi
# timeout: 300
# dom0-mem: 512M
# xen-args: liveupdate=192M
# files: build/xen-b/xen.gz:/lib/xen-b.gz

S=/sys/class/misc/xen-liveupdate

update_live()
{
	ok "a live update" xen-liveupdate update "$1"
	is "result" "$(cat $S/last/result)" ok
}

stage_1()
{
	ok "the driver is loaded" driver_load
	update_live /lib/xen-b.gz

	stage_done
	# The running Xen's command line names one bank of two; the next one gets both.
	xen-liveupdate update --mode cold --yes --kernel /payload/vmlinuz \
		--initrd /payload/initrd --kernel-cmdline "$(stage_cmdline 2)" /payload/xen.gz
	fail "the update came back"
}

# The ACPI tables are found by each Xen where the stub has put the root pointer.
stage_2()
{
	ok "the driver is loaded" driver_load
	is "result" "$(cat $S/last/result)" ok
	not_ok "there is no EFI any more" ls /sys/firmware/efi
	like "live is offered" "$(xen-liveupdate status)" "live update  offered"
	for image in /lib/xen-b.gz /payload/xen.gz; do
		update_live "$image"
	done
	is "all CPUs are there" "$(nproc)" "$RIG_SMP"
}
