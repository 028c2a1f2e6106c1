# SPDX-License-Identifier: GPL-2.0-only
# title: a race of two vCPUs for the bank, a hundred thousand times
# uses: live dom0-lib load
# suite: soak
# timeout: 3400
# dom0-mem: 256M
# xen-args: liveupdate=128M

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

# "--dom0-args rig.tries=N" tries so often: they do not depend on each other.
stage_1()
{
	live_images
	tries=$(echo "$RIG_DOM0_ARGS" | sed -n 's/.*rig\.tries=\([0-9]*\).*/\1/p')
	ok "no mapping survives the seal" lu-load race "${tries:-100000}" $B "$RIG_XEN_ARGS"
	diag_file /run/out
	ok "load again" live_load $B
	ok "the update succeeds" live_exec
}
