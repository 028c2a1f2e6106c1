# SPDX-License-Identifier: GPL-2.0-only
# title: a damaged extent list is refused by the stub
# xen: 4.17
# timeout: 120
# expect: the stub: .*"stub-extents".* bad-crc
# files: build/driver-{kernel}/xen-liveupdate.ko:/lib/xen-liveupdate.ko

S=/sys/class/misc/xen-liveupdate
D=/sys/kernel/debug/xen-liveupdate

stage_1()
{
	mount -t debugfs debugfs /sys/kernel/debug
	ok "the driver is loaded" driver_load
	random_blob /tmp/blob 1 >/tmp/sum
	echo "kernel /payload/vmlinuz" >$S/stage
	echo "blob /tmp/blob" >$S/stage
	echo /payload/xen.gz >$S/stage
	ok "it is loaded" sh -c "echo cold >$S/load"
	# The size of the first extent; area.c has the list at that place.
	printf '\377' >/tmp/damage
	ok "damage is done" dd if=/tmp/damage of=$D/area bs=1 seek=$((0x1b000 + 16 + 8)) conv=notrunc
	cat $S/image/sha256 >$S/commit
	fail "commit came back"
}
