# SPDX-License-Identifier: GPL-2.0-only
# title: live: dry runs, refusals in words and failures after the jump, through the driver
# uses: tool
# xen: build/xen-release/xen.gz
# threads: single
# timeout: 200
# dom0-mem: 512M
# xen-args: liveupdate=192M
# files: build/xen-b/xen.gz:/lib/xen-b.gz

S=/sys/class/misc/xen-liveupdate

stage_image()
{
	echo "$1" >$S/stage
}

# The update with $1 on the new Xen's command line fails after the jump.
fails_with()
{
	echo "$RIG_XEN_ARGS liveupdate-fault=$1" >$S/cmdline || return 1
	stage_image /lib/xen-b.gz && echo live >$S/load || return 1
	! cat $S/image/sha256 >$S/commit
}

stage_1()
{
	ok "the module loads" driver_load
	before=$(xen_buildid)

	ok "stock image" stage_image /payload/xen-4.17.gz
	not_ok "it is refused for a live update" sh -c "echo live >$S/load"
	is "reason" "$(cat $S/error)" "loading:unsupported-stream"
	is "it can still be used otherwise" "$(cat $S/state)" verified
	ok "cancel" sh -c "echo 1 >$S/cancel"

	ok "image" stage_image /lib/xen-b.gz
	ok "dry run" sh -c "echo 'live dry-run' >$S/load"
	is "state" "$(cat $S/state)" verified
	is "result" "$(cat $S/last/result)" dry-run
	like "domains were paused" "$(cat $S/last/pause_ns)" '^[1-9]'
	like "a blackout is predicted" "$(cat $S/last/predicted_ns)" '^[1-9]'
	diag "paused $(cat $S/last/pause_ns) ns, predicted $(cat $S/last/predicted_ns) ns"
	is "the same Xen runs" "$(xen_buildid)" "$before"
	ok "cancel" sh -c "echo 1 >$S/cancel"

	for fault in panic gp refuse; do
		ok "$fault: the commit fails" fails_with $fault
		is "$fault: state" "$(cat $S/state)" failed
		is "$fault: error" "$(cat $S/error)" "committing:went-back"
		is "$fault: result" "$(cat $S/last/result)" refused
		diag "$fault: $(cat $S/last/phase) $(cat $S/last/reason) $(cat $S/explanation)"
		is "$fault: the same Xen runs" "$(xen_buildid)" "$before"
	done

	ok "a good update after all this" xen-liveupdate update --mode live /lib/xen-b.gz
	diag_file /run/out
	is "result" "$(cat $S/last/result)" ok
	not_ok "another Xen runs" [ "$(xen_buildid)" = "$before" ]
}
