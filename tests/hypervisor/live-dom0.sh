# SPDX-License-Identifier: GPL-2.0-only
# title: dom0 survives the replacement of its Xen, without the driver
# xen: build/xen-release/xen.gz
# threads: single
# timeout: 90
# dom0-mem: 512M
# xen-args: liveupdate=192M
# files: build/hypervisor/lu-load:/bin/lu-load build/handoff/handoff.bin:/lib/handoff.bin

stage_1()
{
	grep -i reserved /proc/iomem
	gunzip -c /payload/xen.gz >/tmp/xen
	ok "the staging bank is reported" lu-load range
	ok "image staged and loaded" lu-load load /tmp/xen "$RIG_XEN_ARGS"
	( i=0; while :; do i=$((i + 1)); echo "tick $i $(cut -d' ' -f1 /proc/uptime)"; sleep 0.5; done ) &
	sleep 1
	ok "the update succeeds" lu-load exec
	sleep 2
	lu-load report
	kill %1
}
