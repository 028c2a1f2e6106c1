# SPDX-License-Identifier: GPL-2.0-only
# title: domUs that cannot be restored are crashed, all others and the host go on
# uses: live domu-lib load
# suite: soak
# threads: single
# timeout: 240
# dom0-mem: 768M
# xen-args: liveupdate=192M
# needs: disk-msix
# files: build/hypervisor/lu-hold:/bin/lu-hold
# files: build/hypervisor/poller:/lib/poller

# The most that may be missing after the last of them is gone
SLACK_KIB=256

# Records of which a fault can be asked for in a domU that has nothing but a console
# and a store. VNUMA_NODE comes for all, the others of a guest with devices below.
KINDS="0x10 0x11 0x12 0x13 0x16 0x17 0x19 0x1a 0x1b 0x1c 0x1f 0x20 0x21 0x22 0x23 0x31 0x32"

# poller_start NAME
poller_start()
{
	guest_config "$1" 8 1 "" "" "" | sed -e '/ramdisk/d' -e 's|/payload/vmlinux|/lib/poller|' \
		>/tmp/poller.cfg
	xl create -q /tmp/poller.cfg
}

# They do not wait for each other.
destroy_all()
{
	local kind jobs=''

	for kind in $KINDS; do
		xl destroy "p$kind" &
		jobs="$jobs $!"
	done
	for kind in $jobs; do
		wait "$kind" || return 1
	done
}

all_gone()
{
	[ "$(xl list | grep -c '^p0x\|null')" = 0 ]
}

# A guest for each kind of record, of all of which dom0 has mapped something
each_kind()
{
	local kind faults='' line hold

	# In decimal: Xen knows no word of more than 127 characters.
	for kind in $KINDS; do
		poller_start "p$kind"
		faults="$faults${faults:+,}$(xl domid "p$kind"):$((kind))"
	done
	kind=$(xl domid p0x12)
	lu-hold "$kind" "$(xenstore-read "/local/domain/$kind/store/ring-ref")" /tmp/release >/tmp/hold.log 2>&1 &
	hold=$!
	ok "pages of one are mapped" retry 50 grep -q 'LUHOLD mapped [1-9]' /tmp/hold.log || cat /tmp/hold.log
	line=$(load_line 1)
	ok "an update with a fault of each kind" update_with "$faults"
	ok "g1 works on" retry 900 load_advances 1 "$line"
	for kind in $KINDS; do
		lost "p$kind" "$kind"
	done
	is "the report counts all of them" "$(notes_told)" \
		"$(echo "$KINDS" | wc -w)"
	is "and names as many as it has room for" "$(grep -c 'note domain-lost' /tmp/report)" 16
	not_ok "no update as long as one has no vCPUs" lu-load load /tmp/xen-b "$RIG_XEN_ARGS"
	like "by name" "$(lu-load report)" "domain that an update has lost"
	touch /tmp/release
	ok "the mapping works" wait $hold
	diag "$(cat /tmp/hold.log)"
	ok "all of them are destroyed" destroy_all
	# Not before those who had mapped something have let go.
	ok "nothing is left of them" retry 50 all_gone || xl list
}

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/domu-lib
	# shellcheck disable=SC2034 # for the library
	GUEST_PACE=8
	host_start 1
	ok "an update without faults" update
	guest_start 1 2
	free=$(xen_free_kib)
	each_kind
	sleep 3
	missing=$((free - $(xen_free_kib)))
	value missing_1 $missing KiB
	# From here on dom0's load is cut off by what happens to its guest.
	ok "nobody saw an error" no_load_errors

	ok "an update with faults in g1" update_with "$(xl domid g1):0x12,$(xl domid g1):0x18"
	lost g1 0x12
	lost_destroy g1
	: >"$(guest_log g1)"
	guest_start 1 2
	sleep 3
	missing=$((free - $(xen_free_kib)))
	value missing_2 $missing KiB
	ok "all memory is back" [ ${missing#-} -le $SLACK_KIB ]
}
