# SPDX-License-Identifier: GPL-2.0-only
# title: the tool makes a cold update step by step, entered by the reboot
# uses: tool
# xen: 4.17
# threads: single
# timeout: 150

S=/sys/class/misc/xen-liveupdate

state()
{
	xen-liveupdate status --quiet
}

stage_all()
{
	xen-liveupdate stage --kernel /payload/vmlinux --initrd /payload/initrd \
		--kernel-cmdline "$(stage_cmdline 2)" --cmdline "$RIG_XEN_ARGS" \
		"$@" /payload/xen-4.17.gz
}

stage_1()
{
	ok "the module loads" driver_load
	ok "cancel without anything to cancel" xen-liveupdate cancel

	not_ok "load without image" xen-liveupdate load --mode cold
	like "names the state" "$(cat /run/out)" 'present state, which is "idle"'
	not_ok "commit without image" xen-liveupdate commit --yes
	not_ok "verify without image" xen-liveupdate verify
	not_ok "not an image" xen-liveupdate stage /payload/vmlinuz
	like "names the reason" "$(cat /run/out)" "not-an-image"
	is "failed" "$(state)" failed
	not_ok "wrong digest" stage_all --sha256 "$(printf '%064d' 0)"
	is "is not kept" "$(state)" idle

	ok "an empty command line" xen-liveupdate stage --cmdline '' /payload/xen-4.17.gz
	is "is staged" "$(wc -l <$S/cmdline)" 1
	ok "stage" stage_all
	diag_file /run/out
	is "verified" "$(state)" verified
	ok "verify" xen-liveupdate verify --sha256 "$(sha256 /payload/xen-4.17.gz)"
	ok "cancel" xen-liveupdate cancel
	is "idle" "$(state)" idle

	ok "stage from another folder" sh -c 'cd /payload && xen-liveupdate stage xen-4.17.gz'
	not_ok "load without kernel" xen-liveupdate load --mode cold
	like "names the reason" "$(cat /run/out)" "missing-payload"
	ok "stage" stage_all
	not_ok "live is not offered" xen-liveupdate load --mode live
	ok "dry run" xen-liveupdate load --mode cold --dry-run
	is "still verified" "$(state)" verified
	ok "load" xen-liveupdate load --mode cold
	diag_file /run/out
	is "loaded" "$(state)" loaded
	not_ok "another image is meant" xen-liveupdate commit --yes --sha256 "$(printf '%064d' 0)"
	not_ok "cold needs a yes" sh -c 'xen-liveupdate commit </dev/null'
	is "loaded" "$(state)" loaded
	ok "commit by reboot" xen-liveupdate commit --yes --on-reboot --sha256 \
		"$(sha256 /payload/xen-4.17.gz)"
	is "armed" "$(state)" armed
	stage_done
	sync
	reboot -f
	sleep 60
	fail "no reboot"
}

stage_2()
{
	ok "the module loads" driver_load
	ok "the report is good" xen-liveupdate report --verbose
	diag_file /run/out
	not_ok "no blob was handed over" xen-liveupdate report --save-blob /tmp/blob
	like "says so" "$(cat /run/out)" "no state blob was handed over"
}
