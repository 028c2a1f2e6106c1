/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: interrupts of emulated devices that a guest receives as events.
 *
 * The guest has PIRQs for them, as a PV guest has for real devices.
 */
#include <xen/errno.h>
#include <xen/init.h>
#include <xen/irq.h>
#include <xen/lib.h>
#include <xen/sched.h>
#include <asm/irq.h>

#include <xen/liveupdate/private.h>
#include "private.h"

static void save_pirq(struct lu_writer *w, struct domain *d,
                      unsigned int pirq)
{
    const struct pirq *info = pirq_info(d, pirq);
    struct xen_lu_hvm_pirq rec = { .pirq = pirq };

    if ( !info || info->arch.hvm.emuirq == IRQ_PT ||
         (info->arch.hvm.emuirq == IRQ_UNBOUND && !info->evtchn &&
          info->arch.irq != PIRQ_ALLOCATED) )
        return;

    rec.port = info->evtchn;
    if ( info->arch.hvm.emuirq == IRQ_MSI_EMU )
        rec.kind = XEN_LU_HVM_PIRQ_MSI;
    else if ( info->arch.hvm.emuirq >= 0 )
    {
        rec.kind = XEN_LU_HVM_PIRQ_GSI;
        rec.gsi = info->arch.hvm.emuirq;
    }
    lu_rec_put(w, &rec, sizeof(rec));
}

/**
 * lu_save_hvm_pirqs - the record of a domain
 */
void lu_save_hvm_pirqs(struct lu_writer *w, struct domain *d)
{
    unsigned int pirq;

    lu_rec_open(w, XEN_LU_REC_HVM_PIRQ);
    for ( pirq = 0; pirq < d->nr_pirqs; pirq++ )
        save_pirq(w, d, pirq);
    lu_rec_close_if_used(w);
}

static int __init restore_pirq(struct domain *d,
                               const struct xen_lu_hvm_pirq *rec)
{
    struct pirq *info = pirq_get_info(d, rec->pirq);

    if ( !info )
        return -ENOMEM;
    info->evtchn = rec->port;
    if ( rec->kind == XEN_LU_HVM_PIRQ_NONE )
    {
        info->arch.irq = PIRQ_ALLOCATED;
        return 0;
    }

    return map_domain_emuirq_pirq(d, rec->pirq,
                                  rec->kind == XEN_LU_HVM_PIRQ_MSI
                                  ? IRQ_MSI_EMU : (int)rec->gsi);
}

/**
 * lu_restore_hvm_pirqs - restore the record; event channels exist already
 */
int __init lu_restore_hvm_pirqs(struct domain *d,
                                const struct xen_lu_domain *dom)
{
    const struct xen_lu_hvm_pirq *rec;
    unsigned int i, nr;
    int rc = 0;

    rec = lu_array(dom, XEN_LU_REC_HVM_PIRQ, struct xen_lu_hvm_pirq, nr);
    write_lock(&d->event_lock);
    /* This Xen's CPUs and command line decide how many there may be. */
    if ( nr )
        d->nr_pirqs = max(d->nr_pirqs, rec[nr - 1].pirq + 1);
    for ( i = 0; i < nr && !rc; i++ )
        rc = restore_pirq(d, &rec[i]);
    write_unlock(&d->event_lock);

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
