/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: x86 fields of domains, permissions, time.
 */
#include <xen/domain_page.h>
#include <xen/errno.h>
#include <xen/init.h>
#include <xen/iocap.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/pfn.h>
#include <xen/rangeset.h>
#include <xen/sched.h>
#include <xen/time.h>
#include <asm/apic.h>
#include <asm/dom0_build.h>
#include <asm/hvm/vpt.h>
#include <asm/paging.h>
#include <asm/time.h>

#include <xen/liveupdate/private.h>
#include <xen/liveupdate/load.h>
#include "private.h"

/**
 * arch_lu_save_host - time base and calibrated values
 */
void arch_lu_save_host(struct xen_lu_host *rec)
{
    rec->flags = XEN_LU_HOST_TIMER_IRQ |
                 (lu_image.zeroed ? XEN_LU_HOST_ZEROED : 0);
    rec->lapic_bus_scale = lu_lapic_bus_scale();
    rec->smt = lu_save_smt();
    lu_save_time(rec);
    lu_save_iommu(rec);
}

/**
 * arch_lu_save_domain - x86 fields of the DOMAIN record
 */
void arch_lu_save_domain(struct lu_writer *w, struct domain *d,
                         struct xen_lu_domain *rec)
{
    const struct arch_domain *a = &d->arch;

    rec->emulation_flags = is_hardware_domain(d) ? 0 : a->emulation_flags;
    rec->physaddr_bitsize = a->physaddr_bitsize;
    rec->pci_cf8 = a->pci_cf8;
    rec->cmos_idx = a->cmos_idx;
    rec->tsc_mode = a->tsc_mode;
    rec->tsc_khz = a->tsc_khz;
    rec->tsc_incarnation = a->incarnation;
    rec->vtsc_offset = a->vtsc_offset;
    rec->flags |= (a->vtsc ? XEN_LU_DOMAIN_VTSC : 0) |
                  (a->auto_unmask ? XEN_LU_DOMAIN_AUTO_UNMASK : 0) |
                  (a->msr_relaxed ? XEN_LU_DOMAIN_MSR_RELAXED : 0);
    if ( a->pirq_eoi_map )
    {
        rec->flags |= XEN_LU_DOMAIN_EOI_MAP;
        rec->pirq_eoi_mfn = a->pirq_eoi_map_mfn;
    }
}

struct ranges {
    struct lu_writer *w;
    uint32_t kind;
};

static int cf_check put_range(unsigned long s, unsigned long e, void *arg)
{
    const struct ranges *r = arg;
    struct xen_lu_range rec = { .kind = r->kind, .first = s, .last = e };

    lu_rec_put(r->w, &rec, sizeof(rec));

    return 0;
}

static void save_ranges(struct lu_writer *w, struct domain *d)
{
    struct ranges r = { .w = w };

    lu_rec_open(w, XEN_LU_REC_RANGES);
    r.kind = XEN_LU_RANGE_IOMEM;
    rangeset_report_ranges(d->iomem_caps, 0, ~0UL, put_range, &r);
    r.kind = XEN_LU_RANGE_IOPORT;
    rangeset_report_ranges(d->arch.ioport_caps, 0, ~0UL, put_range, &r);
    r.kind = XEN_LU_RANGE_IRQ;
    rangeset_report_ranges(d->irq_caps, 0, ~0UL, put_range, &r);
    lu_rec_close_if_used(w);
}

static void save_pit(struct lu_writer *w, const struct domain *d)
{
    const PITState *pit = &d->arch.vpit;
    struct xen_lu_pit rec = {};
    unsigned int i;

    BUILD_BUG_ON(sizeof(rec.channel) != sizeof(pit->hw.channels));
    memcpy(rec.channel, pit->hw.channels, sizeof(rec.channel));
    rec.speaker_data_on = pit->hw.speaker_data_on;
    for ( i = 0; i < ARRAY_SIZE(rec.count_load_time); i++ )
        rec.count_load_time[i] = pit->count_load_time[i];

    lu_rec_open(w, XEN_LU_REC_PIT);
    lu_rec_put(w, &rec, sizeof(rec));
    lu_rec_close(w);
}

static void save_memmap(struct lu_writer *w, const struct domain *d)
{
    unsigned int i;

    lu_rec_open(w, XEN_LU_REC_MEMMAP);
    for ( i = 0; i < d->arch.nr_e820; i++ )
    {
        struct xen_lu_memmap rec = {
            .addr = d->arch.e820[i].addr,
            .size = d->arch.e820[i].size,
            .type = d->arch.e820[i].type,
        };

        lu_rec_put(w, &rec, sizeof(rec));
    }
    lu_rec_close_if_used(w);
}

/**
 * arch_lu_save_domain_records - x86 records of a domain
 */
void arch_lu_save_domain_records(struct lu_writer *w, struct domain *d)
{
    lu_save_policy(w, d);
    save_ranges(w, d);
    save_memmap(w, d);
    lu_save_irqs(w, d);
    if ( is_hvm_domain(d) )
        lu_save_hvm(w, d);
    else if ( has_vpit(d) )
        save_pit(w, d);
}

static struct rangeset *__init caps(struct domain *d, uint32_t kind)
{
    switch ( kind )
    {
    case XEN_LU_RANGE_IOMEM:  return d->iomem_caps;
    case XEN_LU_RANGE_IOPORT: return d->arch.ioport_caps;
    default:                  return d->irq_caps;
    }
}

/* Add the stream's ranges of this kind to @set. */
static int __init add_ranges(struct rangeset *set, uint32_t kind,
                             const struct xen_lu_domain *dom)
{
    const struct xen_lu_range *rec;
    unsigned int i, nr;
    int rc = 0;

    rec = lu_array(dom, XEN_LU_REC_RANGES, struct xen_lu_range, nr);
    for ( i = 0; i < nr && !rc; i++ )
        if ( rec[i].kind == kind )
            rc = rangeset_add_range(set, rec[i].first, rec[i].last);

    return rc;
}

struct gaps {
    struct rangeset *set;
    unsigned long next;
};

/* Remove what is between two ranges from @gaps->set. */
static int __init cf_check remove_gap(unsigned long s, unsigned long e,
                                      void *arg)
{
    struct gaps *gaps = arg;
    int rc = s > gaps->next
             ? rangeset_remove_range(gaps->set, gaps->next, s - 1) : 0;

    gaps->next = e + 1;

    return rc;
}

/* Reduce @set to what the domain had. */
static int __init keep_ranges(struct rangeset *set, uint32_t kind,
                              const struct xen_lu_domain *dom)
{
    struct rangeset *old = rangeset_new(NULL, NULL, 0);
    struct gaps gaps = { .set = set };
    int rc = old ? add_ranges(old, kind, dom) : -ENOMEM;

    if ( !rc )
        rc = rangeset_report_ranges(old, 0, ~0UL, remove_gap, &gaps);
    /* @gaps.next wraps to 0 after a range that goes to the end. */
    if ( !rc && (gaps.next || rangeset_is_empty(old)) )
        rc = rangeset_remove_range(set, gaps.next, ~0UL);
    rangeset_destroy(old);

    return rc;
}

/*
 * This Xen decides what the hardware domain may access, but what the toolstack
 * has revoked stays revoked. The banks are an exception: the old Xen had sealed
 * one.
 */
static int __init restore_hwdom_ranges(struct domain *d,
                                       const struct xen_lu_domain *dom)
{
    uint32_t kind;
    unsigned int i;
    int rc = dom0_setup_permissions(d);

    for ( kind = XEN_LU_RANGE_IOMEM; kind <= XEN_LU_RANGE_IRQ && !rc; kind++ )
        rc = keep_ranges(caps(d, kind), kind, dom);
    for ( i = 0; i < 2 && !rc; i++ )
        rc = iomem_permit_access(d, PFN_DOWN(lu_bank_maddr[i]),
                                 PFN_DOWN(lu_bank_maddr[i] + lu_bank_size) - 1);

    return rc;
}

/**
 * arch_lu_restore_ranges - set what the domain may access
 */
int __init arch_lu_restore_ranges(struct domain *d,
                                  const struct xen_lu_domain *dom)
{
    uint32_t kind;
    int rc = 0;

    if ( is_hardware_domain(d) )
        return restore_hwdom_ranges(d, dom);

    for ( kind = XEN_LU_RANGE_IOMEM; kind <= XEN_LU_RANGE_IRQ && !rc; kind++ )
        rc = add_ranges(caps(d, kind), kind, dom);

    return rc;
}

static void __init restore_tsc(struct domain *d,
                               const struct xen_lu_domain *dom)
{
    struct arch_domain *a = &d->arch;

    a->tsc_mode = dom->tsc_mode;
    a->vtsc = dom->flags & XEN_LU_DOMAIN_VTSC;
    a->vtsc_offset = dom->vtsc_offset;
    a->incarnation = dom->tsc_incarnation;
    if ( dom->tsc_khz )
    {
        a->tsc_khz = dom->tsc_khz;
        lu_restore_tsc_scale(d);
    }
}

static void __init restore_pit(struct domain *d,
                               const struct xen_lu_domain *dom)
{
    const struct xen_lu_pit *rec = lu_find(dom, XEN_LU_REC_PIT, NULL);
    PITState *pit = &d->arch.vpit;
    unsigned int i;

    if ( !rec || !has_vpit(d) )
        return;
    memcpy(pit->hw.channels, rec->channel, sizeof(rec->channel));
    pit->hw.speaker_data_on = rec->speaker_data_on;
    for ( i = 0; i < ARRAY_SIZE(rec->count_load_time); i++ )
        pit->count_load_time[i] = rec->count_load_time[i];
}

/**
 * arch_lu_restore_memmap - the memory map that the domain is given
 */
int __init arch_lu_restore_memmap(struct domain *d,
                                  const struct xen_lu_domain *dom)
{
    const struct xen_lu_memmap *rec;
    unsigned int i, nr;

    rec = lu_array(dom, XEN_LU_REC_MEMMAP, struct xen_lu_memmap, nr);
    if ( !nr )
        return 0;
    d->arch.e820 = xmalloc_array(struct e820entry, nr);
    if ( !d->arch.e820 )
        return -ENOMEM;
    for ( i = 0; i < nr; i++ )
    {
        d->arch.e820[i].addr = rec[i].addr;
        d->arch.e820[i].size = rec[i].size;
        d->arch.e820[i].type = rec[i].type;
    }
    d->arch.nr_e820 = nr;

    return 0;
}

/**
 * arch_lu_domain_obstacle - obstacles of x86 in a domain
 */
const char *arch_lu_domain_obstacle(struct domain *d)
{
    return is_hvm_domain(d) ? lu_hvm_obstacle(d) : NULL;
}

/**
 * arch_lu_injecting - is the toolstack about to inject an event into a vCPU?
 */
bool arch_lu_injecting(const struct domain *d)
{
    return is_hvm_domain(d) && lu_hvm_injecting(d);
}

/**
 * arch_lu_log_dirty - is the HVM domain being migrated?
 *
 * Freeing the log, too, may take several hypercalls. A device model that tracks
 * changes of the screen needs no log.
 */
bool arch_lu_log_dirty(const struct domain *d)
{
#ifdef CONFIG_HVM
    return paging_mode_log_dirty(d) ||
           !mfn_eq(d->arch.paging.log_dirty.top, INVALID_MFN);
#else
    return false;
#endif
}

/**
 * arch_lu_io_in_flight - does a vCPU wait for a device model?
 */
bool arch_lu_io_in_flight(const struct domain *d)
{
    return is_hvm_domain(d) && lu_hvm_io_in_flight(d);
}

/**
 * arch_lu_hold_io - see lu_hvm_hold_io()
 */
int arch_lu_hold_io(void)
{
#ifdef CONFIG_HVM
    return lu_hvm_hold_io();
#else
    return -EBUSY;
#endif
}

/**
 * arch_lu_hold_on - see lu_hvm_hold_on()
 */
void arch_lu_hold_on(void)
{
#ifdef CONFIG_HVM
    lu_hvm_hold_on();
#endif
}

/**
 * arch_lu_release_io - see lu_hvm_release_io()
 */
void arch_lu_release_io(void)
{
#ifdef CONFIG_HVM
    lu_hvm_release_io();
#endif
}

/**
 * arch_lu_restore_hvm - what only HVM domains have
 */
void __init arch_lu_restore_hvm(struct domain *d,
                                const struct xen_lu_domain *dom)
{
    if ( is_hvm_domain(d) )
        lu_restore_hvm(d, dom);
}

/**
 * arch_lu_raise_lost_events - see lu_raise_lost_events()
 */
void __init arch_lu_raise_lost_events(struct domain *d)
{
    if ( is_hvm_domain(d) )
        lu_hvm_kick(d);
}

/**
 * arch_lu_restore_domain - x86 state that vCPU creation depends on
 */
void __init arch_lu_restore_domain(struct domain *d,
                                   const struct xen_lu_domain *dom)
{
    lu_restore_policy(d, dom);
    d->arch.physaddr_bitsize = dom->physaddr_bitsize;
    d->arch.pci_cf8 = dom->pci_cf8;
    d->arch.cmos_idx = dom->cmos_idx;
    restore_tsc(d, dom);
    restore_pit(d, dom);
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
