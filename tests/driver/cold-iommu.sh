# SPDX-License-Identifier: GPL-2.0-only
# title: cold updates of a host with VT-d, interrupt remapping and x2APIC: each Xen has them
# uses: tool
# suite: soak
# xen: 4.17
# qemu: 10
# shows: ^\(XEN\) Intel VT-d Interrupt Remapping enabled
# times: 4
# needs: iommu toolstack net-msix disk-msix
# timeout: 300

S=/sys/class/misc/xen-liveupdate

# Only a Xen of the toolstack's version tells dom0; all do on the console.
iommu_is_on()
{
	xl dmesg >/tmp/dmesg
	for text in "I/O virtualisation enabled" "Interrupt Remapping enabled" \
		"Queued Invalidation enabled" "Switched to APIC driver x2apic"; do
		ok "Xen says: $text" grep -q "$text" /tmp/dmesg
	done
}

# DMA and remapped interrupts
devices_work()
{
	device=$(disk_start)
	ok "the disk is written to" dd if=/dev/zero of="$device" bs=1M count=16 oflag=direct
	ok "the network comes up" net_start
	ok "and answers" ping -c 2 -W 5 10.0.2.2
}

# update XEN STAGE
update()
{
	stage_done
	xen-liveupdate update --mode cold --yes --kernel /payload/vmlinuz \
		--initrd /payload/initrd --kernel-cmdline "$(stage_cmdline "$2")" "$1"
	fail "the update came back"
}

arrived()
{
	ok "the driver is loaded" driver_load
	is "Xen" "$(xen_version)" "$1"
	is "result" "$(cat $S/last/result)" ok
	is "all CPUs are there" "$(nproc)" "$RIG_SMP"
	devices_work
}

stage_1()
{
	ok "the driver is loaded" driver_load
	iommu_is_on
	devices_work
	update /payload/xen-4.17.gz 2
}

stage_2()
{
	arrived 4.17
	iommu_is_on
	update /payload/xen-4.20.gz 3
}

stage_3()
{
	arrived 4.20
	update /payload/xen-4.17.gz 4
}

stage_4()
{
	arrived 4.17
	iommu_is_on
}
