// SPDX-License-Identifier: GPL-2.0-only
/*
 * The model's part for page state in place.
 */
#include <assert.h>
#include <stdlib.h>
#include <xen/lib.h>
#include "model.h"
#include "sound.h"

static uint8_t *entries;

static void follow(const struct xen_lu_page_list *list, uint64_t nr)
{
	if (nr)
		model_sink += entries[list->head] + entries[list->tail];
	else
		assert(list->head == XEN_LU_NO_MFN && list->tail == XEN_LU_NO_MFN);
}

/**
 * model_take_frames - frames of nobody else become Xen's
 * @mfn: first
 * @nr: number
 */
void model_take_frames(uint64_t mfn, uint64_t nr)
{
	for (; nr--; mfn++) {
		assert(!model_owner[mfn]);
		model_owner[mfn] = ~0;
	}
}

static void restore_heap(const void *stream)
{
	const struct xen_lu_free_list *list;
	const struct xen_lu_free_pages *pages;
	unsigned int i, nr;

	list = lu_array(stream, XEN_LU_REC_FREE_LISTS, struct xen_lu_free_list, nr);
	assert(list);
	for (i = 0; i < nr; i++)
		follow(&list[i].list, 1);
	pages = lu_array(stream, XEN_LU_REC_FREE_PAGES, struct xen_lu_free_pages, nr);
	assert(pages);
	for (i = 0; i < nr; i++)
		assert(pages[i].nr && pages[i].nr <= SOUND_FRAMES);
}

/* Xen's page tables for an HVM domain */
static void restore_pool(const struct xen_lu_domain *dom)
{
	const struct xen_lu_pool *pool = lu_find(dom, XEN_LU_REC_POOL, NULL);
	const struct xen_lu_hvm *hvm = lu_find(dom, XEN_LU_REC_HVM, NULL);
	const struct xen_lu_pool_tables *tables;
	const uint64_t *mfn;
	unsigned int i, nr;

	assert(!pool == !!(dom->flags & XEN_LU_DOMAIN_PV));
	if (!pool)
		return;
	follow(&pool->free, pool->nr_free);
	tables = lu_array(dom, XEN_LU_REC_POOL_TABLES, struct xen_lu_pool_tables, nr);
	assert(nr);
	for (i = 0; i < nr; i++) {
		model_take_frames(tables[i].root_mfn, 1);
		follow(&tables[i].tables, 1);
	}
	mfn = lu_array(dom, XEN_LU_REC_POOL_MONITORS, uint64_t, nr);
	for (i = 0; i < nr; i++)
		model_take_frames(mfn[i], 1);
	assert(pool->nr_free + (uint64_t)nr <= pool->nr_pages);
	assert(pool->nr_pages + (uint64_t)hvm->table_pages <= hvm->pool_pages);
	assert(pool->max_gfn < 1ULL << 36);
}

/**
 * model_restore_frames - before the domains are: what is in use is nobody else's
 * @stream: accepted
 */
void model_restore_frames(const void *stream)
{
	const struct xen_lu_frames *f = lu_find(stream, XEN_LU_REC_FRAMES, NULL);
	const struct xen_lu_frame_map *map;
	const struct xen_lu_in_place *rec;
	const struct xen_lu_domain *dom;
	unsigned int i, nr;

	if (!f)
		return;
	entries = calloc(f->max_pdx, 1);
	model_take_frames(f->dom_xen_mfn, 1);
	model_take_frames(f->dom_io_mfn, 1);
	follow(&f->xen_list, f->xen_pages);
	map = lu_array(stream, XEN_LU_REC_FRAME_MAP, struct xen_lu_frame_map, nr);
	assert(nr);
	for (i = 0; i < nr; i++)
		model_take_frames(map[i].mfn, map[i].nr);
	restore_heap(stream);
	for_each_lu_domain(stream, dom) {
		rec = lu_find(dom, XEN_LU_REC_IN_PLACE, NULL);
		model_take_frames(rec->mfn, 1);
		follow(&rec->pages, rec->nr_pages - rec->nr_extra);
		follow(&rec->extra, rec->nr_extra);
		follow(&rec->xen, rec->nr_xen);
		assert(rec->nr_pages - rec->nr_extra == dom->nr_pages);
		restore_pool(dom);
	}
	free(entries);
}
