// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: The memory map
 *
 * Builds the memory map for the new Xen from that of the machine. The boot memory of a
 * live update becomes RAM. Handoff area, blob and an EBDA that the stub has made become
 * reserved.
 */
#include "stub.h"

#define TYPE_RAM	1
#define TYPE_RESERVED	2

/**
 * xlu_memmap_check() - check the memory map of the machine
 * @map: entries
 * @nr: number of entries
 * @fault: details of a refusal
 *
 * Return: XLU_REASON_NONE, or why the request is refused.
 */
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

/* Type of memory at one position, and the end of the range with this type. */
struct view {
	u64 pos;
	u64 next;
	u32 type;
};

/* Is the position in the range? Ends the view at the borders of the range. */
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
	/* Reserve the EBDA as a BIOS does, so that the next update finds it. Empty if live. */
	if (look(view, h->ebda_maddr, h->rsdp_maddr ? XLU_EBDA_SIZE : 0) &&
	    view->type == TYPE_RAM)
		view->type = TYPE_RESERVED;
}

/**
 * xlu_memmap_carve() - build the memory map for the new Xen
 * @h: header, checked
 * @map: memory map of the machine
 * @emit: called for every range of the new map, sorted, neighbours of one type joined
 * @opaque: argument of @emit
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
