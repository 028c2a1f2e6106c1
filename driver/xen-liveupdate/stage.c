// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Staging
 *
 * Payloads are staged through a buffer that user space fills, from a file that the
 * kernel reads so that security modules see it, or as text. Then they are sealed.
 */
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel_read_file.h>
#include <linux/math.h>
#include <linux/pfn.h>
#include <linux/security.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "engine.h"
#include "load.h"
#include "memory.h"
#include "verify.h"

const size_t xlu_payload_max[XLU_NR_PAYLOADS] = {
	[XEN_LIVEUPDATE_PAYLOAD_XEN] = XLU_MAX_XEN,
	[XEN_LIVEUPDATE_PAYLOAD_CMDLINE] = XLU_MAX_TEXT,
	[XEN_LIVEUPDATE_PAYLOAD_KERNEL] = XLU_MAX_KERNEL,
	[XEN_LIVEUPDATE_PAYLOAD_KERNEL_CMDLINE] = XLU_MAX_TEXT,
	[XEN_LIVEUPDATE_PAYLOAD_INITRD] = XLU_MAX_INITRD,
	[XEN_LIVEUPDATE_PAYLOAD_BLOB] = XLU_MAX_BLOB_SIZE,
};

/* Type of a payload for security modules */
static enum kernel_read_file_id stage_file_id(u32 payload)
{
	switch (payload) {
	case XEN_LIVEUPDATE_PAYLOAD_XEN:
	case XEN_LIVEUPDATE_PAYLOAD_KERNEL:
		return READING_KEXEC_IMAGE;
	default:
		return READING_KEXEC_INITRAMFS;
	}
}

/*
 * Type of a payload that comes without a file, for security modules. They are not asked
 * about payloads that do not run.
 */
static bool stage_asked_about(u32 payload, enum kernel_load_data_id *id)
{
	*id = stage_file_id(payload) == READING_KEXEC_IMAGE ? LOADING_KEXEC_IMAGE
						      : LOADING_KEXEC_INITRAMFS;
	return payload == XEN_LIVEUPDATE_PAYLOAD_XEN ||
	       payload == XEN_LIVEUPDATE_PAYLOAD_KERNEL ||
	       payload == XEN_LIVEUPDATE_PAYLOAD_INITRD;
}

static bool stage_is_xen(u32 payload)
{
	return payload == XEN_LIVEUPDATE_PAYLOAD_XEN;
}

static int stage_check_payload(u32 payload, u64 size)
{
	if (payload >= XLU_NR_PAYLOADS)
		return -EOPNOTSUPP;
	if (!size)
		return -EINVAL;
	return size > xlu_payload_max[payload] ? -EFBIG : 0;
}

/* Lock held. Replaces an earlier buffer of the payload. */
static void stage_put_payload(u32 payload, struct xlu_buffer *buf)
{
	struct xlu_update *u = &xlu_update;

	if (stage_is_xen(payload)) {
		xlu_drop_image();
		memset(u->image_sha256, 0, sizeof(u->image_sha256));
	}
	xlu_buffer_drop(u->payload[payload]);
	u->payload[payload] = buf;
}

static enum xlu_action stage_action(u32 payload)
{
	return stage_is_xen(payload) ? XLU_DO_STAGE_XEN : XLU_DO_STAGE;
}

static enum xlu_action stage_seal_action(u32 payload)
{
	return stage_is_xen(payload) ? XLU_DO_SEAL_XEN : XLU_DO_SEAL;
}

/* A staging step has failed: nothing has changed. */
static int stage_not_staged(int err)
{
	enum xlu_why other = err == -EINVAL ? XLU_WHY_NOT_A_FILE : XLU_WHY_IO_ERROR;

	return xlu_note_error(xlu_why_of_errno(err, other), -err);
}

/*
 * A new image overwrites an earlier one in the bank, which must then no longer count as
 * verified, even if staging the new one fails. Called within a step.
 */
static void stage_make_room(u32 payload)
{
	struct xlu_update *u = &xlu_update;

	mutex_lock(&u->lock);
	if (stage_is_xen(payload) &&
	    ((u->image_buf && u->image_buf->maddr) ||
	     (u->payload[payload] && u->payload[payload]->maddr))) {
		stage_put_payload(payload, NULL);
		xlu_move(XLU_DO_STAGE_XEN);
	}
	mutex_unlock(&u->lock);
}

/* On a Xen with a staging bank the image is staged in the bank. */
static struct xlu_buffer *stage_new_buffer(struct xlu_step *step, u32 payload, u64 size,
					   bool for_user, bool bank)
{
	struct xlu_bank_place place;

	stage_make_room(payload);
	if (stage_is_xen(payload) && bank && xlu_live_place(size, &place))
		return xlu_buffer_in_bank(&place, size);
	return xlu_buffer_in_memory(step, size, for_user);
}

/* Security modules may refuse payloads that come without a file. */
static struct xlu_buffer *stage_empty_buffer(struct xlu_step *step, u32 payload, u64 size,
					     bool bank)
{
	enum kernel_load_data_id id;
	int ret = 0;

	if (stage_asked_about(payload, &id))
		ret = security_kernel_load_data(id, true);
	return ret ? ERR_PTR(ret) : stage_new_buffer(step, payload, size, true, bank);
}

static struct xlu_buffer *stage_with_file(struct xlu_buffer *buf, struct file **file)
{
	*file = xlu_buffer_file(buf);
	if (!IS_ERR(*file))
		return buf;
	xlu_buffer_put(buf);
	return ERR_CAST(*file);
}

/**
 * xlu_stage_create() - create an empty buffer for a payload
 * @payload: enum xen_liveupdate_payload
 * @size: bytes
 * @bank: the buffer may lie in the staging bank
 * @buf: set to the buffer, with a reference for the caller
 * @file: set to a new file of the buffer; NULL if none is wanted
 *
 * Return: 0 or a negative errno, see XEN_LIVEUPDATE_STAGE_CREATE.
 */
int xlu_stage_create(u32 payload, u64 size, bool bank, struct xlu_buffer **buf,
		     struct file **file)
{
	struct xlu_buffer *new;
	struct xlu_step *step;
	int ret;

	ret = stage_check_payload(payload, size);
	if (ret)
		return ret;
	mutex_lock(&xlu_update.lock);
	step = xlu_step_begin(stage_action(payload));
	ret = PTR_ERR_OR_ZERO(step);
	if (ret)
		goto out;
	new = stage_empty_buffer(step, payload, size, bank);
	if (file && !IS_ERR(new))
		new = stage_with_file(new, file);
	xlu_step_end(step);
	if (IS_ERR(new)) {
		ret = stage_not_staged(PTR_ERR(new));
		goto out;
	}
	stage_put_payload(payload, new);
	xlu_move(stage_action(payload));
	kref_get(&new->ref);
	*buf = new;
out:
	mutex_unlock(&xlu_update.lock);
	return ret;
}

/**
 * xlu_stage_upload() - append to the image, whose size is not yet known
 * @buf: buffer of the image
 * @data: in kernel memory
 * @len: bytes
 *
 * A failure leaves the buffer as it was, so the call may be repeated.
 *
 * Return: 0 or a negative errno, see xlu_buffer_upload().
 */
int xlu_stage_upload(struct xlu_buffer *buf, const void *data, size_t len)
{
	int ret = xlu_buffer_upload(buf, data, len, XLU_MAX_XEN);
	struct xlu_step step = { };	/* local, as no step is running */

	if (ret == -ENOMEM)
		xlu_explain_memory(&step, 2 * buf->size);
	if (ret == -ENOMEM || ret == -EFBIG) {
		mutex_lock(&xlu_update.lock);
		stage_not_staged(ret);
		strscpy(xlu_update.explanation, step.explanation,
			sizeof(xlu_update.explanation));
		mutex_unlock(&xlu_update.lock);
	}
	return ret;
}

static struct xlu_buffer *stage_read_file(struct xlu_step *step, u32 payload, struct file *file)
{
	struct xlu_buffer *buf;
	ssize_t len;
	loff_t size;
	void *data;
	int ret;

	/* Direct I/O needs struct pages, which neither bank nor kvmalloc() guarantees. */
	if (!S_ISREG(file_inode(file)->i_mode) || file->f_flags & O_DIRECT)
		return ERR_PTR(-EINVAL);
	size = i_size_read(file_inode(file));
	ret = stage_check_payload(payload, size);
	if (ret)
		return ERR_PTR(ret);
	buf = stage_new_buffer(step, payload, size, false, true);
	if (IS_ERR(buf))
		return buf;
	xlu_step_part(step, size);
	data = buf->data;
	len = kernel_read_file(file, 0, &data, size, NULL, stage_file_id(payload));
	if (len != size) {
		xlu_buffer_put(buf);
		return ERR_PTR(len < 0 ? len : -EIO);
	}
	buf->filled = size;
	buf->copied = size;
	xlu_step_progress(step, size);
	return buf;
}

/**
 * xlu_stage_file() - have the kernel read a payload
 * @payload: enum xen_liveupdate_payload
 * @file: regular file, open for reading
 *
 * Seals the buffer. For the image, the new state is "received".
 *
 * Return: 0 or a negative errno, see XEN_LIVEUPDATE_STAGE_FD.
 */
int xlu_stage_file(u32 payload, struct file *file)
{
	struct xlu_buffer *buf;
	struct xlu_step *step;
	int ret;

	if (payload >= XLU_NR_PAYLOADS)
		return -EOPNOTSUPP;
	mutex_lock(&xlu_update.lock);
	step = xlu_step_begin(stage_action(payload));
	ret = PTR_ERR_OR_ZERO(step);
	if (ret)
		goto out_unlock;
	buf = stage_read_file(step, payload, file);
	xlu_step_end(step);
	if (!IS_ERR(buf) && step->cancel) {
		xlu_buffer_put(buf);
		buf = ERR_PTR(-EINTR);
	}
	if (!IS_ERR(buf)) {
		/* Fails if an earlier buffer in the bank is still mapped or written to. */
		ret = xlu_buffer_seal(buf);
		if (ret) {
			xlu_buffer_put(buf);
			buf = ERR_PTR(ret);
		}
	}
	if (IS_ERR(buf)) {
		ret = stage_not_staged(PTR_ERR(buf));
		goto out_unlock;
	}
	stage_put_payload(payload, buf);
	xlu_move(stage_action(payload));
	xlu_move(stage_seal_action(payload));
out_unlock:
	mutex_unlock(&xlu_update.lock);
	return ret;
}

/**
 * xlu_stage_text() - stage a command line
 * @payload: enum xen_liveupdate_payload
 * @text: in kernel memory
 * @len: bytes
 *
 * Return: 0 or a negative errno, see XEN_LIVEUPDATE_STAGE_CREATE.
 */
int xlu_stage_text(u32 payload, const char *text, size_t len)
{
	struct xlu_buffer *buf;
	int ret;

	ret = xlu_stage_create(payload, len, false, &buf, NULL);
	if (ret)
		return ret;
	ret = xlu_buffer_append(buf, text, len);
	xlu_buffer_put(buf);
	return ret ?: xlu_stage_seal(payload, NULL);
}

/* Drop a payload with a wrong digest, or refused by policy. @err: see xlu_failed() */
static int stage_bad_payload(u32 payload, enum xlu_why why, int err)
{
	if (stage_is_xen(payload))
		return xlu_failed(why, err);
	stage_put_payload(payload, NULL);
	return xlu_note_error(why, err ?: xlu_why_errno(why));
}

/* Payload is sealed. Lock held, but dropped during the checks. */
static int stage_check_content(u32 payload, struct xlu_buffer *buf, const u8 *want)
{
	u8 found[XEN_LIVEUPDATE_SHA256_SIZE];
	enum xlu_why why = XLU_WHY_NONE;
	enum kernel_load_data_id id;
	struct xlu_step *step;
	int err = 0;

	step = xlu_step_begin(stage_seal_action(payload));
	if (IS_ERR(step))
		return PTR_ERR(step);
	if (stage_asked_about(payload, &id))
		err = security_kernel_post_load_data(buf->data, buf->size, id,
						     "xen-liveupdate");
	if (err)
		why = XLU_WHY_LSM_REFUSED;
	if (!why && want) {
		xlu_step_part(step, buf->size);
		why = xlu_digest(step, buf->data, buf->size, found);
		if (!why && memcmp(found, want, sizeof(found)))
			why = XLU_WHY_BAD_DIGEST;
	}
	xlu_step_end(step);
	if (!why && step->cancel)
		why = XLU_WHY_CANCELLED;
	return why ? stage_bad_payload(payload, why, -err) : 0;
}

static int stage_seal(u32 payload, struct xlu_buffer *buf, const u8 *sha256)
{
	int ret;

	if (!buf)
		return -ENOENT;
	ret = xlu_buffer_seal(buf);
	if (!ret)
		ret = stage_check_content(payload, buf, sha256);
	if (!ret)
		xlu_move(stage_seal_action(payload));
	return ret;
}

/**
 * xlu_stage_seal() - seal a complete payload
 * @payload: enum xen_liveupdate_payload
 * @sha256: expected digest, or NULL
 *
 * Return: 0 or a negative errno, see XEN_LIVEUPDATE_SEAL.
 */
int xlu_stage_seal(u32 payload, const u8 *sha256)
{
	int ret;

	if (payload >= XLU_NR_PAYLOADS)
		return -EOPNOTSUPP;
	mutex_lock(&xlu_update.lock);
	ret = xlu_may(stage_seal_action(payload));
	if (!ret)
		ret = stage_seal(payload, xlu_update.payload[payload], sha256);
	mutex_unlock(&xlu_update.lock);
	return ret;
}
