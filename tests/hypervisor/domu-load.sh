# SPDX-License-Identifier: GPL-2.0-only
# title: a PV domU with disk and network works on through three updates
# suite: soak
# alone: yes
# xen: build/xen-release/xen.gz
# timeout: 400
# dom0-mem: 768M
# xen-args: liveupdate=192M
# needs: toolstack disk-msix
# files: build/hypervisor/lu-load:/bin/lu-load build/handoff/handoff.bin:/lib/handoff.bin build/xen-b/xen.gz:/lib/xen-b.gz
# files: build/load/guest-load:/bin/guest-load tests/hypervisor/domu-lib:/lib/domu-lib

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
