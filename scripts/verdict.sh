# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# verdict.sh - results of host tests, counted; read by the scripts that have any

passed=0 failed=0

# result STATUS TEXT: passed if STATUS is 0
result()
{
	if [ "$1" = 0 ]; then
		echo "ok - $2"
		passed=$((passed + 1))
	else
		echo "not ok - $2"
		failed=$((failed + 1))
	fi
}

# verdict TEXT COMMAND...: passed if the command succeeds. Its output is shown.
verdict()
{
	local text=$1 status=0

	shift
	"$@" || status=1
	result $status "$text"
}

# count_log FILE: the results of a program that prints them in the same form
count_log()
{
	passed=$((passed + $(grep -c '^ok - ' "$1" || true)))
	failed=$((failed + $(grep -c '^not ok - ' "$1" || true)))
}

# The last line, for scripts/check, and the exit status.
conclude()
{
	echo "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}
