// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: The extent list
 *
 * Checks the extent list once, then reads it in order or at random.
 *
 * Random access is needed to follow sources that lie inside the destination
 * (gather.c). The list has no index, so the check builds a directory of list
 * pages. The search within a page is linear, which costs less than copying the page
 * of the blob that is searched for.
 */
#include "stub.h"

static u32 pages_of(const struct xlu_extent *extent)
{
	return xlu_page_up(extent->size) >> XLU_PAGE_SHIFT;
}

static const struct xlu_extent_page *list_page(u64 maddr)
{
	return xlu_map_low(maddr, sizeof(struct xlu_extent_page));
}

/* When the directory is full, drop every second entry. */
static void dir_add(struct xlu_extents *x, u32 list_index, u64 maddr, u32 first)
{
	u32 i;

	if (list_index % x->stride)
		return;
	if (x->nr_dir == XLU_DIR_MAX) {
		for (i = 0; i < XLU_DIR_MAX / 2; i++)
			x->dir[i] = x->dir[2 * i];
		x->nr_dir = XLU_DIR_MAX / 2;
		x->stride *= 2;
		/* list_index is XLU_DIR_MAX old strides, so a multiple of the new one */
	}
	x->dir[x->nr_dir].maddr = maddr;
	x->dir[x->nr_dir].first = first;
	x->nr_dir++;
}

static int check_list_page(const struct xlu_handoff *h, const struct xlu_crc *crc,
			   u64 maddr, u32 seen, struct xlu_fault *fault)
{
	const struct xlu_extent_page *page;
	u64 areas[][2] = {
		{ h->self_maddr, XLU_STUB_FOOTPRINT },
		{ h->blob_maddr, xlu_page_up(h->blob_size) },
		{ h->mbi_maddr, h->mbi_size },
	};
	u32 found;
	size_t i;

	if (!maddr || !xlu_page_aligned(maddr) || maddr >= XLU_4GIB)
		return xlu_refuse(fault, XLU_REASON_BAD_ADDRESS, maddr,
				  XLU_PAGE_SIZE, 0, 0);
	for (i = 0; i < ARRAY_SIZE(areas); i++) {
		if (xlu_overlaps(maddr, XLU_PAGE_SIZE, areas[i][0], areas[i][1]))
			return xlu_refuse(fault, XLU_REASON_OVERLAP, maddr,
					  XLU_PAGE_SIZE, areas[i][0], areas[i][1]);
	}

	page = list_page(maddr);
	if (!page->nr || page->nr > XLU_EXTENTS_PER_PAGE ||
	    page->nr > h->nr_extents - seen)
		return xlu_refuse(fault, XLU_REASON_BAD_EXTENT, seen, maddr, page->nr, 0);
	found = xlu_crc32c(crc, page->extent, page->nr * sizeof(page->extent[0]));
	if (page->crc != found)
		return xlu_refuse(fault, XLU_REASON_BAD_CRC, page->crc, found, maddr, 0);
	return XLU_REASON_NONE;
}

static int check_extent(const struct xlu_handoff *h, const struct xlu_self *self,
			const struct xlu_extent *extent, u32 index, u64 total,
			struct xlu_fault *fault)
{
	bool last = index + 1 == h->nr_extents;
	u64 maddr = extent->maddr;
	u64 size = extent->size;

	if (!maddr || !xlu_page_aligned(maddr) || maddr >= self->maddr_limit ||
	    !size || size > self->maddr_limit - maddr ||
	    size > h->blob_size - total || (!last && !xlu_page_aligned(size)))
		return xlu_refuse(fault, XLU_REASON_BAD_EXTENT, index, maddr, size, 0);
	if (xlu_overlaps(maddr, xlu_page_up(size), h->self_maddr, h->area_size))
		return xlu_refuse(fault, XLU_REASON_OVERLAP, maddr, size,
				  h->self_maddr, h->area_size);
	return XLU_REASON_NONE;
}

/**
 * xlu_extents_check() - check the whole list
 * @x: reader, initialised
 * @h: header, checked
 * @self: facts about the stub
 * @crc: implementation of CRC32C
 * @fault: details of a refusal
 *
 * The loop ends however the pages are chained, as every page has at least one of the
 * nr_extents entries that the header allows.
 *
 * Return: XLU_REASON_NONE, or what is wrong with the list.
 */
int xlu_extents_check(struct xlu_extents *x, const struct xlu_handoff *h,
		      const struct xlu_self *self, const struct xlu_crc *crc,
		      struct xlu_fault *fault)
{
	const struct xlu_extent_page *page;
	u64 maddr = h->extents_maddr;
	u32 list_index = 0;
	u32 seen = 0;
	u64 total = 0;
	int reason;
	u32 i;

	x->nr_dir = 0;
	x->stride = 1;
	while (seen < h->nr_extents) {
		reason = check_list_page(h, crc, maddr, seen, fault);
		if (reason)
			return reason;
		dir_add(x, list_index++, maddr, total >> XLU_PAGE_SHIFT);

		page = list_page(maddr);
		for (i = 0; i < page->nr; i++, seen++) {
			reason = check_extent(h, self, &page->extent[i], seen, total, fault);
			if (reason)
				return reason;
			total += page->extent[i].size;
		}
		maddr = page->next;
	}
	if (maddr)
		return xlu_refuse(fault, XLU_REASON_BAD_EXTENT, seen, maddr, 0, 0);
	if (total != h->blob_size)
		return xlu_refuse(fault, XLU_REASON_BAD_SIZE, h->blob_size, total,
				  XLU_FIELD(blob_size), 0);
	xlu_extents_rewind(x, h);
	return XLU_REASON_NONE;
}

static void place_cursor(struct xlu_extents *x, u64 maddr, u32 first)
{
	x->page = list_page(maddr);
	x->index = 0;
	x->first = first;
}

/**
 * xlu_extents_rewind() - let xlu_extents_next() start with the first extent
 * @x: reader
 * @h: header
 */
void xlu_extents_rewind(struct xlu_extents *x, const struct xlu_handoff *h)
{
	place_cursor(x, h->extents_maddr, 0);
}

static void advance(struct xlu_extents *x)
{
	x->first += pages_of(&x->page->extent[x->index]);
	x->index++;
	if (x->index == x->page->nr && x->page->next)
		place_cursor(x, x->page->next, x->first);
}

/**
 * xlu_extents_next() - read the list in order
 * @x: reader
 *
 * Return: the next extent, NULL after the last one.
 */
const struct xlu_extent *xlu_extents_next(struct xlu_extents *x)
{
	const struct xlu_extent *extent;

	if (x->index == x->page->nr)
		return NULL;
	extent = &x->page->extent[x->index];
	advance(x);
	return extent;
}

/* Last directory entry that begins at or before a page of the blob. */
static u32 dir_find(const struct xlu_extents *x, u32 blob_page)
{
	u32 low = 0;
	u32 high = x->nr_dir;
	u32 mid;

	while (high - low > 1) {
		mid = (low + high) / 2;
		if (x->dir[mid].first <= blob_page)
			low = mid;
		else
			high = mid;
	}
	return low;
}

/**
 * xlu_extents_source() - find a page of the blob
 * @x: reader
 * @blob_page: number of the page
 *
 * Return: machine address at which the page is before the move.
 */
u64 xlu_extents_source(struct xlu_extents *x, u32 blob_page)
{
	const struct xlu_extent *extent;
	u32 start;

	if (x->index == x->page->nr || blob_page < x->first ||
	    blob_page - x->first >= pages_of(&x->page->extent[x->index])) {
		start = dir_find(x, blob_page);
		if (blob_page < x->first || x->dir[start].first > x->first)
			place_cursor(x, x->dir[start].maddr, x->dir[start].first);
	}
	for (;;) {
		extent = &x->page->extent[x->index];
		if (blob_page - x->first < pages_of(extent))
			break;
		advance(x);
	}
	return extent->maddr + ((u64)(blob_page - x->first) << XLU_PAGE_SHIFT);
}
