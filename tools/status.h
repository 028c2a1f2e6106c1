/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is going on, as text or JSON.
 */
#ifndef TOOLS_STATUS_H
#define TOOLS_STATUS_H

#include "options.h"

/* Ask the open device and show it as the options say. 0 or an exit code. */
int status_show(int fd, const struct options *options);

#endif /* TOOLS_STATUS_H */
