# SPDX-License-Identifier: GPL-2.0-only
# title: a host whose IOMMU is in use is refused by name
# uses: live dom0-lib load
# threads: single
# timeout: 120
# dom0-mem: 384M
# xen-args: liveupdate=128M
# needs: iommu

# shellcheck disable=SC1091 # on the run disk
. /rig/add/lib/live

stage_1()
{
	live_images
	not_ok "loading is refused" lu-load load "$B" "$RIG_XEN_ARGS"
	like "the reason is named" "$(cat /run/out)" 'text "IOMMU in use"'
}
