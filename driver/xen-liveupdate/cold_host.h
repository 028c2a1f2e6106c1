/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checks whether this host can be updated cold, and which features it would lose.
 */
#ifndef _XLU_COLD_HOST_H
#define _XLU_COLD_HOST_H

#include "lib/reason.h"

struct xlu_step;

enum xlu_why xlu_cold_host(struct xlu_step *step);
bool xlu_cold_lacks_policy(const char *cmdline);
u64 xlu_cold_warnings(void);
u64 xlu_cold_live_patches(void);

#endif /* _XLU_COLD_HOST_H */
