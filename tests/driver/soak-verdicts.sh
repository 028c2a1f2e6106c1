# SPDX-License-Identifier: GPL-2.0-only
# title: the driver and the tool say the same of 10000 damaged files
# uses: driver
# suite: soak
# xen: 4.17
# smp: 1
# timeout: 3300
# files: build/driver-tests/same-verdict:/bin/same-verdict

stage_1()
{
	gunzip -c /payload/xen.gz >/tmp/xen
	modprobe xen-privcmd
	ok "the module loads" driver_load
	# Each is one result, so that a run that was stopped says how far it came.
	for first in 0 1000 2000 3000 4000 5000 6000 7000 8000 9000; do
		count_results same-verdict $first 1000
	done
}
