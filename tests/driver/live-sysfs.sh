# SPDX-License-Identifier: GPL-2.0-only
# title: live update by echo: the shell that asked for it goes on
# uses: driver
# xen: build/xen-release/xen.gz
# threads: single
# timeout: 150
# dom0-mem: 512M
# xen-args: liveupdate=192M
# files: build/xen-b/xen.gz:/lib/xen-b.gz

S=/sys/class/misc/xen-liveupdate

# Stage, load and run image $1; leaves the digest in $digest.
update()
{
	echo "$1" >$S/stage || return 1
	echo live >$S/load || return 1
	digest=$(cat $S/image/sha256)
	echo "$digest" >$S/commit
}

stage_1()
{
	ok "the module loads" driver_load
	random_blob /tmp/data 32 >/tmp/sum
	before=$(xen_buildid)
	for image in /lib/xen-b.gz /payload/xen.gz /lib/xen-b.gz; do
		ok "update to $image" update $image
		is "state" "$(cat $S/state):$(cat $S/error)" "idle:"
		is "result" "$(cat $S/last/result)" ok
		is "from" "$(cat $S/last/from_build_id)" "$before"
		before=$(xen_buildid)
		is "to" "$(cat $S/last/to_build_id)" "$before"
		is "image" "$(cat $S/last/mode)" live
		is "memory" "$(sha256 /tmp/data)" "$(cat /tmp/sum)"
		diag "blackout $(cat $S/last/blackout_ns) ns, state of $(cat $S/last/blob_size) bytes"
	done
}
