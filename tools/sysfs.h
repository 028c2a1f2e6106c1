/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The driver's files below /sys. Actions started by them continue when the process ends.
 */
#ifndef TOOLS_SYSFS_H
#define TOOLS_SYSFS_H

#include <stdbool.h>

#define SYSFS_DIR "/sys/class/misc/xen-liveupdate/"

/*
 * Write @text to a file. A write returns when the action is done or has failed: then
 * *failure is its errno, positive. Returns the exit code, after a message, if there is no
 * such file.
 */
int sysfs_write(const char *name, const char *text, int *failure);

/* Is an action still running? */
bool sysfs_busy(void);

#endif /* TOOLS_SYSFS_H */
