#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs the host tests of the driver that the Makefile has built:
#
#	run.sh OUT SECONDS		all of them, fuzzing for SECONDS
#	run.sh OUT SECONDS fuzz		only the fuzzer
#
# SEED chooses the random numbers. The last line counts the results.
set -euo pipefail

out=$(realpath "$1")
seconds=$2
what=${3:-all}
top=$(realpath "$(dirname "$0")/../..")
# shellcheck source=scripts/verdict.sh
. "$top/scripts/verdict.sh"

# Whatever Xens were fetched or built, inflated; their names are printed.
real_images() {
	local gz name

	for gz in "$top"/.cache/root/xen-*/boot/xen-*.gz "$top"/build/xen-*/xen.gz; do
		[[ -e $gz ]] || continue
		name=$out/$(echo "${gz#"$top/"}" | tr / _)
		gunzip -c "$gz" >"${name%.gz}"
		echo "${name%.gz}"
	done
}

unit() {
	local -a images

	mapfile -t images < <(real_images)
	[[ ${#images[@]} -gt 0 ]] || echo "# no real image: scripts/fetch or scripts/build-xen gets one"
	run_counted "$out/unit.log" "$out/unit" "${images[@]}"
}

fuzz() {
	mkdir -p "$out/corpus" "$out/seeds"
	"$out/unit" --seeds "$out/seeds"
	run_fuzzer "$out" "$seconds" 4096 corpus seeds
}

# Tool and driver are asked the same.
same() {
	"$out/by-tool" 10000 >"$out/by-tool.log"
	"$out/by-driver" 10000 >"$out/by-driver.log"
	sed 's/.*: //' "$out/by-tool.log" | sort | uniq -c | sort -rn | sed 's/^/# /'
	diff "$out/by-tool.log" "$out/by-driver.log" | head -n 20 | sed 's/^/# /'
	cmp -s "$out/by-tool.log" "$out/by-driver.log"
}

if [[ $what != fuzz ]]; then
	verdict "unit tests" unit
	verdict "what Xen and the kernel say" run_counted "$out/policy.log" "$out/policy"
	verdict "what comes in between two steps" run_counted "$out/steps.log" "$out/steps"
	verdict "10000 damaged files: tool and driver say the same" same
fi
verdict "fuzzing the image parser for $seconds s" fuzz
conclude
