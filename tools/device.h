/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * /dev/xen-liveupdate. Unless said otherwise, functions return 0, or print a message
 * and return the exit code.
 */
#ifndef TOOLS_DEVICE_H
#define TOOLS_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

#include <linux/xen-liveupdate.h>

#include "messages.h"

/* Only one process can open the device as @writer; closing it undoes everything. */
int device_open(int *fd, bool writer);

/* Open the device for reading, without messages on errors; -1 if there is none. */
int device_peek(void);
bool device_peek_info(int fd, struct xen_liveupdate_info *info);
bool device_peek_status(int fd, struct xen_liveupdate_status *status);
bool device_peek_report(int fd, struct xen_liveupdate_report *report);

/*
 * An action failed with errno @err: print a message, with the driver's reason if it has
 * one for this failure. Returns the exit code.
 */
int device_failed(int fd, enum error error, const char *subject, int err);

int device_info(int fd, struct xen_liveupdate_info *info);
int device_status(int fd, struct xen_liveupdate_status *status);
int device_report(int fd, struct xen_liveupdate_report *report);

/* @name is used in messages. */
int device_stage_file(int fd, enum xen_liveupdate_payload payload, const char *path);
int device_stage_text(int fd, enum xen_liveupdate_payload payload, const char *text,
		      const char *name);
int device_verify(int fd, bool signed_only, const char *image);
/* Repeated for up to @wait_ms while a transient condition prevents it. */
int device_load(int fd, unsigned int mode, unsigned int flags, uint32_t wait_ms);
int device_commit(int fd, const struct xen_liveupdate_status *status, bool on_reboot,
		  uint32_t wait_ms);

/* @blob_fd: set to a descriptor of the blob. */
int device_blob(int fd, int *blob_fd, unsigned long long *length);

const char *mode_word(unsigned int mode);

#endif /* TOOLS_DEVICE_H */
