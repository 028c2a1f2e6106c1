/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The state machine: which action is allowed in which state, and where it leads.
 * One table for ioctl and sysfs.
 */
#ifndef _XLU_STATE_H
#define _XLU_STATE_H

#include "pure.h"

/**
 * enum xlu_action - what can happen to the one update that there can be
 * @XLU_DO_STAGE_XEN: a new buffer for the Xen image; drops what was there of one
 * @XLU_DO_STAGE: a new buffer for any other payload
 * @XLU_DO_SEAL_XEN: the image is complete
 * @XLU_DO_SEAL: another payload is complete
 * @XLU_DO_VERIFY: verification begins
 * @XLU_DO_VERIFIED: it ended well
 * @XLU_DO_LOAD: handing over to Xen begins
 * @XLU_DO_LOADED: Xen has it
 * @XLU_DO_NOT_LOADED: Xen has it not: a dry run, or a refusal that loses nothing
 * @XLU_DO_UNLOAD: taken back from Xen
 * @XLU_DO_ARM: enter it when dom0 reboots
 * @XLU_DO_COMMIT: enter it now
 * @XLU_DO_DONE: the live update succeeded
 * @XLU_DO_NOT_DONE: Xen was too busy for it, which loses nothing
 * @XLU_DO_CANCEL: drop everything; while a step runs only a request, the state
 *	stays and the step ends with FAIL
 * @XLU_DO_FAIL: the step that runs failed, everything is dropped
 * @XLU_NR_ACTIONS: number of actions
 */
enum xlu_action {
	XLU_DO_STAGE_XEN,
	XLU_DO_STAGE,
	XLU_DO_SEAL_XEN,
	XLU_DO_SEAL,
	XLU_DO_VERIFY,
	XLU_DO_VERIFIED,
	XLU_DO_LOAD,
	XLU_DO_LOADED,
	XLU_DO_NOT_LOADED,
	XLU_DO_UNLOAD,
	XLU_DO_ARM,
	XLU_DO_COMMIT,
	XLU_DO_DONE,
	XLU_DO_NOT_DONE,
	XLU_DO_CANCEL,
	XLU_DO_FAIL,
	XLU_NR_ACTIONS
};

#define XLU_NR_STATES (XEN_LIVEUPDATE_STATE_FAILED + 1)

/*
 * The state that @action leads to from @state, -EBADFD if it is not allowed
 * there, -EBUSY if it will be as soon as the step that runs has ended (or, for
 * CANCEL, if it is too late for it).
 */
int xlu_state_next(enum xen_liveupdate_state state, enum xlu_action action);

/* What is none of them reads as "unknown". */
const char *xlu_state_word(enum xen_liveupdate_state state);
const char *xlu_action_word(enum xlu_action action);

#endif /* _XLU_STATE_H */
