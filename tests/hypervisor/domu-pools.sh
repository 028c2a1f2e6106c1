# SPDX-License-Identifier: GPL-2.0-only
# title: CPU pools, CPUs in none, and virtual NUMA nodes are taken along
# uses: live domu-lib load
# smp: 3
# timeout: 400
# dom0-mem: 640M
# xen-args: liveupdate=192M dom0_max_vcpus=2 liveupdate-inplace=no
# needs: disk-msix
# files: build/hypervisor/lu-attack:/bin/lu-attack

# Name, CPUs, scheduler and domains of each pool; which CPUs each has
pools()
{
	xl cpupool-list
	xl cpupool-list -c
}

# What Xen knows of the guest's virtual NUMA nodes
vnuma()
{
	xl dmesg -c >/dev/null
	xl debug-keys u
	xl dmesg | grep -A 4 vnodes
}

# Where the guest's virtual CPUs run
cpus_of_g1()
{
	xl vcpu-list g1 | awk 'NR > 1 { print $4 }' | sort -u
}

g1_config()
{
	guest_config g1 112 2 "" "" "guest-load g1 memory=1 fork timer" >/tmp/g1.cfg
	echo 'pool = "p"' >>/tmp/g1.cfg
}

update_and_compare()
{
	local line before_pools before_vnuma

	line=$(load_line 1)
	before_pools=$(pools)
	before_vnuma=$(vnuma)
	ok "$1: update" update
	ok "$1: g1 works on" retry 900 load_advances 1 "$line"
	is "$1: the pools are the same" "$(pools)" "$before_pools"
	is "$1: the virtual NUMA nodes are the same" "$(vnuma)" "$before_vnuma"
}

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/domu-lib
	host_begin /bin/guest-load
	ok "Pool-0 gives away a CPU" xl cpupool-cpu-remove Pool-0 1
	ok "Pool-0 gives away another CPU" xl cpupool-cpu-remove Pool-0 2
	ok "a CPU pool is created" xl cpupool-create 'name="p"' 'sched="credit"' 'cpus=["1"]'
	g1_config
	ok "g1 is created in it" xl create /tmp/g1.cfg
	ok "g1 works" retry 900 guest_says g1 '#LOAD g1 up.* timer [1-9]'
	ok "g1 has a weight" xl sched-credit -d g1 -w 333
	ok "g1 is told of two NUMA nodes" lu-attack vnuma "$(xl domid g1)"
	like "Xen knows of them" "$(vnuma)" "2 vnodes"

	update_and_compare "one CPU in no pool"
	is "g1 runs on the pool's CPU" "$(cpus_of_g1)" 1
	like "g1 has its weight" "$(xl sched-credit -d g1)" 333
	ok "the pool gets the other CPU" xl cpupool-cpu-add p 2
	update_and_compare "two CPUs in the pool"
	ok "the pool loses its first CPU" xl cpupool-cpu-remove p 1
	update_and_compare "the other CPU in the pool"
	is "g1 runs on that one" "$(cpus_of_g1)" 2

	ok "xl destroy" xl destroy g1
	sleep 1
	ok "the pool can be removed" xl cpupool-destroy p
	ok "Pool-0 gets a CPU back" xl cpupool-cpu-add Pool-0 1
	ok "Pool-0 gets the other back" xl cpupool-cpu-add Pool-0 2
	ok "an update with all CPUs in Pool-0" update
	like "they are there" "$(xl cpupool-list)" 'Pool-0 *3'
}
