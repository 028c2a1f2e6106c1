/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Progress of a step that is one long ioctl: a thread asks the driver how far it is.
 */
#ifndef TOOLS_WATCH_H
#define TOOLS_WATCH_H

#include <stdbool.h>

/* Begins and ends the progress of the step, too. */
void watch_begin(const char *label);
void watch_end(bool good);

#endif /* TOOLS_WATCH_H */
