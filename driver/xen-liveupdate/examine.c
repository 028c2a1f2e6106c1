// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Verification
 *
 * Verifies the staged image, in this order: digest, origin, inflation, parser.
 */
#include <linux/err.h>
#include <linux/string.h>

#include "lib/dom0_kernel.h"

#include "engine.h"
#include "inflate.h"
#include "load.h"
#include "memory.h"
#include "verify.h"

/**
 * struct verdict - result of a verification
 * @buf: the image, inflated
 * @size: bytes of the image in @buf
 * @is_signed: the signature was verified
 * @image: result of the parser
 * @crc: CRC32C of the image as it will lie in memory
 * @sha256: SHA-256 of the file
 */
struct verdict {
	struct xlu_buffer *buf;
	size_t size;
	bool is_signed;
	struct xlu_image image;
	u32 crc;
	u8 sha256[XEN_LIVEUPDATE_SHA256_SIZE];
};

/* Bytes of the file without the signature. */
static size_t examine_image_len(const struct xlu_buffer *buf)
{
	struct xlu_signature sig;

	return xlu_image_signature(buf->data, buf->size, &sig) ? buf->size : sig.data_len;
}

static struct xlu_buffer *examine_memory_for_image(struct xlu_step *step, size_t size)
{
	return xlu_buffer_in_memory(step, size, false);
}

static struct xlu_buffer *examine_bank_for_image(struct xlu_step *step, size_t size)
{
	struct xlu_bank_place place;

	return xlu_live_place_inflated(size, &place) ? xlu_buffer_in_bank(&place, size)
						     : examine_memory_for_image(step, size);
}

static enum xlu_why examine_inflate(struct xlu_step *step, struct xlu_buffer *buf,
				    struct verdict *v)
{
	enum xlu_compression kind = xlu_image_compression(buf->data, buf->size);
	enum xlu_why why;

	v->size = examine_image_len(buf);
	v->buf = buf;
	if (kind == XLU_PLAIN)
		return XLU_WHY_NONE;
	xlu_step_part(step, 0);
	why = xlu_inflate(step, kind, buf->data, v->size, XLU_MAX_XEN,
			  buf->maddr ? examine_bank_for_image : examine_memory_for_image, &v->buf);
	if (!why)
		v->size = v->buf->size;
	return why;
}

static void examine_drop_verdict(struct verdict *v, const struct xlu_buffer *file)
{
	if (v->buf && v->buf != file)
		xlu_buffer_put(v->buf);
}

/* Origin before content: decompressor and parser only get data that the policy allows. */
static enum xlu_why examine_image(struct xlu_step *step, struct xlu_buffer *buf,
				  bool need_signature, struct verdict *v)
{
	enum xlu_why why;

	xlu_step_part(step, buf->size);
	why = xlu_digest(step, buf->data, buf->size, v->sha256);
	if (!why)
		why = xlu_verify_origin(buf->data, buf->size, need_signature,
					&v->is_signed);
	if (!why)
		why = examine_inflate(step, buf, v);
	if (!why) {
		why = xlu_image_parse(v->buf->data, v->size, &v->image);
		if (why == XLU_WHY_NOT_AN_IMAGE || why == XLU_WHY_WRONG_ARCH)
			xlu_step_explain(step, "%s", xlu_file_is(v->buf->data, v->size));
	}
	if (!why)
		v->crc = xlu_load_image_crc(&v->image, v->buf->data);
	return why;
}

static void examine_accept(const struct verdict *v)
{
	struct xlu_update *u = &xlu_update;

	u->image_buf = v->buf;
	u->image_size = v->size;
	u->image = v->image;
	u->image_crc = v->crc;
	u->image_signed = v->is_signed;
	memcpy(u->image_sha256, v->sha256, sizeof(u->image_sha256));
	if (v->buf != u->payload[XEN_LIVEUPDATE_PAYLOAD_XEN]) {
		/* The inflated image replaces the file. */
		u->bytes_copied += u->payload[XEN_LIVEUPDATE_PAYLOAD_XEN]->copied;
		xlu_buffer_drop(u->payload[XEN_LIVEUPDATE_PAYLOAD_XEN]);
		u->payload[XEN_LIVEUPDATE_PAYLOAD_XEN] = NULL;
	}
}

/**
 * xlu_verify() - may the sealed image be used?
 * @need_signature: refuse an unsigned image, whatever the policy
 *
 * Return: 0 or a negative errno, see XEN_LIVEUPDATE_VERIFY.
 */
int xlu_verify(bool need_signature)
{
	struct verdict v = { };
	struct xlu_buffer *file;
	struct xlu_step *step;
	enum xlu_why why;
	int ret;

	mutex_lock(&xlu_update.lock);
	/* The file is gone once its image is inflated, or loaded in place in the bank. */
	file = xlu_update.payload[XEN_LIVEUPDATE_PAYLOAD_XEN];
	step = file ? xlu_step_begin(XLU_DO_VERIFY) : ERR_PTR(-EBADFD);
	ret = PTR_ERR_OR_ZERO(step);
	if (ret)
		goto out;
	/* After a dry run of a live update the bank is unmapped. */
	why = xlu_buffer_map(file) ? XLU_WHY_OUT_OF_MEMORY
				   : examine_image(step, file, need_signature, &v);
	xlu_step_end(step);
	if (!why && step->cancel)
		why = XLU_WHY_CANCELLED;
	if (why) {
		examine_drop_verdict(&v, file);
		ret = xlu_failed(why, 0);
		goto out;
	}
	examine_accept(&v);
	xlu_move(XLU_DO_VERIFIED);
out:
	mutex_unlock(&xlu_update.lock);
	return ret;
}
