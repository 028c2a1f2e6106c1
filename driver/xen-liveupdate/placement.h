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

/*
 * Give every part an address in RAM (type 1 of @map) above 1 MiB, not in the pieces
 * @avoid, which may be NULL. Parts do not overlap and are whole pages. 0, -ENOSPC, or
 * -EINVAL if a part breaks the rules above.
 *
 * Parts go as high as possible, the largest first: the firmware and a booting Xen need
 * low memory most.
 *
 * @map is sorted, without overlaps. @missing, for -ENOSPC: bytes by which a part exceeds
 * the largest place available for it.
 */
int xlu_place_all(const struct xlu_memmap_entry *map, u32 nr,
		  const struct xlu_chunks *avoid,
		  struct xlu_place *place, u32 nr_places, u64 *missing);

/*
 * Exclude [@maddr, @maddr + @size) from placement, if it lies in one entry of @map, which
 * has room for @max entries. Returns the new number of entries, or -ENOSPC.
 */
int xlu_memmap_exclude(struct xlu_memmap_entry *map, u32 nr, u32 max,
		       u64 maddr, u64 size);

/*
 * May the image be loaded at @base in the bank [@bank, @bank + @size)? It has to lie
 * completely in the bank, after the handoff area, and where the image itself allows it.
 */
bool xlu_fits_bank(const struct xlu_image *image, u64 base, u64 bank, u64 size);

/*
 * Release memory that an earlier cold update has reserved: make [@maddr, @maddr + @size)
 * type 1 where @map says type 2, and join neighbours. @map has room for @max entries.
 * Returns the new number of entries, or -ENOSPC.
 */
int xlu_memmap_release(struct xlu_memmap_entry *map, u32 nr, u32 max,
		       u64 maddr, u64 size);

#endif /* _XLU_PLACEMENT_H */
