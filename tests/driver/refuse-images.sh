# SPDX-License-Identifier: GPL-2.0-only
# title: images that have to be refused, and those that must not be
# xen: 4.17
# smp: 1
# timeout: 240
# files: build/driver-{kernel}/xen-liveupdate.ko:/lib/xen-liveupdate.ko
# files: build/driver-tests/uapi-test:/bin/uapi-test
# files: build/driver-tests/xen.xz:/lib/xen.xz build/driver-tests/xen.zst:/lib/xen.zst
# files: build/driver-tests/same-verdict:/bin/same-verdict
# files: build/driver-tests/bomb.gz:/lib/bomb.gz

stage_1()
{
	gunzip -c /payload/xen.gz >/tmp/xen
	modprobe xen-privcmd
	ok "the module loads" driver_load
	for image in /payload/xen-4.17.gz /payload/xen-4.20.gz /tmp/xen /lib/xen.xz /lib/xen.zst; do
		count_results uapi-test verify $image 0 0 ""
	done
	count_results uapi-test verify /lib/bomb.gz 0 EFBIG too-large
	count_results uapi-test verify /payload/vmlinuz 0 ENOEXEC bad-magic
	count_results uapi-test verify /bin/busybox 0 ENOEXEC wrong-arch
	count_results uapi-test images
	count_results same-verdict 0 200
}
