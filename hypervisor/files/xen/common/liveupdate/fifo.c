/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: FIFO event delivery.
 *
 * The queues are in guest memory, their tails are not. Without the tail the
 * next event would cut off those that are still linked.
 */
#include <xen/domain_page.h>
#include <xen/mm.h>
#include <xen/liveupdate/private.h>

#include "../event_channel.h"

/*
 * The last event of a queue, or 0 if the guest has taken all of it. Only Xen
 * knows which queue a port was last in, and a closed port has no record. If
 * such a port was still the tail when it is used again, it would be linked to
 * itself, and the guest would not be notified of its events.
 */
static uint32_t linked_tail(const struct vcpu *v, unsigned int queue)
{
    uint32_t tail = v->evtchn_fifo->queue[queue].tail;
    const event_word_t *word = evtchn_fifo_word_from_port(v->domain, tail);

    return word && (read_atomic(word) & (1U << EVTCHN_FIFO_LINKED)) ? tail : 0;
}

static mfn_t control_block_mfn(const struct vcpu *v)
{
    unsigned long va = (unsigned long)v->evtchn_fifo->control_block;

    return domain_page_map_to_mfn((void *)(va & PAGE_MASK));
}

static void save_vcpu_fifo(struct lu_writer *w, const struct vcpu *v)
{
    struct xen_lu_vcpu_fifo rec = { .vcpu = v->vcpu_id };
    unsigned long va = (unsigned long)v->evtchn_fifo->control_block;
    unsigned int i;

    BUILD_BUG_ON(XEN_LU_FIFO_QUEUES != EVTCHN_FIFO_MAX_QUEUES);
    rec.mfn = mfn_x(control_block_mfn(v));
    rec.offset = va & ~PAGE_MASK;
    for ( i = 0; i < XEN_LU_FIFO_QUEUES; i++ )
        rec.tail[i] = linked_tail(v, i);

    lu_rec_open(w, XEN_LU_REC_VCPU_FIFO);
    lu_rec_put(w, &rec, sizeof(rec));
    lu_rec_close(w);
}

/**
 * lu_save_fifo - event array of a domain that uses FIFO delivery
 */
void lu_save_fifo(struct lu_writer *w, struct domain *d)
{
    unsigned int i;

    if ( !d->evtchn_fifo )
        return;

    lu_rec_open(w, XEN_LU_REC_FIFO);
    for ( i = 0; i < EVTCHN_FIFO_MAX_EVENT_ARRAY_PAGES; i++ )
    {
        const void *page = d->evtchn_fifo->event_array[i];
        uint64_t mfn;

        if ( !page )
            break;
        mfn = mfn_x(domain_page_map_to_mfn(page));
        lu_rec_put(w, &mfn, sizeof(mfn));
    }
    lu_rec_close(w);
}

/**
 * lu_save_vcpu_fifo - control block of a vCPU that has one
 */
void lu_save_vcpu_fifo(struct lu_writer *w, const struct vcpu *v)
{
    if ( v->evtchn_fifo && v->evtchn_fifo->control_block )
        save_vcpu_fifo(w, v);
}

/**
 * lu_visit_fifo - the pages of a domain that Xen has mapped for FIFO delivery
 * @visit: called for each; all references need a type
 */
void lu_visit_fifo(struct domain *d, void (*visit)(mfn_t mfn, bool typed))
{
    const struct vcpu *v;
    unsigned int i;

    read_lock(&d->event_lock);
    if ( d->is_dying || !d->evtchn_fifo )
    {
        read_unlock(&d->event_lock);
        return;
    }
    for ( i = 0; i < EVTCHN_FIFO_MAX_EVENT_ARRAY_PAGES &&
                 d->evtchn_fifo->event_array[i]; i++ )
        visit(domain_page_map_to_mfn(d->evtchn_fifo->event_array[i]), true);
    for_each_vcpu ( d, v )
        if ( v->evtchn_fifo && v->evtchn_fifo->control_block )
            visit(control_block_mfn(v), true);
    read_unlock(&d->event_lock);
}

static void *__init adopt_fifo_page(struct domain *d, uint64_t mfn)
{
    struct page_info *pg;
    void *va;

    if ( !mfn_valid(_mfn(mfn)) )
        return NULL;
    pg = mfn_to_page(_mfn(mfn));
    if ( !get_page_and_type(pg, d, PGT_writable_page) )
        return NULL;
    va = __map_domain_page_global(pg);
    if ( !va )
        put_page_and_type(pg);
    else
        lu_have_reference(pg);

    return va;
}

/* A port may have been closed before the guest has looked at its last event. */
static int __init restore_tail(struct vcpu *v, unsigned int queue,
                               uint32_t tail)
{
    /* As a whole: it has padding, which the next stream's check reads. */
    union evtchn_fifo_lastq lastq = { .raw = 0 };
    struct domain *d = v->domain;

    lastq.last_priority = queue;
    lastq.last_vcpu_id = v->vcpu_id;
    v->evtchn_fifo->queue[queue].tail = tail;
    if ( !tail )
        return 0;

    if ( !port_is_valid(d, tail) )
    {
        int rc = evtchn_allocate_port(d, tail);

        if ( rc )
            return rc;
        /* The port stays free. */
        write_atomic(&d->active_evtchns, d->active_evtchns - 1);
    }
    evtchn_from_port(d, tail)->fifo_lastq = lastq.raw;

    return 0;
}

static int __init restore_vcpu_fifo(struct vcpu *v,
                                    const struct xen_lu_domain *dom)
{
    const struct xen_lu_vcpu_fifo *rec;
    struct evtchn_fifo_control_block *cb;
    unsigned int i;
    int rc;

    rc = evtchn_fifo_setup_vcpu(v);
    rec = lu_find_vcpu(dom, XEN_LU_REC_VCPU_FIFO, v->vcpu_id, NULL);
    if ( rc || !rec )
        return rc;
    if ( rec->offset > PAGE_SIZE - sizeof(*cb) ||
         (rec->offset & (sizeof(uint64_t) - 1)) )
        return -EINVAL;

    cb = adopt_fifo_page(v->domain, rec->mfn);
    if ( !cb )
        return -EINVAL;
    cb = (void *)cb + rec->offset;
    for ( i = 0; i <= EVTCHN_FIFO_PRIORITY_MIN; i++ )
    {
        v->evtchn_fifo->queue[i].head = &cb->head[i];
        rc = restore_tail(v, i, rec->tail[i]);
        if ( rc )
            break;
    }
    v->evtchn_fifo->control_block = cb;

    return rc;
}

/**
 * lu_prepare_fifo - let a domain that uses FIFO delivery have all of its ports
 *
 * Called before ports are restored: the 2-level ABI has none beyond 4095.
 * lu_restore_fifo() switches the delivery itself.
 */
int lu_prepare_fifo(struct domain *d, const struct xen_lu_domain *dom)
{
    return lu_find(dom, XEN_LU_REC_FIFO, NULL) ? evtchn_fifo_setup_array(d) : 0;
}

static int __init restore_queues(struct domain *d,
                                 const struct xen_lu_domain *dom)
{
    const uint64_t *mfn;
    unsigned int i, nr;
    struct vcpu *v;
    int rc;

    mfn = lu_array(dom, XEN_LU_REC_FIFO, uint64_t, nr);
    if ( nr > EVTCHN_FIFO_MAX_EVENT_ARRAY_PAGES )
        return -EINVAL;

    for_each_vcpu ( d, v )
    {
        rc = lu_fault_late(dom->domid, XEN_LU_REC_VCPU_FIFO) ?:
             restore_vcpu_fifo(v, dom);
        if ( rc )
            return rc;
    }

    for ( i = 0; i < nr; i++ )
    {
        d->evtchn_fifo->event_array[i] = adopt_fifo_page(d, mfn[i]);
        if ( !d->evtchn_fifo->event_array[i] )
            return -EINVAL;
        d->evtchn_fifo->num_evtchns += EVTCHN_FIFO_EVENT_WORDS_PER_PAGE;
    }

    return lu_fault_late(dom->domid, XEN_LU_REC_FIFO);
}

/* Without event words, events are recorded in the ports and not delivered. */
static void __init forget_event_array(struct domain *d)
{
    unsigned int i;

    d->evtchn_fifo->num_evtchns = 0;
    for ( i = 0; i < EVTCHN_FIFO_MAX_EVENT_ARRAY_PAGES; i++ )
    {
        evtchn_fifo_unmap_page(d->evtchn_fifo->event_array[i]);
        d->evtchn_fifo->event_array[i] = NULL;
    }
}

/*
 * Page state in place: drop the old Xen's references to pages that this Xen has
 * not mapped. In the event array these are all but the first @nr_mapped.
 */
static void __init forget_unmapped(struct domain *d,
                                   const struct xen_lu_domain *dom,
                                   unsigned int nr_mapped)
{
    const struct xen_lu_vcpu_fifo *rec;
    const uint64_t *mfn;
    unsigned int i, nr;

    if ( !lu_in_place )
        return;
    mfn = lu_array(dom, XEN_LU_REC_FIFO, uint64_t, nr);
    for ( i = nr_mapped; i < nr; i++ )
        put_page_and_type(mfn_to_page(_mfn(mfn[i])));
    for ( i = 0; i < dom->max_vcpus; i++ )
    {
        const struct vcpu *v = domain_vcpu(d, i);

        rec = lu_find_vcpu(dom, XEN_LU_REC_VCPU_FIFO, i, NULL);
        if ( rec && !(v && v->evtchn_fifo && v->evtchn_fifo->control_block) )
            put_page_and_type(mfn_to_page(_mfn(rec->mfn)));
    }
}

/**
 * lu_restore_fifo - switch a domain, whose ports exist, to FIFO delivery
 *
 * This is done even after a failure: the domain may have ports that 2-level
 * delivery has no room for.
 */
int __init lu_restore_fifo(struct domain *d, const struct xen_lu_domain *dom)
{
    int rc;

    if ( !d->evtchn_fifo )
    {
        forget_unmapped(d, dom, 0);
        return 0;
    }

    rc = restore_queues(d, dom);
    /* Pages of missing vCPUs are not mapped, even if all went well. */
    forget_unmapped(d, dom, d->evtchn_fifo->num_evtchns /
                            EVTCHN_FIFO_EVENT_WORDS_PER_PAGE);
    if ( rc )
        forget_event_array(d);
    d->evtchn_port_ops = &evtchn_port_ops_fifo;

    return rc;
}
