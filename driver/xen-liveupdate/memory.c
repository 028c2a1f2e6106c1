// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Memory for payloads
 *
 * Allocates buffers for payloads in dom0's memory. If that fails, the explanation in the
 * status says how much memory is missing.
 */
#include <linux/err.h>
#include <linux/math.h>
#include <linux/mm.h>
#include <linux/pfn.h>

#include "buffer.h"
#include "memory.h"
#include "step.h"

/**
 * xlu_explain_memory() - explain a failed allocation by the amount that is missing
 * @step: gets the explanation, if any is known
 * @size: bytes that were to be allocated
 */
void xlu_explain_memory(struct xlu_step *step, u64 size)
{
	u64 missing = xlu_memory_missing(PFN_UP(size));

	if (missing)
		xlu_step_explain(step, "%llu MiB of memory are missing in dom0",
				 DIV_ROUND_UP(missing, 1 << (20 - PAGE_SHIFT)));
}

/**
 * xlu_buffer_in_memory() - create a buffer outside of the staging bank
 * @step: step that the work is a part of; gets an explanation of a failure
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
