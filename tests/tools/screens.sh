# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # run.sh reads this
#
# screens.sh - what is shown on which screen, kept in expected/ as "cat -v" has it

readonly SCREENS="steps-40 steps-80 steps-200 steps-utf8 steps-no-colour steps-dumb steps-pipe
	report-40 report-200 refused-40 blocked-40 status"

# steps WIDTH [VARIABLE=VALUE...]: on a terminal
steps()
{
	local width=$1

	shift
	env TERM=xterm "$@" "$here/on-terminal" "$width" "$out/steps" || true
}

# screen NAME: as it is, but for the times
screen()
{
	head -n 1 "$here/Makefile"	# the licence
	case $1 in
	steps-utf8)		steps 80 LC_ALL=C.UTF-8 ;;
	steps-no-colour)	steps 80 NO_COLOR=1 ;;
	steps-dumb)		steps 80 TERM=dumb ;;
	steps-pipe)		"$out/steps" 2>&1 || true ;;
	steps-*)		steps "${1#steps-}" ;;
	report-*)		"$canned" live-ok "${1#report-}" ;;
	refused-*)		"$canned" live-refused "${1#refused-}" ;;
	blocked-*)		"$canned" blocked "${1#blocked-}" ;;
	status)			"$canned" live-ok status-text ;;
	esac | sed -E '/^(staging|verifying|loading)|\x1b\[K/s/ +[0-9.]+ (ns|us|ms|s)(\r?)$/ TIME\2/' | cat -v
}

# Nothing that was not ours: escapes but colours and "clear to the end of the line"
tame()
{
	! sed -E 's/\^\[\[(K|[0-9]*m)//g; s/\^M//g; s/M-\^.//g' "$work/now" | grep -F '^'
}

# How wide what is written once more gets
widest_bar()
{
	sed 's/\^M/\n/g' "$work/now" | sed -E 's/\^\[\[(K|[0-9]*m)//g' | grep ' %$' | wc -L
}

test_screens_kept()
{
	local name

	for name in $SCREENS; do
		screen "$name" >"$work/now"
		ok "screen $name: as expected" diff -u "$here/expected/screen-$name.txt" "$work/now"
		ok "screen $name: harmless" tame
		case $name in
		steps-40 | steps-80 | steps-200)
			ok "$name: a bar fits into a line" test "$(widest_bar)" -lt "${name#steps-}" ;;
		steps-dumb | steps-pipe)
			ok "$name: no escapes" sh -c "! grep -F '^[' '$work/now'" ;;
		esac
	done
	ok "quiet: errors only" test "$("$out/steps" quiet 2>&1 | head -n 1 | cut -d: -f1)" = xen-liveupdate
}
