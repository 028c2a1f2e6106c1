/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Warnings, confirmation and messages for the commit of a cold update.
 */
#ifndef TOOLS_COLD_H
#define TOOLS_COLD_H

#include <stdint.h>

#include "options.h"

/* Can the user be asked for confirmation? 0, or the exit code. */
int cold_can_ask(const struct options *options);

/* Ask for confirmation, print a message, and call sync(). 0, or the exit code. */
int cold_before_commit(const struct options *options);

/* XLU_WARN_* of features that end with the old Xen; 0 without a driver. */
uint64_t cold_warnings(void);

/* Print these warnings, if there are any. */
void cold_warn(void);

/* Does the kernel need an initial RAM disk to find its root, while none was given? */
bool cold_lacks_initrd(const struct options *options);

/* Warn of a missing RAM disk; the update is not refused for that. */
void cold_warn_initrd(const struct options *options);

/* Print a message for a commit that takes effect on the next reboot. Returns an exit code. */
int cold_after_commit(int fd, const struct options *options);

#endif /* TOOLS_COLD_H */
