/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All that a live update was refused for, with a remedy for each.
 */
#ifndef TOOLS_BLOCKERS_H
#define TOOLS_BLOCKERS_H

#include <stdbool.h>
#include <stdio.h>

#include <linux/xen-liveupdate.h>

#include "lib/json.h"

/*
 * From here on an error also tells what the driver has noted of obstacles, if its report
 * is a newer one than now. @fd stays open.
 */
void blockers_watch(int fd);

/*
 * The same of a report that is known: for people, and as members of an object. False if
 * there are none.
 */
bool blockers_show(FILE *out, const struct xen_liveupdate_report *report);
void blockers_json(struct json *json, const struct xen_liveupdate_report *report);

#endif /* TOOLS_BLOCKERS_H */
