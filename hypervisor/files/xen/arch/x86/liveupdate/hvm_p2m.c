/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: the p2m of HVM domains.
 *
 * The new Xen builds the tables anew: they are a thousandth of the memory, and
 * their format is private to each Xen. The record has runs of frames, whatever
 * the sizes of the entries were.
 */
#include <xen/errno.h>
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/sched.h>
#include <asm/hap.h>
#include <asm/hvm/hvm.h>
#include <asm/p2m.h>
#include <asm/paging.h>
#include <public/memory.h>

#include "../mm/mm-locks.h"
#include <xen/liveupdate/private.h>
#include "private.h"

/* Tables that one call of p2m_set_entry() may need, and some more. */
#define TABLES_AT_HAND  8U
/* Pages that a pool grows by while there is little memory. */
#define POOL_STEP       64U

/* Types that pre-flight refuses are missing. */
static const struct {
    uint8_t xen, stream;
} types[] = {
    { p2m_ram_rw,       XEN_LU_P2M_RAM_RW },
    /* A client that tracks the screen is told that all has changed. */
    { p2m_ram_logdirty, XEN_LU_P2M_RAM_RW },
    { p2m_ram_ro,       XEN_LU_P2M_RAM_RO },
    { p2m_mmio_direct,  XEN_LU_P2M_MMIO },
    { p2m_grant_map_rw, XEN_LU_P2M_GRANT_RW },
    { p2m_grant_map_ro, XEN_LU_P2M_GRANT_RO },
    { p2m_map_foreign,  XEN_LU_P2M_FOREIGN },
};

/* --- save ---------------------------------------------------------------- */

/* 0 for a type without one: the new Xen refuses it before the commit point. */
static uint8_t stream_type(p2m_type_t t)
{
    unsigned int i;

    for ( i = 0; i < ARRAY_SIZE(types); i++ )
        if ( types[i].xen == t )
            return types[i].stream;

    return 0;
}

struct p2m_run {
    struct xen_lu_p2m rec;
    struct lu_writer *w;        /* NULL: count only */
    size_t nr;
};

static void end_run(struct p2m_run *run)
{
    if ( !run->rec.nr )
        return;
    if ( run->w )
        lu_rec_put(run->w, &run->rec, sizeof(run->rec));
    run->nr++;
    run->rec.nr = 0;
}

static void add_entry(struct p2m_run *run, const struct xen_lu_p2m *entry)
{
    struct xen_lu_p2m *rec = &run->rec;

    if ( rec->nr && entry->gfn == rec->gfn + rec->nr &&
         entry->mfn == rec->mfn + rec->nr && entry->type == rec->type &&
         entry->access == rec->access )
    {
        rec->nr += entry->nr;
        return;
    }
    end_run(run);
    *rec = *entry;
}

static void walk_p2m(struct p2m_run *run, struct domain *d)
{
    const struct page_info *apic = lu_apic_access_page(d);
    struct p2m_domain *p2m = p2m_get_hostp2m(d);
    unsigned long gfn = 0;

    while ( gfn <= p2m->max_mapped_pfn )
    {
        unsigned int order = 0;
        p2m_access_t a;
        p2m_type_t t;
        mfn_t mfn = p2m->get_entry(p2m, _gfn(gfn), &t, &a, 0, &order, NULL);
        unsigned long next = (gfn | ((1UL << order) - 1)) + 1;
        struct xen_lu_p2m entry = {
            .gfn = gfn,
            .mfn = mfn_x(mfn),
            .nr = next - gfn,
            .type = stream_type(t),
            .access = a,
        };

        /* A hole has no frame, or a type that says so. */
        if ( !mfn_eq(mfn, INVALID_MFN) && !p2m_is_hole(t) &&
             !(apic && mfn_eq(mfn, page_to_mfn(apic))) )
            add_entry(run, &entry);
        gfn = next;
    }
    end_run(run);
}

/**
 * lu_save_p2m - the record of a domain
 */
void lu_save_p2m(struct lu_writer *w, struct domain *d)
{
    struct p2m_run run = { .w = w };

    /* The stream has the numbers of the ABI. */
    BUILD_BUG_ON((int)p2m_access_n != (int)XENMEM_access_n);
    BUILD_BUG_ON((int)p2m_access_rwx != (int)XENMEM_access_rwx);
    BUILD_BUG_ON((int)p2m_access_n2rwx != (int)XENMEM_access_n2rwx);

    lu_rec_open(w, XEN_LU_REC_P2M);
    walk_p2m(&run, d);
    lu_rec_close(w);
}

/**
 * lu_p2m_size - bytes that the record may need, counted while the domain runs
 */
size_t lu_p2m_size(struct domain *d)
{
    struct p2m_domain *p2m = p2m_get_hostp2m(d);
    struct p2m_run run = {};

    p2m_read_lock(p2m);
    walk_p2m(&run, d);
    p2m_read_unlock(p2m);

    return (run.nr + run.nr / 4 + 64) * sizeof(struct xen_lu_p2m);
}

/* --- restore ------------------------------------------------------------- */

static p2m_type_t __init xen_type(uint8_t type)
{
    unsigned int i;

    for ( i = 0; i < ARRAY_SIZE(types); i++ )
        if ( types[i].stream == type )
            return types[i].xen;

    return p2m_invalid;
}

/* Larger entries are for memory that no other domain uses. */
static unsigned int __init largest_order(const struct xen_lu_p2m *run,
                                         unsigned long done)
{
    unsigned long place = (run->gfn + done) | (run->mfn + done);
    unsigned long left = run->nr - done;

    if ( run->type != XEN_LU_P2M_RAM_RW )
        return PAGE_ORDER_4K;
    if ( hap_has_1gb && left >= (1UL << PAGE_ORDER_1G) &&
         !(place & ((1UL << PAGE_ORDER_1G) - 1)) )
        return PAGE_ORDER_1G;
    if ( left >= (1UL << PAGE_ORDER_2M) &&
         !(place & ((1UL << PAGE_ORDER_2M) - 1)) )
        return PAGE_ORDER_2M;

    return PAGE_ORDER_4K;
}

/* The pool gets its full size when there is memory for it, see hvm_pool.c. */
static int __init provide_tables(struct domain *d, unsigned int nr)
{
    int rc = 0;

    paging_lock(d);
    if ( d->arch.paging.hap.free_pages < nr )
        rc = hap_set_allocation(d, d->arch.paging.hap.total_pages +
                                   d->arch.paging.hap.p2m_pages +
                                   nr + POOL_STEP, NULL);
    paging_unlock(d);

    return rc;
}

static int __init set_run(struct p2m_domain *p2m, const struct xen_lu_p2m *run)
{
    unsigned long done = 0;
    int rc = 0;

    while ( done < run->nr && !rc )
    {
        unsigned int order = largest_order(run, done);

        rc = provide_tables(p2m->domain, TABLES_AT_HAND);
        if ( !rc )
            rc = p2m_set_entry(p2m, _gfn(run->gfn + done),
                               _mfn(run->mfn + done), order,
                               xen_type(run->type), run->access);
        done += 1UL << order;
    }

    return rc;
}

/* GFNs of Xen's pages in the domain: these are in no PAGES record. */
static void __init restore_xen_gfns(const struct xen_lu_domain *dom)
{
    const struct xen_lu_xen_page *page;
    const struct xen_lu_p2m *run;
    unsigned int i, j, nr, nr_pages;

    page = lu_array(dom, XEN_LU_REC_XEN_PAGES, struct xen_lu_xen_page,
                    nr_pages);
    run = lu_array(dom, XEN_LU_REC_P2M, struct xen_lu_p2m, nr);
    for ( i = 0; i < nr_pages; i++ )
        for ( j = 0; j < nr; j++ )
            if ( page[i].mfn - run[j].mfn < run[j].nr )
                set_gpfn_from_mfn(page[i].mfn, run[j].gfn + page[i].mfn -
                                               run[j].mfn);
}

/**
 * lu_restore_p2m - map all pages where they were; all of them have owners
 */
int __init lu_restore_p2m(struct domain *d, const struct xen_lu_domain *dom)
{
    struct p2m_domain *p2m = p2m_get_hostp2m(d);
    const struct xen_lu_p2m *run;
    unsigned int i, nr;
    int rc = 0;

    run = lu_array(dom, XEN_LU_REC_P2M, struct xen_lu_p2m, nr);
    p2m_lock(p2m);
    for ( i = 0; i < nr && !rc; i++ )
        rc = set_run(p2m, &run[i]);
    /* A table for each vCPU; others for the domain until the pool grows. */
    if ( !rc )
        rc = provide_tables(d, dom->max_vcpus + TABLES_AT_HAND);
    p2m_unlock(p2m);
    restore_xen_gfns(dom);

    return rc ?: lu_map_apic_access_page(d);
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
