/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: pages of the domains.
 *
 * Pages stay where they are. Types and counts are not handed over: pinned page
 * tables are pinned again, which derives them from what the tables contain.
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

/* Memory for page tables, frame table and M2P, see arch_lu_boot_memory(). */
#define BOOT_BYTES_PER_PAGE (sizeof(struct page_info) + sizeof(unsigned long))
#define BOOT_BYTES_FIXED    MB(16)
/* What has to be left of it at the commit point. */
#define BOOT_BYTES_MARGIN   MB(4)
#define BOOT_BYTES_PER_CPU  KB(256)
/* What the new Xen allocates for the domains, before it has other memory. */
#define BOOT_BYTES_PER_DOMAIN   KB(256)
#define BOOT_BYTES_PER_VCPU     KB(128)

/* --- save --------------------------------------------------------------- */

struct run {
    struct xen_lu_extent ext;
    struct lu_writer *w;        /* NULL: count only */
    size_t nr;
};

static void end_run(struct run *run)
{
    if ( !run->ext.nr )
        return;
    if ( run->w )
        lu_rec_put(run->w, &run->ext, sizeof(run->ext));
    run->nr++;
    run->ext.nr = 0;
}

static void add_page(struct run *run, const struct page_info *pg,
                     uint32_t flags)
{
    uint64_t mfn = mfn_x(page_to_mfn(pg));
    uint64_t gfn = get_gpfn_from_mfn(mfn);

    if ( !VALID_M2P(gfn) )
        gfn = XEN_LU_NO_MFN;
    if ( !(pg->count_info & PGC_allocated) )
        flags |= XEN_LU_PAGES_FREED;

    if ( run->ext.nr && mfn == run->ext.mfn + run->ext.nr &&
         flags == run->ext.flags &&
         (gfn == XEN_LU_NO_MFN ? run->ext.gfn == XEN_LU_NO_MFN
                               : gfn == run->ext.gfn + run->ext.nr) )
    {
        run->ext.nr++;
        return;
    }

    end_run(run);
    run->ext = (struct xen_lu_extent){ mfn, gfn, 1, flags };
}

static void walk_pages(struct run *run, const struct domain *d)
{
    const struct page_info *pg;

    page_list_for_each ( pg, &d->page_list )
        add_page(run, pg, 0);
    end_run(run);
    page_list_for_each ( pg, &d->extra_page_list )
        add_page(run, pg, XEN_LU_PAGES_EXTRA);
    end_run(run);
}

/* Of a page table in use, 0 for any other page */
static unsigned int table_level(const struct page_info *pg)
{
    unsigned long ti = pg->u.inuse.type_info;

    if ( !(ti & PGT_count_mask) )
        return 0;

    switch ( ti & PGT_type_mask )
    {
    case PGT_l1_page_table: return 1;
    case PGT_l2_page_table: return 2;
    case PGT_l3_page_table: return 3;
    case PGT_l4_page_table: return 4;
    }

    return 0;
}

/* Is it a page table that others of its level refer to? */
static bool is_linear(const struct page_info *pg)
{
    return (pg->u.inuse.type_info & PGT_validated) && table_level(pg) > 1 &&
           pg->linear_pt_count < 0;
}

static size_t save_pins(struct lu_writer *w, const struct domain *d)
{
    const struct page_info *pg;
    size_t nr = 0;

    page_list_for_each ( pg, &d->page_list )
    {
        struct xen_lu_pin rec = {
            .level = table_level(pg),
            .flags = (is_linear(pg) ? XEN_LU_PIN_LINEAR : 0) |
                     (pg->u.inuse.type_info & PGT_pinned
                      ? 0 : XEN_LU_PIN_HELD),
        };

        if ( !rec.level || rec.flags == XEN_LU_PIN_HELD )
            continue;
        nr++;
        rec.mfn = mfn_x(page_to_mfn(pg));
        if ( w )
            lu_rec_put(w, &rec, sizeof(rec));
    }

    return nr;
}

/**
 * arch_lu_save_pages - PAGES and PINS records
 */
void arch_lu_save_pages(struct lu_writer *w, struct domain *d)
{
    struct run run = { .w = w };

    lu_rec_open(w, XEN_LU_REC_PAGES);
    if ( lu_image.in_place )
    {
        lu_rec_close(w);
        lu_save_in_place(w, d);
        lu_save_page_sums(w, d);
        return;
    }
    walk_pages(&run, d);
    lu_rec_close(w);

    lu_rec_open(w, XEN_LU_REC_PINS);
    save_pins(w, d);
    lu_rec_close_if_used(w);

    lu_save_page_sums(w, d);
}

/**
 * arch_lu_estimate_size - bytes of x86 records of a domain
 *
 * Counts while the domain runs: good enough, the caller adds a margin.
 */
size_t arch_lu_estimate_size(const struct domain *d)
{
    struct run run = {};
    size_t pins;

    spin_lock(&((struct domain *)d)->page_alloc_lock);
    walk_pages(&run, d);
    pins = save_pins(NULL, d);
    spin_unlock(&((struct domain *)d)->page_alloc_lock);

    return run.nr * sizeof(struct xen_lu_extent) +
           pins * sizeof(struct xen_lu_pin) +
           (is_hvm_domain(d) ? lu_hvm_size((struct domain *)d) : 0) +
           lu_page_sums_size(run.nr, domain_tot_pages(d)) +
           d->max_vcpus * (sizeof(struct xen_lu_vcpu_context) + PAGE_SIZE) +
           d->nr_pirqs * sizeof(struct xen_lu_pirq) +
           d->arch.nr_e820 * sizeof(struct xen_lu_memmap) + 4 * PAGE_SIZE;
}

static uint64_t domains_memory(void)
{
    const struct domain *d;
    uint64_t bytes = 0;

    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
        bytes += BOOT_BYTES_PER_DOMAIN + d->max_vcpus * BOOT_BYTES_PER_VCPU +
                 d->valid_evtchns * sizeof(struct evtchn) +
                 (is_hvm_domain(d)
                  ? lu_pool_memory(d->arch.paging.hap.p2m_pages, d->max_vcpus)
                  : 0) + lu_gnttab_memory(d);
    rcu_read_unlock(&domlist_read_lock);

    return bytes;
}

/*
 * Frame table and M2P of so many pages; in place two maps of a bit each, and
 * entries of the directmap.
 */
static uint64_t host_memory(uint64_t pages, bool in_place)
{
    return in_place ? pages / 4 + 2 * (max_page / 8)
                    : pages * BOOT_BYTES_PER_PAGE;
}

/**
 * arch_lu_boot_memory - bytes that the new Xen needs besides its image
 */
uint64_t arch_lu_boot_memory(void)
{
    return BOOT_BYTES_FIXED + host_memory(total_pages, lu_image.in_place) +
           num_present_cpus() * BOOT_BYTES_PER_CPU + domains_memory();
}

static uint64_t __init domain_memory(const struct xen_lu_domain *dom)
{
    const struct xen_lu_grant *gt = lu_find(dom, XEN_LU_REC_GRANT, NULL);
    const struct xen_lu_hvm *hvm = lu_find(dom, XEN_LU_REC_HVM, NULL);
    uint32_t evtchns = 0;

    lu_find(dom, XEN_LU_REC_EVTCHN, &evtchns);

    /* Less than a page for active grants to each frame of them, of both kinds. */
    return BOOT_BYTES_PER_DOMAIN + dom->max_vcpus * BOOT_BYTES_PER_VCPU +
           evtchns / sizeof(struct xen_lu_evtchn) * sizeof(struct evtchn) +
           (IS_ENABLED(CONFIG_HVM) && hvm
            ? lu_pool_memory(hvm->table_pages, dom->max_vcpus) : 0) +
           gt->nr_frames * 8 * PAGE_SIZE +
           gt->maptrack_limit * sizeof(uint64_t) * 2;
}

/**
 * arch_lu_restore_memory - bytes that this Xen is going to need
 *
 * The old Xen has counted, too; but that was another Xen, and what it did not
 * know of shows when there is no way back any more.
 */
uint64_t __init arch_lu_restore_memory(const void *stream)
{
    const struct xen_lu_domain *dom;
    bool in_place = lu_find(stream, XEN_LU_REC_FRAMES, NULL);
    uint64_t bytes = BOOT_BYTES_MARGIN;
    unsigned int i;

    for ( i = 0; i < e820.nr_map; i++ )
        if ( e820.map[i].type == E820_RAM )
            bytes += host_memory(PFN_DOWN(e820.map[i].size), in_place);
    for_each_lu_domain ( stream, dom )
        bytes += domain_memory(dom);

    return bytes;
}

/* --- restore ------------------------------------------------------------ */

/* Returns the number of pages that were adopted: all, but for an error. */
static unsigned long __init adopt_extent(struct domain *d,
                                         const struct xen_lu_extent *ext)
{
    bool extra = ext->flags & XEN_LU_PAGES_EXTRA;
    struct page_list_head *list = extra ? &d->extra_page_list : &d->page_list;
    unsigned long i, nr = 0;

    for ( i = 0; i < ext->nr; i++ )
    {
        mfn_t mfn = _mfn(ext->mfn + i);
        struct page_info *pg = mfn_to_page(mfn);

        if ( !mfn_valid(mfn) || pg->count_info || page_get_owner(pg) )
            continue;
        page_set_owner(pg, d);
        /* Also pages that were given up, see drop_freed_pages(). */
        pg->count_info = PGC_allocated | 1 | (extra ? PGC_extra : 0);
        page_list_add_tail(pg, list);
        if ( ext->gfn != XEN_LU_NO_MFN )
            set_gpfn_from_mfn(ext->mfn + i, ext->gfn + i);
        nr++;
    }
    if ( extra )
        d->extra_pages += nr;

    return nr;
}

/**
 * arch_lu_restore_pages - give a domain its pages back
 */
int __init arch_lu_restore_pages(struct domain *d,
                                 const struct xen_lu_domain *dom)
{
    const struct xen_lu_extent *ext;
    unsigned long total = 0, wanted = 0;
    unsigned int i, nr;

    if ( lu_in_place )
        return lu_restore_in_place(d, dom);

    ext = lu_array(dom, XEN_LU_REC_PAGES, struct xen_lu_extent, nr);
    spin_lock(&d->page_alloc_lock);
    for ( i = 0; i < nr; i++ )
    {
        unsigned long adopted = adopt_extent(d, &ext[i]);

        if ( adopted != ext[i].nr )
            printk(XENLOG_ERR "Live update: d%u: pages %#lx+%#x are in use\n",
                   dom->domid, ext[i].mfn, ext[i].nr);
        wanted += ext[i].nr;
        total += adopted;
    }
    if ( total && domain_adjust_tot_pages(d, total) == total )
        get_knownalive_domain(d);
    spin_unlock(&d->page_alloc_lock);

    lu_compare_content(dom);

    return total == wanted ? 0 : -EBUSY;
}

/**
 * arch_lu_restore_xen_pages - pages of Xen that the new Xen has no use for
 *
 * That is so if the domain has no grant table, for instance. Others may still
 * have mapped them: they become pages of the domain.
 */
int __init arch_lu_restore_xen_pages(struct domain *d,
                                     const struct xen_lu_domain *dom)
{
    const struct xen_lu_xen_page *rec;
    unsigned long left = 0;
    unsigned int i, nr;

    rec = lu_array(dom, XEN_LU_REC_XEN_PAGES, struct xen_lu_xen_page, nr);
    spin_lock(&d->page_alloc_lock);
    for ( i = 0; i < nr; i++ )
    {
        struct xen_lu_extent ext = {
            rec[i].mfn, XEN_LU_NO_MFN, 1, XEN_LU_PAGES_EXTRA
        };
        struct page_info *pg = mfn_to_page(_mfn(rec[i].mfn));

        if ( page_get_owner(pg) )
            continue;
        pg->count_info = 0;
        left += adopt_extent(d, &ext);
    }
    if ( left && domain_adjust_tot_pages(d, left) == left )
        get_knownalive_domain(d);
    spin_unlock(&d->page_alloc_lock);

    return left ? -EEXIST : 0;
}

/**
 * lu_take_own_page - references of a mapping, without the price of the usual way
 *
 * Nine of ten entries of page tables map a page of the table's owner that is of
 * no type or writable already. Nobody else looks at the counts of pages while
 * they are adopted, nothing is in a TLB and there is no IOMMU: an addition does.
 */
bool lu_take_own_page(struct page_info *pg, const struct domain *owner,
                      bool writable)
{
    unsigned long ti = pg->u.inuse.type_info;

    if ( page_get_owner(pg) != owner || is_special_page(pg) ||
         !(pg->count_info & PGC_count_mask) )
        return false;

    if ( writable )
    {
        if ( !ti )
            ti = PGT_writable_page | PGT_validated;
        else if ( !(ti & PGT_count_mask) || !(ti & PGT_validated) ||
                  (ti & PGT_type_mask) != PGT_writable_page )
            return false;
        pg->u.inuse.type_info = ti + 1;
    }
    pg->count_info++;

    return true;
}

/**
 * lu_maps_io - the old Xen has accepted this entry: does it still make sense?
 */
bool lu_maps_io(unsigned long mfn)
{
    unsigned int i;

    for ( i = 0; i < ARRAY_SIZE(lu_bank_maddr); i++ )
        if ( pfn_to_paddr(mfn) - lu_bank_maddr[i] < lu_bank_size )
            return false;

    return lu_restoring;
}

/**
 * lu_drop_failed_table - a table of which a part was validated
 *
 * What validated it for a hypercall would leave the rest to the next one.
 */
void __init lu_drop_failed_table(void)
{
    while ( put_old_guest_table(current) )
        lu_run_softirqs();
}

/* The reference to a table that failed halfway is put with what it refers to. */
static int __init pin(struct domain *d, const struct xen_lu_pin *rec)
{
    static const unsigned long type[] __initconst = {
        0, PGT_l1_page_table, PGT_l2_page_table, PGT_l3_page_table,
        PGT_l4_page_table,
    };
    struct page_info *pg = mfn_to_page(_mfn(rec->mfn));
    int rc;

    if ( !rec->level || rec->level >= ARRAY_SIZE(type) ||
         !mfn_valid(_mfn(rec->mfn)) || !get_page(pg, d) )
        return -EINVAL;
    while ( (rc = get_page_type_preemptible(pg, type[rec->level])) == -ERESTART ||
            rc == -EINTR )
        lu_run_softirqs();
    if ( !rc )
        set_bit(_PGT_pinned, &pg->u.inuse.type_info);
    else if ( pg != current->arch.old_guest_table )
        put_page(pg);
    lu_drop_failed_table();

    return rc;
}

/* Those of @level that others of their level refer to, or, with 0, all others. */
static int __init restore_pins(struct domain *d,
                               const struct xen_lu_domain *dom,
                               unsigned int level)
{
    const struct xen_lu_pin *rec;
    unsigned int i, nr;
    int rc = 0;

    rec = lu_array(dom, XEN_LU_REC_PINS, struct xen_lu_pin, nr);
    for ( i = 0; i < nr; i++ )
    {
        int err;

        if ( (rec[i].flags & XEN_LU_PIN_LINEAR ? rec[i].level : 0) != level )
            continue;
        err = pin(d, &rec[i]);
        if ( err && !rc )
            printk(XENLOG_ERR "Live update: d%u: pin %#lx level %u: error %d\n",
                   dom->domid, rec[i].mfn, rec[i].level, err);
        rc = rc ?: err;
    }

    return rc;
}

/**
 * arch_lu_restore_pins - pin the page tables of a domain again
 *
 * A table that others of its level refer to has to be one before these are looked
 * at: otherwise it would be tried as a table of the level below. It refers to no
 * others itself, but tables further down may.
 */
int __init arch_lu_restore_pins(struct domain *d,
                                const struct xen_lu_domain *dom)
{
    return restore_pins(d, dom, 2) ?: restore_pins(d, dom, 3) ?:
           restore_pins(d, dom, 4) ?: restore_pins(d, dom, 0);
}

/**
 * arch_lu_drop_held_tables - unpin what was not pinned in the old Xen
 *
 * By now all that refers to it does.
 */
void __init arch_lu_drop_held_tables(struct domain *d,
                                     const struct xen_lu_domain *dom)
{
    const struct xen_lu_pin *rec;
    unsigned int i, nr;

    rec = lu_array(dom, XEN_LU_REC_PINS, struct xen_lu_pin, nr);
    for ( i = 0; i < nr; i++ )
    {
        struct page_info *pg = mfn_to_page(_mfn(rec[i].mfn));

        if ( (rec[i].flags & XEN_LU_PIN_HELD) &&
             test_and_clear_bit(_PGT_pinned, &pg->u.inuse.type_info) )
            put_page_and_type(pg);
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
