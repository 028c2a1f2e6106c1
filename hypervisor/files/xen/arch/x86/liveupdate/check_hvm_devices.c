/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: checking the devices of an HVM domain: which device models
 * emulate them, their interrupts, their clocks.
 *
 * Called by check_hvm.c, and like that also built for the host.
 */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/string.h>
#include <public/event_channel.h>
#include <public/hvm/dm_op.h>
#include <public/hvm/hvm_op.h>

#include <xen/liveupdate/stream.h>

#define MAX_GFN         (1ULL << 36)    /* tables of four levels */
#define MAX_RANGES      256U            /* of one kind: MAX_NR_IO_RANGES */
#define MAX_PIRQS       32768U          /* what the map of EOIs holds */
#define MAX_GSIS        48U             /* VIOAPIC_NUM_PINS */
#define MIN_PERIOD      900000U         /* as create_periodic_time() */
#define MAX_RTC_PERIOD  1000000000U

/**
 * lu_has_devices - has the domain emulated devices? It has all or none.
 */
bool lu_has_devices(const struct lu_content *c)
{
    return c->dom->emulation_flags != XEN_X86_EMU_LAPIC;
}

/* --- device models ------------------------------------------------------- */

static const struct xen_lu_ioreq_server *find_server(const struct lu_content *c,
                                                     uint32_t id)
{
    const struct xen_lu_ioreq_server *rec;
    unsigned int i, nr;

    rec = lu_array(c->dom, XEN_LU_REC_IOREQ_SERVER, struct xen_lu_ioreq_server,
                   nr);
    for ( i = 0; i < nr; i++ )
        if ( rec[i].id == id )
            return &rec[i];

    return NULL;
}

/* Is this a channel of which Xen has the domain's end? */
static bool port_fits(const struct lu_content *c, uint32_t port)
{
    const struct xen_lu_evtchn *rec = lu_find_port(c->dom, port);

    return rec && (rec->flags & XEN_LU_EVTCHN_F_XEN);
}

/* Pages outside of the guest's memory are known by these records only. */
static bool is_extra(const struct lu_content *c, uint64_t mfn)
{
    const struct xen_lu_extent *ext;
    unsigned int i, nr;

    ext = lu_array(c->dom, XEN_LU_REC_PAGES, struct xen_lu_extent, nr);
    for ( i = 0; i < nr; i++ )
        if ( mfn - ext[i].mfn < ext[i].nr )
            return ext[i].flags == XEN_LU_PAGES_EXTRA;

    return false;
}

static bool page_fits(const struct lu_content *c, uint64_t mfn, uint64_t gfn)
{
    if ( mfn == XEN_LU_NO_MFN )
        return gfn == XEN_LU_NO_MFN;
    if ( !lu_owns(c, mfn) || (gfn != XEN_LU_NO_MFN && gfn >= MAX_GFN) )
        return false;

    /* In place the frame table knows, see lu_bad_pool(). */
    return c->machine->owns || is_extra(c, mfn) == (gfn == XEN_LU_NO_MFN);
}

/* Each page is given up once. */
static bool page_is_new(const struct xen_lu_ioreq_server *rec, unsigned int i)
{
    unsigned int j;

    if ( rec[i].mfn == rec[i].buffered_mfn && rec[i].mfn != XEN_LU_NO_MFN )
        return false;
    for ( j = 0; j < i; j++ )
        if ( (rec[i].mfn != XEN_LU_NO_MFN &&
              (rec[i].mfn == rec[j].mfn || rec[i].mfn == rec[j].buffered_mfn)) ||
             (rec[i].buffered_mfn != XEN_LU_NO_MFN &&
              (rec[i].buffered_mfn == rec[j].mfn ||
               rec[i].buffered_mfn == rec[j].buffered_mfn)) )
            return false;

    return true;
}

static int check_server(const struct lu_content *c,
                        const struct xen_lu_ioreq_server *rec)
{
    const uint32_t type = XEN_LU_REC_IOREQ_SERVER;

    if ( rec->id >= XEN_LU_IOREQ_SERVERS )
        return lu_bad(c, type, &rec->id);
    if ( !lu_find_domain(c, rec->emulator) ||
         rec->emulator == c->dom->domid )
        return lu_bad(c, type, &rec->emulator);
    if ( (rec->flags & ~XEN_LU_IOREQ_ALL) ||
         ((rec->flags & XEN_LU_IOREQ_ENABLED) && rec->mfn == XEN_LU_NO_MFN) )
        return lu_bad(c, type, &rec->flags);
    if ( rec->buffering > HVM_IOREQSRV_BUFIOREQ_ATOMIC )
        return lu_bad(c, type, &rec->buffering);
    if ( rec->buffering ? !port_fits(c, rec->buffered_port)
                        : rec->buffered_port )
        return lu_bad(c, type, &rec->buffered_port);
    if ( rec->reserved )
        return lu_reserved(c, type, &rec->reserved);
    if ( !page_fits(c, rec->mfn, rec->gfn) )
        return lu_bad(c, type, &rec->mfn);
    if ( !page_fits(c, rec->buffered_mfn, rec->buffered_gfn) )
        return lu_bad(c, type, &rec->buffered_mfn);

    return 0;
}

static int check_servers(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_IOREQ_SERVER;
    const struct xen_lu_ioreq_server *rec;
    unsigned int i, nr;
    int rc = 0;

    rec = lu_array(c->dom, type, struct xen_lu_ioreq_server, nr);
    for ( i = 0; i < nr && !rc; i++ )
    {
        rc = check_server(c, &rec[i]);
        if ( !rc && i && rec[i].id <= rec[i - 1].id )
            rc = lu_bad(c, type, &rec[i].id);
        if ( !rc && !page_is_new(rec, i) )
            rc = lu_bad(c, type, &rec[i].mfn);
    }

    return rc;
}

static int check_server_vcpus(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_IOREQ_VCPU;
    const struct xen_lu_ioreq_vcpu *rec;
    unsigned int i, nr;

    rec = lu_array(c->dom, type, struct xen_lu_ioreq_vcpu, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( !find_server(c, rec[i].server) )
            return lu_bad(c, type, &rec[i].server);
        if ( rec[i].vcpu >= c->dom->max_vcpus )
            return lu_bad(c, type, &rec[i].vcpu);
        if ( !port_fits(c, rec[i].port) )
            return lu_bad(c, type, &rec[i].port);
        if ( rec[i].reserved )
            return lu_reserved(c, type, &rec[i].reserved);
    }

    return 0;
}

static int check_server_ranges(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_IOREQ_RANGE;
    const struct xen_lu_ioreq_range *rec;
    unsigned int i, nr, same = 0;

    rec = lu_array(c->dom, type, struct xen_lu_ioreq_range, nr);
    for ( i = 0; i < nr; i++ )
    {
        bool next = i && rec[i].server == rec[i - 1].server &&
                    rec[i].kind == rec[i - 1].kind;

        same = next ? same + 1 : 0;
        if ( !find_server(c, rec[i].server) )
            return lu_bad(c, type, &rec[i].server);
        if ( rec[i].kind > XEN_DMOP_IO_RANGE_PCI || same >= MAX_RANGES )
            return lu_bad(c, type, &rec[i].kind);
        if ( rec[i].last < rec[i].first )
            return lu_bad(c, type, &rec[i].last);
        if ( next && rec[i].first <= rec[i - 1].last )
            return lu_bad(c, type, &rec[i].first);
    }

    return 0;
}

/* --- interrupts ---------------------------------------------------------- */

static bool bound_port_fits(const struct lu_content *c,
                            const struct xen_lu_hvm_pirq *rec)
{
    const struct xen_lu_evtchn *port = lu_find_port(c->dom, rec->port);

    return !rec->port || (port && port->state == EVTCHNSTAT_pirq &&
                          port->detail == rec->pirq);
}

static int check_pirqs(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_HVM_PIRQ;
    const struct xen_lu_hvm_pirq *rec;
    bool taken[MAX_GSIS] = {};
    unsigned int i, nr;

    rec = lu_array(c->dom, type, struct xen_lu_hvm_pirq, nr);
    for ( i = 0; i < nr; i++ )
    {
        bool line = rec[i].kind == XEN_LU_HVM_PIRQ_GSI;

        if ( rec[i].pirq >= MAX_PIRQS ||
             (i && rec[i].pirq <= rec[i - 1].pirq) )
            return lu_bad(c, type, &rec[i].pirq);
        if ( rec[i].kind > XEN_LU_HVM_PIRQ_MSI )
            return lu_bad(c, type, &rec[i].kind);
        if ( line ? rec[i].gsi >= MAX_GSIS || taken[rec[i].gsi] : rec[i].gsi )
            return lu_bad(c, type, &rec[i].gsi);
        if ( !bound_port_fits(c, &rec[i]) )
            return lu_bad(c, type, &rec[i].port);
        if ( line )
            taken[rec[i].gsi] = true;
    }

    return 0;
}

/* --- clocks -------------------------------------------------------------- */

static bool timer_fits(const struct xen_lu_hvm_timer *t)
{
    if ( (t->flags & ~XEN_LU_TIMER_ALL) ||
         (t->period && t->period < MIN_PERIOD) )
        return false;

    return (t->flags & XEN_LU_TIMER_ACTIVE) ||
           (!t->flags && !t->pending && !t->expires && !t->period &&
            !t->last_irq);
}

static int check_clocks(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_HVM_CLOCKS;
    const struct xen_lu_hvm_clocks *rec = lu_find(c->dom, type, NULL);
    unsigned int i;

    if ( !rec )
        return lu_has_devices(c) ? lu_missing(c, type) : 0;
    if ( !lu_has_devices(c) )
        return lu_bad(c, type, rec);
    if ( rec->rtc_period > MAX_RTC_PERIOD )
        return lu_bad(c, type, &rec->rtc_period);
    if ( rec->rtc_ignored > UINT8_MAX )
        return lu_bad(c, type, &rec->rtc_ignored);
    for ( i = 0; i < XEN_LU_HVM_TIMERS; i++ )
        if ( !timer_fits(&rec->timer[i]) )
            return lu_bad(c, type, &rec->timer[i]);

    return 0;
}

/**
 * lu_check_devices - device models, interrupts and clocks of a domain
 */
int lu_check_devices(const struct lu_content *c)
{
    return check_servers(c) ?: check_server_vcpus(c) ?:
           check_server_ranges(c) ?: check_pirqs(c) ?: check_clocks(c);
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
