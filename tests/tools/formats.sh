# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # run.sh reads this
#
# formats.sh - what programs read: JSON against its schemas, metrics against promtool

readonly SCHEMAS=$top/Documentation/schema
readonly PROMETHEUS=$top/contrib/prometheus
# fits SCHEMA: what the tool has written
fits()
{
	ok "fits the schema: $1" "$here/validate" "$SCHEMAS/$1.json" "$work/stdout"
}

test_schemas()
{
	local case

	for case in $CASES empty noise; do
		render "$case" json
		fits report
	done
	render live-ok status
	fits status
	run 0 "check" check --json "$work/xen.gz"
	fits check
	sed 's/"cold": true/"cold": 1/' "$work/stdout" >"$work/other"
	ok "a number instead of a word is noticed" \
		sh -c "! '$here/validate' '$SCHEMAS/check.json' '$work/other'"
	sed 's/"cold": true/"cold": true, "more": 1/' "$work/stdout" >"$work/other"
	ok "so is a member that is not described" \
		sh -c "! '$here/validate' '$SCHEMAS/check.json' '$work/other'"
	[ ! -e "$top/build/xen-release/xen.gz" ] || {
		run 0 "check of a live image" check --json "$top/build/xen-release/xen.gz"
		fits check
	}
	render blocked error 2>"$work/stderr" || true
	fits error
	is "all blockers that there is room for" \
		"$(python3 -c 'import json, sys; print(len(json.load(sys.stdin)["blockers"]))' <"$work/stdout")" 16
	is "and how many more" "$(member more_blockers)" 2
	says "for people, too" "in the way: domain 5: domain with a debugger"
	run 1 "an error" check --json /etc/passwd
	fits error
	run 2 "one of usage" check --json --mode warm
	fits error
}

# Names and labels in what was written, each once
no_pair()
{
	[ -z "$(grep -v '^#' "$work/stdout" | sed 's/ [0-9.]*$//' | sort | uniq -d)" ]
}

test_metrics()
{
	local case promtool

	promtool=$("$top/scripts/fetch" unpack prometheus prometheus:bookworm)/usr/bin/promtool
	for case in $CASES empty noise; do
		render "$case" metrics
		ok "metrics of $case" sh -c "'$promtool' check metrics <'$work/stdout'"
		ok "none of them twice" no_pair
		ok "no text but in labels" sh -c "! grep -vE '^(#|[a-z_]+(\{.*\})? [0-9.]+$)' '$work/stdout'"
	done
	render live-lost metrics
	ok "the running Xen" grep -qF 'running_info{version="4.17.5",build_id="3948a6e7' "$work/stdout"
	ok "the staged one" grep -qF 'staged_info{version="4.17.5-lu-b",build_id="6c149e97' "$work/stdout"
	ok "the result" grep -qxF 'xen_liveupdate_last_result{result="ok"} 1' "$work/stdout"
	ok "the blackout" grep -qxF 'xen_liveupdate_last_blackout_seconds 0.129000000' "$work/stdout"
	ok "a blocker by name" grep -qxF 'xen_liveupdate_blocker{kind="host",name="IOMMU in use"} 1' \
		"$work/stdout"
	ok "quotes and line breaks" \
		grep -qF 'name="domain is \"being\\created\"?"' "$work/stdout"
	ok "alert rules" "$promtool" check rules "$PROMETHEUS/xen-liveupdate.rules.yml"
	ok "fire when they should" "$promtool" test rules "$PROMETHEUS/rules_test.yml"
	[ -e /dev/xen-liveupdate ] || test_metrics_file
}

test_metrics_file()
{
	echo old >"$work/host.prom"
	ln "$work/host.prom" "$work/reader"
	run 0 "metrics in a file" metrics --output "$work/host.prom"
	ok "a host without a driver" grep -qx 'xen_liveupdate_up 0' "$work/host.prom"
	is "who reads the old one sees no other" "$(cat "$work/reader")" old
	is "anybody may read it" "$(stat -c %a "$work/host.prom")" 644
	is "nothing else is left" "$(find "$work" -name 'host.prom?*')" ""
	run 1 "a folder that does not exist" metrics --output "$work/no/host.prom"
	says "says so" "cannot write \"$work/no/host.prom\": No such file or directory"
	mkdir "$work/folder.prom"
	run 1 "a folder in its place" metrics -o "$work/folder.prom"
	is "nothing is left either" "$(find "$work" -name 'folder.prom?*')" ""
}
