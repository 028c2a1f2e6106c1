# SPDX-License-Identifier: GPL-2.0-only
# title: a hundred updates in a row, with a domU that comes and goes
# uses: live dom0-lib load
# suite: soak
# timeout: 3500
# dom0-mem: 512M
# xen-args: liveupdate=192M
# needs: toolstack

# Page state stays in place, and is derived again in each tenth update. The domU is there
# for three of five. "--dom0-args rig.rounds=25" makes 25 updates.

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

# After the first ones Xen's own memory no longer grows.
SETTLED=10
LEEWAY=256

wanted_rounds()
{
	sed -n 's/.*rig\.rounds=\([0-9]*\).*/\1/p' /proc/cmdline
}

# domu_for UPDATE: it comes before updates 2, 7, ... and goes before 5, 10, ...
domu_for()
{
	case $(($1 % 5)) in
	2)	xl create /tmp/guest.cfg >/dev/null && live_guest_ticks ;;
	0)	xl destroy guest && retry 50 live_guest_gone ;;
	esac
}

# How page state has come through update $1, which went to $2
came_through()
{
	case $(($1 % 10)) in
	0)	lu-load derive "$2" "$RIG_XEN_ARGS" >"$OUT" && live_exec && live_work_goes_on &&
		lu-load report | grep -q 'page-state asked' ;;
	*)	live_update "$2" && lu-load report | grep -q 'page-state in-place' ;;
	esac
}

# Each update has an audit; those that end before the next update are looked at.
audit_clean()
{
	[ $(($1 % 5)) = 4 ] || return 0
	retry 900 live_audited "$1" && [ "$(live_audit "$1")" = 0 ] && return
	xl dmesg | grep 'audit:'
	return 1
}

domu_lives()
{
	live_guest_gone || live_guest_ticks
}

one_more()
{
	domu_for "$1" && came_through "$1" "$2" && domu_lives && audit_clean "$1"
}

stage_1()
{
	live_images
	ok "the toolstack starts" xl_start
	domu_config guest 128 >/tmp/guest.cfg
	# shellcheck disable=SC2034 # for the library
	live_kinds='memory fork timer'
	# shellcheck disable=SC2034 # for the library
	live_sum=$(random_blob /tmp/blob 16)
	guest-load dom0 pace=8 memory=16 fork timer >"$LOG" &

	rounds=$(wanted_rounds)
	for u in $(seq "${rounds:-100}"); do
		to=$B
		[ $((u % 2)) = 1 ] || to=$A
		ok "update $u" one_more "$u" "$to" || return
		[ "$u" != $SETTLED ] || early=$(live_free)
	done
	live_guest_gone || ok "xl destroy" xl destroy guest
	late=$(live_free)
	value free_after_$SETTLED "${early:=$late}" KiB
	value free_after_last "$late" KiB
	lost=$((early - late))
	ok "no memory is lost" [ ${lost#-} -le $LEEWAY ]
	not_ok "no load has seen an error" grep ERROR "$LOG"
}
