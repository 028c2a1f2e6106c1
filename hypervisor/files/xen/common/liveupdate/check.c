/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: checking what the records of a stream say.
 *
 * A refusal sends the old Xen back to work, a failure behind the commit point
 * loses the machine. So whatever the restore takes from the stream and then
 * indexes with, adopts, divides by or loads into a register is looked at here,
 * before: behind this nothing fails because of what the stream says. What
 * guest memory contains is not in the stream and not checked: page tables are
 * validated when they are pinned. A value that a guest may choose is good
 * whatever it is, or guests could prevent updates.
 *
 * This file: the host, identities, memory, vCPUs.
 */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/string.h>
#include <public/domctl.h>

#include "stream.h"

#define FRAME_SIZE      4096U
#define MAX_PAUSES      255U    /* as domain_pause_by_systemcontroller() */
#define MIN_TSC_HZ      1000000U
#define NSEC_PER_SEC    1000000000U
#define MIN_PERIOD      1000000 /* ns, as VCPUOP_set_periodic_timer */
#define MAX_IOPORTS     65536U
#define MAX_WEIGHT      65535U  /* as struct xen_domctl_sched_credit */
#define NODES           64U
#define NO_NODE         0xffU
#define MAX_CPUPOOL     (~0U - 1)
#define MAX_VNODES      32U     /* as vnuma_alloc(): all tables fit in a page */
#define MAX_VMEMRANGES  170U
#define MAX_HVM_VCPUS   128U    /* HVM_MAX_VCPUS */

/* --- helpers ------------------------------------------------------------- */

static int refuse(const struct lu_content *c, enum xlu_reason reason,
                  uint32_t type, const void *where)
{
    c->fault->reason = reason;
    c->fault->type = type;
    c->fault->offset = (const uint8_t *)where - (const uint8_t *)c->stream;

    return -EINVAL;
}

/**
 * lu_bad - refuse the stream because of a value
 * @type: of its record
 * @where: the value
 */
int lu_bad(const struct lu_content *c, uint32_t type, const void *where)
{
    return refuse(c, XLU_REASON_BAD_RECORD, type, where);
}

/**
 * lu_reserved - refuse the stream because a reserved field is in use
 */
int lu_reserved(const struct lu_content *c, uint32_t type, const void *where)
{
    return refuse(c, XLU_REASON_RESERVED_SET, type, where);
}

/**
 * lu_missing - refuse the stream because there is no record of this type
 */
int lu_missing(const struct lu_content *c, uint32_t type)
{
    c->fault->reason = XLU_REASON_MISSING_RECORD;
    c->fault->type = type;
    c->fault->offset = c->dom ? c->dom->domid : 0;

    return -EINVAL;
}

/* The bits of @map's word that [*@first, *@first + *@nr) begins in. */
static uint64_t next_bits(uint64_t *first, uint64_t *nr, uint64_t *word)
{
    unsigned int bit = *first % 64;
    uint64_t n = *nr < 64 - bit ? *nr : 64 - bit;

    *word = *first / 64;
    *first += n;
    *nr -= n;

    return (~0ULL >> (64 - n)) << bit;
}

/**
 * lu_frames_take - set the bits of a range
 * Returns false, and stops, if one is set already.
 */
bool lu_frames_take(uint64_t *map, uint64_t first, uint64_t nr)
{
    while ( nr )
    {
        uint64_t word, bits = next_bits(&first, &nr, &word);

        if ( map[word] & bits )
            return false;
        map[word] |= bits;
    }

    return true;
}

/**
 * lu_frames_free - clear the bits of a range
 */
void lu_frames_free(uint64_t *map, uint64_t first, uint64_t nr)
{
    while ( nr )
    {
        uint64_t word, bits = next_bits(&first, &nr, &word);

        map[word] &= ~bits;
    }
}

/**
 * lu_owns - does the domain own this frame?
 *
 * It may have given it up and still use it, say as a page table.
 */
bool lu_owns(const struct lu_content *c, uint64_t mfn)
{
    if ( c->machine->owns )
        return mfn < c->machine->nr_frames && c->machine->owns(c->dom, mfn);

    return mfn < c->machine->nr_frames &&
           (c->machine->own[mfn / 64] & (1ULL << (mfn % 64)));
}

/**
 * lu_owns_all - does the domain own each frame of a range?
 */
bool lu_owns_all(const struct lu_content *c, uint64_t first, uint64_t nr)
{
    if ( first >= c->machine->nr_frames || nr > c->machine->nr_frames - first )
        return false;

    while ( nr )
    {
        uint64_t word, bits = next_bits(&first, &nr, &word);

        if ( bits & ~c->machine->own[word] )
            return false;
    }

    return true;
}

/**
 * lu_may_map - is this a frame of the domain's memory, or one of Xen that it maps?
 *
 * A domain may register and grant all of them.
 */
bool lu_may_map(const struct lu_content *c, uint64_t mfn)
{
    const struct xen_lu_xen_page *rec;
    unsigned int i, nr;

    if ( lu_owns(c, mfn) )
        return true;

    rec = lu_array(c->dom, XEN_LU_REC_XEN_PAGES, struct xen_lu_xen_page, nr);
    for ( i = 0; i < nr; i++ )
        if ( rec[i].mfn == mfn )
            return true;

    return false;
}

/**
 * lu_canonical - can this be a virtual address?
 */
bool lu_canonical(uint64_t addr)
{
    return addr + (1ULL << 47) < (1ULL << 48);
}

/**
 * lu_find_domain - the DOMAIN record of a domain, NULL if it has none
 */
const struct xen_lu_domain *lu_find_domain(const struct lu_content *c,
                                           uint32_t domid)
{
    const struct xen_lu_domain *dom;

    for_each_lu_domain ( c->stream, dom )
        if ( dom->domid == domid )
            return dom;

    return NULL;
}

/* --- host ---------------------------------------------------------------- */

static bool banks_fit(const struct xen_lu_host *host)
{
    uint64_t a = host->bank_maddr[0], b = host->bank_maddr[1];
    uint64_t size = host->bank_size;

    return size && !((a | b | size) % FRAME_SIZE) &&
           size <= ~0ULL - a && size <= ~0ULL - b &&
           (a < b ? b - a : a - b) >= size;
}

static int check_host(const struct lu_content *c)
{
    const struct xen_lu_host *host = c->host;
    const uint32_t type = XEN_LU_REC_HOST;

    if ( host->tsc_hz < MIN_TSC_HZ )
        return lu_bad(c, type, &host->tsc_hz);
    if ( host->stime < 0 )
        return lu_bad(c, type, &host->stime);
    if ( host->flags & ~XEN_LU_HOST_ALL )
        return lu_bad(c, type, &host->flags);
    if ( host->wallclock_nsec >= NSEC_PER_SEC )
        return lu_bad(c, type, &host->wallclock_nsec);
    if ( !host->generation )
        return lu_bad(c, type, &host->generation);
    if ( !banks_fit(host) )
        return lu_bad(c, type, &host->bank_size);
    /* Creating domain 0 makes it the hardware domain. */
    if ( host->dom0_id )
        return lu_bad(c, type, &host->dom0_id);
    if ( host->reserved )
        return lu_reserved(c, type, &host->reserved);

    return 0;
}

static bool virq_is_global(uint32_t virq)
{
    switch ( virq )
    {
    case VIRQ_TIMER:
    case VIRQ_DEBUG:
    case VIRQ_XENOPROF:
    case VIRQ_XENPMU:
        return false;
    }

    return virq < NR_VIRQS;
}

static int check_global_virqs(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_GLOBAL_VIRQ;
    const struct xen_lu_global_virq *rec;
    unsigned int i, nr;

    rec = lu_array(c->stream, type, struct xen_lu_global_virq, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( !virq_is_global(rec[i].virq) ||
             (i && rec[i].virq <= rec[i - 1].virq) )
            return lu_bad(c, type, &rec[i].virq);
        if ( !lu_find_domain(c, rec[i].domid) )
            return lu_bad(c, type, &rec[i].domid);
    }

    return 0;
}

/**
 * lu_sched_fits - is this a scheduler, XEN_SCHEDULER_*, whose parameters are known?
 */
bool lu_sched_fits(uint32_t sched)
{
    return sched == XEN_SCHEDULER_CREDIT || sched == XEN_SCHEDULER_CREDIT2;
}

static int check_cpupools(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_CPUPOOL;
    const struct xen_lu_cpupool *rec;
    unsigned int i, nr;
    uint64_t taken = 0;

    rec = lu_array(c->stream, type, struct xen_lu_cpupool, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( i ? rec[i].id <= rec[i - 1].id : rec[i].id )
            return lu_bad(c, type, &rec[i].id);
        if ( rec[i].id > MAX_CPUPOOL )
            return lu_bad(c, type, &rec[i].id);
        if ( !lu_sched_fits(rec[i].sched) )
            return lu_bad(c, type, &rec[i].sched);
        /* CPU 0 never leaves pool 0. */
        if ( (rec[i].cpus & taken) || (!i && !(rec[i].cpus & 1)) )
            return lu_bad(c, type, &rec[i].cpus);
        taken |= rec[i].cpus;
    }

    return 0;
}

static int check_cpus(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_CPUS;
    const struct xen_lu_cpus *rec = lu_find(c->stream, type, NULL);

    /* CPU 0 never goes. */
    if ( !(rec->online & 1) || (rec->online & ~rec->present) )
        return lu_bad(c, type, &rec->online);
    if ( rec->smt > XEN_LU_SMT_ON )
        return lu_bad(c, type, &rec->smt);
    if ( rec->reserved )
        return lu_reserved(c, type, &rec->reserved);

    return 0;
}

/* Whether the values are accepted is the scheduler's to say. */
static int check_sched_params(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_SCHED_PARAMS;
    const struct xen_lu_sched_params *rec;
    unsigned int i, nr;

    rec = lu_array(c->stream, type, struct xen_lu_sched_params, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( rec[i].pool > MAX_CPUPOOL ||
             (i && rec[i].pool <= rec[i - 1].pool) )
            return lu_bad(c, type, &rec[i].pool);
        if ( !lu_sched_fits(rec[i].sched) )
            return lu_bad(c, type, &rec[i].sched);
        if ( rec[i].reserved )
            return lu_reserved(c, type, &rec[i].reserved);
    }

    return 0;
}

static int check_parameters(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_PARAMETERS;
    const struct xen_lu_parameter *rec;
    unsigned int i, nr;

    rec = lu_array(c->stream, type, struct xen_lu_parameter, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( !rec[i].name[0] || rec[i].name[sizeof(rec[i].name) - 1] )
            return lu_bad(c, type, &rec[i].name);
        if ( rec[i].value[sizeof(rec[i].value) - 1] )
            return lu_bad(c, type, &rec[i].value);
    }

    return 0;
}

static int check_pci_devices(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_PCI_DEVICE;
    const struct xen_lu_pci_device *rec;
    unsigned int i, nr;

    rec = lu_array(c->stream, type, struct xen_lu_pci_device, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( rec[i].flags & ~XEN_LU_PCI_ALL )
            return lu_bad(c, type, &rec[i].flags);
        if ( rec[i].domid != c->host->dom0_id )
            return lu_bad(c, type, &rec[i].domid);
        if ( rec[i].node >= NODES && rec[i].node != NO_NODE )
            return lu_bad(c, type, &rec[i].node);
    }

    return 0;
}

/* From here on it is nobody else's. */
static bool take_memory(const struct lu_content *c, uint64_t maddr,
                        uint64_t size)
{
    uint64_t first = maddr / FRAME_SIZE, nr = size / FRAME_SIZE;

    return nr && !((maddr | size) % FRAME_SIZE) &&
           first < c->machine->nr_frames &&
           nr <= c->machine->nr_frames - first &&
           lu_frames_take(c->machine->taken, first, nr);
}

static bool in_crash_area(const struct xen_lu_crash_kernel *k, uint64_t maddr)
{
    return maddr >= k->area_maddr && maddr - k->area_maddr < k->area_size;
}

/* A page that Xen uses when it enters the image. */
static bool crash_page_fits(const struct xen_lu_crash_kernel *k, uint64_t maddr)
{
    return in_crash_area(k, maddr) && !(maddr % FRAME_SIZE);
}

static int check_crash_image(const struct lu_content *c,
                             const struct xen_lu_crash_kernel *k)
{
    const uint32_t type = XEN_LU_REC_CRASH_KERNEL;

    if ( !in_crash_area(k, k->entry) )
        return lu_bad(c, type, &k->entry);
    if ( !crash_page_fits(k, k->tables_maddr) )
        return lu_bad(c, type, &k->tables_maddr);
    /* It runs with 32-bit addresses. */
    if ( !crash_page_fits(k, k->code_maddr) || k->code_maddr >> 32 ||
         k->code_maddr == k->tables_maddr )
        return lu_bad(c, type, &k->code_maddr);
    if ( !crash_page_fits(k, k->list_maddr) ||
         k->list_maddr == k->tables_maddr || k->list_maddr == k->code_maddr )
        return lu_bad(c, type, &k->list_maddr);

    return arch_lu_crash_image_fits(k->arch) ? 0 : lu_bad(c, type, &k->arch);
}

static int check_crash_kernel(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_CRASH_KERNEL;
    const struct xen_lu_crash_kernel *k = lu_find(c->stream, type, NULL);

    if ( !k )
        return 0;
    if ( !take_memory(c, k->area_maddr, k->area_size) )
        return lu_bad(c, type, &k->area_maddr);
    if ( !k->nr_notes )
        return lu_bad(c, type, &k->nr_notes);
    if ( !take_memory(c, k->notes_maddr, XEN_LU_CRASH_NOTES_SIZE(k->nr_notes)) )
        return lu_bad(c, type, &k->notes_maddr);
    if ( k->flags & ~XEN_LU_CRASH_ALL )
        return lu_bad(c, type, &k->flags);
    if ( k->reserved )
        return lu_reserved(c, type, &k->reserved);

    return k->flags & XEN_LU_CRASH_LOADED ? check_crash_image(c, k) : 0;
}

static int check_bad_pages(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_BAD_PAGES;
    const struct xen_lu_bad_page *rec;
    unsigned int i, nr;

    rec = lu_array(c->stream, type, struct xen_lu_bad_page, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( rec[i].mfn >= c->machine->nr_frames )
            return lu_bad(c, type, &rec[i].mfn);
        if ( !rec[i].nr || rec[i].nr > c->machine->nr_frames - rec[i].mfn )
            return lu_bad(c, type, &rec[i].nr);
        if ( !rec[i].flags || (rec[i].flags & ~XEN_LU_BAD_ALL) )
            return lu_bad(c, type, &rec[i].flags);
    }

    return 0;
}

/* --- domains ------------------------------------------------------------- */

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
           /* The first of that name: there is no other. */
           lu_find_domain(c, c->dom->domid) == c->dom;
}

/* Of the two kinds of page tables of HVM domains, Xen's own are not handed over. */
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
                         XEN_DOMCTL_CDF_xs_domain));
}

static bool emulation_fits(const struct xen_lu_domain *dom)
{
    if ( !(dom->flags & XEN_LU_DOMAIN_PV) )
        return dom->emulation_flags == XEN_X86_EMU_LAPIC;

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
    if ( !options_fit(dom) )
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
    const struct xen_lu_cpupool *pool;
    unsigned int i, nr;

    if ( !rec )
        return 0;
    if ( rec->reserved )
        return lu_reserved(c, type, &rec->reserved);
    if ( !rec->id || (c->dom->flags & XEN_LU_DOMAIN_HWDOM) )
        return lu_bad(c, type, &rec->id);

    pool = lu_array(c->stream, XEN_LU_REC_CPUPOOL, struct xen_lu_cpupool, nr);
    for ( i = 0; i < nr; i++ )
        if ( pool[i].id == rec->id && pool[i].cpus )
            return 0;

    return lu_bad(c, type, &rec->id);
}

static int check_node_affinity(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_NODE_AFFINITY;
    const struct xen_lu_node_affinity *rec = lu_find(c->dom, type, NULL);

    return rec && !rec->nodes ? lu_bad(c, type, &rec->nodes) : 0;
}

/* --- virtual NUMA -------------------------------------------------------- */

static int check_vnuma_nodes(const struct lu_content *c, unsigned int *nr)
{
    const uint32_t type = XEN_LU_REC_VNUMA_NODE;
    const uint32_t *node = lu_array(c->dom, type, uint32_t, *nr);
    unsigned int i;

    for ( i = 0; i < *nr; i++ )
        if ( (node[i] >= NODES && node[i] != NO_NODE) || i >= MAX_VNODES )
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

/* Each virtual CPU has its node, and each pair of nodes its distance. */
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

/* --- memory -------------------------------------------------------------- */

static int take_extent(const struct lu_content *c,
                       const struct xen_lu_extent *ext)
{
    const struct lu_machine *m = c->machine;
    const uint32_t type = XEN_LU_REC_PAGES;

    if ( ext->flags & ~(XEN_LU_PAGES_EXTRA | XEN_LU_PAGES_FREED) )
        return lu_bad(c, type, &ext->flags);
    if ( !ext->nr || ext->nr > m->nr_frames )
        return lu_bad(c, type, &ext->nr);
    if ( ext->mfn > m->nr_frames - ext->nr )
        return lu_bad(c, type, &ext->mfn);
    /* Any number that a guest may set, see VALID_M2P(). */
    if ( ext->gfn != XEN_LU_NO_MFN && ext->gfn > (1ULL << 63) - ext->nr )
        return lu_bad(c, type, &ext->gfn);
    if ( !lu_frames_take(m->taken, ext->mfn, ext->nr) )
        return refuse(c, XLU_REASON_OVERLAP, type, &ext->mfn);
    lu_frames_take(m->own, ext->mfn, ext->nr);

    return 0;
}

static int check_pages(const struct lu_content *c)
{
    const struct xen_lu_extent *ext;
    unsigned int i, nr;
    uint64_t total = 0;
    int rc;

    ext = lu_array(c->dom, XEN_LU_REC_PAGES, struct xen_lu_extent, nr);
    /* In place: lu_check_in_place() has seen that there are none. */
    if ( c->machine->owns )
        return 0;
    for ( i = 0; i < nr; i++ )
    {
        rc = take_extent(c, &ext[i]);
        if ( rc )
            return rc;
        if ( !(ext[i].flags & XEN_LU_PAGES_EXTRA) )
            total += ext[i].nr;
    }
    if ( total != c->dom->nr_pages )
        return lu_bad(c, XEN_LU_REC_DOMAIN, &c->dom->nr_pages);

    return 0;
}

/* @own is clean again for the next domain. */
static void forget_pages(const struct lu_content *c)
{
    const struct xen_lu_extent *ext;
    unsigned int i, nr;

    ext = lu_array(c->dom, XEN_LU_REC_PAGES, struct xen_lu_extent, nr);
    for ( i = 0; i < nr; i++ )
        lu_frames_free(c->machine->own, ext[i].mfn, ext[i].nr);
}

/* Level 1 tables refer to no tables. */
static bool pin_flags_fit(const struct xen_lu_pin *pin)
{
    return !(pin->flags & ~XEN_LU_PIN_ALL) &&
           pin->flags != XEN_LU_PIN_HELD && (!pin->flags || pin->level > 1);
}

static int check_pins(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_PINS;
    const struct xen_lu_pin *pin;
    unsigned int i, nr;

    pin = lu_array(c->dom, type, struct xen_lu_pin, nr);
    /* Page tables of an HVM domain are not Xen's concern. */
    if ( pin && !lu_is_pv(c) )
        return lu_bad(c, type, pin);
    for ( i = 0; i < nr; i++ )
    {
        if ( !pin[i].level || pin[i].level > 4 )
            return lu_bad(c, type, &pin[i].level);
        if ( !lu_owns(c, pin[i].mfn) )
            return lu_bad(c, type, &pin[i].mfn);
        if ( !pin_flags_fit(&pin[i]) )
            return lu_bad(c, type, &pin[i].flags);
    }

    return 0;
}

/*
 * The guest has these mapped: one that is left out would be given to somebody
 * else. In the order of role and index, so none is there twice.
 */
static int check_xen_pages(const struct lu_content *c)
{
    const struct xen_lu_grant *grant = lu_find(c->dom, XEN_LU_REC_GRANT, NULL);
    const uint32_t wanted[] = {
        [XEN_LU_ROLE_SHARED_INFO] = 1,
        [XEN_LU_ROLE_GRANT_SHARED] = grant->nr_frames,
        [XEN_LU_ROLE_GRANT_STATUS] = grant->nr_status_frames,
    };
    const uint32_t type = XEN_LU_REC_XEN_PAGES;
    uint32_t role = XEN_LU_ROLE_SHARED_INFO, index = 0;
    const struct xen_lu_xen_page *rec;
    unsigned int i, nr;

    rec = lu_array(c->dom, type, struct xen_lu_xen_page, nr);
    for ( i = 0; i < nr; i++ )
    {
        while ( role < ARRAY_SIZE(wanted) && index == wanted[role] )
        {
            role++;
            index = 0;
        }
        if ( role == ARRAY_SIZE(wanted) || rec[i].role != role )
            return lu_bad(c, type, &rec[i].role);
        if ( rec[i].index != index++ )
            return lu_bad(c, type, &rec[i].index);
        if ( rec[i].mfn >= c->machine->nr_frames )
            return lu_bad(c, type, &rec[i].mfn);
        if ( !lu_frames_take(c->machine->taken, rec[i].mfn, 1) )
            return refuse(c, XLU_REASON_OVERLAP, type, &rec[i].mfn);
    }
    if ( nr != 1ULL + grant->nr_frames + grant->nr_status_frames )
        return lu_missing(c, type);

    return 0;
}

/* --- vCPUs --------------------------------------------------------------- */

static int check_vcpu_area(const struct lu_content *c,
                           const struct xen_lu_vcpu *v)
{
    const uint32_t type = XEN_LU_REC_VCPU;

    if ( v->vcpu_info_mfn == XEN_LU_NO_MFN )
        return v->vcpu_info_offset ? lu_bad(c, type, &v->vcpu_info_offset) : 0;
    if ( !lu_may_map(c, v->vcpu_info_mfn) )
        return lu_bad(c, type, &v->vcpu_info_mfn);
    if ( v->vcpu_info_offset > FRAME_SIZE - sizeof(struct vcpu_info) )
        return lu_bad(c, type, &v->vcpu_info_offset);

    return 0;
}

static int check_vcpu_time(const struct lu_content *c,
                           const struct xen_lu_vcpu *v)
{
    const uint32_t type = XEN_LU_REC_VCPU;

    if ( v->runstate >= ARRAY_SIZE(v->runstate_time) )
        return lu_bad(c, type, &v->runstate);
    if ( v->periodic_period && v->periodic_period < MIN_PERIOD )
        return lu_bad(c, type, &v->periodic_period);
    if ( v->periodic_last < 0 )
        return lu_bad(c, type, &v->periodic_last);

    return 0;
}

static int check_vcpu(const struct lu_content *c, const struct xen_lu_vcpu *v)
{
    const uint32_t type = XEN_LU_REC_VCPU;
    int rc;

    if ( v->flags & ~XEN_LU_VCPU_ALL )
        return lu_bad(c, type, &v->flags);
    if ( v->controller_pause_count > MAX_PAUSES )
        return lu_bad(c, type, &v->controller_pause_count);
    if ( v->iobmp_limit > MAX_IOPORTS )
        return lu_bad(c, type, &v->iobmp_limit);
    if ( !v->hard_affinity )
        return lu_bad(c, type, &v->hard_affinity);
    if ( (v->flags & XEN_LU_VCPU_PINNED) && v->processor >= 64 )
        return lu_bad(c, type, &v->processor);

    rc = check_vcpu_area(c, v);

    return rc ?: check_vcpu_time(c, v);
}

static int check_vcpus(const struct lu_content *c)
{
    uint32_t i;
    int rc;

    for ( i = 0; i < c->dom->max_vcpus; i++ )
    {
        rc = check_vcpu(c, lu_find_vcpu(c->dom, XEN_LU_REC_VCPU, i, NULL));
        if ( rc )
            return rc;
    }

    return 0;
}

/* ------------------------------------------------------------------------- */

static int check_one(const struct lu_content *c)
{
    static int (*const checks[])(const struct lu_content *) = {
        check_domain,
        check_watchdogs,
        check_in_cpupool,
        check_node_affinity,
        check_vnuma,
        lu_check_in_place,
        check_pages,
        check_xen_pages,
        check_pins,
        check_vcpus,
        lu_check_events,
        arch_lu_check_domain,
    };
    unsigned int i;
    int rc;

    for ( i = 0; i < ARRAY_SIZE(checks); i++ )
    {
        rc = checks[i](c);
        if ( rc )
            return rc;
    }
    forget_pages(c);

    return 0;
}

/**
 * lu_content_check - can the domains of this stream be restored here?
 * @stream: one that lu_stream_check() has accepted
 * @machine: what there is
 * @fault: what is wrong, if refused
 *
 * Returns 0 or -EINVAL.
 */
int lu_content_check(const void *stream, const struct lu_machine *machine,
                     struct lu_fault *fault)
{
    struct lu_content c = {
        .stream = stream,
        .host = lu_find(stream, XEN_LU_REC_HOST, NULL),
        .machine = machine,
        .fault = fault,
    };
    int rc;

    rc = check_host(&c);
    if ( !rc )
        rc = check_global_virqs(&c);
    if ( !rc )
        rc = check_pci_devices(&c);
    if ( !rc )
        rc = check_cpupools(&c);
    if ( !rc )
        rc = check_cpus(&c);
    if ( !rc )
        rc = check_sched_params(&c);
    if ( !rc )
        rc = check_crash_kernel(&c);
    if ( !rc )
        rc = check_parameters(&c);
    if ( !rc )
        rc = check_bad_pages(&c);
    if ( !rc )
        rc = lu_check_frames(&c);
    if ( !rc )
        rc = arch_lu_check_host(&c);
    if ( rc )
        return rc;

    for_each_lu_domain ( stream, c.dom )
    {
        rc = check_one(&c);
        if ( rc )
            return rc;
    }
    /* domid_fits() has made sure that whoever has this number is it. */
    if ( !lu_find_domain(&c, c.host->dom0_id) )
        return lu_bad(&c, XEN_LU_REC_HOST, &c.host->dom0_id);

    return 0;
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
