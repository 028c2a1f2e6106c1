/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The rules of Documentation/stream.rst for page state in place, and what breaks each
 * of them. Part of unit_content.c.
 */
#ifndef _XLU_TEST_RULES_IN_PLACE_H
#define _XLU_TEST_RULES_IN_PLACE_H

#include "rules.h"

static const struct shape shapes_in_place[] = {
	ALL(FRAMES, 0), ALL(FRAME_MAP, 0), ALL(FREE_LISTS, 0), ALL(FREE_PAGES, 0),
	ALL(IN_PLACE, 0), TWICE(IN_PLACE, SOUND_GUEST, 0),
	GONE(FRAME_MAP, 0, 0), GONE(FREE_LISTS, 0, 0), GONE(FREE_PAGES, 0, 0),
	GONE(IN_PLACE, 0, 0), GONE(IN_PLACE, SOUND_GUEST, 0), GONE(PAGES, 0, 0),
	GONE(IN_PLACE, SOUND_PVH, 0), ALL(POOL, SOUND_PVH), ALL(POOL_TABLES, SOUND_PVH),
	ALL(POOL_MONITORS, SOUND_PVH), GONE(POOL, SOUND_HVM, 0), GONE(POOL_TABLES, SOUND_PVH, 0),
	GONE(HVM, SOUND_PVH, 0),
	{ "a P2M besides its tables", { XEN_LU_REC_POOL, SOUND_PVH, 0, 1, 0, XEN_LU_REC_P2M, 24 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_P2M },
	{ "more page tables of vCPUs than the pool has pages in use",
	  { XEN_LU_REC_POOL_MONITORS, SOUND_PVH, 0, 1, 8, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_POOL_MONITORS },
	{ "a pool of a PV domain", { XEN_LU_REC_PAGES, SOUND_GUEST, 0, 1, 0, XEN_LU_REC_POOL, 32 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_POOL },
	{ "tables of a PV domain's p2m",
	  { XEN_LU_REC_PAGES, SOUND_GUEST, 0, 1, 0, XEN_LU_REC_POOL_TABLES, 24 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_POOL_TABLES },
	{ "page state in place without FRAMES", { XEN_LU_REC_FRAMES, 0, 0, 0, 0, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_FRAME_MAP },
	{ "pages of a domain besides the frame table", { XEN_LU_REC_PAGES, 0, 0, 1, 24, 0, 0 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_PAGES },
	{ "pins besides the frame table",
	  { XEN_LU_REC_XEN_PAGES, 0, 0, 1, 0, XEN_LU_REC_PINS, 16 },
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_PINS },
};

/* In a stream without FRAMES */
static const struct shape strays[] = {
#define STRAY(rec, at, size) \
	{ #rec " without FRAMES", { XEN_LU_REC_##at, 0, 0, 1, 0, XEN_LU_REC_##rec, size }, \
	  XLU_REASON_BAD_RECORD, XEN_LU_REC_##rec }
	STRAY(FRAME_MAP, GLOBAL_VIRQ, 24), STRAY(FREE_LISTS, GLOBAL_VIRQ, 32),
	STRAY(FREE_PAGES, GLOBAL_VIRQ, 16), STRAY(IN_PLACE, PAGES, 72),
	STRAY(POOL, PAGES, 32), STRAY(POOL_TABLES, PAGES, 24), STRAY(POOL_MONITORS, PAGES, 8),
};

static const struct wrong wrong_in_place[] = {
	BAD(FRAMES, 0, xen_lu_frames, 0, pdx_shift, 64),
	BAD(FRAMES, 0, xen_lu_frames, 0, max_pdx, 0),
	BAD(FRAMES, 0, xen_lu_frames, 0, max_pdx, SOUND_FRAMES + 1),
	BAD(FRAMES, 0, xen_lu_frames, 0, dom_xen_mfn, SOUND_FRAMES),
	BAD(FRAMES, 0, xen_lu_frames, 0, dom_xen_mfn, SOUND_BANK >> 12),
	BAD(FRAMES, 0, xen_lu_frames, 0, dom_io_mfn, 0x500),
	BAD(FRAMES, 0, xen_lu_frames, 0, dom_io_mfn, -1),
	BLAME(FRAMES, 0, xen_lu_frames, 0, xen_pages, 0, xen_list),
	BAD(FRAMES, 0, xen_lu_frames, 0, xen_list.head, SOUND_FRAMES),
	BLAME(FRAMES, 0, xen_lu_frames, 0, xen_list.tail, -1, xen_list),
	BAD(FRAMES, 0, xen_lu_frames, 0, first_mfn, SOUND_FRAMES),
	BAD(FRAME_MAP, 0, xen_lu_frame_map, 1, va, 1),
	BAD(FRAME_MAP, 0, xen_lu_frame_map, 1, nr, 0),
	BAD(FRAME_MAP, 0, xen_lu_frame_map, 1, nr, SOUND_FRAMES + 1),
	BAD(FRAME_MAP, 0, xen_lu_frame_map, 1, mfn, 0x6ff),
	BAD(FRAME_MAP, 0, xen_lu_frame_map, 0, mfn, SOUND_FRAMES - 1),
	BAD(FRAME_MAP, 0, xen_lu_frame_map, 0, mfn, SOUND_BANK >> 12),
	BAD(FREE_LISTS, 0, xen_lu_free_list, 3, node, 0),
	BAD(FREE_LISTS, 0, xen_lu_free_list, 3, node, 64),
	BLAME(FREE_LISTS, 0, xen_lu_free_list, 2, zone, 10, node),
	BLAME(FREE_LISTS, 0, xen_lu_free_list, 1, order, 0, node),
	RSV(FREE_LISTS, 0, xen_lu_free_list, 1, reserved),
	BAD(FREE_LISTS, 0, xen_lu_free_list, 1, list.head, SOUND_FRAMES),
	BLAME(FREE_LISTS, 0, xen_lu_free_list, 0, list.tail, -1, list),
	BLAME(FREE_PAGES, 0, xen_lu_free_pages, 1, zone, 11, node),
	BLAME(FREE_PAGES, 0, xen_lu_free_pages, 3, node, 0, node),
	BAD(FREE_PAGES, 0, xen_lu_free_pages, 3, node, 64),
	BAD(FREE_PAGES, 0, xen_lu_free_pages, 3, nr, 0),
	BAD(FREE_PAGES, 0, xen_lu_free_pages, 0, nr, SOUND_FRAMES + 1),
	BAD(IN_PLACE, 0, xen_lu_in_place, 0, mfn, SOUND_FRAMES),
	BAD(IN_PLACE, 0, xen_lu_in_place, 0, mfn, 0x500),
	BAD(IN_PLACE, 0, xen_lu_in_place, 0, mfn, 0x600),
	BAD(IN_PLACE, SOUND_GUEST, xen_lu_in_place, 0, mfn, 0x502),
	BAD(IN_PLACE, 0, xen_lu_in_place, 0, pages.head, SOUND_FRAMES),
	BLAME(IN_PLACE, 0, xen_lu_in_place, 0, pages.tail, -1, pages),
	BLAME(IN_PLACE, 0, xen_lu_in_place, 0, extra.tail, SOUND_FRAMES, extra),
	BAD(IN_PLACE, SOUND_GUEST, xen_lu_in_place, 0, extra.head, 0),
	BLAME(IN_PLACE, 0, xen_lu_in_place, 0, nr_xen, 0, xen),
	BAD(IN_PLACE, 0, xen_lu_in_place, 0, nr_pages, 0x117),
	BAD(IN_PLACE, 0, xen_lu_in_place, 0, nr_pages, 0xf),
	BLAME(IN_PLACE, 0, xen_lu_in_place, 0, nr_extra, 0, nr_pages),
	BAD(IN_PLACE, 0, xen_lu_in_place, 0, nr_l4, 0x109),
	BAD(IN_PLACE, SOUND_PVH, xen_lu_in_place, 0, nr_l4, 1),
	BAD(POOL, SOUND_PVH, xen_lu_pool, 0, free.head, SOUND_FRAMES),
	BLAME(POOL, SOUND_PVH, xen_lu_pool, 0, free.tail, -1, free),
	BLAME(POOL, SOUND_PVH, xen_lu_pool, 0, nr_free, 0, free),
	BAD(POOL, SOUND_PVH, xen_lu_pool, 0, nr_free, 4),
	BLAME(POOL, SOUND_PVH, xen_lu_pool, 0, nr_pages, 0, nr_free),
	BAD(POOL, SOUND_PVH, xen_lu_pool, 0, nr_pages, 0x2fc),
	BAD(POOL, SOUND_HVM, xen_lu_pool, 0, max_gfn, 1ULL << 36),
	BAD(POOL, SOUND_PVH, xen_lu_pool, 0, apic_mfn, SOUND_FRAMES),
	BAD(POOL_TABLES, SOUND_PVH, xen_lu_pool_tables, 0, root_mfn, SOUND_FRAMES),
	BAD(POOL_TABLES, SOUND_PVH, xen_lu_pool_tables, 0, root_mfn, SOUND_BANK >> 12),
	BAD(POOL_TABLES, SOUND_PVH, xen_lu_pool_tables, 1, root_mfn, 0x520),
	BAD(POOL_TABLES, SOUND_HVM, xen_lu_pool_tables, 0, root_mfn, 0x520),
	BAD(POOL_TABLES, SOUND_HVM, xen_lu_pool_tables, 0, root_mfn, 0x505),
	BAD(POOL_TABLES, SOUND_PVH, xen_lu_pool_tables, 1, tables.head, SOUND_FRAMES),
	BLAME(POOL_TABLES, SOUND_PVH, xen_lu_pool_tables, 1, tables.tail, -1, tables),
};

#endif /* _XLU_TEST_RULES_IN_PLACE_H */
