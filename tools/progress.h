/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Progress of a step on standard error: a bar on a terminal; elsewhere a line when the
 * step has ended; nothing with --quiet.
 */
#ifndef TOOLS_PROGRESS_H
#define TOOLS_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/* To be called once, before all others. */
void progress_setup(bool quiet);

/* One step at a time. @total is 0 if it is not known. */
void progress_begin(const char *label);
void progress_update(uint64_t done, uint64_t total);
void progress_waits(const char *what);	/* shown when it changes */
void progress_end(bool good);	/* does nothing if no step is running */

/* Print a line of information, not an error; nothing with --quiet. */
void progress_note(const char *text);

#endif /* TOOLS_PROGRESS_H */
