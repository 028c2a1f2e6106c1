# SPDX-License-Identifier: GPL-2.0-only
# title: the tool and the example agent replace Xen under a running dom0
# uses: tool
# xen: build/xen-release/xen.gz
# threads: single
# timeout: 150
# dom0-mem: 512M
# xen-args: liveupdate=192M
# files: build/tools/agent.static:/bin/agent
# files: build/xen-b/xen.gz:/lib/xen-b.gz

build_id_of()
{
	xen-liveupdate check --json "$1" | sed -n 's/.*"image_build_id": "\(.*\)".*/\1/p'
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
	ok "check --live" xen-liveupdate check --live --json /lib/xen-b.gz
	like "it says what was tried" "$(cat /run/out)" '"result": "dry-run"'
	not_ok "check --live of an image that is not built for it" \
		xen-liveupdate check --live /payload/xen-4.20.gz
	like "names the reason" "$(cat /run/out)" "unsupported-stream"
	ok "dry run" xen-liveupdate update --dry-run --verbose /lib/xen-b.gz
	diag_file /run/out
	like "it tells what an update would take" "$(cat /run/out)" \
		"An update would pause them for about"
	is "still the first build" "$(xen_buildid)" "$a"

	not_ok "a new Xen that refuses" xen-liveupdate update \
		--cmdline "$RIG_XEN_ARGS liveupdate-fault=refuse" /lib/xen-b.gz
	diag_file /run/out
	like "the error says so" "$(cat /run/out)" "the old Xen went on: .*went-back"
	like "and the report names phase and reason" "$(cat /run/out)" \
		"Stopped in phase new-check: injected"
	is "still the first build" "$(xen_buildid)" "$a"
	is "nothing is left" "$(xen-liveupdate status --quiet)" idle

	ok "update" xen-liveupdate update /lib/xen-b.gz
	diag_file /run/out
	is "the second build runs" "$(xen_buildid)" "$b"
	ok "report" xen-liveupdate report --json
	like "result" "$(cat /run/out)" '"result": "ok"'
	value tool-blackout "$(sed -n 's/.*"blackout_ns": \([0-9]*\).*/\1/p' /run/out)" ns

	ok "stage" xen-liveupdate stage /payload/xen.gz
	ok "load" xen-liveupdate load --mode live
	not_ok "on reboot is for cold updates" xen-liveupdate commit --on-reboot
	ok "commit" xen-liveupdate commit
	is "the first build runs again" "$(xen_buildid)" "$a"

	ok "the agent updates" agent /lib/xen-b.gz
	diag_file /run/out
	is "the second build runs again" "$(xen_buildid)" "$b"
}
