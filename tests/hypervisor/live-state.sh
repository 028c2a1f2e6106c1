# SPDX-License-Identifier: GPL-2.0-only
# title: what the toolstack and the debug keys show is the same before and after
# uses: live dom0-lib
# timeout: 240
# dom0-mem: 640M
# xen-args: liveupdate=192M liveupdate-inplace=no
# needs: toolstack q35 disk-msix net-msix
# files: build/hypervisor/lu-state:/bin/lu-state build/hypervisor/poller:/lib/poller
# files: tests/hypervisor/state-lib:/lib/state-lib
# files: tests/hypervisor/state-differs:/lib/state-differs

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

# What drivers of dom0 and the toolstack have told Xen, and nobody will tell again.
tell()
{
	ok "dom0 loses a port" lu-state ioport 0x378 1 0
	ok "dom0 loses an interrupt" lu-state irq 7 0
	ok "a line is set up" lu-state gsi 5 1 1
	ok "MMCFG is not to be used" lu-state mmcfg 0xb0000000 255 0
	ok "there are MSRs" modprobe msr
	ok "a machine check is under way" lu-state wrmsr 0 0x17a 5
	ok "a device is prepared for MSI-X" lu-state msix 0 0x10
	ok "C-states are limited" xenpm set-max-cstate 2 1
	ok "the scheduler is to save power" xenpm set-sched-smt enable
}

# ... is known to the next Xen.
told()
{
	is "the machine check is under way" "$(lu-state rdmsr 0 0x17a)" 0x5
	like "the device is prepared" "$(lu-state msix 0 0x10 2>&1)" "error -16"
	ok "MMCFG is not used" grep -q "Not using MCFG for segment 0000 bus 00-ff" /tmp/dmesg
	like "C-states are limited" "$(ask_key c)" 'max state: C2'
	like "the scheduler is to save power" "$(ask_key r)" 'sched_smt_power_savings: enabled'
}

guest()
{
	cat >/tmp/g1.cfg <<-'END'
	name = "g1"
	kernel = "/lib/poller"
	memory = 16
	vcpus = 2
	on_crash = "preserve"
	END
	xl create -q /tmp/g1.cfg
}

stage_1()
{
	. /lib/state-lib
	live_images
	ok "the toolstack starts" xl_start
	ok "a guest" guest
	tell
	look before
	ok "an update" live_load $B
	ok "it succeeds" live_exec
	xl dmesg >/tmp/dmesg
	told
	ok "another one" live_load $A
	ok "it succeeds, too" live_exec
	xl dmesg >/tmp/dmesg
	told
	look after
	compare before after
	ok "data about C-states" lu-state cstate
	ok "a third one" live_load $B
	ok "it succeeds" live_exec
	lu-load report >$OUT
	like "power management is warned of" "$(cat $OUT)" 'warnings 0x400'
}
