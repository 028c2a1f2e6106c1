# SPDX-License-Identifier: GPL-2.0-only
# title: bad memory stays out of use, messages and live patches are not forgotten
# uses: live dom0-lib
# threads: single
# timeout: 240
# dom0-mem: 512M
# xen-args: liveupdate=192M badpage=0x18000-0x18003,0x18010 dom0_mem=max:544M
# needs: toolstack
# files: build/hypervisor/lu-foreign:/bin/lu-foreign
# files: build/hypervisor/fix.livepatch:/lib/fix.livepatch

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

# What badpage= says here
RESERVED="0x18000 0x18001 0x18002 0x18003 0x18010"

# Bits of the status of a query
OFFLINE=2
PENDING=8

status()
{
	lu-foreign query "$1"
}

# Takes a page offline that nobody has: the first one from $1 on. Its number: $mfn.
take_free_page()
{
	for mfn in $(seq $(($1)) $(($1 + 200))); do
		[ "$(lu-foreign offline "$mfn" 2>/dev/null)" = 2 ] && return
		lu-foreign online "$mfn" >/dev/null 2>&1
	done
	return 1
}

# as_it_was WHEN: each page is what it should be, and no guest gets it
as_it_was()
{
	is "$1: the free page is offline" "$(status "$free")" $OFFLINE
	is "$1: a page with an owner will be" "$(status "$own")" $PENDING
	# shellcheck disable=SC2086 # words are wanted
	is "$1: no guest gets one of them" "$(lu-foreign has "$free" "$own" $RESERVED)" 0
}

# update IMAGE [BADPAGE]: with this for badpage=
update()
{
	args=$RIG_XEN_ARGS
	[ $# = 1 ] || args=$(echo "$args" | sed "s/badpage=[^ ]*/badpage=$2/")
	lu-load load "$1" "$args" >$OUT 2>&1 && live_exec || { cat $OUT; return 1; }
}

# Of the last update. Pages of the last two may be found.
warnings()
{
	lu-load report | awk '
		/ generation /	{ at = $5 }
		/ warnings /	{ if (at >= last) { last = at; found = $0 } }
		END		{ sub(/.* warnings /, "", found); sub(/ .*/, "", found); print found }'
}

bad_pages()
{
	ok "a free page is taken offline" take_free_page 0x10000
	free=$mfn
	lu-foreign owned /tmp/owned &
	holder=$!
	ok "dom0 has some more pages" retry 50 [ -s /tmp/owned ]
	own=$(cat /tmp/owned)
	# Whoever came second, on another CPU, once waited for a lock that nobody had.
	for cpu in 0 1; do
		xl vcpu-pin 0 all $cpu
		like "one is to be taken offline: CPU $cpu" "$(lu-foreign offline "$own")" '[4c]$'
	done
	xl vcpu-pin 0 all all
	as_it_was "before"
	ok "update" update $B
	as_it_was "generation 1"
	is "no warning" "$(warnings)" 0
	ok "update, with badpage= of a page that dom0 has, and of no other" update $A "$own"
	as_it_was "generation 2"
	is "a warning" "$(warnings)" 0x40
	rm /tmp/owned
	ok "dom0 gives them up" wait $holder
	is "it is offline" "$(status "$own")" $OFFLINE
	is "the free page comes back" "$(lu-foreign online "$free")" 2
	ok "update" update $B
	is "which is still so" "$(status "$free")" 0
	is "dom0's is still offline" "$(status "$own")" $OFFLINE
	is "a guest gets one of the two" "$(lu-foreign has "$free" "$own")" 1
}

# How often $1 is in what is left of the messages
messages()
{
	xl dmesg | grep -c "$1"
}

console()
{
	ok "old messages are dropped" xl dmesg -c
	ok "a message of this Xen" xl debug-keys h
	before=$(xl dmesg | sed -n '/installed handlers/p;/pressed/p' | head -n 1)
	ok "update" update $A
	diag "$(xl dmesg | wc -c) bytes"
	ok "it is there in the next one" [ "$(messages "$before")" -ge 1 ]
	xl dmesg >/tmp/dmesg
	is "the old Xen's last message, then the new Xen's first, then its last" \
		"$(grep -o 'Live update [0-9]*: leaving\|Xen version\|Live update [0-9]*: done' /tmp/dmesg |
		sed 's/ [0-9]*:/:/' | tr '\n' ',')" \
		"Live update: leaving,Xen version,Live update: done,"
	ok "update" update $B
	ok "and in the one after it" [ "$(messages "$before")" -ge 1 ]
}

extra_version()
{
	cat /sys/hypervisor/version/extra
}

live_patch()
{
	before=$(extra_version)
	ok "a live patch is applied" live_patch_apply /lib/fix.livepatch
	is "it has an effect" "$(extra_version)" -fixed
	ok "load" live_load $A
	ok "the patch is named" [ "$(messages 'live patch fix ends with this Xen')" = 1 ]
	ok "dry run" lu-load dry-run
	ok "it is named again" [ "$(messages 'live patch fix ends with this Xen')" = 2 ]
	ok "update" live_exec
	not_ok "its effect is over" [ "$(extra_version)" = -fixed ]
	is "the report has a warning" "$(warnings)" 0x800
	ok "the new Xen's messages name it" [ "$(messages 'live patch fix ends with this Xen')" = 3 ]
	ok "update" update $B
	is "no warning without it" "$(warnings)" 0
	is "the version is as before" "$(extra_version)" "$before"
}

stage_1()
{
	live_images
	ok "the toolstack starts" xl_start
	bad_pages
	console
	live_patch
}
