/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shows the status as text or JSON.
 */
#ifndef TOOLS_STATUS_H
#define TOOLS_STATUS_H

#include <stdio.h>

#include <linux/xen-liveupdate.h>

#include "builds.h"
#include "options.h"

/* Read the status from the open device and show it by the options. 0 or an exit code. */
int status_show(int fd, const struct options *options);

/* Write the driver's answers as JSON; @builds is NULL if not wanted. */
void status_json(FILE *out, const struct xen_liveupdate_info *info,
		 const struct xen_liveupdate_status *status, const struct builds *builds);

/* Write them as text to standard output; @verbose: with the driver and its limits. */
void status_text(const struct xen_liveupdate_info *info,
		 const struct xen_liveupdate_status *status, const struct builds *builds,
		 bool verbose);

#endif /* TOOLS_STATUS_H */
