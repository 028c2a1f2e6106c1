# SPDX-License-Identifier: GPL-2.0-only
# title: live: a transient condition is refused by name, at once; whoever tries again gets there
# uses: tool
# xen: build/xen-release/xen.gz
# smp: 1
# timeout: 200
# dom0-mem: 384M
# xen-args: liveupdate=128M
# files: build/hypervisor/lu-attack:/bin/lu-attack
# files: build/xen-b/xen.gz:/lib/xen-b.gz

S=/sys/class/misc/xen-liveupdate
B=/lib/xen-b.gz

# timed COMMAND...: its milliseconds go to $ms.
timed()
{
	local begin status

	begin=$(now_ns)
	"$@"
	status=$?
	ms=$((($(now_ns) - begin) / 1000000))
	return $status
}

# A domain that stays "being created" until it is destroyed
domain_comes()
{
	domid=$(lu-attack pv on)
}

domain_goes()
{
	lu-attack pv off "$domid"
}

domain_goes_later()
{
	{ sleep 3; domain_goes; } &
}

echo_to()
{
	echo "$2" >"$S/$1"
}

commit()
{
	cat $S/image/sha256 >$S/commit
}

refused_for_now()
{
	grep -q 'domain is being created' $S/explanation
}

# begin_wait COMMAND...: in the background, until it was refused once; its process is
# $waiter.
begin_wait()
{
	"$@" >/tmp/waiter 2>&1 &
	waiter=$!
	retry 200 refused_for_now
}

# What a manual shows for people with a shell.
until_done()
{
	until echo_to "$@" 2>/dev/null || ! grep -q :host-busy $S/error; do
		sleep 1
	done
}

# What began to wait ends, as refused.
ends()
{
	wait $waiter
	[ $? = 1 ]
}

# untouched WHAT: the same Xen, and it holds nothing of the last update.
untouched()
{
	is "$1: the same Xen" "$(xen_buildid)" "$before"
	is "$1: nothing is left" "$(cat $S/state):$(cat $S/image/size 2>&1 | grep -c 'No data')" \
		"${2:-idle}:1"
	is "$1: no image is loaded" "$(xen-liveupdate status --json |
		sed -n 's/.*"mode": "\(.*\)".*/\1/p')" none
}

refusals()
{
	domain_comes
	not_ok "no wait" timed xen-liveupdate update $B
	like "it names what is in the way" "$(cat /run/out)" '\(host-busy\): domain is being created'
	diag_file /run/out
	diag "refused after $ms ms"
	untouched "no wait"

	not_ok "a wait that is too short" timed xen-liveupdate update --wait 2 $B
	like "it names what is in the way" "$(cat /run/out)" '\(host-busy\): domain is being created'
	diag "refused after $ms ms"
	ok "not before that" [ $ms -ge 2000 ]
	untouched "too short"

	ok "tracing on" lu-attack trace on
	not_ok "what does not pass" timed xen-liveupdate update --wait 100 $B
	like "it is named, not what passes" "$(cat /run/out)" '\(xen-refused\): tracing is on'
	ok "it is not waited for ($ms ms)" [ $ms -lt 50000 ]
	ok "tracing off" lu-attack trace off
}

interrupts()
{
	begin_wait xen-liveupdate update --wait 600 $B
	ok "it says what it waits for" retry 50 grep -q 'waits: domain is being created' /tmp/waiter
	ok "the tool is interrupted while it waits" kill -INT $waiter
	ok "it ends" ends
	like "and says why" "$(cat /tmp/waiter)" interrupted
	untouched "interrupted"
	domain_goes

	ok "image" echo_to stage $B
	ok "load" echo_to load live
	domain_comes
	begin_wait xen-liveupdate commit --wait 600
	is "between two tries the image stays loaded" "$(cat $S/state)" loaded
	ok "it is cancelled meanwhile" retry 50 echo_to cancel 1
	ok "the tool ends" ends
	like "and says why" "$(cat /tmp/waiter)" 'idle'
	diag_file /tmp/waiter
	untouched "cancelled"
}

by_files()
{
	ok "image" echo_to stage $B
	not_ok "load" timed echo_to load live
	like "it is busy" "$(cat /run/out)" 'busy'
	ok "which it says at once ($ms ms)" [ $ms -lt 20000 ]
	is "error" "$(cat $S/error)" loading:host-busy
	is "explanation" "$(cat $S/explanation)" "domain is being created"
	is "it may be tried again" "$(cat $S/state)" verified
	domain_goes_later
	ok "the loop of the manual" until_done load live
	is "loads it" "$(cat $S/state)" loaded
	is "no explanation is left" "$(cat $S/explanation)" ""
	domain_comes
	not_ok "commit" timed commit
	ok "at once ($ms ms)" [ $ms -lt 20000 ]
	is "error" "$(cat $S/error)" committing:host-busy
	is "report" "$(cat $S/last/result):$(cat $S/last/reason)" refused:busy
	is "the same Xen" "$(xen_buildid)" "$before"
	is "it may be tried again" "$(cat $S/state)" loaded
	domain_goes
	ok "unload" echo_to load 0
	untouched "unloaded"
}

# What has to wait comes to its end.
successes()
{
	domain_comes
	domain_goes_later
	ok "update that waits" timed xen-liveupdate update --wait 100 $B
	diag "done after $ms ms"
	not_ok "another Xen runs" [ "$(xen_buildid)" = "$before" ]

	ok "stage" xen-liveupdate stage /payload/xen.gz
	domain_comes
	domain_goes_later
	ok "load that waits" xen-liveupdate load --mode live --wait 100
	domain_comes
	not_ok "commit" xen-liveupdate commit
	like "it names what is in the way" "$(cat /run/out)" '\(host-busy\): domain is being created'
	is "the image stays loaded" "$(cat $S/state)" loaded
	domain_goes_later
	ok "the same commit, waiting" xen-liveupdate commit --wait 100
	is "the first Xen runs again" "$(xen_buildid)" "$before"
}

stage_1()
{
	ok "the module loads" driver_load
	before=$(xen_buildid)
	refusals
	interrupts
	by_files
	successes
}
