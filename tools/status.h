/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is going on, as text or JSON.
 */
#ifndef TOOLS_STATUS_H
#define TOOLS_STATUS_H

#include <stdio.h>

#include <linux/xen-liveupdate.h>

#include "options.h"

/* Ask the open device and show it as the options say. 0 or an exit code. */
int status_show(int fd, const struct options *options);

/* The same of what the driver has answered, as JSON. */
void status_json(FILE *out, const struct xen_liveupdate_info *info,
		 const struct xen_liveupdate_status *status);

#endif /* TOOLS_STATUS_H */
