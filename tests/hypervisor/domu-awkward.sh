# SPDX-License-Identifier: GPL-2.0-only
# title: updates at awkward moments are survived, or refused by name
# uses: live domu-lib load
# timeout: 1200
# mem: 3072
# dom0-mem: 896M
# xen-args: liveupdate=256M
# needs: disk-msix icount-4ns
# files: build/hypervisor/poller:/lib/poller

# g1 works all the time; g2 is what the awkward thing happens to, if it is not
# g1 itself. These are tried; "--dom0-args rig.rounds=200" makes a soak test of it with
# all of them, and "--dom0-args rig.moments=save,balloon" tries only these.
FEW="booting save block many_vcpus hypercalls polling"
ALL="$FEW create destroy balloon vcpu_down pinned"

# What dom0's command line says about rig.$1
wanted()
{
	sed -n "s/.*rig\.$1=\([^ ]*\).*/\1/p" /proc/cmdline | tr ',' ' '
}

# Up to $1 ms, another time each time.
sleep_random()
{
	usleep $(($(od -An -N2 -tu2 /dev/urandom) % $1 * 1000))
}

# g2_config VCPUS COMMAND: without disk and network, so that it is quick.
g2_config()
{
	guest_config g2 112 "$1" "" "" "$2" >/tmp/g2.cfg
}

# g2_start VCPUS LOAD...: wait until the last kind of load has done something
g2_start()
{
	local vcpus=$1 last

	shift
	: >"$(guest_log g2)"
	g2_config "$vcpus" "guest-load g2 $*"
	for last; do :; done
	xl create /tmp/g2.cfg && retry 900 guest_says g2 "#LOAD.* ${last%=*} [1-9]"
}

g2_exists()
{
	xl domid g2 >/dev/null 2>&1
}

g2_gone()
{
	! g2_exists
}

g2_remove()
{
	wait "$job"
	! g2_exists || xl destroy g2
	retry 300 g2_gone
}

# --- the moments: each prepares, and leaves something running as $job --------

moment_booting()
{
	g2_config 2 "guest-load g2 memory=1"
	xl create /tmp/g2.cfg
	sleep_random 4000
	sleep 0 &
}

moment_create()
{
	g2_config 1 "guest-load g2 memory=1"
	xl create /tmp/g2.cfg &
	sleep_random 3000
}

moment_destroy()
{
	g2_start 1 memory=1
	xl destroy g2 &
	sleep_random 500
}

moment_save()
{
	g2_start 1 memory=1
	xl save g2 /tmp/g2.save &
	sleep_random 3000
}

moment_balloon()
{
	(for mib in 112 100 120 128; do xl mem-set g1 ${mib}m; sleep 1; done) &
	sleep_random 2000
}

moment_block()
{
	(for _ in 1 2 3 4; do
		xl block-attach g1 phy:/dev/loop1 xvdb w && xl block-detach g1 xvdb
	done) &
	sleep_random 3000
}

moment_vcpu_down()
{
	xl vcpu-set g1 1
	sleep_random 3000
	(sleep 1; xl vcpu-set g1 2) &
}

# Four to each CPU
moment_many_vcpus()
{
	g2_start 8 fork fork fork fork timer
	sleep 0 &
}

# Hypercalls as fast as it goes
moment_hypercalls()
{
	g2_start 2 hypercall hypercall
	sleep_random 1000
	sleep 0 &
}

# A guest that polls for ever, and for no event.
moment_polling()
{
	g2_config 1 ""
	sed -i -e '/ramdisk/d' -e 's|/payload/vmlinux|/lib/poller|' /tmp/g2.cfg
	xl create /tmp/g2.cfg
	retry 50 g2_polls
	sleep 0 &
}

g2_polls()
{
	xl debug-keys q
	xl dmesg -c | grep -q 'VCPU.* poll=-1'
}

moment_pinned()
{
	xl vcpu-pin g1 0 1
	xl vcpu-pin g1 1 1
	(sleep 1; xl vcpu-pin g1 all all) &
}

# -----------------------------------------------------------------------------

last_refusal()
{
	xl dmesg | sed -n 's/.*Live update: refused: //p' | tail -n 1
}

# Moment $1 in round $2
hit()
{
	local how line line_2

	line=$(load_line 1)
	"moment_$1" >/tmp/moment.log 2>&1
	job=$!
	[ ! -e "$(guest_log g2)" ] || line_2=$(load_line 2)
	xl dmesg -c >/dev/null
	if update >/tmp/update.log 2>&1; then
		how=survived
	else
		how="refused: $(last_refusal)"
	fi
	case $how in
	"refused: ")	cat /tmp/update.log
			fail "round $2, $1: failed without a reason" ;;
	*)		pass "round $2, $1: $how" ;;
	esac
	ok "round $2, $1: g1 works on" retry 900 load_advances 1 "$line"
	case $1 in
	many_vcpus|hypercalls)
		ok "round $2, $1: g2 works on" retry 900 load_advances 2 "$line_2" ;;
	polling)
		ok "round $2, $1: g2 polls on" retry 100 g2_polls ;;
	esac
	ok "round $2, $1: g2 can be removed" g2_remove
	rm -f /tmp/g2.save
}

stage_1()
{
	# shellcheck disable=SC1091 # brought along
	. /lib/domu-lib
	# The moments are what counts here, not the load.
	# shellcheck disable=SC2034 # for the library
	GUEST_PACE=32
	host_start 2
	guest_start 1 2
	rounds=$(wanted rounds)
	moments=$(wanted moments)
	[ -n "$moments" ] || moments=${rounds:+$ALL}
	round=0
	# shellcheck disable=SC2086 # words are wanted
	set -- ${moments:-$FEW}
	while [ $round -lt "${rounds:-$#}" ]; do
		round=$((round + 1))
		hit "$1" $round
		set -- "$@" "$1"
		shift
	done
	ok "nobody saw an error" no_load_errors
	ok "xl destroy" xl destroy g1
	sleep 2
	is "only dom0 is left" "$(xl list | awk 'NR > 1 { print $1 }')" "Domain-0"
}
