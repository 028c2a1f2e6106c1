/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: clocks of HVM domains.
 *
 * A migration takes time out of a guest's life: the clocks in its records are
 * valid at the moment of loading. In an update the TSC and Xen's system time
 * continue, so what clocks are relative to is handed over as it is, and no
 * clock stops.
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
 * lu_save_hvm_clocks - clocks of a vCPU: TSC, and timer of the local APIC
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

/* Timers of the domain; those of its vCPUs have records of their own. */
static struct periodic_time *domain_timer(struct domain *d, unsigned int i)
{
    struct pl_time *pl = d->arch.hvm.pl_time;

    switch ( i )
    {
    case XEN_LU_TIMER_PIT: return &d->arch.vpit.pt0;
    case XEN_LU_TIMER_RTC: return &pl->vrtc.pt;
    default:               return &pl->vhpet.pt[i - XEN_LU_TIMER_HPET];
    }
}

static void save_domain_timer(const struct periodic_time *pt,
                              struct xen_lu_hvm_timer *rec)
{
    if ( !pt_active(pt) )
        return;
    rec->flags = XEN_LU_TIMER_ACTIVE |
                 (pt->on_list ? XEN_LU_TIMER_LISTED : 0) |
                 (pt->irq_issued ? XEN_LU_TIMER_ISSUED : 0);
    rec->pending = pt->pending_intr_nr;
    rec->expires = pt->scheduled;
    rec->period = pt->period;
    rec->last_irq = pt->last_plt_gtime;
}

/**
 * lu_save_domain_clocks - clocks of a domain that has emulated devices
 */
void lu_save_domain_clocks(struct lu_writer *w, struct domain *d)
{
    const struct pl_time *pl = d->arch.hvm.pl_time;
    struct xen_lu_hvm_clocks rec = {
        .pm_timer = d->arch.hvm.acpi.tmr_val,
        .pm_fraction = pl->vpmt.not_accounted,
        .pm_last = pl->vpmt.last_gtime,
        .hpet_offset = pl->vhpet.mc_offset,
        .rtc_started = pl->vrtc.start_time,
        .rtc_checked = pl->vrtc.check_ticks_since,
        .rtc_period = pl->vrtc.period,
        .rtc_ignored = pl->vrtc.pt_dead_ticks,
    };
    unsigned int i;

    BUILD_BUG_ON(XEN_LU_TIMER_HPET + HPET_TIMER_NUM != XEN_LU_HVM_TIMERS);
    BUILD_BUG_ON(ARRAY_SIZE(rec.pit_loaded) !=
                 ARRAY_SIZE(d->arch.vpit.count_load_time));
    if ( !has_vpit(d) )
        return;
    for ( i = 0; i < ARRAY_SIZE(rec.pit_loaded); i++ )
        rec.pit_loaded[i] = d->arch.vpit.count_load_time[i];
    for ( i = 0; i < XEN_LU_HVM_TIMERS; i++ )
        save_domain_timer(domain_timer(d, i), &rec.timer[i]);

    lu_rec_open(w, XEN_LU_REC_HVM_CLOCKS);
    lu_rec_put(w, &rec, sizeof(rec));
    lu_rec_close(w);
}

static void __init restore_tsc(struct vcpu *v,
                               const struct xen_lu_vcpu_hvm *rec)
{
    v->arch.hvm.cache_tsc_offset = rec->tsc_offset;
    v->arch.hvm.msr_tsc_adjust = rec->tsc_adjust;
    hvm_set_tsc_offset(v, rec->tsc_offset, 0);
}

/*
 * The timer has fired for the last time, but its interrupt is still to come.
 * Loading the registers has not started the timer again.
 */
static void __init deliver(struct vlapic *vlapic)
{
    uint32_t lvtt = vlapic_get_reg(vlapic, APIC_LVTT);

    if ( !vlapic_disabled(vlapic) && !(lvtt & APIC_LVT_MASKED) )
        vlapic_set_irq(vlapic, lvtt & APIC_VECTOR_MASK, 0);
}

/* Loading the registers has started the timer, but from the present time. */
static void __init restore_timer(struct periodic_time *pt,
                                 const struct xen_lu_hvm_timer *rec)
{
    if ( !(rec->flags & XEN_LU_TIMER_ACTIVE) )
    {
        destroy_periodic_time(pt);
        return;
    }
    if ( !pt->on_list )
        return;

    if ( !(rec->flags & XEN_LU_TIMER_LISTED) )
    {
        /* The timer's interrupt is masked: see pt_may_unmask_irq(). */
        list_del(&pt->list);
        pt->on_list = false;
    }
    pt->irq_issued = rec->flags & XEN_LU_TIMER_ISSUED;
    pt->pending_intr_nr = rec->pending;
    pt->scheduled = rec->expires;
    if ( !pt->one_shot && rec->period )
        pt->period = rec->period;
    pt->last_plt_gtime = rec->last_irq;
    /* A one-shot timer that has fired only has its interrupt left. */
    if ( pt->one_shot && pt->pending_intr_nr )
        stop_timer(&pt->timer);
    else
        set_timer(&pt->timer, pt->scheduled);
}

static void __init restore_vcpu_timer(struct vlapic *vlapic,
                                      const struct xen_lu_vcpu_hvm *rec)
{
    const struct xen_lu_hvm_timer timer = {
        .flags = rec->flags & XEN_LU_TIMER_ALL,
        .pending = rec->timer_pending,
        .expires = rec->timer_expires,
        .period = rec->timer_period,
        .last_irq = rec->timer_last_irq,
    };

    BUILD_BUG_ON(XEN_LU_TIMER_ACTIVE != XEN_LU_VCPU_HVM_TIMER ||
                 XEN_LU_TIMER_LISTED != XEN_LU_VCPU_HVM_LISTED ||
                 XEN_LU_TIMER_ISSUED != XEN_LU_VCPU_HVM_ISSUED);
    if ( !vlapic->pt.on_list && timer.pending )
        deliver(vlapic);
    restore_timer(&vlapic->pt, &timer);
}

/**
 * lu_restore_hvm_clocks - correct what loading the context has set
 *
 * The TSC comes first: a deadline of the timer is relative to the guest's TSC.
 */
void __init lu_restore_hvm_clocks(struct vcpu *v,
                                  const struct xen_lu_vcpu_hvm *rec)
{
    restore_tsc(v, rec);
    v->arch.hvm.stime_offset = rec->stime_offset;
    v->arch.hvm.guest_time = rec->guest_time;
    restore_vcpu_timer(vcpu_vlapic(v), rec);
    vcpu_vlapic(v)->timer_last_update = rec->timer_updated;
}

static void __init restore_pm_timer(struct domain *d,
                                    const struct xen_lu_hvm_clocks *rec)
{
    struct PMTState *pmt = &d->arch.hvm.pl_time->vpmt;

    d->arch.hvm.acpi.tmr_val = rec->pm_timer;
    pmt->not_accounted = rec->pm_fraction;
    pmt->last_gtime = rec->pm_last;
    /* Find out anew when the highest bit changes. */
    set_timer(&pmt->timer, NOW());
}

static void __init restore_rtc(struct domain *d,
                               const struct xen_lu_hvm_clocks *rec)
{
    struct RTCState *rtc = &d->arch.hvm.pl_time->vrtc;

    rtc->start_time = rec->rtc_started;
    rtc->check_ticks_since = rec->rtc_checked;
    rtc->period = rec->rtc_period;
    rtc->pt_dead_ticks = rec->rtc_ignored;
}

/**
 * lu_restore_domain_clocks - the same for clocks of emulated devices
 */
int __init lu_restore_domain_clocks(struct domain *d,
                                    const struct xen_lu_domain *dom)
{
    const struct xen_lu_hvm_clocks *rec =
        lu_find(dom, XEN_LU_REC_HVM_CLOCKS, NULL);
    unsigned int i;

    if ( !rec )
        return 0;
    restore_pm_timer(d, rec);
    restore_rtc(d, rec);
    d->arch.hvm.pl_time->vhpet.mc_offset = rec->hpet_offset;
    for ( i = 0; i < ARRAY_SIZE(rec->pit_loaded); i++ )
        d->arch.vpit.count_load_time[i] = rec->pit_loaded[i];
    for ( i = 0; i < XEN_LU_HVM_TIMERS; i++ )
        restore_timer(domain_timer(d, i), &rec->timer[i]);

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
