# SPDX-License-Identifier: GPL-2.0-only
# title: (for "rig shell") a machine with everything in it
# suite: manual
# needs: toolstack net disk
# timeout: 90

stage_1()
{
	ok "the toolstack starts" xl_start
	ok "the network card starts" net_start
	ok "the outside answers" ping -c 2 10.0.2.2
	disk=$(disk_start)
	ok "the scratch disk is there" test -b "$disk"
	before=$(now_ns)
	ok "it can be written" dd if=/dev/zero of="$disk" bs=1M count=8 conv=fsync
	value disk_write $(($(now_ns) - before)) ns
}
