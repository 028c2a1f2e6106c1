/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: which CPUs run.
 *
 * Those that were taken off stay off, and so do hyperthreads: that they do not
 * run may be what keeps one domain from reading another's data. They come back as
 * they would have come back in the old Xen.
 */
#include <xen/cpu.h>
#include <xen/cpumask.h>
#include <xen/errno.h>
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/smp.h>
#include <asm/setup.h>

#include <xen/liveupdate/private.h>
#include "private.h"

/* CPUs that were to run and have not come: nobody has switched them off. */
static uint64_t __read_mostly not_come;

/**
 * arch_lu_save_cpus - which CPUs run, and whether hyperthreads may
 */
void arch_lu_save_cpus(struct lu_writer *w)
{
    struct xen_lu_cpus rec = {
        .present = cpumask_bits(&cpu_present_map)[0],
        .online = cpumask_bits(&cpu_online_map)[0],
        .smt = opt_smt < 0 ? XEN_LU_SMT_UNSET
                           : opt_smt ? XEN_LU_SMT_ON : XEN_LU_SMT_OFF,
    };

    rec.online |= not_come & rec.present;
    lu_rec_open(w, XEN_LU_REC_CPUS);
    lu_rec_put(w, &rec, sizeof(rec));
    lu_rec_close(w);
}

/**
 * lu_restore_smt - hyperthreads on or off, whatever the command line says
 */
void __init lu_restore_smt(void)
{
    const struct xen_lu_cpus *rec = lu_find(lu_stream, XEN_LU_REC_CPUS, NULL);

    if ( rec->smt != XEN_LU_SMT_UNSET )
        opt_smt = rec->smt == XEN_LU_SMT_ON;
}

/**
 * lu_cpu_was_off - had the old Xen this CPU, and did not use it?
 */
bool __init lu_cpu_was_off(unsigned int cpu)
{
    const struct xen_lu_cpus *rec;

    if ( !lu_restoring || cpu >= 64 )
        return false;
    rec = lu_find(lu_stream, XEN_LU_REC_CPUS, NULL);

    return (rec->present & ~rec->online) & (1UL << cpu);
}

static int cf_check cpu_callback(struct notifier_block *nfb,
                                 unsigned long action, void *hcpu)
{
    unsigned int cpu = (unsigned long)hcpu;

    /* It has come after all: if it goes again somebody wants that. */
    if ( action == CPU_ONLINE && cpu < 64 )
        not_come &= ~(1UL << cpu);

    return NOTIFY_DONE;
}

static struct notifier_block cpu_nfb = {
    .notifier_call = cpu_callback,
};

/**
 * lu_cpu_missing - note that a CPU has not come
 */
void __init lu_cpu_missing(unsigned int cpu, int rc)
{
    if ( cpu < 64 )
        not_come |= 1UL << cpu;
    lu_note(XLU_WARN_CPU, DOMID_INVALID, 0, cpu, rc);
}

/**
 * arch_lu_compare_cpus - say which CPUs are not there that were
 */
void __init arch_lu_compare_cpus(void)
{
    const struct xen_lu_cpus *rec = lu_find(lu_stream, XEN_LU_REC_CPUS, NULL);
    unsigned int cpu;

    for ( cpu = 0; cpu < 64; cpu++ )
        if ( (rec->online & ~not_come & (1UL << cpu)) &&
             (cpu >= nr_cpu_ids || !cpu_online(cpu)) )
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
