/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How far a step has got: a bar on a terminal, a line when it has ended
 * elsewhere, nothing if the user wants quiet. Goes to standard error.
 */
#ifndef TOOLS_PROGRESS_H
#define TOOLS_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/* Once, before all else. */
void progress_setup(bool quiet);

/* One step at a time. @total is 0 if it is not known. */
void progress_begin(const char *label);
void progress_update(uint64_t done, uint64_t total);
void progress_waits(const char *what);	/* said when it is news */
void progress_end(bool good);	/* does nothing if no step is running */

/* A line of information, not an error; nothing if the user wants quiet. */
void progress_note(const char *text);

#endif /* TOOLS_PROGRESS_H */
