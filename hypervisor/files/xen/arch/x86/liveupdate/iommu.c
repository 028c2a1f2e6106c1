/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: an IOMMU in use.
 *
 * Devices are active all the time. They use tables of the old Xen, which are
 * not written to until memory is released. The new Xen builds tables of its
 * own: it knows which domain has which device, and what that domain's devices
 * may access. When all of them are complete it gives them to the units, which
 * never stop translating. The stream only says whether an IOMMU is in use;
 * before the commit point no register of one is written.
 *
 * No device can access the banks, unless the hardware domain has asked for
 * untranslated DMA: what was verified in a sealed bank does not change.
 */
#include <xen/acpi.h>
#include <xen/init.h>
#include <xen/iocap.h>
#include <xen/iommu.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/pci.h>
#include <xen/pfn.h>
#include <xen/rangeset.h>
#include <xen/sched.h>
#include <asm/e820.h>
#include <asm/setup.h>
#include <public/domctl.h>

#include <xen/liveupdate/private.h>
#include "../../../drivers/passthrough/ats.h"
#include "private.h"

#define PFN_1M          (1UL << (20 - PAGE_SHIFT))
#define PFN_4G          (1UL << (32 - PAGE_SHIFT))

/* Addresses of MSIs: no DMA. */
#define FIRST_MSI_PFN   0xfee00UL
#define LAST_MSI_PFN    0xfeeffUL

/* Interrupts, devices and commands of a unit; and what all units share. */
#define BYTES_PER_UNIT  MB(2)
#define BYTES_FIXED     MB(6)
/* An element of grant_table.maptrack_tree; and of a tree that has all frames. */
#define BYTES_PER_GRANT 640UL
#define BYTES_PER_FRAME 10UL

/* --- obstacles ----------------------------------------------------------- */

/*
 * Firmware has reserved memory that the device uses: RMRR, IVMD. The hardware
 * domain's page tables get it; those of other domains would not.
 */
static int cf_check has_memory(xen_pfn_t start, xen_ulong_t nr, uint32_t id,
                               void *arg)
{
    const struct pci_dev *pdev = pci_get_pdev(NULL, (pci_sbdf_t){ .sbdf = id });
    bool *found = arg;

    if ( pdev && pdev->domain != hardware_domain && pdev->domain != dom_xen )
        *found = true;

    return 0;
}

static bool firmware_memory_lent(void)
{
    bool found = false;

    pcidevs_lock();
    if ( iommu_get_reserved_device_memory(has_memory, &found) )
        found = true;
    pcidevs_unlock();

    return found;
}

/**
 * lu_iommu_obstacle - obstacles of an IOMMU in use
 */
const char *lu_iommu_obstacle(void)
{
    const struct lu_obstacle obstacles[] = {
        { iommu_enabled && iommu_intpost, "IOMMU with posted interrupts" },
        { iommu_enabled && ats_enabled, "IOMMU with ATS" },
        { iommu_enabled && !amd_iommu_perdev_intremap,
          "IOMMU with one interrupt table for all devices" },
        { firmware_memory_lent(),
          "device with memory of firmware is not dom0's" },
    };

    return lu_obstacles(obstacles, ARRAY_SIZE(obstacles), DOMID_INVALID);
}

/* --- save ---------------------------------------------------------------- */

static unsigned int nr_units(void)
{
    return iommu_enabled ? iommu_call(iommu_get_ops(), lu_units) : 0;
}

/**
 * lu_save_iommu - fields of the HOST record
 */
void lu_save_iommu(struct xen_lu_host *rec)
{
    rec->iommus = nr_units();
    if ( iommu_intremap )
        rec->flags |= XEN_LU_HOST_INTREMAP;
}

/* Large pages need few entries, else there is at most one for each page. */
static uint64_t tables_memory(unsigned int units, bool ranges)
{
    return units ? BYTES_FIXED + units * BYTES_PER_UNIT +
                   (ranges ? 0 : max_page * (sizeof(uint64_t) + 1)) : 0;
}

/*
 * Tables that have single pages: one for each page, or for 2 MiB of the host's
 * memory if these are less; and what counts the mappings of grants.
 */
static uint64_t pages_memory(uint64_t pages, uint64_t grants)
{
    return min(pages + grants, max_page / 512 + 1UL) * PAGE_SIZE +
           min(grants * BYTES_PER_GRANT, max_page * BYTES_PER_FRAME);
}

/**
 * lu_iommu_memory - bytes that a new Xen needs for IOMMUs
 */
uint64_t lu_iommu_memory(void)
{
    uint64_t bytes = tables_memory(nr_units(), iommu_enabled &&
                                   iommu_get_ops()->page_sizes != PAGE_SIZE_4K);
    bool strict = lu_cmdline_strict();
    const struct domain *d;

    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
        if ( is_iommu_enabled(d) && (strict || !is_hardware_domain(d)) )
            bytes += pages_memory(domain_tot_pages(d), lu_gnttab_handles(d));
    rcu_read_unlock(&domlist_read_lock);

    return bytes;
}

/* --- restore ------------------------------------------------------------- */

/**
 * lu_restored_iommu_memory - the same for this Xen
 */
uint64_t __init lu_restored_iommu_memory(void)
{
    uint64_t bytes = tables_memory(lu_host->iommus, iommu_superpages);
    const struct xen_lu_domain *dom;

    for_each_lu_domain ( lu_stream, dom )
    {
        const struct xen_lu_grant *gt = lu_find(dom, XEN_LU_REC_GRANT, NULL);

        if ( (dom->options & XEN_DOMCTL_CDF_iommu) &&
             (iommu_hwdom_strict || !(dom->flags & XEN_LU_DOMAIN_HWDOM)) )
            bytes += pages_memory(dom->nr_pages, gt->maptrack_limit);
    }

    return bytes;
}

/**
 * lu_describe_iommu - may this Xen use IOMMUs?
 *
 * A new Xen has not set up IOMMUs yet, so there the option counts. In a dry run
 * the option is no longer in memory.
 */
void lu_describe_iommu(struct lu_machine *m)
{
    m->iommu = lu_restoring ? iommu_enable : iommu_enabled;
    m->intremap = iommu_intremap;
}

/**
 * lu_for_each_device - call @fn for each device that the old Xen knew
 *
 * A test may ask for one to be missing.
 */
int __init lu_for_each_device(int (*fn)(uint16_t seg, uint8_t bus,
                                        uint8_t devfn))
{
    const struct xen_lu_pci_device *rec;
    unsigned int i, nr;
    int rc = 0;

    rec = lu_array(lu_stream, XEN_LU_REC_PCI_DEVICE, struct xen_lu_pci_device,
                   nr);
    for ( i = 0; i < nr && !rc; i++ )
        if ( !lu_fault_device("scan", PCI_BDF(rec[i].bus, rec[i].devfn)) )
            rc = fn(rec[i].seg, rec[i].bus, rec[i].devfn);

    return rc;
}

/*
 * Memory that the devices of the hardware domain may access: what
 * hwdom_iommu_map() decides frame by frame, as ranges.
 */
struct reach {
    struct domain *d;
    struct rangeset *rw, *ro;
    unsigned int perms;
    unsigned int flush;
};

/*
 * Remove [@first, @last]. It is added first, so that it is one piece: otherwise
 * a range that ends in a gap before what is removed would be extended.
 */
static int __init cut(struct rangeset *r, unsigned long first,
                      unsigned long last)
{
    return rangeset_add_range(r, first, last) ?:
           rangeset_remove_range(r, first, last);
}

static unsigned long __init end_of_reach(void)
{
    return max(max_page, PFN_4G);
}

/* @parts: with frames of which [@s, @e) covers only a part */
static int __init change(struct rangeset *r, uint64_t s, uint64_t e, bool add,
                         bool parts)
{
    unsigned long first = parts ? PFN_DOWN(s) : PFN_UP(s);
    unsigned long end = min(parts ? PFN_UP(e) : PFN_DOWN(e), end_of_reach());

    if ( first >= end )
        return 0;

    return add ? rangeset_add_range(r, first, end - 1)
               : cut(r, first, end - 1);
}

static int __init change_type(struct rangeset *r, uint32_t type, bool add,
                              bool parts)
{
    unsigned int i;
    int rc = 0;

    for ( i = 0; i < e820.nr_map && !rc; i++ )
        if ( e820.map[i].type == type )
            rc = change(r, e820.map[i].addr,
                        e820.map[i].addr + e820.map[i].size, add, parts);

    return rc;
}

/* In strict mode pages of the domain are added one by one: lu_iommu_map_pages(). */
static int __init find_memory(struct rangeset *r)
{
    int rc = 0;

    if ( iommu_hwdom_inclusive )
        rc = change(r, 0, GB(4), true, true) ?:
             change_type(r, E820_UNUSABLE, false, false);
    if ( !rc && (iommu_hwdom_inclusive || iommu_hwdom_reserved) )
        rc = change_type(r, E820_RESERVED, true, true);

    return rc ?: change_type(r, E820_RAM, !iommu_hwdom_strict, false);
}

/* Xen is in a bank, but for pages of the first MiB, see map_low_memory(). */
static int __init spare_memory(struct rangeset *r)
{
    unsigned int i;
    int rc = cut(r, 0, PFN_1M - 1) ?: cut(r, FIRST_MSI_PFN, LAST_MSI_PFN);

    for ( i = 0; i < ARRAY_SIZE(lu_bank_maddr) && !rc; i++ )
        rc = change(r, lu_bank_maddr[i], lu_bank_maddr[i] + lu_bank_size, false,
                    true);

    return rc;
}

static int __init cf_check make_read_only(unsigned long s, unsigned long e,
                                          void *arg)
{
    struct reach *reach = arg;

    return cut(reach->rw, s, e) ?: rangeset_add_range(reach->ro, s, e);
}

/* Memory that the domain itself may only map for reading. */
static int __init cf_check find_read_only(unsigned long s, unsigned long e,
                                          void *arg)
{
    struct reach *reach = arg;

    return rangeset_report_ranges(reach->d->iomem_caps, s, e, make_read_only,
                                  reach);
}

static int __init cf_check map_range(unsigned long s, unsigned long e,
                                     void *arg)
{
    struct reach *reach = arg;

    return iommu_map(reach->d, _dfn(s), _mfn(s), e - s + 1, reach->perms,
                     &reach->flush);
}

static int __init map_low_memory(struct reach *reach)
{
    unsigned long pfn;
    int rc = 0;

    for ( pfn = 0; pfn < PFN_1M && !rc; pfn++ )
    {
        reach->perms = hwdom_iommu_map(reach->d, pfn, PFN_4G - 1);
        if ( reach->perms )
            rc = map_range(pfn, pfn, reach);
    }

    return rc;
}

static int __init map_sets(struct reach *reach)
{
    int rc = map_low_memory(reach);

    reach->perms = IOMMUF_readable | IOMMUF_writable;
    rc = rc ?: rangeset_report_ranges(reach->rw, 0, ~0UL, map_range, reach);
    reach->perms = IOMMUF_readable;

    return rc ?: rangeset_report_ranges(reach->ro, 0, ~0UL, map_range, reach);
}

/**
 * lu_iommu_map - page tables for the devices of the hardware domain
 *
 * Called for arch_iommu_hwdom_init(). After that only memory that firmware
 * reserves for a device is added.
 */
void __init lu_iommu_map(struct domain *d)
{
    struct reach reach = {
        .d = d,
        .rw = rangeset_new(NULL, NULL, 0),
        .ro = rangeset_new(NULL, NULL, 0),
    };
    int rc = -ENOMEM;

    if ( reach.rw && reach.ro )
        rc = find_memory(reach.rw) ?: spare_memory(reach.rw) ?:
             rangeset_report_ranges(mmio_ro_ranges, PFN_1M,
                                    end_of_reach() - 1, find_read_only,
                                    &reach) ?:
             cut(reach.ro, FIRST_MSI_PFN, LAST_MSI_PFN) ?: map_sets(&reach);
    if ( rc )
        panic("Live update: IOMMU page tables: error %d\n", rc);
    rangeset_destroy(reach.rw);
    rangeset_destroy(reach.ro);
}

/**
 * arch_lu_restore_iommu - give devices to their domains, and tables to units
 *
 * Everything is restored, but for a few words in the tables that units have.
 */
void __init arch_lu_restore_iommu(void)
{
    if ( !iommu_enabled )
        return;
    lu_iommu_map_pages();
    iommu_hwdom_init(hardware_domain);
}

/**
 * arch_lu_finish_iommu - when no device has an MSI of the old Xen any more
 */
void __init arch_lu_finish_iommu(void)
{
    if ( iommu_enabled )
        iommu_vcall(iommu_get_ops(), lu_finish);
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
