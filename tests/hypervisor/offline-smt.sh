# SPDX-License-Identifier: GPL-2.0-only
# title: hyperthreads that were switched off stay off until they are switched on
# uses: live domu-lib
# smp: 4
# timeout: 300
# dom0-mem: 640M
# xen-args: liveupdate=192M dom0_max_vcpus=2
# needs: smt
# files: tests/hypervisor/offline-lib:/lib/offline-lib

cpus()
{
	xl info | sed -n 's/^nr_cpus *: //p'
}

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/offline-lib
	host_begin
	is "four threads run" "$(cpus)" 4
	like "a core has two" "$(xl info)" 'threads_per_core *: 2'
	ok "hyperthreads are switched off" xen-hptool smt-disable
	is "two CPUs run" "$(cpus)" 2
	ok "an update" update
	is "still two CPUs run" "$(cpus)" 2
	not_ok "a hyperthread cannot be switched on alone" xen-hptool cpu-online 1
	ok "another update" update
	is "still two CPUs run" "$(cpus)" 2
	ok "hyperthreads are switched on" xen-hptool smt-enable
	is "four threads run" "$(cpus)" 4
	ok "an update with all" update
	is "four threads run" "$(cpus)" 4
	ok "CPU 2 goes off" xen-hptool cpu-offline 2
	ok "an update with three" update
	is "three run" "$(cpus)" 3
	ok "CPU 2 comes back" xen-hptool cpu-online 2
	is "four threads run" "$(cpus)" 4
}
