// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Memory for payloads
 *
 * Memory for payloads, with an explanation where there is none.
 */
#include <linux/err.h>
#include <linux/math.h>
#include <linux/mm.h>
#include <linux/pfn.h>

#include "buffer.h"
#include "memory.h"
#include "step.h"

/**
 * xlu_explain_memory() - there was no memory: say how much is missing
 * @step: gets the explanation, if there is something to say
 * @size: bytes that were wanted
 */
void xlu_explain_memory(struct xlu_step *step, u64 size)
{
	u64 missing = xlu_memory_missing(PFN_UP(size));

	if (missing)
		xlu_step_explain(step, "%llu MiB of memory are missing in dom0",
				 DIV_ROUND_UP(missing, 1 << (20 - PAGE_SHIFT)));
}

/**
 * xlu_buffer_in_memory() - a buffer outside of the staging bank
 * @step: that it is for; gets an explanation if this fails
 * @size: bytes
 * @for_user: user space is going to map it
 *
 * Return: the buffer, or an ERR_PTR.
 */
struct xlu_buffer *xlu_buffer_in_memory(struct xlu_step *step, u64 size, bool for_user)
{
	struct xlu_buffer *buf = xlu_buffer_alloc(size, for_user);

	if (IS_ERR(buf))
		xlu_explain_memory(step, size);
	return buf;
}
