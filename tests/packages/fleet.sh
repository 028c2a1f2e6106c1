#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# fleet.sh - the role of contrib/ansible by ssh, against two hosts with an installed Debian
#
# Both run in the rig. The second one fails its health gate at first: the roll-out stops
# there and brings it back. Then it is mended, and the same command goes on.

set -euo pipefail

# shellcheck source=tests/packages/lib
. "$(dirname "$0")/lib"
readonly NAMES="one two" VERSIONS=/boot/liveupdate/xen-4.17-liveupdate-amd64.buildid
declare -A port machine
key=$out/key
out=$out/fleet

make_tree()
{
	unpack_tree ansible-ssh bookworm ansible-core openssh-client
	cp -a "$top/contrib/ansible" "$tree/role"
	mkdir -p "$tree/hosts/reports"
	install -m 600 "$key" "$tree/hosts/key"
}

free_port()
{
	python3 -c 'import socket
with socket.socket() as one:
    one.bind(("127.0.0.1", 0))
    print(one.getsockname()[1])'
}

start_hosts()
{
	local name

	echo '[xen]' >"$tree/hosts/inventory"
	for name in $NAMES; do
		port[$name]=$(free_port)
		"$top/tests/rig/rig" run --forward "${port[$name]}:22" "$here/host-fleet.sh" \
			>"$out/$name.log" 2>&1 &
		machine[$name]=$!
		echo "$name ansible_host=127.0.0.1 ansible_port=${port[$name]} ansible_user=root" \
			"ansible_ssh_private_key_file=/hosts/key xen_liveupdate_reports=/hosts/reports" \
			"xen_liveupdate_health='[\"xl list guest\", \"test ! -e /run/ill\"]'" \
			"xen_liveupdate_health_retries=2" >>"$tree/hosts/inventory"
	done
}

# on NAME COMMAND: there, by ssh
on()
{
	inside ssh -q -i /hosts/key -p "${port[$1]}" -o StrictHostKeyChecking=no \
		-o UserKnownHostsFile=/dev/null -o ConnectTimeout=30 root@127.0.0.1 "$2"
}

# A machine in the rig may wait for its turn, too.
host_is_up()
{
	for _ in $(seq 600); do
		kill -0 "${machine[$1]}" 2>/dev/null || break
		if on "$1" 'xl domid guest' >/dev/null 2>&1; then
			return 0
		fi
		sleep 2
	done
	tail -n 20 "$out/$1.log"
	return 1
}

# runs NAME SUFFIX: the Xen there is that of the installed package, or with .old the one
# before it
runs()
{
	on "$1" "[ \"\$(od -An -v -tx1 /sys/hypervisor/properties/buildid | tr -d ' \\n')\" = \
		\"\$(cat $VERSIONS$2)\" ]"
}

boot_id()
{
	on "$1" 'cat /proc/sys/kernel/random/boot_id; xl domid guest'
}

roll_out()
{
	inside env ANSIBLE_NOCOLOR=1 ANSIBLE_HOST_KEY_CHECKING=false ANSIBLE_TIMEOUT=60 \
		ansible-playbook -i /hosts/inventory "$@" /role/rollout.yml
}

prepare()
{
	local name

	for name in $NAMES; do
		verdict "host $name is up" host_is_up "$name"
		verdict "its hypervisor's package is upgraded" \
			logged 0 on "$name" 'apt-get install -y /next/*.deb'
		boot_id "$name" >"$out/$name.boot"
	done
}

check_mode()
{
	verdict "check mode" logged 0 roll_out --check
	verdict "nothing has changed" says 'two .*changed=0 .*failed=0'
	verdict "one runs what it ran" runs one .old
	verdict "and so does two" runs two .old
}

second_is_ill()
{
	on two 'touch /run/ill'
	verdict "the second one fails its health gate: so does the roll-out" logged 2 roll_out
	verdict "it says where" says 'The roll-out stops at two, in \\"Pass the health gate'
	verdict "and what became of that host" says 'It was rolled back'
	verdict "the first one has the new Xen" runs one ""
	verdict "the second one has the old one again" runs two .old
	on two 'rm /run/ill'
}

both()
{
	verdict "mended, the same command goes on" logged 0 roll_out
	verdict "the first one has it" runs one ""
	verdict "the second one has it" runs two ""
	verdict "one was passed by" says 'one .*changed=0 .*failed=0'
	verdict "two tells its update" says 'two: Xen .* -> .*, domains paused for [0-9]+ ms'
	verdict "the reports are kept" [ "$(find "$tree/hosts/reports" -name '*.json' | wc -l)" = 2 ]
	verdict "nothing is left to do" logged 0 roll_out
	verdict "for any of them" says 'two .*changed=0 .*failed=0'
}

# ends NAME: the same boot, the same domU, and no fault in its log
ends()
{
	verdict "host $1: the same boot and domU" eval "boot_id $1 | cmp - '$out/$1.boot'"
	on "$1" 'touch /run/end' || true
	verdict "its log is clean" wait "${machine[$1]}"
	sed 's/^/# /' "$out/$1.log" | tail -n 8
}

mkdir -p "$out"
rm -f "$out/all.log"
make_tree >"$out/tree.log" 2>&1
start_hosts
trap 'kill ${machine[*]} 2>/dev/null || true' EXIT
prepare
if [ "$failed" = 0 ]; then
	check_mode
	second_is_ill
	both
	for name in $NAMES; do
		ends "$name"
	done
fi
[ "$failed" != 0 ] || rm -rf "$tree"
conclude
