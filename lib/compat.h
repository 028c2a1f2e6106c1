/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names and types that differ between kernels from 6.1 on. The only file that tests
 * the version; all others are written for the newest kernel.
 */
#ifndef _XLU_COMPAT_H
#define _XLU_COMPAT_H

#include <linux/module_signature.h>
#include <linux/version.h>

/* hex2bin() and bin2hex() moved from kernel.h to hex.h, and some kernels have them in both. */
#if KERNEL_VERSION(6, 12, 0) <= LINUX_VERSION_CODE
#include <linux/hex.h>
#else
#include <linux/kernel.h>
#endif

/* Linux 7.1 has renamed both. */
#ifndef MODULE_SIG_STRING
#define MODULE_SIG_STRING	MODULE_SIGNATURE_MARKER
#define PKEY_ID_PKCS7		MODULE_SIGNATURE_TYPE_PKCS7
#endif

/* Binary attributes are constant since 6.16. */
#if KERNEL_VERSION(6, 16, 0) <= LINUX_VERSION_CODE
#define xlu_bin_attribute	const struct bin_attribute
#else
#define xlu_bin_attribute	struct bin_attribute
#endif

#if KERNEL_VERSION(6, 17, 0) > LINUX_VERSION_CODE
#define sha256_ctx		sha256_state
#endif

#endif /* _XLU_COMPAT_H */
