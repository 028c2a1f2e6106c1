/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: checking the records of an HVM domain.
 *
 * Called by check.c, and like that also built for the host.
 */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/string.h>
#include <public/domctl.h>
#include <public/hvm/params.h>

#include <xen/liveupdate/stream.h>

#define MAX_GFN         (1ULL << 36)    /* tables of four levels */
#define MAX_ACCESS      9U              /* XENMEM_access_n2rwx */
#define MAX_EVTCHN_VECTOR 0xffU
#define MAX_CACHE_ATTRS 64U             /* as hvm_set_mem_pinned_cacheattr() */

#define APIC_DM_MASK    0x700U
#define APIC_DM_INIT    0x500U
#define APIC_DM_STARTUP 0x600U

/* --- P2M ----------------------------------------------------------------- */

static bool may_access_io(const struct lu_content *c,
                          const struct xen_lu_p2m *run)
{
    const struct xen_lu_range *range;
    unsigned int i, nr;

    range = lu_array(c->dom, XEN_LU_REC_RANGES, struct xen_lu_range, nr);
    for ( i = 0; i < nr; i++ )
        if ( range[i].kind == XEN_LU_RANGE_IOMEM &&
             run->mfn >= range[i].first && run->mfn <= range[i].last &&
             run->nr - 1 <= range[i].last - run->mfn )
            return true;

    return false;
}

/* Single pages of Xen may be among those of the domain. */
static bool may_map_all(const struct lu_content *c, const struct xen_lu_p2m *run)
{
    uint32_t i;

    if ( lu_owns_all(c, run->mfn, run->nr) )
        return true;
    for ( i = 0; i < run->nr; i++ )
        if ( !lu_may_map(c, run->mfn + i) )
            return false;

    return true;
}

static bool frames_fit(const struct lu_content *c, const struct xen_lu_p2m *run)
{
    switch ( run->type )
    {
    case XEN_LU_P2M_RAM_RW:
    case XEN_LU_P2M_RAM_RO:
        return may_map_all(c, run);
    case XEN_LU_P2M_MMIO:
        return may_access_io(c, run);
    }

    /* Frames of other domains */
    return run->mfn < c->machine->nr_frames &&
           run->nr <= c->machine->nr_frames - run->mfn;
}

static int check_run(const struct lu_content *c, const struct xen_lu_p2m *run)
{
    const uint32_t type = XEN_LU_REC_P2M;

    if ( !run->nr )
        return lu_bad(c, type, &run->nr);
    if ( run->gfn >= MAX_GFN || run->nr > MAX_GFN - run->gfn )
        return lu_bad(c, type, &run->gfn);
    if ( run->type < XEN_LU_P2M_RAM_RW || run->type > XEN_LU_P2M_FOREIGN )
        return lu_bad(c, type, &run->type);
    if ( run->access > MAX_ACCESS )
        return lu_bad(c, type, &run->access);
    if ( run->reserved )
        return lu_reserved(c, type, &run->reserved);
    if ( run->mfn > ~0ULL - run->nr || !frames_fit(c, run) )
        return lu_bad(c, type, &run->mfn);

    return 0;
}

static int check_p2m(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_P2M;
    const struct xen_lu_p2m *run = lu_find(c->dom, type, NULL);
    unsigned int i, nr;
    int rc = 0;

    /* In place: lu_check_in_place() has checked what is there instead. */
    if ( c->machine->owns )
        return run ? lu_bad(c, type, run) : 0;
    if ( !run )
        return lu_missing(c, type);
    run = lu_array(c->dom, type, struct xen_lu_p2m, nr);
    for ( i = 0; i < nr && !rc; i++ )
    {
        rc = check_run(c, &run[i]);
        /* In order, so that no GFN is there twice. */
        if ( !rc && i && run[i].gfn - run[i - 1].gfn < run[i - 1].nr )
            rc = lu_bad(c, type, &run[i].gfn);
        if ( !rc && i && run[i].gfn < run[i - 1].gfn )
            rc = lu_bad(c, type, &run[i].gfn);
    }

    return rc;
}

/* --- parameters ---------------------------------------------------------- */

static bool fip_width_fits(uint32_t width)
{
    return !width || width == 4 || width == 8;
}

/* Parameters that enable something without a record must not be set. */
static bool param_fits(unsigned int i)
{
    return i < HVM_NR_PARAMS && i != HVM_PARAM_NESTEDHVM &&
           i != HVM_PARAM_ALTP2M && i != HVM_PARAM_VIRIDIAN;
}

static int check_fixed(const struct lu_content *c, const struct xen_lu_hvm *hvm)
{
    const uint32_t type = XEN_LU_REC_HVM;
    unsigned int i;

    if ( hvm->flags & ~XEN_LU_HVM_ALL )
        return lu_bad(c, type, &hvm->flags);
    if ( hvm->pool_pages > c->machine->nr_frames )
        return lu_bad(c, type, &hvm->pool_pages);
    if ( hvm->table_pages > hvm->pool_pages )
        return lu_bad(c, type, &hvm->table_pages);
    if ( !fip_width_fits(hvm->fip_width) )
        return lu_bad(c, type, &hvm->fip_width);
    if ( hvm->reserved )
        return lu_reserved(c, type, &hvm->reserved);
    for ( i = 0; i < XEN_LU_HVM_PARAMS; i++ )
        if ( hvm->params[i] && !param_fits(i) )
            return lu_bad(c, type, &hvm->params[i]);

    return 0;
}

/* --- cache attributes ---------------------------------------------------- */

static bool memory_type_fits(uint32_t type)
{
    switch ( type )
    {
    case XEN_DOMCTL_MEM_CACHEATTR_UC:
    case XEN_DOMCTL_MEM_CACHEATTR_WC:
    case XEN_DOMCTL_MEM_CACHEATTR_WT:
    case XEN_DOMCTL_MEM_CACHEATTR_WP:
    case XEN_DOMCTL_MEM_CACHEATTR_WB:
    case XEN_DOMCTL_MEM_CACHEATTR_UCM:
        return true;
    }

    return false;
}

static bool overlaps(const struct xen_lu_cache_attr *rec, unsigned int i)
{
    unsigned int j;

    for ( j = 0; j < i; j++ )
        if ( rec[j].first <= rec[i].last && rec[i].first <= rec[j].last )
            return true;

    return false;
}

static int check_cache_attrs(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_CACHE_ATTRS;
    const struct xen_lu_cache_attr *rec;
    unsigned int i, nr;

    rec = lu_array(c->dom, type, struct xen_lu_cache_attr, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( rec[i].last >= MAX_GFN || rec[i].first > rec[i].last )
            return lu_bad(c, type, &rec[i].last);
        if ( i >= MAX_CACHE_ATTRS || overlaps(rec, i) )
            return lu_bad(c, type, &rec[i].first);
        if ( !memory_type_fits(rec[i].type) )
            return lu_bad(c, type, &rec[i].type);
        if ( rec[i].reserved )
            return lu_reserved(c, type, &rec[i].reserved);
    }

    return 0;
}

/* --- vCPUs --------------------------------------------------------------- */

/* No other IPIs are deferred. */
static bool sipi_fits(const struct xen_lu_vcpu_hvm *rec)
{
    uint32_t mode = rec->sipi_icr & APIC_DM_MASK;

    if ( !(rec->flags & XEN_LU_VCPU_HVM_SIPI) )
        return !rec->sipi_icr && !rec->sipi_dest;

    return mode == APIC_DM_INIT || mode == APIC_DM_STARTUP;
}

static bool timer_fits(const struct xen_lu_vcpu_hvm *rec)
{
    const uint32_t of_timer = XEN_LU_VCPU_HVM_LISTED | XEN_LU_VCPU_HVM_ISSUED;

    if ( rec->flags & XEN_LU_VCPU_HVM_TIMER )
        return true;

    return !(rec->flags & of_timer) && !rec->timer_expires &&
           !rec->timer_period && !rec->timer_last_irq && !rec->timer_pending;
}

static int check_vcpu(const struct lu_content *c,
                      const struct xen_lu_vcpu_hvm *rec)
{
    const uint32_t type = XEN_LU_REC_VCPU_HVM;

    if ( rec->intr_shadow & ~XEN_LU_SHADOW_ALL )
        return lu_bad(c, type, &rec->intr_shadow);
    if ( rec->pending_db & ~XEN_LU_PENDING_DB_ALL )
        return lu_bad(c, type, &rec->pending_db);
    if ( rec->flags & ~XEN_LU_VCPU_HVM_ALL )
        return lu_bad(c, type, &rec->flags);
    if ( rec->upcall_vector > MAX_EVTCHN_VECTOR )
        return lu_bad(c, type, &rec->upcall_vector);
    if ( !timer_fits(rec) )
        return lu_bad(c, type, &rec->timer_expires);
    if ( !sipi_fits(rec) )
        return lu_bad(c, type, &rec->sipi_icr);

    return 0;
}

static int check_vcpus(const struct lu_content *c)
{
    uint32_t i;
    int rc = 0;

    for ( i = 0; i < c->dom->max_vcpus && !rc; i++ )
    {
        const struct xen_lu_vcpu_hvm *rec =
            lu_find_vcpu(c->dom, XEN_LU_REC_VCPU_HVM, i, NULL);

        if ( !rec )
            return lu_missing(c, XEN_LU_REC_VCPU_HVM);
        rc = check_vcpu(c, rec);
        if ( !rc )
            rc = lu_check_vcpu_context(c, lu_find_vcpu(c->dom,
                                                       XEN_LU_REC_VCPU, i,
                                                       NULL));
    }

    return rc;
}

/* A PV domain has none of these records. */
static int check_absent(const struct lu_content *c)
{
    static const uint32_t types[] = {
        XEN_LU_REC_HVM, XEN_LU_REC_P2M, XEN_LU_REC_HVM_CONTEXT,
        XEN_LU_REC_IOREQ_SERVER, XEN_LU_REC_IOREQ_VCPU,
        XEN_LU_REC_IOREQ_RANGE, XEN_LU_REC_HVM_PIRQ, XEN_LU_REC_HVM_CLOCKS,
        XEN_LU_REC_CACHE_ATTRS,
    };
    const void *rec;
    uint32_t i;

    for ( i = 0; i < ARRAY_SIZE(types); i++ )
    {
        rec = lu_find(c->dom, types[i], NULL);
        if ( rec )
            return lu_bad(c, types[i], rec);
    }
    for ( i = 0; i < c->dom->max_vcpus; i++ )
    {
        rec = lu_find_vcpu(c->dom, XEN_LU_REC_VCPU_HVM, i, NULL);
        if ( rec )
            return lu_bad(c, XEN_LU_REC_VCPU_HVM, rec);
    }

    return 0;
}

/**
 * arch_lu_check_hvm - the records of an HVM domain, which has all of them
 */
int arch_lu_check_hvm(const struct lu_content *c)
{
    const struct xen_lu_hvm *hvm = lu_find(c->dom, XEN_LU_REC_HVM, NULL);
    int rc;

    if ( lu_is_pv(c) )
        return check_absent(c);
    if ( !hvm )
        return lu_missing(c, XEN_LU_REC_HVM);
    if ( !lu_find(c->dom, XEN_LU_REC_HVM_CONTEXT, NULL) )
        return lu_missing(c, XEN_LU_REC_HVM_CONTEXT);

    rc = check_fixed(c, hvm);
    if ( !rc )
        rc = check_p2m(c);
    if ( !rc )
        rc = lu_check_context(c);
    if ( !rc )
        rc = lu_check_devices(c);
    if ( !rc )
        rc = check_cache_attrs(c);

    return rc ?: check_vcpus(c);
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
