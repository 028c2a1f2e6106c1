# SPDX-License-Identifier: GPL-2.0-only
# title: what a guest notices of a live update, and of what people do without it
# uses: live domu-lib load
# suite: bench
# alone: yes
# timeout: 900
# mem: 2048
# dom0-mem: 512M
# xen-args: liveupdate=192M
# needs: icount disk-msix

# The guest itself tells: the longest time in which a process that wants to run
# every 20 ms did not, by CLOCK_BOOTTIME. After a restore that clock goes on from
# Xen's wall clock, which a new Xen takes from the RTC; under icount the RTC keeps
# virtual time. So it counts also the time without any Xen.
#
# While all CPUs wait for the disk, the virtual clock runs from timer to timer, as
# far as it comes until the emulator has done the I/O. On a busy machine that is
# far, and the alternatives look worse than they are: this runs alone.

# The save file must fit on the scratch disk.
MIB=192
# How many times longer than our gap save, kexec and restore take, at least
COLD_RATIO=20

console_logs()
{
	# A guest that arrives is called g1--incoming.
	cat /var/log/xen/console/guest-g1*.log
}

# Forget what the guest has said, so that the next gap is what follows.
forget()
{
	for log in /var/log/xen/console/guest-g1*.log; do
		: >"$log"
	done
}

# Has the guest said $1 lines?
has_said()
{
	[ "$(console_logs | grep -c '#LOAD g1 up')" -ge "$1" ]
}

# gap NAME: us of the longest gap lately, which is also value NAME.
gap()
{
	ok "$1: the guest runs" retry 600 has_said 3
	gap_us=$(console_logs | sed -n 's/.* gap \([0-9.]*\) .*/\1/p' | sort -n |
		awk '{ longest = $1 } END { printf "%d\n", longest * 1000 }')
	value "$1" "$gap_us" us
}

# timed NAME COMMAND...: its time in dom0 is value NAME.
timed()
{
	begin=$(now_ns)
	ok "$@"
	value "$1" $((($(now_ns) - begin) / 1000)) us
}

from_stage_1()
{
	sed -n "s/.*bench\.$1=\([0-9]*\).*/\1/p" /proc/cmdline
}

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/domu-lib
	host_begin /bin/guest-load
	guest_config g1 $MIB 1 "" "" "guest-load g1 timer" >/tmp/g1.cfg
	ok "g1 is created" xl create /tmp/g1.cfg
	ok "it works" retry 600 has_said 3

	forget
	gap undisturbed
	forget
	ok "live update" update
	gap live_update
	live=$gap_us
	value live_update_blackout "$(last_blackout)" us

	forget
	timed xl_migrate xl migrate -s "" g1 "xl migrate-receive"
	gap migration
	ok "a live update is shorter than a migration" [ "$live" -lt "$gap_us" ]

	disk=$(disk_start)
	timed xl_save xl save g1 "$disk"
	ok "kexec-tools load the same Xen" kexec -l /tmp/xen-a --command-line="xen $RIG_XEN_ARGS" \
		--module="/payload/vmlinuz $(stage_cmdline 2) bench.live=$live" \
		--module="/payload/initrd"
	sync
	stage_done
	kexec -e
	fail "kexec -e came back"
}

stage_2()
{
	ok "the toolstack starts" xl_start
	disk=$(disk_start)
	timed xl_restore xl restore "$disk"
	up=$(($(now_ns) / 1000))
	value new_dom0_up $up us
	gap save_kexec_restore
	live=$(from_stage_1 live)
	ok "the guest was away for longer than the new dom0 is up" [ "$gap_us" -gt "$up" ]
	value times_live_update $((gap_us / live))
	ok "a live update takes at most 1/$COLD_RATIO of it" [ $((live * COLD_RATIO)) -le "$gap_us" ]
}
