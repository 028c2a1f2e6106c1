/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: which CPUs are online.
 *
 * CPUs that were taken offline stay offline, and so do hyperthreads: this may
 * be what keeps one domain from reading another's data. They come online again
 * in the same ways as in the old Xen.
 */
#include <xen/cpu.h>
#include <xen/cpumask.h>
#include <xen/errno.h>
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/sched.h>
#include <xen/smp.h>
#include <asm/setup.h>

#include <xen/liveupdate/private.h>
#include "private.h"

/* CPUs that should be online and did not start: they were not taken offline. */
static cpumask_t __read_mostly not_come;

/* An offline CPU comes online in the first pool. */
static unsigned int pool_of(unsigned int cpu)
{
    struct cpupool_info p;

    if ( !cpu_online(cpu) )
        return 0;
    for ( p.id = 0; cpupool_get_info(p.id, &p); p.id++ )
        if ( cpumask_test_cpu(cpu, &p.cpus) )
            return p.id;

    return XEN_LU_NO_POOL;
}

/**
 * arch_lu_save_cpus - which CPUs there are, are online, and in which pool
 */
void arch_lu_save_cpus(struct lu_writer *w)
{
    unsigned int cpu;

    lu_rec_open(w, XEN_LU_REC_CPUS);
    for ( cpu = 0; cpu < nr_cpu_ids; cpu++ )
    {
        struct xen_lu_cpu rec = {};

        if ( cpu_present(cpu) )
        {
            rec.flags |= XEN_LU_CPU_PRESENT;
            rec.pool = pool_of(cpu);
            if ( cpu_online(cpu) || cpumask_test_cpu(cpu, &not_come) )
                rec.flags |= XEN_LU_CPU_ONLINE;
        }
        lu_rec_put(w, &rec, sizeof(rec));
    }
    lu_rec_close(w);
}

/**
 * arch_lu_cpus_size - bytes of the record
 */
size_t arch_lu_cpus_size(void)
{
    return nr_cpu_ids * sizeof(struct xen_lu_cpu);
}

/**
 * lu_save_smt - XEN_LU_SMT_*
 */
uint32_t lu_save_smt(void)
{
    return opt_smt < 0 ? XEN_LU_SMT_UNSET
                       : opt_smt ? XEN_LU_SMT_ON : XEN_LU_SMT_OFF;
}

/**
 * lu_restore_smt - hyperthreads on or off as before, despite the command line
 */
void __init lu_restore_smt(void)
{
    if ( lu_host->smt != XEN_LU_SMT_UNSET )
        opt_smt = lu_host->smt == XEN_LU_SMT_ON;
}

/**
 * lu_cpu_was_off - did the old Xen have this CPU, but offline?
 */
bool __init lu_cpu_was_off(unsigned int cpu)
{
    const struct xen_lu_cpu *rec;
    unsigned int nr;

    if ( !lu_restoring )
        return false;
    rec = lu_array(lu_stream, XEN_LU_REC_CPUS, struct xen_lu_cpu, nr);

    return cpu < nr && rec[cpu].flags == XEN_LU_CPU_PRESENT;
}

static int cf_check cpu_callback(struct notifier_block *nfb,
                                 unsigned long action, void *hcpu)
{
    unsigned int cpu = (unsigned long)hcpu;

    /* The CPU is online after all: its going offline again is intended. */
    if ( action == CPU_ONLINE )
        cpumask_clear_cpu(cpu, &not_come);

    return NOTIFY_DONE;
}

static struct notifier_block cpu_nfb = {
    .notifier_call = cpu_callback,
};

/**
 * lu_cpu_missing - note that a CPU has not started
 */
void __init lu_cpu_missing(unsigned int cpu, int rc)
{
    if ( cpu < nr_cpu_ids )
        cpumask_set_cpu(cpu, &not_come);
    lu_note(XLU_WARN_CPU, DOMID_INVALID, 0, cpu, rc);
}

/**
 * arch_lu_compare_cpus - report CPUs of the old Xen that this Xen lacks
 */
void __init arch_lu_compare_cpus(void)
{
    const struct xen_lu_cpu *rec;
    unsigned int cpu, nr;

    rec = lu_array(lu_stream, XEN_LU_REC_CPUS, struct xen_lu_cpu, nr);
    for ( cpu = 0; cpu < nr; cpu++ )
        if ( (rec[cpu].flags & XEN_LU_CPU_ONLINE) &&
             (cpu >= nr_cpu_ids ||
              (!cpu_online(cpu) && !cpumask_test_cpu(cpu, &not_come))) )
        {
            printk(XENLOG_WARNING "Live update: there is no CPU %u\n", cpu);
            lu_cpu_missing(cpu, -ENODEV);
        }
    register_cpu_notifier(&cpu_nfb);
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
