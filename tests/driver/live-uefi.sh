# SPDX-License-Identifier: GPL-2.0-only
# title: live updates are not offered on a host that UEFI has started, but after a cold one
# uses: tool
# suite: soak
# xen: build/xen-release/xen.gz
# needs: uefi
# timeout: 300
# dom0-mem: 512M
# xen-args: liveupdate=192M
# files: build/xen-b/xen.gz:/lib/xen-b.gz

S=/sys/class/misc/xen-liveupdate

stage_1()
{
	ok "the driver is loaded" driver_load
	said=$(xen-liveupdate status)
	like "status says why live is not offered" "$said" \
		"live update  not offered: EFI runtime services in use"
	said=$(xen-liveupdate status --json)
	not_ok "nor is it among the modes" sh -c "echo '$said' | grep '\"live\"'"
	for mode in "" "--mode live"; do
		# shellcheck disable=SC2086 # two words, or none
		said=$(xen-liveupdate update $mode /lib/xen-b.gz 2>&1)
		like "an update '$mode' is refused with the reason" "$said" \
			"EFI runtime services in use"
	done
	echo /lib/xen-b.gz >$S/stage
	not_ok "so is a load" sh -c "echo live >$S/load"
	is "by its name" "$(cat $S/error)" loading:no-live-update
	ok "what was staged can be dropped" sh -c "echo 1 >$S/cancel"

	stage_done
	xen-liveupdate update --mode cold --yes --kernel /payload/vmlinuz \
		--initrd /payload/initrd --kernel-cmdline "$(stage_cmdline 2)" /payload/xen.gz
	fail "the update came back"
}

# The ACPI tables are found by each Xen where the stub has put the root pointer.
stage_2()
{
	ok "the driver is loaded" driver_load
	is "result" "$(cat $S/last/result)" ok
	like "live is offered" "$(xen-liveupdate status)" "live update  offered"
	for image in /lib/xen-b.gz /payload/xen.gz; do
		ok "a live update" xen-liveupdate update "$image"
		is "result" "$(cat $S/last/result)" ok
	done
	is "all CPUs are there" "$(nproc)" "$RIG_SMP"
}
