/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: which domain gets the global VIRQs.
 *
 * The hardware domain does, unless the toolstack has made another domain the
 * handler of one (XEN_DOMCTL_set_virq_handler). Only these are in the stream.
 */
#include <xen/errno.h>
#include <xen/event.h>
#include <xen/lib.h>
#include <xen/liveupdate/private.h>

/**
 * lu_save_global_virqs - handlers other than the hardware domain
 */
void lu_save_global_virqs(struct lu_writer *w)
{
    struct xen_lu_global_virq rec;

    lu_rec_open(w, XEN_LU_REC_GLOBAL_VIRQ);
    for ( rec.virq = 0; rec.virq < NR_VIRQS; rec.virq++ )
    {
        const struct domain *d = global_virq_handler(rec.virq);

        if ( !d )
            continue;
        rec.domid = d->domain_id;
        lu_rec_put(w, &rec, sizeof(rec));
    }
    lu_rec_close_if_used(w);
}

/**
 * lu_restore_global_virqs - set the handlers; all domains exist
 *
 * If that fails for a VIRQ it goes to the hardware domain.
 */
void lu_restore_global_virqs(const void *stream)
{
    const struct xen_lu_global_virq *rec;
    unsigned int i, nr;

    rec = lu_array(stream, XEN_LU_REC_GLOBAL_VIRQ, struct xen_lu_global_virq,
                   nr);
    for ( i = 0; i < nr; i++ )
    {
        struct domain *d = get_domain_by_id(rec[i].domid);
        int rc = d ? set_global_virq_handler(d, rec[i].virq) : -ESRCH;

        if ( rc )
            printk(XENLOG_ERR "Live update: d%u: global VIRQ %u: error %d\n",
                   rec[i].domid, rec[i].virq, rc);
        if ( d )
            put_domain(d);
    }
}
