# SPDX-License-Identifier: GPL-2.0-only
# title: what "make demo" shows of a live update: dom0 at work while its Xen is replaced
# uses: tool
# suite: demo
# xen: build/xen-release/xen.gz
# timeout: 150
# dom0-mem: 512M
# xen-args: liveupdate=192M
# needs: net
# files: build/xen-b/xen.gz:/lib/xen-b.gz

# A process that has to live through it, and says so.
worker()
{
	local n=0 uptime
	while :; do
		n=$((n + 1))
		uptime=$(cut -d' ' -f1 /proc/uptime)
		echo "# process $$ of dom0: round $n, up $uptime s, Xen$(cat /sys/hypervisor/version/extra)"
		sleep 1
	done
}

stage_1()
{
	random_blob /tmp/data 64 >/tmp/sum
	ok "network" net_start
	ok "the driver is loaded" driver_load
	ping -i 0.2 10.0.2.2 >/tmp/ping.log 2>&1 &
	ping=$!
	worker &
	worker=$!
	sleep 2
	ok "live update" xen-liveupdate update --mode live /lib/xen-b.gz
	diag_file /run/out
	sleep 3
	kill $worker
	kill -INT $ping
	sleep 1
	is "64 MiB of memory are as before" "$(sha256 /tmp/data)" "$(cat /tmp/sum)"
	like "no ping lost" "$(cat /tmp/ping.log)" " 0% packet loss"
	echo "#DEMO begin"
	xen-liveupdate report
	received=$(grep -o '[0-9]* packets received' /tmp/ping.log)
	echo "  same dom0, same processes; $received, $(grep -o '[0-9]*% packet loss' /tmp/ping.log)"
	echo "#DEMO end"
}
