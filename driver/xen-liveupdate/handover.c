// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Load and commit
 *
 * The engine's last actions: load, unload or enter the verified image. How that is
 * done depends on the mode, see load.h.
 */
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "engine.h"
#include "load.h"
#include "verify.h"

/* The load has failed. Unless cancelled, it may be tried again with what was staged. */
static int handover_not_loaded(enum xlu_why why)
{
	int ret;

	if (why == XLU_WHY_CANCELLED)
		return xlu_failed(why, 0);
	ret = xlu_note_error(why, xlu_why_errno(why));
	xlu_move(XLU_DO_NOT_LOADED);
	return ret;
}

static const struct xlu_mode *handover_find_mode(u32 mode)
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

/* Payloads must be sealed and the image mapped before they are loaded. */
static enum xlu_why handover_check_payloads(struct xlu_update *u)
{
	u32 i;

	for (i = 0; i < XLU_NR_PAYLOADS; i++) {
		if (u->payload[i] && !xlu_buffer_sealed(u->payload[i]))
			return XLU_WHY_NOT_SEALED;
	}
	if (xlu_buffer_map(u->image_buf))
		return XLU_WHY_OUT_OF_MEMORY;
	/* The policy may have become stricter since the image was verified. */
	return xlu_verify_policy(u->image_signed);
}

/* Record the loaded image. Free the payloads if Xen has a copy of them. */
static void handover_keep_loaded(struct xlu_loaded *loaded, u32 mode, bool keep)
{
	struct xlu_update *u = &xlu_update;

	u->loaded = loaded;
	u->mode = mode;
	u->keep = keep;
	if (!loaded->mode->keeps_payloads) {
		xlu_drop_image_buf();
		xlu_drop_payloads();
	}
	xlu_move(XLU_DO_LOADED);
}

/* Make u->image_buf the only reference to the buffer of the image. */
static void handover_forget_file(struct xlu_update *u)
{
	if (u->payload[XEN_LIVEUPDATE_PAYLOAD_XEN] == u->image_buf)
		u->payload[XEN_LIVEUPDATE_PAYLOAD_XEN] = NULL;
}

static int handover_load(u32 mode, u32 flags)
{
	bool dry_run = flags & XEN_LIVEUPDATE_LOAD_DRY_RUN;
	struct xlu_update *u = &xlu_update;
	enum xlu_why why = XLU_WHY_OUT_OF_MEMORY;
	struct xlu_loaded *loaded;
	struct xlu_step *step;

	step = xlu_step_begin(XLU_DO_LOAD);
	if (IS_ERR(step))
		return PTR_ERR(step);
	loaded = kzalloc(sizeof(*loaded), GFP_KERNEL);
	if (loaded) {
		loaded->mode = handover_find_mode(mode);
		why = handover_check_payloads(u) ?: loaded->mode->load(loaded, step, u, flags);
	}
	xlu_step_end(step);

	if (loaded && loaded->file_is_spent)
		handover_forget_file(u);
	if (!why && (step->cancel || dry_run))
		loaded->mode->unload(loaded);
	if (!why && step->cancel)
		why = XLU_WHY_CANCELLED;
	if (why || dry_run)
		kfree(loaded);
	if (why)
		return handover_not_loaded(why);
	xlu_clear_error();
	if (dry_run)
		xlu_move(XLU_DO_NOT_LOADED);
	else
		handover_keep_loaded(loaded, mode, flags & XEN_LIVEUPDATE_LOAD_KEEP);
	return 0;
}

/**
 * xlu_load() - hand the verified image to Xen
 * @mode: XEN_LIVEUPDATE_MODE_*
 * @flags: XEN_LIVEUPDATE_LOAD_*
 *
 * Return: 0 or a negative errno, see XEN_LIVEUPDATE_LOAD.
 */
int xlu_load(u32 mode, u32 flags)
{
	int ret;

	if (!handover_find_mode(mode))
		return -EINVAL;
	if (mode == XEN_LIVEUPDATE_MODE_COLD && (flags & XEN_LIVEUPDATE_LOAD_REVALIDATE))
		return -EINVAL;
	mutex_lock(&xlu_update.lock);
	ret = handover_load(mode, flags);
	mutex_unlock(&xlu_update.lock);
	return ret;
}

/**
 * xlu_unload() - take the loaded image back from Xen
 *
 * Return: 0 or a negative errno, see XEN_LIVEUPDATE_UNLOAD.
 */
int xlu_unload(void)
{
	int ret;

	mutex_lock(&xlu_update.lock);
	ret = xlu_may(XLU_DO_UNLOAD);
	if (!ret) {
		xlu_move(XLU_DO_UNLOAD);
		xlu_drop_all();
	}
	mutex_unlock(&xlu_update.lock);
	return ret;
}

static enum xlu_why handover_commit_why(int err)
{
	switch (err) {
	case -EBUSY:
		return XLU_WHY_HOST_BUSY;
	case -EEXIST:
		return XLU_WHY_KEXEC_IN_USE;
	case -EREMOTEIO:
		return XLU_WHY_XEN_REFUSED;
	default:
		return XLU_WHY_WENT_BACK;
	}
}

/* Is the loaded image intact, so that it may be committed later? */
static bool handover_still_good(enum xlu_why why)
{
	if (xlu_update.mode == XEN_LIVEUPDATE_MODE_LIVE)
		return why == XLU_WHY_HOST_BUSY;
	return why == XLU_WHY_KEXEC_IN_USE || why == XLU_WHY_XEN_REFUSED;
}

static int handover_not_committed(int err)
{
	enum xlu_why why = handover_commit_why(err);
	int ret;

	if (!handover_still_good(why))
		return xlu_failed(why, -err);
	ret = xlu_note_error(why, xlu_why_errno(why));
	xlu_move(XLU_DO_NOT_DONE);
	return ret;
}

static int handover_commit_now(void)
{
	struct xlu_loaded *loaded = xlu_update.loaded;
	struct xlu_step *step;
	int ret;

	step = xlu_step_begin(XLU_DO_COMMIT);
	if (IS_ERR(step))
		return PTR_ERR(step);
	ret = loaded->mode->commit(loaded, step);
	xlu_step_end(step);

	if (ret)
		return handover_not_committed(ret);
	xlu_clear_error();
	xlu_move(XLU_DO_DONE);
	xlu_drop_all();
	return 0;
}

static int handover_commit_on_reboot(void)
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
 * @digest: first bytes of the SHA-256 of the image to be entered
 * @digest_len: bytes of @digest
 * @on_reboot: enter it when dom0 restarts, not now
 *
 * Return: 0 or a negative errno, see XEN_LIVEUPDATE_COMMIT.
 */
int xlu_commit(const u8 *digest, size_t digest_len, bool on_reboot)
{
	int ret;

	mutex_lock(&xlu_update.lock);
	ret = xlu_may(on_reboot ? XLU_DO_ARM : XLU_DO_COMMIT);
	if (!ret && memcmp(digest, xlu_update.image_sha256, digest_len))
		ret = -EBADMSG;
	if (!ret)
		ret = on_reboot ? handover_commit_on_reboot() : handover_commit_now();
	mutex_unlock(&xlu_update.lock);
	return ret;
}
