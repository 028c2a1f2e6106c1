// SPDX-License-Identifier: GPL-2.0-only
/*
 * DOC: Staging
 *
 * Payloads get in: through a buffer that user space fills, from a file that the
 * kernel reads so that security modules see it, or as text. Then they are sealed,
 * and the image is verified.
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

#include "lib/dom0_kernel.h"
#include "inflate.h"
#include "load.h"
#include "update.h"
#include "verify.h"

const size_t xlu_payload_max[XEN_LIVEUPDATE_NR_PAYLOADS] = {
	[XEN_LIVEUPDATE_PAYLOAD_XEN] = XLU_MAX_XEN,
	[XEN_LIVEUPDATE_PAYLOAD_CMDLINE] = XLU_MAX_TEXT,
	[XEN_LIVEUPDATE_PAYLOAD_KERNEL] = XLU_MAX_KERNEL,
	[XEN_LIVEUPDATE_PAYLOAD_KERNEL_CMDLINE] = XLU_MAX_TEXT,
	[XEN_LIVEUPDATE_PAYLOAD_INITRD] = XLU_MAX_INITRD,
	[XEN_LIVEUPDATE_PAYLOAD_BLOB] = XLU_MAX_BLOB_SIZE,
};

/* As what security modules are asked about the content of a payload. */
static enum kernel_read_file_id file_id(u32 payload)
{
	switch (payload) {
	case XEN_LIVEUPDATE_PAYLOAD_XEN:
	case XEN_LIVEUPDATE_PAYLOAD_KERNEL:
		return READING_KEXEC_IMAGE;
	default:
		return READING_KEXEC_INITRAMFS;
	}
}

/* The same for what no file vouches for. What is not going to run is not asked about. */
static bool asked_about(u32 payload, enum kernel_load_data_id *id)
{
	*id = file_id(payload) == READING_KEXEC_IMAGE ? LOADING_KEXEC_IMAGE
						      : LOADING_KEXEC_INITRAMFS;
	return payload == XEN_LIVEUPDATE_PAYLOAD_XEN ||
	       payload == XEN_LIVEUPDATE_PAYLOAD_KERNEL ||
	       payload == XEN_LIVEUPDATE_PAYLOAD_INITRD;
}

static bool is_xen(u32 payload)
{
	return payload == XEN_LIVEUPDATE_PAYLOAD_XEN;
}

static int check_payload(u32 payload, u64 size)
{
	if (payload >= XEN_LIVEUPDATE_NR_PAYLOADS)
		return -EOPNOTSUPP;
	if (!size)
		return -EINVAL;
	return size > xlu_payload_max[payload] ? -EFBIG : 0;
}

/* Lock held. The buffer takes the place of an earlier one. */
static void put_payload(u32 payload, struct xlu_buffer *buf)
{
	struct xlu_update *u = &xlu_update;

	if (is_xen(payload)) {
		xlu_drop_image();
		memset(u->image_sha256, 0, sizeof(u->image_sha256));
	}
	xlu_buffer_drop(u->payload[payload]);
	u->payload[payload] = buf;
}

static enum xlu_action stage_action(u32 payload)
{
	return is_xen(payload) ? XLU_DO_STAGE_XEN : XLU_DO_STAGE;
}

static enum xlu_action seal_action(u32 payload)
{
	return is_xen(payload) ? XLU_DO_SEAL_XEN : XLU_DO_SEAL;
}

/* A staging step has failed: nothing has changed. */
static int not_staged(int err)
{
	enum xlu_why other = err == -EINVAL ? XLU_WHY_NOT_A_FILE : XLU_WHY_IO_ERROR;

	return xlu_note_error(xlu_why_of_errno(err, other), -err);
}

/*
 * A new image would overwrite one that lies in the bank: that one must not count as
 * verified any more, whatever becomes of the new one. Called within a step.
 */
static void make_room(u32 payload)
{
	struct xlu_update *u = &xlu_update;

	mutex_lock(&u->lock);
	if (is_xen(payload) &&
	    ((u->image_buf && u->image_buf->maddr) ||
	     (u->payload[payload] && u->payload[payload]->maddr))) {
		put_payload(payload, NULL);
		xlu_move(XLU_DO_STAGE_XEN);
	}
	mutex_unlock(&u->lock);
}

/* There was no memory for so many bytes. */
static void explain_memory(u64 size)
{
	u64 missing = xlu_memory_missing(PFN_UP(size));

	if (missing)
		xlu_explain("%llu MiB of memory are missing in dom0",
			    DIV_ROUND_UP(missing, 1 << (20 - PAGE_SHIFT)));
}

static struct xlu_buffer *in_memory(u64 size, bool for_user)
{
	struct xlu_buffer *buf = xlu_buffer_alloc(size, for_user);

	if (IS_ERR(buf))
		explain_memory(size);
	return buf;
}

/* On a Xen with a staging bank the image goes right there. */
static struct xlu_buffer *new_buffer(u32 payload, u64 size, bool for_user, bool bank)
{
	struct xlu_bank_place place;

	make_room(payload);
	if (is_xen(payload) && bank && xlu_live_place(size, &place))
		return xlu_buffer_in_bank(&place, size);
	return in_memory(size, for_user);
}

/* Security modules may have something against images that no file vouches for. */
static struct xlu_buffer *empty_buffer(u32 payload, u64 size, bool bank)
{
	enum kernel_load_data_id id;
	int ret = 0;

	if (asked_about(payload, &id))
		ret = security_kernel_load_data(id, true);
	return ret ? ERR_PTR(ret) : new_buffer(payload, size, true, bank);
}

static struct xlu_buffer *with_file(struct xlu_buffer *buf, struct file **file)
{
	*file = xlu_buffer_file(buf);
	if (!IS_ERR(*file))
		return buf;
	xlu_buffer_put(buf);
	return ERR_CAST(*file);
}

/**
 * xlu_stage_create() - a new, empty buffer for a payload
 * @payload: enum xen_liveupdate_payload
 * @size: bytes
 * @bank: it may lie in the staging bank
 * @buf: set to the buffer, with a reference for the caller
 * @file: set to a file of it, or NULL: nobody wants one
 *
 * Return: 0 or a negative errno, see XEN_LIVEUPDATE_STAGE_CREATE.
 */
int xlu_stage_create(u32 payload, u64 size, bool bank, struct xlu_buffer **buf,
		     struct file **file)
{
	struct xlu_buffer *new;
	int ret;

	ret = check_payload(payload, size);
	if (ret)
		return ret;
	mutex_lock(&xlu_update.lock);
	ret = xlu_step_begin(stage_action(payload));
	if (ret)
		goto out;
	new = empty_buffer(payload, size, bank);
	if (file && !IS_ERR(new))
		new = with_file(new, file);
	xlu_step_end();
	if (IS_ERR(new)) {
		ret = not_staged(PTR_ERR(new));
		goto out;
	}
	put_payload(payload, new);
	xlu_move(stage_action(payload));
	kref_get(&new->ref);
	*buf = new;
out:
	mutex_unlock(&xlu_update.lock);
	return ret;
}

/**
 * xlu_stage_upload() - write behind what was uploaded before
 * @buf: of the image, whose size is not known yet
 * @data: in kernel memory
 * @len: bytes
 *
 * It may be tried again: a failure leaves what is there.
 *
 * Return: 0 or a negative errno, see xlu_buffer_upload().
 */
int xlu_stage_upload(struct xlu_buffer *buf, const void *data, size_t len)
{
	int ret = xlu_buffer_upload(buf, data, len, XLU_MAX_XEN);

	if (ret == -ENOMEM)
		explain_memory(2 * buf->size);
	if (ret == -ENOMEM || ret == -EFBIG) {
		mutex_lock(&xlu_update.lock);
		not_staged(ret);
		mutex_unlock(&xlu_update.lock);
	}
	return ret;
}

static struct xlu_buffer *read_file(u32 payload, struct file *file)
{
	struct xlu_buffer *buf;
	ssize_t len;
	loff_t size;
	void *data;
	int ret;

	/* Direct I/O needs pages; neither the bank nor kvmalloc() has always some. */
	if (!S_ISREG(file_inode(file)->i_mode) || file->f_flags & O_DIRECT)
		return ERR_PTR(-EINVAL);
	size = i_size_read(file_inode(file));
	ret = check_payload(payload, size);
	if (ret)
		return ERR_PTR(ret);
	buf = new_buffer(payload, size, false, true);
	if (IS_ERR(buf))
		return buf;
	WRITE_ONCE(xlu_update.bytes_total, size);
	data = buf->data;
	len = kernel_read_file(file, 0, &data, size, NULL, file_id(payload));
	if (len != size) {
		xlu_buffer_put(buf);
		return ERR_PTR(len < 0 ? len : -EIO);
	}
	buf->filled = size;
	buf->copied = size;
	xlu_progress(size);
	return buf;
}

/**
 * xlu_stage_file() - have the kernel read a payload
 * @payload: enum xen_liveupdate_payload
 * @file: regular file, open for reading
 *
 * The buffer is sealed afterwards; for the image that is the state "received".
 *
 * Return: 0 or a negative errno, see XEN_LIVEUPDATE_STAGE_FD.
 */
int xlu_stage_file(u32 payload, struct file *file)
{
	struct xlu_buffer *buf;
	int ret;

	if (payload >= XEN_LIVEUPDATE_NR_PAYLOADS)
		return -EOPNOTSUPP;
	mutex_lock(&xlu_update.lock);
	ret = xlu_step_begin(stage_action(payload));
	if (ret)
		goto out_unlock;
	buf = read_file(payload, file);
	xlu_step_end();
	if (!IS_ERR(buf) && xlu_update.cancel) {
		xlu_buffer_put(buf);
		buf = ERR_PTR(-EINTR);
	}
	if (!IS_ERR(buf)) {
		/* In the bank somebody else might still be at work. */
		ret = xlu_buffer_seal(buf);
		if (ret) {
			xlu_buffer_put(buf);
			buf = ERR_PTR(ret);
		}
	}
	if (IS_ERR(buf)) {
		ret = not_staged(PTR_ERR(buf));
		goto out_unlock;
	}
	put_payload(payload, buf);
	xlu_move(stage_action(payload));
	xlu_move(seal_action(payload));
out_unlock:
	mutex_unlock(&xlu_update.lock);
	return ret;
}

/**
 * xlu_stage_text() - stage a short text, a command line
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

/* What was staged is not what was meant, or must not be used. @err: see xlu_failed() */
static int bad_payload(u32 payload, enum xlu_why why, int err)
{
	if (is_xen(payload))
		return xlu_failed(why, err);
	put_payload(payload, NULL);
	return xlu_note_error(why, err ?: xlu_why_errno(why));
}

/* Sealed already. Lock held, but not while the digest is computed. */
static int compare_digest(u32 payload, struct xlu_buffer *buf, const u8 *want)
{
	u8 found[XEN_LIVEUPDATE_SHA256_SIZE];
	enum xlu_why why;
	int ret;

	ret = xlu_step_begin(seal_action(payload));
	if (ret)
		return ret;
	WRITE_ONCE(xlu_update.bytes_total, buf->size);
	why = xlu_digest(buf->data, buf->size, found);
	xlu_step_end();
	if (!why && memcmp(found, want, sizeof(found)))
		why = XLU_WHY_BAD_DIGEST;
	return why ? bad_payload(payload, why, 0) : 0;
}

static int seal(u32 payload, struct xlu_buffer *buf, const u8 *sha256)
{
	enum kernel_load_data_id id;
	int ret;

	if (!buf)
		return -ENOENT;
	ret = xlu_buffer_seal(buf);
	if (ret)
		return ret;
	if (asked_about(payload, &id)) {
		ret = security_kernel_post_load_data(buf->data, buf->size, id,
						     "xen-liveupdate");
		if (ret)
			return bad_payload(payload, XLU_WHY_LSM_REFUSED, -ret);
	}
	if (sha256)
		ret = compare_digest(payload, buf, sha256);
	if (!ret)
		xlu_move(seal_action(payload));
	return ret;
}

/**
 * xlu_stage_seal() - a payload is complete
 * @payload: enum xen_liveupdate_payload
 * @sha256: what it must have, or NULL
 *
 * Return: 0 or a negative errno, see XEN_LIVEUPDATE_SEAL.
 */
int xlu_stage_seal(u32 payload, const u8 *sha256)
{
	int ret;

	if (payload >= XEN_LIVEUPDATE_NR_PAYLOADS)
		return -EOPNOTSUPP;
	mutex_lock(&xlu_update.lock);
	ret = xlu_update.busy ? -EBUSY : xlu_state_next(xlu_update.state,
							seal_action(payload));
	if (ret >= 0)
		ret = seal(payload, xlu_update.payload[payload], sha256);
	mutex_unlock(&xlu_update.lock);
	return ret;
}

/**
 * struct verdict - what a verification has found
 * @buf: the image, inflated
 * @size: its bytes
 * @is_signed: signature verified
 * @image: what the parser says
 * @crc: of the image in memory
 * @sha256: of the file
 */
struct verdict {
	struct xlu_buffer *buf;
	size_t size;
	bool is_signed;
	struct xlu_image image;
	u32 crc;
	u8 sha256[XEN_LIVEUPDATE_SHA256_SIZE];
};

/* The part of the file that is the image: without the signature. */
static size_t image_len(const struct xlu_buffer *buf)
{
	struct xlu_signature sig;

	return xlu_image_signature(buf->data, buf->size, &sig) ? buf->size : sig.data_len;
}

static struct xlu_buffer *memory_for_image(size_t size)
{
	return in_memory(size, false);
}

static struct xlu_buffer *bank_for_image(size_t size)
{
	struct xlu_bank_place place;

	return xlu_live_place_inflated(size, &place) ? xlu_buffer_in_bank(&place, size)
						     : memory_for_image(size);
}

static enum xlu_why inflate(struct xlu_buffer *buf, struct verdict *v)
{
	enum xlu_compression kind = xlu_image_compression(buf->data, buf->size);
	enum xlu_why why;

	v->size = image_len(buf);
	v->buf = buf;
	if (kind == XLU_PLAIN)
		return XLU_WHY_NONE;
	xlu_progress(0);
	WRITE_ONCE(xlu_update.bytes_total, 0);
	why = xlu_inflate(kind, buf->data, v->size, XLU_MAX_XEN,
			  buf->maddr ? bank_for_image : memory_for_image, &v->buf);
	if (!why)
		v->size = v->buf->size;
	return why;
}

static void drop_verdict(struct verdict *v, const struct xlu_buffer *file)
{
	if (v->buf && v->buf != file)
		xlu_buffer_put(v->buf);
}

/* Origin before content: nothing complicated looks at what nobody vouches for. */
static enum xlu_why examine(struct xlu_buffer *buf, bool need_signature,
			    struct verdict *v)
{
	enum xlu_why why;

	WRITE_ONCE(xlu_update.bytes_total, buf->size);
	why = xlu_digest(buf->data, buf->size, v->sha256);
	if (!why)
		why = xlu_verify_origin(buf->data, buf->size, need_signature,
					&v->is_signed);
	if (!why)
		why = inflate(buf, v);
	if (!why) {
		why = xlu_image_parse(v->buf->data, v->size, &v->image);
		if (why == XLU_WHY_BAD_MAGIC || why == XLU_WHY_WRONG_ARCH)
			strscpy(xlu_update.explanation, xlu_file_is(v->buf->data, v->size),
				sizeof(xlu_update.explanation));
	}
	if (!why)
		v->crc = xlu_load_image_crc(&v->image, v->buf->data);
	return why;
}

static void accept(const struct verdict *v)
{
	struct xlu_update *u = &xlu_update;

	u->image_buf = v->buf;
	u->image_size = v->size;
	u->image = v->image;
	u->image_crc = v->crc;
	u->image_signed = v->is_signed;
	memcpy(u->image_sha256, v->sha256, sizeof(u->image_sha256));
	if (v->buf != u->payload[XEN_LIVEUPDATE_PAYLOAD_XEN]) {
		/* The file is no longer needed, the image is. */
		u->bytes_copied += u->payload[XEN_LIVEUPDATE_PAYLOAD_XEN]->copied;
		xlu_buffer_drop(u->payload[XEN_LIVEUPDATE_PAYLOAD_XEN]);
		u->payload[XEN_LIVEUPDATE_PAYLOAD_XEN] = NULL;
	}
}

/**
 * xlu_verify() - may the sealed image be used?
 * @need_signature: refuse it without one, whatever the policy
 *
 * Return: 0 or a negative errno, see XEN_LIVEUPDATE_VERIFY.
 */
int xlu_verify(bool need_signature)
{
	struct verdict v = { };
	struct xlu_buffer *file;
	enum xlu_why why;
	int ret;

	mutex_lock(&xlu_update.lock);
	/* Inflated and verified, or put to its place in the bank, the file is gone. */
	ret = xlu_update.payload[XEN_LIVEUPDATE_PAYLOAD_XEN] ?
	      xlu_step_begin(XLU_DO_VERIFY) : -EBADFD;
	if (ret)
		goto out;
	file = xlu_update.payload[XEN_LIVEUPDATE_PAYLOAD_XEN];
	/* A dry run of a live update leaves the bank unmapped. */
	why = xlu_buffer_map(file) ? XLU_WHY_OUT_OF_MEMORY
				   : examine(file, need_signature, &v);
	xlu_step_end();
	if (!why && xlu_update.cancel)
		why = XLU_WHY_CANCELLED;
	if (why) {
		drop_verdict(&v, file);
		ret = xlu_failed(why, 0);
		goto out;
	}
	accept(&v);
	xlu_move(XLU_DO_VERIFIED);
out:
	mutex_unlock(&xlu_update.lock);
	return ret;
}
