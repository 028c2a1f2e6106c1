# SPDX-License-Identifier: GPL-2.0-only
# title: an NMI at any point between two Xens is counted, and dom0 gets it afterwards
# uses: live dom0-lib load
# timeout: 240
# dom0-mem: 512M
# xen-args: liveupdate=192M liveupdate-watchdog=15
# needs: stops

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

STUB=build/handoff/handoff.elf

# Xen's link address: what it was loaded at belongs there
LINK=0xffff82d040000000

bank()
{
	lu-load range | sed 's/.*range \(0x[0-9a-f]*\)+.*/\1/'
}

# The symbols of A or B: each update is to the other one
old()
{
	[ $((live_u % 2)) = 1 ] && echo build/xen-release/xen-syms || echo build/xen-b/xen-syms
}

new()
{
	[ $((live_u % 2)) = 1 ] && echo build/xen-b/xen-syms || echo build/xen-release/xen-syms
}

# What dom0's kernel has said about NMIs
told()
{
	dmesg | grep -c 'NMI received for unknown reason'
}

told_more()
{
	[ "$(told)" -gt "$live_told" ]
}

# Of the pages of both banks the one of the newest update
newest()
{
	lu-load report | awk '/ generation / { this = $5 }
		this >= last && / warnings / { last = this; line = $0 }
		END { print line }'
}

# counted N: so many, and dom0 is told
counted()
{
	newest | grep -q "warnings 0x8000 nmis $1\$" || { lu-load report; return 1; }
	retry 50 told_more || { echo "dom0 was not told"; return 1; }
	live_told=$(told)
}

# at PLACE...: an NMI when the CPU comes to each of them
at()
{
	monitor_at "$(echo "$@" | tr ' ' ',')" nmi
}

# nmi_update PLACE...: NMIs during an update
nmi_update()
{
	live_to=$A
	[ $((live_u % 2)) = 0 ] || live_to=$B
	at "$@"
	live_load $live_to && live_exec && counted $# || return 1
	live_u=$((live_u + 1))
}

# nmi_refused FAULT PLACE...: the same, and there is no update
nmi_refused()
{
	live_to=$A
	[ $((live_u % 2)) = 0 ] || live_to=$B
	live_verb=load
	live_fault=$1
	[ "$1" != stub ] || live_verb='break'
	shift
	at "$@"
	lu-load $live_verb $live_to "$RIG_XEN_ARGS liveupdate-fault=$live_fault" >$OUT 2>&1 ||
		{ cat $OUT; return 1; }
	lu-load exec >$OUT 2>&1 && { cat $OUT; return 1; }
	grep -q 'reason injected\|reason bad-crc\|reason panic' $OUT || { cat $OUT; return 1; }
	counted $#
}

# Nobody sends an NMI but the old Xen, whose other CPU looks at the clock.
hang()
{
	live_load $B liveupdate-fault=hang || return 1
	lu-load exec >$OUT 2>&1 && { cat $OUT; return 1; }
	cat $OUT
	grep -q 'reason panic text "no commit in time"' $OUT && grep -q 'backward 0' $OUT
}

stage_1()
{
	live_images
	live_u=1
	live_told=$(told)
	# Others in a row would be one: an NMI that comes before the new Xen can have one waits.
	ok "old Xen: while it writes the state, other page tables" nmi_update \
		"$(old):lu_save" "$(old):kexec_reloc"
	ok "stub: its first instruction" nmi_update "$STUB:xlu_entry+0x1000+$(bank)"
	ok "stub: its work" nmi_update "$STUB:xlu_check_request+0x1000+$(bank)"
	ok "stub: 32-bit code" nmi_update "$STUB:enter32+0x1000+$(bank)"
	ok "new Xen: its first instruction" nmi_update "$(new):__start-$LINK+$(bank)"
	ok "new Xen: 64-bit code" nmi_update "$(new):__high_start"
	ok "new Xen: no interrupt table yet" nmi_update "$(new):init_idt_traps"
	ok "new Xen: the commit, domains are restored" nmi_update "$(new):lu_commit" "$(new):lu_restore"

	ok "the stub refuses" nmi_refused stub "$STUB:xlu_return+0x1000+$(bank)"
	ok "the new Xen refuses" nmi_refused refuse "$(new):lu_fault_early"
	ok "the way back" nmi_refused refuse "$(new):lu_back_trampoline-$LINK+$(bank)"
	ok "the way back, in the old Xen" nmi_refused refuse "$(old):s3_resume"
	ok "the way back of a panic" nmi_refused panic "$(old):s3_resume"
	ok "a new Xen that hangs" hang

	live_to=$A
	[ $((live_u % 2)) = 0 ] || live_to=$B
	ok "an update without NMIs" live_load $live_to
	ok "which succeeds" live_exec
	like "none is counted" "$(newest)" 'warnings 0 nmis 0$'
}
