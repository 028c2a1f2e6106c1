# SPDX-License-Identifier: GPL-2.0-only
# title: a fault behind the commit point ends in a message with phase and reason, and all before
# uses: live dom0-lib
# threads: single
# timeout: 90
# dom0-mem: 512M
# xen-args: liveupdate=192M
# expect: Live update 1 FAILED in phase new-vcpus: injected
# shows: Bootloader: xen-liveupdate

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

stage_1()
{
	live_images
	ok "load" live_load $B liveupdate-fault=late
	lu-load exec
	fail "the call came back"
}
