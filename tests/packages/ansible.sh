#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ansible.sh - the role of contrib/ansible against hosts that are made up
#
# A host is a folder with a tool that answers what the real one has written, and that
# remembers which Xen runs.

set -euo pipefail

# shellcheck source=tests/packages/lib
. "$(dirname "$0")/lib"
out=$out/ansible
canned=$top/build/tests-tools/canned
readonly OLD=3948a6e7f4cfec5b3ca1a0a222980d1d2560c663 NEW=6c149e97339e868d0fa29dd5b7271817ec7921ea

make_tree()
{
	unpack_tree ansible bookworm ansible-core ansible-lint
	cp -a "$top/contrib/ansible" "$tree/role"
	mkdir -p "$tree/said"
	"$canned" live-ok json >"$tree/said/report"
	"$canned" live-lost json >"$tree/said/lost"
	"$canned" live-ok status >"$tree/said/status"
	"$canned" dry-run json >"$tree/said/rehearsal"
	"$canned" blocked error >"$tree/said/blocked" 2>/dev/null || true
	"$top/build/tools/xen-liveupdate" check --json "$top/build/xen-release/xen.gz" |
		sed "s/\"image_build_id\": \"[0-9a-f]*\"/\"image_build_id\": \"$NEW\"/" >"$tree/said/check"
}

# A file in the host's folder decides: "blocked" refuses, "lost" loses a domain.
make_tool()
{
	cat >"$1/xen-liveupdate" <<-'END'
	#!/bin/sh
	me=$(dirname "$0")
	echo "$@" >>"$me/calls"
	case "$*" in
	status*)	sed "s/\"xen_build_id\": \"[0-9a-f]*\"/\"xen_build_id\": \"$(cat "$me/runs")\"/" /said/status ;;
	"check --live"*)
			[ ! -e "$me/blocked" ] || { cat /said/blocked; exit 1; }
			cat /said/rehearsal ;;
	check*)		cat /said/check ;;
	update*)	echo NEW >"$me/runs"
			if [ -e "$me/lost" ]; then cat /said/lost; else cat /said/report; fi ;;
	rollback*)	echo OLD >"$me/runs"
			cat /said/report ;;
	esac
	END
	sed -i "s/echo NEW/echo $NEW/; s/echo OLD/echo $OLD/" "$1/xen-liveupdate"
	chmod 755 "$1/xen-liveupdate"
}

# Three hosts that run the old one and are well
make_hosts()
{
	local name

	rm -rf "$tree/hosts"
	mkdir -p "$tree/hosts/reports"
	echo '[xen]' >"$tree/hosts/inventory"
	for name in one two three; do
		mkdir -p "$tree/hosts/$name"
		echo $OLD >"$tree/hosts/$name/runs"
		make_tool "$tree/hosts/$name"
		echo "$name ansible_connection=local xen_liveupdate_tool=/hosts/$name/xen-liveupdate" \
			"xen_liveupdate_become=false xen_liveupdate_health_retries=1" \
			"xen_liveupdate_reports=/hosts/reports" \
			"xen_liveupdate_health='[\"test ! -e /hosts/$name/ill\"]'" >>"$tree/hosts/inventory"
	done
}

roll_out()
{
	inside env ANSIBLE_NOCOLOR=1 ansible-playbook -i /hosts/inventory "$@" /role/rollout.yml
}

# run NAME BUILD: that is what runs there
runs()
{
	[ "$(cat "$tree/hosts/$1/runs")" = "$2" ]
}

updated()
{
	grep -q ^update "$tree/hosts/$1/calls"
}

check_mode()
{
	make_hosts
	verdict "check mode" logged 0 roll_out --check
	verdict "asks every host" [ "$(grep -l 'check --live' "$tree"/hosts/*/calls | wc -l)" = 3 ]
	verdict "and updates none" eval '! updated one && ! updated two && ! updated three'
	verdict "nothing has changed" says 'three .*changed=0 .*failed=0'
	touch "$tree/hosts/two/blocked"
	verdict "a host with something in the way" logged 2 roll_out --check
	verdict "is named with it" says 'in the way: domain 5: domain with a debugger'
	verdict "and with the remedy" says 'remedy: end the debugger'
	verdict "the roll-out refuses" logged 2 roll_out
	verdict "before any host is touched" runs one "$OLD"
}

everywhere()
{
	make_hosts
	verdict "roll-out" logged 0 roll_out
	# shellcheck disable=SC2016 # expanded there
	verdict "all hosts run it" eval 'runs one $NEW && runs two $NEW && runs three $NEW'
	verdict "each tells its update" says 'two: Xen 4.17.5 -> 4.17.5-lu-b, domains paused for 129 ms'
	verdict "the reports are kept" [ "$(find "$tree/hosts/reports" -name '*.json' | wc -l)" = 3 ]
	rm "$tree"/hosts/*/calls
	verdict "once more" logged 0 roll_out
	verdict "nothing is left to do" eval '! updated one && ! updated two && ! updated three'
}

# stops HOW: the roll-out, at the second host
stops()
{
	verdict "$1: the roll-out fails" logged 2 roll_out
	verdict "the first host has it" runs one $NEW
	verdict "the last one was not touched" eval '! updated three'
	verdict "it says where" says 'The roll-out stops at two, in \\"'
}

failures()
{
	make_hosts
	touch "$tree/hosts/two/ill"
	stops "the second one fails its health gate"
	verdict "and in what" says 'in .*Pass the health gate'
	verdict "the second one was rolled back" runs two $OLD
	verdict "which is said" says 'It was rolled back'
	rm "$tree/hosts/two/ill" "$tree"/hosts/*/calls
	verdict "mended, it goes on" logged 0 roll_out
	verdict "with the second one" eval '! updated one && updated two && updated three'
	make_hosts
	touch "$tree/hosts/two/lost"
	stops "an update loses a domain"
	make_hosts
	touch "$tree/hosts/two/ill"
	verdict "no rollback" logged 2 roll_out -e xen_liveupdate_rollback=false
	verdict "leaves the new one" runs two $NEW
	verdict "which is said" says 'It runs the new Xen'
	make_hosts
	rm "$tree/hosts/two/xen-liveupdate"
	verdict "a host without the tool" logged 2 roll_out
	verdict "says what to install" says 'remedy: install xen-liveupdate-utils'
	verdict "before any host is touched" runs one "$OLD"
}

mkdir -p "$out"
rm -f "$out/all.log"
make_tree >"$out/tree.log" 2>&1
verdict "syntax" logged 0 inside ansible-playbook --syntax-check -i localhost, /role/rollout.yml
verdict "ansible-lint" logged 0 inside sh -c 'cd /role && ansible-lint --offline rollout.yml'
check_mode
everywhere
failures
[ "$failed" != 0 ] || rm -rf "$tree"
conclude
