// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Placement
 *
 * Chooses the addresses of a cold update's parts: highest fit, largest part first. Also
 * checks whether an image fits into the bank of a live update.
 */
#include "placement.h"

#define PAGE_BYTES	4096ULL
#define CHUNK		0x200000ULL
#define LOWEST		0x100000ULL	/* firmware, real mode and trampolines below */
#define FOUR_GIB	0x100000000ULL
#define TYPE_RAM	1
#define TYPE_RESERVED	2

/* One attempt to place all parts; a @place with address 0 is not yet placed. */
struct attempt {
	const struct xlu_memmap_entry *map;
	u32 nr;
	const struct xlu_chunks *avoid;
	struct xlu_place *place;
	u32 nr_places;
};

static bool place_is_sound(const struct xlu_place *place)
{
	return place->size && place->size <= FOUR_GIB && place->max <= FOUR_GIB &&
	       place->align >= PAGE_BYTES && place->align <= FOUR_GIB &&
	       is_power_of_2(place->align);
}

static u64 place_pages(const struct xlu_place *place)
{
	return ALIGN(place->size, PAGE_BYTES);
}

static u64 place_entry_end(const struct xlu_memmap_entry *entry)
{
	return entry->size > ~entry->maddr ? ~0ULL : entry->maddr + entry->size;
}

static bool place_is_avoided(const struct xlu_chunks *avoid, u64 chunk)
{
	return avoid && avoid->bit[chunk / BITS_PER_LONG] >> chunk % BITS_PER_LONG & 1;
}

/*
 * Start of an object that conflicts with [@start, @end), or @end if the range is free.
 * The next range to try has to end at the start of the object.
 */
static u64 place_obstacle(const struct attempt *try, u64 start, u64 end)
{
	const struct xlu_place *other = try->place;
	u64 chunk;
	u32 i;

	for (i = 0; i < try->nr_places; i++, other++)
		if (other->maddr && other->maddr < end &&
		    start < other->maddr + place_pages(other))
			return other->maddr;
	for (chunk = start / CHUNK; chunk * CHUNK < end; chunk++)
		if (place_is_avoided(try->avoid, chunk))
			return chunk * CHUNK;
	return end;
}

/* Highest fit for @place in [@low, @high), 0 if there is none. */
static u64 place_fit_between(const struct attempt *try, const struct xlu_place *place,
			     u64 low, u64 high)
{
	const u64 size = place_pages(place);
	u64 start, limit;

	while (high >= size) {
		start = ALIGN_DOWN(high - size, place->align);
		if (start < low)
			return 0;
		limit = place_obstacle(try, start, start + size);
		if (limit == start + size)
			return start;
		high = limit;
	}
	return 0;
}

static bool place_find(const struct attempt *try, struct xlu_place *place)
{
	const u64 lowest = max(place->min, LOWEST);
	const struct xlu_memmap_entry *entry;
	u32 i;

	for (i = try->nr; i--; ) {
		entry = &try->map[i];
		if (entry->type != TYPE_RAM)
			continue;
		place->maddr = place_fit_between(try, place, max(entry->maddr, lowest),
						 min(place_entry_end(entry), place->max));
		if (place->maddr)
			return true;
	}
	return false;
}

/* Bytes of the largest part that would fit where @place does not. */
static u64 place_largest_fit(const struct attempt *try, const struct xlu_place *place)
{
	struct xlu_place smaller = *place;
	u64 fits = 0;
	u64 step;

	for (step = FOUR_GIB / 2; step >= PAGE_BYTES; step /= 2) {
		smaller.size = fits + step;
		if (smaller.size < place->size && place_find(try, &smaller))
			fits += step;
	}
	return fits;
}

static struct xlu_place *place_largest_left(const struct attempt *try)
{
	struct xlu_place *largest = NULL;
	u32 i;

	for (i = 0; i < try->nr_places; i++)
		if (!try->place[i].maddr &&
		    (!largest || try->place[i].size > largest->size))
			largest = &try->place[i];
	return largest;
}

int xlu_place_all(const struct xlu_memmap_entry *map, u32 nr,
		  const struct xlu_chunks *avoid,
		  struct xlu_place *place, u32 nr_places, u64 *missing)
{
	const struct attempt try = { map, nr, avoid, place, nr_places };
	struct xlu_place *next;
	u32 i;

	for (i = 0; i < nr_places; i++) {
		if (!place_is_sound(&place[i]))
			return -EINVAL;
		place[i].maddr = 0;
	}
	for (next = place_largest_left(&try); next; next = place_largest_left(&try))
		if (!place_find(&try, next)) {
			*missing = place_pages(next) - place_largest_fit(&try, next);
			return -ENOSPC;
		}
	return 0;
}

int xlu_memmap_exclude(struct xlu_memmap_entry *map, u32 nr, u32 max,
		       u64 maddr, u64 size)
{
	const u64 end = maddr + size;
	struct xlu_memmap_entry *e;
	u32 i;

	for (i = 0, e = map; i < nr; i++, e++) {
		if (e->maddr > maddr || place_entry_end(e) < end)
			continue;
		if (nr == max)
			return -ENOSPC;
		memmove(e + 1, e, (nr - i) * sizeof(*e));
		e[1].size = place_entry_end(e) - end;
		e[1].maddr = end;
		e->size = maddr - e->maddr;
		return nr + 1;
	}
	return nr;
}

/* Index of the reserved entry that @maddr divides, @nr if there is none. */
static u32 place_entry_to_split(const struct xlu_memmap_entry *map, u32 nr, u64 maddr)
{
	u32 i;

	for (i = 0; i < nr; i++)
		if (map[i].type == TYPE_RESERVED && map[i].maddr < maddr &&
		    maddr < place_entry_end(&map[i]))
			return i;
	return nr;
}

/* Returns the new number of entries. */
static u32 place_split(struct xlu_memmap_entry *map, u32 nr, u64 maddr)
{
	const u32 i = place_entry_to_split(map, nr, maddr);

	if (i == nr)
		return nr;
	memmove(&map[i + 1], &map[i], (nr - i) * sizeof(*map));
	map[i].size = maddr - map[i].maddr;
	map[i + 1].size -= map[i].size;
	map[i + 1].maddr = maddr;
	return nr + 1;
}

static u32 place_join(struct xlu_memmap_entry *map, u32 nr)
{
	u32 used = 0;
	u32 i;

	for (i = 0; i < nr; i++) {
		if (used && map[used - 1].type == map[i].type &&
		    place_entry_end(&map[used - 1]) == map[i].maddr)
			map[used - 1].size += map[i].size;
		else
			map[used++] = map[i];
	}
	return used;
}

int xlu_memmap_release(struct xlu_memmap_entry *map, u32 nr, u32 max,
		       u64 maddr, u64 size)
{
	const u64 end = size > ~maddr ? ~0ULL : maddr + size;
	u32 needed = nr;
	u32 i;

	needed += place_entry_to_split(map, nr, maddr) != nr;
	needed += place_entry_to_split(map, nr, end) != nr;
	if (needed > max)
		return -ENOSPC;
	nr = place_split(map, nr, maddr);
	nr = place_split(map, nr, end);
	for (i = 0; i < nr; i++)
		if (map[i].type == TYPE_RESERVED && map[i].maddr >= maddr &&
		    place_entry_end(&map[i]) <= end)
			map[i].type = TYPE_RAM;
	return place_join(map, nr);
}

bool xlu_fits_bank(const struct xlu_image *image, u64 base, u64 bank, u64 size)
{
	u64 high = ALIGN(image->high, PAGE_BYTES);

	if (base < bank || high > size || base - bank > size - high)
		return false;
	return base + image->low >= bank + XLU_AREA_SIZE && base >= image->base_min &&
	       base + image->high <= image->base_max;
}
