/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: event channels, for both kinds of delivery.
 *
 * Pending and mask bits are in guest memory. Ports of a FIFO domain are
 * allocated when the domain may have that many, but before it is switched to
 * FIFO delivery: evtchn_allocate_port() would take a port whose event word is
 * linked for busy.
 */
#include <xen/liveupdate/private.h>
#include <xen/errno.h>
#include <xen/event.h>
#include <xen/irq.h>
#include <xen/lib.h>
#include <public/event_channel.h>

static const struct {
    uint8_t ecs, stream;
} states[] = {
    { ECS_RESERVED,    XEN_LU_EVTCHN_RESERVED },
    { ECS_UNBOUND,     EVTCHNSTAT_unbound },
    { ECS_INTERDOMAIN, EVTCHNSTAT_interdomain },
    { ECS_PIRQ,        EVTCHNSTAT_pirq },
    { ECS_VIRQ,        EVTCHNSTAT_virq },
    { ECS_IPI,         EVTCHNSTAT_ipi },
};

/* The vCPU on which a VIRQ was bound: not always the one that is notified. */
static unsigned int bound_vcpu(const struct domain *d, const struct evtchn *chn)
{
    const struct vcpu *v;

    for_each_vcpu ( d, v )
        if ( v->virq_to_evtchn[chn->u.virq] == chn->port )
            return v->vcpu_id;

    return chn->notify_vcpu_id;
}

static void save_port(struct lu_writer *w, const struct domain *d,
                      const struct evtchn *chn)
{
    struct xen_lu_evtchn rec = {
        .port = chn->port,
        .notify_vcpu = chn->notify_vcpu_id,
        .bound_vcpu = chn->notify_vcpu_id,
        .priority = chn->priority,
        .flags = (chn->pending ? XEN_LU_EVTCHN_F_PENDING : 0) |
                 (chn->xen_consumer ? XEN_LU_EVTCHN_F_XEN : 0),
        .last_queue = chn->fifo_lastq,
        .remote_domid = DOMID_INVALID,
    };
    unsigned int i;

    for ( i = 0; i < ARRAY_SIZE(states); i++ )
        if ( states[i].ecs == chn->state )
            rec.state = states[i].stream;

    switch ( chn->state )
    {
    case ECS_UNBOUND:
        rec.detail = chn->u.unbound.remote_domid;
        break;
    case ECS_INTERDOMAIN:
        rec.detail = chn->u.interdomain.remote_port;
        rec.remote_domid = chn->u.interdomain.remote_dom->domain_id;
        break;
    case ECS_PIRQ:
        rec.detail = chn->u.pirq.irq;
        break;
    case ECS_VIRQ:
        rec.detail = chn->u.virq;
        rec.bound_vcpu = bound_vcpu(d, chn);
        break;
    }
    lu_rec_put(w, &rec, sizeof(rec));
}

/**
 * lu_save_evtchn - all ports of a domain that are in use
 */
void lu_save_evtchn(struct lu_writer *w, struct domain *d)
{
    unsigned int port;

    lu_rec_open(w, XEN_LU_REC_EVTCHN);
    /* Port 0 is reserved by evtchn_init(). */
    for ( port = 1; port_is_valid(d, port); port++ )
    {
        const struct evtchn *chn = evtchn_from_port(d, port);

        if ( chn->state != ECS_FREE )
            save_port(w, d, chn);
    }
    lu_rec_close_if_used(w);
}

static int restore_binding(struct domain *d, struct evtchn *chn,
                           const struct xen_lu_evtchn *rec)
{
    struct vcpu *v = d->vcpu[rec->notify_vcpu];

    switch ( chn->state )
    {
    case ECS_UNBOUND:
        chn->u.unbound.remote_domid = rec->detail;
        break;

    case ECS_INTERDOMAIN:
        chn->u.interdomain.remote_port = rec->detail;
        chn->u.interdomain.remote_dom = get_domain_by_id(rec->remote_domid);
        if ( !chn->u.interdomain.remote_dom )
            return -ESRCH;
        /* As for a bound port: the reference lives as long as both ends do. */
        put_domain(chn->u.interdomain.remote_dom);
        break;

    case ECS_PIRQ:
        chn->u.pirq.irq = rec->detail;
        chn->u.pirq.next_port = v->pirq_evtchn_head;
        if ( v->pirq_evtchn_head )
            evtchn_from_port(d, v->pirq_evtchn_head)->u.pirq.prev_port =
                chn->port;
        v->pirq_evtchn_head = chn->port;
        break;

    case ECS_VIRQ:
        if ( rec->detail >= NR_VIRQS || !domain_vcpu(d, rec->bound_vcpu) )
            return -EINVAL;
        chn->u.virq = rec->detail;
        d->vcpu[rec->bound_vcpu]->virq_to_evtchn[rec->detail] = chn->port;
        break;
    }

    return 0;
}

static int restore_port(struct domain *d, const struct xen_lu_evtchn *rec)
{
    struct evtchn *chn;
    unsigned int i;
    int rc;

    if ( !domain_vcpu(d, rec->notify_vcpu) )
        return -EINVAL;
    for ( i = 0; i < ARRAY_SIZE(states); i++ )
        if ( states[i].stream == rec->state )
            break;
    if ( i == ARRAY_SIZE(states) )
        return -EINVAL;

    rc = evtchn_allocate_port(d, rec->port);
    if ( rc )
        return rc;

    chn = evtchn_from_port(d, rec->port);
    chn->state = states[i].ecs;
    chn->notify_vcpu_id = rec->notify_vcpu;
    chn->priority = rec->priority;
    chn->pending = rec->flags & XEN_LU_EVTCHN_F_PENDING;
    chn->fifo_lastq = rec->last_queue;
    if ( rec->flags & XEN_LU_EVTCHN_F_XEN )
    {
        chn->xen_consumer = lu_default_xen_consumer();
        d->xen_evtchns++;
    }

    return restore_binding(d, chn, rec);
}

/**
 * lu_restore_evtchn - all ports of a domain; all domains exist
 */
int lu_restore_evtchn(struct domain *d, const struct xen_lu_domain *dom)
{
    const struct xen_lu_evtchn *rec;
    unsigned int i, nr;
    int rc, failed = 0;

    rec = lu_array(dom, XEN_LU_REC_EVTCHN, struct xen_lu_evtchn, nr);
    write_lock(&d->event_lock);
    rc = lu_prepare_fifo(d, dom);
    for ( i = 0; i < nr && !rc; i++ )
    {
        int err = restore_port(d, &rec[i]);

        if ( err && !failed )
            printk(XENLOG_ERR "Live update: d%d port %u: error %d\n",
                   d->domain_id, rec[i].port, err);
        failed = failed ?: err;
    }
    write_unlock(&d->event_lock);

    return rc ?: failed;
}

/* The other end of an interdomain channel, NULL if it does not lead back. */
static struct evtchn *other_end(const struct domain *d,
                                const struct evtchn *chn)
{
    const struct domain *rd = chn->u.interdomain.remote_dom;
    struct evtchn *peer;

    if ( !port_is_valid(rd, chn->u.interdomain.remote_port) )
        return NULL;
    peer = evtchn_from_port(rd, chn->u.interdomain.remote_port);

    return peer->state == ECS_INTERDOMAIN &&
           peer->u.interdomain.remote_dom == d &&
           peer->u.interdomain.remote_port == chn->port ? peer : NULL;
}

/**
 * lu_settle_ports - treat ports whose other end is missing as if it was closed
 */
void lu_settle_ports(struct domain *d)
{
    unsigned int port;

    for ( port = 1; port_is_valid(d, port); port++ )
    {
        struct evtchn *chn = evtchn_from_port(d, port);
        struct domain *rd;

        if ( chn->state != ECS_INTERDOMAIN || other_end(d, chn) )
            continue;
        rd = chn->u.interdomain.remote_dom;
        chn->state = ECS_UNBOUND;
        chn->u.unbound.remote_domid = rd->domain_id;
    }
}

/**
 * lu_unbind_pirq_port - the interrupt of a port could not be restored
 *
 * The domain keeps the port and can close it. A port of type PIRQ must not be
 * closed without a bound interrupt, so the type changes.
 */
void lu_unbind_pirq_port(struct domain *d, unsigned int port)
{
    struct evtchn *chn;
    unsigned int prev, next;

    if ( !port_is_valid(d, port) )
        return;
    chn = evtchn_from_port(d, port);
    if ( chn->state != ECS_PIRQ )
        return;

    prev = chn->u.pirq.prev_port;
    next = chn->u.pirq.next_port;
    if ( prev )
        evtchn_from_port(d, prev)->u.pirq.next_port = next;
    else
        d->vcpu[chn->notify_vcpu_id]->pirq_evtchn_head = next;
    if ( next )
        evtchn_from_port(d, next)->u.pirq.prev_port = prev;

    chn->state = ECS_UNBOUND;
    chn->u.unbound.remote_domid = d->domain_id;
}

/**
 * lu_raise_lost_events - deliver once all events that may have been missed
 *
 * Edge triggered interrupts, and VIRQs, are lost if no Xen was running when
 * they arrived. A guest tolerates an event without a reason.
 */
void lu_raise_lost_events(struct domain *d, const struct xen_lu_domain *dom)
{
    const struct xen_lu_evtchn *rec;
    unsigned int i, nr;

    rec = lu_array(dom, XEN_LU_REC_EVTCHN, struct xen_lu_evtchn, nr);
    for ( i = 0; i < nr; i++ )
        if ( rec[i].state == EVTCHNSTAT_pirq || rec[i].state == EVTCHNSTAT_virq )
            evtchn_port_set_pending(d, rec[i].notify_vcpu,
                                    evtchn_from_port(d, rec[i].port));
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
