# SPDX-License-Identifier: GPL-2.0-only
# title: a stub or a new Xen that refuses, panics or faults gives way to the old one
# xen: build/xen-release/xen.gz
# timeout: 200
# dom0-mem: 512M
# xen-args: liveupdate=192M
# needs: net disk-msix
# files: build/hypervisor/lu-load:/bin/lu-load build/handoff/handoff.bin:/lib/handoff.bin build/xen-b/xen.gz:/lib/xen-b.gz

# Load, let it fail, and see the same Xen go on.
failing_update()
{
	before=$(xen_buildid)
	verb=load
	[ "$1" != stub ] || verb="break"
	lu-load $verb /tmp/xen-b "$RIG_XEN_ARGS liveupdate-fault=$1" >/tmp/out 2>&1
	grep -q 'load rc=0' /tmp/out || { cat /tmp/out; return 1; }
	lu-load exec >/tmp/out 2>&1 && { cat /tmp/out; return 1; }
	cat /tmp/out
	grep -q 'backward 0' /tmp/out || return 1
	lu-load report
	[ "$(xen_buildid)" = "$before" ]
}

stage_1()
{
	gunzip -c /lib/xen-b.gz >/tmp/xen-b
	random_blob /tmp/blob 32
	sum=$(sha256 /tmp/blob)
	net_start
	for round in 1 2 3; do
		for fault in stub panic gp refuse; do
			ok "$fault $round: the old Xen goes on" failing_update $fault
			is "$fault $round: memory is the same" "$(sha256 /tmp/blob)" "$sum"
		done
	done
	not_ok "what has run once is not run again" lu-load exec
	ok "ping after twelve failures" ping -c 3 -W 2 10.0.2.2
	before=$(xen_buildid)
	ok "a good image is loaded" lu-load load /tmp/xen-b "$RIG_XEN_ARGS"
	ok "the thirteenth update succeeds" lu-load exec
	sleep 1
	not_ok "another Xen runs" [ "$(xen_buildid)" = "$before" ]
	is "memory is the same" "$(sha256 /tmp/blob)" "$sum"
	ok "ping" ping -c 3 -W 2 10.0.2.2
}
