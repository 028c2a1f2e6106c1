// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: The memory map
 *
 * The memory map for the new Xen: the machine's own, in which the boot memory
 * of a live update is RAM and in which nobody may touch the handoff area and
 * the blob, nor the EBDA that was made.
 */
#include "stub.h"

#define TYPE_RAM	1
#define TYPE_RESERVED	2

int xlu_memmap_check(const struct xlu_memmap_entry *map, u32 nr,
		     struct xlu_fault *fault)
{
	u64 end = 0;
	u32 i;

	for (i = 0; i < nr; i++) {
		if (!map[i].size || map[i].maddr < end || !map[i].type ||
		    map[i].maddr + map[i].size < map[i].maddr || map[i].reserved)
			return xlu_refuse(fault, XLU_REASON_BAD_MEMMAP, i,
					  map[i].maddr, map[i].size, 0);
		end = map[i].maddr + map[i].size;
	}
	return XLU_REASON_NONE;
}

/* What one position in memory looks like, and up to where it stays so. */
struct view {
	u64 pos;
	u64 next;
	u32 type;
};

/* Tell whether the position is in the range, and end the view at its borders. */
static bool look(struct view *view, u64 maddr, u64 size)
{
	if (!size || maddr + size <= view->pos)
		return false;
	if (maddr > view->pos) {
		if (maddr < view->next)
			view->next = maddr;
		return false;
	}
	if (maddr + size < view->next)
		view->next = maddr + size;
	return true;
}

static void look_all(struct view *view, const struct xlu_handoff *h,
		     const struct xlu_memmap_entry *entry)
{
	view->type = 0;
	view->next = ~0ULL;
	if (entry && look(view, entry->maddr, entry->size))
		view->type = entry->type;
	if (look(view, h->bank_maddr, h->bank_size))
		view->type = TYPE_RAM;
	if (look(view, h->self_maddr, h->area_size) && view->type == TYPE_RAM)
		view->type = TYPE_RESERVED;
	if (look(view, h->blob_maddr, xlu_page_up(h->blob_size)) &&
	    view->type == TYPE_RAM)
		view->type = TYPE_RESERVED;
	/* As a BIOS has it. The next update finds it there. Live, there is nothing in it. */
	if (look(view, h->ebda_maddr, h->rsdp_maddr ? XLU_EBDA_SIZE : 0) &&
	    view->type == TYPE_RAM)
		view->type = TYPE_RESERVED;
}

/*
 * Call @emit for every range of the new map, sorted, neighbours of one type
 * joined.
 */
void xlu_memmap_carve(const struct xlu_handoff *h,
		      const struct xlu_memmap_entry *map,
		      xlu_memmap_emit_t *emit, void *opaque)
{
	const struct xlu_memmap_entry *end = map + h->memmap_nr;
	struct view view = { 0 };
	u64 start = 0;
	u32 type = 0;

	do {
		while (map < end && map->maddr + map->size <= view.pos)
			map++;
		look_all(&view, h, map < end ? map : NULL);
		if (view.type != type) {
			if (type)
				emit(opaque, start, view.pos - start, type);
			start = view.pos;
			type = view.type;
		}
		view.pos = view.next;
	} while (view.pos != ~0ULL);
}
