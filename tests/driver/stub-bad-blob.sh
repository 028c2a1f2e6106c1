# SPDX-License-Identifier: GPL-2.0-only
# title: a blob that does not match its checksum is refused by the stub
# xen: 4.17
# timeout: 120
# expect: the stub: .*"stub-blob".* bad-blob
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
	# blob_crc of the header, whose own checksum is made at commit.
	dd if=$D/area bs=1 skip=$((0xb4)) count=1 2>/dev/null | tr '\000-\377' '\001-\377\000' >/tmp/damage
	ok "damage is done" dd if=/tmp/damage of=$D/area bs=1 seek=$((0xb4)) conv=notrunc
	cat $S/image/sha256 >$S/commit
	fail "commit came back"
}
