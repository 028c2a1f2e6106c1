/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Can this host be updated cold, and what does it lose?
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
