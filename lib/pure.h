/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files need that are built for the kernel and for the host, where tests,
 * fuzzers and the tool run them: those of this folder, and placement.c, lowmem.c and
 * cmdline.c of the driver. They call nothing of the kernel but what is here.
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

/* Memory that is cleared, need not be contiguous, and does not last */
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
