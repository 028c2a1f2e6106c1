/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Header for files that are built for the kernel and also for the host, where tests,
 * fuzzers and the tool use them: those in this folder, and placement.c, lowmem.c and
 * cmdline.c of the driver. They use nothing of the kernel but what this header provides.
 */
#ifndef _XLU_PURE_H
#define _XLU_PURE_H

#ifdef __KERNEL__
#include <linux/align.h>
#include <linux/build_bug.h>
#include <linux/container_of.h>
#include <linux/elf.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include "compat.h"
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/types.h>
#include <asm/byteorder.h>

/* Zeroed memory for temporary use, not necessarily contiguous */
static inline void *xlu_alloc(size_t size)
{
	return kvzalloc(size, GFP_KERNEL);
}

static inline void xlu_free(void *data)
{
	kvfree(data);
}
#else
#include "host.h"
#endif

#include <linux/xen-liveupdate.h>

#endif /* _XLU_PURE_H */
