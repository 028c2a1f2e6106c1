# SPDX-License-Identifier: GPL-2.0-only
# title: live: the image is staged in its final place, and nobody can write to it afterwards
# uses: tool
# xen: build/xen-release/xen.gz
# timeout: 150
# dom0-mem: 512M
# xen-args: liveupdate=192M
# files: build/xen-b/xen.gz:/lib/xen-b.gz

S=/sys/class/misc/xen-liveupdate

copied()
{
	xen-liveupdate status --json | sed -n 's/.*"bytes_copied": \([0-9]*\).*/\1/p'
}

memory()
{
	xen-liveupdate status --json | sed -n 's/.*"memory": \([0-9]*\).*/\1/p'
}

# stage IMAGE, then check that its COPIED bytes were copied once, into the bank
staged()
{
	ok "$1 is staged" sh -c "echo $1 >$S/stage"
	is "no memory of dom0" "$(memory)" 0
	ok "it is loaded" sh -c "echo live >$S/load"
	is "each byte was copied once" "$(copied)" "$2"
	ok "it runs" sh -c "cat $S/image/sha256 >$S/commit"
	is "result" "$(cat $S/last/result)" ok
}

stage_1()
{
	ok "the module loads" driver_load
	gunzip -c /lib/xen-b.gz >/tmp/xen-b
	gunzip -c /payload/xen.gz >/tmp/xen-a
	size_b=$(wc -c </tmp/xen-b)
	size_a=$(wc -c </tmp/xen-a)
	staged /tmp/xen-b "$size_b"
	staged /payload/xen.gz $(($(wc -c </payload/xen.gz) + size_a))
	staged /tmp/xen-b "$size_b"

	ok "a dry run" sh -c "echo /tmp/xen-a >$S/stage && echo 'live dry-run' >$S/load"
	staged_again=$(cat $S/state)
	is "it can still be loaded" "$staged_again" verified
	ok "and is" sh -c "echo live >$S/load"
	ok "it runs" sh -c "cat $S/image/sha256 >$S/commit"
	is "result" "$(cat $S/last/result)" ok
}
