// SPDX-License-Identifier: GPL-2.0-only
/*
 * Placement and the memory map against models that know nothing but single pages.
 */
#include <string.h>

#include "placement.h"
#include "test.h"

#define NR_ROUNDS	3000
#define PAGE_BYTES	4096ULL
#define CHUNK_PAGES	512
#define NR_PAGES	(24 * CHUNK_PAGES)	/* of the model: 48 MiB */
#define LOWEST_PAGE	256			/* 1 MiB */
#define MAX_ENTRIES	24
#define MAX_PLACES	6
#define FOUR_GIB	0x100000000ULL

/* Of each page: 0 no RAM, 1 RAM, 2 a part is here */
static u8 model[NR_PAGES];

static u32 random_map(struct xlu_memmap_entry *map, bool only_holes)
{
	u64 at = below(3) * PAGE_BYTES;
	u32 nr = 0;
	u64 size;

	while (nr < MAX_ENTRIES && at < NR_PAGES * PAGE_BYTES) {
		size = (1 + below(one_in(3) ? 4000 : 40)) * PAGE_BYTES;
		if (at + size > NR_PAGES * PAGE_BYTES)
			size = NR_PAGES * PAGE_BYTES - at;
		map[nr++] = (struct xlu_memmap_entry){ at, size, one_in(3) ? 2 : 1, 0 };
		at += size;
		if (only_holes || one_in(2))
			at += (1 + below(20)) * PAGE_BYTES;
	}
	return nr;
}

static void random_chunks(struct xlu_chunks *chunks)
{
	unsigned int i;
	u32 often = 1 + below(4);

	memset(chunks, 0, sizeof(*chunks));
	for (i = 0; i < 2048; i++)
		if (one_in(often + 1))
			chunks->bit[i / BITS_PER_LONG] |= 1UL << i % BITS_PER_LONG;
}

static u32 random_places(struct xlu_place *place)
{
	u32 nr = 1 + below(MAX_PLACES);
	u32 i;

	for (i = 0; i < nr; i++) {
		place[i].size = 1 + below(one_in(4) ? 8 << 20 : 600000);
		place[i].align = PAGE_BYTES << below(10);
		place[i].min = one_in(3) ? below(40 << 20) : 0;
		place[i].max = one_in(3) ? below(48 << 20) : FOUR_GIB;
		place[i].maddr = 0;
	}
	return nr;
}

static void draw_map(const struct xlu_memmap_entry *map, u32 nr)
{
	u32 i;

	memset(model, 0, sizeof(model));
	for (i = 0; i < nr; i++)
		if (map[i].type == 1)
			memset(model + map[i].maddr / PAGE_BYTES, 1, map[i].size / PAGE_BYTES);
}

static void erase_others(const struct xlu_chunks *chunks)
{
	u32 i;

	for (i = 0; i < NR_PAGES / CHUNK_PAGES; i++)
		if (chunks->bit[i / BITS_PER_LONG] >> i % BITS_PER_LONG & 1)
			memset(model + i * CHUNK_PAGES, 0, CHUNK_PAGES);
}

/* How many of @free pages from @page on may be used. */
static u64 model_room(const struct xlu_place *place, u64 page, u64 free)
{
	u64 maddr = page * PAGE_BYTES;
	u64 end = place->max / PAGE_BYTES;

	if (maddr % place->align || maddr < place->min || page >= end)
		return 0;
	return free < end - page ? free : end - page;
}

/*
 * Highest page from which on there is room for @nr pages, 0 for nowhere. @most: the
 * most pages for which there is room anywhere above it
 */
static u64 model_find(const struct xlu_place *place, u64 nr, u64 *most)
{
	u64 free = 0;
	u64 page, room;

	for (*most = 0, page = NR_PAGES; page-- > LOWEST_PAGE; ) {
		free = model[page] == 1 ? free + 1 : 0;
		room = model_room(place, page, free);
		if (room >= nr)
			return page;
		if (room > *most)
			*most = room;
	}
	return 0;
}

/* The last argument is by how many bytes it is larger than what would find room. */
static u64 model_place(const struct xlu_place *place, u64 *missing)
{
	u64 nr = (place->size + PAGE_BYTES - 1) / PAGE_BYTES;
	u64 most;
	u64 page = model_find(place, nr, &most);

	if (page)
		memset(model + page, 2, nr);
	else
		*missing = (nr - most) * PAGE_BYTES;
	return page * PAGE_BYTES;
}

/* Largest first, the first of equals first. Else how much is missing. */
static bool model_all(const struct xlu_place *place, u32 nr, u64 *maddr, u64 *missing)
{
	bool done[MAX_PLACES] = { false };
	u32 i, n, best;

	for (n = 0; n < nr; n++) {
		best = nr;
		for (i = 0; i < nr; i++)
			if (!done[i] && (best == nr || place[i].size > place[best].size))
				best = i;
		done[best] = true;
		maddr[best] = model_place(&place[best], missing);
		if (!maddr[best])
			return false;
	}
	return true;
}

static unsigned int placed, refused;

static bool place_like_the_model(void)
{
	struct xlu_memmap_entry map[MAX_ENTRIES];
	struct xlu_place place[MAX_PLACES];
	u32 nr_map = random_map(map, true);
	u32 nr = random_places(place);
	u64 wanted[MAX_PLACES], lacks = 0, missing = 0;
	struct xlu_chunks chunks;
	bool fits;
	int rc;
	u32 i;

	random_chunks(&chunks);
	draw_map(map, nr_map);
	erase_others(&chunks);
	fits = model_all(place, nr, wanted, &lacks);
	placed += fits;
	refused += !fits;
	rc = xlu_place_all(map, nr_map, &chunks, place, nr, &missing);
	if (!fits)
		return rc == -ENOSPC && missing == lacks;
	for (i = 0; i < nr; i++)
		if (place[i].maddr != wanted[i])
			return false;
	return !rc;
}

static bool places_like_the_model(void)
{
	bool good = true;
	int i;

	for (i = 0; i < NR_ROUNDS; i++)
		good &= place_like_the_model();
	printf("# %u times there was room, %u times not\n", placed, refused);
	return good && placed && refused;
}

/* One part in one entry of RAM */
static const struct single {
	u64 map_maddr, map_size;
	u64 size, align, min, max;
	int rc;
	u64 maddr;
} single[] = {
	/* bounds */
	{ 0, 1ULL << 40, 4096, 4096, 0, FOUR_GIB, 0, FOUR_GIB - 4096 },
	{ 0, 1ULL << 40, FOUR_GIB - 0x100000, 4096, 0, FOUR_GIB, 0, 0x100000 },
	{ 0, 1ULL << 40, FOUR_GIB - 0xfffff, 4096, 0, FOUR_GIB, -ENOSPC, 0 },
	{ FOUR_GIB, 1ULL << 40, 4096, 4096, 0, FOUR_GIB, -ENOSPC, 0 },
	{ 0x200000, ~0ULL, 4096, 0x200000, 0, FOUR_GIB, 0, FOUR_GIB - 0x200000 },
	{ 0, 0x100000, 4096, 4096, 0, FOUR_GIB, -ENOSPC, 0 },
	{ 0x200000, 0x1001, 1, 4096, 0, FOUR_GIB, 0, 0x200000 },
	{ 0x200800, 0x1000, 1, 4096, 0, FOUR_GIB, -ENOSPC, 0 },
	{ 0, FOUR_GIB, 4096, 4096, ~0ULL, FOUR_GIB, -ENOSPC, 0 },
	{ 0, FOUR_GIB, 4096, 4096, 0x300000, 0x301000, 0, 0x300000 },
	{ 0, FOUR_GIB, 4096, 4096, 0x300001, 0x301000, -ENOSPC, 0 },
	/* parts that break the rules */
	{ 0, FOUR_GIB, 0, 4096, 0, FOUR_GIB, -EINVAL, 0 },
	{ 0, FOUR_GIB, ~0ULL, 4096, 0, FOUR_GIB, -EINVAL, 0 },
	{ 0, FOUR_GIB, 1, 0, 0, FOUR_GIB, -EINVAL, 0 },
	{ 0, FOUR_GIB, 1, 2048, 0, FOUR_GIB, -EINVAL, 0 },
	{ 0, FOUR_GIB, 1, 12288, 0, FOUR_GIB, -EINVAL, 0 },
	{ 0, FOUR_GIB, 1, 1ULL << 63, 0, FOUR_GIB, -EINVAL, 0 },
	{ 0, FOUR_GIB, 1, 4096, 0, FOUR_GIB + 1, -EINVAL, 0 },
};

static bool singles(void)
{
	const struct single *s;
	u64 missing;
	bool good = true;

	for (s = single; s < single + ARRAY_SIZE(single); s++) {
		const struct xlu_memmap_entry map = { s->map_maddr, s->map_size, 1, 0 };
		struct xlu_place place = { s->size, s->align, s->min, s->max, 0 };
		int rc = xlu_place_all(&map, 1, NULL, &place, 1, &missing);

		if (rc == s->rc && (rc || place.maddr == s->maddr))
			continue;
		printf("# line %zu: %d at %#llx\n", s - single, rc,
		       (unsigned long long)place.maddr);
		good = false;
	}
	return good;
}

static bool exclude_like_the_model(void)
{
	struct xlu_memmap_entry map[MAX_ENTRIES + 1];
	u32 nr = random_map(map, false);
	u32 e = below(nr);
	u64 maddr = map[e].maddr + below(map[e].size / PAGE_BYTES) * PAGE_BYTES;
	u64 size = (1 + below((map[e].maddr + map[e].size - maddr) / PAGE_BYTES)) * PAGE_BYTES;
	static u8 before[NR_PAGES];

	draw_map(map, nr);
	memset(model + maddr / PAGE_BYTES, 0, size / PAGE_BYTES);
	memcpy(before, model, sizeof(model));
	if (xlu_memmap_exclude(map, nr, nr, maddr, size) != -ENOSPC)
		return false;
	if (xlu_memmap_exclude(map, nr, nr + 1, maddr, size) != (int)nr + 1)
		return false;
	draw_map(map, nr + 1);
	/* What lies in no entry is left as it is. */
	return !memcmp(before, model, sizeof(model)) &&
	       xlu_memmap_exclude(map, nr + 1, nr + 1, maddr, size) == (int)nr + 1;
}

static bool excludes_like_the_model(void)
{
	bool good = true;
	int i;

	for (i = 0; i < NR_ROUNDS; i++)
		good &= exclude_like_the_model();
	return good;
}

static void draw_types(u8 *type, const struct xlu_memmap_entry *map, u32 nr)
{
	u32 i;

	memset(type, 0, NR_PAGES);
	for (i = 0; i < nr; i++)
		memset(type + map[i].maddr / PAGE_BYTES, map[i].type,
		       map[i].size / PAGE_BYTES);
}

/* Entries that say what @type says, if neighbours of one type are one entry. */
static u32 count_runs(const u8 *type)
{
	u32 runs = 0;
	u32 i;

	for (i = 0; i < NR_PAGES; i++)
		runs += type[i] && (!i || type[i] != type[i - 1]);
	return runs;
}

static bool divides(const u8 *type, u64 page, const struct xlu_memmap_entry *map, u32 nr)
{
	u32 i;

	for (i = 0; i < nr; i++)
		if (map[i].maddr == page * PAGE_BYTES)
			return false;
	return page && page < NR_PAGES && type[page] == 2 && type[page - 1] == 2;
}

static bool release_like_the_model(void)
{
	struct xlu_memmap_entry map[MAX_ENTRIES + 2], before[MAX_ENTRIES + 2];
	u8 type[NR_PAGES], got[NR_PAGES];
	u32 nr = random_map(map, false);
	u32 max = nr + below(3);
	u32 first = below(NR_PAGES);
	u32 len = 1 + below(NR_PAGES - first);
	u32 needed, i;
	int rc;

	memcpy(before, map, sizeof(map));
	draw_types(type, map, nr);
	needed = nr + divides(type, first, map, nr) + divides(type, first + len, map, nr);
	rc = xlu_memmap_release(map, nr, max, first * PAGE_BYTES, len * PAGE_BYTES);
	if (needed > max)
		return rc == -ENOSPC && !memcmp(map, before, nr * sizeof(*map));
	for (i = first; i < first + len; i++)
		if (type[i] == 2)
			type[i] = 1;
	if (rc < 0 || (u32)rc > max)
		return false;
	draw_types(got, map, rc);
	return !memcmp(type, got, NR_PAGES) && (u32)rc == count_runs(type);
}

static bool releases_like_the_model(void)
{
	bool good = true;
	int i;

	for (i = 0; i < NR_ROUNDS; i++)
		good &= release_like_the_model();
	return good;
}

#define BANK		0x10000000ULL
#define BANK_SIZE	0x4000000ULL	/* 64 MiB */

static bool fits(u64 base, u64 low, u64 high, u64 min, u64 max)
{
	const struct xlu_image image = {
		.low = low, .high = high, .base_min = min, .base_max = max,
	};

	return xlu_fits_bank(&image, base, BANK, BANK_SIZE);
}

static bool bank_is_the_limit(void)
{
	const u64 mib = 1 << 20, low = 2 * mib, in_place = BANK + 16 * mib;
	bool good = fits(BANK, low, 64 * mib, 0, FOUR_GIB) &&
		    fits(in_place, low, 48 * mib, 0, FOUR_GIB) &&
		    fits(in_place, low, 48 * mib - 1, 0, FOUR_GIB);

	/* Over the end by a byte, a page, by all; and before the begin. */
	good &= !fits(BANK, low, 64 * mib + 1, 0, FOUR_GIB) &&
		!fits(in_place, low, 48 * mib + 1, 0, FOUR_GIB) &&
		!fits(in_place, low, 62 * mib, 0, FOUR_GIB) &&
		!fits(in_place, low, ~0ULL - PAGE_BYTES, 0, FOUR_GIB) &&
		!fits(BANK + BANK_SIZE, low, 4 * mib, 0, FOUR_GIB) &&
		!fits(BANK - 2 * mib, low, 4 * mib, 0, FOUR_GIB);
	/* The handoff area. */
	good &= !fits(BANK, 0, 4 * mib, 0, FOUR_GIB) &&
		!fits(BANK, XLU_AREA_SIZE - PAGE_BYTES, 4 * mib, 0, FOUR_GIB) &&
		fits(BANK, XLU_AREA_SIZE, 4 * mib, 0, FOUR_GIB);
	/* What the image itself allows. */
	good &= !fits(BANK, low, 4 * mib, BANK + 2 * mib, FOUR_GIB) &&
		!fits(BANK, low, 4 * mib, 0, BANK + 4 * mib - 1) &&
		fits(BANK, low, 4 * mib, BANK, BANK + 4 * mib);
	return good;
}

void test_placement(void)
{
	verdict(places_like_the_model(), "placement like a model");
	verdict(singles(), "bounds of placement, and parts that break the rules");
	verdict(excludes_like_the_model(), "what is excluded is no place, and nothing else");
	verdict(releases_like_the_model(), "release like a model");
	verdict(bank_is_the_limit(), "an image lies in the bank, behind the handoff area");
}
