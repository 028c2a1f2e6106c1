# SPDX-License-Identifier: GPL-2.0-only
# title: four PV domUs work on through ten updates in a row
# uses: live domu-lib load
# suite: soak
# alone: yes
# timeout: 1500
# mem: 3072
# dom0-mem: 768M
# xen-args: liveupdate=256M
# needs: disk-msix

# What the guests noticed of update $1: their longest gap since the one before.
log_gaps()
{
	for n in 1 2 3 4; do
		value "gap_g${n}_update_$1" "$(load_value "$(load_line $n)" longest)" ms
	done
}

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/domu-lib
	# Software emulation: two CPUs for nine vCPUs, all of them busy
	GUEST_PACE=4
	host_start 4 pace=$GUEST_PACE fork timer
	guest_start 1 2
	guest_start 2 2
	guest_start 3 1
	guest_start 4 1
	for u in 1 2 3 4 5 6 7 8 9 10; do
		update_under_load 4
		log_gaps $u
	done
}
