/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * /dev/xen-liveupdate. Unless said otherwise, functions return 0, or the exit
 * code after the user was told what happened.
 */
#ifndef TOOLS_DEVICE_H
#define TOOLS_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

#include <linux/xen-liveupdate.h>

#include "messages.h"

/* The only one who may open it as a writer undoes everything by closing it. */
int device_open(int *fd, bool writer);

/* For a second look beside an open device: no texts. -1 if there is none. */
int device_peek(void);
bool device_peek_info(int fd, struct xen_liveupdate_info *info);
bool device_peek_status(int fd, struct xen_liveupdate_status *status);
bool device_peek_report(int fd, struct xen_liveupdate_report *report);

/*
 * An action failed with errno @err: tell the user, with the driver's own word for
 * the cause if it has one for this failure. The exit code.
 */
int device_failed(int fd, enum error error, const char *subject, int err);

int device_info(int fd, struct xen_liveupdate_info *info);
int device_status(int fd, struct xen_liveupdate_status *status);
int device_report(int fd, struct xen_liveupdate_report *report);

/* @name is for the user. */
int device_stage_file(int fd, enum xen_liveupdate_payload payload, const char *path);
int device_stage_text(int fd, enum xen_liveupdate_payload payload, const char *text,
		      const char *name);
int device_verify(int fd, bool signed_only, const char *image);
/* Tried again for @wait_ms while a transient condition prevents it. */
int device_load(int fd, unsigned int mode, unsigned int flags, uint32_t wait_ms);
int device_commit(int fd, const struct xen_liveupdate_status *status, bool on_reboot,
		  uint32_t wait_ms);

/* @blob_fd is a descriptor of the blob that was handed over. */
int device_blob(int fd, int *blob_fd, unsigned long long *length);

const char *mode_word(unsigned int mode);

#endif /* TOOLS_DEVICE_H */
