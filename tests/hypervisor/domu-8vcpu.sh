# SPDX-License-Identifier: GPL-2.0-only
# title: a PV domU with eight virtual CPUs works on through three updates
# uses: live domu-lib load
# suite: soak
# alone: yes
# timeout: 600
# dom0-mem: 768M
# xen-args: liveupdate=192M
# needs: disk-msix

# The guest's load watches the clocks on each of its CPUs; dom0 sees that Xen
# runs all of them.
cpu_times()
{
	xl vcpu-list g1 | awk 'NR > 1 { print $3, $6 }'
}

# Has each virtual CPU got time since $1?
all_ran()
{
	cpu_times >/tmp/times
	echo "$1" | awk 'NR == FNR { t[$1] = $2; next }
		!($1 in t) || $2 <= t[$1] { bad = 1 }
		END { exit bad || FNR != 8 }' - /tmp/times
}

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/domu-lib
	# shellcheck disable=SC2034 # for the library
	GUEST_PACE=8
	host_start 1 pace=$GUEST_PACE fork timer
	guest_start 1 8
	for u in 1 2 3; do
		update_under_load 1
		ok "update $u: each of the eight runs" retry 300 all_ran "$(cpu_times)"
	done
}
