/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: checking what a stream says of page state that stays in place.
 *
 * All of its records have to be there, or none, and they have to be consistent.
 * Whether they fit the frame table is checked when that is mapped, by the
 * architecture.
 */
#include <xen/errno.h>
#include <xen/lib.h>

#include <xen/liveupdate/stream.h>

#define FRAME_SIZE      4096U
#define ALL_ZONES       (~0U)
#define MAX_GFN         (1ULL << 36)    /* tables of four levels */

/* Types of records that are allowed only together with FRAMES */
static const uint32_t host_types[] = {
    XEN_LU_REC_FRAME_MAP, XEN_LU_REC_FREE_LISTS, XEN_LU_REC_FREE_PAGES,
};

static int check_none(const struct lu_content *c)
{
    unsigned int i;

    for ( i = 0; i < ARRAY_SIZE(host_types); i++ )
    {
        const void *rec = lu_find(c->stream, host_types[i], NULL);

        if ( rec )
            return lu_bad(c, host_types[i], rec);
    }

    return 0;
}

/* @max: first index that is out of range */
static bool list_fits(const struct xen_lu_page_list *list, uint64_t nr,
                      uint64_t max)
{
    if ( !nr )
        return list->head == XEN_LU_NO_MFN && list->tail == XEN_LU_NO_MFN;

    return list->head < max && list->tail < max;
}

/* A frame that nobody owns, and that no other record has named */
static bool take_frame(const struct lu_content *c, uint64_t mfn)
{
    return mfn < c->machine->nr_frames &&
           lu_frames_take(c->machine->taken, mfn, 1);
}

static int check_table(const struct lu_content *c,
                       const struct xen_lu_frames *f)
{
    const uint32_t type = XEN_LU_REC_FRAMES;

    if ( f->pdx_shift >= 64 )
        return lu_bad(c, type, &f->pdx_shift);
    if ( !f->max_pdx || f->max_pdx > c->machine->nr_frames )
        return lu_bad(c, type, &f->max_pdx);
    if ( !take_frame(c, f->dom_xen_mfn) )
        return lu_bad(c, type, &f->dom_xen_mfn);
    if ( !take_frame(c, f->dom_io_mfn) )
        return lu_bad(c, type, &f->dom_io_mfn);
    if ( !list_fits(&f->xen_list, f->xen_pages, f->max_pdx) )
        return lu_bad(c, type, &f->xen_list);
    if ( f->first_mfn >= c->machine->nr_frames )
        return lu_bad(c, type, &f->first_mfn);

    return 0;
}

/* Nobody owns the frames of the tables. */
static int check_maps(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_FRAME_MAP;
    const struct xen_lu_frame_map *map;
    uint64_t frames = c->machine->nr_frames;
    unsigned int i, nr;

    map = lu_array(c->stream, type, struct xen_lu_frame_map, nr);
    if ( !nr )
        return lu_missing(c, type);
    for ( i = 0; i < nr; i++ )
    {
        if ( map[i].va % FRAME_SIZE )
            return lu_bad(c, type, &map[i].va);
        if ( !map[i].nr || map[i].nr > frames )
            return lu_bad(c, type, &map[i].nr);
        if ( map[i].mfn > frames - map[i].nr ||
             !lu_frames_take(c->machine->taken, map[i].mfn, map[i].nr) )
            return lu_bad(c, type, &map[i].mfn);
    }

    return 0;
}

/* Lists are sorted: so none of them is there twice. */
static bool lists_in_order(const struct xen_lu_free_list *a,
                           const struct xen_lu_free_list *b)
{
    if ( a->node != b->node )
        return a->node < b->node;
    if ( a->zone != b->zone )
        return a->zone < b->zone;

    return a->order < b->order;
}

static int check_free_lists(const struct lu_content *c, uint64_t max_pdx)
{
    const uint32_t type = XEN_LU_REC_FREE_LISTS;
    const struct xen_lu_free_list *list;
    unsigned int i, nr;

    list = lu_array(c->stream, type, struct xen_lu_free_list, nr);
    if ( !list )
        return lu_missing(c, type);
    for ( i = 0; i < nr; i++ )
    {
        if ( list[i].reserved )
            return lu_reserved(c, type, &list[i].reserved);
        if ( list[i].node >= LU_NODES ||
             (i && !lists_in_order(&list[i - 1], &list[i])) )
            return lu_bad(c, type, &list[i].node);
        if ( !list_fits(&list[i].list, 1, max_pdx) )
            return lu_bad(c, type, &list[i].list);
    }

    return 0;
}

static bool pages_in_order(const struct xen_lu_free_pages *a,
                           const struct xen_lu_free_pages *b)
{
    return a->node == b->node ? a->zone < b->zone : a->node < b->node;
}

static int check_free_pages(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_FREE_PAGES;
    const struct xen_lu_free_pages *rec;
    unsigned int i, nr;

    rec = lu_array(c->stream, type, struct xen_lu_free_pages, nr);
    if ( !rec )
        return lu_missing(c, type);
    for ( i = 0; i < nr; i++ )
    {
        if ( rec[i].node >= LU_NODES ||
             (i && !pages_in_order(&rec[i - 1], &rec[i])) )
            return lu_bad(c, type, &rec[i].node);
        if ( !rec[i].nr || rec[i].nr > c->machine->nr_frames )
            return lu_bad(c, type, &rec[i].nr);
    }

    return 0;
}

/**
 * lu_check_frames - the host's records about page state in place
 */
int lu_check_frames(const struct lu_content *c)
{
    const struct xen_lu_frames *f = lu_find(c->stream, XEN_LU_REC_FRAMES, NULL);
    int rc;

    if ( !f )
        return check_none(c);
    /* A caller that restores this has to provide owns(). */
    if ( !c->machine->owns )
        return lu_bad(c, XEN_LU_REC_FRAMES, f);
    rc = check_table(c, f);
    if ( !rc )
        rc = check_maps(c);
    if ( !rc )
        rc = check_free_lists(c, f->max_pdx);
    if ( !rc )
        rc = check_free_pages(c);

    return rc;
}

static int check_counts(const struct lu_content *c,
                        const struct xen_lu_in_place *rec, uint64_t max_pdx)
{
    const uint32_t type = XEN_LU_REC_IN_PLACE;
    uint32_t nr = rec->nr_pages - rec->nr_extra;

    if ( rec->nr_pages < rec->nr_extra || nr != c->dom->nr_pages )
        return lu_bad(c, type, &rec->nr_pages);
    if ( !list_fits(&rec->pages, nr, max_pdx) )
        return lu_bad(c, type, &rec->pages);
    if ( !list_fits(&rec->extra, rec->nr_extra, max_pdx) )
        return lu_bad(c, type, &rec->extra);
    if ( !list_fits(&rec->xen, rec->nr_xen, max_pdx) )
        return lu_bad(c, type, &rec->xen);
    if ( rec->nr_l4 > (lu_is_pv(c) ? nr : 0) )
        return lu_bad(c, type, &rec->nr_l4);

    return 0;
}

/* Types of records that only an HVM domain has, and only in place */
static const uint32_t pool_types[] = {
    XEN_LU_REC_POOL, XEN_LU_REC_POOL_TABLES, XEN_LU_REC_POOL_MONITORS,
};

static int check_no_pool(const struct lu_content *c)
{
    unsigned int i;

    for ( i = 0; i < ARRAY_SIZE(pool_types); i++ )
    {
        const void *rec = lu_find(c->dom, pool_types[i], NULL);

        if ( rec )
            return lu_bad(c, pool_types[i], rec);
    }

    return 0;
}

static int check_pool_size(const struct lu_content *c,
                           const struct xen_lu_pool *pool, uint64_t max_pdx)
{
    const struct xen_lu_hvm *hvm = lu_find(c->dom, XEN_LU_REC_HVM, NULL);
    const uint32_t type = XEN_LU_REC_POOL;

    if ( !list_fits(&pool->free, pool->nr_free, max_pdx) )
        return lu_bad(c, type, &pool->free);
    if ( pool->nr_free > pool->nr_pages )
        return lu_bad(c, type, &pool->nr_free);
    /* It may grow to the size that HVM has. */
    if ( hvm && pool->nr_pages > hvm->pool_pages - hvm->table_pages )
        return lu_bad(c, type, &pool->nr_pages);
    if ( pool->max_gfn >= MAX_GFN )
        return lu_bad(c, type, &pool->max_gfn);
    if ( pool->apic_mfn != XEN_LU_NO_MFN && !lu_owns(c, pool->apic_mfn) )
        return lu_bad(c, type, &pool->apic_mfn);

    return 0;
}

/* No two P2Ms have a root in common. */
static int check_tables(const struct lu_content *c, uint64_t max_pdx)
{
    const uint32_t type = XEN_LU_REC_POOL_TABLES;
    const struct xen_lu_pool_tables *rec;
    unsigned int i, nr;

    rec = lu_array(c->dom, type, struct xen_lu_pool_tables, nr);
    if ( !nr )
        return lu_missing(c, type);
    for ( i = 0; i < nr; i++ )
    {
        if ( !take_frame(c, rec[i].root_mfn) )
            return lu_bad(c, type, &rec[i].root_mfn);
        if ( !list_fits(&rec[i].tables, 1, max_pdx) )
            return lu_bad(c, type, &rec[i].tables);
    }

    return 0;
}

static int check_monitors(const struct lu_content *c,
                          const struct xen_lu_pool *pool)
{
    const uint32_t type = XEN_LU_REC_POOL_MONITORS;
    const uint64_t *mfn;
    unsigned int i, nr;

    mfn = lu_array(c->dom, type, uint64_t, nr);
    if ( nr && nr > pool->nr_pages - pool->nr_free )
        return lu_bad(c, type, mfn);
    for ( i = 0; i < nr; i++ )
        if ( !take_frame(c, mfn[i]) )
            return lu_bad(c, type, &mfn[i]);

    return 0;
}

/* The P2M of an HVM domain stays where it is, like the frame table. */
static int check_pool(const struct lu_content *c, uint64_t max_pdx)
{
    const struct xen_lu_pool *pool = lu_find(c->dom, XEN_LU_REC_POOL, NULL);
    int rc;

    if ( lu_is_pv(c) )
        return check_no_pool(c);
    if ( !pool )
        return lu_missing(c, XEN_LU_REC_POOL);
    rc = check_pool_size(c, pool, max_pdx);
    if ( !rc )
        rc = check_tables(c, max_pdx);

    return rc ?: check_monitors(c, pool);
}

/**
 * lu_check_in_place - a domain's record about page state in place
 *
 * With it the frame table says which pages the domain has, and which are
 * pinned.
 */
int lu_check_in_place(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_IN_PLACE;
    const struct xen_lu_frames *f = lu_find(c->stream, XEN_LU_REC_FRAMES, NULL);
    const struct xen_lu_in_place *rec = lu_find(c->dom, type, NULL);
    const struct xen_lu_pin *pins;
    const struct xen_lu_extent *ext;
    unsigned int nr_pins, nr_ext;

    int rc;

    if ( !f )
        return rec ? lu_bad(c, type, rec) : check_no_pool(c);
    if ( !rec )
        return lu_missing(c, type);
    ext = lu_array(c->dom, XEN_LU_REC_PAGES, struct xen_lu_extent, nr_ext);
    if ( nr_ext )
        return lu_bad(c, XEN_LU_REC_PAGES, ext);
    pins = lu_array(c->dom, XEN_LU_REC_PINS, struct xen_lu_pin, nr_pins);
    if ( nr_pins )
        return lu_bad(c, XEN_LU_REC_PINS, pins);
    if ( !take_frame(c, rec->mfn) )
        return lu_bad(c, type, &rec->mfn);
    rc = check_counts(c, rec, f->max_pdx);

    return rc ?: check_pool(c, f->max_pdx);
}

/*
 * Local variables:
 * mode: C
 * c-file-style: "BSD"
 * c-basic-offset: 4
 * tab-width: 4
 * indent-tabs-mode: nil
 * End:
 */
