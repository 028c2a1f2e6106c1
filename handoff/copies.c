// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Parts of a cold update
 *
 * Copies the parts of a cold update from memory of the old dom0 to their places. That
 * may overwrite any memory that the old side has used, so there is no way back. The
 * checksums of the copied parts are compared afterwards.
 */
#include "stub.h"

static int check_page(const struct xlu_copy_page *page, u64 maddr, u32 left,
		      const struct xlu_crc *crc, struct xlu_fault *fault)
{
	u32 found;

	if (!page->nr || page->nr > XLU_COPIES_PER_PAGE || page->nr > left)
		return xlu_refuse(fault, XLU_REASON_BAD_FIELD, XLU_FIELD(nr_copies),
				  maddr, page->nr, left);
	found = xlu_crc32c(crc, page->copy, page->nr * sizeof(page->copy[0]));
	if (page->crc != found)
		return xlu_refuse(fault, XLU_REASON_BAD_CRC, page->crc, found, maddr, 0);
	return XLU_REASON_NONE;
}

static int check_copy(const struct xlu_piece *copy, const struct xlu_handoff *h,
		      const struct xlu_self *self, struct xlu_fault *fault)
{
	u64 size = copy->size;

	if (!size || !copy->to || copy->to >= XLU_4GIB || size > XLU_4GIB - copy->to)
		return xlu_refuse(fault, XLU_REASON_BAD_ADDRESS, copy->to, size, 0, 0);
	if (copy->from >= self->maddr_limit || size > self->maddr_limit - copy->from)
		return xlu_refuse(fault, XLU_REASON_BAD_ADDRESS, copy->from, size, 0, 0);
	if (xlu_overlaps(copy->to, size, h->self_maddr, h->area_size))
		return xlu_refuse(fault, XLU_REASON_OVERLAP, copy->to, size,
				  h->self_maddr, h->area_size);
	if (copy->from && xlu_overlaps(copy->to, size, copy->from, size))
		return xlu_refuse(fault, XLU_REASON_OVERLAP, copy->to, size,
				  copy->from, size);
	return XLU_REASON_NONE;
}

static void copy_from(u64 to, u64 from, u64 size)
{
	void *src;
	u64 len;

	for (; size; size -= len, to += len, from += len) {
		len = size;
		src = xlu_map(from, &len);
		xlu_copy(xlu_map_low(to, len), src, len);
	}
}

static void make(const struct xlu_piece *copy)
{
	if (copy->from)
		copy_from(copy->to, copy->from, copy->size);
	else
		xlu_zero(xlu_map_low(copy->to, copy->size), copy->size);
}

/**
 * xlu_copies_make() - copy all parts of a cold update to their places
 * @h: header, checked
 * @self: facts about the stub
 * @crc: implementation of CRC32C
 * @page: buffer for a page of the list, which does not stay mapped if it lies above 4 GiB
 * @fault: details of a refusal
 *
 * The loop ends, as every page of the list has at least one entry.
 *
 * Return: XLU_REASON_NONE, or what is wrong with the list.
 */
int xlu_copies_make(const struct xlu_handoff *h, const struct xlu_self *self,
		    const struct xlu_crc *crc, struct xlu_copy_page *page,
		    struct xlu_fault *fault)
{
	u64 maddr = h->copies_maddr;
	u32 left = h->nr_copies;
	int reason;
	u64 len;
	u32 i;

	for (; left; left -= page->nr, maddr = page->next) {
		if (!maddr || !xlu_page_aligned(maddr) || maddr >= self->maddr_limit)
			return xlu_refuse(fault, XLU_REASON_BAD_ADDRESS, maddr,
					  sizeof(*page), 0, 0);
		len = sizeof(*page);
		xlu_copy(page, xlu_map(maddr, &len), sizeof(*page));
		reason = check_page(page, maddr, left, crc, fault);
		for (i = 0; !reason && i < page->nr; i++) {
			reason = check_copy(&page->copy[i], h, self, fault);
			if (!reason)
				make(&page->copy[i]);
		}
		if (reason)
			return reason;
	}
	if (maddr)
		return xlu_refuse(fault, XLU_REASON_BAD_FIELD, XLU_FIELD(copies_maddr),
				  maddr, 0, 0);
	return XLU_REASON_NONE;
}
