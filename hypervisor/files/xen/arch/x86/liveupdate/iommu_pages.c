/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: IOMMU page tables that follow the types of pages.
 *
 * Devices of a strict hardware domain, and of a domU, may access the pages of
 * their domain, but neither page tables nor descriptor tables. So a page is
 * mapped as long as its type is "writable", and each change of type changes the
 * mapping. Here pages are mapped at once, when all types are known.
 *
 * In the old Xen, a page that no page table maps is "writable" if one has ever
 * mapped it. Types that were derived again do not tell; the domain may still
 * have given such a page to a device. It becomes "writable", so that the next
 * change of its type unmaps it.
 */
#include <xen/init.h>
#include <xen/iommu.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/sched.h>

#include <xen/liveupdate/private.h>
#include "private.h"

/* Pages that follow each other. */
struct span {
    struct domain *d;
    unsigned long first, nr;
    unsigned int flush;
};

static bool __read_mostly built;

/**
 * lu_iommu_maps_later - is it too early to map or unmap single pages?
 */
bool lu_iommu_maps_later(void)
{
    return lu_restoring && !built;
}

static int __init map_span(struct span *span)
{
    return span->nr ? iommu_map(span->d, _dfn(span->first), _mfn(span->first),
                                span->nr, IOMMUF_readable | IOMMUF_writable,
                                &span->flush)
                    : 0;
}

/* May devices access the page? */
static bool __init is_open(struct page_info *pg)
{
    unsigned long type = pg->u.inuse.type_info;

    if ( likely((type & PGT_type_mask) == PGT_writable_page) )
        return true;
    if ( (type & PGT_type_mask) || (type & PGT_count_mask) )
        return false;
    pg->u.inuse.type_info |= PGT_writable_page | PGT_validated;

    return true;
}

/* All of them: most 2 MiB have few pages that are closed. */
static int __init map_all(struct span *span)
{
    const struct page_info *pg;
    int rc = 0;

    page_list_for_each ( pg, &span->d->page_list )
    {
        unsigned long mfn = mfn_x(page_to_mfn(pg));

        if ( mfn != span->first + span->nr )
        {
            rc = rc ?: map_span(span);
            span->first = mfn;
            span->nr = 0;
        }
        span->nr++;
    }

    return rc ?: map_span(span);
}

/* To split a large entry is much faster than to map its pages one by one. */
static int __init unmap_closed(struct span *span)
{
    struct page_info *pg;
    int rc = 0;

    page_list_for_each ( pg, &span->d->page_list )
        if ( !is_open(pg) )
            rc = rc ?: iommu_unmap(span->d, _dfn(mfn_x(page_to_mfn(pg))), 1, 0,
                                   &span->flush);

    return rc;
}

/* Without memory for tables, no page stays mapped: some of them are closed. */
static int __init map_pages(struct domain *d)
{
    struct span span = { .d = d };
    int rc = map_all(&span) ?: unmap_closed(&span);

    if ( rc && iommu_unmap(d, _dfn(0), ROUNDUP(max_page, 1UL << PAGE_ORDER_1G),
                           0, &span.flush) )
        panic("Live update: d%d: devices may reach page tables\n",
              d->domain_id);

    return rc;
}

/**
 * lu_iommu_map_pages - map the pages of all domains that need it
 *
 * Before any unit gets these tables, so nothing has to be flushed.
 */
void __init lu_iommu_map_pages(void)
{
    const struct xen_lu_domain *dom;

    for_each_lu_domain ( lu_stream, dom )
    {
        struct domain *d = get_domain_by_id(dom->domid);

        if ( need_iommu_pt_sync(d) )
            lu_outcome(dom, XEN_LU_REC_PAGES, map_pages(d));
        put_domain(d);
    }
    built = true;
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
