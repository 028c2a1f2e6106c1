# SPDX-License-Identifier: GPL-2.0-only
# title: a PV domU with disk and network works on through three updates
# uses: live domu-lib load
# suite: soak
# alone: yes
# timeout: 400
# dom0-mem: 768M
# xen-args: liveupdate=192M
# needs: disk-msix

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/domu-lib
	host_start 1 fork timer
	guest_start 1 2
	for _ in 1 2 3; do
		update_under_load 1
	done
}
