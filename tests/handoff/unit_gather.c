// SPDX-License-Identifier: GPL-2.0-only
/*
 * Gathering the blob from where its pages are, against a naive model.
 */
#include "unit.h"

#define NR_PERMUTATIONS		12000
#define MAX_PAGES		400

static u64 source[MAX_PAGES];

/* Sources for a blob of @pages pages: some in the destination, in any order */
static void choose_sources(u32 pages, u32 kind)
{
	u64 all[2 * MAX_PAGES + 8];
	u32 window = kind & 1 ? pages : pages + below(8);
	u32 nr = 0;
	u32 i, n;
	u64 t;

	for (i = 0; i < window; i++)
		all[nr++] = FAKE_BLOB + i * XLU_PAGE_SIZE;
	if (kind & 2)
		for (i = 0; i < pages; i++)
			all[nr++] = (i & 1 ? FAKE_HIGH : FAKE_MODULES) + i * XLU_PAGE_SIZE;
	/* Few exchanges leave long runs and pages in place, many leave none. */
	for (i = kind & 4 ? nr * 2 : below(nr); i; i--) {
		n = below(nr);
		t = all[n];
		all[n] = all[i % nr];
		all[i % nr] = t;
	}
	memcpy(source, all, pages * sizeof(all[0]));
}

static void write_list(struct xlu_handoff *h, u32 pages, u32 room)
{
	struct xlu_extent_page *page = fake_at(FAKE_LIST);
	u32 nr_list = 0;
	u32 i, n;

	memset(page, 0, sizeof(*page));
	h->nr_extents = 0;
	for (i = 0; i < pages; i += n) {
		for (n = 1; i + n < pages && source[i + n] == source[i] + n * XLU_PAGE_SIZE &&
		     below(9); n++)
			;
		if (page->nr == room) {
			page->next = FAKE_LIST + ++nr_list * XLU_PAGE_SIZE;
			fake_seal_list_page(page);
			page = fake_at(page->next);
			memset(page, 0, sizeof(*page));
		}
		page->extent[page->nr].maddr = source[i];
		page->extent[page->nr].size = n * XLU_PAGE_SIZE;
		page->nr++;
		h->nr_extents++;
	}
	page->extent[page->nr - 1].size -= pages * XLU_PAGE_SIZE - h->blob_size;
	fake_seal_list_page(page);
}

/* The naive model: read everything first, then write. */
static int gather_once(struct xlu_handoff *h, u32 pages, u32 kind)
{
	static u8 model[MAX_PAGES * XLU_PAGE_SIZE];
	struct xlu_gather g = { .x = &extents, .bitmap = bitmap, .scratch = scratch };
	struct xlu_fault fault;
	u64 in_place = 0;
	u32 i;

	choose_sources(pages, kind);
	h->blob_size = pages * XLU_PAGE_SIZE - below(XLU_PAGE_SIZE);
	write_list(h, pages, kind & 8 ? 1 : 1 + below(XLU_EXTENTS_PER_PAGE));
	for (i = 0; i < pages; i++) {
		memset(fake_at(source[i]), random(), XLU_PAGE_SIZE);
		memcpy(fake_at(source[i]), &i, sizeof(i));
		memcpy(model + i * XLU_PAGE_SIZE, fake_at(source[i]), XLU_PAGE_SIZE);
		if (source[i] == FAKE_BLOB + i * XLU_PAGE_SIZE)
			in_place += i + 1 < pages ? XLU_PAGE_SIZE :
				    (h->blob_size - 1) % XLU_PAGE_SIZE + 1;
	}
	if (xlu_extents_check(&extents, h, &fake_self, &crc, &fault) ||
	    xlu_gather_plan(&g, h, &fault))
		return 0;
	xlu_gather_move(&g, h);
	return !memcmp(fake_at(FAKE_BLOB), model, h->blob_size) &&
	       g.in_place == in_place && g.moved + g.in_place == h->blob_size;
}

void test_gather(void)
{
	struct xlu_handoff *h = fake_request();
	int good = 0;
	u32 i;

	for (i = 0; i < NR_PERMUTATIONS; i++)
		good += gather_once(h, 1 + below(24), i);
	verdict(good == NR_PERMUTATIONS, "12000 permutations against a naive model");
	for (good = 0, i = 0; i < 32; i++)
		good += gather_once(h, MAX_PAGES, i);
	verdict(good == 32, "32 permutations with more list pages than the directory has");
}
