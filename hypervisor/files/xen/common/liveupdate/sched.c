/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: CPU pools, parameters of the schedulers, and scheduling
 * parameters and watchdogs of domains.
 *
 * Weights are handed over between the two credit schedulers, which give them
 * the same meaning; others have parameters of their own and are refused.
 */
#include <xen/liveupdate/private.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/nodemask.h>
#include <xen/sched.h>
#include <xen/timer.h>
#include <public/domctl.h>
#include <public/sysctl.h>

#define for_each_cpupool(p) \
    for ( (p).id = 0; cpupool_get_info((p).id, &(p)); (p).id++ )

/**
 * lu_sched_supported - can all schedulers' parameters be handed over?
 */
bool lu_sched_supported(void)
{
    struct cpupool_info p;

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
    struct cpupool_info p;

    for_each_cpupool ( p )
        if ( p.own_gran )
            return false;

    return true;
}

/**
 * lu_save_cpupools - the pools; the CPUS record has the CPUs in them
 */
void lu_save_cpupools(struct lu_writer *w)
{
    struct cpupool_info p;

    lu_rec_open(w, XEN_LU_REC_CPUPOOL);
    for_each_cpupool ( p )
    {
        struct xen_lu_cpupool rec = {
            .id = p.id,
            .sched = p.sched_id,
        };

        lu_rec_put(w, &rec, sizeof(rec));
    }
    lu_rec_close(w);
}

/**
 * lu_save_sched_params - the parameters of each pool's scheduler
 */
void lu_save_sched_params(struct lu_writer *w)
{
    struct cpupool_info p;

    lu_rec_open(w, XEN_LU_REC_SCHED_PARAMS);
    for_each_cpupool ( p )
    {
        struct xen_lu_sched_params rec = {
            .pool = p.id,
            .sched = p.sched_id,
            .ratelimit_us = p.ratelimit_us,
            .tslice_ms = p.tslice_ms,
            .migr_delay_us = p.migr_delay_us,
        };

        lu_rec_put(w, &rec, sizeof(rec));
    }
    lu_rec_close(w);
}

/**
 * lu_restore_sched_params - set the parameters of each pool's scheduler
 *
 * Called when the pools exist. The first has the scheduler of the command line,
 * which may differ from the old one.
 */
void lu_restore_sched_params(void)
{
    const struct xen_lu_sched_params *rec;
    unsigned int i, nr;

    rec = lu_array(lu_stream, XEN_LU_REC_SCHED_PARAMS,
                   struct xen_lu_sched_params, nr);
    for ( i = 0; i < nr; i++ )
    {
        struct xen_sysctl_scheduler_op op = {
            .cpupool_id = rec[i].pool,
            .sched_id = rec[i].sched,
            .cmd = XEN_SYSCTL_SCHEDOP_putinfo,
        };

        if ( rec[i].sched == XEN_SCHEDULER_CREDIT )
            op.u.sched_credit = (struct xen_sysctl_credit_schedule){
                .tslice_ms = rec[i].tslice_ms,
                .ratelimit_us = rec[i].ratelimit_us,
                .vcpu_migr_delay_us = rec[i].migr_delay_us,
            };
        else
            op.u.sched_credit2.ratelimit_us = rec[i].ratelimit_us;
        if ( !sched_adjust_global(&op) )
            continue;

        lu_warn(XLU_WARN_SCHED_PARAMS);
        printk(XENLOG_WARNING "Live update: parameters of the scheduler of"
               " pool %u are not accepted\n", rec[i].pool);
    }
}

/**
 * lu_estimate_cpupools - bytes of the records about pools
 */
size_t lu_estimate_cpupools(void)
{
    struct cpupool_info p;
    size_t size = 0;

    for_each_cpupool ( p )
        size += sizeof(struct xen_lu_cpupool) +
                sizeof(struct xen_lu_sched_params);

    return size;
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
 * lu_restored_cpupool - the pool in which to create a domain
 *
 * If none of the pool's CPUs exists any more the domain runs where it can.
 */
unsigned int lu_restored_cpupool(const struct xen_lu_domain *dom)
{
    const struct xen_lu_in_cpupool *rec =
        lu_find(dom, XEN_LU_REC_IN_CPUPOOL, NULL);
    struct cpupool_info p;

    if ( !rec )
        return 0;
    if ( cpupool_get_info(rec->id, &p) && p.id == rec->id &&
         !cpumask_empty(&p.cpus) )
        return rec->id;

    lu_warn(XLU_WARN_AFFINITY);
    printk(XENLOG_WARNING "Live update: d%u: CPU pool %u has no CPU\n",
           dom->domid, rec->id);

    return 0;
}

static int sched_of(const struct domain *d)
{
    struct cpupool_info p;

    return cpupool_get_info(cpupool_get_id(d), &p) ? p.sched_id : sched_id();
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
    /* Both structures are the same up to here. */
    rec->sched_weight = op.u.credit2.weight;
    rec->sched_cap = op.u.credit2.cap;
}

/* Has a domain a temporary affinity that overrides the vCPU's? */
static bool pinned(const struct sched_unit *unit)
{
    const struct vcpu *v;

    for_each_sched_unit_vcpu ( unit, v )
        if ( v->affinity_broken )
            return true;

    return false;
}

static const cpumask_t *hard_affinity(const struct sched_unit *unit)
{
    return pinned(unit) ? unit->cpu_hard_affinity_saved
                        : unit->cpu_hard_affinity;
}

/**
 * lu_save_placement - where a vCPU runs, and whether it may run everywhere
 */
void lu_save_placement(const struct vcpu *v, struct xen_lu_vcpu *rec)
{
    const struct sched_unit *unit = v->sched_unit;

    if ( cpumask_full(hard_affinity(unit)) )
        rec->flags |= XEN_LU_VCPU_HARD_ALL;
    if ( cpumask_full(unit->cpu_soft_affinity) )
        rec->flags |= XEN_LU_VCPU_SOFT_ALL;

    rec->processor = v->processor;
    if ( v->affinity_broken & VCPU_AFFINITY_OVERRIDE )
    {
        rec->flags |= XEN_LU_VCPU_PINNED;
        rec->processor = cpumask_first(unit->cpu_hard_affinity);
    }
}

static void put_mask(struct lu_writer *w, const cpumask_t *mask)
{
    lu_rec_put(w, cpumask_bits(mask),
               BITS_TO_LONGS(nr_cpu_ids) * sizeof(unsigned long));
}

/**
 * lu_save_affinity - CPUs on which a vCPU may and should run, if not all
 */
void lu_save_affinity(struct lu_writer *w, const struct vcpu *v)
{
    const struct sched_unit *unit = v->sched_unit;
    struct xen_lu_vcpu_affinity rec = {
        .vcpu = v->vcpu_id,
        .words = BITS_TO_LONGS(nr_cpu_ids),
    };

    if ( cpumask_full(hard_affinity(unit)) &&
         cpumask_full(unit->cpu_soft_affinity) )
        return;

    lu_rec_open(w, XEN_LU_REC_VCPU_AFFINITY);
    lu_rec_put(w, &rec, sizeof(rec));
    put_mask(w, hard_affinity(unit));
    put_mask(w, unit->cpu_soft_affinity);
    lu_rec_close(w);
}

/**
 * lu_affinity_size - bytes of lu_save_affinity()'s record
 */
size_t lu_affinity_size(void)
{
    return sizeof(struct xen_lu_record) + sizeof(struct xen_lu_vcpu_affinity) +
           2 * BITS_TO_LONGS(nr_cpu_ids) * sizeof(unsigned long);
}

/* The first or second mask of a record, without CPUs that cannot exist here. */
static void make_mask(cpumask_t *mask, bool all, unsigned int which,
                      const struct xen_lu_vcpu_affinity *rec)
{
    unsigned int i, words;

    cpumask_clear(mask);
    if ( all || !rec )
    {
        cpumask_setall(mask);
        return;
    }

    words = min_t(unsigned int, rec->words, BITS_TO_LONGS(NR_CPUS));
    for ( i = 0; i < words; i++ )
        cpumask_bits(mask)[i] = ((const uint64_t *)(rec + 1))
                                [which * rec->words + i];
}

static int restore_affinity(struct vcpu *v, const struct xen_lu_domain *dom,
                            const struct xen_lu_vcpu *rec)
{
    const struct xen_lu_vcpu_affinity *cpus =
        lu_find_vcpu(dom, XEN_LU_REC_VCPU_AFFINITY, v->vcpu_id, NULL);
    cpumask_t mask;
    int rc;

    /* In any case: the domain may have the present affinity of its pool. */
    make_mask(&mask, rec->flags & XEN_LU_VCPU_HARD_ALL, 0, cpus);
    rc = vcpu_set_hard_affinity(v, &mask);
    if ( rc )
        return rc;

    make_mask(&mask, rec->flags & XEN_LU_VCPU_SOFT_ALL, 1, cpus);
    rc = vcpu_set_soft_affinity(v, &mask);
    if ( !rc && (rec->flags & XEN_LU_VCPU_PINNED) )
        rc = vcpu_temporary_affinity(v, rec->processor,
                                     VCPU_AFFINITY_OVERRIDE);

    return rc;
}

/**
 * lu_save_node_affinity - nodes that a domain was told to take memory from
 */
void lu_save_node_affinity(struct lu_writer *w, const struct domain *d)
{
    struct xen_lu_node_affinity rec = { .nodes = d->node_affinity.bits[0] };

    BUILD_BUG_ON(MAX_NUMNODES > 64);
    if ( d->auto_node_affinity )
        return;

    lu_rec_open(w, XEN_LU_REC_NODE_AFFINITY);
    lu_rec_put(w, &rec, sizeof(rec));
    lu_rec_close(w);
}

static int restore_node_affinity(struct domain *d,
                                 const struct xen_lu_domain *dom)
{
    const struct xen_lu_node_affinity *rec =
        lu_find(dom, XEN_LU_REC_NODE_AFFINITY, NULL);
    /* All nodes mean: those on which its vCPUs run. */
    nodemask_t nodes = NODE_MASK_ALL;

    if ( rec )
        nodes.bits[0] = rec->nodes;

    return domain_set_node_affinity(d, &nodes);
}

/**
 * lu_restore_sched - weight, cap, affinities to CPUs and nodes
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

    if ( restore_node_affinity(d, dom) )
    {
        lu_warn(XLU_WARN_AFFINITY);
        printk(XENLOG_WARNING "Live update: d%d: none of its nodes is there\n",
               d->domain_id);
    }

    for_each_vcpu ( d, v )
    {
        const struct xen_lu_vcpu *rec =
            lu_find_vcpu(dom, XEN_LU_REC_VCPU, v->vcpu_id, NULL);

        if ( restore_affinity(v, dom, rec) )
        {
            lu_warn(XLU_WARN_AFFINITY);
            printk(XENLOG_WARNING "Live update: %pv: affinity is not accepted\n",
                   v);
        }
    }

    return 0;
}

/**
 * lu_save_watchdogs - running watchdogs of a domain
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
 * The domain could not reset them while it was paused: the time that was left
 * when the old Xen saved it is left now.
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
