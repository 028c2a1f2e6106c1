/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The parts of lu-load: what goes into the bank (lu-load-image.c), the race for a
 * sealed bank (lu-load-race.c), what is printed of a handoff page (lu-load-report.c).
 */
#ifndef _XLU_TEST_LU_LOAD_H
#define _XLU_TEST_LU_LOAD_H

#include <stddef.h>
#include <stdint.h>
#include <xen-liveupdate/handoff.h>

#include "xencall.h"

/* What is to be wrong with an image that is loaded */
enum wrong { NOTHING, CMDLINE, IMAGE, MAPPED, DERIVE, NR_KINDS };

/* Hypercall arguments must not be paged out. */
extern struct load_args {
	struct kexec_segment seg;
	struct kexec_load load;
	struct kexec_load_v1 load_v1;
	struct kexec_range range;
	int type[4];
} arg;

long kexec_op(int cmd, void *p);
void unload(void);
long load_bank(uint64_t start);
uint8_t *map_mem(uint64_t start, size_t size);
void seal_header(struct xlu_handoff *h);
int do_load(const char *path, const char *args, enum wrong wrong, unsigned int fail_at);

int do_race(unsigned long tries, const char *path, const char *args);

void print_result(const struct xlu_handoff *h);
void print_records(const struct xlu_handoff *h);
int do_report(void);

#endif /* _XLU_TEST_LU_LOAD_H */
