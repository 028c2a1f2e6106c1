/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The driver's files below /sys. What they start goes on when the process ends.
 */
#ifndef TOOLS_SYSFS_H
#define TOOLS_SYSFS_H

#include <stddef.h>

#define SYSFS_DIR "/sys/class/misc/xen-liveupdate/"

/* Both return 0 or an errno, positive. Text is read without its line end. */
int sysfs_write(const char *name, const char *text);
int sysfs_read(const char *name, char *text, size_t size);

#endif /* TOOLS_SYSFS_H */
