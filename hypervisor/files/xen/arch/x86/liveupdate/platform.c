/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: what the hardware domain has told Xen about the platform.
 *
 * The hardware domain does so once, when it boots or loads a driver, and will
 * not tell the next Xen. A failure here is only a warning: the hardware domain
 * has its data from the same firmware.
 */
#include <xen/acpi.h>
#include <xen/errno.h>
#include <xen/init.h>
#include <xen/irq.h>
#include <xen/lib.h>
#include <xen/pci.h>
#include <xen/sched.h>
#include <acpi/cpufreq/processor_perf.h>
#include <asm/io_apic.h>
#include <asm/mpspec.h>
#include <asm/msi.h>
#include <public/physdev.h>
#include <xen-liveupdate/handoff.h>

#include <xen/liveupdate/private.h>
#include "../cpu/mcheck/mce.h"
#include "../x86_64/mmconfig.h"
#include "private.h"

/* --- save --------------------------------------------------------------- */

static void save_mmcfg(struct lu_writer *w)
{
    struct xen_lu_mmcfg rec;
    unsigned int i;

    lu_rec_open(w, XEN_LU_REC_MMCFG);
    for ( i = 0; lu_mmcfg(i, &rec); i++ )
        lu_rec_put(w, &rec, sizeof(rec));
    lu_rec_close_if_used(w);
}

static void save_io_apics(struct lu_writer *w)
{
    struct xen_lu_ioapic_pin rec;
    unsigned int i;

    lu_rec_open(w, XEN_LU_REC_IOAPIC);
    for ( i = 0; lu_io_apic_pin(i, &rec); i++ )
        lu_rec_put(w, &rec, sizeof(rec));
    lu_rec_close_if_used(w);
}

/* sched_smt_power_savings as the command line says */
static bool __read_mostly boot_smt;

static int __init cf_check note_smt(void)
{
    boot_smt = sched_smt_power_savings;

    return 0;
}
__initcall(note_smt);

static void save_pm(struct lu_writer *w)
{
    struct xen_lu_pm rec = {
        .max_cstate = max_cstate,
        .max_csubstate = max_csubstate,
        .smt_savings = sched_smt_power_savings,
    };
    unsigned int cpu;

    if ( lu_cstate_set )
        rec.flags |= XEN_LU_PM_CSTATE;
    if ( sched_smt_power_savings != boot_smt )
        rec.flags |= XEN_LU_PM_SMT;
    if ( lu_acpi_cstates() )
        rec.flags |= XEN_LU_PM_CX;
    for ( cpu = 0; cpu < nr_cpu_ids; cpu++ )
        if ( processor_pminfo[cpu] && processor_pminfo[cpu]->perf.init )
            rec.flags |= XEN_LU_PM_PX;
    if ( get_cur_idle_nums() )
        rec.flags |= XEN_LU_PM_PARKED;
    if ( !rec.flags )
        return;

    lu_rec_open(w, XEN_LU_REC_PM);
    lu_rec_put(w, &rec, sizeof(rec));
    lu_rec_close(w);
}

/* Print what the hardware domain has not fetched: the ring is handed over. */
static void print_machine_checks(mctelem_class_t which)
{
    mctelem_cookie_t cookie;

    while ( (cookie = mctelem_consume_oldest_begin(which)) != NULL )
    {
        x86_mcinfo_dump(mctelem_dataptr(cookie));
        mctelem_consume_oldest_end(cookie);
        mctelem_ack(which, cookie);
    }
}

/**
 * arch_lu_quiesce_host - complete what cannot be handed over
 */
void arch_lu_quiesce_host(void)
{
    print_machine_checks(MC_URGENT);
    print_machine_checks(MC_NONURGENT);
}

/**
 * arch_lu_save_platform - the x86 records of the host
 */
void arch_lu_save_platform(struct lu_writer *w)
{
    lu_save_devices(w);
    save_mmcfg(w);
    save_io_apics(w);
    save_pm(w);
    lu_efi_save(w);
}

/**
 * arch_lu_estimate_platform - bytes that arch_lu_save_platform() writes at most
 */
size_t arch_lu_estimate_platform(void)
{
    struct xen_lu_ioapic_pin pin;
    size_t size = PAGE_SIZE + lu_efi_size() + lu_devices_size();
    unsigned int i;

    for ( i = 0; lu_io_apic_pin(i, &pin); i++ )
        size += sizeof(pin);

    return size;
}

/* --- restore ------------------------------------------------------------ */

/* Before any page table is validated: MMCFG is read-only for domains. */
static void __init restore_mmcfg(const void *stream)
{
    const struct xen_lu_mmcfg *rec;
    unsigned int i, nr;

    rec = lu_array(stream, XEN_LU_REC_MMCFG, struct xen_lu_mmcfg, nr);
    for ( i = 0; i < nr; i++ )
    {
        int rc = pci_mmcfg_reserved(rec[i].address, rec[i].seg,
                                    rec[i].start_bus, rec[i].end_bus,
                                    rec[i].flags & XEN_LU_MMCFG_USED
                                    ? XEN_PCI_MMCFG_RESERVED : 0);

        if ( !rc )
            continue;
        lu_warn(XLU_WARN_MMCFG);
        printk(XENLOG_WARNING
               "Live update: MMCFG of segment %04x bus %02x-%02x: error %d\n",
               rec[i].seg, rec[i].start_bus, rec[i].end_bus, rc);
    }
}

/* How lines are triggered: only the hardware domain's ACPI knows. */
static void __init restore_pins(const void *stream)
{
    const struct xen_lu_ioapic_pin *rec;
    unsigned int i, nr;

    rec = lu_array(stream, XEN_LU_REC_IOAPIC, struct xen_lu_ioapic_pin, nr);
    for ( i = 0; i < nr; i++ )
    {
        int rc;

        if ( !(rec[i].flags & XEN_LU_GSI_SET_UP) )
            continue;
        rc = rec[i].gsi >= nr_irqs_gsi
             ? -EINVAL : mp_register_gsi(rec[i].gsi,
                                         !!(rec[i].flags & XEN_LU_GSI_LEVEL),
                                         !!(rec[i].flags & XEN_LU_GSI_LOW));
        if ( !rc || rc == -EEXIST )
            continue;
        printk(XENLOG_ERR "Live update: GSI %u: error %d\n", rec[i].gsi, rc);
        lu_note(XLU_WARN_INTERRUPT, hardware_domain->domain_id,
                XEN_LU_REC_IOAPIC, rec[i].gsi, rc);
    }
}

/**
 * arch_lu_restore_devices - PCI devices and lines, as the hardware domain told
 *
 * If a device is missing, what uses that device reports it.
 */
void __init arch_lu_restore_devices(const void *stream)
{
    restore_mmcfg(stream);
    restore_pins(stream);
    lu_restore_devices(stream);
    lu_efi_restore_roms(stream);
}

/* For lines that are not bound: binding decides about the others. */
static void __init restore_masks(const void *stream)
{
    const struct xen_lu_ioapic_pin *rec;
    unsigned int i, nr;

    rec = lu_array(stream, XEN_LU_REC_IOAPIC, struct xen_lu_ioapic_pin, nr);
    for ( i = 0; i < nr; i++ )
        if ( rec[i].gsi < nr_irqs_gsi && !irq_to_desc(rec[i].gsi)->action )
            lu_io_apic_mask(rec[i].gsi, rec[i].flags & XEN_LU_GSI_MASKED);
}

static void __init restore_pm(const void *stream)
{
    const struct xen_lu_pm *rec = lu_find(stream, XEN_LU_REC_PM, NULL);
    const uint32_t restored = XEN_LU_PM_CSTATE | XEN_LU_PM_SMT;

    if ( !rec )
        return;
    if ( rec->flags & XEN_LU_PM_SMT )
        sched_smt_power_savings = rec->smt_savings;
    if ( rec->flags & XEN_LU_PM_CSTATE )
    {
        acpi_set_cstate_limit(rec->max_cstate);
        acpi_set_csubstate_limit(rec->max_csubstate);
    }
    if ( !(rec->flags & ~restored) )
        return;
    lu_warn(XLU_WARN_PM);
    printk(XENLOG_WARNING "Live update: power management begins anew:%s%s%s\n",
           rec->flags & XEN_LU_PM_CX ? " C-states" : "",
           rec->flags & XEN_LU_PM_PX ? " P-states" : "",
           rec->flags & XEN_LU_PM_PARKED ? " parked cores" : "");
}

/**
 * arch_lu_finish_platform - the part that needs all interrupts to be bound
 */
void __init arch_lu_finish_platform(const void *stream)
{
    restore_masks(stream);
    restore_pm(stream);
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
