# SPDX-License-Identifier: GPL-2.0-only
# title: four cold updates in a row, by echo, by ioctl and by reboot, with a blob each, beside kexec-tools
# uses: tool
# xen: 4.17
# threads: single
# timeout: 300

S=/sys/class/misc/xen-liveupdate
# Inflating it takes driver and Xen eight seconds each: the last update does that.
KERNEL=/payload/vmlinux

# Value of argument $1 on the kernel's command line.
argument()
{
	sed "s/.*$1=\([0-9a-f]*\).*/\1/" /proc/cmdline
}

# What follows Xen and dom0 into the next stage.
kernel_cmdline()
{
	echo "$(stage_cmdline "$1") sum=$(cat /tmp/sum)"
}

# A new blob of 16 MiB, staged with dom0's kernel and initrd, for stage $1.
stage_dom0()
{
	random_blob /tmp/blob 16 >/tmp/sum
	echo "kernel $KERNEL" >$S/stage &&
	echo "initrd /payload/initrd" >$S/stage &&
	echo "blob /tmp/blob" >$S/stage &&
	kernel_cmdline "$1" >$S/kernel_cmdline
}

# by_echo XEN STAGE: the image through "data", as firmware would be uploaded.
by_echo()
{
	ok "kernel, initrd and blob are staged" stage_dom0 "$2"
	echo 1 >$S/loading
	cat "$1" >$S/data
	ok "the image is good" sh -c "echo 0 >$S/loading"
	is "its digest" "$(cat $S/image/sha256)" "$(sha256 "$1")"
	ok "it is loaded" sh -c "echo cold >$S/load"
	digest=$(cut -c1-16 $S/image/sha256)
	stage_done
	echo "$digest" >$S/commit
	fail "commit came back: $(cat $S/error)"
}

# What kexec-tools loads: a Xen that boots nothing.
kexec_load()
{
	gunzip -c /payload/xen-4.20.gz >/tmp/xen
	kexec -l /tmp/xen --command-line="xen $RIG_XEN_ARGS" --module="/payload/vmlinux rig.stage=99"
	rm /tmp/xen
}

# stage_all XEN STAGE: everything that is wanted for stage STAGE.
stage_all()
{
	stage_dom0 "$2" && echo "$1" >$S/stage
}

# taken XEN: loading is refused, as the image of kexec-tools is there.
taken()
{
	ok "all is staged" stage_all "$1" 2
	not_ok "a dry run is refused" sh -c "echo cold dry-run >$S/load"
	not_ok "and so is loading" sh -c "echo cold >$S/load"
	is "for the image of kexec-tools" "$(cat $S/error)" loading:kexec-in-use
	echo 1 >$S/cancel
}

# kexec_first XEN: there is one place for images in Xen, and it is taken.
kexec_first()
{
	ok "kexec-tools loads an image" kexec_load
	taken "$1"
	ok "kexec-tools drops it" kexec -u
	ok "all is staged" stage_all "$1" 2
	ok "it is loaded" sh -c "echo cold >$S/load"
	ok "kexec-tools loads an image" kexec_load
	not_ok "that would be lost" sh -c "cat $S/image/sha256 >$S/commit"
	is "for that" "$(cat $S/state):$(cat $S/error)" loaded:committing:kexec-in-use
	echo 1 >$S/cancel
	# Neither refusal nor cancel has dropped it.
	taken "$1"
	ok "kexec-tools drops it" kexec -u
}

# by_reboot XEN STAGE: entered when dom0 restarts.
by_reboot()
{
	ok "all is staged" stage_all "$1" "$2"
	ok "it is loaded" sh -c "echo cold >$S/load"
	ok "it is armed" sh -c "echo $(cat $S/image/sha256) reboot >$S/commit"
	is "state" "$(cat $S/state)" armed
	# A dom0 that is not armed has nothing else to enter, either.
	not_ok "kexec has nothing to enter" kexec -e
	ok "kexec-tools loads another image after that" kexec_load
	stage_done
	reboot -f
	sleep 60
	fail "reboot came back"
}

# by_tool XEN STAGE
by_tool()
{
	random_blob /tmp/blob 16 >/tmp/sum
	stage_done
	xen-liveupdate update --mode cold --yes --kernel "$KERNEL" \
		--initrd /payload/initrd --kernel-cmdline "$(kernel_cmdline "$2")" \
		--blob /tmp/blob "$1"
	fail "the update came back"
}

# arrived XEN FROM: in the next dom0
arrived()
{
	ok "the driver is loaded" driver_load
	is "Xen" "$(xen_version)" "$1"
	is "result" "$(cat $S/last/result)" ok
	like "from" "$(cat $S/last/from_version)" "^$2"
	is "the blob is what was sent" "$(cat $S/last/blob_found_sha256)" "$(argument sum)"
	diag "host away for $(($(cat $S/last/blackout_ns) / 1000000)) ms"
	diag "$(awk '/MemTotal/ { print $2 }' /proc/meminfo) KiB in dom0"
	value "reserved$RIG_STAGE" "$(grep -ci reserved /proc/iomem)"
}

stage_1()
{
	ok "the driver is loaded" driver_load
	not_ok "there was no update yet" cat $S/last/result
	kexec_first /payload/xen-4.17.gz
	by_echo /payload/xen-4.17.gz 2
}

stage_2()
{
	arrived 4.17 4.17
	by_tool /payload/xen-4.17.gz 3
}

stage_3()
{
	arrived 4.17 4.17
	by_reboot /payload/xen-4.20.gz 4
}

stage_4()
{
	arrived 4.20 4.17
	is "the third in a row" "$(cat $S/last/generation)" 3
	KERNEL=/payload/vmlinuz
	by_tool /payload/xen-4.17.gz 5
}

stage_5()
{
	arrived 4.17 4.20
}
