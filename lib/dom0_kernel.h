/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checks dom0's kernel and its initial RAM disk as the Xen that boots them does. That Xen
 * would panic where these checks refuse, when the domains are gone.
 */
#ifndef _XLU_DOM0_KERNEL_H
#define _XLU_DOM0_KERNEL_H

#include "image.h"
#include "unpack.h"

/* Apparent format of a file, and what to use instead; "" if the format is unknown. */
const char *xlu_file_is(const void *data, size_t size);

/*
 * Can Xen boot this kernel for a PV domain? A compressed payload is unpacked, unless memory
 * is short or only Xen has the codec. @is: xlu_file_is() of a payload that is not a
 * kernel. @pause, unless it is NULL, is called with @context from time to time.
 */
enum xlu_why xlu_kernel_check(const void *data, size_t size, xlu_pause_t *pause,
			      void *context, const char **is);

/* Does the kernel know this format of a RAM disk? */
enum xlu_why xlu_initrd_check(const void *data, size_t size);

/* Does the root= of this command line need a RAM disk? */
bool xlu_cmdline_needs_initrd(const char *cmdline);

#endif /* _XLU_DOM0_KERNEL_H */
