# SPDX-License-Identifier: GPL-2.0-only
# title: images that have to be refused, and those that must not be
# uses: driver
# xen: 4.17
# smp: 1
# timeout: 240
# files: build/driver-tests/uapi-test:/bin/uapi-test
# files: build/driver-tests/xen.xz:/lib/xen.xz build/driver-tests/xen.zst:/lib/xen.zst
# files: build/driver-tests/same-verdict:/bin/same-verdict
# files: build/driver-tests/bomb.gz:/lib/bomb.gz
# files: build/driver-tests/gnu-cat:/bin/gnu-cat build/driver-tests/gnu-dd:/bin/gnu-dd
# files: build/driver-tests/gnu-echo:/bin/gnu-echo

S=/sys/class/misc/xen-liveupdate

gnu_cat()
{
	gnu-cat /payload/xen.gz >$S/data
}

gnu_dd()
{
	gnu-dd if=/payload/xen.gz of=$S/data "$@" status=none
}

# gnu HOW...: an upload by GNU's tools, which write in other pieces than ours
gnu()
{
	gnu-echo 1 >$S/loading
	ok "upload: $*" "$@"
	ok "it is accepted" sh -c "gnu-echo 0 >$S/loading"
	is "all of it" "$(gnu-cat $S/image/sha256)" "$(sha256 /payload/xen.gz)"
	gnu-echo 1 >$S/cancel
}

gnu_tools()
{
	gnu gnu_cat
	gnu gnu_dd bs=1M
	gnu gnu_dd bs=4095
	gnu gnu_dd bs=1M oflag=append conv=notrunc
	gnu-echo 1 >$S/loading
	not_ok "a hole is no upload" gnu_dd bs=4k seek=1 count=1
	gnu-echo -1 >$S/loading
	gnu-echo a -n b >$S/cmdline
	is "words by echo" "$(gnu-cat $S/cmdline)" "a -n b"
	gnu-echo 1 >$S/cancel
}

stage_1()
{
	gunzip -c /payload/xen.gz >/tmp/xen
	modprobe xen-privcmd
	ok "the module loads" driver_load
	gnu_tools
	for image in /payload/xen-4.17.gz /payload/xen-4.20.gz /tmp/xen /lib/xen.xz /lib/xen.zst; do
		count_results uapi-test verify $image 0 0 ""
	done
	count_results uapi-test verify /lib/bomb.gz 0 EFBIG too-large
	count_results uapi-test verify /payload/vmlinuz 0 ENOEXEC not-an-image
	count_results uapi-test verify /bin/busybox 0 ENOEXEC wrong-arch
	count_results uapi-test images
	count_results same-verdict 0 200
}
