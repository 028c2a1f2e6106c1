# SPDX-License-Identifier: GPL-2.0-only
# title: a host whose IOMMU is in use is refused by name
# xen: build/xen-release/xen.gz
# threads: single
# timeout: 120
# dom0-mem: 384M
# xen-args: liveupdate=128M
# needs: iommu
# files: build/hypervisor/lu-load:/bin/lu-load build/load/guest-load:/bin/guest-load
# files: build/handoff/handoff.bin:/lib/handoff.bin tests/hypervisor/lib:/lib/live
# files: build/xen-b/xen.gz:/lib/xen-b.gz

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

stage_1()
{
	live_images
	not_ok "loading is refused" lu-load load "$B" "$RIG_XEN_ARGS"
	like "the reason is named" "$(cat /run/out)" 'text "IOMMU in use"'
}
