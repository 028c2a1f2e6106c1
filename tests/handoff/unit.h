/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the unit tests of the stub share: a request handled as main.c does, verdicts.
 */
#ifndef _XLU_TEST_UNIT_H
#define _XLU_TEST_UNIT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xen-liveupdate/names.h>
#include "fake.h"

extern struct xlu_crc crc;
extern struct xlu_extents extents;
extern u64 bitmap[XLU_BLOB_PAGES_MAX / 64];
extern u8 scratch[XLU_PAGE_SIZE];

void verdict(int good, const char *what);
u32 below(u32 limit);
int handle(const struct xlu_handoff *h, struct xlu_fault *fault);

void test_refusals(void);
void test_gather(void);
void test_memmap(void);
void test_mbi(void);
void test_lowmem(void);

#endif /* _XLU_TEST_UNIT_H */
