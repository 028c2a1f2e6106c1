# SPDX-License-Identifier: GPL-2.0-only
# title: an installed Debian 12 that is reached by ssh, until it is told to end
# suite: manual
# xen: build/xen-release/xen.gz
# dom0-mem: 1024M
# xen-args: liveupdate=192M
# dom0-args: net.ifnames=0
# needs: net
# timeout: 900
# root: build/packages/root.ext4
#
# One of the hosts of fleet.sh.

stage_1()
{
	failed=$(systemctl --failed --no-legend)
	ok "the network is there" net_start
	ok "sshd runs" systemctl is-active ssh
	ok "a domU by xl" xl create /etc/xen/guest.cfg
	domid=$(xl domid guest)
	diag "waiting for /run/end"
	until [ -e /run/end ]; do
		sleep 0.5
	done
	is "the domU is the same" "$(xl domid guest)" "$domid"
	is "no unit has failed since" "$(systemctl --failed --no-legend)" "$failed"
	ok "the last report" xen-liveupdate report
	diag_file /run/out
}
