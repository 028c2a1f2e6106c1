# SPDX-License-Identifier: GPL-2.0-only
# title: staging, verification and load of a cold update, against kexec-tools
# uses: tool
# suite: bench
# xen: 4.17
# timeout: 600
# needs: icount

S=/sys/class/misc/xen-liveupdate
T=/sys/kernel/tracing

# Microseconds that command $2... takes, as value $1; $us has the number.
timed()
{
	name=$1
	shift
	begin=$(now_ns)
	ok "$name" "$@"
	us=$((($(now_ns) - begin) / 1000))
	value "$name" $us us
}

# What the shell's children have read so far, in bytes.
bytes_read()
{
	sed -n 's/^rchar: //p' /proc/$$/io
}

# The same payload as kexec gets.
ours()
{
	echo "kernel /payload/vmlinuz" >$S/stage &&
	echo "initrd /payload/initrd" >$S/stage &&
	stage_cmdline 2 >$S/kernel_cmdline &&
	echo /tmp/xen >$S/stage &&
	echo cold >$S/load
}

theirs()
{
	kexec -l "$@" /tmp/xen --command-line="xen $RIG_XEN_ARGS" \
		--module="/payload/vmlinuz $(stage_cmdline 2)" --module="/payload/initrd"
}

# Both once, so that what is set up at the first time is not measured.
warm_up()
{
	mount -t tracefs tracefs $T
	ok "the driver is loaded" driver_load
	# kexec-tools take it only so.
	gunzip -c /payload/xen.gz >/tmp/xen
	# Into the page cache
	cat /payload/vmlinuz /payload/initrd >/dev/null
	ok "warm up: kexec" theirs
	kexec -u
	ok "warm up: ours" ours
	echo 0 >$S/load
}

stage_1()
{
	warm_up
	image=$(wc -c </tmp/xen)
	payload=$((image + $(cat /payload/vmlinuz /payload/initrd | wc -c)))
	value payload $payload bytes

	timed kexec-l theirs
	kexec_us=$us
	kexec -u
	timed kexec-l-without-checks theirs --no-checks
	kexec_plain_us=$us
	kexec -u

	echo 1 >$T/events/xen_liveupdate/enable
	timed ours ours
	ours_us=$us
	echo 0 >$T/events/xen_liveupdate/enable
	hash_us=$(awk -F'ns=' '/xlu_hash:/ { sum += $2 } END { print int(sum / 1000) }' $T/trace)
	value ours-hashing $hash_us us
	xen-liveupdate status --json >/tmp/status
	copied=$(sed -n 's/.*"bytes_copied": \([0-9]*\).*/\1/p' /tmp/status)
	is "memory that the driver holds after load" \
		"$(sed -n 's/.*"memory": \([0-9]*\).*/\1/p' /tmp/status)" 0
	value ours-copied-for-dom0-per-1000-bytes $((copied * 1000 / payload)) bytes
	value both-copied-by-xen-per-1000-bytes 1000 bytes
	echo 0 >$S/load

	before=$(bytes_read)
	theirs
	value kexec-l-read-per-1000-bytes \
		$((($(bytes_read) - before) * 1000 / payload)) bytes
	kexec -u

	ok "ours takes at most as long as kexec -l" [ $ours_us -le $kexec_us ]
	ok "without hashing on either side at most half as long" \
		[ $(((ours_us - hash_us) * 2)) -le $kexec_plain_us ]
	value ours-per-kexec-l $((ours_us * 1000 / kexec_us)) permille
	value ours-per-kexec-l-without-hashing \
		$(((ours_us - hash_us) * 1000 / kexec_plain_us)) permille
}
