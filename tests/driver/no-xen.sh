# SPDX-License-Identifier: GPL-2.0-only
# title: without Xen the driver does not load, and says why
# uses: driver
# xen: none
# timeout: 90

stage_1()
{
	not_ok "the module does not load" driver_load
	like "the error is ENODEV" "$(cat /run/out)" "No such device"
	like "the kernel log says why" "$(dmesg)" "not the control domain of a Xen"
	not_ok "nor with a parameter that has no value" driver_load sig_enforce
	like "whose value is not missed" "$(cat /run/out)" "No such device"
	not_ok "no device is left" test -e /dev/xen-liveupdate
}
