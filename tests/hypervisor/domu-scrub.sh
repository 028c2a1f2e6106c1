# SPDX-License-Identifier: GPL-2.0-only
# title: no guest gets what a dead guest or the old Xen has left in memory
# uses: live dom0-lib
# smp: 1
# timeout: 200
# mem: 2304
# dom0-mem: 640M
# xen-args: liveupdate=192M
# needs: toolstack
# files: build/hypervisor/lu-foreign:/bin/lu-foreign
# files: build/hypervisor/marker:/lib/marker

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

# See marker.S
MARK_MEMORY=6d61726b65722d6d
MARK_REGISTERS=6d61726b65722d72

marker_config()
{
	cat <<-END
	name = "$1"
	type = "pv"
	memory = 128
	vcpus = 1
	kernel = "/lib/marker"
	END
}

# Has guest number $1 got to the end of its work?
has_marked()
{
	xl debug-keys q
	xl dmesg -c | grep -q "d$1v0.*poll=-1\|General information for domain $1:" &&
		[ "$(xl list "$1" | awk 'NR == 2 { print $5 }')" = -b---- ]
}

# What is freed stays as it is for as long as no CPU is idle.
busy()
{
	while [ ! -e /tmp/done ]; do :; done
}

look()
{
	lu-foreign look $MARK_MEMORY $MARK_REGISTERS >$OUT 2>&1 || { cat $OUT; return 1; }
	diag "$(cat $OUT)"
}

# Number $1 among the words of the last look
looked()
{
	cut -d' ' -f"$1" $OUT
}

stage_1()
{
	live_images
	ok "the toolstack starts" xl_start
	for name in dead alive; do
		marker_config $name >/tmp/$name.cfg
		ok "xl create $name" xl create /tmp/$name.cfg
		ok "$name leaves its marks" retry 300 has_marked "$(xl domid $name)"
	done
	ok "load" live_load $B
	busy &
	ok "xl destroy dead" xl destroy dead
	ok "update" retry 50 live_exec
	touch /tmp/done
	wait $!
	ok "a guest gets all memory" look
	value looked_at "$(looked 2)" MiB
	value not_empty "$(looked 6)" pages
	ok "which is enough" [ "$(looked 2)" -ge 512 ]
	is "nothing of the dead guest's memory" "$(looked 11)" 0
	is "no registers of a guest from the old Xen's heap" "$(looked 12)" 0
	ok "xl destroy alive" xl destroy alive
}
