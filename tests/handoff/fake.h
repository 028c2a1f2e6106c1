/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A machine for the pure part of the stub: 6 GiB of memory, of which only what
 * is touched exists, and a sound handoff page in it.
 */
#ifndef _XLU_TEST_FAKE_H
#define _XLU_TEST_FAKE_H

#include "stub.h"

#define FAKE_MEMORY	0x180000000ULL
#define FAKE_SELF	0x7f00000ULL
#define FAKE_STUB_SIZE	10000
#define FAKE_IMAGE	0x8000000ULL
#define FAKE_MODULES	0x9000000ULL
#define FAKE_BLOB	0xa000000ULL
#define FAKE_LIST	0xc000000ULL
#define FAKE_HIGH	0x120000000ULL
#define FAKE_EBDA	0x90000ULL
#define FAKE_RSDP	(0x130200000ULL - 20)	/* in two pieces of mapped memory */
#define FAKE_COPIES	0x140000000ULL
#define FAKE_SOURCE	0x141ffff00ULL	/* goes over the end of a piece */

extern const struct xlu_self fake_self;

void fake_init(void);
void fake_forget(void);
void *fake_at(u64 maddr);
u32 fake_crc(const void *data, size_t len);
struct xlu_handoff *fake_request(void);
void fake_add_low_memory(struct xlu_handoff *h);
void fake_seal(struct xlu_handoff *h);
void fake_seal_list_page(struct xlu_extent_page *page);
void fake_seal_copies(struct xlu_copy_page *page);

#endif /* _XLU_TEST_FAKE_H */
