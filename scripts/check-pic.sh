#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Prove that the handoff stub is what it has to be:
#
#	scripts/check-pic.sh DIR
#
# DIR holds handoff.elf and handoff.bin, and handoff-moved.elf and .bin, which are
# the same objects linked at another base (make -C handoff check).
set -euo pipefail

dir=${1:?usage: check-pic.sh DIR}
here=$(cd "$(dirname "$0")" && pwd)
contract=$here/../include/xen-liveupdate/handoff.h
# shellcheck source=scripts/verdict.sh
. "$here/verdict.sh"

# limit NAME: the number behind a #define of the contract
limit() {
	printf '%d\n' "$(awk -v name="$1" '$2 == name { print $3 }' "$contract")"
}

symbol() {
	printf '%d\n' "0x$(nm "$dir/handoff.elf" | awk -v name="$1" '$3 == name { print $1 }')"
}

no_relocations() {
	[[ $(readelf -rW "$1" 2>/dev/null) == *"There are no relocations in this file."* ]]
}

no_undefined() {
	[[ -z $(nm -u "$1") ]]
}

# Vector, x87 and MMX registers, and what saves them: the stub never enables them.
no_vector_code() {
	local found

	found=$(objdump -d --no-show-raw-insn "$1" |
		grep -E -e '%([xyz]?mm|st)[0-9(]' \
			-e '[[:space:]](f(ld|st|ninit|xsave|xrstor|wait)|xsave|xrstor|emms|vzero)' || true)
	[[ -z $found ]] || { echo "$found"; return 1; }
}

is_size() {
	[[ $1 -gt 0 && $1 -le $2 ]] || { echo "# $1 is not in 1 to $2"; return 1; }
}

size=$(stat -c %s "$dir/handoff.bin")
footprint=$(($(symbol xlu_end) + $(limit XLU_AREA_STUB)))

verdict "the same bytes at two link addresses" cmp "$dir/handoff.bin" "$dir/handoff-moved.bin"
verdict "no relocations" no_relocations "$dir/handoff.elf"
verdict "no undefined symbols" no_undefined "$dir/handoff.elf"
verdict "no SSE, AVX or x87 instructions" no_vector_code "$dir/handoff.elf"
verdict "file of $size bytes is within XLU_STUB_MAX" is_size "$size" "$(limit XLU_STUB_MAX)"
verdict "$footprint bytes with header, tables and stack are within XLU_STUB_FOOTPRINT" \
	is_size "$footprint" "$(limit XLU_STUB_FOOTPRINT)"

conclude
