/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The commands. Each prints its messages and returns the exit code.
 */
#ifndef TOOLS_COMMANDS_H
#define TOOLS_COMMANDS_H

#include "options.h"

int cmd_status(const struct options *options);
int cmd_check(const struct options *options);
int cmd_update(const struct options *options);
int cmd_rollback(const struct options *options);
int cmd_report(const struct options *options);
int cmd_metrics(const struct options *options);

/* Could cmd_update() update this host live? Domains are paused for a moment. */
int update_try_live(const struct options *options);

/* steps.c: single steps of an update, between which the driver keeps the state */
int cmd_stage(const struct options *options);
int cmd_verify(const struct options *options);
int cmd_load(const struct options *options);
int cmd_commit(const struct options *options);
int cmd_cancel(const struct options *options);

#endif /* TOOLS_COMMANDS_H */
