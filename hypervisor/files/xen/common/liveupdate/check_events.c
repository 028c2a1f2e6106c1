/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: checking what a stream says about event channels, grants and
 * interrupts of a domain.
 *
 * Most of these are numbers that Xen uses as indices, and pairs: an interdomain
 * channel has two ends, a mapping of a grant has the grant, an interrupt its
 * port. Once they exist Xen relies on them without checking.
 */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/string.h>
#include <public/event_channel.h>
#include <public/grant_table.h>

#include <xen/liveupdate/stream.h>

#define FRAME_SIZE          4096U
#define PORTS_2L            4096U   /* 64-bit domains */
#define PORTS_PER_FRAME     (FRAME_SIZE / sizeof(event_word_t))
#define FIFO_MAX_FRAMES     (EVTCHN_FIFO_NR_CHANNELS / PORTS_PER_FRAME)
#define HANDLES_PER_FRAME   256U
#define STATUS_PER_FRAME    (FRAME_SIZE / sizeof(grant_status_t))
#define MAX_MSIX_ENTRIES    2048U
#define MAX_PIRQS           (FRAME_SIZE * 8) /* what the map of EOIs holds */
#define DEVICE_PINS         0xffff0000U /* both counters of device mappings */

/* --- event channels ------------------------------------------------------ */

/**
 * lu_find_port - find the record of a port: records are sorted
 */
const struct xen_lu_evtchn *lu_find_port(const struct xen_lu_domain *dom,
                                         uint32_t port)
{
    const struct xen_lu_evtchn *rec;
    unsigned int first = 0, nr;

    rec = lu_array(dom, XEN_LU_REC_EVTCHN, struct xen_lu_evtchn, nr);
    while ( nr )
    {
        unsigned int half = nr / 2;

        if ( rec[first + half].port == port )
            return &rec[first + half];
        if ( rec[first + half].port < port )
        {
            first += half + 1;
            nr -= half + 1;
        }
        else
            nr = half;
    }

    return NULL;
}

static const struct xen_lu_pirq *find_pirq(const struct xen_lu_domain *dom,
                                           uint32_t pirq)
{
    const struct xen_lu_pirq *rec;
    unsigned int i, nr;

    rec = lu_array(dom, XEN_LU_REC_PIRQ, struct xen_lu_pirq, nr);
    for ( i = 0; i < nr; i++ )
        if ( rec[i].pirq == pirq )
            return &rec[i];

    return NULL;
}

/* Does the other end exist, and does it lead back to @rec? */
static bool peer_fits(const struct lu_content *c,
                      const struct xen_lu_evtchn *rec)
{
    const struct xen_lu_domain *dom = lu_find_domain(c, rec->remote_domid);
    const struct xen_lu_evtchn *peer = dom ? lu_find_port(dom, rec->detail) : NULL;

    return peer && peer->state == EVTCHNSTAT_interdomain &&
           peer->detail == rec->port &&
           peer->remote_domid == c->dom->domid;
}

/* The interrupt of a port may have been unmapped. */
static bool bound_pirq_fits(const struct lu_content *c,
                            const struct xen_lu_evtchn *rec)
{
    const struct xen_lu_pirq *pirq = find_pirq(c->dom, rec->detail);

    return pirq ? (pirq->flags & XEN_LU_PIRQ_BOUND) && pirq->port == rec->port
                : rec->detail < MAX_PIRQS;
}

static bool binding_fits(const struct lu_content *c,
                         const struct xen_lu_evtchn *rec)
{
    switch ( rec->state )
    {
    case XEN_LU_EVTCHN_RESERVED:
    case EVTCHNSTAT_ipi:
        return true;
    case EVTCHNSTAT_unbound:
        return rec->detail <= UINT16_MAX;
    case EVTCHNSTAT_interdomain:
        return peer_fits(c, rec);
    case EVTCHNSTAT_pirq:
        return bound_pirq_fits(c, rec);
    case EVTCHNSTAT_virq:
        return rec->detail < NR_VIRQS;
    }

    return false;
}

/* The queue that a FIFO event was on last: priority, then the vCPU's number. */
static bool last_queue_fits(const struct lu_content *c, uint32_t last_queue)
{
    return (last_queue & 0xffff) < EVTCHN_FIFO_MAX_QUEUES &&
           (last_queue >> 16) < c->dom->max_vcpus;
}

/* Xen has the domain's end of a channel to a device model. */
static bool may_be_xens(const struct lu_content *c,
                        const struct xen_lu_evtchn *rec)
{
    return !lu_is_pv(c) && (rec->state == EVTCHNSTAT_unbound ||
                            rec->state == EVTCHNSTAT_interdomain);
}

static int check_port(const struct lu_content *c,
                      const struct xen_lu_evtchn *rec, uint32_t nr_ports)
{
    const struct xen_lu_domain *dom = c->dom;
    const uint32_t type = XEN_LU_REC_EVTCHN;

    if ( !rec->port || rec->port >= nr_ports ||
         rec->port > dom->max_evtchn_port )
        return lu_bad(c, type, &rec->port);
    if ( rec->notify_vcpu >= dom->max_vcpus )
        return lu_bad(c, type, &rec->notify_vcpu);
    if ( rec->bound_vcpu >= dom->max_vcpus )
        return lu_bad(c, type, &rec->bound_vcpu);
    if ( rec->priority > EVTCHN_FIFO_PRIORITY_MIN )
        return lu_bad(c, type, &rec->priority);
    if ( (rec->flags & ~XEN_LU_EVTCHN_F_ALL) ||
         ((rec->flags & XEN_LU_EVTCHN_F_XEN) && !may_be_xens(c, rec)) )
        return lu_bad(c, type, &rec->flags);
    if ( rec->reserved )
        return lu_reserved(c, type, &rec->reserved);
    if ( rec->reserved2 )
        return lu_reserved(c, type, &rec->reserved2);
    if ( !last_queue_fits(c, rec->last_queue) )
        return lu_bad(c, type, &rec->last_queue);
    if ( !binding_fits(c, rec) )
        return lu_bad(c, type, &rec->detail);

    return 0;
}

static int check_evtchn(const struct lu_content *c)
{
    bool fifo = lu_find(c->dom, XEN_LU_REC_FIFO, NULL);
    const uint32_t nr_ports = fifo ? EVTCHN_FIFO_NR_CHANNELS : PORTS_2L;
    const struct xen_lu_evtchn *rec;
    unsigned int i, nr;
    int rc;

    rec = lu_array(c->dom, XEN_LU_REC_EVTCHN, struct xen_lu_evtchn, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( i && rec[i].port <= rec[i - 1].port )
            return lu_bad(c, XEN_LU_REC_EVTCHN, &rec[i].port);
        rc = check_port(c, &rec[i], nr_ports);
        if ( rc )
            return rc;
    }

    return 0;
}

/* --- FIFO delivery ------------------------------------------------------- */

static int check_vcpu_fifo(const struct lu_content *c,
                           const struct xen_lu_vcpu_fifo *rec)
{
    const uint32_t type = XEN_LU_REC_VCPU_FIFO;
    unsigned int i, nr_frames;

    (void)lu_array(c->dom, XEN_LU_REC_FIFO, uint64_t, nr_frames);
    if ( !lu_find(c->dom, XEN_LU_REC_FIFO, NULL) || !lu_may_map(c, rec->mfn) )
        return lu_bad(c, type, &rec->mfn);
    if ( rec->offset > FRAME_SIZE - sizeof(struct evtchn_fifo_control_block) ||
         rec->offset % sizeof(uint64_t) )
        return lu_bad(c, type, &rec->offset);
    for ( i = 0; i < XEN_LU_FIFO_QUEUES; i++ )
        if ( rec->tail[i] &&
             (rec->tail[i] >= nr_frames * PORTS_PER_FRAME ||
              rec->tail[i] > c->dom->max_evtchn_port) )
            return lu_bad(c, type, &rec->tail[i]);

    return 0;
}

static int check_fifo(const struct lu_content *c)
{
    const uint64_t *mfn;
    unsigned int i, nr;
    int rc;

    BUILD_BUG_ON(XEN_LU_FIFO_QUEUES != EVTCHN_FIFO_MAX_QUEUES);
    mfn = lu_array(c->dom, XEN_LU_REC_FIFO, uint64_t, nr);
    if ( nr > FIFO_MAX_FRAMES )
        return lu_bad(c, XEN_LU_REC_FIFO, mfn);
    for ( i = 0; i < nr; i++ )
        if ( !lu_may_map(c, mfn[i]) )
            return lu_bad(c, XEN_LU_REC_FIFO, &mfn[i]);

    for ( i = 0; i < c->dom->max_vcpus; i++ )
    {
        const struct xen_lu_vcpu_fifo *rec =
            lu_find_vcpu(c->dom, XEN_LU_REC_VCPU_FIFO, i, NULL);

        rc = rec ? check_vcpu_fifo(c, rec) : 0;
        if ( rc )
            return rc;
    }

    return 0;
}

/* --- grants -------------------------------------------------------------- */

static uint32_t nr_grants(const struct xen_lu_grant *grant)
{
    return grant->nr_frames *
           (grant->version == 1 ? FRAME_SIZE / sizeof(grant_entry_v1_t)
                                : FRAME_SIZE / sizeof(grant_entry_v2_t));
}

static int check_grant(const struct lu_content *c,
                       const struct xen_lu_grant *grant)
{
    const uint32_t type = XEN_LU_REC_GRANT;
    uint64_t status;

    if ( !grant->version || grant->version > c->dom->max_grant_version )
        return lu_bad(c, type, &grant->version);
    if ( !grant->nr_frames || grant->nr_frames > c->dom->max_grant_frames )
        return lu_bad(c, type, &grant->nr_frames);

    status = grant->version == 1
             ? 0 : (nr_grants(grant) + STATUS_PER_FRAME - 1) / STATUS_PER_FRAME;
    if ( grant->nr_status_frames != status )
        return lu_bad(c, type, &grant->nr_status_frames);
    if ( grant->maptrack_limit % HANDLES_PER_FRAME ||
         grant->maptrack_limit / HANDLES_PER_FRAME >
         c->dom->max_maptrack_frames )
        return lu_bad(c, type, &grant->maptrack_limit);

    return 0;
}

/*
 * The granting domain owns a page that devices may access. For other mappings
 * the page may be any: they may have been removed from page tables since.
 */
static bool granted_page_fits(const struct lu_content *c,
                              const struct xen_lu_grant_active *rec)
{
    return rec->pin & DEVICE_PINS ? lu_may_map(c, rec->mfn)
                                  : rec->mfn < c->machine->nr_frames;
}

/* The origin of a mapping that is not transitive is the granting domain. */
static int check_origin(const struct lu_content *c,
                        const struct xen_lu_grant_active *rec)
{
    const struct xen_lu_domain *dom = lu_find_domain(c, rec->trans_domid);
    const uint32_t type = XEN_LU_REC_GRANT_ACTIVE;

    if ( rec->trans_domid == DOMID_INVALID )
        return 0;
    if ( !dom )
        return lu_bad(c, type, &rec->trans_domid);
    if ( rec->trans_ref >= nr_grants(lu_find(dom, XEN_LU_REC_GRANT, NULL)) )
        return lu_bad(c, type, &rec->trans_ref);

    return 0;
}

static int check_active(const struct lu_content *c, uint32_t nr_refs)
{
    const uint32_t type = XEN_LU_REC_GRANT_ACTIVE;
    const struct xen_lu_grant_active *rec;
    unsigned int i, nr;
    int rc;

    rec = lu_array(c->dom, type, struct xen_lu_grant_active, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( rec[i].ref >= nr_refs || (i && rec[i].ref <= rec[i - 1].ref) )
            return lu_bad(c, type, &rec[i].ref);
        if ( !rec[i].pin )
            return lu_bad(c, type, &rec[i].pin);
        if ( !lu_find_domain(c, rec[i].domid) )
            return lu_bad(c, type, &rec[i].domid);
        if ( rec[i].flags & ~XEN_LU_GRANT_SUB_PAGE )
            return lu_bad(c, type, &rec[i].flags);
        if ( (uint32_t)rec[i].start + rec[i].length > FRAME_SIZE )
            return lu_bad(c, type, &rec[i].length);
        if ( !granted_page_fits(c, &rec[i]) )
            return lu_bad(c, type, &rec[i].mfn);
        rc = check_origin(c, &rec[i]);
        if ( rc )
            return rc;
    }

    return 0;
}

/* Page state in place: the counter of a grant that such a mapping counts in */
static uint32_t pin_counter(bool device, bool readonly)
{
    return 0xffU << ((device ? 16 : 0) + (readonly ? 8 : 0));
}

/* Unmapping decrements counters of the grant: has mapping incremented them? */
static bool is_counted(const struct xen_lu_grant_active *rec, uint16_t flags)
{
    bool readonly = flags & GNTMAP_readonly;

    return (!(flags & GNTMAP_device_map) ||
            (rec->pin & pin_counter(true, readonly))) &&
           (!(flags & GNTMAP_host_map) ||
            (rec->pin & pin_counter(false, readonly)));
}

/* Does the grant of this mapping exist? */
static bool is_granted(const struct lu_content *c,
                       const struct xen_lu_maptrack *map)
{
    const struct xen_lu_domain *dom = lu_find_domain(c, map->domid);
    const struct xen_lu_grant_active *rec;
    unsigned int first = 0, nr;

    if ( !dom )
        return false;

    rec = lu_array(dom, XEN_LU_REC_GRANT_ACTIVE, struct xen_lu_grant_active,
                   nr);
    while ( nr )
    {
        unsigned int half = nr / 2;

        if ( rec[first + half].ref == map->ref )
            return rec[first + half].domid == c->dom->domid &&
                   is_counted(&rec[first + half], map->flags);
        if ( rec[first + half].ref < map->ref )
        {
            first += half + 1;
            nr -= half + 1;
        }
        else
            nr = half;
    }

    return false;
}

static int check_maptrack(const struct lu_content *c, uint32_t limit)
{
    const uint32_t type = XEN_LU_REC_MAPTRACK;
    const uint16_t maps = GNTMAP_device_map | GNTMAP_host_map;
    const struct xen_lu_maptrack *rec;
    unsigned int i, nr;

    rec = lu_array(c->dom, type, struct xen_lu_maptrack, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( rec[i].handle >= limit ||
             (i && rec[i].handle <= rec[i - 1].handle) )
            return lu_bad(c, type, &rec[i].handle);
        /* The other bits are what the guest has set: any value is good. */
        if ( !(rec[i].flags & maps) )
            return lu_bad(c, type, &rec[i].flags);
        if ( rec[i].vcpu >= c->dom->max_vcpus )
            return lu_bad(c, type, &rec[i].vcpu);
        if ( !is_granted(c, &rec[i]) )
            return lu_bad(c, type, &rec[i].ref);
    }
    /* The last free handle is never given out. */
    if ( nr && nr == limit )
        return lu_bad(c, type, &rec[nr - 1].handle);

    return 0;
}

static int check_grants(const struct lu_content *c)
{
    const struct xen_lu_grant *grant = lu_find(c->dom, XEN_LU_REC_GRANT, NULL);
    int rc = check_grant(c, grant);

    if ( !rc )
        rc = check_active(c, nr_grants(grant));

    return rc ?: check_maptrack(c, grant->maptrack_limit);
}

/* --- interrupts ---------------------------------------------------------- */

/* Has this domain, and no other, the device of an MSI? */
static bool owns_device(const struct lu_content *c,
                        const struct xen_lu_pirq *rec)
{
    const struct xen_lu_pci_device *dev;
    unsigned int i, nr;

    dev = lu_array(c->stream, XEN_LU_REC_PCI_DEVICE, struct xen_lu_pci_device,
                   nr);
    for ( i = 0; i < nr; i++ )
        if ( dev[i].seg == rec->seg && dev[i].bus == rec->bus &&
             dev[i].devfn == rec->devfn )
            return dev[i].domid == c->dom->domid;

    return false;
}

static int check_source(const struct lu_content *c,
                        const struct xen_lu_pirq *rec)
{
    const uint32_t type = XEN_LU_REC_PIRQ;

    switch ( rec->kind )
    {
    case XEN_LU_PIRQ_GSI:
        return 0;
    case XEN_LU_PIRQ_MSI:
        /* One vector only: several need a block of vectors. */
        if ( rec->entry_nr != 1 )
            return lu_bad(c, type, &rec->entry_nr);
        break;
    case XEN_LU_PIRQ_MSIX:
        if ( rec->entry_nr >= MAX_MSIX_ENTRIES )
            return lu_bad(c, type, &rec->entry_nr);
        if ( rec->table_base % FRAME_SIZE )
            return lu_bad(c, type, &rec->table_base);
        break;
    default:
        return lu_bad(c, type, &rec->kind);
    }

    return owns_device(c, rec) ? 0 : lu_bad(c, type, &rec->devfn);
}

static bool port_fits(const struct lu_content *c,
                      const struct xen_lu_pirq *rec)
{
    const struct xen_lu_evtchn *chn;

    if ( !(rec->flags & XEN_LU_PIRQ_BOUND) )
        return !rec->port;
    chn = lu_find_port(c->dom, rec->port);

    return chn && chn->state == EVTCHNSTAT_pirq && chn->detail == rec->pirq;
}

/* Domains other than the hardware domain need a permission for a GSI. */
static bool may_have(const struct lu_content *c, const struct xen_lu_pirq *pirq)
{
    const struct xen_lu_range *range;
    unsigned int i, nr;

    if ( (c->dom->flags & XEN_LU_DOMAIN_HWDOM) ||
         pirq->kind != XEN_LU_PIRQ_GSI )
        return true;

    range = lu_array(c->dom, XEN_LU_REC_RANGES, struct xen_lu_range, nr);
    for ( i = 0; i < nr; i++ )
        if ( range[i].kind == XEN_LU_RANGE_IRQ &&
             pirq->gsi >= range[i].first && pirq->gsi <= range[i].last )
            return true;

    return false;
}

static int check_pirqs(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_PIRQ;
    const struct xen_lu_pirq *rec;
    unsigned int i, nr;
    int rc;

    rec = lu_array(c->dom, type, struct xen_lu_pirq, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( !may_have(c, &rec[i]) )
            return lu_bad(c, type, &rec[i].kind);
        if ( !rec[i].pirq || (i && rec[i].pirq <= rec[i - 1].pirq) ||
             rec[i].pirq >= MAX_PIRQS )
            return lu_bad(c, type, &rec[i].pirq);
        if ( rec[i].flags & ~XEN_LU_PIRQ_ALL )
            return lu_bad(c, type, &rec[i].flags);
        if ( rec[i].vcpu >= c->dom->max_vcpus )
            return lu_bad(c, type, &rec[i].vcpu);
        rc = check_source(c, &rec[i]);
        if ( rc )
            return rc;
        if ( !port_fits(c, &rec[i]) )
            return lu_bad(c, type, &rec[i].port);
    }

    return 0;
}

static int check_eoi_map(const struct lu_content *c)
{
    const struct xen_lu_domain *dom = c->dom;

    if ( dom->flags & XEN_LU_DOMAIN_EOI_MAP ? !lu_may_map(c, dom->pirq_eoi_mfn)
                                            : dom->pirq_eoi_mfn )
        return lu_bad(c, XEN_LU_REC_DOMAIN, &dom->pirq_eoi_mfn);

    return 0;
}

/**
 * lu_check_events - event channels, grants and interrupts of a domain
 */
int lu_check_events(const struct lu_content *c)
{
    int rc = check_fifo(c);

    if ( !rc )
        rc = check_evtchn(c);
    if ( !rc )
        rc = check_grants(c);
    if ( !rc )
        rc = check_pirqs(c);

    return rc ?: check_eoi_map(c);
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
