# SPDX-License-Identifier: GPL-2.0-only
# title: xl creates, pauses, resumes and destroys a PV domU
# needs: toolstack
# threads: single
# timeout: 150

ticks()
{
	grep -c '#DOMU guest tick' /var/log/xen/console/guest-guest.log
}

ticking()
{
	[ "$(ticks)" -gt "$1" ]
}

stage_1()
{
	ok "the toolstack starts" xl_start
	domu_config guest 128 >/tmp/guest.cfg
	ok "xl create" xl create /tmp/guest.cfg
	ok "the domU runs" retry 300 ticking 1

	ok "xl pause" xl pause guest
	before=$(ticks)
	sleep 2
	is "a paused domU does not tick" "$(ticks)" "$before"

	ok "xl unpause" xl unpause guest
	ok "it ticks on" retry 100 ticking "$before"
	ok "xl destroy" xl destroy guest
	not_ok "it is gone" xl domid guest
}
