/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The state machine: which action is allowed in which state, and the state after it.
 * One table for ioctl and sysfs.
 */
#ifndef _XLU_STATE_H
#define _XLU_STATE_H

#include "pure.h"

/**
 * enum xlu_action - actions on the update and results of its steps
 * @XLU_DO_STAGE_XEN: a new buffer for the Xen image; drops an earlier image
 * @XLU_DO_STAGE: a new buffer for any other payload
 * @XLU_DO_SEAL_XEN: the image is complete
 * @XLU_DO_SEAL: another payload is complete
 * @XLU_DO_VERIFY: verification begins
 * @XLU_DO_VERIFIED: verification succeeded
 * @XLU_DO_LOAD: loading begins
 * @XLU_DO_LOADED: the image is loaded
 * @XLU_DO_NOT_LOADED: the image is not loaded but still verified: a dry run, or a refusal
 * @XLU_DO_UNLOAD: the image was unloaded
 * @XLU_DO_ARM: enter the image when dom0 reboots
 * @XLU_DO_COMMIT: enter the image now
 * @XLU_DO_DONE: the live update succeeded
 * @XLU_DO_NOT_DONE: Xen was too busy; the image is still loaded
 * @XLU_DO_CANCEL: drop everything; while a step runs only a request: the state
 *	does not change, and the step ends with FAIL
 * @XLU_DO_FAIL: the running step failed, everything is dropped
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

/**
 * xlu_state_next() - find out whether an action is allowed
 * @state: present state
 * @action: action, or result of a step
 *
 * Return: the state after the action; -EBADFD if it is not allowed in @state; -EBUSY if
 * it has to wait for the end of the running step, or, for CANCEL, if it is too late.
 */
int xlu_state_next(enum xen_liveupdate_state state, enum xlu_action action);

/**
 * xlu_state_word() - word for a state
 * @state: state
 *
 * Return: the word, "unknown" for an out-of-range value.
 */
const char *xlu_state_word(enum xen_liveupdate_state state);

/**
 * xlu_action_word() - word for an action
 * @action: action
 *
 * Return: the word, "unknown" for an out-of-range value.
 */
const char *xlu_action_word(enum xlu_action action);

#endif /* _XLU_STATE_H */
