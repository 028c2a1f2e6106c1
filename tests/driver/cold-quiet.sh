# SPDX-License-Identifier: GPL-2.0-only
# title: devices with traffic are quiet when the next dom0 comes, which keeps its initrd
# uses: tool
# xen: 4.17
# suite: soak
# needs: net-rtl8139 net-virtio toolstack
# timeout: 200
# dom0-args: rig.pci=1
# files: build/hypervisor/fix.livepatch:/lib/fix.livepatch
#
# Neither card's driver stops it at a restart. What the outside sends again would be
# written where the old dom0 has had its buffers.

S=/sys/class/misc/xen-liveupdate

# The cards get their networks in the order in which they are found, as do their names.
cards_start()
{
	modprobe -a -q af_packet 8139cp virtio_net
	ip link set lo up
	for i in 0 1; do
		retry 50 ls -d /sys/class/net/eth$i >/dev/null || return 1
		ip link set eth$i up
		network=2
		case $(readlink /sys/class/net/eth$i/device/driver) in *virtio*) network=3 ;; esac
		ip address add 10.0.$network.15/24 dev eth$i
	done
}

# Bytes that came from network $1 and back within a second.
echoes()
{
	head -c 100000 /dev/zero | timeout 10 nc "10.0.$1.100" 7 | head -c 100000 | wc -c
}

check_warns()
{
	xen-liveupdate check /payload/xen-4.17.gz 2>&1 | grep "live patches"
}

traffic()
{
	for network in 2 3; do
		nc 10.0.$network.100 7 </dev/zero >/dev/null 2>&1 &
	done
	sleep 2
}

stage_1()
{
	ok "both cards are there" cards_start
	is "bytes through the first" "$(echoes 2)" 100000
	is "bytes through the second" "$(echoes 3)" 100000
	ok "the module loads" driver_load
	echo "kernel /payload/vmlinuz" >$S/stage
	echo "initrd /payload/initrd" >$S/stage
	stage_cmdline 2 >$S/kernel_cmdline
	# The last module: what firmware has loaded there is microcode, here it is the initrd.
	echo "$RIG_XEN_ARGS ucode=-1" >$S/cmdline
	ok "the image is staged" sh -c "echo /payload/xen-4.17.gz >$S/stage"
	not_ok "a check warns of nothing" check_warns
	ok "a live patch is applied" live_patch_apply /lib/fix.livepatch
	is "it has an effect" "$(cat /sys/hypervisor/version/extra)" -fixed
	ok "a check warns of it" check_warns
	ok "it is loaded" sh -c "echo cold >$S/load"
	traffic
	digest=$(cut -c1-16 $S/image/sha256)
	stage_done
	echo "$digest" >$S/commit
	fail "commit came back: $(cat $S/error)"
}

stage_2()
{
	is "before drivers: rtl8139" "$(grep 0x10ec /run/cards)" "0x10ec master=0 intx=0"
	is "before drivers: virtio" "$(grep 0x1af4 /run/cards)" "0x1af4 master=0 intx=0"
	# Most of dom0's memory; TCP sends again for longer than this takes.
	dd if=/dev/zero of=/tmp/canary bs=1M count=450 2>/dev/null
	sleep 5
	is "bytes that somebody wrote" "$(tr -d '\000' </tmp/canary | wc -c)" 0
	rm /tmp/canary
	dmesg >/run/dmesg
	not_ok "no interrupt that nobody cares for" grep -q "nobody cared" /run/dmesg
	ok "both cards come back" cards_start
	is "bytes through the first" "$(echoes 2)" 100000
	is "bytes through the second" "$(echoes 3)" 100000
	ok "the module loads" driver_load
	is "result" "$(cat $S/last/result)" ok
	is "warnings" "$(cat $S/last/warnings)" "live-patch microcode"
}
