/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: pages of the domains.
 *
 * Pages stay where they are: the stream has their frames, in the order of the
 * domain's list, as runs. With page state in place it has not even these.
 */
#include <xen/errno.h>
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/pdx.h>
#include <xen/sched.h>
#include <asm/mm.h>

#include <xen/liveupdate/private.h>
#include <xen/liveupdate/load.h>
#include "private.h"

/* --- save --------------------------------------------------------------- */

struct run {
    struct xen_lu_extent ext;
    const struct page_info *next;   /* would continue it */
    const struct page_info *omit;   /* is not handed over */
    struct lu_writer *w;            /* NULL: count only */
    size_t nr;
};

static void end_run(struct run *run)
{
    if ( !run->ext.nr )
        return;
    if ( run->w )
        lu_rec_put(run->w, &run->ext, sizeof(run->ext));
    run->nr++;
    run->ext.nr = 0;
}

static void begin_run(struct run *run, const struct page_info *pg,
                      uint32_t flags)
{
    uint64_t mfn = mfn_x(page_to_mfn(pg));
    uint64_t gfn = get_gpfn_from_mfn(mfn);

    end_run(run);
    run->ext = (struct xen_lu_extent){
        mfn, VALID_M2P(gfn) ? gfn : XEN_LU_NO_MFN, 1, flags
    };
    run->next = pg + 1;
}

/*
 * Extend a run by the following pages of the list as long as they continue it.
 * Nearly all pages do, so the loop does nothing else. Frames of one group of
 * the frame table (PDX_GROUP_COUNT) are contiguous.
 *
 * Returns the first page that does not continue the run, or NULL.
 */
static const struct page_info *extend_run(struct run *run,
                                          const struct page_info *pg,
                                          const struct page_list_head *list,
                                          unsigned long count_info)
{
    const struct page_info *next = run->next;
    unsigned long mfn = run->ext.mfn + run->ext.nr, first = mfn;
    uint64_t gfn = run->ext.gfn + run->ext.nr;
    bool mapped = run->ext.gfn != XEN_LU_NO_MFN;

    while ( pg && pg == next && pg != run->omit && (mfn % PDX_GROUP_COUNT) &&
            (pg->count_info & PGC_allocated) == count_info &&
            (mapped ? get_gpfn_from_mfn(mfn) == gfn
                    : !VALID_M2P(get_gpfn_from_mfn(mfn))) )
    {
        mfn++;
        gfn++;
        next++;
        pg = page_list_next(pg, list);
    }
    run->next = next;
    run->ext.nr += mfn - first;

    return pg;
}

static void walk_list(struct run *run, const struct page_list_head *list,
                      uint32_t flags)
{
    const struct page_info *pg = page_list_first(list);

    while ( pg )
    {
        unsigned long allocated = pg->count_info & PGC_allocated;

        if ( pg == run->omit )
        {
            pg = page_list_next(pg, list);
            continue;
        }
        begin_run(run, pg, flags | (allocated ? 0 : XEN_LU_PAGES_FREED));
        pg = extend_run(run, page_list_next(pg, list), list, allocated);
    }
    end_run(run);
}

static void walk_pages(struct run *run, const struct domain *d)
{
    if ( is_hvm_domain(d) )
        run->omit = lu_apic_access_page(d);
    walk_list(run, &d->page_list, 0);
    walk_list(run, &d->extra_page_list, XEN_LU_PAGES_EXTRA);
}

/**
 * arch_lu_save_pages - PAGES and PINS records
 */
void arch_lu_save_pages(struct lu_writer *w, struct domain *d)
{
    struct run run = { .w = w };

    lu_rec_open(w, XEN_LU_REC_PAGES);
    if ( lu_image.in_place )
    {
        lu_rec_close(w);
        lu_save_in_place(w, d);
        lu_save_page_sums(w, d);
        return;
    }
    walk_pages(&run, d);
    lu_rec_close(w);

    lu_rec_open(w, XEN_LU_REC_PINS);
    lu_save_pins(w, d);
    lu_rec_close_if_used(w);

    lu_save_page_sums(w, d);
}

/**
 * arch_lu_estimate_size - bytes of x86 records of a domain
 *
 * Counts while the domain runs: good enough, the caller adds a margin.
 */
size_t arch_lu_estimate_size(const struct domain *d)
{
    struct run run = {};
    size_t pins;

    spin_lock(&((struct domain *)d)->page_alloc_lock);
    walk_pages(&run, d);
    pins = lu_save_pins(NULL, d);
    spin_unlock(&((struct domain *)d)->page_alloc_lock);

    return run.nr * sizeof(struct xen_lu_extent) +
           pins * sizeof(struct xen_lu_pin) +
           (is_hvm_domain(d) ? lu_hvm_size((struct domain *)d) : 0) +
           lu_page_sums_size(run.nr, domain_tot_pages(d)) +
           d->max_vcpus * (sizeof(struct xen_lu_vcpu_context) + PAGE_SIZE) +
           d->nr_pirqs * sizeof(struct xen_lu_pirq) +
           d->arch.nr_e820 * sizeof(struct xen_lu_memmap) + 4 * PAGE_SIZE;
}

/* --- restore ------------------------------------------------------------ */

/* Has the page no owner, and does this Xen not use it? */
static bool __init may_adopt(const struct page_info *pg)
{
    return !pg->count_info && !page_get_owner(pg);
}

static void __init set_gfns(unsigned long mfn, unsigned long gfn,
                            unsigned long nr)
{
    unsigned long i;

    for ( i = 0; i < nr; i++ )
        set_gpfn_from_mfn(mfn + i, gfn + i);
}

/* Append the pages [@pg, @pg + @nr) to a list. */
static void __init add_chain(struct page_list_head *list, struct page_info *pg,
                             unsigned long nr)
{
    unsigned long first = page_to_pdx(pg), i;

    page_list_add_tail(pg, list);
    for ( i = 1; i < nr; i++ )
    {
        pg[i - 1].list.next = first + i;
        pg[i].list.prev = first + i - 1;
    }
    pg[nr - 1].list.next = PAGE_LIST_NULL;
    list->tail = &pg[nr - 1];
}

/*
 * Adopt up to @nr pages from @mfn on, all of one group of the frame table.
 * Pages that the domain has given up are adopted, too: see drop_freed_pages().
 *
 * Returns the number of pages adopted: less than @nr if the next one cannot be.
 */
static unsigned long __init adopt_run(struct domain *d, unsigned long mfn,
                                      unsigned long nr, bool extra)
{
    unsigned long count_info = PGC_allocated | 1 | (extra ? PGC_extra : 0);
    struct page_info *pg = mfn_to_page(_mfn(mfn));
    unsigned long i;

    for ( i = 0; i < nr && may_adopt(&pg[i]); i++ )
    {
        page_set_owner(&pg[i], d);
        pg[i].count_info = count_info;
    }
    if ( i )
        add_chain(extra ? &d->extra_page_list : &d->page_list, pg, i);

    return i;
}

/* Returns the number of pages that were adopted: all, but for an error. */
static unsigned long __init adopt_extent(struct domain *d,
                                         const struct xen_lu_extent *ext)
{
    bool extra = ext->flags & XEN_LU_PAGES_EXTRA;
    unsigned long i, done, nr = 0;

    for ( i = 0; i < ext->nr; )
    {
        unsigned long mfn = ext->mfn + i;
        unsigned long left = min_t(unsigned long, ext->nr - i,
                                   PDX_GROUP_COUNT - mfn % PDX_GROUP_COUNT);

        done = mfn_valid(_mfn(mfn)) ? adopt_run(d, mfn, left, extra) : 0;
        if ( done && ext->gfn != XEN_LU_NO_MFN )
            set_gfns(mfn, ext->gfn + i, done);
        nr += done;
        /* Leave out the page that cannot be adopted. */
        i += done < left ? done + 1 : done;
    }
    if ( extra )
        d->extra_pages += nr;

    return nr;
}

/**
 * arch_lu_restore_pages - give a domain its pages back
 */
int __init arch_lu_restore_pages(struct domain *d,
                                 const struct xen_lu_domain *dom)
{
    const struct xen_lu_extent *ext;
    unsigned long total = 0, wanted = 0;
    unsigned int i, nr;

    if ( lu_in_place )
        return lu_restore_in_place(d, dom);

    ext = lu_array(dom, XEN_LU_REC_PAGES, struct xen_lu_extent, nr);
    spin_lock(&d->page_alloc_lock);
    for ( i = 0; i < nr; i++ )
    {
        unsigned long adopted = adopt_extent(d, &ext[i]);

        if ( adopted != ext[i].nr )
            printk(XENLOG_ERR "Live update: d%u: pages %#lx+%#x are in use\n",
                   dom->domid, ext[i].mfn, ext[i].nr);
        wanted += ext[i].nr;
        total += adopted;
    }
    if ( total && domain_adjust_tot_pages(d, total) == total )
        get_knownalive_domain(d);
    spin_unlock(&d->page_alloc_lock);

    lu_compare_content(dom);

    return total == wanted ? 0 : -EBUSY;
}

/**
 * arch_lu_restore_xen_pages - pages of Xen that this Xen does not use
 *
 * For example, because the domain has no grant table any more. Other domains
 * may still have mapped them: they become pages of the domain.
 */
int __init arch_lu_restore_xen_pages(struct domain *d,
                                     const struct xen_lu_domain *dom)
{
    const struct xen_lu_xen_page *rec;
    unsigned long left = 0;
    unsigned int i, nr;

    rec = lu_array(dom, XEN_LU_REC_XEN_PAGES, struct xen_lu_xen_page, nr);
    spin_lock(&d->page_alloc_lock);
    for ( i = 0; i < nr; i++ )
    {
        struct xen_lu_extent ext = {
            rec[i].mfn, XEN_LU_NO_MFN, 1, XEN_LU_PAGES_EXTRA
        };
        struct page_info *pg = mfn_to_page(_mfn(rec[i].mfn));

        if ( page_get_owner(pg) )
            continue;
        pg->count_info = 0;
        left += adopt_extent(d, &ext);
    }
    if ( left && domain_adjust_tot_pages(d, left) == left )
        get_knownalive_domain(d);
    spin_unlock(&d->page_alloc_lock);

    return left ? -EEXIST : 0;
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
