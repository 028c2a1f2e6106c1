# SPDX-License-Identifier: GPL-2.0-only
# title: calls of the device that have to be refused
# uses: driver
# xen: 4.17
# smp: 1
# timeout: 240
# files: build/driver-tests/uapi-test:/bin/uapi-test
# files: build/driver-tests/whole-blocks:/lib/whole-blocks

S=/sys/class/misc/xen-liveupdate

stage_1()
{
	gunzip -c /payload/xen.gz >/tmp/xen
	modprobe xen-privcmd
	ok "the module loads" driver_load
	count_results uapi-test arguments
	count_results uapi-test states
	count_results uapi-test owners
	count_results uapi-test buffers
	mkfifo /tmp/pipe
	not_ok "a pipe is no file to stage" timeout 10 sh -c "echo /tmp/pipe >$S/stage"
	is "nor does it hold anybody up" "$(cat $S/state)" idle
}
