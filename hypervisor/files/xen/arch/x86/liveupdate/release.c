/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: memory without an owner is given to the heap.
 *
 * Page state in place: see sweep.c. Otherwise all memory that had no owner when
 * the stream was checked.
 */
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/pfn.h>
#include <xen/sched.h>
#include <xen/timer.h>
#include <asm/mm.h>

#include <xen/liveupdate/private.h>
#include "private.h"

/* Released before the domains continue, so that hypercalls find memory. */
#define RELEASE_FIRST       MB(32)
/* Then in the background: this many frames every millisecond. */
#define RELEASE_CHUNK       4096UL

static unsigned long __read_mostly release_next;
static struct timer release_timer;

/*
 * Had this frame no owner when the stream was checked? The frame table cannot
 * tell any more: the domains run already, and Xen itself may have allocated
 * again what they have freed.
 */
static bool releasable(unsigned long mfn)
{
    return !lu_frame_taken(mfn);
}

/*
 * Look at some frames, and give those without an owner to the heap. What the
 * old Xen and former domains have left in them is scrubbed by idle CPUs, or at
 * allocation. Returns false when all memory has been looked at.
 */
static bool release_some(void)
{
    unsigned long end = lu_next_memory(&release_next), start = 0;
    unsigned long mfn;

    if ( !end )
        return false;
    end = min(end, release_next + RELEASE_CHUNK);
    for ( mfn = release_next; mfn < end; mfn++ )
    {
        bool free = releasable(mfn);

        if ( free && !start )
            start = mfn;
        if ( start && !free )
        {
            init_dirty_domheap_pages(pfn_to_paddr(start), pfn_to_paddr(mfn));
            start = 0;
        }
    }
    if ( start )
        init_dirty_domheap_pages(pfn_to_paddr(start), pfn_to_paddr(end));
    release_next = end;

    return true;
}

static void cf_check release_more(void *unused)
{
    if ( release_some() || (IS_ENABLED(CONFIG_HVM) && lu_grow_pools()) )
    {
        set_timer(&release_timer, NOW() + MILLISECS(1));
        return;
    }
    lu_free_taken_map();
    printk("Live update %u: memory released, %lu MiB free\n",
           lu_generation, avail_domheap_pages() >> (20 - PAGE_SHIFT));
}

/*
 * A page that a domain has freed exists as long as there are references to it:
 * a mapping of another domain, a pinned page table, a registered area. By now
 * these references are taken again, so the reference of the allocation is
 * dropped, as it had been. A page without other references is freed here.
 */
static void __init drop_freed_pages(struct domain *d,
                                    const struct xen_lu_domain *dom)
{
    const struct xen_lu_extent *ext;
    unsigned int i, j, nr;

    ext = lu_array(dom, XEN_LU_REC_PAGES, struct xen_lu_extent, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( !(ext[i].flags & XEN_LU_PAGES_FREED) )
            continue;
        for ( j = 0; j < ext[i].nr; j++ )
        {
            struct page_info *pg = mfn_to_page(_mfn(ext[i].mfn + j));

            if ( !get_page(pg, d) )
                continue;
            put_page_alloc_ref(pg);
            put_page(pg);
        }
    }
}

static void __init drop_all_freed_pages(void)
{
    const struct xen_lu_domain *dom;

    for_each_lu_domain ( lu_stream, dom )
    {
        struct domain *d = get_domain_by_id(dom->domid);

        drop_freed_pages(d, dom);
        put_domain(d);
    }
}

static void __init release_derived(void)
{
    lu_close_pool();
    lu_release_boot_memory();
    lu_restore_bad_pages();
    release_next = PFN_DOWN(MB(1));
    while ( avail_domheap_pages() < PFN_DOWN(RELEASE_FIRST) &&
            release_some() )
        ;
    drop_all_freed_pages();
    init_timer(&release_timer, release_more, NULL, 0);
    set_timer(&release_timer, NOW() + MILLISECS(1));
}

/* Memory that was free in the old Xen is free already, see lu_swap_heap(). */
static void __init release_in_place(void)
{
    lu_open_banks();
    lu_note_allocs();
    lu_close_pool();
    lu_release_boot_memory();
    lu_restore_bad_pages();
    lu_start_sweep();
}

/**
 * arch_lu_release_memory - give memory without an owner to the heap
 *
 * The first piece at once, the rest while the domains run.
 */
void __init arch_lu_release_memory(void)
{
    if ( lu_in_place )
        release_in_place();
    else
        release_derived();
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
