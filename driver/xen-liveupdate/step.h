/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A long step as the code that does its work sees it: how far it is, whether it is to
 * stop, and what it has to say. It knows nothing of the update that it belongs to.
 */
#ifndef _XLU_STEP_H
#define _XLU_STEP_H

#include <linux/sched/signal.h>
#include <linux/types.h>

#define XLU_EXPLANATION	64

/**
 * struct xlu_step - a step that runs, or a piece of work that is none
 * @done: progress in bytes; read by others while it runs
 * @total: where it ends, 0 if nobody knows; read by others
 * @cancel: somebody wants it to stop; written by others
 * @copied: bytes that the CPU has copied for dom0
 * @explanation: more than the reason's word says; only its owner looks at it
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

/* The next part of the step begins, which has so many bytes. */
static inline void xlu_step_part(struct xlu_step *step, u64 total)
{
	WRITE_ONCE(step->done, 0);
	WRITE_ONCE(step->total, total);
}

/* Has somebody asked for its end, or has a fatal signal been received? */
static inline bool xlu_step_cancelled(const struct xlu_step *step)
{
	return READ_ONCE(step->cancel) || fatal_signal_pending(current);
}

#define xlu_step_explain(step, ...) \
	snprintf((step)->explanation, XLU_EXPLANATION, __VA_ARGS__)

#endif /* _XLU_STEP_H */
