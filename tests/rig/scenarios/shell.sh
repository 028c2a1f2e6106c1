# SPDX-License-Identifier: GPL-2.0-only
# title: (for "rig shell") a machine with everything in it
# needs: toolstack net disk
# timeout: 90

stage_1()
{
	ok "the toolstack starts" xl_start
	ok "the network card is there" ls /sys/class/net/eth0
	ok "the scratch disk is there" ls /dev/sda
}
