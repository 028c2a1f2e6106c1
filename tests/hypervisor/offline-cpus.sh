# SPDX-License-Identifier: GPL-2.0-only
# title: CPUs that are off, affinities, NUMA nodes and parameters of schedulers are as before
# uses: live domu-lib
# smp: 4
# needs: numa
# threads: single
# timeout: 400
# dom0-mem: 640M
# xen-args: liveupdate=192M dom0_max_vcpus=2
# files: build/hypervisor/lu-attack:/bin/lu-attack
# files: tests/hypervisor/offline-lib:/lib/offline-lib

# All that Xen says of CPUs, affinities and schedulers
placement()
{
	placement_lines | tr '\n' '|'
}

placement_lines()
{
	xl info | grep nr_cpus
	xl cpupool-list -c
	# Name, number and affinities: not where it is and how long it has run
	xl vcpu-list | awk '{ print $1, $3, $7, $8, $9 }'
	xl sched-credit2 -s -p Pool-0
	xl sched-credit -s -p p
}

# Memory of each NUMA node: all of it, and what is free, in MiB
node_memory()
{
	xl info -n | awk '/^numa_info/ { on = 1; next } on && $1 ~ /^[0-9]+:$/ { print $1, $2, $3 }'
}

# The Xen that was booted had memory of its own, which is free after the first update. The
# frame table of each next one, 26 MiB here, is wherever its old Xen has found room for it:
# the old one leaves a node, and the new one may be in the other. An update that was refused
# leaves one more behind, until the next.
node_memory_same()
{
	node_memory | tr '\n' ' ' >/tmp/nodes.now
	awk -v before="$1" '{
		n = split(before, old, " ")
		good = n == NF && NF == 6
		for (i = 1; i <= NF; i++) {
			gap = $i - old[i]
			if (i % 3 ? $i != old[i] : gap > 56 || gap < -56)
				good = 0
			if (i % 3 == 0)
				sum += gap
		}
		exit !good || sum > 32 || sum < -8
	}' /tmp/nodes.now || { echo "$1; now $(cat /tmp/nodes.now)"; return 1; }
}

# What the report of the last update says: that of the one before is still there
last_report()
{
	lu-load report | awk '/ generation / { at = $5 } { text[at] = text[at] $0 "\n" }
		END { for (n in text) if (n + 0 > last) last = n + 0; printf "%s", text[last] }'
}

update_and_compare()
{
	local before nodes

	before=$(placement)
	nodes=$(node_memory | tr '\n' ' ')
	ok "$1: update" update
	ok "$1: each node has its memory ($nodes)" retry 300 node_memory_same "$nodes"
	is "$1: all is as before" "$(placement)" "$before"
	like "$1: no warning" "$(last_report)" 'warnings 0 nmis 0$'
}

refused_update()
{
	lu-load load /tmp/xen-b "$RIG_XEN_ARGS liveupdate-fault=refuse" && lu-load exec
}

# The first virtual CPU of dom0 runs this.
on_vcpu0()
{
	taskset 1 "$@"
}

hard_of_vcpu0()
{
	xl vcpu-list 0 | awk '$3 == 0 { print $7 }'
}

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/offline-lib
	host_begin
	ok "Pool-0 gives away CPU 3" xl cpupool-cpu-remove Pool-0 3
	ok "a pool with the other scheduler is created" \
		xl cpupool-create 'name="p"' 'sched="credit"' 'cpus=["3"]'
	ok "its time slice is changed" xl sched-credit -s -p p -t 10 -r 500
	ok "the limit of Pool-0 is changed" xl sched-credit2 -s -p Pool-0 -r 2000
	ok "CPU 2 goes off" xen-hptool cpu-offline 2
	ok "dom0's second virtual CPU is pinned" xl vcpu-pin 0 1 0 1
	ok "dom0 chooses nodes" lu-attack nodes 1 0
	update_and_compare "one CPU off"
	update_and_compare "still off"
	like "the nodes are still chosen" "$(last_report)" 'record 0x36: 1 '

	ok "CPU 2 comes back" xen-hptool cpu-online 2
	ok "a virtual CPU is pinned to it" xl vcpu-pin 0 1 2 all
	ok "it runs there" runs_program dom0 1
	ok "dom0 pins the other one to CPU 1 itself" on_vcpu0 lu-attack pin 1
	is "it is" "$(hard_of_vcpu0)" 1
	update_and_compare "it is back"
	ok "dom0 pins it no more" on_vcpu0 lu-attack pin -1
	is "it may run everywhere again" "$(hard_of_vcpu0)" all

	ok "the virtual CPU may go elsewhere" xl vcpu-pin 0 1 all all
	ok "CPU 1 goes off" xen-hptool cpu-offline 1
	not_ok "an update that the new Xen refuses" refused_update
	update_and_compare "another CPU off"
	ok "CPU 1 comes back" xen-hptool cpu-online 1
	# The pool stays: Xen 4.17 may stand still when the last CPU leaves one with the
	# credit scheduler. It waits for a timer, holding the lock that the timer wants.
	like "all CPUs are there" "$(xl cpupool-list -c)" 'Pool-0 *0,1,2'
	is "dom0 may run on all" "$(xl vcpu-list 0 | grep -c 'all / all')" 2
}
