/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: CPU pools, on the new side.
 *
 * The pools are created, and CPUs assigned to them, where a boot assigns all
 * CPUs to the first pool. sched.c has the records.
 */
#include <xen/cpumask.h>
#include <xen/init.h>
#include <xen/sched.h>
#include <xen/timer.h>
#include <xen/liveupdate/private.h>

#include "../sched/private.h"

/**
 * lu_create_cpupools - create the old Xen's pools but the first, which exists
 */
void __init lu_create_cpupools(void)
{
    const struct xen_lu_cpupool *rec;
    unsigned int i, nr;

    if ( !lu_restoring )
        return;

    /* If one cannot be created its CPUs stay free; its domains use pool 0. */
    rec = lu_array(lu_stream, XEN_LU_REC_CPUPOOL, struct xen_lu_cpupool, nr);
    for ( i = 1; i < nr; i++ )
        cpupool_add(rec[i].id, rec[i].sched);
}

/**
 * lu_cpupool_of - the pool that @cpu was in, CPUPOOLID_NONE if it was free
 * @pool: its pool without an update, or if the old Xen did not have the CPU
 */
unsigned int __init lu_cpupool_of(unsigned int cpu, unsigned int pool)
{
    const struct xen_lu_cpu *rec;
    unsigned int nr;

    if ( !lu_restoring )
        return pool;

    BUILD_BUG_ON(CPUPOOLID_NONE != XEN_LU_NO_POOL);
    rec = lu_array(lu_stream, XEN_LU_REC_CPUS, struct xen_lu_cpu, nr);

    return cpu < nr && (rec[cpu].flags & XEN_LU_CPU_PRESENT) ? rec[cpu].pool
                                                             : pool;
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
