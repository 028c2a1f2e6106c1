/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is going on, as text or JSON.
 */
#ifndef TOOLS_STATUS_H
#define TOOLS_STATUS_H

#include <stdio.h>

#include <linux/xen-liveupdate.h>

#include "builds.h"
#include "options.h"

/* Ask the open device and show it as the options say. 0 or an exit code. */
int status_show(int fd, const struct options *options);

/* The same of what the driver has answered, as JSON; @builds is NULL if nobody asked. */
void status_json(FILE *out, const struct xen_liveupdate_info *info,
		 const struct xen_liveupdate_status *status, const struct builds *builds);

/* And for people, to standard output; @verbose: the driver and its limits, too. */
void status_text(const struct xen_liveupdate_info *info,
		 const struct xen_liveupdate_status *status, const struct builds *builds,
		 bool verbose);

#endif /* TOOLS_STATUS_H */
