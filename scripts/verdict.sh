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

# run_counted LOG COMMAND...: run a program of tests that prints its results in this
# form, for five minutes at most; count them, and show what else it says
run_counted()
{
	local log=$1 status=0

	shift
	timeout 300 "$@" >"$log" 2>&1 || status=$?
	count_log "$log"
	grep -v '^ok - \|passed,' "$log" || true
	[ "$status" = 0 ]
}

# run_fuzzer FOLDER SECONDS LENGTH [CORPUS...]: its ./fuzz, with inputs of up to
# LENGTH bytes. Findings and the corpus stay: a later run goes on where this one
# ended. The same seed for everybody, unless SEED is another: what this finds is
# found in every run.
run_fuzzer()
{
	local out=$1 seconds=$2 length=$3

	shift 3
	(cd "$out" && timeout $((seconds + 60)) ./fuzz -seed="${SEED:-1}" -max_total_time="$seconds" \
		-max_len="$length" -print_final_stats=1 "$@") >"$out/fuzz.log" 2>&1 || {
		echo "# exit status $?"
		tail -n 40 "$out/fuzz.log"
		return 1
	}
	grep -a number_of_executed_units "$out/fuzz.log" | sed 's/^/# /'
}

# The last line, for scripts/check, and the exit status.
conclude()
{
	echo "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}
