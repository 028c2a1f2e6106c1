#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs the tests of the state stream that the Makefile has built:
#
#	run.sh OUT TOOL SECONDS [STREAM]
#
# OUT holds the test programs, TOOL is xen-liveupdate-stream, SECONDS is the time
# for the fuzzer, STREAM one of a real machine. The last line counts the results.
set -euo pipefail

out=$(realpath "$1")
tool=$(realpath "$2")
seconds=$3
stream=${4:+$(realpath "$4")}
here=$(cd "$(dirname "$0")" && pwd)
top=$here/../..
# shellcheck source=scripts/verdict.sh
. "$top/scripts/verdict.sh"

mutate() {
	timeout 300 "$out/mutate" >"$out/mutate.log" 2>&1 ||
		{ echo "# exit status $?"; tail -n 40 "$out/mutate.log"; return 1; }
	cat "$out/mutate.log"
}

# A zero in front says that the rest is a stream, see fuzz.c.
seeds() {
	local seed

	mkdir -p "$out/corpus"
	for seed in "$out/sound.stream" ${stream:+"$stream"}; do
		{ printf '\0'; cat "$seed"; } >"$out/corpus/$(basename "$seed")"
	done
	printf '\200\020\000\010abcdefgh' >"$out/corpus/changes"
}

fuzz() {
	seeds
	run_fuzzer "$out" "$seconds" 131072 corpus
}

# --- the dump tool -----------------------------------------------------------

# decodes FILE WORD...: the text has all the words, the stream is accepted
decodes() {
	local file=$1 word

	shift
	"$tool" "$file" >"$out/dump.txt" || return 1
	grep -q '^Accepted\.$' "$out/dump.txt" || return 1
	for word in "$@"; do
		grep -q -- "$word" "$out/dump.txt" || { echo "# '$word' is not shown"; return 1; }
	done
}

# Every record type that the header defines is known by name.
all_types() {
	local type header=$top/include/xen-liveupdate/stream.h

	"$tool" "$out/in-place.stream" >>"$out/dump.txt" || return 1
	while read -r type; do
		[[ $type != OPTIONAL ]] || continue
		grep -qE "^0x[0-9a-f]+ $type, " "$out/dump.txt" || { echo "# no $type"; return 1; }
		grep -q "^    X($type)" "$header" || { echo "# $type is not in XEN_LU_RECORDS"; return 1; }
	done < <(sed -nE 's/^#define XEN_LU_REC_([A-Z0-9_]+) .*/\1/p' "$header")
}

# json FILE: valid JSON that agrees with the header about size and domains
json() {
	"$tool" --json "$1" | python3 -c '
import json, sys
dump = json.load(sys.stdin)
assert dump["accepted"] is True
assert dump["records"][0]["type"] == "HOST" and dump["records"][-1]["type"] == "END"
domains = [r["fields"]["domid"] for r in dump["records"] if r["type"] == "DOMAIN"]
assert len(domains) == dump["header"]["nr_domains"] and 0 in domains
assert 32 + sum(s["bytes"] for s in dump["summary"]) == dump["header"]["size"]
assert all({"fields", "elements", "area"} & r.keys() for r in dump["records"] if r["length"])
'
}

# refuses FILE TEXT SHOWN: exit status 1, the reason, and what could be read
refuses() {
	local rc=0

	"$tool" "$1" >"$out/dump.txt" 2>"$out/dump.err" || rc=$?
	[[ $rc -eq 1 ]] && grep -q "^Refused: $2" "$out/dump.err" && grep -q -- "$3" "$out/dump.txt" &&
		{ "$tool" --json "$1" || true; } | python3 -c '
import json, sys
assert json.load(sys.stdin)["accepted"] is False'
}

# damage NAME OFFSET BYTES: the sound stream with other bytes at an offset
damage() {
	cp "$out/sound.stream" "$out/$1.stream"
	printf '%b' "$3" | dd of="$out/$1.stream" bs=1 seek="$2" conv=notrunc status=none
}

status() {
	local want=$1 rc=0

	shift
	"$@" >/dev/null 2>&1 || rc=$?
	[[ $rc -eq $want ]]
}

tool_tests() {
	local size

	size=$(stat -c %s "$out/sound.stream")
	verdict "dump: the sound stream as text" decodes "$out/sound.stream" \
		'flags 0x7(PV|HWDOM|EOI_MAP)' 'state interdomain' 'kind MSIX' 'gfn none' \
		'tsc_hz 2400000000' 'channel\[2\].count 1193' 'index 0xc0000103' \
		'user_regs.rsp 0x8000000000000000'
	verdict "dump: every record type has a name" all_types
	verdict "dump: the sound stream as JSON" json "$out/sound.stream"
	verdict "dump: from standard input" status 0 sh -c "'$tool' - <'$out/sound.stream'"
	damage crc 60 'x'
	verdict "dump: a wrong checksum" refuses "$out/crc.stream" 'bad-crc, header' 'VCPU_FIFO'
	damage length 36 '\377\377\377\377'
	verdict "dump: a length beyond the end" refuses "$out/length.stream" 'bad-crc' \
		'^Nothing can be read from offset 0x20 on'
	"$out/unit" --spoil "$out/field.stream"
	verdict "dump: a wrong value is named" refuses "$out/field.stream" \
		'bad-record, PIRQ, offset 0x[0-9a-f]*, field \[1\].entry_nr$' 'kind MSIX'
	head -c $((size / 2)) "$out/sound.stream" >"$out/half.stream"
	verdict "dump: half a stream" refuses "$out/half.stream" 'bad-size' 'GRANT_ACTIVE'
	printf 'not a stream, but long enough to be one' >"$out/text.stream"
	verdict "dump: something else" refuses "$out/text.stream" 'bad-magic, header' 'magic'
	: >"$out/empty.stream"
	verdict "dump: an empty file" status 1 "$tool" "$out/empty.stream"
	verdict "dump: a missing file" status 2 "$tool" "$out/missing.stream"
	verdict "dump: no file" status 2 "$tool"
	verdict "dump: an unknown option" status 2 "$tool" --xml "$out/sound.stream"
	verdict "dump: a full disk" status 2 sh -c "'$tool' '$out/sound.stream' >/dev/full"
}

real_stream() {
	verdict "a real stream as text" decodes "$stream" ' HOST, ' ' DOMAIN, ' ' VCPU_CONTEXT, '
	verdict "a real stream as JSON" json "$stream"
}

verdict "unit tests" run_counted "$out/unit.log" "$out/unit"
verdict "random streams" mutate
"$out/unit" --write "$out/sound.stream"
"$out/unit" --write-in-place "$out/in-place.stream"
tool_tests
[[ -z $stream ]] || real_stream
verdict "fuzzing for $seconds s" fuzz
verdict "header and text say the same" "$here/check-doc.sh" "$out/stream-dump/include"
conclude
