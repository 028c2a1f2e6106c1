# SPDX-License-Identifier: GPL-2.0-only
# title: a page that was given up and is still mapped survives updates, then is freed
# uses: live
# threads: single
# timeout: 240
# dom0-mem: 768M
# xen-args: liveupdate=192M dom0_mem=max:800M liveupdate-inplace=no
# needs: toolstack
# files: build/stream/lu-freed:/bin/lu-freed

update()
{
	lu-load load "$1" "$RIG_XEN_ARGS" && lu-load exec
}

# Pages of dom0 as Xen counts them.
pages()
{
	xl debug-keys q
	sleep 1
	xl dmesg -c | sed -n '/domain 0:/,/nr_pages/s/.*nr_pages=\([0-9]*\).*/\1/p' | tail -n 1
}

stage_1()
{
	gunzip -c /payload/xen.gz >/tmp/xen-a
	gunzip -c /lib/xen-b.gz >/tmp/xen-b
	ok "the toolstack starts" xl_start
	before=$(pages)
	lu-freed /tmp/freed &
	holder=$!
	ok "a page is given up" retry 100 [ -s /tmp/freed ]
	is "it still counts" "$(pages)" $((before + 1))
	ok "an update" update /tmp/xen-b
	sleep 1
	ok "another one" update /tmp/xen-a
	sleep 1
	is "it counts as before" "$(pages)" $((before + 1))
	rm -f /tmp/freed
	ok "its content is the same" wait "$holder"
	is "it is freed with the last mapping" "$(pages)" "$before"
}
