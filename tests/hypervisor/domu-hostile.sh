# SPDX-License-Identifier: GPL-2.0-only
# title: guests that use updates against the host gain nothing and stop none
# uses: live
# timeout: 400
# alone: yes
# dom0-mem: 512M
# xen-args: liveupdate=136M liveupdate-inplace=no
# needs: toolstack
# files: build/hypervisor/lu-attack:/bin/lu-attack
# files: build/hypervisor/hostile:/lib/hostile

# Each of these guests has a way of its own, see hostile/main.c; "--dom0-args
# rig.attacks=linear,m2p" tries only these.
ATTACKS="device-map grants stale linear ports edge m2p grow iomem"

wanted()
{
	sed -n 's/.*rig\.attacks=\([^ ]*\).*/\1/p' /proc/cmdline | tr ',' ' '
}

# A Xen with all assertions does not let guests overwrite mappings of grants.
with_assertions()
{
	xl dmesg | grep -q 'debug=y'
}

# hostile_config NAME ATTACK
hostile_config()
{
	cat <<-END
	name = "$1"
	type = "pv"
	memory = 16
	vcpus = 4
	kernel = "/lib/hostile"
	extra = "$2"
	max_event_channels = 8191
	iomem = [ "a0,1" ]
	on_crash = "preserve"
	END
}

log_of()
{
	echo "/var/log/xen/console/guest-$1.log"
}

# says NAME WORD
says()
{
	grep -q "#HOSTILE .* $2" "$(log_of "$1")"
}

# hostile_start NAME ATTACK
hostile_start()
{
	hostile_config "$1" "$2" >/tmp/hostile.cfg
	xl create /tmp/hostile.cfg && retry 150 says "$1" ready
}

# Type a "g" to a guest's console: it does what it does after loading.
hostile_go()
{
	echo g >"$(xenstore-read "/local/domain/$(xl domid "$1")/console/tty")"
	retry 150 says "$1" gone
}

ticks()
{
	grep -c '#DOMU bystander tick' "$(log_of bystander)"
}

ticking()
{
	[ "$(ticks)" -gt "$1" ]
}

# update TEXT
update()
{
	local before

	before=$(ticks)
	ok "$1" lu-load exec
	diag_file /run/out
	ok "$1: the bystander goes on" retry 300 ticking "$before"
}

# What a guest has found in the new Xen
judge()
{
	ok "$1: it goes on in the new Xen" retry 150 says "$1" "done"
	is "$1: it has gained nothing" "$(grep -a "#HOSTILE $1 BAD" "$(log_of "$1")")" ""
	grep -a "#HOSTILE $1" "$(log_of "$1")" | tr -d '\r' >/tmp/judged
	diag_file /tmp/judged
}

# refused WHAT TEXT: lu-load WHAT fails, and this is why.
refused()
{
	# shellcheck disable=SC2086 # words
	lu-load $1 >/tmp/refused && { cat /tmp/refused; return 1; }
	cat /tmp/refused
	grep -q "text \"$2" /tmp/refused
}

gone()
{
	! xl domid "$1" >/dev/null 2>&1
}

destroy()
{
	xl destroy "$1" && retry 100 gone "$1"
}

all_attacks()
{
	for a in $attacks; do
		ok "$a begins" hostile_start "$a" "$a"
	done
	ok "the bystander runs" retry 300 ticking 1

	ok "load" lu-load load /tmp/xen-b "$RIG_XEN_ARGS"
	diag_file /run/out
	case $attacks in *iomem*) ok "revoke" lu-attack revoke 0xa0 "$(xl domid iomem)" ;; esac
	for a in $attacks; do
		ok "$a is ready" hostile_go "$a"
	done
	update "update"
	for a in $attacks; do
		judge "$a"
	done
}

# Pages of Xen that it does not know: before and after loading
with_xenoprof()
{
	ok "a guest asks Xenoprof for buffers" hostile_start prof xenoprof
	ok "then nothing can be loaded" refused "load /tmp/xen-a" 'domain that uses Xenoprof'
	ok "it is destroyed" destroy prof
	ok "load" lu-load load /tmp/xen-a "$RIG_XEN_ARGS"
	ok "another one asks" hostile_start prof2 xenoprof
	ok "then nothing is paused" refused exec 'domain that uses Xenoprof'
	ok "it is destroyed" destroy prof2
}

# Then most of what the bank would have to hold does not move at all.
in_place()
{
	xl dmesg | grep 'page state' | tail -n 1 | grep -q 'stays in place'
}

# One that has grown fits into the bank, three do not.
too_large()
{
	local n

	if in_place; then
		skip "page state stays in place" "three fit, too"
		return
	fi
	for n in 2 3; do
		ok "grow$n begins" hostile_start grow$n grow
		ok "and grows" hostile_go grow$n
	done
	ok "no room for that" refused exec 'bank too small'
	diag_file /tmp/refused
	for n in 2 3; do
		ok "grow$n is destroyed" destroy grow$n
	done
}

# A call of dom0 that another CPU has not finished
long_hypercall()
{
	local n

	lu-attack hotplug &
	for n in $(seq 50); do
		refused dry-run 'hypercall of a domain in progress' >/dev/null && break
	done
	kill $!
	ok "a hypercall in progress is in the way" [ "$n" -lt 50 ]
	diag "in try $n"
	diag_file /tmp/refused
}

stage_1()
{
	attacks=$(wanted)
	attacks=${attacks:-$ATTACKS}
	! with_assertions || attacks=$(echo "$attacks" | sed 's/stale//')
	gunzip -c /payload/xen.gz >/tmp/xen-a
	gunzip -c /lib/xen-b.gz >/tmp/xen-b
	ok "the toolstack starts" xl_start
	domu_config bystander 128 >/tmp/bystander.cfg
	ok "a bystander is created" xl create /tmp/bystander.cfg
	# The attackers wait for each other by spinning: these come before them.
	for name in Domain-0 bystander; do
		ok "$name comes first" xl sched-credit2 -d $name -w 65535
	done
	all_attacks
	[ -z "$(wanted)" ] || return 0

	with_xenoprof
	too_large
	long_hypercall
	update "update, with the image that has been loaded all the time"
	diag "$(xl list)"
}
