# SPDX-License-Identifier: GPL-2.0-only
# title: cold update by echo, blob of 16 MiB
# uses: driver
# xen: 4.17
# threads: single
# timeout: 150
# files: build/driver-tests/uapi-test:/bin/uapi-test

S=/sys/class/misc/xen-liveupdate

stage_1()
{
	random_blob /tmp/blob 16 >/tmp/sum
	# Nothing here needs it, and a host may mount it late.
	ok "there is no /proc/xen" umount /proc/xen
	ok "the module loads" driver_load
	is "the device is root's alone" "$(stat -c %a:%u /dev/xen-liveupdate)" 600:0
	is "state at first" "$(cat $S/state)" idle
	echo "kernel /payload/vmlinuz" >$S/stage
	echo "initrd /payload/initrd" >$S/stage
	echo "blob /tmp/blob" >$S/stage
	# Longer than Xen's buffer: what is cut off would be lost.
	printf '%01100d' 0 >$S/kernel_cmdline
	echo 1 >$S/loading
	is "receiving" "$(cat $S/state)" receiving
	cat /payload/xen-4.20.gz >$S/data
	echo 0 >$S/loading
	is "verified" "$(cat $S/state)$(cat $S/error)" verified
	is "digest" "$(cat $S/image/sha256)" "$(sha256 /payload/xen-4.20.gz)"
	diag "build id $(cat $S/image/build_id) size $(cat $S/image/size)"
	not_ok "a command line that is too long" sh -c "echo cold dry-run >$S/load"
	is "for that" "$(cat $S/state):$(cat $S/error)" verified:loading:cmdline-too-long
	echo "$(stage_cmdline 2) sum=$(cat /tmp/sum)" >$S/kernel_cmdline
	echo "$RIG_XEN_ARGS -- rig.more=1" >$S/cmdline
	echo cold >$S/load
	is "loaded" "$(cat $S/state)$(cat $S/error)" loaded
	not_ok "a wrong digest commits nothing" sh -c "echo 0123456789abcdef >$S/commit"
	is "still loaded" "$(cat $S/state)" loaded
	digest=$(cut -c1-16 $S/image/sha256)
	stage_done
	echo "$digest" >$S/commit
	fail "commit came back"
}

stage_2()
{
	ok "the module loads" driver_load
	is "Xen after" "$(xen_version)" 4.20
	is "result" "$(cat $S/last/result)" ok
	ok "what Xen adds to the command line is there" grep -q 'rig\.more=1' /proc/cmdline
	count_results uapi-test blob
	is "from" "$(cut -c1-4 $S/last/from_version)" 4.17
	is "blob" "$(cat $S/last/blob_found_sha256)" "$(sed 's/.*sum=\([0-9a-f]*\).*/\1/' /proc/cmdline)"
}
