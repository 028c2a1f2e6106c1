/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update, page state in place: the paging pools of HVM domains.
 *
 * The p2m stays where it is, as the frame table does: its tables, and the pages
 * that the pool has left. The frame table links them. So the new Xen needs the
 * ends of these lists, and no page is looked at.
 *
 * According to the frame table such a page has neither an owner nor a
 * reference, like the old Xen's own ones. PGC_page_table tells them apart: with
 * HAP nothing else uses it.
 */
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/sched.h>
#include <asm/domain.h>
#include <asm/p2m.h>
#include <asm/page.h>

#include <xen/liveupdate/private.h>
#include "private.h"

/*
 * hap_enable() allocates a root for each of them, even if the domain has no use
 * for it. There are more with altp2m, which needs VMX.
 */
#define NR_P2MS         (1 + MAX_NESTEDP2M)

/* Returns NULL behind the last one. */
static struct p2m_domain *p2m_of(const struct domain *d, unsigned int i)
{
    if ( !i )
        return p2m_get_hostp2m(d);

    return i <= MAX_NESTEDP2M ? d->arch.nested_p2m[i - 1] : NULL;
}

/* --- save ---------------------------------------------------------------- */

static void save_pool(struct lu_writer *w, const struct domain *d)
{
    const struct page_info *apic = lu_apic_access_page(d);
    const struct hap_domain *hap = &d->arch.paging.hap;
    struct xen_lu_pool rec = {
        .free = lu_page_list(&hap->freelist),
        .nr_free = hap->free_pages,
        .nr_pages = hap->total_pages,
        .max_gfn = p2m_get_hostp2m(d)->max_mapped_pfn,
        .apic_mfn = apic ? mfn_x(page_to_mfn(apic)) : XEN_LU_NO_MFN,
    };

    lu_rec_open(w, XEN_LU_REC_POOL);
    lu_rec_put(w, &rec, sizeof(rec));
    lu_rec_close(w);
}

static void save_tables(struct lu_writer *w, const struct domain *d)
{
    const struct p2m_domain *p2m;
    unsigned int i;

    lu_rec_open(w, XEN_LU_REC_POOL_TABLES);
    for ( i = 0; (p2m = p2m_of(d, i)); i++ )
    {
        struct xen_lu_pool_tables rec = {
            .root_mfn = pagetable_get_pfn(p2m_get_pagetable(p2m)),
            .tables = lu_page_list(&p2m->pages),
        };

        lu_rec_put(w, &rec, sizeof(rec));
    }
    lu_rec_close(w);
}

/* Page tables of Xen for the time in which it runs on behalf of a vCPU. */
static void save_monitors(struct lu_writer *w, const struct domain *d)
{
    const struct vcpu *v;
    uint64_t mfn;

    lu_rec_open(w, XEN_LU_REC_POOL_MONITORS);
    for_each_vcpu ( d, v )
    {
        mfn = pagetable_get_pfn(v->arch.hvm.monitor_table);
        if ( mfn )
            lu_rec_put(w, &mfn, sizeof(mfn));
    }
    lu_rec_close_if_used(w);
}

/**
 * lu_save_kept_pool - the records of a domain, instead of its P2M
 */
void lu_save_kept_pool(struct lu_writer *w, const struct domain *d)
{
    save_pool(w, d);
    save_tables(w, d);
    save_monitors(w, d);
}

/**
 * lu_kept_pool_size - bytes that the records may need
 */
size_t lu_kept_pool_size(const struct domain *d)
{
    return sizeof(struct xen_lu_pool) +
           NR_P2MS * sizeof(struct xen_lu_pool_tables) +
           d->max_vcpus * sizeof(uint64_t);
}

/* --- restore ------------------------------------------------------------- */

/* According to the frame table. The next update overwrites the banks. */
static bool __init in_pool(uint64_t mfn)
{
    const struct page_info *pg;

    if ( !mfn_valid(_mfn(mfn)) || lu_in_bank(mfn) )
        return false;
    pg = mfn_to_page(_mfn(mfn));

    return pg->count_info == (PGC_state_inuse | PGC_page_table) &&
           !pg->v.inuse._domain;
}

static bool __init pdx_in_pool(uint64_t pdx)
{
    return pdx < max_pdx && in_pool(mfn_x(pdx_to_mfn(pdx)));
}

/* Pages in between are not looked at. */
static bool __init list_in_pool(const struct xen_lu_page_list *list)
{
    return pdx_in_pool(list->head) && pdx_in_pool(list->tail);
}

static bool __init is_root(uint64_t mfn)
{
    return in_pool(mfn) &&
           mfn_to_page(_mfn(mfn))->u.inuse.type_info ==
           (PGT_l4_page_table | PGT_validated | 1);
}

static const void *__init bad_tables(const struct xen_lu_domain *dom)
{
    const struct xen_lu_pool_tables *rec;
    unsigned int i, nr;

    rec = lu_array(dom, XEN_LU_REC_POOL_TABLES, struct xen_lu_pool_tables, nr);
    if ( nr != NR_P2MS )
        return rec;
    for ( i = 0; i < nr; i++ )
    {
        if ( !is_root(rec[i].root_mfn) )
            return &rec[i].root_mfn;
        if ( !list_in_pool(&rec[i].tables) )
            return &rec[i].tables;
    }

    return NULL;
}

static const void *__init bad_monitors(const struct xen_lu_domain *dom)
{
    const uint64_t *mfn;
    unsigned int i, nr;

    mfn = lu_array(dom, XEN_LU_REC_POOL_MONITORS, uint64_t, nr);
    for ( i = 0; i < nr; i++ )
        if ( !in_pool(mfn[i]) )
            return &mfn[i];

    return NULL;
}

/* A page that no place of the domain refers to is given up with its server. */
static bool __init wrong_page(uint64_t mfn, uint64_t gfn)
{
    return mfn != XEN_LU_NO_MFN &&
           !(mfn_to_page(_mfn(mfn))->count_info & PGC_extra) ==
           (gfn == XEN_LU_NO_MFN);
}

/* lu_content_check() has accepted the owners. */
static const void *__init bad_servers(const struct xen_lu_domain *dom)
{
    const struct xen_lu_ioreq_server *rec;
    unsigned int i, nr;

    rec = lu_array(dom, XEN_LU_REC_IOREQ_SERVER, struct xen_lu_ioreq_server,
                   nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( wrong_page(rec[i].mfn, rec[i].gfn) )
            return &rec[i].mfn;
        if ( wrong_page(rec[i].buffered_mfn, rec[i].buffered_gfn) )
            return &rec[i].buffered_mfn;
    }

    return NULL;
}

/* lu_content_check() has accepted the owner. */
static bool __init is_apic_page(uint64_t mfn)
{
    const struct page_info *pg = mfn_to_page(_mfn(mfn));

    return (pg->count_info & PGC_extra) &&
           (pg->u.inuse.type_info & PGT_type_mask) == PGT_writable_page &&
           (pg->u.inuse.type_info & PGT_count_mask);
}

/**
 * lu_bad_pool - does the frame table agree with the records of a domain?
 * @type: set to the type of the record that is wrong
 *
 * Returns the field that is wrong, or NULL.
 */
const void *__init lu_bad_pool(const struct xen_lu_domain *dom, uint32_t *type)
{
    const struct xen_lu_pool *rec = lu_find(dom, XEN_LU_REC_POOL, NULL);
    const void *bad;

    *type = XEN_LU_REC_POOL;
    if ( !rec )
        return NULL;
    if ( rec->nr_free && !list_in_pool(&rec->free) )
        return &rec->free;
    if ( rec->apic_mfn != XEN_LU_NO_MFN && !is_apic_page(rec->apic_mfn) )
        return &rec->apic_mfn;
    *type = XEN_LU_REC_POOL_TABLES;
    bad = bad_tables(dom);
    if ( bad )
        return bad;
    *type = XEN_LU_REC_POOL_MONITORS;
    bad = bad_monitors(dom);
    if ( bad )
        return bad;
    *type = XEN_LU_REC_IOREQ_SERVER;

    return bad_servers(dom);
}

static void adopt_tables(const struct domain *d,
                         const struct xen_lu_domain *dom)
{
    const struct xen_lu_pool_tables *rec;
    struct p2m_domain *p2m;
    unsigned int i, nr;

    rec = lu_array(dom, XEN_LU_REC_POOL_TABLES, struct xen_lu_pool_tables, nr);
    for ( i = 0; i < nr && (p2m = p2m_of(d, i)); i++ )
    {
        p2m->phys_table = pagetable_from_pfn(rec[i].root_mfn);
        lu_set_page_list(&p2m->pages, &rec[i].tables);
    }
}

/* These have the old Xen's addresses: each vCPU gets a new one. */
static void free_monitors(struct hap_domain *hap,
                          const struct xen_lu_domain *dom)
{
    const uint64_t *mfn;
    unsigned int i, nr;

    mfn = lu_array(dom, XEN_LU_REC_POOL_MONITORS, uint64_t, nr);
    for ( i = 0; i < nr; i++ )
        page_list_add_tail(mfn_to_page(_mfn(mfn[i])), &hap->freelist);
    hap->free_pages += nr;
}

/**
 * lu_adopt_pool - give a domain that is being created its pool and its p2m
 *
 * Returns true if it has both, so that nothing must be allocated.
 */
bool lu_adopt_pool(struct domain *d)
{
    const struct xen_lu_domain *dom = lu_adopting();
    struct hap_domain *hap = &d->arch.paging.hap;
    const struct xen_lu_pool *rec;
    const struct xen_lu_hvm *hvm;

    if ( !dom || !lu_in_place )
        return false;

    rec = lu_find(dom, XEN_LU_REC_POOL, NULL);
    hvm = lu_find(dom, XEN_LU_REC_HVM, NULL);
    lu_set_page_list(&hap->freelist, &rec->free);
    hap->free_pages = rec->nr_free;
    hap->total_pages = rec->nr_pages;
    hap->p2m_pages = hvm->table_pages;
    free_monitors(hap, dom);
    adopt_tables(d, dom);
    p2m_get_hostp2m(d)->max_mapped_pfn = rec->max_gfn;

    return true;
}

/**
 * lu_kept_apic_page - the APIC access page of a domain that is being created
 *
 * It is among the domain's pages and in its p2m already. NULL: there is none.
 */
struct page_info *lu_kept_apic_page(const struct domain *d)
{
    const struct xen_lu_domain *dom = lu_adopting();
    const struct xen_lu_pool *rec;

    if ( !dom || !lu_in_place )
        return NULL;
    rec = lu_find(dom, XEN_LU_REC_POOL, NULL);

    return rec->apic_mfn == XEN_LU_NO_MFN ? NULL
                                          : mfn_to_page(_mfn(rec->apic_mfn));
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
