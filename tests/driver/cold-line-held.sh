# SPDX-License-Identifier: GPL-2.0-only
# title: an interrupt line that is held for ever, on which the next dom0 has a network card
# uses: driver
# xen: 4.17
# suite: soak
# threads: single
# timeout: 240
# needs: net-rtl8139 edu stops
# files: build/xen-release/xen.gz:/lib/xen-new.gz
#
# The driver forbids devices their lines. Those that are older than that bit go on: here it
# is taken back as soon as the new Xen runs, by a debugger.

S=/sys/class/misc/xen-liveupdate
HOLDER=/sys/bus/pci/devices/0000:00:06.0
# Its configuration space, seen from the ports: command register, memory alone
ALLOW="o/w 0xcf8 0x80003004 | o/h 0xcfc 0x2"

# The device's register $1
register()
{
	echo $(($(cut -d' ' -f1 $HOLDER/resource | head -n 1) + $1))
}

# Command and status: "allowed" if it may use its line, "held" if it wants to
line()
{
	od -An -tu1 -j4 -N4 $HOLDER/config | {
		read -r _ high status _
		[ $((high & 4)) != 0 ] || echo allowed
		[ $((status & 8)) = 0 ] || echo held
	} | tr '\n' ' '
}

card_starts()
{
	modprobe -a -q af_packet 8139cp
	ip link set lo up
	retry 50 ls -d /sys/class/net/eth0 >/dev/null || return 1
	ip link set eth0 up && ip address add 10.0.2.15/24 dev eth0
}

echoes()
{
	head -c 100000 /dev/zero | timeout 10 nc 10.0.2.100 7 | head -c 100000 | wc -c
}

stage_1()
{
	ok "the module loads" driver_load
	echo "kernel /payload/vmlinuz" >$S/stage
	echo "initrd /payload/initrd" >$S/stage
	stage_cmdline 2 >$S/kernel_cmdline
	echo 1 >$S/loading
	cat /lib/xen-new.gz >$S/data
	echo 0 >$S/loading
	echo cold >$S/load
	is "loaded" "$(cat $S/state)$(cat $S/error)" loaded
	echo 1 >$HOLDER/enable
	is "the line is free" "$(line)" "allowed "
	devmem "$(register 0x60)" 32 1
	is "the line is held" "$(line)" "allowed held "
	digest=$(cut -c1-16 $S/image/sha256)
	monitor_at build/xen-release/xen-syms:init_idt_traps "$ALLOW"
	stage_done
	echo "$digest" >$S/commit
	fail "commit came back"
}

stage_2()
{
	is "it still is, and may be" "$(line)" "allowed held "
	ok "the card on this line comes up" card_starts
	ok "Linux switches the line off" retry 600 sh -c "dmesg | grep 'irq .*: nobody cared'"
	ok "dom0 goes on" driver_load
	is "result" "$(cat $S/last/result)" ok
	# What a driver of the device would do
	echo 1 >$HOLDER/enable
	devmem "$(register 0x64)" 32 1
	is "the line is free" "$(line)" "allowed "
	ip link set eth0 down
	ok "the card has it for itself" ip link set eth0 up
	is "bytes through it" "$(echoes)" 100000
}
