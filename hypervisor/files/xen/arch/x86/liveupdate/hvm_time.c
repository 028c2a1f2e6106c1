/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: clocks of HVM domains.
 *
 * A migration takes time out of a guest's life: what its records say of clocks is
 * valid at the moment of loading. Here the counter of the CPU and Xen's system time go
 * on, so what clocks are anchored to is carried as it is, and none of them stops.
 */
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/sched.h>
#include <asm/hvm/hvm.h>
#include <asm/hvm/vlapic.h>
#include <asm/hvm/vpt.h>

#include <xen/liveupdate/private.h>
#include "private.h"

/**
 * lu_save_hvm_clocks - clocks of a vCPU: its TSC, and the timer of its local APIC
 */
void lu_save_hvm_clocks(struct vcpu *v, struct xen_lu_vcpu_hvm *rec)
{
    const struct vlapic *vlapic = vcpu_vlapic(v);
    const struct periodic_time *pt = &vlapic->pt;

    rec->tsc_offset = v->arch.hvm.cache_tsc_offset;
    rec->tsc_adjust = v->arch.hvm.msr_tsc_adjust;
    rec->stime_offset = v->arch.hvm.stime_offset;
    rec->guest_time = v->arch.hvm.guest_time;
    rec->timer_updated = vlapic->timer_last_update;
    if ( !pt_active(pt) )
        return;

    rec->flags |= XEN_LU_VCPU_HVM_TIMER |
                  (pt->on_list ? XEN_LU_VCPU_HVM_LISTED : 0) |
                  (pt->irq_issued ? XEN_LU_VCPU_HVM_ISSUED : 0);
    rec->timer_expires = pt->scheduled;
    rec->timer_period = pt->period;
    rec->timer_last_irq = pt->last_plt_gtime;
    rec->timer_pending = pt->pending_intr_nr;
}

static void __init restore_tsc(struct vcpu *v,
                               const struct xen_lu_vcpu_hvm *rec)
{
    v->arch.hvm.cache_tsc_offset = rec->tsc_offset;
    v->arch.hvm.msr_tsc_adjust = rec->tsc_adjust;
    hvm_set_tsc_offset(v, rec->tsc_offset, 0);
}

/*
 * It has fired for the last time, but the interrupt is still to come. Loading the
 * registers has not started it again.
 */
static void __init deliver(struct vlapic *vlapic)
{
    uint32_t lvtt = vlapic_get_reg(vlapic, APIC_LVTT);

    if ( !vlapic_disabled(vlapic) && !(lvtt & APIC_LVT_MASKED) )
        vlapic_set_irq(vlapic, lvtt & APIC_VECTOR_MASK, 0);
}

/* Loading the registers has started the timer, but from now on. */
static void __init restore_timer(struct vlapic *vlapic,
                                 const struct xen_lu_vcpu_hvm *rec)
{
    struct periodic_time *pt = &vlapic->pt;

    if ( !(rec->flags & XEN_LU_VCPU_HVM_TIMER) )
    {
        destroy_periodic_time(pt);
        return;
    }
    if ( !pt->on_list )
    {
        if ( rec->timer_pending )
            deliver(vlapic);
        return;
    }

    if ( !(rec->flags & XEN_LU_VCPU_HVM_LISTED) )
    {
        /* Its interrupt is masked: see pt_may_unmask_irq(). */
        list_del(&pt->list);
        pt->on_list = false;
    }
    pt->irq_issued = rec->flags & XEN_LU_VCPU_HVM_ISSUED;
    pt->pending_intr_nr = rec->timer_pending;
    pt->scheduled = rec->timer_expires;
    pt->period = rec->timer_period;
    pt->last_plt_gtime = rec->timer_last_irq;
    /* What one that fires only once has left is its interrupt. */
    if ( pt->one_shot && pt->pending_intr_nr )
        stop_timer(&pt->timer);
    else
        set_timer(&pt->timer, pt->scheduled);
}

/**
 * lu_restore_hvm_clocks - put what the context has set right
 *
 * The counter comes first: a deadline of the timer is one of the guest's counter.
 */
void __init lu_restore_hvm_clocks(struct vcpu *v,
                                  const struct xen_lu_vcpu_hvm *rec)
{
    restore_tsc(v, rec);
    v->arch.hvm.stime_offset = rec->stime_offset;
    v->arch.hvm.guest_time = rec->guest_time;
    restore_timer(vcpu_vlapic(v), rec);
    vcpu_vlapic(v)->timer_last_update = rec->timer_updated;
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
