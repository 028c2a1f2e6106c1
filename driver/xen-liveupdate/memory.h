/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Allocates memory for payloads, and explains a failure.
 */
#ifndef _XLU_MEMORY_H
#define _XLU_MEMORY_H

#include <linux/types.h>

struct xlu_buffer;
struct xlu_step;

void xlu_explain_memory(struct xlu_step *step, u64 size);
struct xlu_buffer *xlu_buffer_in_memory(struct xlu_step *step, u64 size, bool for_user);

#endif /* _XLU_MEMORY_H */
