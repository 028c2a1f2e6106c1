/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * List of copies that the stub makes when a cold update is committed.
 */
#ifndef _XLU_COPIES_H
#define _XLU_COPIES_H

#include <linux/list.h>
#include <linux/types.h>

#include <xen-liveupdate/handoff.h>

#include "placement.h"

struct xlu_step;

/**
 * struct xlu_copies - list of copies, and the memory that it takes
 * @place: all destinations
 * @nr_places: entries of @place
 * @maddr: machine address of the first page of the list
 * @nr: entries of the list
 * @last: last page of the list
 * @pages: pages of the list, and copies of sources that lie in a destination
 * @unfit: allocated pages that lie in a destination, until xlu_copies_finish()
 */
struct xlu_copies {
	const struct xlu_place *place;
	u32 nr_places;
	u64 maddr;
	u32 nr;
	struct xlu_copy_page *last;
	struct list_head pages;
	struct list_head unfit;
};

void xlu_copies_init(struct xlu_copies *copies);
void xlu_copies_free(struct xlu_copies *copies);
int xlu_copies_add(struct xlu_copies *copies, const struct xlu_step *step, u64 to,
		   const void *data, u64 size);
int xlu_copies_clear(struct xlu_copies *copies, u64 to, u64 size);
void xlu_copies_finish(struct xlu_copies *copies);
u64 xlu_copies_maddr(const void *data);

#endif /* _XLU_COPIES_H */
