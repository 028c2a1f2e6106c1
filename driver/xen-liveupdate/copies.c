// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: What the stub copies
 *
 * Until the stub runs, the destinations of a cold update's parts may be in use by Xen,
 * by domains or by dom0 itself. So the parts stay where they were staged, in single
 * pages of dom0, and the stub gets a list of copies, page by page. Xen is not asked for
 * memory, and a part may go wherever the machine has RAM.
 *
 * A source page must not lie in a destination. Such a page is replaced by a copy
 * elsewhere. Pages allocated for that which lie in a destination themselves are kept
 * aside, so that the allocator does not return them again.
 */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/string.h>

#include <asm/xen/page.h>

#include "area.h"
#include "buffer.h"
#include "copies.h"
#include "step.h"

void xlu_copies_init(struct xlu_copies *copies)
{
	memset(copies, 0, sizeof(*copies));
	INIT_LIST_HEAD(&copies->pages);
	INIT_LIST_HEAD(&copies->unfit);
}

static void copies_free_list(struct list_head *pages)
{
	struct page *page, *next;

	list_for_each_entry_safe(page, next, pages, lru) {
		list_del(&page->lru);
		__free_page(page);
	}
}

/** xlu_copies_free() - free all memory of the list; doing it twice is fine */
void xlu_copies_free(struct xlu_copies *copies)
{
	copies_free_list(&copies->pages);
	copies_free_list(&copies->unfit);
	copies->last = NULL;
}

static u64 copies_page_maddr(struct page *page)
{
	return (u64)pfn_to_mfn(page_to_pfn(page)) << PAGE_SHIFT;
}

/**
 * xlu_copies_maddr() - machine address of a byte
 * @data: virtual address in linear or vmalloc()ed memory
 *
 * Return: the machine address.
 */
u64 xlu_copies_maddr(const void *data)
{
	struct page *page = is_vmalloc_addr(data) ? vmalloc_to_page(data) :
						    virt_to_page(data);

	return copies_page_maddr(page) + offset_in_page(data);
}

static bool copies_is_destination(const struct xlu_copies *copies, u64 maddr)
{
	const struct xlu_place *place = copies->place;
	u32 i;

	maddr &= PAGE_MASK;
	for (i = 0; i < copies->nr_places; i++, place++)
		if (maddr >= place->maddr && maddr < place->maddr + PAGE_ALIGN(place->size))
			return true;
	return false;
}

/* Allocate a page outside of all destinations; NULL if dom0 has none to spare. */
static struct page *copies_alloc_outside(struct xlu_copies *copies)
{
	struct page *page;

	for (;;) {
		page = xlu_memory_missing(1) ? NULL :
		       alloc_page(GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN);
		if (!page)
			return NULL;
		if (!copies_is_destination(copies, copies_page_maddr(page)))
			break;
		list_add(&page->lru, &copies->unfit);
	}
	list_add(&page->lru, &copies->pages);
	return page;
}

/* The last page of the list is complete: write its checksum. */
static void copies_seal_page(struct xlu_copies *copies)
{
	struct xlu_copy_page *last = copies->last;

	if (last)
		last->crc = xlu_crc32c(0, last->copy, last->nr * sizeof(last->copy[0]));
}

static int copies_next_page(struct xlu_copies *copies)
{
	struct page *page = copies_alloc_outside(copies);

	if (!page)
		return -ENOMEM;
	if (copies->last)
		copies->last->next = copies_page_maddr(page);
	else
		copies->maddr = copies_page_maddr(page);
	copies_seal_page(copies);
	copies->last = page_address(page);
	copies->last->next = 0;
	copies->last->nr = 0;
	return 0;
}

/* Does the new copy continue the last entry in source and destination? */
static bool copies_joins(const struct xlu_piece *last, u64 to, u64 from)
{
	if (last->to + last->size != to)
		return false;
	return from ? last->from && last->from + last->size == from : !last->from;
}

static int copies_add(struct xlu_copies *copies, u64 to, u64 from, u64 size)
{
	struct xlu_copy_page *last = copies->last;
	int ret;

	if (last && last->nr && copies_joins(&last->copy[last->nr - 1], to, from)) {
		last->copy[last->nr - 1].size += size;
		return 0;
	}
	if (!last || last->nr == XLU_COPIES_PER_PAGE) {
		ret = copies_next_page(copies);
		if (ret)
			return ret;
		last = copies->last;
	}
	last->copy[last->nr++] = (struct xlu_piece){ .to = to, .from = from, .size = size };
	copies->nr++;
	return 0;
}

/* Add a copy whose source lies within one page. */
static int copies_add_piece(struct xlu_copies *copies, u64 to, const void *data, size_t size)
{
	u64 from = xlu_copies_maddr(data);
	struct page *page;

	if (copies_is_destination(copies, from)) {
		page = copies_alloc_outside(copies);
		if (!page)
			return -ENOMEM;
		memcpy(page_address(page), data, size);
		from = copies_page_maddr(page);
	}
	return copies_add(copies, to, from, size);
}

/**
 * xlu_copies_add() - add a copy to the list
 * @copies: list, with all destinations set
 * @step: step that the work is a part of
 * @to: machine address of the destination
 * @data: source in linear or vmalloc()ed memory, which must not change any more
 * @size: bytes
 *
 * Return: 0, -ENOMEM, or -EINTR if the action was cancelled.
 */
int xlu_copies_add(struct xlu_copies *copies, const struct xlu_step *step, u64 to,
		   const void *data, u64 size)
{
	size_t len;
	int ret;

	for (; size; size -= len, to += len, data += len) {
		len = min_t(u64, size, PAGE_SIZE - offset_in_page(data));
		ret = copies_add_piece(copies, to, data, len);
		if (ret)
			return ret;
		if (xlu_step_cancelled(step))
			return -EINTR;
		cond_resched();
	}
	return 0;
}

/**
 * xlu_copies_clear() - add a range to be cleared to the list
 * @copies: list to add to
 * @to: machine address
 * @size: bytes
 *
 * Return: 0 or a negative errno.
 */
int xlu_copies_clear(struct xlu_copies *copies, u64 to, u64 size)
{
	return size ? copies_add(copies, to, 0, size) : 0;
}

/** xlu_copies_finish() - complete the list */
void xlu_copies_finish(struct xlu_copies *copies)
{
	copies_seal_page(copies);
	copies_free_list(&copies->unfit);
}
