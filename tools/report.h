/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shows the report of the last update.
 */
#ifndef TOOLS_REPORT_H
#define TOOLS_REPORT_H

#include <linux/xen-liveupdate.h>

#include "options.h"

/*
 * Read the report from the open device and show it by the options. EXIT_OK only if the
 * last update, or dry run, succeeded.
 */
int report_show(int fd, const struct options *options);

/*
 * After a refused live update: show the report, if it differs from the one @before the
 * update. Nothing with JSON, where the error object was the output.
 */
void report_show_refusal(int fd, const struct options *options,
			 const struct xen_liveupdate_report *before);

#endif /* TOOLS_REPORT_H */
