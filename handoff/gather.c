// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Moving the blob
 *
 * Moves the scattered blob to its destination.
 *
 * Sources may lie inside the destination, in any order. The pages of the destination
 * form a graph: page i depends on the page that contains its source. As no two sources
 * overlap, at most one page depends on each page. So the graph consists of chains and
 * cycles. A chain ends in a source outside of the destination and is copied beginning
 * with the page on which no other depends. A cycle is rotated through a scratch page.
 *
 * One bit per page is enough for both. First every page is walked once, which
 * finds the cycles and rotates them. Then a set bit means that another page needs
 * the old content of this one: pages with a clear bit are the heads of the chains.
 * All other pages of a chain, and all pages of a cycle, have the bit set, so no page is
 * copied twice.
 *
 * Nothing outside of the destination is ever written. When no source lies in
 * the wrong place of the destination, extents are copied in one piece.
 */
#include "stub.h"

static u32 nr_pages(const struct xlu_gather *g)
{
	return xlu_page_up(g->size) >> XLU_PAGE_SHIFT;
}

static bool test_bit(const struct xlu_gather *g, u32 page)
{
	return g->bitmap[page / 64] >> (page % 64) & 1;
}

static void set_bit(struct xlu_gather *g, u32 page)
{
	g->bitmap[page / 64] |= 1ULL << (page % 64);
}

static void clear_bits(struct xlu_gather *g)
{
	xlu_zero(g->bitmap, XLU_BLOB_PAGES_MAX / 8);
}

static u64 page_maddr(const struct xlu_gather *g, u32 page)
{
	return g->maddr + ((u64)page << XLU_PAGE_SHIFT);
}

/* Bytes of the blob in a page: all pages but the last are full. */
static u64 page_bytes(const struct xlu_gather *g, u32 page)
{
	u64 rest = g->size - ((u64)page << XLU_PAGE_SHIFT);

	return rest < XLU_PAGE_SIZE ? rest : XLU_PAGE_SIZE;
}

/* Mark the pages of the destination that contain sources of an extent. */
static bool mark_extent(struct xlu_gather *g, const struct xlu_extent *extent, u64 dst)
{
	u64 end = g->maddr + xlu_page_up(g->size);
	u64 from = extent->maddr;
	u64 to = extent->maddr + xlu_page_up(extent->size);
	u32 page;

	if (from < g->maddr)
		from = g->maddr;
	if (to > end)
		to = end;
	if (from >= to)
		return true;
	if (extent->maddr != dst)
		g->displaced = true;
	for (page = (from - g->maddr) >> XLU_PAGE_SHIFT;
	     page < (to - g->maddr) >> XLU_PAGE_SHIFT; page++) {
		if (test_bit(g, page))
			return false;
		set_bit(g, page);
	}
	return true;
}

static int mark_needed(struct xlu_gather *g, const struct xlu_handoff *h,
		       struct xlu_fault *fault)
{
	const struct xlu_extent *extent;
	u64 dst = g->maddr;

	clear_bits(g);
	xlu_extents_rewind(g->x, h);
	while ((extent = xlu_extents_next(g->x))) {
		if (!mark_extent(g, extent, dst))
			return xlu_refuse(fault, XLU_REASON_OVERLAP, extent->maddr,
					  extent->size, g->maddr, g->size);
		dst += extent->size;
	}
	return XLU_REASON_NONE;
}

/**
 * xlu_gather_plan() - plan the move of the blob without moving anything
 * @g: the move
 * @h: header, checked
 * @fault: details of a refusal
 *
 * Refuses sources that overlap each other inside the destination, where the result would
 * depend on the order of copying. Elsewhere overlapping sources are only read, so they
 * are not checked for.
 *
 * Return: XLU_REASON_NONE or XLU_REASON_OVERLAP.
 */
int xlu_gather_plan(struct xlu_gather *g, const struct xlu_handoff *h,
		    struct xlu_fault *fault)
{
	g->maddr = h->blob_maddr;
	g->size = h->blob_size;
	g->displaced = false;
	g->moved = 0;
	g->in_place = 0;
	return mark_needed(g, h, fault);
}

/* The two areas do not overlap. */
static void copy(u64 dst, u64 src, u64 size)
{
	void *to, *from;
	u64 len, rest;

	for (; size; size -= len, dst += len, src += len) {
		rest = size;
		from = xlu_map(src, &rest);
		len = rest;
		to = xlu_map(dst, &len);
		xlu_copy(to, from, len);
	}
}

static void move_extents(struct xlu_gather *g, const struct xlu_handoff *h)
{
	const struct xlu_extent *extent;
	u64 dst = g->maddr;

	xlu_extents_rewind(g->x, h);
	while ((extent = xlu_extents_next(g->x))) {
		if (extent->maddr == dst) {
			g->in_place += extent->size;
		} else {
			copy(dst, extent->maddr, extent->size);
			g->moved += extent->size;
		}
		dst += extent->size;
	}
}

/* Is @src in the destination? Sets @page to its page then. */
static bool source_inside(struct xlu_gather *g, u64 src, u32 *page)
{
	u64 offset = src - g->maddr;

	if (src < g->maddr || offset >= xlu_page_up(g->size))
		return false;
	*page = offset >> XLU_PAGE_SHIFT;
	return true;
}

static void fill_page(struct xlu_gather *g, u32 page, u64 src)
{
	u64 bytes = page_bytes(g, page);

	copy(page_maddr(g, page), src, bytes);
	g->moved += bytes;
}

static void rotate_cycle(struct xlu_gather *g, u32 first)
{
	u32 page = first;
	u32 next = first;

	source_inside(g, xlu_extents_source(g->x, page), &next);
	if (next == first) {
		g->in_place += page_bytes(g, page);
		return;
	}

	xlu_copy(g->scratch, xlu_map_low(page_maddr(g, first), XLU_PAGE_SIZE),
		 XLU_PAGE_SIZE);
	while (next != first) {
		fill_page(g, page, page_maddr(g, next));
		page = next;
		source_inside(g, xlu_extents_source(g->x, page), &next);
	}
	xlu_copy(xlu_map_low(page_maddr(g, page), XLU_PAGE_SIZE), g->scratch,
		 page_bytes(g, page));
	g->moved += page_bytes(g, page);
}

static void move_cycles(struct xlu_gather *g)
{
	u32 start, page;

	clear_bits(g);
	for (start = 0; start < nr_pages(g); start++) {
		page = start;
		while (!test_bit(g, page)) {
			set_bit(g, page);
			if (!source_inside(g, xlu_extents_source(g->x, page), &page))
				break;
			if (page == start)
				rotate_cycle(g, start);
		}
	}
}

static void move_chains(struct xlu_gather *g, const struct xlu_handoff *h)
{
	struct xlu_fault unused;
	u32 head, page;
	u64 src;

	mark_needed(g, h, &unused);
	for (head = 0; head < nr_pages(g); head++) {
		if (test_bit(g, head))
			continue;
		page = head;
		do {
			src = xlu_extents_source(g->x, page);
			fill_page(g, page, src);
		} while (source_inside(g, src, &page));
	}
}

/**
 * xlu_gather_move() - move the blob to its destination
 * @g: the move, planned
 * @h: header
 */
void xlu_gather_move(struct xlu_gather *g, const struct xlu_handoff *h)
{
	if (!g->displaced) {
		move_extents(g, h);
		return;
	}
	move_cycles(g);
	move_chains(g, h);
}
