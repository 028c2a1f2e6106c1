# SPDX-License-Identifier: GPL-2.0-only
# title: an installed Debian 12: its hypervisor is upgraded, replaced live, and back
# suite: check
# xen: build/xen-release/xen.gz
# dom0-mem: 1024M
# xen-args: liveupdate=192M
# threads: single
# timeout: 400
# root: build/packages/root.ext4

IMAGE=/boot/liveupdate/xen-4.17-liveupdate-amd64
AGENT=/usr/share/doc/xen-liveupdate-dev/examples/agent.py

# Of the one that runs; the file has bytes
xen_build()
{
	od -An -v -tx1 /sys/hypervisor/properties/buildid | tr -d ' \n'
}

# A service that was there before, and what it has written since
start_service()
{
	ok "a service" systemd-run --unit=ticks sh -c 'while echo tick; do sleep 1; done'
	ticks_pid=$(systemctl show -p MainPID --value ticks)
	ip link set lo up
	ssh -n -o StrictHostKeyChecking=no root@127.0.0.1 'echo $$; while sleep 1; do echo tick; done' \
		>/run/session 2>/run/session.log &
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

# The shell of it, and what has come through since
session_continues()
{
	shell=$(head -n 1 /run/session)
	seen=$(grep -c tick /run/session)
	sleep 2
	ok "the session by ssh continues" [ "$(grep -c tick /run/session)" -gt "$seen" ]
	ok "in the same shell" [ -d "/proc/$shell" ]
	is "which ssh has no complaint about" "$(grep -v 'Permanently added' /run/session.log)" ""
}

service_continues()
{
	session_continues
	ok "the journal continues" has_ticked $((${1:-0}))
	is "in the same process" "$(systemctl show -p MainPID --value ticks)" "$ticks_pid"
	is "in the same boot" "$(journalctl --list-boots | wc -l)" "$boot"
	is "no unit has failed since" "$(systemctl --failed --no-legend | wc -l)" "$failed"
	guest_continues
}

# --- a domain -------------------------------------------------------------------

GUEST=/var/log/xen/console/guest-guest.log

# Has the domU counted more than $1 times?
more_than()
{
	[ "$(grep -c count $GUEST)" -gt "$1" ]
}

# It counts beyond $1 within a minute.
counts_beyond()
{
	retry 300 more_than "$1"
}

start_guest()
{
	ok "a domU by xl" xl create /etc/xen/guest.cfg
	ok "it runs" counts_beyond 3
	domid=$(xl domid guest)
}

guest_continues()
{
	ok "the domU counts on" counts_beyond "$(grep -c count $GUEST)"
	is "it is the same" "$(xl domid guest)" "$domid"
	is "and has never begun again" "$(tr -d '\r' <$GUEST | grep -cx 'count 1')" 1
}

# --- the package ----------------------------------------------------------------

# By the package, for what asks to be rebooted
asks_for_reboot()
{
	grep -sc xen-hypervisor-4.17-liveupdate /run/reboot-required.pkgs
}

# member NAME: of the builds that status shows
member()
{
	xen-liveupdate status --json | python3 -c 'import json, sys
value = json.load(sys.stdin)["builds"]
for name in sys.argv[1:]:
    value = value[name]
print(value)' "$@"
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
	is "a reboot is asked for" "$(asks_for_reboot)" 1
	is "status: the new one is on the disk" "$(member on_disk build_id)" "$(cat $IMAGE.buildid)"
	is "the other is not one to go back to yet" "$(member previous file)" ""
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

# What the guest can read
noted()
{
	xenstore-read "/local/domain/$domid/control/liveupdate"
}

notes()
{
	before=$(ticks)
	xen-liveupdate update --notify 3 $IMAGE.gz.old >/run/notes 2>&1 &
	pid=$!
	for _ in $(seq 300); do
		# What is read a second time may already be the other note.
		told=$(noted 2>/dev/null)
		case $told in pause*) break ;; esac
		nap 1
	done
	like "the guest is told before" "$told" '^pause [1-9]'
	like "it may read that" "$(xenstore-ls -p "/local/domain/$domid/control")" \
		"liveupdate = .*r$domid"
	ok "the update" wait $pid
	like "the guest is told after it" "$(noted)" '^resumed [1-9]'
	service_continues "$before"
}

# A program in Python, from the package for those who write such
agent()
{
	before=$(ticks)
	ok "an agent in Python updates" python3 -B $AGENT $IMAGE.gz
	diag_file /run/out
	like "it has seen the driver's states" "$(tr '\n' ' ' </run/out)" 'state .*state '
	is "the installed Xen runs again" "$(xen_build)" "$(cat $IMAGE.buildid)"
	service_continues "$before"
	not_ok "an image that it cannot use" python3 -B $AGENT /boot/xen-4.17-amd64.gz
	like "it names the reason" "$(cat /run/out)" 'unsupported-stream'
}

purge()
{
	ok "the domU is destroyed" xl destroy guest
	ok "everything is purged" apt-get purge -y 'xen-liveupdate-*' xen-hypervisor-4.17-liveupdate
	is "no file is left" "$(find / -xdev -path /var/lib/dpkg -prune -o -path /var/log -prune -o \
		-path /debs -prune -o -path /next -prune -o -path /var/cache -prune -o \
		-path '/usr/src/linux-headers-*' -prune -o \
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
	start_guest
	upgrade
	live "live update" "To do it" $IMAGE.buildid
	ok "nobody asks for a reboot any more" sh -c 'udevadm settle; [ ! -e /run/reboot-required ]'
	is "status: what was replaced" "$(member previous build_id)" "$(cat $IMAGE.buildid.old)"
	live "and back" "To go back to the one before it" $IMAGE.buildid.old
	is "status: the new one is on the disk" "$(member on_disk build_id)" "$(cat $IMAGE.buildid)"
	agent
	notes
	ok "metrics" xen-liveupdate metrics
	like "say so" "$(cat /run/out)" 'last_result{result="ok"} 1'
	purge
}
