# SPDX-License-Identifier: GPL-2.0-only
# title: the state stream of a dom0 and a domU, saved for the tests on the host
# uses: live
# suite: manual
# threads: single
# timeout: 240
# dom0-mem: 768M
# xen-args: liveupdate=192M
# needs: toolstack disk-msix

# A 64-bit field of the handoff page, see include/xen-liveupdate/handoff.h.
field()
{
	printf '%d' "$(devmem $((page + $1)) 64)"
}

ticking()
{
	grep -q '#DOMU guest tick 1' /var/log/xen/console/guest-guest.log
}

refused()
{
	lu-load load /tmp/xen-b "$RIG_XEN_ARGS liveupdate-fault=refuse" && ! lu-load exec
}

# The new Xen sends the old one back, whose staging bank keeps the stream.
stage_1()
{
	gunzip -c /lib/xen-b.gz >/tmp/xen-b
	ok "the toolstack starts" xl_start
	domu_config guest 128 >/tmp/guest.cfg
	ok "xl create" xl create /tmp/guest.cfg
	ok "the domU runs" retry 300 ticking
	ok "an update is refused" refused
	page=$(lu-load report | awk '/^LULOAD page/ { page = $3 } / reason injected / { print page }')
	like "there is a report" "$page" '^0x[0-9a-f]+$'
	blob=$(field 0x98)
	size=$(field 0xa0)
	ok "there is a stream" [ "$size" -gt 10000 ]
	monitor "pmemsave $blob $size state.bin"
	sleep 3
}
