#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs the tests of the handoff stub that the Makefile has built:
#
#	run.sh OUT STUB SECONDS		all of them, fuzzing for SECONDS
#	run.sh OUT STUB machine		only those in QEMU
#
# SEED and ROUNDS choose the random handoffs. The last line counts the results.
set -euo pipefail

out=$(realpath "$1")
stub=$(realpath "$2")
what=$3
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=scripts/verdict.sh
. "$here/../../scripts/verdict.sh"
seed=${SEED:-1}
rounds=${ROUNDS:-24}
timeout=$((120 + rounds * 4))
log=$out/machine.log

# The budget of the stub: instructions per byte of the blob, and all of them
# without a blob (1 ms at one instruction per nanosecond).
per_byte=3
without_blob=1000000

# machine CPU APPEND [OPTION...]: start the loader, its console goes to the log
machine() {
	local cpu=$1 append=$2

	shift 2
	timeout "$timeout" nice qemu-system-x86_64 -accel tcg -cpu "$cpu" -m 5G \
		-nodefaults -display none -no-reboot -serial "file:$log" \
		-device isa-debug-exit,iobase=0xf4 "$@" \
		-kernel "$out/loader.elf" -initrd "$stub/handoff.bin" -append "$append"
}

# isa-debug-exit makes 1 out of the loader's 0.
completes() {
	local rc=0

	machine "$@" || rc=$?
	count_log "$log"
	grep -E '^(not ok - |# wrong)' "$log" || true
	[[ $rc -eq 1 ]] || { echo "# exit status $rc, console in $log"; return 1; }
	tail -n 1 "$log"
}

# A reset ends QEMU (-no-reboot) with 0; a hang would end in the timeout.
resets() {
	local line=$1
	shift
	machine "$@" && grep -qF "$line" "$log"
}

# Instructions: QEMU's TSC counts nanoseconds, -icount makes each one of them.
within_budget() {
	completes max "seed=$seed rounds=6 pages=2048" -icount shift=0,sleep=off || return 1
	awk -v per_byte="$per_byte" -v without_blob="$without_blob" '
		/^# cost kind/ && $6 {
			printf "# %s: %.3f instructions per byte of the blob\n", name[$4], $8 / $6
			if ($8 / $6 > per_byte)
				bad = 1
			seen++
		}
		/^# cost kind/ && !$6 {
			printf "# without a blob: %d instructions\n", $8
			if ($8 > without_blob)
				bad = 1
			seen++
		}
		BEGIN {
			split("scattered,permuted,in place,shifted up,shifted down", list, ",")
			for (i in list)
				name[i - 1] = list[i]
		}
		END { exit bad || seen != 6 }' "$log"
}

in_qemu() {
	local patch

	patch=$((0x$(nm "$stub/handoff.elf" | awk '$3 == "xlu_mbi_build" { print $1 }')))
	verdict "$rounds random handoffs, seed $seed" completes max "seed=$seed rounds=$rounds"
	verdict "success is told when asked for" \
		grep -q 'xen-liveupdate stub: entering the new Xen at 0x' "$log"
	verdict "refusals that go back" completes max "seed=$seed refusals=1 patch=$patch"
	verdict "CPU without the crc32 instruction" completes qemu64 "seed=$seed rounds=6"
	verdict "instruction budget" within_budget
	verdict "reset after a bad magic number" \
		resets 'FAILED in phase "stub-header": bad-magic' max "seed=$seed fatal=0"
	verdict "reset after a wrong self address" \
		resets 'FAILED in phase "stub-header": bad-address' max "seed=$seed fatal=1"
	verdict "reset after a damaged header" \
		resets 'FAILED in phase "stub-header": bad-crc' max "seed=$seed fatal=3"
	verdict "reset when the way back is damaged" \
		resets 'FAILED in phase "stub-header": bad-crc' max "seed=$seed fatal=17"
	verdict "reset after a bad extent" \
		resets 'FAILED in phase "stub-extents": bad-extent' max "seed=$seed fatal=8"
	verdict "reset after a damaged blob" \
		resets 'FAILED in phase "stub-blob": bad-blob' max "seed=$seed fatal=11"
}

# As a kernel that clang has built is asked for by DKMS.
llvm() {
	make -s -C "$here/../../handoff" OUT="$out/llvm" CC=clang LD=ld.lld OBJCOPY=llvm-objcopy check
}

llvm_runs() {
	local stub=$out/llvm

	completes max "seed=$seed rounds=4"
}

if [[ $what != machine ]]; then
	verdict "build proofs" "$here/../../scripts/check-pic.sh" "$stub"
	verdict "the kernel's build system makes the same bytes" \
		cmp "$stub/handoff.bin" "$here/../../build/driver-6.1/src/handoff/handoff.bin"
	verdict "the same with clang and ld.lld" llvm
	verdict "that stub runs" llvm_runs
	verdict "unit tests" run_counted "$out/unit.log" "$out/unit"
	verdict "fuzzing for $what s" run_fuzzer "$out" "$what" 1024
fi
in_qemu
conclude
