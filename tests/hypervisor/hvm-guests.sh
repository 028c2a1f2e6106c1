# SPDX-License-Identifier: GPL-2.0-only
# title: an HVM guest with QEMU at work lives through updates, others are refused or lost by name
# uses: live domu-lib
# suite: check
# smp: 1
# timeout: 300
# dom0-mem: 768M
# xen-args: liveupdate=192M liveupdate-inplace=no
# needs: hvm icount-4ns
# files: build/hypervisor/devices:/bin/devices build/hypervisor/lu-attack:/bin/lu-attack
# files: tests/hypervisor/hvm-lib:/lib/hvm-lib

# With more CPUs, QEMU loses a guest of SVM now and then: tests/rig/README.md.

# Records of which a fault can be asked for in an HVM domain with a device model only
KINDS="0x64 0x68 0x69"

# One of them that is damaged is noticed while there is a way back.
devices_ways_back()
{
	local line kind

	line=$(devices_line h1)
	for kind in "$@"; do
		ok "load, to find record $kind damaged" lu-load load /tmp/xen-b \
			"$RIG_XEN_ARGS liveupdate-fault=malformed=$kind"
		not_ok "the update fails" lu-load exec "$UPDATE_WAIT"
		like "it is the record" "$(lu-load report)" "reason bad-record.*$kind"
	done
	devices_check h1 "$line"
}

# No clock of the guest notices that an update has been tried.
dry_run()
{
	local line

	line=$(devices_line h1)
	ok "load" lu-load load /tmp/xen-b "$RIG_XEN_ARGS"
	ok "dry run" lu-load dry-run "$UPDATE_WAIT"
	devices_check h1 "$line"
}

# A device model that does not answer is in the way, until it does.
stopped()
{
	local line

	line=$(devices_line h1)
	kill -STOP "$(qemu_pid h1)"
	sleep 1
	ok "load, while QEMU is stopped" lu-load load /tmp/xen-b "$RIG_XEN_ARGS"
	not_ok "the update is refused" lu-load exec
	like "by name" "$(lu-load report)" "reason busy.*request to a device model in flight"
	not_ok "a dry run, too" lu-load dry-run
	kill -CONT "$(qemu_pid h1)"
	devices_check h1 "$line"
}

# In a domain that has crashed nobody waits for the answer.
crashed()
{
	local line

	ok "c1 is created" devices_create c1
	ok "c1 works" retry 300 devices_work c1
	kill -STOP "$(qemu_pid c1)"
	sleep 1
	ok "c1 crashes" lu-attack crash "$(xl domid c1)"
	line=$(devices_line h1)
	ok "an update with it" update
	devices_check h1 "$line"
	kill -CONT "$(qemu_pid c1)"
	ok "c1: xl destroy" xl destroy c1
	ok "c1: nothing is left" retry 50 domain_gone c1
}

# Guests that cannot be restored are crashed and can be destroyed, h1 goes on.
losses()
{
	local line kind faults=

	for kind in $KINDS; do
		ok "p$kind is created" devices_create "p$kind" -p
		faults="$faults${faults:+,}$(xl domid "p$kind"):$((kind))"
	done
	line=$(devices_line h1)
	ok "an update with a fault of each kind" update_with "$faults"
	devices_check h1 "$line"
	for kind in $KINDS; do
		lost "p$kind" "$kind"
		lost_destroy "p$kind"
	done
}

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/domu-lib
	# shellcheck disable=SC1091
	. /lib/hvm-lib
	host_begin
	ok "an update without guests" update
	ok "memory is released" retry 100 sh -c "xl dmesg | grep -q 'memory released'"
	free=$(xen_free_kib)
	ok "h1 is created" devices_create h1
	ok "h1 works" retry 300 devices_work h1
	pid=$(qemu_pid h1)
	devices_update
	devices_update
	dry_run
	stopped
	# shellcheck disable=SC2046 # several
	devices_ways_back $(place_records) 0x64 0x65 0x66 0x68
	is "QEMU is what it was" "$(qemu_pid h1)" "$pid"
	crashed
	losses
	ok "no reference is lost" counts_same
	ok "xl destroy" xl destroy h1
	ok "h1 is gone" retry 50 domain_gone h1
	ok "QEMU is gone" retry 50 qemu_gone
	is "no zombie is left" "$(xl list | grep -c null)" 0
	# An image that has run and failed keeps its buffers.
	ok "unload" lu-load unload
	sleep 3
	missing=$((free - $(xen_free_kib)))
	value missing $missing KiB
	ok "all memory is back" [ ${missing#-} -le 512 ]
}
