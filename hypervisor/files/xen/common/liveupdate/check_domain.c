/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: checking what a domain is, where it may run, its virtual NUMA
 * nodes.
 */
#include <xen/errno.h>
#include <xen/lib.h>
#include <public/domctl.h>

#include <xen/liveupdate/stream.h>

#define MAX_PAUSES      255U    /* as domain_pause_by_systemcontroller() */
#define MAX_WEIGHT      65535U  /* as struct xen_domctl_sched_credit */
#define NO_NODE         0xffU
#define MAX_VNODES      32U     /* as vnuma_alloc(): all tables fit in a page */
#define MAX_VMEMRANGES  170U
#define MAX_HVM_VCPUS   128U    /* HVM_MAX_VCPUS */

/**
 * lu_is_pv - is it a PV domain?
 */
bool lu_is_pv(const struct lu_content *c)
{
    return c->dom->flags & XEN_LU_DOMAIN_PV;
}

static bool domid_fits(const struct lu_content *c)
{
    bool hwdom = c->dom->flags & XEN_LU_DOMAIN_HWDOM;

    return c->dom->domid < DOMID_FIRST_RESERVED &&
           hwdom == (c->dom->domid == c->host->dom0_id) &&
           /* The first with this domid: so there is no other. */
           lu_find_domain(c, c->dom->domid) == c->dom;
}

/* HVM domains have to use HAP: shadow page tables are not handed over. */
static bool options_fit(const struct xen_lu_domain *dom)
{
    const uint32_t hvm = XEN_DOMCTL_CDF_hvm | XEN_DOMCTL_CDF_hap;
    uint32_t options = dom->options;

    if ( !(dom->flags & XEN_LU_DOMAIN_PV) )
    {
        if ( (options & hvm) != hvm )
            return false;
        options &= ~hvm;
    }

    return !(options & ~(XEN_DOMCTL_CDF_s3_integrity | XEN_DOMCTL_CDF_oos_off |
                         XEN_DOMCTL_CDF_xs_domain | XEN_DOMCTL_CDF_iommu));
}

/* If IOMMUs are in use, the hardware domain uses them, and PV domUs may. */
static bool iommu_fits(const struct lu_content *c)
{
    bool uses = c->dom->options & XEN_DOMCTL_CDF_iommu;

    if ( c->dom->flags & XEN_LU_DOMAIN_HWDOM )
        return uses == !!c->host->iommus;

    return !uses || (c->host->iommus && lu_is_pv(c));
}

static bool emulation_fits(const struct xen_lu_domain *dom)
{
    if ( !(dom->flags & XEN_LU_DOMAIN_PV) )
        return dom->emulation_flags == XEN_X86_EMU_LAPIC ||
               dom->emulation_flags == (XEN_X86_EMU_ALL & ~XEN_X86_EMU_VPCI);

    return !dom->emulation_flags ||
           dom->emulation_flags == XEN_X86_EMU_PIT;
}

static bool assists_fit(uint64_t vm_assist)
{
    const uint64_t valid = (1ULL << VMASST_TYPE_4gb_segments) |
                           (1ULL << VMASST_TYPE_4gb_segments_notify) |
                           (1ULL << VMASST_TYPE_writable_pagetables) |
                           (1ULL << VMASST_TYPE_pae_extended_cr3) |
                           (1ULL << VMASST_TYPE_architectural_iopl) |
                           (1ULL << VMASST_TYPE_runstate_update_flag) |
                           (1ULL << VMASST_TYPE_m2p_strict);

    return !(vm_assist & ~valid);
}

static int check_limits(const struct lu_content *c)
{
    const struct lu_machine *m = c->machine;
    const struct xen_lu_domain *dom = c->dom;
    const uint32_t type = XEN_LU_REC_DOMAIN;

    if ( !dom->max_grant_frames ||
         dom->max_grant_frames > m->max_grant_frames )
        return lu_bad(c, type, &dom->max_grant_frames);
    if ( dom->max_maptrack_frames > m->max_maptrack_frames )
        return lu_bad(c, type, &dom->max_maptrack_frames);
    if ( !dom->max_grant_version ||
         dom->max_grant_version > m->max_grant_version )
        return lu_bad(c, type, &dom->max_grant_version);

    return 0;
}

static int check_domain(const struct lu_content *c)
{
    const struct xen_lu_domain *dom = c->dom;
    const uint32_t type = XEN_LU_REC_DOMAIN;

    if ( !domid_fits(c) )
        return lu_bad(c, type, &dom->domid);
    if ( dom->target != DOMID_INVALID )
        return lu_bad(c, type, &dom->target);
    if ( !lu_is_pv(c) && (dom->flags & XEN_LU_DOMAIN_HWDOM) )
        return lu_bad(c, type, &dom->flags);
    if ( !lu_is_pv(c) && dom->max_vcpus > MAX_HVM_VCPUS )
        return lu_bad(c, type, &dom->max_vcpus);
    if ( !options_fit(dom) || !iommu_fits(c) )
        return lu_bad(c, type, &dom->options);
    if ( !emulation_fits(dom) )
        return lu_bad(c, type, &dom->emulation_flags);
    if ( !assists_fit(dom->vm_assist) )
        return lu_bad(c, type, &dom->vm_assist);
    if ( dom->controller_pause_count > MAX_PAUSES )
        return lu_bad(c, type, &dom->controller_pause_count);

    if ( dom->sched_weight > MAX_WEIGHT )
        return lu_bad(c, type, &dom->sched_weight);
    if ( dom->sched_cap > MAX_WEIGHT )
        return lu_bad(c, type, &dom->sched_cap);

    return check_limits(c);
}

static int check_watchdogs(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_WATCHDOG;
    const struct xen_lu_watchdog *rec;
    unsigned int i, nr;

    rec = lu_array(c->dom, type, struct xen_lu_watchdog, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( rec[i].id >= XEN_LU_WATCHDOGS ||
             (i && rec[i].id <= rec[i - 1].id) )
            return lu_bad(c, type, &rec[i].id);
        if ( rec[i].reserved )
            return lu_reserved(c, type, &rec[i].reserved);
    }

    return 0;
}

/* A pool of the host that has CPUs; for the hardware domain it is always 0. */
static int check_in_cpupool(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_IN_CPUPOOL;
    const struct xen_lu_in_cpupool *rec = lu_find(c->dom, type, NULL);
    const struct xen_lu_cpu *cpu;
    unsigned int i, nr;

    if ( !rec )
        return 0;
    if ( rec->reserved )
        return lu_reserved(c, type, &rec->reserved);
    if ( !rec->id || (c->dom->flags & XEN_LU_DOMAIN_HWDOM) )
        return lu_bad(c, type, &rec->id);

    cpu = lu_array(c->stream, XEN_LU_REC_CPUS, struct xen_lu_cpu, nr);
    for ( i = 0; i < nr; i++ )
        if ( cpu[i].pool == rec->id )
            return 0;

    return lu_bad(c, type, &rec->id);
}

static int check_node_affinity(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_NODE_AFFINITY;
    const struct xen_lu_node_affinity *rec = lu_find(c->dom, type, NULL);

    return rec && !rec->nodes ? lu_bad(c, type, &rec->nodes) : 0;
}

static int check_vnuma_nodes(const struct lu_content *c, unsigned int *nr)
{
    const uint32_t type = XEN_LU_REC_VNUMA_NODE;
    const uint32_t *node = lu_array(c->dom, type, uint32_t, *nr);
    unsigned int i;

    for ( i = 0; i < *nr; i++ )
        if ( (node[i] >= LU_NODES && node[i] != NO_NODE) || i >= MAX_VNODES )
            return lu_bad(c, type, &node[i]);

    return 0;
}

static int check_vnuma_ranges(const struct lu_content *c, unsigned int nodes)
{
    const uint32_t type = XEN_LU_REC_VNUMA_RANGE;
    const struct xen_lu_vnuma_range *rec;
    unsigned int i, nr;

    rec = lu_array(c->dom, type, struct xen_lu_vnuma_range, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( i >= MAX_VMEMRANGES )
            return lu_bad(c, type, &rec[i].start);
        if ( rec[i].flags )
            return lu_bad(c, type, &rec[i].flags);
        if ( rec[i].node >= nodes )
            return lu_bad(c, type, &rec[i].node);
    }

    return 0;
}

static int wrong_size(const struct lu_content *c, uint32_t type,
                      const uint32_t *array)
{
    return array ? lu_bad(c, type, array) : lu_missing(c, type);
}

/* Each virtual CPU has a node, and each pair of nodes a distance. */
static int check_vnuma_tables(const struct lu_content *c, unsigned int nodes)
{
    const uint32_t *vcpu, *distance;
    unsigned int i, nr;

    distance = lu_array(c->dom, XEN_LU_REC_VNUMA_DISTANCE, uint32_t, nr);
    if ( nr != nodes * nodes )
        return wrong_size(c, XEN_LU_REC_VNUMA_DISTANCE, distance);

    vcpu = lu_array(c->dom, XEN_LU_REC_VNUMA_VCPU, uint32_t, nr);
    if ( nr != (nodes ? c->dom->max_vcpus : 0) )
        return wrong_size(c, XEN_LU_REC_VNUMA_VCPU, vcpu);
    for ( i = 0; i < nr; i++ )
        if ( vcpu[i] >= nodes )
            return lu_bad(c, XEN_LU_REC_VNUMA_VCPU, &vcpu[i]);

    return 0;
}

static int check_vnuma(const struct lu_content *c)
{
    unsigned int nodes;

    return check_vnuma_nodes(c, &nodes) ?: check_vnuma_ranges(c, nodes) ?:
           check_vnuma_tables(c, nodes);
}

/**
 * lu_check_domain - the records of a domain as a whole
 */
int lu_check_domain(const struct lu_content *c)
{
    static lu_check_fn *const checks[] = {
        check_domain,
        check_watchdogs,
        check_in_cpupool,
        check_node_affinity,
        check_vnuma,
    };

    return lu_run_checks(c, checks, ARRAY_SIZE(checks));
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
