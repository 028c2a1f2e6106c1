#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh - test the tool on a host without Xen
#
# usage: run.sh OUT [--update]
#
# OUT holds what the Makefile has built. --update writes the reports in expected/
# anew: look at the difference before it is committed. The last line counts.
set -euo pipefail

here=$(dirname "$(realpath "$0")")
top=$here/../..
out=$(realpath "$1")
tool=$out/xen-liveupdate
canned=$out/canned
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C
unset NO_COLOR COLUMNS
# shellcheck source=scripts/verdict.sh
. "$top/scripts/verdict.sh"

# ok TEXT COMMAND...: passes if the command succeeds.
ok()
{
	local text=$1 status=0
	shift
	"$@" >"$work/log" 2>&1 || status=1
	result $status "$text"
	[ $status = 0 ] || sed '/^ok/d; s/^/# /; 20q' "$work/log"
}

# run STATUS TEXT [ARGUMENT...]: the tool ends with STATUS; output stays in $work.
# A finding of the sanitizers ends with another one.
run()
{
	local wanted=$1 text=$2 status=0
	shift 2
	"$tool" "$@" >"$work/stdout" 2>"$work/stderr" </dev/null || status=$?
	result $((status != wanted)) "$text"
	[ "$status" = "$wanted" ] ||
		{ echo "# status $status, wanted $wanted: $*"; head -n 20 "$work/stderr" | sed 's/^/# /'; }
}

says()
{
	ok "$1" grep -qF -- "$2" "$work/stderr"
}

json()
{
	python3 -m json.tool "$1"
}

# member NAME: of the object that the tool has written
member()
{
	python3 -c 'import json, sys
value = json.load(open(sys.argv[1]))[sys.argv[2]]
print(value if isinstance(value, str) else json.dumps(value))' "$work/stdout" "$1"
}

is()
{
	ok "$1" test "$2" = "$3"
	[ "$2" = "$3" ] || printf '# got %s, wanted %s\n' "$2" "$3"
}

# --- help and the command line ---------------------------------------------------

commands=$("$tool" help | sed -nE 's/^  ([a-z]+) .*/\1/p' | grep -v '^help$')

test_help()
{
	local command option man=$top/Documentation/man/xen-liveupdate.8

	run 0 "help" help
	run 0 "--help" --help
	run 0 "--version" --version
	is "the version is the project's" "$(cat "$work/stdout")" \
		"xen-liveupdate $(cat "$top/VERSION")"
	is "eleven commands" "$(wc -w <<<"$commands")" 11
	for command in $commands; do
		run 0 "$command --help" "$command" --help
		ok "it shows the usage" grep -q "^usage: xen-liveupdate $command" "$work/stdout"
		cp "$work/stdout" "$work/first"
		cat "$work/stdout" >>"$work/all"
		run 0 "help $command" help "$command"
		ok "both are the same" cmp "$work/first" "$work/stdout"
		ok "the man page has $command" grep -qx "\.It Cm $command.*" "$man"
		while read -r option; do
			ok "the man page has --$option" grep -qE "^\.It Fl (. , )?-$option( |$)" "$man"
		done < <(sed -nE 's/^  (-., |    )--([a-z0-9-]+).*/\2/p' "$work/stdout")
	done
	while read -r option; do
		ok "a command has --$option" grep -q -- " --$option\b" "$work/all"
	done < <(sed -nE 's/^\.It Fl (. , )?-([a-z0-9-]+).*/\2/p' "$man")
	ok "man pages are clean" mandoc -T lint -W warning "$top"/Documentation/man/*
}

test_usage()
{
	run 2 "no command"
	says "says so" "no command given"
	run 2 "unknown command" frobnicate
	says "names it" 'unknown command "frobnicate"'
	run 2 "help for an unknown command" help frobnicate
	run 2 "option without command" --json
	run 2 "unknown option" status --frobnicate
	says "names it" 'unknown option "--frobnicate"'
	run 2 "unknown letter" status -z
	says "names it" 'unknown option "-z"'
	run 2 "option of another command" status --kernel x
	says "names it" 'this command has no option "--kernel"'
	run 2 "option without its value" load --mode
	says "names it" 'option "--mode" needs a value'
	run 2 "value without its option" status --json=yes
	run 2 "no image" check
	says "says so" "no image given"
	run 2 "two images" check a b
	says "names the second" 'unexpected argument "b"'
	run 2 "an argument too many" status x
	run 2 "unknown mode" load --mode warm
	says "names it" 'unknown mode "warm"'
	run 2 "digest too short" check --sha256 1234 x
	run 2 "digest with another letter" check --sha256 "$(printf '%064d' 0 | tr 0 g)" x
	run 2 "errors as JSON" load --json --mode warm
	ok "valid" json "$work/stdout"
	is "exit code" "$(member exit_code)" 2
}

# Options that one mode has and the other has not
test_modes()
{
	run 2 "cold update without kernel" update --mode cold --yes x
	says "says what is missing" "needs the kernel of the new dom0"
	for option in --kernel --initrd --kernel-cmdline --blob; do
		run 2 "live update with $option" update --mode live $option x y
		says "names it" "option \"$option\" is for cold mode only"
	done
	run 2 "check of both modes" check --mode cold --live x
	says "names the option" 'option "--live" is for live mode only'
	run 2 "check with a command line that nobody reads" check --cmdline x y
	run 2 "cold update that waits" update --mode cold --kernel x --yes --wait 5 y
	says "names the option" 'option "--wait" is for live mode only'
	run 2 "cold update that tells guests" update --mode cold --kernel x --yes --notify 5 y
	says "names the option" 'option "--notify" is for live mode only'
	run 2 "a note in a moment" rollback --notify soon
	says "names it" '"soon" is not a time to wait'
	run 2 "cold load that waits" load --mode cold --wait 5
	says "names the option" 'option "--wait" is for live mode only'
	for args in "update --kernel x --yes --mode cold y" "load --mode cold" "check x"; do
		# shellcheck disable=SC2086 # words
		run 2 "--revalidate with $args" $args --revalidate
		says "names the option" 'option "--revalidate" is for live mode only'
	done
	run 2 "check with a wait for nothing" check --wait 5 x
	says "names the option" 'option "--wait" is for live mode only'
	for seconds in 601 -1 +5 1.5 5s 99999999999999999999 " 5" ""; do
		run 2 "wait of '$seconds'" update --wait "$seconds" x
		says "names it" "\"$seconds\" is not a time to wait"
	done
	run 2 "live update on reboot" update --mode live --on-reboot x
	run 1 "cold update that nobody confirms" update --mode cold --kernel x y
	says "says how" "pass --yes where nobody can answer"
}

# A disk that is full must not look like good news.
test_output()
{
	local status command

	for command in help "check --help" --version "check $work/xen.gz" "check --json $work/xen.gz"; do
		status=0
		# shellcheck disable=SC2086 # words are wanted
		"$tool" $command >/dev/full 2>"$work/stderr" || status=$?
		is "output that cannot be written: ${command%% /*}" $status 1
		says "says so" 'cannot write "standard output": No space left on device'
	done
}

test_no_driver()
{
	local command

	[ ! -e /dev/xen-liveupdate ] || return 0
	for command in $commands; do
		case $command in
		check | metrics)	continue ;;
		stage | update)		run 3 "$command without a driver" "$command" --json x ;;
		load)			run 3 "$command without a driver" load --json --mode live ;;
		*)			run 3 "$command without a driver" "$command" --json ;;
		esac
		says "knows the remedy" 'modprobe xen-liveupdate'
		ok "and says it as JSON" json "$work/stdout"
	done
}

# --- check -------------------------------------------------------------------------

refused()
{
	local reason=$1 file=$2
	shift 2
	run 1 "refused: ${file##*/}" check --json "$@" "$file"
	is "for the right reason" "$(member reason)" "$reason"
}

# Change the lowest bit of the byte at $2 in file $1.
flip()
{
	local byte

	byte=$(od -An -tu1 -j "$2" -N 1 "$1")
	printf '%b' "\\x$(printf '%02x' $((byte ^ 1)))" |
		dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

test_good_images()
{
	local file

	for file in "$work"/xen "$work"/xen.gz "$work"/xen.xz "$work"/xen.zst; do
		run 0 "accepted: ${file##*/}" check --json "$file"
		is "SHA-256 of the file" "$(member image_sha256)" \
			"$(sha256sum "$file" | cut -d' ' -f1)"
		is "size when inflated" "$(member image_size)" "$(stat -c %s "$work/xen")"
		is "build id" "$(member image_build_id)" "$build_id"
		is "good for cold updates" "$(member cold)" true
	done
	is "compression" "$(member compression)" zstd
	run 0 "for people" check "$work/xen.gz"
	ok "names it" grep -q "build id *$build_id" "$work/stdout"
	run 0 "and quiet" check --quiet "$work/xen.gz"
	ok "is quiet" test ! -s "$work/stdout"
	run 0 "the right digest" check --sha256 "$(sha256sum "$work/xen" | cut -d' ' -f1)" "$work/xen"
	refused bad-digest "$work/xen" --sha256 "$(printf '%064d' 0)"
	refused unsupported-stream "$work/xen" --mode live
	refused "" "$work/xen" --signed
}

test_bad_images()
{
	: >"$work/empty"
	refused not-a-file "$work/empty"
	refused not-a-file "$work"
	mkfifo "$work/pipe"
	refused not-a-file "$work/pipe"
	refused not-a-file /dev/null
	refused "" "$work/missing"
	echo "this is no Xen" >"$work/text"
	refused not-an-image "$work/text"
	truncate -s 70M "$work/zeroes"
	refused too-large "$work/zeroes"
	gzip -c "$work/zeroes" >"$work/bomb.gz"
	refused too-large "$work/bomb.gz"
	xz -c -0 --check=crc32 "$work/zeroes" >"$work/bomb.xz"
	refused too-large "$work/bomb.xz"
	zstd -q -c "$work/zeroes" >"$work/bomb.zst"
	refused too-large "$work/bomb.zst"
	truncate -s 1T "$work/sparse"
	refused too-large "$work/sparse"
	xz -c "$work/xen" >"$work/crc64.xz"
	refused xz-options "$work/crc64.xz"
	says "names the remedy" "xz --check=crc32"
	cat "$work/xen.gz" "$work/xen.gz" >"$work/two.gz"
	refused trailing-data "$work/two.gz"
	cat "$work/xen.zst" "$work/xen.zst" >"$work/two.zst"
	refused trailing-data "$work/two.zst"
	(cat "$work/xen.gz"; echo) >"$work/tail.gz"
	refused trailing-data "$work/tail.gz"
	zstd -q -c --ultra -22 --long=27 <"$work/xen" >"$work/window.zst"
	refused large-window "$work/window.zst"
}

# Cut off, or with a bit changed
test_spoiled_images()
{
	local file size bytes

	for file in xen.gz xen.xz xen.zst; do
		size=$(stat -c %s "$work/$file")
		for bytes in 7 $((size / 2)) $((size - 1)); do
			head -c "$bytes" "$work/$file" >"$work/cut-$bytes.$file"
			run 1 "refused: $file cut after $bytes bytes" check --json "$work/cut-$bytes.$file"
		done
		cp "$work/$file" "$work/flipped.$file"
		flip "$work/flipped.$file" $((size / 2))
		refused bad-compression "$work/flipped.$file"
	done
	for bytes in 3 63 4096 $(($(stat -c %s "$work/xen") / 2)); do
		head -c "$bytes" "$work/xen" >"$work/cut-$bytes"
		run 1 "refused: xen cut after $bytes bytes" check --json "$work/cut-$bytes"
	done
	for bytes in 0 4 5 16 18; do
		cp "$work/xen" "$work/flipped-$bytes"
		flip "$work/flipped-$bytes" $bytes
		run 1 "refused: bit changed in byte $bytes" check --json "$work/flipped-$bytes"
	done
}

# Whatever is broken, the tool says yes or no.
test_damage()
{
	local file size status bad=0

	RANDOM=1
	for file in xen.gz xen.xz xen.zst; do
		size=$(stat -c %s "$work/$file")
		for _ in {1..25}; do
			cp "$work/$file" "$work/damaged"
			flip "$work/damaged" $(((RANDOM * 32768 + RANDOM) % size))
			head -c $((size - RANDOM % 2 * (RANDOM % size))) "$work/damaged" >"$work/damaged.cut"
			status=0
			"$tool" check -q "$work/damaged.cut" 2>"$work/stderr" || status=$?
			[ $status -le 1 ] || bad=$((bad + 1))
		done
	done
	is "75 damaged files, each accepted or refused" $bad 0
}

test_signatures()
{
	"$top/tests/driver/sign-image" "$work/xen.gz" "$work/signed"
	run 0 "signed image" check --json --signed "$work/signed/good"
	is "signature seen" "$(member has_signature)" true
	is "image behind it seen" "$(member image_build_id)" "$build_id"
	refused bad-signature "$work/signed/nonsense"
}

# One that can be updated to under running domains.
test_live_image()
{
	local file=$top/build/xen-release/xen.gz

	[ -e "$file" ] || { echo "# no build/xen-release: not tested with it"; return 0; }
	run 0 "image for live updates" check --json --mode live "$file"
	is "says so" "$(member live)" true
	ok "states its version" test -n "$(member version)"
	ok "states the streams it takes" test "$(member stream_min)" -le "$(member stream_max)"
}

# Nothing that a terminal obeys, be it in one byte or in two
harmless()
{
	! LC_ALL=C grep -qE $'[\001-\010\013-\037\177]|\302[\200-\237]' "$work/stdout" "$work/stderr"
}

# What a cold update would boot as dom0, and what a Xen is not.
test_dom0()
{
	local kernel

	kernel=$(echo "$top"/.cache/root/kernel-6.1/boot/vmlinuz-*)
	[ -e "$kernel" ] || { echo "# no kernel in the cache: not tested with it"; return 0; }
	printf 070701 >"$work/initrd"
	cp "$kernel" "$work/vmlinuz"
	run 0 "a kernel" check --json --kernel "$kernel" --initrd "$work/initrd" "$work/xen"
	is "named" "$(member kernel)" "$kernel"
	is "with its RAM disk" "$(member initrd_missing)" false
	run 0 "a kernel alone" check --json --kernel "$kernel" --kernel-cmdline "root=UUID=1" \
		"$work/xen"
	is "which will miss its RAM disk" "$(member initrd_missing)" true
	says "and is told so" "there is no --initrd"
	refused bad-kernel "$work/xen" --kernel "$work/initrd" --initrd "$kernel"
	says "names what it is" "it looks like an initial RAM disk"
	refused bad-initrd "$work/xen" --kernel "$kernel" --initrd "$kernel"
	says "names what it is" "it looks like a Linux kernel"
	refused bad-kernel "$work/xen" --kernel "$work/xen.gz"
	says "names what it is" "32-bit ELF, as Xen is"
	truncate -s -4096 "$work/vmlinuz"
	refused truncated-kernel "$work/xen" --kernel "$work/vmlinuz"
	refused not-an-image "$kernel"
	says "names what it is" "it looks like a Linux kernel"
	run 2 "RAM disk without kernel" check --initrd "$kernel" "$work/xen"
	run 2 "a kernel for a live update" check --mode live --kernel "$kernel" "$work/xen"
	[ -e "$top/build/xen-release/xen-syms" ] || return 0
	refused wrong-arch "$top/build/xen-release/xen-syms"
	says "names what to give" "give xen.gz"
	printf 'MZ\220\0\003' >"$work/xen.efi"
	refused not-an-image "$work/xen.efi"
	says "names what to give" "such as xen.efi: give xen.gz"
}

# While it is being read
test_shrinking()
{
	local status bad=0

	for _ in {1..20}; do
		cp "$work/xen" "$work/shrinks"
		"$tool" check -q "$work/shrinks" 2>"$work/stderr" &
		truncate -s 4096 "$work/shrinks"
		status=0
		wait $! || status=$?
		[ $status -le 1 ] || bad=$((bad + 1))
	done
	is "20 files that shrink: a verdict on each" $bad 0
}

test_file_names()
{
	local name

	for name in 'a "quoted" name' $'\e[2Jclear' $'\xc2\x9b2Jclear' $'two\nlines' \
		$'not \xff UTF-8' 'back\slash' "$(printf 'x%.0s' {1..250})"; do
		cp "$work/xen.gz" "$work/$name"
		run 0 "name: $(printf %q "${name:0:20}")" check --json "$work/$name"
		ok "valid JSON" json "$work/stdout"
		run 1 "refused with it" check --json --mode live "$work/$name"
		ok "valid JSON" json "$work/stdout"
		ok "harmless to a terminal" harmless
		run 0 "for people" check "$work/$name"
		ok "harmless to a terminal" harmless
	done
}

test_check()
{
	local stock

	stock=$("$top/scripts/fetch" unpack xen-4.17 xen-hypervisor-4.17-amd64:bookworm 2>/dev/null)
	cp "$stock/boot/xen-4.17-amd64.gz" "$work/xen.gz"
	gunzip -c "$work/xen.gz" >"$work/xen"
	xz -c --check=crc32 "$work/xen" >"$work/xen.xz"
	zstd -q -c "$work/xen" >"$work/xen.zst"
	build_id=$(readelf -n "$work/xen" | sed -nE 's/.*Build ID: //p')
	test_good_images
	test_bad_images
	test_spoiled_images
	test_damage
	test_signatures
	test_live_image
	test_dom0
	test_shrinking
	test_file_names
	test_output
}

# --- the report ---------------------------------------------------------------------

readonly CASES="live-ok live-audit live-lost live-refused blocked dry-run cold-ok cold-damaged"

# render CASE ARGUMENT...
render()
{
	"$canned" "$@" >"$work/stdout"
}

# As it is kept in expected/
render_expected()
{
	head -n 1 "$here/Makefile"	# the licence
	"$canned" "$1" 80
}

widest()
{
	LC_ALL=C.UTF-8 wc -L <"$1"
}

test_expected()
{
	local case

	for case in $CASES; do
		render_expected "$case" >"$work/now"
		ok "$case: as expected" diff -u "$here/expected/$case.txt" "$work/now"
		render "$case" 80
		ok "$case: ASCII only" sh -c "! LC_ALL=C grep -q '[^ -~]' '$work/stdout'"
		for width in 80 100 132; do
			render "$case" $width
			ok "$case: fits into $width columns" test "$(widest "$work/stdout")" -le $width
			render "$case" $width utf8
			ok "$case: the same with UTF-8" test "$(widest "$work/stdout")" -le $width
		done
	done
}

test_screens()
{
	local case lines

	render live-ok utf8
	ok "UTF-8: bars" grep -q '█' "$work/stdout"
	render live-ok colour
	ok "colours" grep -q $'\033\[32mSUCCEEDED\033\[0m' "$work/stdout"
	render live-ok 80
	lines=$(wc -l <"$work/stdout")
	ok "a report fits on a screen" test "$lines" -le 40
	render live-ok verbose
	ok "verbose: every phase" test "$(wc -l <"$work/stdout")" -gt "$lines"
	ok "verbose: records have names" grep -q 'records  DOMAIN  *3, 4.00 KiB' "$work/stdout"
	ok "verbose: unless they are not known" grep -q '0x80000020  *1, 100' "$work/stdout"
	for width in 40 54 55 56 80; do
		render live-ok $width
		ok "the title fits into $width columns" \
			test "$(sed -n '2s/ *$//p' "$work/stdout" | wc -L)" -lt $width
		ok "with its verdict" grep -q '^ Live update.* SUCCEEDED$' "$work/stdout"
	done
	for case in $CASES noise empty; do
		for width in 1 40 132; do
			ok "$case in $width columns" render "$case" $width utf8 colour
		done
		render "$case" json
		ok "$case: valid JSON" json "$work/stdout"
	done
	render noise 80
	ok "noise cannot control the terminal" sh -c "! LC_ALL=C grep -q '[^ -~]' '$work/stdout'"
}

# Members are named as the fields of the struct.
test_members()
{
	local field

	render live-refused json
	while read -r field; do
		ok "JSON has $field" member "$field"
	done < <(sed -n '/^struct xen_liveupdate_report {/,/^}/p' \
			"$top/include/uapi/linux/xen-liveupdate.h" |
		sed -nE 's/^\t__\w+ (\w+)(\[.*\])?;.*/\1/p' | grep -vxE 'size|reserved2?')
	is "result in a word" "$(member result)" refused
	is "phase in a word" "$(member phase)" old-resumed
	is "phase in which it stopped" "$(member failed_phase)" stub-blob
	is "reason in a word" "$(member reason)" bad-blob
}

# An agent includes one header. What goes with it is installed, and nothing else.
test_header()
{
	make -s -C "$top" utils_install DESTDIR="$work/root" PREFIX=/usr >/dev/null
	echo '#include <linux/xen-liveupdate.h>
	int why = XEN_LIVEUPDATE_WHY_HOST_BUSY, obstacle = XEN_LIVEUPDATE_OBSTACLE_IOMMU;' >"$work/header.c"
	ok "the header needs no other of ours" cc -std=c90 -Wall -Werror -fsyntax-only \
		-isystem "$work/root/usr/include" "$work/header.c"
}

# shellcheck source=tests/tools/formats.sh
. "$here/formats.sh"
# shellcheck source=tests/tools/screens.sh
. "$here/screens.sh"
# shellcheck source=tests/tools/builds.sh
. "$here/builds.sh"

# --- completion ------------------------------------------------------------------------

# complete_words WORD...: what completion offers for the last of them
complete_words()
{
	COMP_WORDS=("$tool" "$@")
	COMP_CWORD=$#
	_xen_liveupdate "$tool"
	echo "${COMPREPLY[*]}"
}

test_completion()
{
	# shellcheck disable=SC1091 # the file is checked by itself
	. "$top/tools/completion/xen-liveupdate"
	is "completion: commands" "$(complete_words st)" "status stage"
	is "completion: help" "$(complete_words help re)" "report"
	is "completion: rollback" "$(complete_words ro)" "rollback"
	is "completion: options of a command" "$(complete_words update --k)" "--kernel --kernel-cmdline"
	is "completion: none of other commands" "$(complete_words status --k)" ""
	is "completion: modes" "$(complete_words load --mode c)" "cold"
	touch "$work/an-image"
	is "completion: files" "$(complete_words check "$work/an-")" "$work/an-image"
	is "completion: no files where none belong" "$(complete_words status "$work/an-")" ""
}

# --- all of it ------------------------------------------------------------------------

if [ "${2:-}" = --update ]; then
	for case in $CASES; do
		render_expected "$case" >"$here/expected/$case.txt"
	done
	for name in $SCREENS; do
		screen "$name" >"$here/expected/screen-$name.txt"
	done
	exit
fi

ok "small parts" "$out/unit"
test_help
test_usage
test_modes
test_no_driver
test_check
test_expected
test_screens
test_screens_kept
test_members
test_header
test_schemas
test_metrics
test_builds
test_completion
conclude
