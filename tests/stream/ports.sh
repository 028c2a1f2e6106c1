# SPDX-License-Identifier: GPL-2.0-only
# title: event channels beyond those of the 2-level ABI work after an update
# uses: live
# timeout: 240
# dom0-mem: 768M
# xen-args: liveupdate=192M
# needs: toolstack
# files: build/stream/lu-ports:/bin/lu-ports

update()
{
	lu-load load /tmp/xen-b "$RIG_XEN_ARGS" && lu-load exec
}

stage_1()
{
	gunzip -c /lib/xen-b.gz >/tmp/xen-b
	modprobe xen-evtchn
	lu-ports 4500 /tmp/ports &
	holder=$!
	ok "4500 ports are allocated" retry 600 [ -s /tmp/ports ]
	highest=$(sed 's/.* //' /tmp/ports)
	ok "they are more than 4096" [ "$highest" -gt 4200 ]
	ok "an update" update
	sleep 1
	rm -f /tmp/ports
	ok "events arrive at port $highest" wait "$holder"
}
