# SPDX-License-Identifier: GPL-2.0-only
# title: a PVH guest at work lives through an update, others are refused or lost by name
# xen: build/xen-release/xen.gz
# suite: check
# smp: 1
# timeout: 300
# dom0-mem: 768M
# xen-args: liveupdate=192M
# needs: toolstack disk-msix icount-4ns
# files: build/hypervisor/lu-load:/bin/lu-load build/handoff/handoff.bin:/lib/handoff.bin
# files: build/xen-b/xen.gz:/lib/xen-b.gz
# files: build/load/guest-load:/bin/guest-load tests/hypervisor/domu-lib:/lib/domu-lib

# With more CPUs, QEMU loses a guest of SVM now and then: tests/rig/README.md.

# Records of which a fault can be asked for in a PVH domain only
KINDS="0x60 0x61 0x62 0x63"

# paused NAME [LINE]: a PVH guest that has not begun to run, with a line of its own
paused()
{
	guest_config "$1" 96 1 "" "" "" | sed 's/^type = .*/type = "pvh"/' >/tmp/paused.cfg
	echo "$2" >>/tmp/paused.cfg
	xl create -q -p /tmp/paused.cfg
}

# Page state stays in place with PVH guests, whether one is there at the load or comes
# after it. One that ran before and after an update gives all its memory back.
in_place()
{
	ok "an update without guests" update
	ok "what the old Xen had is looked for" retry 100 sh -c \
		"xl dmesg | grep -q 'were the old Xen'"
	free=$(xen_free_kib)
	paused early
	xl unpause early
	ok "load, with a PVH guest" lu-load load /tmp/xen-a "$RIG_XEN_ARGS"
	ok "page state is to stay" page_state_says "stays in place"
	ok "an update with it" lu-load exec
	like "page state stayed in place" "$(lu-load report)" "page-state in-place"
	ok "it can be paused" xl pause early
	ok "xl destroy" xl destroy early
	ok "it is gone" retry 50 domain_gone early
	ok "all memory is back" retry 30 memory_back "$free"
	ok "load, without one" lu-load load /tmp/xen-b "$RIG_XEN_ARGS"
	pvh_start 1 1
	line=$(load_line 1)
	ok "an update with a guest that came after the load" lu-load exec
	ok "g1 works on" retry 900 load_advances 1 "$line"
	ok "page state stayed in place" page_state_says "stays in place"
}

# Records that do not agree with the frame table are noticed while there is a way back.
other_frames()
{
	line=$(load_line 1)
	for kind in 0x51 0x52 0x53; do
		ok "load, to find other frames in $kind" lu-load load /tmp/xen-b \
			"$RIG_XEN_ARGS liveupdate-fault=frame=$kind"
		not_ok "the update fails" lu-load exec
		like "it is the record" "$(lu-load report)" "reason bad-record.*$kind"
	done
	ok "g1 works on in the old Xen" retry 900 load_advances 1 "$line"
}

# The last one, as tables are in a bank then.
derived()
{
	line=$(load_line 1)
	ok "load, to derive page state" lu-load derive /tmp/xen-a "$RIG_XEN_ARGS"
	ok "an update like that" lu-load exec
	like "page state was derived again" "$(lu-load report)" "page-state asked"
	ok "g1 works on" retry 900 load_advances 1 "$line"
	ways_back 0x61
}

# What PVH guests must not have is refused by name.
refusal()
{
	ok "a guest with shadow page tables" paused shadow "hap = 0"
	not_ok "is in the way" lu-load load /tmp/xen-b "$RIG_XEN_ARGS"
	like "by name" "$(lu-load report)" "HVM domain without HAP"
	ok "xl destroy" xl destroy shadow
	ok "it is gone" retry 50 domain_gone shadow
}

# Guests that cannot be restored are crashed and can be destroyed, g1 goes on.
losses()
{
	faults=
	for kind in $KINDS; do
		paused "p$kind"
		faults="$faults${faults:+,}$(xl domid "p$kind"):$((kind))"
	done
	line=$(load_line 1)
	ok "an update with a fault of each kind" update_with "$faults"
	ok "g1 works on" retry 900 load_advances 1 "$line"
	for kind in $KINDS; do
		lost "p$kind" "$kind"
		lost_destroy "p$kind"
	done
}

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/domu-lib
	# shellcheck disable=SC2034 # for the library
	GUEST_PACE=8
	host_start 1
	in_place
	# shellcheck disable=SC2046 # several
	ways_back $(place_records)
	other_frames
	refusal
	losses
	ok "no reference is lost" counts_same
	derived
	ok "nobody saw an error" no_load_errors
	ok "xl destroy" xl destroy g1
	ok "g1 is gone" retry 50 domain_gone g1
	is "no zombie is left" "$(xl list | grep -c null)" 0
}
