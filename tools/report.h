/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How the last update went.
 */
#ifndef TOOLS_REPORT_H
#define TOOLS_REPORT_H

#include "options.h"

/*
 * Ask the open device and show it as the options say. EXIT_OK only if the last
 * update succeeded.
 */
int report_show(int fd, const struct options *options);

#endif /* TOOLS_REPORT_H */
