# SPDX-License-Identifier: GPL-2.0-only
# title: signatures: own keyring, enforcement, lockdown
# uses: driver
# xen: 4.17
# smp: 1
# timeout: 150
# files: build/driver-tests/uapi-test:/bin/uapi-test
# files: build/driver-tests/cert.der:/lib/cert.der build/driver-tests/other.der:/lib/other.der
# files: build/driver-tests/good:/lib/good build/driver-tests/other:/lib/other
# files: build/driver-tests/changed:/lib/changed build/driver-tests/damaged:/lib/damaged
# files: build/driver-tests/nonsense:/lib/nonsense

ENFORCE=/sys/module/xen_liveupdate/parameters/sig_enforce
MUST_BE_SIGNED=1
S=/sys/class/misc/xen-liveupdate

# verify FILE [ERRNO REASON] [FLAGS]
verify()
{
	count_results uapi-test verify "$1" "${4:-0}" "${2:-0}" "${3:-}"
}

add_key()
{
	keyctl padd asymmetric '' %keyring:.xen-liveupdate <"$1"
}

without_key()
{
	verify /payload/xen.gz
	verify /payload/xen.gz EKEYREJECTED no-signature $MUST_BE_SIGNED
	verify /lib/good ENOKEY unknown-key
	verify /lib/nonsense EBADMSG bad-signature
}

# Root may take back a key that has come by root's own keyring.
revoked_key()
{
	id=$(keyctl padd asymmetric '' @u </lib/other.der)
	ok "another key for the keyring" keyctl link "$id" %keyring:.xen-liveupdate
	verify /lib/other
	ok "it is revoked" keyctl revoke "$id"
	verify /lib/other EKEYREJECTED key-rejected
	ok "it is gone" keyctl unlink "$id" %keyring:.xen-liveupdate
}

with_key()
{
	ok "a key for the driver's keyring" add_key /lib/cert.der
	verify /lib/good 0 "" $MUST_BE_SIGNED
	verify /lib/other ENOKEY unknown-key
	verify /lib/changed EBADMSG bad-signature
	verify /lib/damaged EBADMSG bad-signature
	verify /lib/nonsense EBADMSG bad-signature
	verify /payload/xen.gz
	revoked_key
	ok "the keyring is closed" keyctl restrict_keyring %keyring:.xen-liveupdate
	not_ok "no more keys" add_key /lib/other.der
	verify /lib/other ENOKEY unknown-key
	verify /lib/good
}

enforced()
{
	not_ok "sig_enforce is not taken back" sh -c "echo 0 >$ENFORCE"
	is "sig_enforce" "$(cat $ENFORCE)" Y
	verify /payload/xen.gz EKEYREJECTED no-signature
	verify /lib/good
	verify /lib/changed EBADMSG bad-signature
	# What dom0 would be is no less than what Xen would be.
	ok "a signed image" sh -c "echo /lib/good >$S/stage"
	ok "a kernel without a signature" sh -c "echo kernel /payload/vmlinuz >$S/stage"
	not_ok "is no cold update" sh -c "echo cold dry-run >$S/load"
	is "for that" "$(cat $S/state):$(cat $S/error)" verified:loading:no-signature
	echo 1 >$S/cancel
	mount -t debugfs debugfs /sys/kernel/debug
	echo x >/sys/kernel/debug/xen-liveupdate/area 2>/tmp/error
	like "nor can the handoff area be changed" "$(cat /tmp/error)" "not permitted"
	# Loaded again it would have forgotten.
	not_ok "the module stays" rmmod xen_liveupdate
}

# The policy may change between verification and load.
before_policy()
{
	ok "an image without a signature" sh -c "echo /payload/xen.gz >$S/stage"
	ok "a kernel" sh -c "echo kernel /payload/vmlinuz >$S/stage"
	ok "are a cold update" sh -c "echo cold dry-run >$S/load"
	ok "sig_enforce can be set" sh -c "echo 1 >$ENFORCE"
	not_ok "they are none any more" sh -c "echo cold dry-run >$S/load"
	is "for that" "$(cat $S/state):$(cat $S/error)" verified:loading:no-signature
	echo 1 >$S/cancel
}

# Root is not trusted any more, nor are root's keys. The kernel's own key has signed no Xen.
locked_down()
{
	ok "lockdown" sh -c "echo integrity >/sys/kernel/security/lockdown"
	verify /payload/xen.gz EPERM locked-down
	verify /lib/good ENOKEY unknown-key
	verify /lib/nonsense EBADMSG bad-signature
}

# A policy of IMA for kernels, however they come.
appraised()
{
	ok "a policy of IMA" sh -c "echo appraise func=KEXEC_KERNEL_CHECK appraise_type=imasig \
		>/sys/kernel/security/ima/policy"
	not_ok "a Xen that nobody appraised is refused" sh -c "echo /payload/xen.gz >$S/stage"
	is "for that" "$(cat $S/error)" idle:lsm-refused
	not_ok "a kernel, too" sh -c "echo kernel /payload/vmlinuz >$S/stage"
	is "for that" "$(cat $S/error)" idle:lsm-refused
	not_ok "so is what no file vouches for" sh -c "echo 1 >$S/loading"
	is "for that" "$(cat $S/error)" idle:lsm-refused
}

stage_1()
{
	mount -t securityfs securityfs /sys/kernel/security
	ok "the module loads" driver_load
	without_key
	with_key
	before_policy
	enforced
	locked_down
	appraised
}
