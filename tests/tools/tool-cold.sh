# SPDX-License-Identifier: GPL-2.0-only
# title: the tool makes a cold update in one go, with a state blob
# uses: tool
# xen: 4.17
# threads: single
# timeout: 150

# cold OPTION...: the same update each time
cold()
{
	xen-liveupdate update --mode cold --kernel /payload/vmlinuz --initrd /payload/initrd \
		--kernel-cmdline "$(stage_cmdline 2) sum=$(cat /tmp/sum)" --blob /tmp/blob \
		"$@" /payload/xen-4.20.gz </dev/null
}

stage_1()
{
	random_blob /tmp/blob 4 >/tmp/sum
	xen-liveupdate status >/tmp/out 2>&1
	is "no driver: exit code" $? 3
	ok "the module loads" driver_load
	ok "status" xen-liveupdate status --verbose
	diag_file /run/out
	ok "status as JSON" sh -c 'xen-liveupdate status --json >/tmp/json'
	like "it has the version of Xen" "$(cat /tmp/json)" '"xen_version": "4\.17'
	xen-liveupdate report 2>/tmp/out
	is "no update yet: exit code" $? 1
	like "and says so" "$(cat /tmp/out)" "no update since this host was started"

	like "check finds the digest" "$(xen-liveupdate check --json /payload/xen-4.20.gz)" \
		"\"image_sha256\": \"$(sha256 /payload/xen-4.20.gz)\""
	not_ok "this Xen offers no live update" xen-liveupdate update /payload/xen-4.20.gz
	like "and cold is not taken instead" "$(cat /run/out)" "offers no live update"
	not_ok "nor if it is demanded" xen-liveupdate update --mode live /payload/xen-4.20.gz
	not_ok "cold needs a yes" cold
	like "and says so" "$(cat /run/out)" "pass --yes"
	not_ok "wrong digest" cold --yes --sha256 "$(printf '%064d' 0)"
	like "and says so" "$(cat /run/out)" "SHA-256 of .* is not the expected one"
	not_ok "signature demanded" cold --yes --signed
	like "and says so" "$(cat /run/out)" "no-signature"
	is "afterwards nothing is left" "$(xen-liveupdate status --quiet)" idle
	ok "a dry run changes nothing" cold --dry-run
	diag_file /run/out
	is "idle again" "$(xen-liveupdate status --quiet)" idle
	stage_done
	cold --yes --sha256 "$(sha256 /payload/xen-4.20.gz)"
	fail "the update came back"
}

stage_2()
{
	ok "the module loads" driver_load
	is "Xen after" "$(xen_version)" 4.20
	ok "the report is good" xen-liveupdate report --save-blob /tmp/blob
	diag_file /run/out
	is "the blob is the one that was sent" "$(sha256 /tmp/blob)" \
		"$(sed 's/.*sum=\([0-9a-f]*\).*/\1/' /proc/cmdline)"
	ok "report as JSON" sh -c 'xen-liveupdate report --json >/tmp/json'
	like "result" "$(cat /tmp/json)" '"result": "ok"'
	like "mode" "$(cat /tmp/json)" '"mode": "cold"'
	like "from" "$(cat /tmp/json)" '"from_version": "4\.17'
	like "to" "$(cat /tmp/json)" '"to_version": "4\.20'
}
