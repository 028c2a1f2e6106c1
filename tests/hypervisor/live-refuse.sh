# SPDX-License-Identifier: GPL-2.0-only
# title: what cannot be updated is refused by name, a sealed bank withstands dom0
# uses: live dom0-lib load
# smp: 1
# timeout: 150
# dom0-mem: 384M
# xen-args: liveupdate=128M
# files: build/hypervisor/lu-attack:/bin/lu-attack

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

# refused VERB TEXT [IMAGE]: loading fails, and $2 is why.
refused()
{
	lu-load "$1" "${3:-$B}" "$RIG_XEN_ARGS" >$OUT 2>&1 && { cat $OUT; return 1; }
	cat $OUT
	grep -q "text \"$2" $OUT
}

stage_1()
{
	live_images
	gunzip -c /payload/xen-4.17.gz >/tmp/xen-stock
	ok "the bank is mapped" refused mapped 'staging bank is mapped'
	ok "the image is not what was verified" refused damage 'image is not what'
	ok "the image has no note" refused load 'image cannot take over' /tmp/xen-stock

	ok "tracing on" lu-attack trace on
	ok "refused for it" refused load 'tracing is on'
	ok "which stays" grep -q 'reason unsupported' $OUT
	ok "tracing off" lu-attack trace off
	domid=$(lu-attack pv on)
	ok "refused for a domain without vCPUs" refused load 'domain is being created'
	ok "which passes" grep -q 'reason busy' $OUT
	ok "destroy d$domid" lu-attack pv off "$domid"
	if domid=$(lu-attack hvm on); then
		ok "refused for an HVM domain without vCPUs" refused load 'domain is being created'
		ok "destroy d$domid" lu-attack hvm off "$domid"
	else
		skip "no HVM on this machine" "refused for an HVM domain without vCPUs"
	fi

	before=$(xen_buildid)
	ok "load" live_load $B
	ok "no hypercall gets at the sealed bank" lu-attack bank
	diag_file /run/out
	domid=$(lu-attack pv on)
	not_ok "a domain that is being created stops the update, too" lu-load exec
	like "which passes" "$(cat /run/out)" 'reason busy text "domain is being created'
	is "the same Xen" "$(xen_buildid)" "$before"
	ok "destroy d$domid" lu-attack pv off "$domid"
	ok "and then it succeeds" live_exec
	not_ok "another Xen runs" [ "$(xen_buildid)" = "$before" ]
}
