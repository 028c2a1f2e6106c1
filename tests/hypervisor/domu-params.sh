# SPDX-License-Identifier: GPL-2.0-only
# title: what the toolstack has set for a domU stays, or is refused by name
# uses: live domu-lib load
# suite: soak
# alone: yes
# timeout: 600
# mem: 3072
# dom0-mem: 896M
# xen-args: liveupdate=256M
# needs: disk-msix
# files: build/hypervisor/lu-attack:/bin/lu-attack

# State letter of domain $1: is there a $2 in it?
in_state()
{
	xl list "$1" | awk 'NR == 2 { print $5 }' | grep -q "$2"
}

not_in_state()
{
	! in_state "$1" "$2"
}

gone()
{
	! xl domid "$1" >/dev/null 2>&1
}

# Update refused, and the reason is $1.
refused()
{
	xl dmesg -c >/dev/null
	not_ok "an update is refused" update
	like "the reason is named: $1" "$(xl dmesg)" "Live update: refused: $1"
}

# g1: grants v2, emulated TSC, weight, cap, affinity, a watchdog, permissions.
particular_guest()
{
	GUEST_ARGS="grant_table.version=2" write_config 1 1
	cat >>/tmp/g1.cfg <<-END
	tsc_mode = "always_emulate"
	cpu_weight = 512
	cap = 90
	on_watchdog = "destroy"
	irqs = [ 5 ]
	ioports = [ "2f8-2ff" ]
	END
	ok "g1 is created" xl create /tmp/g1.cfg
	ok "g1 works" retry 1200 guest_works 1
	guest_do g1 "dmesg | grep 'Grant tables'"
	ok "it uses grants v2" retry 100 guest_says g1 "Grant tables using version 2"
	ok "it is pinned" xl vcpu-pin g1 0 1 0
	guest_do g1 "modprobe xen_wdt; watchdog -T 60 -t 5 /dev/watchdog"
}

particular_guest_is_the_same()
{
	like "weight and cap" "$(xl sched-credit2 -d g1)" "g1 +[0-9]+ +512 +90"
	xl dmesg -c >/dev/null
	xl debug-keys q
	sleep 1
	xl dmesg | sed -n '/General information for domain 1/,$p' >/tmp/domain-1
	like "interrupts" "$(grep 'Interrupts' /tmp/domain-1 | head -n 1)" "\{ 5 \}"
	like "I/O ports" "$(grep 'I/O Ports' /tmp/domain-1 | head -n 1)" "\{ 2f8-2ff \}"
	like "affinities" "$(xl vcpu-list g1)" " 1 / 0"
	ok "no error" no_load_errors
}

# g2 crashes and is preserved, g3 is switched off and preserved.
dead_guests()
{
	guest_config g2 112 1 "" "" "guest-load g2 memory=1" >/tmp/g2.cfg
	guest_config g3 112 1 "" "" "guest-load g3 memory=1" >/tmp/g3.cfg
	echo 'on_poweroff = "preserve"' >>/tmp/g3.cfg
	for g in g2 g3; do
		ok "$g is created" xl create /tmp/$g.cfg
		ok "$g works" retry 900 guest_says $g "#LOAD $g up"
	done
	guest_do g2 "echo c >/proc/sysrq-trigger"
	ok "g2 has crashed" retry 300 in_state g2 c
	ok "g3 is switched off" xl shutdown g3
	ok "g3 is preserved" retry 300 in_state g3 s
}

two_pauses()
{
	ok "xl pause" xl pause g1
	ok "xl pause again" xl pause g1
	ok "an update with a guest paused twice" update
	ok "xl unpause" xl unpause g1
	ok "it is still paused" in_state g1 p
	line=$(load_line 1)
	ok "xl unpause again" xl unpause g1
	ok "it is paused no more" not_in_state g1 p
	ok "it works on" retry 900 load_advances 1 "$line"
}

watchdog_bites()
{
	sleep 5
	ok "g1 lives as long as it pats the watchdog" sh -c 'xl domid g1'
	guest_do g1 "killall -9 watchdog"
	ok "then the watchdog ends it" retry 1200 gone g1
}

refusals()
{
	guest_config g4 112 1 "" "" "guest-load g4 memory=1" >/tmp/g4.cfg
	ok "g4 is created" xl create /tmp/g4.cfg
	domid=$(xl domid g4)
	ok "somebody watches what g4 writes" lu-attack logdirty on "$domid"
	refused "domain in shadow or log-dirty mode"
	ok "nobody does" lu-attack logdirty off "$domid"
	ok "more memory is claimed for g4" lu-attack claim 28928 "$domid"
	refused "domain with a claim on memory"
	ok "the claim is dropped" lu-attack claim 0 "$domid"
	xl destroy g4
	domid=$(lu-attack pv on)
	refused "domain is being created"
	lu-attack pv off "$domid"
}

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/domu-lib
	host_start 1
	particular_guest
	dead_guests
	update_under_load 1
	particular_guest_is_the_same
	ok "g2 is still crashed" in_state g2 c
	ok "g3 is still off" in_state g3 s
	update_under_load 1
	particular_guest_is_the_same
	for g in g2 g3; do
		ok "xl destroy $g" xl destroy $g
		ok "$g is gone" retry 100 gone $g
	done
	two_pauses
	watchdog_bites
	refusals
	ok "an update at the end" update
	is "only dom0 is left" "$(xl list | awk 'NR > 1 { print $1 }')" "Domain-0"
}
