# SPDX-License-Identifier: GPL-2.0-only
# title: a domU with disk and network that is lost, for each kind of record, leaves nothing behind
# suite: soak
# xen: build/xen-release/xen.gz
# timeout: 1500
# dom0-mem: 768M
# xen-args: liveupdate=192M
# needs: toolstack disk-msix
# files: build/hypervisor/lu-load:/bin/lu-load build/handoff/handoff.bin:/lib/handoff.bin build/xen-b/xen.gz:/lib/xen-b.gz
# files: build/load/guest-load:/bin/guest-load tests/hypervisor/domu-lib:/lib/domu-lib

# "--dom0-args rig.kinds=0x12,0x18" tries only these.
KINDS="0x10 0x11 0x12 0x13 0x16 0x17 0x18 0x19 0x1a 0x1b 0x1c 0x1f 0x20 0x21 0x22 0x23 0x24 0x31 0x32"

# The most that may be missing after the last of them is gone
SLACK_KIB=256

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/domu-lib
	# shellcheck disable=SC2034 # for the library
	GUEST_PACE=8
	host_start 2
	guest_start 1 2
	ok "an update without faults" update
	free=$(xen_free_kib)
	kinds=$(sed -n 's/.*rig\.kinds=\([^ ]*\).*/\1/p' /proc/cmdline | tr ',' ' ')
	for kind in ${kinds:-$KINDS}; do
		guest_start 2 2
		line=$(load_line 1)
		ok "$kind: update" update_with "$(xl domid g2):$kind"
		ok "$kind: g1 works on" retry 900 load_advances 1 "$line"
		lost g2 "$kind"
		# Another update takes a lost domain along, or refuses it by name.
		if lu-load load /tmp/xen-b "$RIG_XEN_ARGS" && lu-load exec; then
			xl list >/tmp/list
			like "$kind: it stays crashed" "$(awk '$1 == "g2" { print $5 }' /tmp/list)" c
		else
			like "$kind: the next update is refused" "$(lu-load report)" \
				"domain that an update has lost"
		fi
		lost_destroy g2
		: >"$(guest_log g2)"
		ok "$kind: g1 still works on" retry 900 load_advances 1 "$(load_line 1)"
	done
	sleep 3
	missing=$((free - $(xen_free_kib)))
	value missing $missing KiB
	ok "all memory is back" [ ${missing#-} -le $SLACK_KIB ]
	ok "nobody saw an error" no_load_errors
}
