# SPDX-License-Identifier: GPL-2.0-only
# title: too little free memory for a frame table: refused with the missing MiB, until there is more
# uses: live dom0-lib load
# timeout: 240
# smp: 1
# dom0-mem: 1950M
# xen-args: liveupdate=64M
# files: tests/hypervisor/host-lib:/lib/host-lib
# needs: toolstack

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live
# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/host-lib

# Do so many KiB remain free?
free_above()
{
	[ "$(xen_free_kib)" -gt "$1" ]
}

derive()
{
	lu-load derive $B "$RIG_XEN_ARGS" >$OUT 2>&1
}

stage_1()
{
	live_images
	ok "the toolstack starts" xl_start
	free=$(xen_free_kib)
	diag "free: $free KiB"
	ok "little is enough if page state stays in place" live_load $B
	ok "unload" lu-load unload
	is "free memory is what it was" "$(xen_free_kib)" "$free"
	not_ok "a new frame table has no place" derive
	ok "the report says so" grep 'reason no-memory' $OUT || diag_file $OUT
	ok "the log has the missing MiB" sh -c "xl dmesg | grep '[1-9][0-9]*M of free memory are missing'"
	is "free memory is what it was" "$(xen_free_kib)" "$free"
	ok "dom0 gives some back" xl mem-set 0 1850
	ok "there is more" retry 100 free_above 65536
	ok "now it has" derive
	ok "an update" live_exec
	ok "the next one" live_load $A
	ok "and it" live_exec
	is "page state stayed in place" "$(host_report page-state)" in-place
}
