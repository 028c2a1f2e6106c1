// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Memory of the handoff area
 *
 * The area of a cold update is memory of this dom0 in one piece, and remains reserved in
 * the new one. So it must not be where the new dom0's kernel is going to be.
 */
#include <linux/dma-mapping.h>
#include <linux/slab.h>

#include "area.h"

/* Memory that lies too low, kept until there is other memory. */
struct reject {
	struct reject *next;
	dma_addr_t maddr;
};

static void area_drop_rejects(struct device *dev, struct reject *reject)
{
	struct reject *next;

	for (; reject; reject = next) {
		next = reject->next;
		dma_free_coherent(dev, XLU_AREA_SIZE, reject, reject->maddr);
	}
}

/**
 * xlu_area_alloc() - allocate and initialise a handoff area
 * @dev: device that can reach it
 * @area: filled in
 *
 * While there is too low memory that is free, it is taken aside: no more than
 * XLU_RESERVED_MIN bytes.
 *
 * Context: may sleep.
 * Return: 0, or -ENOMEM if there is no memory, or only such that would be in the way of
 * the new dom0's kernel.
 */
int xlu_area_alloc(struct device *dev, struct xlu_area *area)
{
	struct reject *rejects = NULL, *low;
	dma_addr_t maddr;
	void *mem;

	for (;;) {
		mem = dma_alloc_coherent(dev, XLU_AREA_SIZE, &maddr,
					 GFP_KERNEL | __GFP_NOWARN);
		if (!mem || maddr >= XLU_RESERVED_MIN)
			break;
		low = mem;
		low->next = rejects;
		low->maddr = maddr;
		rejects = low;
	}
	area_drop_rejects(dev, rejects);
	if (!mem)
		return -ENOMEM;
	xlu_area_init(area, mem, maddr);
	return 0;
}

/**
 * xlu_area_free() - free what xlu_area_alloc() has allocated, if anything
 * @dev: as there
 * @area: the area
 *
 * Context: may sleep.
 */
void xlu_area_free(struct device *dev, struct xlu_area *area)
{
	if (area->mem)
		dma_free_coherent(dev, XLU_AREA_SIZE, area->mem, area->maddr);
	area->mem = NULL;
}
