/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The update: its state, which the two modes read, and the functions with which ioctl
 * and sysfs drive it. See engine.h for the functions that change the state.
 */
#ifndef _XLU_UPDATE_H
#define _XLU_UPDATE_H

#include <linux/device.h>
#include <linux/mutex.h>
#include <linux/wait.h>

#include <linux/xen-liveupdate.h>

#include "lib/image.h"
#include "lib/reason.h"
#include "lib/state.h"

#include "buffer.h"
#include "step.h"

struct xlu_loaded;

#define XLU_NR_PAYLOADS		(XEN_LIVEUPDATE_PAYLOAD_BLOB + 1)

/* Limits of the payloads in bytes, index enum xen_liveupdate_payload. */
#define XLU_MAX_TEXT		4095UL		/* XLU_MAX_CMDLINE without the NUL */
#define XLU_MAX_BLOB_SIZE	(256UL << 20)	/* XLU_MAX_BLOB */

/* Who may change the update at the moment */
enum xlu_owner {
	XLU_OWNER_NONE,
	XLU_OWNER_PROCESS,	/* a process has the device open for writing */
	XLU_OWNER_SYSFS,	/* a file of sysfs is being written to */
};

/**
 * struct xlu_update - the update
 * @lock: protects all members that are not marked otherwise
 * @state: state of the update
 * @busy: a step is running with the lock dropped
 * @step: the running step, or the last one; see struct xlu_step for its locking
 * @idle: woken when @busy ends
 * @owner: who may change the update
 * @keep: the update outlives the process that has made it
 * @payload: staged payloads
 * @image_buf: the image, inflated and verified; NULL before. The buffer of the
 *	payload, if that was not compressed
 * @image_size: bytes of the image without a signature; remains after loading
 * @image: result of the parser
 * @image_crc: CRC32C of the image as it will lie in memory
 * @image_sha256: SHA-256 of the file
 * @image_signed: the signature was verified
 * @loaded: the loaded update, ready to be committed
 * @mode: mode of @loaded, XEN_LIVEUPDATE_MODE_*
 * @why: reason of the last failure
 * @failed_state: state in which it occurred
 * @error: its errno, positive
 * @explanation: its details: Xen's explanation, what the file seems to be, what is missing
 * @sequence: counts state changes; read without the lock
 * @bytes_copied: bytes that the CPU has copied for dom0, except those counted in buffers
 * @wait: woken on every state change
 * @dev: the misc device, for notifications
 */
struct xlu_update {
	struct mutex lock;	/* see the marks above */
	enum xen_liveupdate_state state;
	bool busy;
	struct xlu_step step;
	wait_queue_head_t idle;
	enum xlu_owner owner;
	bool keep;

	struct xlu_buffer *payload[XLU_NR_PAYLOADS];
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
	char explanation[XLU_EXPLANATION];
	u64 sequence;
	u64 bytes_copied;
	wait_queue_head_t wait;
	struct device *dev;
};

/* access.c: bracket all functions that change the update */
int xlu_enter(enum xlu_owner owner);
void xlu_leave(void);
int xlu_cancel(enum xlu_owner by);

/* stage.c, examine.c, handover.c */
int xlu_stage_upload(struct xlu_buffer *buf, const void *data, size_t len);
int xlu_stage_create(u32 payload, u64 size, bool bank, struct xlu_buffer **buf,
		     struct file **file);
int xlu_stage_file(u32 payload, struct file *file);
int xlu_stage_text(u32 payload, const char *text, size_t len);
int xlu_stage_seal(u32 payload, const u8 *sha256);
int xlu_verify(bool need_signature);
int xlu_load(u32 mode, u32 flags);
int xlu_unload(void);
int xlu_commit(const u8 *digest, size_t digest_len, bool on_reboot);

/* status.c: callable at any time, without xlu_enter() */
void xlu_status(struct xen_liveupdate_status *status);
bool xlu_busy(void);
u64 xlu_sequence(void);
wait_queue_head_t *xlu_changes(void);
ssize_t xlu_payload_text_show(u32 payload, char *out);
ssize_t xlu_image_version_show(char *out);

extern const size_t xlu_payload_max[XLU_NR_PAYLOADS];

void xlu_update_init(struct device *dev);
void xlu_update_exit(void);

#endif /* _XLU_UPDATE_H */
