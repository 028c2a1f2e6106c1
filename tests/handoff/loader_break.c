// SPDX-License-Identifier: GPL-2.0-only
/*
 * Handoffs with one thing wrong.
 */
#include "loader.h"

static void break_extents(struct round *r, u32 way)
{
	struct xlu_extent_page *page = r->first;

	switch (way) {
	case 7:
		page->crc ^= 0x100;
		return;
	case 8:
		page->extent[0].maddr += 8;
		break;
	case 9:
		page->next ^= 0x1000;
		page->extent[page->nr - 1].size += 4096;
		break;
	case 10:
		/* an extent twice: its pages have two sources in the destination */
		page->extent[1].maddr = r->h->blob_maddr;
		page->extent[0].maddr = r->h->blob_maddr;
		break;
	}
	finish_list_page(page);
}

/* What each way has to be refused with */
static const struct expectation expected[NR_CASES] = {
	{ XLU_PHASE_STUB_HEADER, XLU_REASON_BAD_MAGIC },
	{ XLU_PHASE_STUB_HEADER, XLU_REASON_BAD_ADDRESS },
	{ XLU_PHASE_STUB_HEADER, XLU_REASON_BAD_SIZE },
	{ XLU_PHASE_STUB_HEADER, XLU_REASON_BAD_CRC },
	{ XLU_PHASE_STUB_HEADER, XLU_REASON_BAD_FIELD },
	{ XLU_PHASE_STUB_HEADER, XLU_REASON_RESERVED_SET },
	{ XLU_PHASE_STUB_HEADER, XLU_REASON_BAD_SIZE },
	{ XLU_PHASE_STUB_EXTENTS, XLU_REASON_BAD_CRC },
	{ XLU_PHASE_STUB_EXTENTS, XLU_REASON_BAD_EXTENT },
	{ XLU_PHASE_STUB_EXTENTS, XLU_REASON_BAD_EXTENT },
	{ XLU_PHASE_STUB_GATHER, XLU_REASON_OVERLAP },
	{ XLU_PHASE_STUB_BLOB, XLU_REASON_BAD_BLOB },
	{ XLU_PHASE_STUB_IMAGE, XLU_REASON_BAD_IMAGE },
	{ XLU_PHASE_STUB_IMAGE, XLU_REASON_BAD_MODULE },
	{ XLU_PHASE_STUB_IMAGE, XLU_REASON_BAD_MEMMAP },
	{ XLU_PHASE_STUB_IMAGE, XLU_REASON_NO_SPACE },
	{ XLU_PHASE_STUB_IMAGE, XLU_REASON_EXCEPTION },
};

/* A field of the header */
static void break_header(struct xlu_handoff *h, u32 way)
{
	switch (way) {
	case 0:
		h->magic ^= 1;
		break;
	case 1:
		h->self_maddr += 4096;
		break;
	case 2:
		h->size--;
		break;
	case 3:
		h->wallclock_ns ^= 1ULL << 40;
		break;
	case 4:
		h->flags |= 1U << 31;
		break;
	case 5:
		h->reserved1[77] = 1;
		break;
	case 6:
		h->stub_size++;
		break;
	}
}

/* What the header points at, or the stub itself, at @patch */
static void break_payload(struct round *r, u32 way, u32 patch)
{
	struct xlu_handoff *h = r->h;
	struct xlu_memmap_entry *map = (void *)h->memmap_maddr;

	switch (way) {
	case 11:
		((u8 *)source[0])[9] ^= 0x10;
		break;
	case 12:
		((u8 *)h->image_maddr)[0x20000] ^= 1;
		break;
	case 13:
		((u8 *)h->module[0].maddr)[MODULE_SIZE - 1] ^= 1;
		break;
	case 14:
		map[1].maddr--;
		h->memmap_crc = crc32c(map, h->memmap_nr * sizeof(*map));
		break;
	case 15:
		h->mbi_size = 64;
		break;
	case 16:
		r->stub[patch] = 0x0f;
		r->stub[patch + 1] = 0x0b;
		break;
	}
}

struct expectation break_it(struct round *r, u32 way, u32 patch)
{
	if (way < 7)
		break_header(r->h, way);
	else if (way < 11)
		break_extents(r, way);
	else
		break_payload(r, way, patch);
	/* Way 3 is the one whose checksum is wrong. */
	if (way != 3)
		seal(r->h);
	return expected[way];
}

void prepare_broken(struct round *r)
{
	/* Way 10 needs two extents, ways 7 to 9 at least one. */
	do {
		r->kind = SCATTERED;
		prepare(r, 600, random_number());
	} while (r->first->nr < 2);
}
