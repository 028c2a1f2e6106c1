# SPDX-License-Identifier: GPL-2.0-only
# title: a PV domU with console and toolstack lives through three updates
# uses: live
# timeout: 240
# dom0-mem: 768M
# xen-args: liveupdate=192M liveupdate-inplace=no
# needs: toolstack

ticks()
{
	grep -c '#DOMU guest tick' /var/log/xen/console/guest-guest.log
}

ticking()
{
	[ "$(ticks)" -gt "$1" ]
}

update()
{
	lu-load load "$1" "$RIG_XEN_ARGS" && lu-load exec
}

stage_1()
{
	gunzip -c /payload/xen.gz >/tmp/xen-a
	gunzip -c /lib/xen-b.gz >/tmp/xen-b
	ok "the toolstack starts" xl_start
	domu_config guest 128 >/tmp/guest.cfg
	ok "xl create" xl create /tmp/guest.cfg
	ok "the domU runs" retry 300 ticking 1

	for u in 1 2 3; do
		image=/tmp/xen-b
		[ $((u % 2)) = 1 ] || image=/tmp/xen-a
		before=$(ticks)
		ok "update $u" update $image
		ok "update $u: the domU ticks on" retry 100 ticking "$before"
		like "update $u: xl sees it" "$(xl list)" guest
		ok "update $u: xenstore answers" xenstore-read "/local/domain/1/name"
	done

	ok "xl pause" xl pause guest
	sleep 1
	before=$(ticks)
	ok "an update with a paused domU" update /tmp/xen-a
	sleep 2
	is "it stays paused" "$(ticks)" "$before"
	ok "xl unpause" xl unpause guest
	ok "it ticks on" retry 100 ticking "$before"
	ok "xl destroy" xl destroy guest
	sleep 1
	sleep 1
	is "no zombie is left" "$(xl list | grep -c -i 'null\|guest')" 0
}
