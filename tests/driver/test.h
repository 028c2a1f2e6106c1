/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the host tests of the driver share.
 */
#ifndef _TEST_H
#define _TEST_H

#include <stdio.h>
#include <stdlib.h>

#include "lib/pure.h"

void verdict(bool good, const char *what);
u32 below(u32 limit);
bool one_in(u32 n);

void test_state(void);
void test_reason(void);
void test_image(void);
void test_mutations(const char * const *path, int nr);
void test_signature(void);
void test_placement(void);
void test_lowmem(void);
void test_cmdline(void);
void test_samples(void);

#endif /* _TEST_H */
