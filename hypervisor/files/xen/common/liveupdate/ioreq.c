/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: ioreq servers.
 *
 * A device model has the ioreq pages mapped, and its ends of the event
 * channels: both stay the same. No request is in flight when the records are
 * written.
 */
#include <xen/domain_page.h>
#include <xen/errno.h>
#include <xen/init.h>
#include <xen/ioreq.h>
#include <xen/lib.h>
#include <xen/list.h>
#include <xen/mm.h>
#include <xen/rangeset.h>
#include <xen/sched.h>
#include <xen/xmalloc.h>

#include <xen/liveupdate/private.h>

/* --- save ---------------------------------------------------------------- */

static uint64_t mfn_of(const struct ioreq_page *p)
{
    return p->page ? mfn_x(page_to_mfn(p->page)) : XEN_LU_NO_MFN;
}

static uint64_t gfn_of(const struct ioreq_page *p)
{
    return gfn_eq(p->gfn, INVALID_GFN) ? XEN_LU_NO_MFN : gfn_x(p->gfn);
}

static void save_server(struct lu_writer *w, unsigned int id,
                        const struct ioreq_server *s)
{
    struct xen_lu_ioreq_server rec = {
        .id = id,
        .emulator = s->emulator->domain_id,
        .flags = s->enabled ? XEN_LU_IOREQ_ENABLED : 0,
        .buffering = s->bufioreq_handling,
        .buffered_port = s->bufioreq_evtchn,
        .mfn = mfn_of(&s->ioreq),
        .gfn = gfn_of(&s->ioreq),
        .buffered_mfn = mfn_of(&s->bufioreq),
        .buffered_gfn = gfn_of(&s->bufioreq),
    };

    lu_rec_put(w, &rec, sizeof(rec));
}

static void save_vcpus(struct lu_writer *w, unsigned int id,
                       const struct ioreq_server *s)
{
    const struct ioreq_vcpu *sv;

    list_for_each_entry ( sv, &s->ioreq_vcpu_list, list_entry )
    {
        struct xen_lu_ioreq_vcpu rec = {
            .server = id,
            .vcpu = sv->vcpu->vcpu_id,
            .port = sv->ioreq_evtchn,
        };

        lu_rec_put(w, &rec, sizeof(rec));
    }
}

struct ranges {
    struct lu_writer *w;
    unsigned int server, kind;
};

static int cf_check put_range(unsigned long s, unsigned long e, void *arg)
{
    const struct ranges *r = arg;
    struct xen_lu_ioreq_range rec = {
        .server = r->server,
        .kind = r->kind,
        .first = s,
        .last = e,
    };

    lu_rec_put(r->w, &rec, sizeof(rec));

    return 0;
}

static void save_ranges(struct lu_writer *w, unsigned int id,
                        const struct ioreq_server *s)
{
    struct ranges r = { .w = w, .server = id };

    for ( r.kind = 0; r.kind < NR_IO_RANGE_TYPES; r.kind++ )
        rangeset_report_ranges(s->range[r.kind], 0, ~0UL, put_range, &r);
}

static void save_each(struct lu_writer *w, uint32_t type,
                      const struct domain *d,
                      void (*save)(struct lu_writer *w, unsigned int id,
                                   const struct ioreq_server *s))
{
    unsigned int id;

    lu_rec_open(w, type);
    for ( id = 0; id < MAX_NR_IOREQ_SERVERS; id++ )
        if ( d->ioreq_server.server[id] )
            save(w, id, d->ioreq_server.server[id]);
    lu_rec_close_if_used(w);
}

/**
 * lu_save_ioreq - the records of a domain
 */
void lu_save_ioreq(struct lu_writer *w, const struct domain *d)
{
    BUILD_BUG_ON(MAX_NR_IOREQ_SERVERS != XEN_LU_IOREQ_SERVERS);

    save_each(w, XEN_LU_REC_IOREQ_SERVER, d, save_server);
    save_each(w, XEN_LU_REC_IOREQ_VCPU, d, save_vcpus);
    save_each(w, XEN_LU_REC_IOREQ_RANGE, d, save_ranges);
}

/**
 * lu_estimate_ioreq - bytes that the records may need
 */
size_t lu_estimate_ioreq(const struct domain *d)
{
    const size_t size = sizeof(struct xen_lu_ioreq_server) +
                        d->max_vcpus * sizeof(struct xen_lu_ioreq_vcpu) +
                        NR_IO_RANGE_TYPES * MAX_NR_IO_RANGES *
                        sizeof(struct xen_lu_ioreq_range);
    unsigned int id;
    size_t nr = 0;

    for ( id = 0; id < MAX_NR_IOREQ_SERVERS; id++ )
        if ( d->ioreq_server.server[id] )
            nr++;

    return nr * size;
}

/* --- restore ------------------------------------------------------------- */

static int __init restore_ranges(struct ioreq_server *s, unsigned int id,
                                 const struct xen_lu_domain *dom)
{
    const struct xen_lu_ioreq_range *rec;
    unsigned int i, nr;
    int rc = ioreq_server_alloc_rangesets(s, id);

    rec = lu_array(dom, XEN_LU_REC_IOREQ_RANGE, struct xen_lu_ioreq_range, nr);
    for ( i = 0; i < nr && !rc; i++ )
        if ( rec[i].server == id )
            rc = rangeset_add_range(s->range[rec[i].kind], rec[i].first,
                                    rec[i].last);

    return rc;
}

static int __init restore_vcpus(struct ioreq_server *s, unsigned int id,
                                const struct xen_lu_domain *dom)
{
    const struct xen_lu_ioreq_vcpu *rec;
    unsigned int i, nr;

    rec = lu_array(dom, XEN_LU_REC_IOREQ_VCPU, struct xen_lu_ioreq_vcpu, nr);
    for ( i = 0; i < nr; i++ )
    {
        struct ioreq_vcpu *sv;

        if ( rec[i].server != id )
            continue;
        sv = xzalloc(struct ioreq_vcpu);
        if ( !sv )
            return -ENOMEM;
        sv->vcpu = s->target->vcpu[rec[i].vcpu];
        sv->ioreq_evtchn = rec[i].port;
        list_add_tail(&sv->list_entry, &s->ioreq_vcpu_list);
        if ( !sv->vcpu )
            return -ENOENT;
    }

    return 0;
}

/* Drop the allocation's reference if the page is in no list of the domain. */
static void __init give_up_page(uint64_t mfn, uint64_t gfn)
{
    if ( mfn != XEN_LU_NO_MFN && gfn == XEN_LU_NO_MFN )
        put_page_alloc_ref(mfn_to_page(_mfn(mfn)));
}

/* Without a server: in place it still has the reference of the old one. */
static void __init lose_page(uint64_t mfn, uint64_t gfn)
{
    if ( mfn == XEN_LU_NO_MFN )
        return;
    lu_have_reference(mfn_to_page(_mfn(mfn)));
    give_up_page(mfn, gfn);
}

static int __init adopt_page(struct ioreq_server *s, struct ioreq_page *p,
                             uint64_t mfn, uint64_t gfn)
{
    struct page_info *pg = mfn_to_page(_mfn(mfn));

    if ( mfn == XEN_LU_NO_MFN )
        return 0;
    if ( !get_page_and_type(pg, s->target, PGT_writable_page) )
    {
        give_up_page(mfn, gfn);
        return -EINVAL;
    }
    lu_have_reference(pg);
    p->va = __map_domain_page_global(pg);
    if ( !p->va )
    {
        give_up_page(mfn, gfn);
        put_page_and_type(pg);
        return -ENOMEM;
    }
    p->page = pg;
    p->gfn = gfn == XEN_LU_NO_MFN ? INVALID_GFN : _gfn(gfn);

    return 0;
}

static struct ioreq_server *__init new_server(struct domain *d, domid_t emulator)
{
    struct ioreq_server *s = xzalloc(struct ioreq_server);

    if ( !s )
        return NULL;
    s->target = d;
    s->emulator = get_domain_by_id(emulator);
    if ( !s->emulator )
    {
        xfree(s);
        return NULL;
    }
    spin_lock_init(&s->lock);
    spin_lock_init(&s->bufioreq_lock);
    INIT_LIST_HEAD(&s->ioreq_vcpu_list);
    s->ioreq.gfn = INVALID_GFN;
    s->bufioreq.gfn = INVALID_GFN;

    return s;
}

/* After an error the server goes with the domain. */
static int __init restore_server(struct domain *d,
                                 const struct xen_lu_domain *dom,
                                 const struct xen_lu_ioreq_server *rec)
{
    struct ioreq_server *s = new_server(d, rec->emulator);
    int rc, err;

    if ( !s )
    {
        lose_page(rec->mfn, rec->gfn);
        lose_page(rec->buffered_mfn, rec->buffered_gfn);
        return -ENOMEM;
    }

    s->bufioreq_handling = rec->buffering;
    s->bufioreq_evtchn = rec->buffered_port;
    d->ioreq_server.server[rec->id] = s;
    rc = adopt_page(s, &s->ioreq, rec->mfn, rec->gfn);
    err = adopt_page(s, &s->bufioreq, rec->buffered_mfn, rec->buffered_gfn);
    rc = rc ?: err ?: restore_ranges(s, rec->id, dom) ?:
         restore_vcpus(s, rec->id, dom);
    s->enabled = !rc && (rec->flags & XEN_LU_IOREQ_ENABLED);

    return rc;
}

/**
 * lu_restore_ioreq - the device models of a domain; all pages have owners
 */
int __init lu_restore_ioreq(struct domain *d, const struct xen_lu_domain *dom)
{
    const struct xen_lu_ioreq_server *rec;
    unsigned int i, nr;
    int rc = 0;

    rec = lu_array(dom, XEN_LU_REC_IOREQ_SERVER, struct xen_lu_ioreq_server,
                   nr);
    for ( i = 0; i < nr; i++ )
    {
        int err = restore_server(d, dom, &rec[i]);

        rc = rc ?: err;
    }

    return rc;
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
