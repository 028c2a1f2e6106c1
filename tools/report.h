/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How the last update went.
 */
#ifndef TOOLS_REPORT_H
#define TOOLS_REPORT_H

#include <linux/xen-liveupdate.h>

#include "options.h"

/*
 * Ask the open device and show it as the options say. EXIT_OK only if the last
 * update, or dry run, succeeded.
 */
int report_show(int fd, const struct options *options);

/*
 * A live update was refused: show how far it got, if the driver has a report that is
 * another than the one @before it. Nothing in JSON, where the error was the answer.
 */
void report_show_refusal(int fd, const struct options *options,
			 const struct xen_liveupdate_report *before);

#endif /* TOOLS_REPORT_H */
