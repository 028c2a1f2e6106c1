/* SPDX-License-Identifier: GPL-2.0-only */
/* The handoff stub inside this module. */
#ifndef _XLU_STUB_IMAGE_H
#define _XLU_STUB_IMAGE_H

#include <linux/types.h>

extern const u8 xlu_stub_start[];
extern const u8 xlu_stub_end[];

static inline u32 xlu_stub_size(void)
{
	return xlu_stub_end - xlu_stub_start;
}

#endif /* _XLU_STUB_IMAGE_H */
