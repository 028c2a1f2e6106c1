// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Trust in images
 *
 * An image may carry a PKCS#7 signature at its end, as kernel modules do. It is
 * checked against the kernel's trusted keyrings (built-in, secondary, platform)
 * and the driver's own keyring, ".xen-liveupdate". Root fills the latter with X.509
 * certificates and then closes it for good, as with fs-verity:
 *
 *	keyctl padd asymmetric '' %keyring:.xen-liveupdate < cert.der
 *	keyctl restrict_keyring %keyring:.xen-liveupdate
 *
 * Unsigned images are refused when sig_enforce is set, which cannot be unset, and when
 * the kernel is locked down. Under lockdown root is not trusted, so certificates in the
 * driver's keyring do not count.
 */
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/key.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/security.h>
#include <linux/timekeeping.h>
#include <linux/verification.h>
#include <crypto/sha2.h>

#include "lib/compat.h"
#include "lib/dom0_kernel.h"
#include "lib/image.h"

#include "inflate.h"
#include "step.h"
#include "trace.h"
#include "verify.h"

/* Bytes between two reports of progress and checks for cancellation. */
#define DIGEST_STEP	(256U << 10)

static bool sig_enforce;
static struct key *keyring, *no_keys;

/*
 * sig_enforce cannot be switched off again. So the module cannot be unloaded either:
 * loading it again would reset the parameter and the keyring.
 */
static int verify_set_sig_enforce(const char *val, const struct kernel_param *kp)
{
	bool on = true;		/* parameter without a value */
	int ret = val ? kstrtobool(val, &on) : 0;

	if (ret)
		return ret;
	if (!on && sig_enforce)
		return -EROFS;
	if (on && !sig_enforce)
		__module_get(THIS_MODULE);
	sig_enforce = on;
	return 0;
}

static const struct kernel_param_ops sig_enforce_ops = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = verify_set_sig_enforce,
	.get = param_get_bool,
};
module_param_cb(sig_enforce, &sig_enforce_ops, &sig_enforce, 0644);
MODULE_PARM_DESC(sig_enforce, "Refuse images without a valid signature (can be switched on only)");

/**
 * xlu_digest() - SHA-256 of a buffer, with progress and cancellation
 * @step: step that the work is a part of
 * @data: sealed
 * @size: bytes
 * @sha256: XEN_LIVEUPDATE_SHA256_SIZE bytes, filled in
 *
 * Return: XLU_WHY_NONE or XLU_WHY_CANCELLED.
 */
enum xlu_why xlu_digest(struct xlu_step *step, const void *data, size_t size, u8 *sha256)
{
	u64 begin = ktime_get_ns();
	struct sha256_ctx state;
	size_t pos, len;

	sha256_init(&state);
	for (pos = 0; pos < size; pos += len) {
		len = min_t(size_t, size - pos, DIGEST_STEP);
		sha256_update(&state, data + pos, len);
		xlu_step_progress(step, pos + len);
		if (xlu_step_cancelled(step))
			return XLU_WHY_CANCELLED;
		cond_resched();
	}
	sha256_final(&state, sha256);
	trace_xlu_hash(size, ktime_get_ns() - begin);
	return XLU_WHY_NONE;
}

static int verify_with(const void *data, const struct xlu_signature *sig,
		       struct key *keys)
{
	return verify_pkcs7_signature(data, sig->data_len, data + sig->sig_offset,
				      sig->sig_len, keys,
				      VERIFYING_UNSPECIFIED_SIGNATURE, NULL, NULL);
}

/*
 * The kernel returns EKEYREJECTED both for a signature that does not match and for a key
 * on the blacklist. It checks the blacklist before it looks for a trusted key, so without
 * trusted keys the error can only mean the blacklist.
 */
static bool verify_is_revoked(const void *data, const struct xlu_signature *sig)
{
	return verify_with(data, sig, no_keys) == -EKEYREJECTED;
}

static enum xlu_why verify_signature(const void *data, size_t size, bool lockdown)
{
	struct xlu_signature sig;
	enum xlu_why why;
	int ret;

	why = xlu_image_signature(data, size, &sig);
	if (why)
		return why;
	ret = verify_with(data, &sig, VERIFY_USE_SECONDARY_KEYRING);
	if (ret == -ENOKEY)
		ret = verify_with(data, &sig, VERIFY_USE_PLATFORM_KEYRING);
	if (ret == -ENOKEY && !lockdown)
		ret = verify_with(data, &sig, keyring);

	switch (ret) {
	case 0:
		return XLU_WHY_NONE;
	case -ENOKEY:
		return XLU_WHY_UNKNOWN_KEY;
	case -ENOMEM:
		return XLU_WHY_OUT_OF_MEMORY;
	case -EKEYREJECTED:
		return verify_is_revoked(data, &sig) ? XLU_WHY_KEY_REJECTED : XLU_WHY_BAD_SIGNATURE;
	case -EBADMSG:
	default:
		return XLU_WHY_BAD_SIGNATURE;
	case -EKEYREVOKED:
	case -EKEYEXPIRED:
		return XLU_WHY_KEY_REJECTED;
	}
}

static bool verify_locked_down(void)
{
	return security_locked_down(LOCKDOWN_KEXEC);
}

/**
 * xlu_verify_policy() - does the current policy allow an image that was verified before?
 * @is_signed: the image has a signature
 *
 * Return: XLU_WHY_NONE, or the reason of the refusal.
 */
enum xlu_why xlu_verify_policy(bool is_signed)
{
	if (is_signed)
		return XLU_WHY_NONE;
	if (verify_locked_down())
		return XLU_WHY_LOCKED_DOWN;
	return READ_ONCE(sig_enforce) ? XLU_WHY_NO_SIGNATURE : XLU_WHY_NONE;
}

/**
 * xlu_verify_origin() - verify the signature of an image, if it has or needs one
 * @data: the file as it was staged
 * @size: bytes of @data
 * @need_signature: refuse an unsigned image, whatever the policy
 * @is_signed: set to whether a signature was verified
 *
 * If there is a signature it must be valid, whatever the policy.
 *
 * Return: XLU_WHY_NONE, or why the image may not be used.
 */
enum xlu_why xlu_verify_origin(const void *data, size_t size, bool need_signature,
			       bool *is_signed)
{
	bool lockdown = verify_locked_down();
	enum xlu_why why = verify_signature(data, size, lockdown);

	*is_signed = why == XLU_WHY_NONE;
	if (why != XLU_WHY_NO_SIGNATURE)
		return why;
	return need_signature ? XLU_WHY_NO_SIGNATURE : xlu_verify_policy(false);
}

/* Can Xen boot these payloads? If not, it panics, when there is no way back any more. */
static enum xlu_why verify_check_dom0(struct xlu_step *step, const struct xlu_buffer *kernel,
				      const struct xlu_buffer *initrd, const char **is)
{
	enum xlu_why why = XLU_WHY_NONE;

	if (!kernel->good)
		why = xlu_kernel_check(kernel->data, kernel->size, xlu_inflate_pause, step, is);
	if (why || !initrd)
		return why;
	why = xlu_initrd_check(initrd->data, initrd->size);
	if (why)
		*is = xlu_file_is(initrd->data, initrd->size);
	return why;
}

/**
 * xlu_verify_dom0() - may these payloads be booted as dom0, and can they?
 * @step: step that the work is a part of
 * @kernel: sealed
 * @initrd: sealed, or NULL
 *
 * Return: XLU_WHY_NONE, or why they cannot be used.
 */
enum xlu_why xlu_verify_dom0(struct xlu_step *step, struct xlu_buffer *kernel,
			     const struct xlu_buffer *initrd)
{
	const char *is = "";
	enum xlu_why why;
	bool is_signed;

	/* dom0's kernel gets the rights of this kernel, so the same policy applies. */
	why = xlu_verify_origin(kernel->data, kernel->size, false, &is_signed);
	if (!why)
		why = verify_check_dom0(step, kernel, initrd, &is);
	/* Remember the result, as a dry run is often followed by the load itself. */
	kernel->good = !why;
	xlu_step_explain(step, "%s", is);
	return why;
}

/** xlu_policy() - XEN_LIVEUPDATE_POLICY_* in force */
u32 xlu_policy(void)
{
	u32 policy = 0;

	if (READ_ONCE(sig_enforce))
		policy |= XEN_LIVEUPDATE_POLICY_SIG_ENFORCE;
	if (verify_locked_down())
		policy |= XEN_LIVEUPDATE_POLICY_LOCKDOWN;
	return policy;
}

int __init xlu_verify_init(void)
{
	keyring = keyring_alloc(".xen-liveupdate", GLOBAL_ROOT_UID, GLOBAL_ROOT_GID,
				current_cred(),
				KEY_POS_SEARCH | KEY_USR_VIEW | KEY_USR_READ |
				KEY_USR_WRITE | KEY_USR_SEARCH | KEY_USR_SETATTR,
				KEY_ALLOC_NOT_IN_QUOTA, NULL, NULL);
	if (IS_ERR(keyring))
		return PTR_ERR(keyring);
	no_keys = keyring_alloc(".xen-liveupdate-none", GLOBAL_ROOT_UID, GLOBAL_ROOT_GID,
				current_cred(), KEY_POS_SEARCH, KEY_ALLOC_NOT_IN_QUOTA,
				NULL, NULL);
	if (!IS_ERR(no_keys))
		return 0;
	key_put(keyring);
	return PTR_ERR(no_keys);
}

void xlu_verify_exit(void)
{
	key_put(no_keys);
	key_put(keyring);
}
