/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Renders a report as text or JSON. Pure functions of the struct.
 */
#ifndef TOOLS_RENDER_H
#define TOOLS_RENDER_H

#include <stdint.h>
#include <stdio.h>

#include <linux/xen-liveupdate.h>

#include "lib/json.h"

#include "screen.h"

const char *result_word(unsigned int result);

/* @verbose: every phase on a line of its own. */
void render_report(FILE *out, const struct screen *screen,
		   const struct xen_liveupdate_report *report, bool verbose);
void render_report_json(FILE *out, const struct xen_liveupdate_report *report);

/*
 * warning_take() clears the first XLU_WARN_* and returns a sentence for it, NULL if there
 * is none. render_json_warnings() writes an array of words for all of them.
 */
const char *warning_take(uint64_t *warnings);
void render_json_warnings(struct json *json, const char *name, uint64_t warnings);

#endif /* TOOLS_RENDER_H */
