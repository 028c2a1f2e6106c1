// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Who may change the update
 *
 * Only one of these may change the update at a time: a process that has the device open
 * for writing, or a write to a sysfs file. A process that has the device open can cancel any
 * update. A write to the sysfs file "cancel" cannot cancel the update of a process.
 */
#include <linux/sched/signal.h>

#include "engine.h"

/* Ask the running step to stop, and wait until it has. Lock held. */
static int access_stop_step(void)
{
	struct xlu_update *u = &xlu_update;
	int ret;

	while (u->busy) {
		if (u->state == XEN_LIVEUPDATE_STATE_COMMITTING)
			return -EBUSY;
		WRITE_ONCE(u->step.cancel, true);
		mutex_unlock(&u->lock);
		ret = wait_event_killable(u->idle, !READ_ONCE(u->busy));
		mutex_lock(&u->lock);
		if (ret)
			return ret;
	}
	return 0;
}

/* Lock held, but dropped while a step is stopping. */
static int access_cancel(enum xlu_owner by)
{
	bool stopped = xlu_update.busy;
	int ret;

	if (by == XLU_OWNER_SYSFS && xlu_update.owner == XLU_OWNER_PROCESS)
		return -EBUSY;
	ret = access_stop_step();
	/* A process may have taken the update over while the lock was dropped. */
	if (!ret && by == XLU_OWNER_SYSFS && xlu_update.owner == XLU_OWNER_PROCESS)
		ret = -EBUSY;
	if (!ret)
		ret = xlu_may(XLU_DO_CANCEL);
	if (!ret) {
		xlu_drop_all();
		xlu_move(XLU_DO_CANCEL);
		xlu_clear_error();
	} else if (ret == -EBADFD && stopped) {
		/* The step has cleaned up after itself, unless a commit was faster. */
		ret = xlu_update.why == XLU_WHY_CANCELLED ? 0 : -EBUSY;
	}
	return ret;
}

/**
 * xlu_cancel() - stop whatever is running and drop everything
 * @by: process or sysfs; sysfs cannot cancel the update of a process
 *
 * Return: 0 or a negative errno, see XEN_LIVEUPDATE_CANCEL.
 */
int xlu_cancel(enum xlu_owner by)
{
	int ret;

	mutex_lock(&xlu_update.lock);
	ret = access_cancel(by);
	mutex_unlock(&xlu_update.lock);
	return ret;
}

static bool access_in_progress(void)
{
	switch (xlu_update.state) {
	case XEN_LIVEUPDATE_STATE_IDLE:
	case XEN_LIVEUPDATE_STATE_FAILED:
	case XEN_LIVEUPDATE_STATE_LOADED:
	case XEN_LIVEUPDATE_STATE_ARMED:
		return xlu_update.busy;
	default:
		return true;
	}
}

/**
 * xlu_enter() - begin to change the update
 * @owner: process or sysfs
 *
 * A process may take over an image that stayed loaded, but not an update that is being
 * prepared through sysfs.
 *
 * Return: 0, or -EBUSY if the update has another owner.
 */
int xlu_enter(enum xlu_owner owner)
{
	struct xlu_update *u = &xlu_update;
	int ret = -EBUSY;

	mutex_lock(&u->lock);
	if (u->owner == XLU_OWNER_NONE && (owner == XLU_OWNER_SYSFS || !access_in_progress())) {
		u->owner = owner;
		ret = 0;
	}
	mutex_unlock(&u->lock);
	return ret;
}

/** xlu_leave() - undo xlu_enter(); drop the update unless its process wanted it kept */
void xlu_leave(void)
{
	struct xlu_update *u = &xlu_update;

	mutex_lock(&u->lock);
	if (u->owner == XLU_OWNER_PROCESS && !u->keep &&
	    u->state != XEN_LIVEUPDATE_STATE_IDLE) {
		xlu_drop_all();
		xlu_set_state(XEN_LIVEUPDATE_STATE_IDLE);
	}
	u->owner = XLU_OWNER_NONE;
	mutex_unlock(&u->lock);
}
