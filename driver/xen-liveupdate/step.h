/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A long step: progress, cancellation and explanation. The code that does the work of a
 * step gets this structure alone and has no access to the update.
 */
#ifndef _XLU_STEP_H
#define _XLU_STEP_H

#include <linux/sched/signal.h>
#include <linux/types.h>

#define XLU_EXPLANATION	64

/**
 * struct xlu_step - a step, or a piece of work outside of a step
 * @done: progress in bytes; read by other threads while the step runs
 * @total: bytes in total, 0 if unknown; read by other threads
 * @cancel: the step is to stop; written by other threads
 * @copied: bytes that the CPU has copied for dom0
 * @explanation: details of a failure; accessed by the owner of the step only
 */
struct xlu_step {
	u64 done;
	u64 total;
	bool cancel;
	u64 copied;
	char explanation[XLU_EXPLANATION];
};

static inline void xlu_step_progress(struct xlu_step *step, u64 done)
{
	WRITE_ONCE(step->done, done);
}

/* Begin the next part of the step, which has @total bytes. */
static inline void xlu_step_part(struct xlu_step *step, u64 total)
{
	WRITE_ONCE(step->done, 0);
	WRITE_ONCE(step->total, total);
}

/* Was the step cancelled, or has a fatal signal been received? */
static inline bool xlu_step_cancelled(const struct xlu_step *step)
{
	return READ_ONCE(step->cancel) || fatal_signal_pending(current);
}

#define xlu_step_explain(step, ...) \
	snprintf((step)->explanation, XLU_EXPLANATION, __VA_ARGS__)

#endif /* _XLU_STEP_H */
