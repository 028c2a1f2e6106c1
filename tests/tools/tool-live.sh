# SPDX-License-Identifier: GPL-2.0-only
# title: the tool and the example agent replace Xen under a running dom0
# uses: tool
# xen: build/xen-release/xen.gz
# threads: single
# timeout: 240
# dom0-mem: 512M
# xen-args: liveupdate=192M
# files: build/tools/agent.static:/bin/agent
# files: build/xen-b/xen.gz:/lib/xen-b.gz
# files: build/hypervisor/lu-attack:/bin/lu-attack

IMAGE=/boot/liveupdate/xen-4.17-liveupdate-amd64

build_id_of()
{
	xen-liveupdate check --json "$1" | sed -n 's/.*"image_build_id": "\(.*\)".*/\1/p'
}

audited()
{
	grep -q "done" /sys/class/misc/xen-liveupdate/last/audit
}

audit()
{
	ok "the audit ends" retry 900 audited
	ok "report" xen-liveupdate report --json
	like "so does the report say" "$(cat /run/out)" '"audit": "done"'
	is "no reference is wrong" "$(cat /sys/class/misc/xen-liveupdate/last/audit_wrong)" 0
}

# Something of the host and something of a domain, at once
blockers()
{
	local domid

	ok "tracing on" lu-attack trace on
	domid=$(lu-attack pv on)
	not_ok "check --live of a host that cannot be updated" \
		xen-liveupdate check --live /lib/xen-b.gz
	diag_file /run/out
	like "it names the host's obstacle" "$(cat /run/out)" 'in the way: the host: tracing is on'
	like "and a remedy" "$(cat /run/out)" 'remedy: end xentrace'
	like "and that of the domain" "$(cat /run/out)" \
		"in the way: domain $domid: domain is being created"
	not_ok "the same as JSON" xen-liveupdate check --live --json /lib/xen-b.gz
	like "with both" "$(tr -d '\n ' </run/out)" "\"domid\":32756,.*\"domid\":$domid,"
	like "and no other" "$(tr -d '\n ' </run/out)" '"more_blockers":0'
	not_ok "an update" xen-liveupdate update /lib/xen-b.gz
	is "does not tell what an older report has" "$(grep -c 'in the way' /run/out)" 0
	ok "tracing off" lu-attack trace off
	ok "destroy d$domid" lu-attack pv off "$domid"
}

# While $1 runs; $2 is the other build
rollback_refused()
{
	not_ok "no package: nothing to go back to" xen-liveupdate rollback
	like "says so" "$(cat /run/out)" 'there is no other Xen in /boot/liveupdate to go back to'
	mkdir -p /boot/liveupdate
	ln -s /lib/xen-b.gz $IMAGE.gz
	ln -s /payload/xen.gz $IMAGE.gz.old
	not_ok "what is kept runs" xen-liveupdate rollback --json
	like "as JSON" "$(cat /run/out)" 'there is no other Xen in /boot/liveupdate to go back to'
	like "another one is on the disk" "$(xen-liveupdate status --json | tr -d '\n ')" \
		"\"on_disk\":{\"file\":\"$IMAGE.gz\",\"build_id\":\"$2\"}"
}

# While $2 runs, which has replaced $1
rollback()
{
	like "status names what was replaced" "$(xen-liveupdate status)" "build $1"
	rm $IMAGE.gz.old
	not_ok "the Xen that was replaced is not kept" xen-liveupdate rollback
	like "names its build" "$(cat /run/out)" "the Xen that was replaced, build $1, is not kept"
	ln -s /payload/xen.gz $IMAGE.gz.old
	ok "rollback --dry-run" xen-liveupdate rollback --dry-run
	is "the second build still runs" "$(xen_buildid)" "$2"
	ok "rollback" xen-liveupdate rollback
	diag_file /run/out
	is "the first build runs" "$(xen_buildid)" "$1"
	ok "rollback once more" xen-liveupdate rollback --json
	like "is an update" "$(cat /run/out)" '"result": "ok"'
	is "back on the second build" "$(xen_buildid)" "$2"
}

# Nothing changes, although the new Xen runs already when it refuses. $1: the build
update_refused()
{
	not_ok "a new Xen that refuses" xen-liveupdate update \
		--cmdline "$RIG_XEN_ARGS liveupdate-fault=refuse" /lib/xen-b.gz
	diag_file /run/out
	like "the error says so" "$(cat /run/out)" "the old Xen continues: .*went-back"
	like "and the report names phase and reason" "$(cat /run/out)" \
		"Stopped in phase new-check: injected"
	is "still the first build" "$(xen_buildid)" "$1"
	is "nothing is left" "$(xen-liveupdate status --quiet)" idle
}

# The new Xen is tried, nothing changes.
check_live()
{
	ok "check --live" xen-liveupdate check --live --json /lib/xen-b.gz
	like "it says what was tried" "$(cat /run/out)" '"result": "dry-run"'
	like "and what becomes of page state" "$(cat /run/out)" '"page_state": "in-place"'
	ok "check --live --revalidate" xen-liveupdate check --live --revalidate --json /lib/xen-b.gz
	like "page state would be derived again" "$(cat /run/out)" '"page_state": "asked"'
	not_ok "check --live of an image that is not built for it" \
		xen-liveupdate check --live /payload/xen-4.20.gz
	like "names the reason" "$(cat /run/out)" "unsupported-stream"
}

stage_1()
{
	local a b

	a=$(build_id_of /payload/xen.gz)
	b=$(build_id_of /lib/xen-b.gz)
	ok "the module loads" driver_load
	ok "status" xen-liveupdate status
	diag_file /run/out
	like "live is offered" "$(xen-liveupdate status --json | tr -d '\n ')" '"modes":\["cold","live"\]'
	is "first build" "$(xen_buildid)" "$a"
	not_ok "an image that is not built for it" \
		xen-liveupdate update --mode live /payload/xen-4.20.gz
	like "names the reason" "$(cat /run/out)" "unsupported-stream"
	check_live
	blockers
	rollback_refused "$a" "$b"
	ok "dry run" xen-liveupdate update --dry-run --verbose /lib/xen-b.gz
	diag_file /run/out
	like "it tells what an update would take" "$(cat /run/out)" \
		"An update would pause them for about"
	is "still the first build" "$(xen_buildid)" "$a"

	update_refused "$a"

	ok "update" xen-liveupdate update /lib/xen-b.gz
	diag_file /run/out
	is "the second build runs" "$(xen_buildid)" "$b"
	ok "report" xen-liveupdate report --json
	like "result" "$(cat /run/out)" '"result": "ok"'
	like "page state stayed in place" "$(cat /run/out)" '"page_state": "in-place"'
	audit
	value tool-blackout "$(sed -n 's/.*"blackout_ns": \([0-9]*\).*/\1/p' /run/out)" ns

	rollback "$a" "$b"
	ok "stage" xen-liveupdate stage /payload/xen.gz
	ok "load" xen-liveupdate load --mode live --revalidate
	not_ok "on reboot is for cold updates" xen-liveupdate commit --on-reboot
	ok "commit" xen-liveupdate commit
	is "the first build runs again" "$(xen_buildid)" "$a"
	like "page state was derived again, as asked" "$(xen-liveupdate report)" \
		"derived again, because this was requested"
	is "so say the files" "$(cat /sys/class/misc/xen-liveupdate/last/page_state)" asked

	ok "the agent updates" agent /lib/xen-b.gz
	diag_file /run/out
	is "the second build runs again" "$(xen_buildid)" "$b"
}
