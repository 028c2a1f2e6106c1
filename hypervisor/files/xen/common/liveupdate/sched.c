/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: CPU pools, what the toolstack has told the scheduler about a
 * domain, and its watchdogs.
 *
 * Weights are handed over between the two credit schedulers, which give them
 * the same meaning; others have parameters of their own and are refused.
 */
#include "private.h"
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/sched.h>
#include <xen/timer.h>
#include <public/domctl.h>

#define for_each_cpupool(p) \
    for ( (p).id = 0; lu_next_cpupool((p).id, &(p)); (p).id++ )

/**
 * lu_sched_supported - can all schedulers' parameters be handed over?
 */
bool lu_sched_supported(void)
{
    struct lu_cpupool p;

    for_each_cpupool ( p )
        if ( !lu_sched_fits(p.sched_id) )
            return false;

    return true;
}

/**
 * lu_sched_gran_supported - are CPUs grouped as the next Xen will group them?
 */
bool lu_sched_gran_supported(void)
{
    struct lu_cpupool p;

    for_each_cpupool ( p )
        if ( p.own_gran )
            return false;

    return true;
}

/* Every online CPU is in the one pool that is always there. */
static bool one_pool_for_all(void)
{
    struct lu_cpupool p;

    return lu_next_cpupool(0, &p) &&
           p.cpus == cpumask_bits(&cpu_online_map)[0] &&
           !lu_next_cpupool(1, &p);
}

/**
 * lu_save_cpupools - nothing if they are as after a boot
 */
void lu_save_cpupools(struct lu_writer *w)
{
    struct lu_cpupool p;

    if ( one_pool_for_all() )
        return;

    lu_rec_open(w, XEN_LU_REC_CPUPOOL);
    for_each_cpupool ( p )
    {
        struct xen_lu_cpupool rec = {
            .id = p.id,
            .sched = p.sched_id,
            .cpus = p.cpus,
        };

        lu_rec_put(w, &rec, sizeof(rec));
    }
    lu_rec_close(w);
}

/**
 * lu_save_in_cpupool - the pool of a domain, if it is not the first
 */
void lu_save_in_cpupool(struct lu_writer *w, const struct domain *d)
{
    struct xen_lu_in_cpupool rec = { .id = cpupool_get_id(d) };

    if ( !rec.id )
        return;

    lu_rec_open(w, XEN_LU_REC_IN_CPUPOOL);
    lu_rec_put(w, &rec, sizeof(rec));
    lu_rec_close(w);
}

/**
 * lu_restored_cpupool - where to create a domain
 *
 * If none of the pool's CPUs exists any more the domain runs where it can.
 */
unsigned int lu_restored_cpupool(const struct xen_lu_domain *dom)
{
    const struct xen_lu_in_cpupool *rec =
        lu_find(dom, XEN_LU_REC_IN_CPUPOOL, NULL);
    struct lu_cpupool p;

    if ( !rec )
        return 0;
    if ( lu_next_cpupool(rec->id, &p) && p.id == rec->id && p.cpus )
        return rec->id;

    lu_warn(XLU_WARN_AFFINITY);
    printk(XENLOG_WARNING "Live update: d%u: CPU pool %u has no CPU\n",
           dom->domid, rec->id);

    return 0;
}

static int sched_of(const struct domain *d)
{
    struct lu_cpupool p;

    return lu_next_cpupool(cpupool_get_id(d), &p) ? p.sched_id : sched_id();
}

/**
 * lu_save_sched - weight and cap of a domain
 */
void lu_save_sched(const struct domain *d, struct xen_lu_domain *rec)
{
    struct xen_domctl_scheduler_op op = {
        .sched_id = sched_of(d),
        .cmd = XEN_DOMCTL_SCHEDOP_getinfo,
    };

    if ( sched_adjust((struct domain *)d, &op) )
        return;
    /* The two share their layout up to here. */
    rec->sched_weight = op.u.credit2.weight;
    rec->sched_cap = op.u.credit2.cap;
}

/**
 * lu_save_affinity - CPUs on which a vCPU may and should run
 */
void lu_save_affinity(const struct vcpu *v, struct xen_lu_vcpu *rec)
{
    rec->hard_affinity = cpumask_bits(v->sched_unit->cpu_hard_affinity)[0];
    rec->soft_affinity = cpumask_bits(v->sched_unit->cpu_soft_affinity)[0];
    rec->processor = v->processor;
}

static int restore_affinity(struct vcpu *v, const struct xen_lu_vcpu *rec)
{
    cpumask_t mask;
    int rc = 0;

    cpumask_clear(&mask);
    cpumask_bits(&mask)[0] = rec->hard_affinity;
    /* Everywhere stays everywhere, also where there are more CPUs now. */
    if ( !cpumask_subset(&cpu_online_map, &mask) )
        rc = vcpu_set_hard_affinity(v, &mask);
    if ( rc )
        return rc;

    cpumask_bits(&mask)[0] = rec->soft_affinity;
    if ( !cpumask_subset(&cpu_online_map, &mask) )
        rc = vcpu_set_soft_affinity(v, &mask);

    return rc;
}

/**
 * lu_restore_sched - weight, cap, affinities
 *
 * A domain that had to be pinned to CPUs that do not exist any more runs where
 * it can; that is no reason to lose it.
 */
int lu_restore_sched(struct domain *d, const struct xen_lu_domain *dom)
{
    struct xen_domctl_scheduler_op op = {
        .sched_id = sched_of(d),
        .cmd = XEN_DOMCTL_SCHEDOP_putinfo,
        .u.credit2 = { .weight = dom->sched_weight, .cap = dom->sched_cap },
    };
    struct vcpu *v;

    if ( dom->sched_weight && lu_sched_fits(op.sched_id) &&
         sched_adjust(d, &op) )
    {
        lu_warn(XLU_WARN_SCHED);
        printk(XENLOG_WARNING
               "Live update: d%d: weight %u and cap %u are not accepted\n",
               d->domain_id, dom->sched_weight, dom->sched_cap);
    }

    for_each_vcpu ( d, v )
    {
        const struct xen_lu_vcpu *rec =
            lu_find_vcpu(dom, XEN_LU_REC_VCPU, v->vcpu_id, NULL);

        if ( restore_affinity(v, rec) )
        {
            lu_warn(XLU_WARN_AFFINITY);
            printk(XENLOG_WARNING "Live update: %pv: affinity is not accepted\n",
                   v);
        }
    }

    return 0;
}

/**
 * lu_save_watchdogs - those that are running, of a domain
 */
void lu_save_watchdogs(struct lu_writer *w, const struct domain *d)
{
    unsigned int i;

    BUILD_BUG_ON(NR_DOMAIN_WATCHDOG_TIMERS != XEN_LU_WATCHDOGS);
    lu_rec_open(w, XEN_LU_REC_WATCHDOG);
    for ( i = 0; i < NR_DOMAIN_WATCHDOG_TIMERS; i++ )
    {
        struct xen_lu_watchdog rec = {
            .id = i,
            .expires = d->watchdog_timer[i].expires,
        };

        if ( test_bit(i, &d->watchdog_inuse_map) )
            lu_rec_put(w, &rec, sizeof(rec));
    }
    lu_rec_close_if_used(w);
}

/**
 * lu_restore_watchdogs - set the watchdogs of a domain again
 *
 * The domain could not pat them while it did not run: the time that was left
 * when the old Xen took the time is left now.
 */
void lu_restore_watchdogs(struct domain *d, const struct xen_lu_domain *dom)
{
    const struct xen_lu_watchdog *rec;
    unsigned int i, nr;

    rec = lu_array(dom, XEN_LU_REC_WATCHDOG, struct xen_lu_watchdog, nr);
    for ( i = 0; i < nr; i++ )
    {
        set_bit(rec[i].id, &d->watchdog_inuse_map);
        set_timer(&d->watchdog_timer[rec[i].id],
                  rec[i].expires + NOW() - lu_host->stime);
    }
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
