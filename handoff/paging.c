// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Page tables
 *
 * The stub's own page tables: the first 4 GiB one to one, followed by a window for
 * memory above 4 GiB.
 *
 * The window is filled on demand. Bits 21 to 29 of the address select the slot, so that
 * sources close to each other do not evict each other.
 */
#include "hw.h"

#define PT_PRESENT		0x001
#define PT_WRITABLE		0x002
#define PT_LARGE		0x080
#define PT_ADDRESS		0x000ffffffffff000ULL
#define PT_ENTRIES		512

#define LARGE_SHIFT		21
#define LARGE_SIZE		BIT_ULL(LARGE_SHIFT)
#define WINDOW_BASE		XLU_4GIB
#define NR_LOW			4	/* GiB mapped one to one */

struct table {
	u64 entry[PT_ENTRIES];
};

static struct table level4 __section(".bss.pages");
static struct table level3 __section(".bss.pages");
static struct table low[NR_LOW] __section(".bss.pages");
static struct table window __section(".bss.pages");

static u64 link_to(const struct table *table)
{
	return (u64)table | PT_PRESENT | PT_WRITABLE;
}

/** xlu_paging_init() - switch to the stub's own page tables */
void xlu_paging_init(void)
{
	u64 *entry = low[0].entry;
	u64 i;

	for (i = 0; i < NR_LOW * PT_ENTRIES; i++)
		entry[i] = i << LARGE_SHIFT | PT_PRESENT | PT_WRITABLE | PT_LARGE;
	for (i = 0; i < NR_LOW; i++)
		level3.entry[i] = link_to(&low[i]);
	level3.entry[NR_LOW] = link_to(&window);
	level4.entry[0] = link_to(&level3);

	asm volatile("movq %0, %%cr3" : : "r" (&level4) : "memory");
}

void *xlu_map(u64 maddr, u64 *len)
{
	u64 offset = maddr & (LARGE_SIZE - 1);
	u64 slot = maddr >> LARGE_SHIFT & (PT_ENTRIES - 1);
	u64 wanted = (maddr - offset) | PT_PRESENT | PT_WRITABLE | PT_LARGE;
	u8 *base;

	if (maddr < XLU_4GIB) {
		if (*len > XLU_4GIB - maddr)
			*len = XLU_4GIB - maddr;
		return (void *)maddr;
	}

	base = (u8 *)(WINDOW_BASE + (slot << LARGE_SHIFT));
	/* The processor adds accessed and dirty bits: compare addresses only. */
	if ((window.entry[slot] & PT_ADDRESS) != (wanted & PT_ADDRESS)) {
		window.entry[slot] = wanted;
		asm volatile("invlpg (%0)" : : "r" (base) : "memory");
	}
	if (*len > LARGE_SIZE - offset)
		*len = LARGE_SIZE - offset;
	return base + offset;
}

/**
 * xlu_paging_maps() - look an address up in page tables that are not in use
 * @cr3: the page tables, which are read through the stub's own mapping
 * @address: virtual address
 * @maddr_limit: first address beyond the physical addresses of this CPU
 * @maddr: result: machine address
 *
 * Return: true if @address is mapped.
 */
bool xlu_paging_maps(u64 cr3, u64 address, u64 maddr_limit, u64 *maddr)
{
	u64 table = cr3 & PT_ADDRESS;
	u64 len = sizeof(u64);
	u64 entry;
	int shift;

	/* canonical? */
	if ((u64)((long)(address << 16) >> 16) != address)
		return false;
	for (shift = 39; shift >= XLU_PAGE_SHIFT; shift -= 9) {
		if (table >= maddr_limit)
			return false;
		entry = *(u64 *)xlu_map(table + (address >> shift & (PT_ENTRIES - 1)) * 8,
					&len);
		if (!(entry & PT_PRESENT))
			return false;
		table = entry & PT_ADDRESS;
		if (shift == XLU_PAGE_SHIFT || (shift < 39 && entry & PT_LARGE))
			break;
	}
	*maddr = (table & ~((1ULL << shift) - 1)) | (address & ((1ULL << shift) - 1));
	return true;
}
