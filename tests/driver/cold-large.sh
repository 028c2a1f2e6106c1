# SPDX-License-Identifier: GPL-2.0-only
# title: 6 GiB, all of them dom0's, an initrd of 200 MiB and a blob of 64 MiB
# uses: driver
# xen: 4.17
# mem: 6144
# dom0-mem: all
# suite: soak
# threads: single
# timeout: 300
#
# dom0 has no piece of memory below 4 GiB for itself, and Xen none to make copies in.

S=/sys/class/misc/xen-liveupdate

# MiB
available()
{
	awk '/MemAvailable/ { print int($2 / 1024) }' /proc/meminfo
}

stage_1()
{
	diag "dom0 has $(awk '/MemTotal/ { print $2 / 1024 }' /proc/meminfo) MiB"
	random_blob /tmp/blob 64 >/tmp/sum
	# The kernel skips zeros between and after archives.
	{ cat /payload/initrd; dd if=/dev/zero bs=1M count=200 2>/dev/null; } >/tmp/initrd
	ok "the module loads" driver_load
	echo "kernel /payload/vmlinuz" >$S/stage
	ok "the initrd is staged" sh -c "echo initrd /tmp/initrd >$S/stage"
	ok "the blob is staged" sh -c "echo blob /tmp/blob >$S/stage"
	rm /tmp/initrd /tmp/blob
	echo "$(stage_cmdline 2) sum=$(cat /tmp/sum)" >$S/kernel_cmdline
	echo "$RIG_XEN_ARGS dom0_mem=1G,max:1G" >$S/cmdline
	ok "the image is staged" sh -c "echo /payload/xen-4.17.gz >$S/stage"
	ok "it could be made" sh -c "echo cold dry-run >$S/load"
	ok "it is loaded" sh -c "echo cold >$S/load"
	digest=$(cut -c1-16 $S/image/sha256)
	stage_done
	echo "$digest" >$S/commit
	fail "commit came back: $(cat $S/error)"
}

stage_2()
{
	ok "the module loads" driver_load
	is "result" "$(cat $S/last/result)" ok
	is "blob" "$(cat $S/last/blob_found_sha256)" "$(sed 's/.*sum=\([0-9a-f]*\).*/\1/' /proc/cmdline)"
	diag "away for $(($(cat $S/last/blackout_ns) / 1000000)) ms"
	# Even now there are machines that are too small.
	echo "kernel /payload/vmlinuz" >$S/stage
	dd if=/dev/zero of=/tmp/large bs=1M count=900 2>/dev/null
	not_ok "more than dom0 has memory for" sh -c "echo initrd /tmp/large >$S/stage"
	is "for that" "$(cat $S/error)" receiving:out-of-memory
	like "which says how much" "$(cat $S/explanation)" "[0-9]+ MiB of memory are missing in dom0"
	rm /tmp/large
	mount -o remount,size=100% /tmp
	dd if=/dev/zero of=/tmp/large bs=1M count=$(($(available) - 70)) 2>/dev/null
	echo 1 >$S/loading
	not_ok "nor is an upload" dd if=/dev/zero of=$S/data bs=1M count=60
	is "for that" "$(cat $S/error)" receiving:out-of-memory
	like "which says how much" "$(cat $S/explanation)" "[0-9]+ MiB of memory are missing in dom0"
}
