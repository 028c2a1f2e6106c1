# SPDX-License-Identifier: GPL-2.0-only
# title: after updates every xl command works and nothing is leaked
# uses: live domu-lib load
# suite: soak
# alone: yes
# timeout: 700
# dom0-mem: 896M
# xen-args: liveupdate=192M
# needs: disk-msix

# The most that may be missing after the last domU is gone.
SLACK_KIB=256

domain_memory()
{
	[ "$(xl list "$1" | awk 'NR == 2 { print $3 }')" = "$2" ]
}

# vCPUs of domain $1 that are online
vcpus_online()
{
	[ "$(xl vcpu-list "$1" | awk 'NR > 1 && $4 != "-"' | wc -l)" = "$2" ]
}

gone()
{
	! xl domid "$1" >/dev/null 2>&1
}

working()
{
	ok "$1" retry 900 load_advances 1 "$(load_line 1)"
}

look_around()
{
	like "xl list" "$(xl list)" "^g1 "
	is "xl vcpu-list" "$(xl vcpu-list g1 | grep -c '^g1')" 2
	# Without a terminal it only listens.
	timeout 30 xl console g1 >/tmp/console
	like "xl console" "$(cat /tmp/console)" '#LOAD g1 up'
	guest_do g1 "echo hello"
	ok "the guest has heard it" retry 200 guest_says g1 'heard do echo hello'
	ok "xl debug-keys" xl debug-keys q
	ok "xl dmesg" xl dmesg
}

change_size()
{
	ok "xl pause" xl pause g1
	ok "xl unpause" xl unpause g1
	ok "xl mem-set" xl mem-set g1 112m
	ok "the guest shrinks" retry 300 domain_memory g1 112
	ok "an update with a ballooned guest" update
	working "it works on"
	ok "xl mem-set up" xl mem-set g1 128m
	ok "the guest grows" retry 300 domain_memory g1 128
	ok "xl vcpu-set 1" xl vcpu-set g1 1
	ok "one vCPU is left" retry 300 vcpus_online g1 1
	ok "an update with a vCPU that is down" update
	ok "xl vcpu-set 2" xl vcpu-set g1 2
	ok "both are back" retry 300 vcpus_online g1 2
	working "it works on with both"
}

change_devices()
{
	ok "xl block-attach" xl block-attach g1 phy:/dev/loop1 xvdb w
	like "xl block-list" "$(xl block-list g1)" "51728"
	ok "xl block-detach" xl block-detach g1 xvdb
	ok "xl network-attach" xl network-attach g1 bridge=xenbr0
	is "xl network-list" "$(xl network-list g1 | grep -c '^[01] ')" 2
	ok "xl network-detach" xl network-detach g1 1
}

# The load's TCP connection does not survive that, so a guest without.
save_and_restore()
{
	killall guest-load
	ok "xl dump-core" xl dump-core g1 /tmp/core
	rm -f /tmp/core
	ok "xl shutdown" xl shutdown -w g1
	ok "nothing is left of it" retry 300 gone g1
	write_config 1 1 "guest-load g1 memory=2 disk=/dev/xvda timer"
	: >"$(guest_log g1)"
	ok "xl create, without network load" xl create /tmp/g1.cfg
	ok "it works" retry 900 guest_says g1 '#LOAD g1 up .* memory [0-9]* disk [0-9]* timer'
	ok "xl save" xl save g1 /tmp/g1.save
	ok "an update with a saved guest" update
	ok "xl restore" xl restore /tmp/g1.save
	rm -f /tmp/g1.save
	working "it works on"
	ok "an update with a restored guest" update
	working "it works on after it"
}

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/domu-lib
	host_start 2
	ok "an update without domUs" update
	sleep 5
	before=$(xen_free_kib)
	write_config 1 2 "guest-load g1 memory=2 disk=/dev/xvda connect=10.1.0.1:7000 timer"
	ok "g1 is created" xl create /tmp/g1.cfg
	ok "g1 works" retry 1200 guest_says g1 '#LOAD .* memory [1-9].* disk [1-9].* connect [1-9]'
	update_under_load 1
	look_around
	change_size
	change_devices
	ok "nobody saw an error" no_load_errors
	save_and_restore
	not_ok "the restored guest saw an error" guest_says g1 '#LOAD g1 ERROR'
	ok "xl destroy" xl destroy g1
	ok "it is gone" retry 100 gone g1
	is "only dom0 is left" "$(xl list | awk 'NR > 1 { print $1 }')" "Domain-0"
	sleep 5
	after=$(xen_free_kib)
	value leaked $((before - after)) KiB
	ok "the memory is back" [ $((before - after)) -le $SLACK_KIB ]
	ok "one more update" update
	sleep 5
	after=$(xen_free_kib)
	value leaked_after_update $((before - after)) KiB
	ok "the memory is still there" [ $((before - after)) -le $SLACK_KIB ]
}
