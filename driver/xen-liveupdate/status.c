// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Status
 *
 * Collects the status of the update for ioctl and sysfs: state, progress of the running
 * step, cause of the last failure, and properties of the image. Called at any time, also
 * while a step is running: it only takes the lock, which no step holds while it works.
 */
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "engine.h"

static u64 status_memory_held(void)
{
	struct xlu_update *u = &xlu_update;
	u64 sum = 0;
	u32 i;

	if (u->image_buf != u->payload[XEN_LIVEUPDATE_PAYLOAD_XEN])
		sum = xlu_buffer_memory(u->image_buf);

	for (i = 0; i < XLU_NR_PAYLOADS; i++)
		sum += xlu_buffer_memory(u->payload[i]);
	return sum;
}

static u64 status_bytes_copied(void)
{
	struct xlu_update *u = &xlu_update;
	u64 sum = u->bytes_copied + (u->busy ? READ_ONCE(u->step.copied) : 0);
	u32 i;

	if (u->image_buf && u->image_buf != u->payload[XEN_LIVEUPDATE_PAYLOAD_XEN])
		sum += u->image_buf->copied;

	for (i = 0; i < XLU_NR_PAYLOADS; i++)
		sum += xlu_payload_copied(i);
	return sum;
}

/** xlu_status() - fill in the status, except for its size */
void xlu_status(struct xen_liveupdate_status *s)
{
	struct xlu_update *u = &xlu_update;

	mutex_lock(&u->lock);
	s->state = u->state;
	s->failed_state = u->failed_state;
	s->error = u->error;
	s->sequence = u->sequence;
	s->bytes_done = READ_ONCE(u->step.done);
	s->bytes_total = READ_ONCE(u->step.total);
	s->bytes_copied = status_bytes_copied();
	s->memory = status_memory_held();
	s->mode = u->mode;
	s->signed_image = u->image_signed;
	s->image_size = u->image_size;
	memcpy(s->image_sha256, u->image_sha256, sizeof(s->image_sha256));
	if (u->why)
		strscpy(s->reason, xlu_why_word(u->why), sizeof(s->reason));
	strscpy(s->image_build_id, u->image.build_id, sizeof(s->image_build_id));
	strscpy(s->explanation, u->explanation, sizeof(s->explanation));
	s->why = u->why;
	mutex_unlock(&u->lock);
}

/** xlu_busy() - is a step running? */
bool xlu_busy(void)
{
	return READ_ONCE(xlu_update.busy);
}

/** xlu_sequence() - the number of state changes so far */
u64 xlu_sequence(void)
{
	return READ_ONCE(xlu_update.sequence);
}

/** xlu_changes() - wait queue for the next state change */
wait_queue_head_t *xlu_changes(void)
{
	return &xlu_update.wait;
}

/**
 * xlu_payload_text_show() - show a command line that was staged, for sysfs
 * @payload: XEN_LIVEUPDATE_PAYLOAD_*CMDLINE
 * @out: a page
 *
 * Return: bytes written, 0 if none was staged.
 */
ssize_t xlu_payload_text_show(u32 payload, char *out)
{
	const struct xlu_buffer *buf;
	ssize_t len = 0;

	mutex_lock(&xlu_update.lock);
	buf = xlu_update.payload[payload];
	if (buf)
		len = sysfs_emit(out, "%.*s\n", (int)min_t(size_t, buf->size, PAGE_SIZE - 2),
				 (const char *)buf->data);
	mutex_unlock(&xlu_update.lock);
	return len;
}

/**
 * xlu_image_version_show() - show the version in the verified image's note, for sysfs
 * @out: a page
 *
 * Return: bytes written, or -ENODATA if there is no image or no note.
 */
ssize_t xlu_image_version_show(char *out)
{
	const struct xlu_image *image = &xlu_update.image;
	ssize_t len = -ENODATA;

	mutex_lock(&xlu_update.lock);
	if (image->has_note)
		len = sysfs_emit(out, "%.*s\n", (int)sizeof(image->note.version),
				 image->note.version);
	mutex_unlock(&xlu_update.lock);
	return len;
}
