/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shows all obstacles to a live update, with a remedy for each.
 */
#ifndef TOOLS_BLOCKERS_H
#define TOOLS_BLOCKERS_H

#include <stdbool.h>
#include <stdio.h>

#include <linux/xen-liveupdate.h>

#include "lib/json.h"

/*
 * From now on errors are followed by the obstacles in the driver's report, if that is
 * newer than the current one. @fd stays open.
 */
void blockers_watch(int fd);

/*
 * Show the obstacles of @report, as text and as members of a JSON object. False if there
 * are none.
 */
bool blockers_show(FILE *out, const struct xen_liveupdate_report *report);
void blockers_json(struct json *json, const struct xen_liveupdate_report *report);

#endif /* TOOLS_BLOCKERS_H */
