/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the unit tests of the stream share.
 */
#ifndef _XLU_TEST_STREAM_UNIT_H
#define _XLU_TEST_STREAM_UNIT_H

#include <stdbool.h>
#include "sound.h"

/*
 * The stream in memory of its own, so that a byte read behind it is noticed.
 */
struct copy {
	uint8_t *buf;
	size_t size;
};

struct shape;

void verdict(bool good, const char *what);
struct copy make(const struct sound_change *change);
void show(const struct lu_fault *f);
bool refused(const struct copy *c, int reason, uint32_t type);
void test_sound(void);

/* unit_form.c */
void test_form(void);
void test_shapes(const struct shape *shape, size_t nr);
/* unit_content.c */
void test_content(void);
/* unit_hvm.c */
void test_hvm(void);

#endif /* _XLU_TEST_STREAM_UNIT_H */
