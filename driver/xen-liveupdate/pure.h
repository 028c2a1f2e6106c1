/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files need that are also built for the host, where tests, fuzzers and
 * the tool run them: state.c, image*.c, reason.c, placement.c, lowmem.c,
 * cmdline.c. They call nothing of the kernel but what stands here.
 */
#ifndef _XLU_PURE_H
#define _XLU_PURE_H

#ifdef __KERNEL__
#include <linux/align.h>
#include <linux/build_bug.h>
#include <linux/elf.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include "compat.h"
#include <linux/string.h>
#include <linux/types.h>
#include <asm/byteorder.h>
#else
#include "host.h"
#endif

#include <linux/xen-liveupdate.h>

#endif /* _XLU_PURE_H */
