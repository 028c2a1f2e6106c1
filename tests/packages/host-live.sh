# SPDX-License-Identifier: GPL-2.0-only
# title: an installed Debian 12: its hypervisor is upgraded, replaced live, and back
# suite: soak
# xen: build/xen-release/xen.gz
# dom0-mem: 1024M
# xen-args: liveupdate=192M
# timeout: 400
# root: build/packages/root.ext4

IMAGE=/boot/liveupdate/xen-4.17-liveupdate-amd64

# Of the one that runs; the file has bytes
xen_build()
{
	od -An -v -tx1 /sys/hypervisor/properties/buildid | tr -d ' \n'
}

# A service that was there before, and what it has written since
start_service()
{
	ok "a service" systemd-run --unit=ticks sh -c 'while echo tick; do sleep 0.2; done'
	ticks_pid=$(systemctl show -p MainPID --value ticks)
	boot=$(journalctl --list-boots | wc -l)
}

ticks()
{
	journalctl --sync
	journalctl -u ticks -o cat | grep -c tick
}

# has_ticked SINCE: more than that by now
has_ticked()
{
	[ "$(ticks)" -gt "$1" ]
}

service_continues()
{
	sleep 2
	ok "the journal continues" has_ticked $((${1:-0}))
	is "in the same process" "$(systemctl show -p MainPID --value ticks)" "$ticks_pid"
	is "in the same boot" "$(journalctl --list-boots | wc -l)" "$boot"
	is "no unit has failed since" "$(systemctl --failed --no-legend | wc -l)" "$failed"
}

# The command that the package has said, after these words
said()
{
	sed -n "s/^$1: *//p" /run/said | tr -d '\r'
}

upgrade()
{
	ok "the hypervisor's package is upgraded" apt-get install -y /next/*.deb
	cp /run/out /run/said
	like "it says what is possible" "$(cat /run/said)" "A live update to this Xen is possible"
	is "another Xen is on the disk" "$([ "$(xen_build)" != "$(cat $IMAGE.buildid)" ] && echo yes)" yes
	is "the one that runs is kept" "$(xen_build)" "$(cat $IMAGE.buildid.old)"
}

# live TITLE WORDS IMAGE: by the command that follows these words
live()
{
	before=$(ticks)
	# shellcheck disable=SC2046 # words are wanted
	ok "$1" $(said "$2")
	diag_file /run/out
	is "that Xen runs" "$(xen_build)" "$(cat "$3")"
	service_continues "$before"
}

purge()
{
	ok "everything is purged" apt-get purge -y 'xen-liveupdate-*' xen-hypervisor-4.17-liveupdate
	is "no file is left" "$(find / -xdev -path /var/lib/dpkg -prune -o -path /var/log -prune -o \
		-path /debs -prune -o -path /next -prune -o -path /var/cache -prune -o \
		-path /boot/liveupdate -print -o -name '*xen-liveupdate*' -print)" ""
	ok "the module is unloaded" rmmod xen_liveupdate
	not_ok "and cannot be loaded again" modprobe xen_liveupdate
}

stage_1()
{
	is "the unit has loaded the driver" "$(systemctl is-active xen-liveupdate)" active
	is "the package's Xen runs" "$(xen_build)" "$(cat $IMAGE.buildid)"
	failed=$(systemctl --failed --no-legend | wc -l)
	start_service
	upgrade
	live "live update" "To do it" $IMAGE.buildid
	live "and back" "To go back to the one before it" $IMAGE.buildid.old
	ok "metrics" xen-liveupdate metrics
	like "say so" "$(cat /run/out)" 'last_result{result="ok"} 1'
	purge
}
