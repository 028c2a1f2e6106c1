/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the user is asked and told around the commit of a cold update.
 */
#ifndef TOOLS_COLD_H
#define TOOLS_COLD_H

#include <stdint.h>

#include "options.h"

/* Could the user be asked, if it comes to that? 0, or the exit code. */
int cold_can_ask(const struct options *options);

/* Ask, tell, and save what is in memory. 0: go on, or the exit code. */
int cold_before_commit(const struct options *options);

/* XLU_WARN_* of what ends with the old Xen besides domains; 0 where no driver says so. */
uint64_t cold_warnings(void);

/* Tell the user of these, if there are any. */
void cold_warn(void);

/* Would the kernel look in vain for its root, for want of an initial RAM disk? */
bool cold_lacks_initrd(const struct options *options);

/* What is no reason to refuse the update, but to look again. */
void cold_warn_initrd(const struct options *options);

/* The commit has returned, so it was one for the next reboot: say so. An exit code. */
int cold_after_commit(int fd, const struct options *options);

#endif /* TOOLS_COLD_H */
