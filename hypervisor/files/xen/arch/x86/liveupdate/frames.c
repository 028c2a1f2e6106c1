/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update, page state in place: the records about the frame table.
 *
 * Every page of the host keeps its entry, with owner, type and counts. The new
 * Xen needs to know where the table and the M2P are, and the heads of the lists
 * that run through the table. No page is looked at for that, so the time does
 * not depend on the size of the host.
 */
#include <xen/domain_page.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <xen/pfn.h>
#include <xen/sched.h>
#include <asm/flushtlb.h>
#include <asm/page.h>

#include <xen/liveupdate/private.h>
#include <xen/liveupdate/load.h>
#include "private.h"

/* liveupdate-inplace: page state may stay in place. */
static bool __read_mostly opt_in_place = true;
boolean_param("liveupdate-inplace", opt_in_place);

/* --- where the tables are ------------------------------------------------ */

/* The runs of frames that one of the tables consists of. */
struct map_walk {
    struct lu_writer *w;        /* NULL: only look */
    struct xen_lu_frame_map run;
    unsigned int nr;
    bool in_bank;
};

static bool overlaps_bank(uint64_t mfn, uint64_t nr)
{
    unsigned int i;

    for ( i = 0; i < ARRAY_SIZE(lu_bank_maddr); i++ )
        if ( mfn < PFN_DOWN(lu_bank_maddr[i] + lu_bank_size) &&
             mfn + nr > PFN_DOWN(lu_bank_maddr[i]) )
            return true;

    return false;
}

static void end_map(struct map_walk *walk)
{
    if ( !walk->run.nr )
        return;
    walk->nr++;
    walk->in_bank |= overlaps_bank(walk->run.mfn, walk->run.nr);
    if ( walk->w )
        lu_rec_put(walk->w, &walk->run, sizeof(walk->run));
    walk->run.nr = 0;
}

static void add_map(struct map_walk *walk, unsigned long va, unsigned long mfn,
                    unsigned long nr)
{
    struct xen_lu_frame_map *run = &walk->run;

    if ( !run->nr || run->va + (run->nr << PAGE_SHIFT) != va ||
         run->mfn + run->nr != mfn )
    {
        end_map(walk);
        *run = (struct xen_lu_frame_map){ va, mfn, 0 };
    }
    run->nr += nr;
}

/* Note the mapping at @va, if any. Returns its bytes of address space. */
static unsigned long walk_one(struct map_walk *walk, unsigned long va)
{
    l4_pgentry_t l4e = idle_pg_table[l4_table_offset(va)];
    l3_pgentry_t l3e;
    l2_pgentry_t l2e;
    l1_pgentry_t l1e;

    if ( !(l4e_get_flags(l4e) & _PAGE_PRESENT) )
        return 1UL << L4_PAGETABLE_SHIFT;

    l3e = l3e_from_l4e(l4e, l3_table_offset(va));
    if ( !(l3e_get_flags(l3e) & _PAGE_PRESENT) )
        return 1UL << L3_PAGETABLE_SHIFT;
    if ( l3e_get_flags(l3e) & _PAGE_PSE )
    {
        add_map(walk, va, l3e_get_pfn(l3e), 1UL << (2 * PAGETABLE_ORDER));
        return 1UL << L3_PAGETABLE_SHIFT;
    }

    l2e = l2e_from_l3e(l3e, l2_table_offset(va));
    if ( !(l2e_get_flags(l2e) & _PAGE_PRESENT) )
        return 1UL << L2_PAGETABLE_SHIFT;
    if ( l2e_get_flags(l2e) & _PAGE_PSE )
    {
        add_map(walk, va, l2e_get_pfn(l2e), 1UL << PAGETABLE_ORDER);
        return 1UL << L2_PAGETABLE_SHIFT;
    }

    l1e = l1e_from_l2e(l2e, l1_table_offset(va));
    if ( l1e_get_flags(l1e) & _PAGE_PRESENT )
        add_map(walk, va, l1e_get_pfn(l1e), 1);

    return PAGE_SIZE;
}

static void walk_range(struct map_walk *walk, unsigned long start,
                       unsigned long end)
{
    unsigned long va = start, size;

    while ( va < end )
    {
        size = walk_one(walk, va);
        va = (va & ~(size - 1)) + size;
    }
    end_map(walk);
}

static void walk_maps(struct map_walk *walk)
{
    walk_range(walk, FRAMETABLE_VIRT_START,
               PAGE_ALIGN((unsigned long)pdx_to_page(max_pdx)));
    walk_range(walk, RDWR_MPT_VIRT_START,
               RDWR_MPT_VIRT_START + ROUNDUP(max_page * BYTES_PER_LONG,
                                             1UL << L2_PAGETABLE_SHIFT));
    walk_range(walk, RDWR_COMPAT_MPT_VIRT_START, RDWR_COMPAT_MPT_VIRT_END);
}

/* Are pages of the bank shared, such as trace buffers? */
static bool shares_bank(void)
{
    const struct page_info *pg;
    bool found = false;

    spin_lock(&dom_xen->page_alloc_lock);
    page_list_for_each ( pg, &dom_xen->xenpage_list )
    {
        found = overlaps_bank(mfn_x(page_to_mfn(pg)), 1);
        if ( found )
            break;
    }
    spin_unlock(&dom_xen->page_alloc_lock);

    return found;
}

static bool in_bank(const struct domain *d)
{
    return overlaps_bank(virt_to_mfn(d), 1);
}

static bool has_hvm_domain(void)
{
    const struct domain *d;
    bool found = false;

    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
        found |= is_hvm_domain(d);
    rcu_read_unlock(&domlist_read_lock);

    return found;
}

/* Is a structure in the bank to which owners of pages refer? */
static bool owner_in_bank(void)
{
    const struct domain *d;
    bool found = in_bank(dom_xen) || in_bank(dom_io);

    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
        found |= in_bank(d);
    rcu_read_unlock(&domlist_read_lock);

    return found;
}

/*
 * Pages of a pool that was restored without page state in place are in the bank:
 * one of a domain that was created since is not, but cannot be told apart.
 */
static bool pool_in_bank(void)
{
    return lu_generation && !lu_in_place && has_hvm_domain();
}

static bool all_keep_p2m(void)
{
    const struct domain *d;
    bool all = true;

    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
        if ( IS_ENABLED(CONFIG_HVM) && is_hvm_domain(d) )
            all &= lu_vmx_keeps_p2m(d);
    rcu_read_unlock(&domlist_read_lock);

    return all;
}

/**
 * arch_lu_page_state - can page types and counts stay where they are?
 *
 * The bank of this Xen is the next one's staging bank: nothing stays in it.
 */
enum xlu_page_state arch_lu_page_state(void)
{
    struct map_walk walk = {};

    if ( !opt_in_place )
        return XLU_PAGES_OPTION;
    walk_maps(&walk);
    if ( walk.in_bank || owner_in_bank() || pool_in_bank() )
        return XLU_PAGES_TABLE;
    if ( shares_bank() )
        return XLU_PAGES_SHARED;
    if ( !all_keep_p2m() )
        return XLU_PAGES_HVM;

    return XLU_PAGES_IN_PLACE;
}

/**
 * arch_lu_reconsider - a domain may prevent it that did not before
 */
void arch_lu_reconsider(struct lu_image *lu)
{
    if ( !lu->in_place || all_keep_p2m() )
        return;
    lu->in_place = false;
    lu_handoff->page_state = XLU_PAGES_HVM;
}

/**
 * lu_node_map_crc - checksum of what node each frame belongs to
 */
uint32_t lu_node_map_crc(void)
{
    return lu_crc32c(lu_crc32c(0, &memnode_shift, sizeof(memnode_shift)),
                     memnodemap, memnodemapsize * sizeof(*memnodemap));
}

/* --- save ---------------------------------------------------------------- */

/**
 * lu_page_list - the ends of a list, as they are in records
 */
struct xen_lu_page_list lu_page_list(const struct page_list_head *list)
{
    if ( page_list_empty(list) )
        return (struct xen_lu_page_list){ XEN_LU_NO_MFN, XEN_LU_NO_MFN };

    return (struct xen_lu_page_list){ page_to_pdx(page_list_first(list)),
                                      page_to_pdx(page_list_last(list)) };
}

/**
 * lu_save_frames - the records about the frame table, if it stays
 */
void lu_save_frames(struct lu_writer *w)
{
    struct map_walk walk = { .w = w };
    struct xen_lu_frames rec = {
        .layout = lu_layout_crc(),
        .pdx_shift = pfn_pdx_hole_shift,
        .max_pdx = max_pdx,
        .dom_xen_mfn = virt_to_mfn(dom_xen),
        .dom_io_mfn = virt_to_mfn(dom_io),
        .xen_pages = dom_xen->xenheap_pages,
        .xen_list = lu_page_list(&dom_xen->xenpage_list),
        .first_mfn = lu_heap_start(),
        .tlb_clock = tlbflush_clock,
        .nodes = lu_node_map_crc(),
    };

    if ( !lu_image.in_place )
        return;

    lu_rec_open(w, XEN_LU_REC_FRAMES);
    lu_rec_put(w, &rec, sizeof(rec));
    lu_rec_close(w);

    lu_rec_open(w, XEN_LU_REC_FRAME_MAP);
    walk_maps(&walk);
    lu_rec_close(w);

    lu_save_heap(w);
}

/**
 * lu_estimate_frames - bytes that lu_save_frames() may write
 */
size_t lu_estimate_frames(void)
{
    struct map_walk walk = {};

    walk_maps(&walk);

    return sizeof(struct xen_lu_frames) +
           walk.nr * sizeof(struct xen_lu_frame_map) + lu_estimate_heap();
}

/**
 * lu_save_in_place - a domain's lists of pages
 */
void lu_save_in_place(struct lu_writer *w, const struct domain *d)
{
    struct xen_lu_in_place rec = {
        .mfn = virt_to_mfn(d),
        .pages = lu_page_list(&d->page_list),
        .extra = lu_page_list(&d->extra_page_list),
        .xen = lu_page_list(&d->xenpage_list),
        .nr_pages = d->tot_pages,
        .nr_extra = d->extra_pages,
        .nr_xen = d->xenheap_pages,
        .nr_l4 = is_pv_domain(d) ? atomic_read(&d->arch.pv.nr_l4_pages) : 0,
    };

    lu_rec_open(w, XEN_LU_REC_IN_PLACE);
    lu_rec_put(w, &rec, sizeof(rec));
    lu_rec_close(w);
}

/**
 * lu_track_l4 - keep L4 page tables at the head of their owner's list
 * @d: the owner
 * @pg: becomes an L4 table, or ceases to be one
 *
 * L4 tables have entries of Xen's own, which the next Xen has to replace: it
 * finds them there without looking at other pages. Nothing else depends on the
 * order.
 */
void lu_track_l4(struct domain *d, struct page_info *pg, bool is_l4)
{
    spin_lock_recursive(&d->page_alloc_lock);
    /* A dying domain is taking its list apart. */
    if ( !d->is_dying && !(pg->count_info & PGC_extra) )
    {
        page_list_del(pg, &d->page_list);
        if ( is_l4 )
            page_list_add(pg, &d->page_list);
        else
            page_list_add_tail(pg, &d->page_list);
    }
    spin_unlock_recursive(&d->page_alloc_lock);
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
