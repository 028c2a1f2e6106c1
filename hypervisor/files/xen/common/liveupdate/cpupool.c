/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: CPU pools.
 *
 * Included by ../sched/cpupool.c, whose list is private.
 */
#include "private.h"

static void get_params(const struct scheduler *s, struct lu_cpupool *p)
{
    struct xen_sysctl_scheduler_op op = { .cmd = XEN_SYSCTL_SCHEDOP_getinfo };

    if ( !lu_sched_fits(s->sched_id) || sched_adjust_cpupool(s, &op) )
        return;

    if ( s->sched_id == XEN_SCHEDULER_CREDIT2 )
        p->ratelimit_us = op.u.sched_credit2.ratelimit_us;
    else
    {
        p->ratelimit_us = op.u.sched_credit.ratelimit_us;
        p->tslice_ms = op.u.sched_credit.tslice_ms;
        p->migr_delay_us = op.u.sched_credit.vcpu_migr_delay_us;
    }
}

/**
 * lu_next_cpupool - the first pool with a number of at least @from
 */
bool lu_next_cpupool(unsigned int from, struct lu_cpupool *p)
{
    /* In the blackout interrupts are off, and there is nobody else. */
    bool shared = local_irq_is_enabled();
    const struct cpupool *c;
    bool found = false;

    if ( shared )
        spin_lock(&cpupool_lock);
    list_for_each_entry ( c, &cpupool_list, list )
        if ( c->cpupool_id >= from )
        {
            *p = (struct lu_cpupool){
                .id = c->cpupool_id,
                .sched_id = c->sched->sched_id,
                .own_gran = c->gran != opt_sched_granularity,
                .cpus = cpumask_bits(c->cpu_valid)[0],
            };
            get_params(c->sched, p);
            found = true;
            break;
        }
    if ( shared )
        spin_unlock(&cpupool_lock);

    return found;
}

/**
 * lu_cpupool_changing - is a CPU on its way out of a pool?
 */
bool lu_cpupool_changing(void)
{
    return cpupool_moving_cpu != -1;
}

/*
 * Where the old Xen had @cpu. But the hardware domain's pool is not without one:
 * if none of its CPUs has come it gets the one that is always there.
 */
static unsigned int __init lu_cpupool_of(unsigned int cpu)
{
    const struct xen_lu_cpupool *rec;
    unsigned int i, nr;

    rec = lu_array(lu_stream, XEN_LU_REC_CPUPOOL, struct xen_lu_cpupool, nr);
    if ( nr && !cpu && !(rec[0].cpus & cpumask_bits(&cpu_online_map)[0]) )
        return rec[0].id;
    for ( i = 0; i < nr; i++ )
        if ( cpu < 64 && (rec[i].cpus & (1UL << cpu)) )
            return rec[i].id;

    return nr ? CPUPOOLID_NONE : 0;
}

/* All pools but the first, which is there. */
static void __init lu_create_cpupools(void)
{
    const struct xen_lu_cpupool *rec;
    unsigned int i, nr;

    rec = lu_array(lu_stream, XEN_LU_REC_CPUPOOL, struct xen_lu_cpupool, nr);
    for ( i = 1; i < nr; i++ )
    {
        struct cpupool *c = cpupool_create(rec[i].id, rec[i].sched);

        if ( !IS_ERR(c) )
            cpupool_put(c);
    }
}

/**
 * lu_restore_cpupools - the pools of the old Xen, with the CPUs that are there
 *
 * Returns false if CPUs are to be given to pools as usual.
 */
static bool __init lu_restore_cpupools(void)
{
    unsigned int cpu;

    if ( !lu_restoring )
        return false;

    lu_create_cpupools();
    spin_lock(&cpupool_lock);
    cpumask_copy(&cpupool_free_cpus, &cpu_online_map);
    for_each_online_cpu ( cpu )
    {
        struct cpupool *c = cpupool_find_by_id(lu_cpupool_of(cpu));

        if ( c )
            cpupool_assign_cpu_locked(c, cpu);
    }
    spin_unlock(&cpupool_lock);

    return true;
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
