# SPDX-License-Identifier: GPL-2.0-only
# title: PV domUs work on through four updates with all assertions
# uses: domu-lib load
# xen: build/xen-debug/xen.gz
# suite: soak
# alone: yes
# timeout: 600
# mem: 3072
# dom0-mem: 768M
# xen-args: liveupdate=256M liveupdate-selftest
# needs: disk-msix
# files: build/hypervisor/lu-load:/bin/lu-load build/handoff/handoff.bin:/lib/handoff.bin
# files: build/xen-debug/xen.gz:/lib/xen-b.gz

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/domu-lib
	# shellcheck disable=SC2034 # for the library
	GUEST_PACE=4
	host_start 2 pace=$GUEST_PACE fork timer
	guest_start 1 2
	guest_start 2 1
	for _ in 1 2 3 4; do
		update_under_load 2
	done
	ok "xl destroy of one" xl destroy g1
	ok "one more update, with the other" update
	ok "xl destroy of the other" xl destroy g2
	sleep 2
	is "only dom0 is left" "$(xl list | awk 'NR > 1 { print $1 }')" "Domain-0"
}
