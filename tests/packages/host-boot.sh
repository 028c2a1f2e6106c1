# SPDX-License-Identifier: GPL-2.0-only
# title: a Debian 12 as dom0: its unit has loaded the driver, and the README is right
# suite: soak
# xen: 4.17
# dom0-mem: 1024M
# timeout: 400
# root: build/packages/root.ext4

UNIT=xen-liveupdate.service
XEN=/boot/xen-4.17-amd64.gz

# The commands of "On a real host" behind the installation, as they are there
readme()
{
	ok "sudo modprobe" sudo modprobe xen-liveupdate
	ok "sudo xen-liveupdate status" sudo xen-liveupdate status
	diag_file /run/out
	ok "xen-liveupdate check" xen-liveupdate check $XEN
	ok "a cold update that only pretends" sudo xen-liveupdate update --mode cold --dry-run \
		--kernel /boot/vmlinuz-"$(uname -r)" $XEN
	diag_file /run/out
	is "leaves nothing with the driver" "$(sudo xen-liveupdate status --quiet)" idle
}

stage_1()
{
	is "the unit has run" "$(systemctl is-active $UNIT)" active
	ok "the driver is loaded" test -c /dev/xen-liveupdate
	is "by the package's module" "$(/sbin/modinfo -F filename xen-liveupdate)" \
		"/lib/modules/$(uname -r)/updates/dkms/xen-liveupdate.ko"
	ok "Xen's own script runs, too" systemctl is-active xen.service
	ok "udev has made the other name" test -e /dev/xen/liveupdate
	is "nothing has failed in it" "$(systemctl --failed --no-legend $UNIT)" ""
	readme
}
