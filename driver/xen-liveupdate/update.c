// SPDX-License-Identifier: GPL-2.0-only
/*
 * DOC: The update
 *
 * There is one update at a time; ioctl and sysfs drive the same one. Each action
 * asks the table in state.c whether it is allowed. Long steps (reading a file,
 * verifying, loading) run without the lock, one at a time: xlu_step_begin() and
 * xlu_step_end() bracket them. Others get EBUSY meanwhile, except for status
 * and cancel, which asks the step to stop and waits until it has. Committing cannot
 * be stopped, unless it waits for something in Xen to pass.
 *
 * An action that is refused changes nothing. A step that fails after it has begun
 * drops what was staged if that can be of no more use, and leaves the reason in
 * the status either way.
 */
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/jiffies.h>
#include <linux/kobject.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "load.h"
#include "report.h"
#include "update.h"
#include "verify.h"

struct xlu_update xlu_update = {
	.lock = __MUTEX_INITIALIZER(xlu_update.lock),
	.wait = __WAIT_QUEUE_HEAD_INITIALIZER(xlu_update.wait),
	.idle = __WAIT_QUEUE_HEAD_INITIALIZER(xlu_update.idle),
};

/* Between two tries of what Xen is too busy for. */
#define WAIT_STEP_MS	50

/* Stands for a sysfs file that is being written, where a writer is expected. */
static const struct file sysfs_writer;

static void announce(enum xen_liveupdate_state before)
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

static void set_state(enum xen_liveupdate_state state)
{
	struct xlu_update *u = &xlu_update;
	enum xen_liveupdate_state before = u->state;

	if (state == before)
		return;
	u->state = state;
	WRITE_ONCE(u->sequence, u->sequence + 1);
	announce(before);
}

/**
 * xlu_move() - go where the table says that @action leads
 * @action: known to be allowed
 */
void xlu_move(enum xlu_action action)
{
	int next = xlu_state_next(xlu_update.state, action);

	lockdep_assert_held(&xlu_update.lock);
	if (!WARN_ON_ONCE(next < 0))
		set_state(next);
}

/* May @action begin now? */
static int check(enum xlu_action action)
{
	int next;

	lockdep_assert_held(&xlu_update.lock);
	if (xlu_update.busy)
		return -EBUSY;
	next = xlu_state_next(xlu_update.state, action);
	return next < 0 ? next : 0;
}

static void clear_error(void)
{
	xlu_update.why = XLU_WHY_NONE;
	xlu_update.error = 0;
	xlu_update.explanation[0] = 0;
}

/**
 * xlu_step_begin() - begin a long step, if @action is allowed
 * @action: XLU_DO_*
 *
 * A step that has a state of its own (verifying, loading, committing) is in it now;
 * any other moves on when it has succeeded.
 *
 * Context: lock held; it is given up when this returns 0, until xlu_step_end().
 *
 * Return: 0, -EBUSY if another action is running, -EBADFD if @action is not allowed now.
 */
int xlu_step_begin(enum xlu_action action)
{
	int ret = check(action);

	if (ret)
		return ret;
	clear_error();
	if (action == XLU_DO_VERIFY || action == XLU_DO_LOAD || action == XLU_DO_COMMIT)
		xlu_move(action);
	xlu_update.busy = true;
	xlu_update.waiting = false;
	WRITE_ONCE(xlu_update.cancel, false);
	WRITE_ONCE(xlu_update.bytes_done, 0);
	WRITE_ONCE(xlu_update.bytes_total, 0);
	mutex_unlock(&xlu_update.lock);
	return 0;
}

/** xlu_step_end() - the long step is over; the lock is held again */
void xlu_step_end(void)
{
	mutex_lock(&xlu_update.lock);
	xlu_update.busy = false;
	wake_up_all(&xlu_update.idle);
}

/**
 * xlu_wait_busy() - Xen is busy with something that passes: sleep for a moment
 * @what: Xen's words for it, which are the explanation meanwhile
 *
 * Nothing is held or paused. From the first time on the step can be cancelled even
 * if it is the one that commits.
 *
 * Return: 0 to try again; -EBUSY if the time that the caller has set is over;
 * -EINTR if the step was cancelled, or its process has a signal.
 */
int xlu_wait_busy(const char *what)
{
	struct xlu_update *u = &xlu_update;

	if (time_after_eq(jiffies, u->wait_until))
		return -EBUSY;
	mutex_lock(&u->lock);
	u->waiting = true;
	strscpy(u->explanation, what, sizeof(u->explanation));
	mutex_unlock(&u->lock);
	msleep_interruptible(WAIT_STEP_MS);
	return READ_ONCE(u->cancel) || signal_pending(current) ? -EINTR : 0;
}

/* Unless it is the payload's, which goes with that. */
static void drop_image_buf(void)
{
	struct xlu_update *u = &xlu_update;

	if (u->image_buf && u->image_buf != u->payload[XEN_LIVEUPDATE_PAYLOAD_XEN]) {
		u->bytes_copied += u->image_buf->copied;
		xlu_buffer_drop(u->image_buf);
	}
	u->image_buf = NULL;
}

/**
 * xlu_explain() - say more than a reason's word does
 * @format: as for printf()
 *
 * Context: a step that runs, without the lock.
 */
void xlu_explain(const char *format, ...)
{
	struct xlu_update *u = &xlu_update;
	va_list args;

	mutex_lock(&u->lock);
	va_start(args, format);
	vsnprintf(u->explanation, sizeof(u->explanation), format, args);
	va_end(args);
	mutex_unlock(&u->lock);
}

/** xlu_drop_image() - forget what was verified, if there is something */
void xlu_drop_image(void)
{
	struct xlu_update *u = &xlu_update;

	drop_image_buf();
	u->image_size = 0;
	u->image_signed = false;
	memset(&u->image, 0, sizeof(u->image));
}

/**
 * xlu_drop_file() - the image is no more what the file was, and cannot be verified again
 *
 * Context: a step that runs, without the lock.
 */
void xlu_drop_file(void)
{
	struct xlu_update *u = &xlu_update;

	mutex_lock(&u->lock);
	/* It has the reference from now on. */
	if (u->payload[XEN_LIVEUPDATE_PAYLOAD_XEN] == u->image_buf)
		u->payload[XEN_LIVEUPDATE_PAYLOAD_XEN] = NULL;
	mutex_unlock(&u->lock);
}

static u64 payload_copied(u32 i)
{
	return xlu_update.payload[i] ? READ_ONCE(xlu_update.payload[i]->copied) : 0;
}

static void drop_payloads(void)
{
	u32 i;

	for (i = 0; i < XEN_LIVEUPDATE_NR_PAYLOADS; i++) {
		xlu_update.bytes_copied += payload_copied(i);
		xlu_buffer_drop(xlu_update.payload[i]);
		xlu_update.payload[i] = NULL;
	}
}

static void drop_loaded(void)
{
	struct xlu_update *u = &xlu_update;

	if (!u->loaded)
		return;
	u->loaded->mode->unload(u->loaded);
	kfree(u->loaded);
	u->loaded = NULL;
	u->mode = 0;
}

static void drop_all(void)
{
	struct xlu_update *u = &xlu_update;

	drop_loaded();
	xlu_drop_image();
	drop_payloads();
	memset(u->image_sha256, 0, sizeof(u->image_sha256));
	u->keep = false;
	u->bytes_copied = 0;
	WRITE_ONCE(u->bytes_done, 0);
	WRITE_ONCE(u->bytes_total, 0);
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
 * xlu_why_of_errno() - the reason that fits an error best
 * @err: negative or 0
 * @other: what fits if no other does
 *
 * Return: the reason, XLU_WHY_NONE for 0.
 */
enum xlu_why xlu_why_of_errno(int err, enum xlu_why other)
{
	switch (-err) {
	case 0:
		return XLU_WHY_NONE;
	case ENOMEM:
		return XLU_WHY_OUT_OF_MEMORY;
	case EFBIG:
		return XLU_WHY_TOO_LARGE;
	case E2BIG:
		return XLU_WHY_CMDLINE_TOO_LONG;
	case ENOSPC:
		return XLU_WHY_NO_ROOM;
	case EINTR:
		return XLU_WHY_CANCELLED;
	case EPERM:
	case EACCES:
		return XLU_WHY_LSM_REFUSED;
	case EOPNOTSUPP:
		return XLU_WHY_NO_LIVE_UPDATE;
	default:
		return other;
	}
}

/**
 * xlu_failed() - what was staged is of no use: drop it, say why
 * @why: reason
 * @err: its errno, positive; 0: the one that goes with @why
 *
 * Return: -@err.
 */
int xlu_failed(enum xlu_why why, int err)
{
	int ret = xlu_note_error(why, err ?: xlu_why_errno(why));

	drop_all();
	if (why == XLU_WHY_CANCELLED) {
		xlu_update.explanation[0] = 0;
		set_state(XEN_LIVEUPDATE_STATE_IDLE);
	} else {
		xlu_move(XLU_DO_FAIL);
	}
	return ret;
}

/* The load did not succeed, but may be tried again with what is there. */
static int not_loaded(enum xlu_why why)
{
	int ret;

	if (why == XLU_WHY_CANCELLED)
		return xlu_failed(why, 0);
	ret = xlu_note_error(why, xlu_why_errno(why));
	xlu_move(XLU_DO_NOT_LOADED);
	return ret;
}

static const struct xlu_mode *find_mode(u32 mode)
{
	switch (mode) {
	case XEN_LIVEUPDATE_MODE_COLD:
		return &xlu_cold_mode;
	case XEN_LIVEUPDATE_MODE_LIVE:
		return &xlu_live_mode;
	default:
		return NULL;
	}
}

/* Only a live update has something to wait for. */
static u32 wait_max(u32 mode)
{
	return mode == XEN_LIVEUPDATE_MODE_LIVE ? XEN_LIVEUPDATE_WAIT_MAX_MS : 0;
}

/* What is loaded must not change any more, and has to be mapped. */
static enum xlu_why check_payloads(struct xlu_update *u)
{
	u32 i;

	for (i = 0; i < XEN_LIVEUPDATE_NR_PAYLOADS; i++) {
		if (u->payload[i] && !xlu_buffer_sealed(u->payload[i]))
			return XLU_WHY_NOT_SEALED;
	}
	if (xlu_buffer_map(u->image_buf))
		return XLU_WHY_OUT_OF_MEMORY;
	/* It may have become stricter since the image was verified. */
	return xlu_verify_policy(u->image_signed);
}

static int load_step(u32 mode, bool dry_run, bool keep, u32 wait_ms)
{
	struct xlu_update *u = &xlu_update;
	struct xlu_loaded *loaded;
	enum xlu_why why = XLU_WHY_OUT_OF_MEMORY;
	int ret;

	ret = xlu_step_begin(XLU_DO_LOAD);
	if (ret)
		return ret;
	u->wait_until = jiffies + msecs_to_jiffies(wait_ms);
	loaded = kzalloc(sizeof(*loaded), GFP_KERNEL);
	if (loaded) {
		loaded->mode = find_mode(mode);
		why = check_payloads(u) ?: loaded->mode->load(loaded, u, dry_run);
	}
	xlu_step_end();

	if (!why && u->cancel) {
		loaded->mode->unload(loaded);
		why = XLU_WHY_CANCELLED;
	}
	if (why) {
		kfree(loaded);
		return not_loaded(why);
	}
	clear_error();
	if (dry_run) {
		loaded->mode->unload(loaded);
		kfree(loaded);
		xlu_move(XLU_DO_NOT_LOADED);
		return 0;
	}
	u->loaded = loaded;
	u->mode = mode;
	u->keep = keep;
	if (!loaded->mode->keeps_payloads) {
		/* Xen has a copy: dom0 needs its own no more. */
		drop_image_buf();
		drop_payloads();
	}
	xlu_move(XLU_DO_LOADED);
	return 0;
}

/**
 * xlu_load() - hand the verified image to Xen
 * @mode: XEN_LIVEUPDATE_MODE_*
 * @dry_run: do everything but that
 * @keep: it stays loaded when the writer closes the device
 * @wait_ms: live: how long it may wait for what passes by itself
 *
 * Return: 0 or a negative errno, see XEN_LIVEUPDATE_LOAD.
 */
int xlu_load(u32 mode, bool dry_run, bool keep, u32 wait_ms)
{
	int ret;

	if (!find_mode(mode) || wait_ms > wait_max(mode))
		return -EINVAL;
	mutex_lock(&xlu_update.lock);
	ret = load_step(mode, dry_run, keep, wait_ms);
	mutex_unlock(&xlu_update.lock);
	return ret;
}

/** xlu_unload() - take the loaded image back from Xen */
int xlu_unload(void)
{
	int ret;

	mutex_lock(&xlu_update.lock);
	ret = check(XLU_DO_UNLOAD);
	if (!ret) {
		xlu_move(XLU_DO_UNLOAD);
		drop_all();
	}
	mutex_unlock(&xlu_update.lock);
	return ret;
}

static enum xlu_why commit_why(int err)
{
	switch (err) {
	case -EBUSY:
		return XLU_WHY_BUSY;
	case -EINTR:
		return XLU_WHY_CANCELLED;
	case -EEXIST:
		return XLU_WHY_KEXEC_IN_USE;
	case -EREMOTEIO:
		return XLU_WHY_XEN_REFUSED;
	default:
		return XLU_WHY_WENT_BACK;
	}
}

/* Has nothing happened to what is loaded, so that it may be committed later? */
static bool still_good(enum xlu_why why)
{
	if (xlu_update.mode == XEN_LIVEUPDATE_MODE_LIVE)
		return why == XLU_WHY_BUSY;
	return why == XLU_WHY_KEXEC_IN_USE || why == XLU_WHY_XEN_REFUSED;
}

static int not_committed(int err)
{
	enum xlu_why why = commit_why(err);
	int ret;

	if (!still_good(why))
		return xlu_failed(why, -err);
	ret = xlu_note_error(why, xlu_why_errno(why));
	xlu_move(XLU_DO_NOT_DONE);
	return ret;
}

static int commit_now(u32 wait_ms)
{
	struct xlu_update *u = &xlu_update;
	int ret;

	ret = xlu_step_begin(XLU_DO_COMMIT);
	if (ret)
		return ret;
	u->wait_until = jiffies + msecs_to_jiffies(wait_ms);
	ret = u->loaded->mode->commit(u->loaded);
	xlu_step_end();

	if (ret)
		return not_committed(ret);
	clear_error();
	xlu_move(XLU_DO_DONE);
	drop_all();
	return 0;
}

static int commit_on_reboot(void)
{
	struct xlu_update *u = &xlu_update;

	if (!u->loaded->mode->arm)
		return -EOPNOTSUPP;
	u->keep = true;
	u->loaded->mode->arm(u->loaded);
	xlu_move(XLU_DO_ARM);
	return 0;
}

/**
 * xlu_commit() - enter the loaded image
 * @digest: the beginning of the SHA-256 of the image that is meant
 * @digest_len: its bytes
 * @on_reboot: not now but when dom0 restarts
 * @wait_ms: live: how long it may wait for what passes by itself
 *
 * Return: 0 or a negative errno, see XEN_LIVEUPDATE_COMMIT.
 */
int xlu_commit(const u8 *digest, size_t digest_len, bool on_reboot, u32 wait_ms)
{
	int ret;

	if (wait_ms > XEN_LIVEUPDATE_WAIT_MAX_MS)
		return -EINVAL;
	mutex_lock(&xlu_update.lock);
	ret = check(on_reboot ? XLU_DO_ARM : XLU_DO_COMMIT);
	if (!ret && memcmp(digest, xlu_update.image_sha256, digest_len))
		ret = -EBADMSG;
	if (!ret && wait_ms > wait_max(xlu_update.mode))
		ret = -EINVAL;
	if (!ret)
		ret = on_reboot ? commit_on_reboot() : commit_now(wait_ms);
	mutex_unlock(&xlu_update.lock);
	return ret;
}

/* Ask the step that runs to stop, and wait for it. Lock held. */
static int stop_step(void)
{
	struct xlu_update *u = &xlu_update;
	int ret;

	while (u->busy) {
		if (u->state == XEN_LIVEUPDATE_STATE_COMMITTING && !u->waiting)
			return -EBUSY;
		WRITE_ONCE(u->cancel, true);
		mutex_unlock(&u->lock);
		ret = wait_event_killable(u->idle, !READ_ONCE(u->busy));
		mutex_lock(&u->lock);
		if (ret)
			return ret;
	}
	return 0;
}

static bool process_has_device(void)
{
	return xlu_update.writer && xlu_update.writer != &sysfs_writer;
}

/* Lock held; given up for as long as a step takes to stop. */
static int cancel(bool by_sysfs)
{
	bool stopped = xlu_update.busy;
	int ret;

	if (by_sysfs && process_has_device())
		return -EBUSY;
	ret = stop_step();
	/* What is there now may be somebody else's. */
	if (!ret && by_sysfs && process_has_device())
		ret = -EBUSY;
	if (!ret)
		ret = check(XLU_DO_CANCEL);
	if (!ret) {
		drop_all();
		xlu_move(XLU_DO_CANCEL);
		clear_error();
	} else if (ret == -EBADFD && stopped) {
		/* The step itself has cleaned up; unless a commit was faster. */
		ret = xlu_update.why == XLU_WHY_CANCELLED ? 0 : -EBUSY;
	}
	WRITE_ONCE(xlu_update.cancel, false);
	return ret;
}

/** xlu_cancel() - stop whatever is going on and drop everything */
int xlu_cancel(void)
{
	int ret;

	mutex_lock(&xlu_update.lock);
	ret = cancel(false);
	mutex_unlock(&xlu_update.lock);
	return ret;
}

/** xlu_sysfs_cancel() - the same for sysfs; -EBUSY if a process has the device */
int xlu_sysfs_cancel(void)
{
	int ret;

	mutex_lock(&xlu_update.lock);
	ret = cancel(true);
	mutex_unlock(&xlu_update.lock);
	return ret;
}

static u64 memory_held(void)
{
	struct xlu_update *u = &xlu_update;
	u64 sum = 0;
	u32 i;

	if (u->image_buf != u->payload[XEN_LIVEUPDATE_PAYLOAD_XEN])
		sum = xlu_buffer_memory(u->image_buf);

	for (i = 0; i < XEN_LIVEUPDATE_NR_PAYLOADS; i++)
		sum += xlu_buffer_memory(u->payload[i]);
	return sum;
}

static u64 bytes_copied(void)
{
	struct xlu_update *u = &xlu_update;
	u64 sum = u->bytes_copied;
	u32 i;

	if (u->image_buf && u->image_buf != u->payload[XEN_LIVEUPDATE_PAYLOAD_XEN])
		sum += u->image_buf->copied;

	for (i = 0; i < XEN_LIVEUPDATE_NR_PAYLOADS; i++)
		sum += payload_copied(i);
	return sum;
}

/** xlu_status() - fill in all but the size */
void xlu_status(struct xen_liveupdate_status *s)
{
	struct xlu_update *u = &xlu_update;

	mutex_lock(&u->lock);
	s->state = u->state;
	s->failed_state = u->failed_state;
	s->error = u->error;
	s->sequence = u->sequence;
	s->bytes_done = READ_ONCE(u->bytes_done);
	s->bytes_total = READ_ONCE(u->bytes_total);
	s->bytes_copied = bytes_copied();
	s->memory = memory_held();
	s->mode = u->mode;
	s->signed_image = u->image_signed;
	s->image_size = u->image_size;
	memcpy(s->image_sha256, u->image_sha256, sizeof(s->image_sha256));
	if (u->why)
		strscpy(s->reason, xlu_why_word(u->why), sizeof(s->reason));
	strscpy(s->image_build_id, u->image.build_id, sizeof(s->image_build_id));
	strscpy(s->explanation, u->explanation, sizeof(s->explanation));
	mutex_unlock(&u->lock);
}

static bool in_progress(void)
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
 * xlu_writer_open() - the device is opened for writing
 * @file: by whom
 *
 * What stayed loaded is handed on; an update that is being prepared through sysfs
 * is not.
 *
 * Return: 0, or -EBUSY.
 */
int xlu_writer_open(const struct file *file)
{
	int ret = -EBUSY;

	mutex_lock(&xlu_update.lock);
	if (!xlu_update.writer && !in_progress()) {
		xlu_update.writer = file;
		ret = 0;
	}
	mutex_unlock(&xlu_update.lock);
	return ret;
}

/** xlu_writer_release() - the writer has gone: undo all that it did not keep */
void xlu_writer_release(const struct file *file)
{
	struct xlu_update *u = &xlu_update;

	mutex_lock(&u->lock);
	if (u->writer == file) {
		u->writer = NULL;
		if (!u->keep && u->state != XEN_LIVEUPDATE_STATE_IDLE) {
			drop_all();
			set_state(XEN_LIVEUPDATE_STATE_IDLE);
		}
	}
	mutex_unlock(&u->lock);
}

/**
 * xlu_sysfs_enter() - a sysfs file is written to
 *
 * Return: -EBUSY if a process has the device open for writing, or another file
 * is being written to.
 */
int xlu_sysfs_enter(void)
{
	int ret = -EBUSY;

	mutex_lock(&xlu_update.lock);
	if (!xlu_update.writer) {
		xlu_update.writer = &sysfs_writer;
		ret = 0;
	}
	mutex_unlock(&xlu_update.lock);
	return ret;
}

/** xlu_sysfs_leave() - the write to a sysfs file is over; the update stays */
void xlu_sysfs_leave(void)
{
	mutex_lock(&xlu_update.lock);
	xlu_update.writer = NULL;
	mutex_unlock(&xlu_update.lock);
}

/** xlu_update_init() - from now on state changes are announced */
void xlu_update_init(struct device *dev)
{
	mutex_lock(&xlu_update.lock);
	xlu_update.dev = dev;
	mutex_unlock(&xlu_update.lock);
}

/** xlu_update_exit() - the module goes: nobody has the device, nothing runs */
void xlu_update_exit(void)
{
	mutex_lock(&xlu_update.lock);
	xlu_update.dev = NULL;
	drop_all();
	xlu_update.state = XEN_LIVEUPDATE_STATE_IDLE;
	mutex_unlock(&xlu_update.lock);
}
