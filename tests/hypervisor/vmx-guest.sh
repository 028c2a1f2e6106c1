# SPDX-License-Identifier: GPL-2.0-only
# title: a PVH guest on a CPU with VMX lives through three updates and a way back
# xen: build/xen-release/xen.gz
# suite: soak
# smp: 1
# mem: 1024
# dom0-mem: 384M
# xen-args: liveupdate=128M
# dom0-args: rodata=off quiet
# needs: bochs toolstack
# timeout: 3000
# files: build/hypervisor/lu-load:/bin/lu-load build/handoff/handoff.bin:/lib/handoff.bin
# files: build/hypervisor/ticks:/lib/ticks build/xen-b/xen.gz:/lib/xen-b.gz

# Bochs is slow: no program is started that need not be.

# The guest says how it is going on Xen's console: "(dDOMID) ticks: NUMBER errors NUMBER".
said()
{
	xl dmesg | grep -o "(d$domid) ticks: [0-9]* errors [0-9]*" | tail -n 1
}

# Interrupts of its timer so far
count()
{
	said | sed 's/.*ticks: \([0-9]*\) .*/\1/' | grep . || echo 0
}

# More than $1?
ticks_on()
{
	[ "$(count)" -gt "$1" ]
}

start()
{
	cat >/tmp/ticks.cfg <<-END
	name = "ticks"
	type = "pvh"
	memory = 16
	vcpus = 1
	kernel = "/lib/ticks"
	on_crash = "preserve"
	END
	xl create -q /tmp/ticks.cfg && domid=$(xl domid ticks)
}

gone()
{
	! xl domid ticks >/dev/null 2>&1
}

# From the Xen that runs to the other one, and the guest ticks on.
updates()
{
	local u to before free lost

	for u in 1 2 3; do
		to=/tmp/xen-b
		[ $u != 2 ] || to=/tmp/xen-a
		ok "update $u: load" lu-load load $to "$RIG_XEN_ARGS"
		before=$(count)
		ok "update $u" lu-load exec
		diag "$(grep LULOAD /run/out)"
		[ $u != 1 ] || like "page state stayed" "$(lu-load report)" "page-state in-place"
		ok "update $u: the guest ticks on" retry 600 ticks_on $((before + 10))
		[ $u != 1 ] || free=$(lu-load free)
	done
	lost=$((free - $(lu-load free)))
	value lost $lost KiB
	ok "two updates have lost no memory" [ ${lost#-} -le 64 ]
}

# The new Xen panics before its commit point.
way_back()
{
	local before

	ok "load a Xen that is going to panic" lu-load load /tmp/xen-b \
		"$RIG_XEN_ARGS liveupdate-fault=panic"
	before=$(count)
	not_ok "the update fails" lu-load exec
	like "by the panic" "$(lu-load report)" "reason panic"
	ok "the guest ticks on in the old Xen" retry 600 ticks_on $((before + 10))
}

# The guest gives back its memory, and another one can be created.
others()
{
	local before

	before=$(lu-load free)
	ok "xl destroy" xl destroy ticks
	ok "the guest is gone" retry 50 gone
	# What it got from an update's Xen goes back to a bank.
	ok "its memory is free" [ $(($(lu-load free) - before)) -ge $((16 << 10)) ]
	ok "another guest is created" start
	ok "it ticks, too" retry 600 ticks_on 10
	ok "xl destroy" xl destroy ticks
	is "no zombie is left" "$(xl list | grep -c null)" 0
}

stage_1()
{
	gunzip -c /payload/xen.gz >/tmp/xen-a
	gunzip -c /lib/xen-b.gz >/tmp/xen-b
	ok "the toolstack starts" xl_start
	like "the CPU has VMX" "$(xl dmesg)" "VMX: Supported advanced features"
	ok "a guest is created" start
	ok "it ticks" retry 600 ticks_on 10
	updates
	way_back
	like "the guest has seen no error" "$(said)" "errors 0$"
	is "in no line" "$(xl dmesg | grep -c 'ticks: ERROR')" 0
	others
}
