/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shows progress during a long ioctl: a thread polls the driver's status.
 */
#ifndef TOOLS_WATCH_H
#define TOOLS_WATCH_H

#include <stdbool.h>

/* These also begin and end the progress of the step. */
void watch_begin(const char *label);
void watch_end(bool good);

#endif /* TOOLS_WATCH_H */
