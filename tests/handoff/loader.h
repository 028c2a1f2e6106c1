/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the loader share: one handoff, and what it is checked with.
 */
#ifndef _XLU_TEST_LOADER_H
#define _XLU_TEST_LOADER_H

#define XLU_STUB
#include "stub.h"
#include "machine.h"

#define COM1			0x3f8
#define MAX_PAGES		2048
#define LOW_START		0x4000000ULL
#define SLOT_SIZE		0x2000000ULL	/* 32 MiB */
#define NR_SLOTS		64
#define HIGH_START		0x100000000ULL
#define HIGH_SIZE		0x40000000ULL
#define NR_CASES		17
#define WAY_DAMAGED_RETURN	NR_CASES
#define IMAGE_SIZE		0x21000
#define MODULE_SIZE		0x3210
#define PATTERN_SCALE		0x9e3779b97f4a7c15ULL
#define RAM_BELOW_4G		0xc0000000ULL
/* Reserved by the firmware, RAM as the bank of a live update */
#define BANK_START		0xb0000000ULL
#define BANK_SIZE		0x4000000ULL
#define CMDLINE_TEXT		"console=com1 no-real-mode placeholder"
#define MODULE_TEXT		"root=/dev/nothing"

enum layout_kind { SCATTERED, PERMUTED, IN_PLACE, SHIFTED_UP, SHIFTED_DOWN, NO_BLOB, NR_KINDS };

/* One handoff */
struct round {
	struct xlu_handoff *h;
	u8 *stub;
	enum layout_kind kind;
	u32 pages;
	u64 size;
	u64 in_place;
	struct xlu_extent_page *first;
};

extern const u8 *stub_file;
extern u32 stub_size;
extern u32 failures;
extern u64 source[MAX_PAGES];

/* loader_console.c */
void out8(u16 port, u8 value);
void print(const char *text);
void print_number(u64 value);
void check(bool good, const char *what);
void verdict(const char *what, u64 number, u32 failures_before);
void __noreturn leave(void);

/* loader_request.c */
void random_begin(u64 seed);
u64 random_number(void);
u64 below(u64 limit);
u32 crc32c(const void *data, u64 len);
u64 pattern(u64 seed, u32 page, u32 word);
u64 kexec_tables(const struct xlu_handoff *h);
u64 empty_tables(void);
void finish_list_page(struct xlu_extent_page *page);
void seal(struct xlu_handoff *h);
void prepare(struct round *r, u32 pages, u64 seed);

/* loader_check.c */
bool same_text(const char *a, const char *b, u32 len);
void check_entered(const struct round *r, u64 seed);
void report_cost(const struct round *r);

/* loader_break.c */
struct expectation {
	u32 phase;
	u32 reason;
};

struct expectation break_it(struct round *r, u32 way, u32 patch);
void prepare_broken(struct round *r);

#endif /* _XLU_TEST_LOADER_H */
