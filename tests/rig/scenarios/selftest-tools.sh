# SPDX-License-Identifier: GPL-2.0-only
# title: (of the rig) the tools that scenarios rely on work
# smp: 1
# needs: toolstack net
# dom0-args: loop.max_loop=3
# files: VERSION:/etc/rig-version
# threads: single
# timeout: 90

stage_1()
{
	ok "a file was brought along" test -s /etc/rig-version
	ok "modprobe loads" modprobe loop
	is "it took the parameter from the command line" "$(cat /sys/module/loop/parameters/max_loop)" 3
	like "keyctl works" "$(keyctl show @s 2>&1)" keyring
	like "kexec is there" "$(kexec --version)" kexec-tools
	is "a blob has the size and digest asked for" "$(random_blob /tmp/blob 2)" "$(sha256 /tmp/blob)"
	is "two MiB" "$(wc -c </tmp/blob)" 2097152
	not_ok "a failing command is seen" false
	like "Xen tells its build id" "$(xen_buildid)" '^[0-9a-f]{40}'

	before=$(now_ns)
	sleep 1
	ok "the clock counts nanoseconds" test $(($(now_ns) - before)) -gt 990000000

	ok "the network card starts" net_start
	is "the echo server answers" "$(echo hello | nc -w 3 10.0.2.100 7)" hello

	monitor info version
	value answer 42 things
}
