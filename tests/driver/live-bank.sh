# SPDX-License-Identifier: GPL-2.0-only
# title: nothing that is staged leaves the bank
# uses: driver
# xen: build/xen-release/xen.gz
# timeout: 240
# smp: 1
# dom0-mem: 1800M
# xen-args: liveupdate=128M
# files: build/driver-tests/uapi-test:/bin/uapi-test

S=/sys/class/misc/xen-liveupdate

# Upload file $1; succeeds if it is verified.
upload()
{
	echo 1 >$S/loading && cat "$1" >$S/data && echo 0 >$S/loading
}

# The image of kexec-tools is there however often it was loaded; stock Xens count wrong.
beside_kexec()
{
	echo "kernel /payload/vmlinuz" >$S/stage
	for time in once twice; do
		ok "kexec-tools loads an image $time" kexec -l /tmp/xen \
			--command-line="xen $RIG_XEN_ARGS" --module=/payload/vmlinuz
		not_ok "it is in the way of a cold update" sh -c "echo cold dry-run >$S/load"
		is "for that" "$(cat $S/error)" loading:kexec-in-use
	done
	for time in once twice; do
		ok "kexec-tools drops it $time" kexec -u
		ok "nothing is in the way" sh -c "echo cold dry-run >$S/load"
	done
}

stage_1()
{
	ok "the module loads" driver_load
	# Behind an image of 46 MiB at its place the bank of 64 MiB ends.
	random_blob /tmp/large 60 >/tmp/sum
	not_ok "60 MiB of no image are not accepted" upload /tmp/large
	is "for what they are" "$(cat $S/error)" verifying:not-an-image
	gunzip -c /payload/xen.gz >/tmp/xen
	(cat /tmp/xen; head -c 50000000 /tmp/large) >/tmp/xen-large
	ok "a large image is" upload /tmp/xen-large
	is "all of it" "$(cat $S/image/sha256)" "$(sha256 /tmp/xen-large)"
	for time in once twice; do
		ok "it can be loaded $time" sh -c "echo live dry-run >$S/load"
		is "and stays" "$(cat $S/state)$(cat $S/error)" verified
	done
	echo 1 >$S/cancel
	count_results uapi-test bank
	count_results uapi-test uploads
	echo 1 >$S/cancel
	count_results uapi-test fetch
	count_results uapi-test agents
	count_results uapi-test around
	ok "a good image is accepted" upload /payload/xen.gz
	beside_kexec
	echo live >$S/load
	is "and loaded" "$(cat $S/state)$(cat $S/error)" loaded
}
