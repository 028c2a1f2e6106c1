/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: memory that must not be used.
 *
 * Pages that are offline, go offline when their owner frees them, or are
 * broken; and memory that badpage= has kept out of the heap. They are recorded
 * by MFN, because the old Xen's own pages have no owner after the update.
 */
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <asm/mm.h>

#include <xen/liveupdate/private.h>
#include "private.h"

static struct xen_lu_bad_page __read_mostly bad[LU_MAX_BAD_PAGES];
static unsigned int nr_bad;
static bool too_many;

/* The present state of this run, 0 if it is good again. */
static uint32_t flags_now(const struct xen_lu_bad_page *rec)
{
    uint32_t flags = rec->flags & XEN_LU_BAD_RESERVED;
    const struct page_info *pg;

    /* A page that can be taken offline has a record of its own. */
    if ( rec->nr > 1 || !mfn_valid(_mfn(rec->mfn)) )
        return flags;

    pg = mfn_to_page(_mfn(rec->mfn));
    if ( page_state_is(pg, offlined) || page_state_is(pg, offlining) )
        flags |= XEN_LU_BAD_OFFLINE;
    if ( pg->count_info & PGC_broken )
        flags |= XEN_LU_BAD_BROKEN;

    return flags;
}

static bool is_known(uint64_t mfn, uint64_t nr)
{
    unsigned int i;

    for ( i = 0; i < nr_bad; i++ )
        if ( bad[i].mfn == mfn && bad[i].nr == nr )
            return true;

    return false;
}

static void add(uint64_t mfn, uint64_t nr, uint32_t flags)
{
    if ( is_known(mfn, nr) )
        return;
    if ( nr_bad < ARRAY_SIZE(bad) )
        bad[nr_bad++] = (struct xen_lu_bad_page){ mfn, nr, flags };
    else
        too_many = true;
}

/* Pages that can come online again get a record each. */
static void __init add_run(const struct xen_lu_bad_page *rec)
{
    unsigned int i;

    if ( rec->flags & XEN_LU_BAD_RESERVED )
        add(rec->mfn, rec->nr, rec->flags);
    else
        for ( i = 0; i < rec->nr && !too_many; i++ )
            add(rec->mfn + i, 1, rec->flags);
}

/* A copy of badpage=: Xen's own is freed when the boot is over. */
static int __init cf_check parse_badpage(const char *s)
{
    while ( *s )
    {
        unsigned long first = simple_strtoul(s, &s, 0), last = first;

        if ( *s == '-' )
            last = max(first, simple_strtoul(s + 1, &s, 0));
        if ( *s == ',' )
            s++;
        else if ( *s )
            return -EINVAL;
        add(first, last - first + 1, XEN_LU_BAD_RESERVED);
    }

    return 0;
}
custom_param("badpage", parse_badpage);

/**
 * lu_note_bad_page - record that a page is offline, or will be
 */
void lu_note_bad_page(unsigned long mfn)
{
    unsigned int i;

    if ( is_known(mfn, 1) )
        return;
    /* Reuse the entry of a page that is online again. */
    for ( i = 0; i < nr_bad; i++ )
        if ( !flags_now(&bad[i]) )
        {
            bad[i].mfn = mfn;
            return;
        }
    add(mfn, 1, XEN_LU_BAD_OFFLINE);
}

/**
 * arch_lu_too_many_bad_pages - are there more than can be handed over?
 */
bool arch_lu_too_many_bad_pages(void)
{
    return too_many;
}

/**
 * arch_lu_save_bad_pages - BAD_PAGES record
 */
void arch_lu_save_bad_pages(struct lu_writer *w)
{
    unsigned int i;

    lu_rec_open(w, XEN_LU_REC_BAD_PAGES);
    for ( i = 0; i < nr_bad; i++ )
    {
        struct xen_lu_bad_page rec = bad[i];

        rec.flags = flags_now(&rec);
        if ( !rec.flags || rec.mfn >= max_page )
            continue;
        rec.nr = min_t(uint64_t, rec.nr, max_page - rec.mfn);
        lu_rec_put(w, &rec, sizeof(rec));
    }
    lu_rec_close_if_used(w);
}

/* The page has no owner and must not get one. */
static void __init keep_free_page(unsigned long mfn, uint32_t flags)
{
    lu_taken[mfn / 64] |= 1ULL << (mfn % 64);
    if ( flags & (XEN_LU_BAD_OFFLINE | XEN_LU_BAD_BROKEN) )
        adopt_offlined_page(mfn_to_page(_mfn(mfn)),
                            flags & XEN_LU_BAD_BROKEN);
}

/* Does a guest own it? Not dom_io, see assign_io_page(), nor the like. */
static bool __init has_guest(const struct page_info *pg)
{
    const struct domain *d = page_get_owner(pg);

    return d && d->domain_id < DOMID_FIRST_RESERVED;
}

/* A domain owns the page: it goes offline when freed. */
static void __init keep_used_page(unsigned long mfn, uint32_t flags)
{
    struct page_info *pg = mfn_to_page(_mfn(mfn));

    if ( flags & XEN_LU_BAD_RESERVED )
    {
        printk(XENLOG_WARNING "Live update: bad page %#lx is in use by %pd\n",
               mfn, page_get_owner(pg));
        lu_warn(XLU_WARN_BAD_PAGE);
    }
    pg->count_info |= PGC_state_offlining |
                      (flags & XEN_LU_BAD_BROKEN ? PGC_broken : 0);
}

/*
 * Page state in place: the old Xen's marks are kept, but not its lists of these
 * pages. A page that badpage= has kept out of the heap looks as if it was in
 * use.
 */
static void __init keep_in_place(unsigned long mfn, uint32_t flags)
{
    struct page_info *pg;

    if ( !mfn_valid(_mfn(mfn)) || lu_frame_taken(mfn) )
        return;
    pg = mfn_to_page(_mfn(mfn));
    if ( page_state_is(pg, free) )
        lu_take_offline(pg);
    else if ( !(pg->count_info & (PGC_allocated | PGC_count_mask)) )
        keep_free_page(mfn, flags);
    else if ( has_guest(pg) )
        keep_used_page(mfn, flags);
}

static void __init keep(const struct xen_lu_bad_page *rec)
{
    unsigned long mfn, end = min_t(uint64_t, rec->mfn + rec->nr, max_page);

    for ( mfn = rec->mfn; mfn < end; mfn++ )
        if ( lu_in_place )
            keep_in_place(mfn, rec->flags);
        else if ( !lu_frame_taken(mfn) )
            keep_free_page(mfn, rec->flags);
        else if ( mfn_valid(_mfn(mfn)) && has_guest(mfn_to_page(_mfn(mfn))) )
            keep_used_page(mfn, rec->flags);
}

/**
 * lu_restore_bad_pages - keep bad pages out of the memory that is released
 *
 * Includes the old Xen's, and those that only this Xen knows.
 */
void __init lu_restore_bad_pages(void)
{
    const struct platform_bad_page *platform;
    const struct xen_lu_bad_page *rec;
    unsigned int i, nr;

    rec = lu_array(lu_stream, XEN_LU_REC_BAD_PAGES, struct xen_lu_bad_page, nr);
    for ( i = 0; i < nr; i++ )
        add_run(&rec[i]);

    platform = get_platform_badpages(&nr);
    for ( i = 0; platform && i < nr; i++ )
        add(platform[i].mfn, 1UL << platform[i].order, XEN_LU_BAD_RESERVED);
    for ( i = 0; i < nr_bad; i++ )
        keep(&bad[i]);
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
