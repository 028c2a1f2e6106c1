# SPDX-License-Identifier: GPL-2.0-only
# title: a stub or a new Xen that refuses, panics or faults gives way to the old one
# uses: live dom0-lib load
# suite: soak
# timeout: 300
# dom0-mem: 512M
# xen-args: liveupdate=192M

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

# Records that every stream has
MANDATORY='0x1 0x10 0x11 0x13 0x14 0x19 0x20'

# Fault $1: the same Xen goes on, and says reason $2.
failing_update()
{
	before=$(xen_buildid)
	verb=load
	[ "$1" != stub ] || verb='break'
	lu-load $verb $B "$RIG_XEN_ARGS liveupdate-fault=$1" >$OUT 2>&1 || { cat $OUT; return 1; }
	lu-load exec >$OUT 2>&1 && { cat $OUT; return 1; }
	cat $OUT
	grep -q 'backward 0' $OUT && grep -q "reason $2 " $OUT &&
		[ "$(xen_buildid)" = "$before" ] && [ "$(sha256 /tmp/blob)" = "$live_sum" ]
}

stage_1()
{
	live_images
	live_sum=$(random_blob /tmp/blob 8)
	guest-load dom0 memory=8 fork timer >$LOG &
	live_kinds='memory fork timer'
	for fault in stub:bad-crc refuse:injected panic:panic gp:panic magic:bad-magic \
		     version:bad-version size:bad-size crc:bad-crc memory:no-memory; do
		ok "$fault" failing_update "${fault%%:*}" "${fault##*:}"
	done
	for record in $MANDATORY; do
		# Without HOST as the first record it is that what is missing.
		ok "record $record unknown" failing_update "unknown=$record" '[um].*-record'
		ok "record $record malformed" failing_update "malformed=$record" bad-record
		ok "record $record missing" failing_update "missing=$record" '.*-record'
	done
	ok "the work goes on" live_work_goes_on
	not_ok "what has run once is not run again" lu-load exec
	ok "the thirty-first update succeeds" live_update $B
	not_ok "no load has seen an error" grep ERROR $LOG
}
