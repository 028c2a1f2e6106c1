#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# check.sh - do the loads work, and is damage noticed?

set -eu

load=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"; kill $pid 2>/dev/null || true' EXIT
truncate -s 4M "$dir/disk"

"$load" self memory=2 disk="$dir/disk" serve=17391 connect=127.0.0.1:17391 fork timer \
	>"$dir/log" &
pid=$!
sleep 3
line=$(tail -n 1 "$dir/log")
echo "$line"
for kind in memory disk serve connect fork timer; do
	case $line in
	*" $kind "*) ;;
	*) echo "check: load '$kind' made no round" >&2; exit 1 ;;
	esac
done
if grep ERROR "$dir/log"; then
	echo "check: a load found an error on a healthy machine" >&2
	exit 1
fi
tr '\0' '\377' </dev/zero | dd of="$dir/disk" bs=1M count=4 conv=notrunc 2>/dev/null
sleep 3
grep -q 'ERROR disk: block' "$dir/log" || { echo "check: damage of the disk was missed" >&2; exit 1; }
