# SPDX-License-Identifier: GPL-2.0-only
# title: 25 updates in a row, A to B to A, under load
# xen: build/xen-release/xen.gz
# timeout: 500
# dom0-mem: 512M
# xen-args: liveupdate=192M
# needs: net disk-msix
# files: build/hypervisor/lu-load:/bin/lu-load build/handoff/handoff.bin:/lib/handoff.bin build/xen-b/xen.gz:/lib/xen-b.gz

UPDATES=25

churn()
{
	while [ -e /tmp/run ]; do
		for _ in 1 2 3 4 5 6 7 8; do /bin/true; done
		ls -l /proc/self/ >/dev/null
	done
}

disk_load()
{
	n=0
	while [ -e /tmp/run ]; do
		n=$((n + 1))
		dd if=/tmp/blob of="$1" bs=64k count=2 seek=$((n % 32)) conv=fsync 2>/dev/null ||
			echo "write $n failed" >>/tmp/disk-errors
		dd if="$1" bs=64k count=2 skip=$((n % 32)) 2>/dev/null | cmp -s - /tmp/blob-head ||
			echo "read $n differs" >>/tmp/disk-errors
		echo "$n" >/tmp/disk-rounds
	done
}

# More rounds than $1
disk_advances()
{
	[ "$(cat /tmp/disk-rounds)" -gt "$1" ]
}

update()
{
	name=a
	[ $(($1 % 2)) = 0 ] || name=b
	lu-load load "/tmp/xen-$name" "$RIG_XEN_ARGS" >/tmp/out 2>&1 &&
		lu-load exec >>/tmp/out 2>&1
}

stage_1()
{
	gunzip -c /payload/xen.gz >/tmp/xen-a
	gunzip -c /lib/xen-b.gz >/tmp/xen-b
	random_blob /tmp/blob 64
	head -c 131072 /tmp/blob >/tmp/blob-head
	sum=$(sha256 /tmp/blob)
	net_start
	dev=$(disk_start)
	touch /tmp/run
	churn &
	churn &
	disk_load "$dev" &
	ping -i 1 10.0.2.2 >/tmp/ping.log 2>&1 &
	ping=$!

	ok "the disk is used" retry 100 disk_advances 0
	for u in $(seq $UPDATES); do
		round=$(cat /tmp/disk-rounds)
		before=$(xen_buildid)
		if ! update "$u"; then
			cat /tmp/out
			fail "update $u"
			return
		fi
		sleep 1
		[ "$(xen_buildid)" != "$before" ] || fail "update $u: same build id"
		[ "$(sha256 /tmp/blob)" = "$sum" ] || fail "update $u: memory differs"
		diag "update $u: $(grep exec /tmp/out) disk round $round"
		retry 300 disk_advances "$round" || fail "update $u: the disk stands still"
		grep -q 'backward 0' /tmp/out || fail "update $u: time went backwards"
	done
	pass "$UPDATES updates"
	rm /tmp/run
	sleep 6
	kill -INT $ping
	sleep 1
	diag "$(grep loss /tmp/ping.log)"
	like "no ping lost" "$(cat /tmp/ping.log)" " 0% packet loss"
	is "no disk errors" "$(cat /tmp/disk-errors 2>/dev/null)" ""
	diag "disk rounds: $(cat /tmp/disk-rounds)"
}
