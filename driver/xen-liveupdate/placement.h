/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Chooses addresses in the machine's memory for the parts of an update.
 */
#ifndef _XLU_PLACEMENT_H
#define _XLU_PLACEMENT_H

#include <xen-liveupdate/handoff.h>

#include "lib/image.h"
#include "lib/pure.h"

/**
 * struct xlu_place - one part that needs memory
 * @size: bytes, not 0
 * @align: power of two, at least 4 KiB
 * @min: lowest address allowed
 * @max: highest end allowed, at most 4 GiB
 * @maddr: result: machine address
 */
struct xlu_place {
	u64 size;
	u64 align;
	u64 min;
	u64 max;
	u64 maddr;
};

#define XLU_NR_CHUNKS	2048

/**
 * struct xlu_chunks - 2 MiB pieces of the first 4 GiB, one bit each
 * @bit: set for the pieces in question
 */
struct xlu_chunks {
	unsigned long bit[XLU_NR_CHUNKS / (8 * sizeof(long))];
};

/**
 * xlu_place_all() - give every part an address in RAM above 1 MiB
 * @map: memory map, sorted, without overlaps; RAM is type 1
 * @nr: entries of @map
 * @avoid: pieces not to use, or NULL
 * @place: the parts; the results do not overlap and are whole pages
 * @nr_places: entries of @place
 * @missing: for -ENOSPC: bytes by which a part exceeds the largest place available for it
 *
 * Parts go as high as possible, the largest first: the firmware and a booting Xen need
 * low memory most.
 *
 * Return: 0, -ENOSPC, or -EINVAL if a part breaks the rules of struct xlu_place.
 */
int xlu_place_all(const struct xlu_memmap_entry *map, u32 nr,
		  const struct xlu_chunks *avoid,
		  struct xlu_place *place, u32 nr_places, u64 *missing);

/**
 * xlu_memmap_exclude() - exclude memory from placement, if it lies in one entry
 * @map: memory map
 * @nr: entries of @map
 * @max: entries that @map has room for
 * @maddr: first byte of the memory
 * @size: bytes of the memory
 *
 * Return: the new number of entries, or -ENOSPC.
 */
int xlu_memmap_exclude(struct xlu_memmap_entry *map, u32 nr, u32 max,
		       u64 maddr, u64 size);

/**
 * xlu_fits_bank() - check a load base in the staging bank
 * @image: parsed image
 * @base: load base
 * @bank: machine address of the bank
 * @size: bytes of the bank
 *
 * Return: true if the image allows this base, and lies completely in the bank and after
 * the handoff area.
 */
bool xlu_fits_bank(const struct xlu_image *image, u64 base, u64 bank, u64 size);

/**
 * xlu_memmap_release() - release memory that an earlier cold update has reserved
 * @map: memory map
 * @nr: entries of @map
 * @max: entries that @map has room for
 * @maddr: first byte of the memory, of which reserved parts (type 2) become RAM (type 1)
 * @size: bytes of the memory
 *
 * Neighbours of the same type are joined.
 *
 * Return: the new number of entries, or -ENOSPC.
 */
int xlu_memmap_release(struct xlu_memmap_entry *map, u32 nr, u32 max,
		       u64 maddr, u64 size);

#endif /* _XLU_PLACEMENT_H */
