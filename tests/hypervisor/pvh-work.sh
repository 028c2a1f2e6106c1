# SPDX-License-Identifier: GPL-2.0-only
# title: a PVH and a PV guest at work, updates, ways back, xl between them, no memory lost
# xen: build/xen-release/xen.gz
# suite: soak
# smp: 1
# timeout: 1800
# dom0-mem: 768M
# xen-args: liveupdate=192M
# needs: toolstack disk-msix icount-4ns
# files: build/hypervisor/lu-load:/bin/lu-load build/handoff/handoff.bin:/lib/handoff.bin
# files: build/xen-b/xen.gz:/lib/xen-b.gz
# files: build/load/guest-load:/bin/guest-load tests/hypervisor/domu-lib:/lib/domu-lib

# With more CPUs, QEMU loses a guest of SVM now and then: tests/rig/README.md.

# The most that may be missing after all guests are gone
SLACK_KIB=256

# Nothing is lost or left behind after the updates.
work_after()
{
	line=$(load_line 1)
	ok "xl mem-set" xl mem-set g1 100
	ok "g1 works on with less memory" retry 900 load_advances 1 "$line"
	ok "xl mem-set, back" xl mem-set g1 120
	ok "xl save" xl save g1 /tmp/g1.save
	line=$(load_line 1)
	ok "xl restore" xl restore /tmp/g1.save
	ok "g1 works on where it was" retry 900 load_advances 1 "$line"
	rm -f /tmp/g1.save
}

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/domu-lib
	# shellcheck disable=SC2034 # for the library
	GUEST_PACE=8
	host_start 2
	ok "an update without guests" update
	ok "memory is released" retry 100 sh -c "xl dmesg | grep -q 'memory released'"
	free=$(xen_free_kib)
	pvh_start 1 2
	guest_start 2 1
	for turn in 1 2 3; do
		diag "turn $turn"
		update_under_load 2
		ok "page state is where it was to be" page_state_fits
		# shellcheck disable=SC2046 # several
		ways_back $(place_records) 0x62
		work_after
	done
	ok "no clock of a guest is wrong" no_load_errors
	ok "no reference is lost" counts_same
	ok "xl destroy" xl destroy g1
	ok "g1 is gone" retry 50 domain_gone g1
	ok "xl destroy of the PV guest" xl destroy g2
	ok "g2 is gone" retry 50 domain_gone g2
	is "no zombie is left" "$(xl list | grep -c null)" 0
	# An image that has run and failed keeps its buffers.
	ok "unload" lu-load unload
	sleep 3
	missing=$((free - $(xen_free_kib)))
	value missing $missing KiB
	ok "all memory is back" [ ${missing#-} -le $SLACK_KIB ]
}
