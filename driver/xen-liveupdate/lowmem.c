// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: A place for the EBDA
 *
 * Finds low memory where the stub can write the EBDA, which a BIOS leaves and UEFI does not.
 */
#include "lowmem.h"

#define PAGE_BYTES	4096ULL
#define TYPE_RAM	1

static u64 lowmem_end_of(const struct xlu_memmap_entry *entry)
{
	return entry->size > ~entry->maddr ? ~0ULL : entry->maddr + entry->size;
}

/* The highest place for an EBDA in @entry, 0 if none fits. Page 0 is in use. */
static u64 lowmem_ebda_in(const struct xlu_memmap_entry *entry)
{
	u64 start = max(entry->maddr, PAGE_BYTES);
	u64 end = min_t(u64, lowmem_end_of(entry), XLU_EBDA_MAX + XLU_EBDA_SIZE);
	u64 ebda;

	if (entry->type != TYPE_RAM || end < XLU_EBDA_MIN + XLU_EBDA_SIZE)
		return 0;
	ebda = ALIGN_DOWN(end - XLU_EBDA_SIZE, PAGE_BYTES);
	return start <= ebda && ebda - start >= XLU_TRAMPOLINE_SIZE ? ebda : 0;
}

u64 xlu_lowmem_ebda(const struct xlu_memmap_entry *map, u32 nr)
{
	u64 ebda = 0;
	u32 i;

	/* The BIOS data area is in page 0. */
	if (!nr || map[0].type != TYPE_RAM || map[0].maddr || map[0].size < PAGE_BYTES)
		return 0;
	for (i = 0; i < nr; i++)
		ebda = max(ebda, lowmem_ebda_in(&map[i]));
	return ebda;
}

bool xlu_lowmem_touches_ram(const struct xlu_memmap_entry *map, u32 nr, u64 maddr, u64 size)
{
	u32 i;

	for (i = 0; i < nr; i++) {
		if (map[i].type == TYPE_RAM && maddr < lowmem_end_of(&map[i]) &&
		    map[i].maddr < maddr + size)
			return true;
	}
	return false;
}
