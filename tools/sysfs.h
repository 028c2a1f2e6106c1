/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The driver's files below /sys. What they start goes on when the process ends.
 */
#ifndef TOOLS_SYSFS_H
#define TOOLS_SYSFS_H

#include <stdbool.h>

#define SYSFS_DIR "/sys/class/misc/xen-liveupdate/"

/*
 * Write @text to a file. A write returns when what it asks for is done or has
 * failed: then *failure is its errno, positive. The exit code if there is no such
 * file, after the user was told.
 */
int sysfs_write(const char *name, const char *text, int *failure);

/* Is somebody's write still at work? */
bool sysfs_busy(void);

#endif /* TOOLS_SYSFS_H */
