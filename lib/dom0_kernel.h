/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Dom0's kernel and its initial RAM disk, as the Xen that is to boot them looks at them.
 * It would panic where this refuses, with the domains gone.
 */
#ifndef _XLU_DOM0_KERNEL_H
#define _XLU_DOM0_KERNEL_H

#include "image.h"
#include "unpack.h"

/* What a file seems to be, and what to give in its place; "" if nobody knows it. */
const char *xlu_file_is(const void *data, size_t size);

/*
 * Can Xen boot this kernel for a PV domain? What is packed into it is unpacked, unless
 * there is too little memory for that, or Xen alone knows how. @is: what xlu_file_is()
 * says of what is inside, if it is no kernel. @pause, unless it is NULL, is called with
 * @context now and then.
 */
enum xlu_why xlu_kernel_check(const void *data, size_t size, xlu_pause_t *pause,
			      void *context, const char **is);

/* Does the kernel know this format of a RAM disk? */
enum xlu_why xlu_initrd_check(const void *data, size_t size);

/* Will a kernel with this command line look in vain for its root without a RAM disk? */
bool xlu_cmdline_needs_initrd(const char *cmdline);

#endif /* _XLU_DOM0_KERNEL_H */
