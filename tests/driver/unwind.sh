# SPDX-License-Identifier: GPL-2.0-only
# title: cancel, death of the owner and module unload at every step
# uses: driver
# xen: 4.17
# smp: 1
# timeout: 400
# files: build/driver-tests/uapi-test:/bin/uapi-test

stage_1()
{
	gunzip -c /payload/xen.gz >/tmp/xen
	modprobe xen-privcmd
	ok "the module loads" driver_load
	count_results uapi-test cancel
	count_results uapi-test kill
	count_results uapi-test unload
}
