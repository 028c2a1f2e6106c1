# SPDX-License-Identifier: GPL-2.0-only
# title: an update while memory is mapped, a guest is saved, migrated, new or dead
# uses: live dom0-lib
# timeout: 400
# alone: yes
# suite: soak
# dom0-mem: 768M
# xen-args: liveupdate=192M pv-l1tf=domu
# needs: toolstack
# files: build/hypervisor/lu-foreign:/bin/lu-foreign
# files: build/hypervisor/shadowed:/lib/shadowed

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

updates=0

# A guest that is being migrated has another name, and another log.
ticks()
{
	cat /var/log/xen/console/guest-guest*.log | grep -c '#DOMU guest tick'
}

ticking()
{
	[ "$(ticks)" -gt "$1" ]
}

ticks_on()
{
	retry 200 ticking "$(ticks)"
}

# Load the Xen whose turn it is.
load()
{
	image=$B
	[ $((updates % 2)) = 0 ] || image=$A
	live_load $image
}

go()
{
	live_exec && updates=$((updates + 1))
}

update()
{
	load && go
}

# refused KIND TEXT COMMAND...: COMMAND fails, and this is why.
refused()
{
	held_kind=$1
	held_text=$2
	shift 2
	"$@" >/tmp/refused && { cat /tmp/refused; return 1; }
	cat /tmp/refused
	grep -q "reason $held_kind text \"$held_text" /tmp/refused
}

# hold WHAT: until let_go
hold()
{
	rm -f /tmp/held
	lu-foreign "$1" /tmp/held &
	holder=$!
	retry 100 ls /tmp/held
}

let_go()
{
	rm /tmp/held
	wait $holder
}

# The table of machine frames, by one who has it mapped before the load, or after
mapped_table()
{
	ok "$1: Xen's table of frames is mapped" hold m2p
	ok "$1: it cannot be loaded" refused busy 'memory of Xen is mapped' load
	ok "$1: let go" let_go
	ok "$1: load" load
	ok "$1: the table is mapped again" hold m2p
	ok "$1: it cannot be run" refused busy 'memory of Xen is mapped' live_exec
	ok "$1: let go" let_go
	ok "$1: update" go
	ok "$1: the guest ticks on" ticks_on
}

# Try again and again for as long as $! runs; what was in the way goes to /tmp/names.
update_while()
{
	job=$!
	: >/tmp/names
	load >/dev/null
	while kill -0 $job 2>/dev/null; do
		if go >/tmp/tried; then
			echo updated >>/tmp/names
			load >/tmp/tried || usleep 100000
		fi
		sed -n 's/.*text "\([^"]*\)".*/\1/p' /tmp/tried >>/tmp/names
		lu-load status >/tmp/tried
		grep -q rc=1 /tmp/tried || load >/dev/null
	done
	wait $job
}

# What stopped updates, and how often
diag_names()
{
	diag "$(sort /tmp/names | uniq -c | tr -s ' ' | tr '\n' ',')"
}

saved()
{
	xl save guest /tmp/guest.save >/tmp/job 2>&1 &
	ok "$1: xl save, with updates" update_while
	diag_names
	like "$1: some find the table mapped" "$(cat /tmp/names)" 'memory of Xen is mapped'
	xl restore /tmp/guest.save >/tmp/job 2>&1 &
	ok "$1: xl restore, with updates" update_while
	diag_names
	rm -f /tmp/guest.save
	ok "$1: update" update
	ok "$1: the guest ticks on" ticks_on
}

migrated()
{
	printf '#!/bin/sh\nshift\nexec "$@"\n' >/bin/here
	chmod 755 /bin/here
	xl migrate -s here guest localhost >/tmp/job 2>&1 &
	ok "xl migrate, with updates" update_while
	diag_names
	like "some find the table mapped" "$(cat /tmp/names)" 'memory of Xen is mapped'
	ok "update" update
	ok "the guest ticks on" ticks_on
}

# Created, and never run so far
created_paused()
{
	ok "xl destroy" xl destroy guest
	for log in /var/log/xen/console/guest-guest*.log; do
		: >"$log"
	done
	ok "xl create -p" xl create -p /tmp/guest.cfg
	ok "an update with a guest that has never run" update
	ok "another one" update
	sleep 2
	is "it does not run" "$(ticks)" 0
	ok "xl unpause" xl unpause guest
	ok "it runs" retry 300 ticking 1
	ok "an update while it runs" update
	ok "it ticks on" ticks_on
}

dead_and_held()
{
	ok "a dead domain is held" hold zombie
	sleep 3
	ok "refused" refused unsupported 'dead domain whose memory' load
	ok "let go" let_go
	ok "update" update
}

is_shadowed()
{
	xl dmesg | grep -q 'SHADOW.*\|L1TF-vulnerable'
}

shadowed()
{
	cat >/tmp/shadowed.cfg <<-END
	name = "shadowed"
	type = "pv"
	memory = 32
	vcpus = 1
	kernel = "/lib/shadowed"
	END
	ok "a guest that is put on shadow page tables" xl create /tmp/shadowed.cfg
	ok "it is" retry 50 is_shadowed
	ok "refused for good" refused unsupported 'domain on shadow page tables' load
	ok "xl destroy" xl destroy shadowed
	ok "update" retry 30 update
}

stage_1()
{
	live_images
	ok "the toolstack starts" xl_start
	total=$(xl info total_memory)
	domu_config guest 128 >/tmp/guest.cfg
	ok "xl create" xl create /tmp/guest.cfg
	ok "the guest runs" retry 300 ticking 1 || return
	mapped_table "generation 0"
	is "total_memory after the first update" "$(xl info total_memory)" "$total"
	saved "later"
	migrated
	mapped_table "later"
	created_paused
	dead_and_held
	shadowed
	is "total_memory after $updates updates" "$(xl info total_memory)" "$total"
}
