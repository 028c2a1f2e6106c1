// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: The update
 *
 * There is one update at a time, which both ioctl and sysfs drive. Its state is
 * struct xlu_update, private to the files of the engine:
 *
 *	update.c	state changes, errors, steps, dropping of payloads
 *	stage.c		payloads
 *	examine.c	verification of the image
 *	handover.c	load, unload, commit
 *	access.c	exclusive access by one process or one sysfs file; cancel
 *	status.c	status for user space
 *
 * Each action asks the table in lib/state.c whether it is allowed. Long steps (reading
 * a file, verifying, loading) run without the lock, one at a time:
 * xlu_step_begin() and xlu_step_end() bracket them. The code that does their work gets a
 * struct xlu_step and returns a result, which the engine applies with the lock held.
 * Meanwhile other actions get EBUSY, except for status and cancel. Cancel asks the step
 * to stop and waits until it has. Committing cannot be stopped.
 *
 * An action that is refused changes nothing. A step that fails after it has begun
 * drops staged payloads that are of no further use. In either case it leaves the reason
 * in the status.
 */
#include <linux/fs.h>
#include <linux/kobject.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "engine.h"
#include "load.h"

struct xlu_update xlu_update = {
	.lock = __MUTEX_INITIALIZER(xlu_update.lock),
	.wait = __WAIT_QUEUE_HEAD_INITIALIZER(xlu_update.wait),
	.idle = __WAIT_QUEUE_HEAD_INITIALIZER(xlu_update.idle),
};

static void update_announce(enum xen_liveupdate_state before)
{
	struct xlu_update *u = &xlu_update;
	char state[48], prev[48], error[80], seq[48];
	char *env[5] = { state, prev, error, seq };

	snprintf(state, sizeof(state), "XEN_LIVEUPDATE_STATE=%s", xlu_state_word(u->state));
	snprintf(prev, sizeof(prev), "XEN_LIVEUPDATE_PREV=%s", xlu_state_word(before));
	snprintf(error, sizeof(error), "XEN_LIVEUPDATE_ERROR=%s",
		 u->why ? xlu_why_word(u->why) : "");
	snprintf(seq, sizeof(seq), "XEN_LIVEUPDATE_SEQ=%llu", u->sequence);
	wake_up_all(&u->wait);
	if (!u->dev)
		return;
	sysfs_notify(&u->dev->kobj, NULL, "state");
	kobject_uevent_env(&u->dev->kobj, KOBJ_CHANGE, env);
}

/**
 * xlu_set_state() - change the state and notify all waiters
 * @state: new state
 */
void xlu_set_state(enum xen_liveupdate_state state)
{
	struct xlu_update *u = &xlu_update;
	enum xen_liveupdate_state before = u->state;

	if (state == before)
		return;
	u->state = state;
	WRITE_ONCE(u->sequence, u->sequence + 1);
	update_announce(before);
}

/**
 * xlu_move() - change to the state that @action leads to by the table
 * @action: action that is known to be allowed
 */
void xlu_move(enum xlu_action action)
{
	int next = xlu_state_next(xlu_update.state, action);

	lockdep_assert_held(&xlu_update.lock);
	if (!WARN_ON_ONCE(next < 0))
		xlu_set_state(next);
}

/**
 * xlu_may() - may an action begin now?
 * @action: XLU_DO_*
 *
 * Return: 0, -EBUSY if another one is running, or an error by the table of states.
 */
int xlu_may(enum xlu_action action)
{
	int next;

	lockdep_assert_held(&xlu_update.lock);
	if (xlu_update.busy)
		return -EBUSY;
	next = xlu_state_next(xlu_update.state, action);
	return next < 0 ? next : 0;
}

/** xlu_clear_error() - forget the last error: an action has succeeded, or another begins */
void xlu_clear_error(void)
{
	xlu_update.why = XLU_WHY_NONE;
	xlu_update.error = 0;
	xlu_update.explanation[0] = 0;
}

/**
 * xlu_step_begin() - begin a long step, if @action is allowed
 * @action: XLU_DO_*
 *
 * A step that has a state of its own (verifying, loading, committing) enters that state
 * now; any other changes the state when it has succeeded.
 *
 * Context: lock held; on success it is dropped until xlu_step_end().
 *
 * Return: the step; or an ERR_PTR: -EBUSY if another action is running, -EBADFD if
 * @action is not allowed now.
 */
struct xlu_step *xlu_step_begin(enum xlu_action action)
{
	struct xlu_update *u = &xlu_update;
	int ret = xlu_may(action);

	if (ret)
		return ERR_PTR(ret);
	xlu_clear_error();
	if (action == XLU_DO_VERIFY || action == XLU_DO_LOAD || action == XLU_DO_COMMIT)
		xlu_move(action);
	u->busy = true;
	u->step = (struct xlu_step){ };
	mutex_unlock(&u->lock);
	return &u->step;
}

/**
 * xlu_step_end() - end a long step
 * @step: as returned by xlu_step_begin(); @step->cancel stays valid
 *
 * Context: takes the lock again.
 */
void xlu_step_end(struct xlu_step *step)
{
	struct xlu_update *u = &xlu_update;

	mutex_lock(&u->lock);
	u->busy = false;
	u->bytes_copied += step->copied;
	strscpy(u->explanation, step->explanation, sizeof(u->explanation));
	wake_up_all(&u->idle);
}

/** xlu_drop_image_buf() - free the inflated image, if any */
void xlu_drop_image_buf(void)
{
	struct xlu_update *u = &xlu_update;

	/* A buffer shared with the payload is freed with the payload. */
	if (u->image_buf && u->image_buf != u->payload[XEN_LIVEUPDATE_PAYLOAD_XEN]) {
		u->bytes_copied += u->image_buf->copied;
		xlu_buffer_drop(u->image_buf);
	}
	u->image_buf = NULL;
}

/** xlu_payload_copied() - bytes of a payload that were copied for dom0 */
u64 xlu_payload_copied(u32 payload)
{
	const struct xlu_buffer *buf = xlu_update.payload[payload];

	return buf ? READ_ONCE(buf->copied) : 0;
}

/** xlu_drop_image() - forget the verified image, if any */
void xlu_drop_image(void)
{
	struct xlu_update *u = &xlu_update;

	xlu_drop_image_buf();
	u->image_size = 0;
	u->image_signed = false;
	memset(&u->image, 0, sizeof(u->image));
}

/** xlu_drop_payloads() - free all staged payloads */
void xlu_drop_payloads(void)
{
	u32 i;

	for (i = 0; i < XLU_NR_PAYLOADS; i++) {
		xlu_update.bytes_copied += xlu_payload_copied(i);
		xlu_buffer_drop(xlu_update.payload[i]);
		xlu_update.payload[i] = NULL;
	}
}

static void update_drop_loaded(void)
{
	struct xlu_update *u = &xlu_update;

	if (!u->loaded)
		return;
	u->loaded->mode->unload(u->loaded);
	kfree(u->loaded);
	u->loaded = NULL;
	u->mode = 0;
}

/** xlu_drop_all() - unload and free everything of the update */
void xlu_drop_all(void)
{
	struct xlu_update *u = &xlu_update;

	update_drop_loaded();
	xlu_drop_image();
	xlu_drop_payloads();
	memset(u->image_sha256, 0, sizeof(u->image_sha256));
	u->keep = false;
	u->bytes_copied = 0;
	xlu_step_part(&u->step, 0);
}

/**
 * xlu_note_error() - remember why an action failed; the state stays as it is
 * @why: reason
 * @err: its errno, positive
 *
 * Return: -@err.
 */
int xlu_note_error(enum xlu_why why, int err)
{
	xlu_update.why = why;
	xlu_update.error = err;
	xlu_update.failed_state = xlu_update.state;
	return -err;
}

/**
 * xlu_failed() - drop the update, as it is of no further use, and remember why
 * @why: reason
 * @err: its errno, positive; 0 for the default errno of @why
 *
 * Return: -@err.
 */
int xlu_failed(enum xlu_why why, int err)
{
	int ret = xlu_note_error(why, err ?: xlu_why_errno(why));

	xlu_drop_all();
	if (why == XLU_WHY_CANCELLED) {
		xlu_update.explanation[0] = 0;
		xlu_set_state(XEN_LIVEUPDATE_STATE_IDLE);
	} else {
		xlu_move(XLU_DO_FAIL);
	}
	return ret;
}

/** xlu_update_init() - announce state changes by @dev from now on */
void xlu_update_init(struct device *dev)
{
	mutex_lock(&xlu_update.lock);
	xlu_update.dev = dev;
	mutex_unlock(&xlu_update.lock);
}

/** xlu_update_exit() - drop the update; the device is not open and no step runs */
void xlu_update_exit(void)
{
	mutex_lock(&xlu_update.lock);
	xlu_update.dev = NULL;
	xlu_drop_all();
	xlu_update.state = XEN_LIVEUPDATE_STATE_IDLE;
	mutex_unlock(&xlu_update.lock);
}
