/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checks dom0's kernel and its initial RAM disk as the Xen that boots them does. That Xen
 * would panic where these checks refuse, when the domains are gone.
 */
#ifndef _XLU_DOM0_KERNEL_H
#define _XLU_DOM0_KERNEL_H

#include "image.h"
#include "unpack.h"

/**
 * xlu_file_is() - recognise a file that cannot be used
 * @data: beginning of the file
 * @size: bytes of @data
 *
 * Return: apparent format of the file, and what to use instead; "" if it is unknown.
 */
const char *xlu_file_is(const void *data, size_t size);

/**
 * xlu_kernel_check() - check whether Xen can boot a kernel for a PV domain
 * @data: the file
 * @size: bytes of @data
 * @pause: called from time to time, or NULL
 * @context: argument of @pause
 * @is: xlu_file_is() of a payload that is not a kernel
 *
 * A compressed payload is unpacked, unless memory is short or only Xen has the codec.
 *
 * Return: XLU_WHY_NONE, or why the kernel cannot be used.
 */
enum xlu_why xlu_kernel_check(const void *data, size_t size, xlu_pause_t *pause,
			      void *context, const char **is);

/**
 * xlu_initrd_check() - check the format of an initial RAM disk
 * @data: beginning of the file
 * @size: bytes of the file
 *
 * Return: XLU_WHY_NONE if Linux knows the format, else XLU_WHY_BAD_INITRD.
 */
enum xlu_why xlu_initrd_check(const void *data, size_t size);

/**
 * xlu_cmdline_needs_initrd() - check whether root= needs an initial RAM disk
 * @cmdline: command line of dom0's kernel
 *
 * Return: true if Linux cannot find this root without a RAM disk.
 */
bool xlu_cmdline_needs_initrd(const char *cmdline);

#endif /* _XLU_DOM0_KERNEL_H */
