/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: how much memory the new Xen is going to need in its bank.
 *
 * The old Xen estimates it before domains are paused: too small a bank is an
 * obstacle. The new Xen estimates it from the stream and compares it with what
 * it has left, before the commit point.
 */
#include <xen/domain_page.h>
#include <xen/errno.h>
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/pfn.h>
#include <xen/sched.h>
#include <asm/e820.h>
#include <asm/mm.h>
#include <asm/pv/mm.h>
#include <asm/setup.h>

#include <xen/liveupdate/private.h>
#include <xen/liveupdate/load.h>
#include "private.h"

/* Memory for page tables and for Xen itself, see arch_lu_boot_memory(). */
#define BOOT_BYTES_FIXED    MB(16)
/* Page tables of the directmap, if it has to be mapped in pieces of 2 MiB */
#define BOOT_BYTES_PER_GB   KB(8)
/* Boot memory that has to be left at the commit point. */
#define BOOT_BYTES_MARGIN   MB(4)
#define BOOT_BYTES_PER_CPU  KB(256)
/* Memory that the new Xen takes out of the bank for the domains. */
#define BOOT_BYTES_PER_DOMAIN   KB(256)
#define BOOT_BYTES_PER_VCPU     KB(128)

static uint64_t domains_memory(void)
{
    const struct domain *d;
    uint64_t bytes = 0;

    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
        bytes += BOOT_BYTES_PER_DOMAIN + d->max_vcpus * BOOT_BYTES_PER_VCPU +
                 d->valid_evtchns * sizeof(struct evtchn) +
                 (is_hvm_domain(d) && !lu_image.in_place
                  ? lu_pool_memory(d->arch.paging.hap.p2m_pages, d->max_vcpus)
                  : 0) + lu_gnttab_memory(d);
    rcu_read_unlock(&domlist_read_lock);

    return bytes;
}

/* Page tables of the directmap */
static uint64_t directmap_memory(void)
{
    return cpu_has_page1gb ? 0
                           : (total_pages >> (30 - PAGE_SHIFT)) *
                             BOOT_BYTES_PER_GB;
}

/**
 * arch_lu_boot_memory - bytes that the new Xen needs in its bank, besides image
 */
uint64_t arch_lu_boot_memory(void)
{
    return BOOT_BYTES_FIXED + directmap_memory() +
           arch_lu_boot_memory_missing() +
           num_present_cpus() * BOOT_BYTES_PER_CPU + domains_memory() +
           lu_iommu_memory();
}

static uint64_t __init domain_memory(const struct xen_lu_domain *dom,
                                     bool in_place)
{
    const struct xen_lu_grant *gt = lu_find(dom, XEN_LU_REC_GRANT, NULL);
    const struct xen_lu_hvm *hvm = lu_find(dom, XEN_LU_REC_HVM, NULL);
    uint32_t evtchns = 0;

    lu_find(dom, XEN_LU_REC_EVTCHN, &evtchns);

    /* Active grants: less than a page for each grant frame, of both kinds. */
    return BOOT_BYTES_PER_DOMAIN + dom->max_vcpus * BOOT_BYTES_PER_VCPU +
           evtchns / sizeof(struct xen_lu_evtchn) * sizeof(struct evtchn) +
           (IS_ENABLED(CONFIG_HVM) && hvm && !in_place
            ? lu_pool_memory(hvm->table_pages, dom->max_vcpus) : 0) +
           gt->nr_frames * 8 * PAGE_SIZE +
           gt->maptrack_limit * sizeof(uint64_t) * 2;
}

/* Frame table and M2P, as far as the old Xen has allocated nothing for them */
static uint64_t __init tables_memory(const void *stream)
{
    uint64_t need, have = lu_boot_memory_left();

    if ( lu_find(stream, XEN_LU_REC_FRAMES, NULL) )
        return 0;
    need = pfn_to_paddr(lu_table_pages());

    return need > have ? need - have : 0;
}

/**
 * arch_lu_restore_memory - bytes that this Xen is going to need in its bank
 *
 * The old Xen has calculated this, too. But that was another Xen: a need that
 * it did not know of would only show after the commit point.
 */
uint64_t __init arch_lu_restore_memory(const void *stream)
{
    const struct xen_lu_domain *dom;
    bool in_place = lu_find(stream, XEN_LU_REC_FRAMES, NULL);
    uint64_t bytes = BOOT_BYTES_MARGIN + lu_restored_iommu_memory() +
                     tables_memory(stream);

    for_each_lu_domain ( stream, dom )
        bytes += domain_memory(dom, in_place);

    return bytes;
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
