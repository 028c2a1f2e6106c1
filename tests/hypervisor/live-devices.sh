# SPDX-License-Identifier: GPL-2.0-only
# title: devices whose interrupt cannot be set up, and CPUs that do not come, cost a warning
# uses: live dom0-lib
# smp: 3
# threads: single
# timeout: 150
# dom0-mem: 768M
# xen-args: liveupdate=192M
# needs: toolstack net-msix disk
# files: build/hypervisor/poller:/lib/poller

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

# The device behind eth0, and its driver
DEVICE=/sys/class/net/eth0/device

echoes()
{
	[ "$(echo hello | timeout 5 nc 10.0.2.100 7)" = hello ]
}

# fault_update FAULTS: they do not keep the update from being made
fault_update()
{
	ok "$1: load" live_load $B "liveupdate-fault=late=$1" || return
	ok "$1: the update is made" live_exec
	lu-load report >/tmp/report
	xl dmesg >/tmp/dmesg
	diag "$(grep -E 'note|warnings' /tmp/report)"
}

told()
{
	like "$1: the report says so" "$(cat /tmp/report)" "$2"
	like "$1: so does xl dmesg" "$(cat /tmp/dmesg)" "$3"
}

# set_memory WORD: the command register of the device
set_command()
{
	printf "$1" | dd of="$DEVICE/config" bs=1 seek=4 count=2 conv=notrunc 2>/dev/null
}

asleep()
{
	set_command '\x04\x04'
	not_ok "a device with its memory switched off: refused" live_load $B
	like "by name" "$(lu-load report)" "device with MSI-X and its memory switched off"
	set_command '\x06\x04'
	ok "and not any more" live_load $B
}

# Those that run; when they come back they are in the pool again
cpus()
{
	xl cpupool-list -c | awk '/^Pool-0/ { print $2 }'
}

net_again()
{
	name=$(basename "$(readlink "$DEVICE")")
	driver=$(readlink -f "$DEVICE/driver")
	ip link set eth0 down
	echo "$name" >"$driver/unbind"
	echo "$name" >"$driver/bind"
	net_start && retry 50 echoes
}

stage_1()
{
	live_images
	ok "the toolstack starts" xl_start
	ok "the network works" net_start
	ok "it answers" retry 50 echoes
	modprobe ahci
	asleep

	fault_update map:2,bind:1,bind:0
	told "MSI-X" "note interrupt domain 0 record 0x1c nr [0-9]* error 5" \
		"d0: interrupt [0-9]*, device 0000:.*: error -5"
	told "MSI" "note interrupt domain 0 record 0x1c nr [0-9]* error 16" \
		"d0: interrupt [0-9]*, device 0000:.*: error -16"
	told "GSI" "note interrupt domain 0 record 0x1c nr [1-9] error 16" \
		"d0: interrupt [0-9]*, GSI [0-9]*: error -16"
	ok "a driver that is loaded again has its interrupt" net_again

	fault_update "pci:$((0x$(basename "$(readlink $DEVICE)" | sed 's/.*:\(..\)\..*/\1/') << 3))"
	told "PCI" "note interrupt domain 0 record 0x4 nr [0-9]* error 5" "device 0000:.*: error -5"
	told "its interrupts" "note interrupt domain 0 record 0x1c nr [0-9]* error 19" \
		"d0: interrupt [0-9]*, device 0000:.*: error -19"

	domu_config guest 8 | sed -e '/ramdisk/d' -e 's|/payload/vmlinux|/lib/poller|' >/tmp/guest.cfg
	ok "a guest" xl create -q /tmp/guest.cfg
	ok "pinned to CPU 1" xl vcpu-pin guest 0 1
	fault_update cpu:1,cpu:2
	told "CPU" "note cpu domain 32756 record 0 nr 1 error 5" "Failed to bring up CPU 1"
	is "no CPU is named twice" "$(grep -c 'bring up CPU 1 \|there is no CPU' /tmp/dmesg)" 1
	is "one CPU is left" "$(cpus)" 0
	like "the guest runs on it" "$(xl vcpu-list guest)" "guest .* 0   [r-]"
	ok "one comes when it is asked to" xen-hptool cpu-online 2
	ok "and goes again" xen-hptool cpu-offline 2
	ok "the next update" live_load $A && ok "is made" live_exec
	is "the one that nobody has switched off is back" "$(cpus)" 0,1
	ok "xl destroy" xl destroy guest
}
