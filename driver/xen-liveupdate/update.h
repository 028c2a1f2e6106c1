/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one update that there can be: what ioctl and sysfs both drive.
 */
#ifndef _XLU_UPDATE_H
#define _XLU_UPDATE_H

#include <linux/device.h>
#include <linux/mutex.h>
#include <linux/sched/signal.h>
#include <linux/wait.h>

#include <linux/xen-liveupdate.h>

#include "buffer.h"
#include "lib/image.h"
#include "lib/reason.h"
#include "lib/state.h"

struct xlu_loaded;

/* Limits of the payloads in bytes, index enum xen_liveupdate_payload. */
#define XLU_MAX_TEXT		4095UL		/* XLU_MAX_CMDLINE without the NUL */
#define XLU_MAX_BLOB_SIZE	(256UL << 20)	/* XLU_MAX_BLOB */

/**
 * struct xlu_update - the update
 * @lock: protects everything but what is marked otherwise
 * @state: where it stands
 * @busy: somebody is at work on a step without holding the lock
 * @cancel: that one shall stop; written with the lock held, read without
 * @waiting: that one waits for Xen, asking it now and then; it can be cancelled
 * @wait_until: in jiffies: when that is given up; for the step alone
 * @idle: woken when @busy ends
 * @writer: file that has the device open for writing
 * @keep: it stays when the writer goes
 * @payload: what was staged
 * @image_buf: the image, inflated and verified; NULL before. The buffer of the
 *	payload, if that was not compressed
 * @image_size: its bytes, without a signature; stays when it was loaded
 * @image: what the parser says of it
 * @image_crc: CRC32C of it as it will lie in memory
 * @image_sha256: of the file
 * @image_signed: its signature was verified
 * @loaded: what is ready to be committed
 * @mode: of @loaded, XEN_LIVEUPDATE_MODE_*
 * @why: why the last action failed
 * @failed_state: in which state
 * @error: its errno, positive
 * @explanation: more of it: what Xen says, what the file seems to be, what is missing
 * @sequence: counts state changes; read without the lock
 * @bytes_done: progress of the step that is running; without the lock
 * @bytes_total: its end; without the lock
 * @bytes_copied: by the CPU for dom0, except for what buffers count
 * @wait: woken on every state change
 * @dev: the misc device, for notifications
 */
struct xlu_update {
	struct mutex lock;	/* see the marks above */
	enum xen_liveupdate_state state;
	bool busy;
	bool cancel;
	bool waiting;
	unsigned long wait_until;
	wait_queue_head_t idle;
	const struct file *writer;
	bool keep;

	struct xlu_buffer *payload[XEN_LIVEUPDATE_NR_PAYLOADS];
	struct xlu_buffer *image_buf;
	size_t image_size;
	struct xlu_image image;
	u32 image_crc;
	u8 image_sha256[XEN_LIVEUPDATE_SHA256_SIZE];
	bool image_signed;
	struct xlu_loaded *loaded;
	u32 mode;

	enum xlu_why why;
	enum xen_liveupdate_state failed_state;
	int error;
	char explanation[64];
	u64 sequence;
	u64 bytes_done;
	u64 bytes_total;
	u64 bytes_copied;
	wait_queue_head_t wait;
	struct device *dev;
};

extern struct xlu_update xlu_update;

/* For the step that runs: has somebody asked to stop it, or is its process to die? */
static inline bool xlu_cancelled(void)
{
	return READ_ONCE(xlu_update.cancel) || fatal_signal_pending(current);
}

static inline void xlu_progress(u64 done)
{
	WRITE_ONCE(xlu_update.bytes_done, done);
}

/* What ioctl and sysfs call. */
int xlu_stage_upload(struct xlu_buffer *buf, const void *data, size_t len);
int xlu_stage_create(u32 payload, u64 size, bool bank, struct xlu_buffer **buf,
		     struct file **file);
int xlu_stage_file(u32 payload, struct file *file);
int xlu_stage_text(u32 payload, const char *text, size_t len);
int xlu_stage_seal(u32 payload, const u8 *sha256);
int xlu_verify(bool need_signature);
int xlu_load(u32 mode, bool dry_run, bool keep, u32 wait_ms);
int xlu_unload(void);
int xlu_commit(const u8 *digest, size_t digest_len, bool on_reboot, u32 wait_ms);
int xlu_cancel(void);
void xlu_status(struct xen_liveupdate_status *status);
int xlu_writer_open(const struct file *file);
void xlu_writer_release(const struct file *file);
int xlu_sysfs_enter(void);
void xlu_sysfs_leave(void);
int xlu_sysfs_cancel(void);

/* For a step that runs, without the lock. */
int xlu_wait_busy(const char *what);
void xlu_drop_file(void);
__printf(1, 2) void xlu_explain(const char *format, ...);

/* For the files that implement the steps; all with the lock held. */
int xlu_step_begin(enum xlu_action action);
void xlu_step_end(void);
void xlu_move(enum xlu_action action);
int xlu_failed(enum xlu_why why, int err);
int xlu_note_error(enum xlu_why why, int err);
enum xlu_why xlu_why_of_errno(int err, enum xlu_why other);
void xlu_drop_image(void);

extern const size_t xlu_payload_max[XEN_LIVEUPDATE_NR_PAYLOADS];

void xlu_update_init(struct device *dev);
void xlu_update_exit(void);

#endif /* _XLU_UPDATE_H */
