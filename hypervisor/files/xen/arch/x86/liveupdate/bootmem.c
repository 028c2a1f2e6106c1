/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: memory for what grows with the host, besides the bank.
 *
 * The new Xen needs a frame table and an M2P, unless page state stays in place,
 * and in any case two maps of one bit for each frame. A bank is as large as the
 * option says, on every host. So the old Xen allocates this memory when the
 * image is loaded, clears it before domains are paused, and hands over a list
 * of it. If it cannot get all, the rest has to fit the bank.
 */
#include <xen/errno.h>
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/pfn.h>
#include <xen/sched.h>
#include <xen/sort.h>
#include <xen/xmalloc.h>
#include <asm/mm.h>
#include <asm/pv/domain.h>

#include <xen/liveupdate/private.h>
#include <xen/liveupdate/load.h>
#include "private.h"

#define MAX_EXTENTS     4096U
/* Structures of Xen's own domains, and of those created after the load */
#define SPARE_DOMAINS   128U

static struct xen_lu_boot_memory *extents;
static unsigned int nr_extents, max_extents;
/* Frames that the new Xen needs, and those that it gets */
static unsigned long wanted, allocated;

/* --- how much ------------------------------------------------------------ */

/**
 * lu_any_valid - does any of these frames exist?
 */
bool lu_any_valid(unsigned long mfn, unsigned long nr)
{
    unsigned long end = mfn + nr;

    for ( ; mfn < end; mfn += PDX_GROUP_COUNT )
        if ( mfn_valid(_mfn(mfn)) )
            return true;

    return false;
}

/* A group of entries of the frame table takes one chunk. */
static unsigned long frame_table_chunks(void)
{
    unsigned long i, nr = 0;

    for ( i = 0; i < DIV_ROUND_UP(max_pdx, PDX_GROUP_COUNT); i++ )
        nr += test_bit(i, pdx_group_valid);

    return nr;
}

/* Chunks of an M2P of @bytes of address space, as paging_init() sees them */
static unsigned long m2p_chunks(unsigned long bytes, unsigned int entry_size)
{
    unsigned long entries = (1UL << L2_PAGETABLE_SHIFT) / entry_size;
    unsigned long end = min(bytes / entry_size, max_page), mfn, nr = 0;

    for ( mfn = 0; mfn < end; mfn += entries )
        nr += lu_any_valid(mfn, entries);

    return nr;
}

/**
 * lu_map_pages - pages of a map that has one bit for each frame
 */
unsigned long lu_map_pages(void)
{
    return PFN_UP(LU_MAP_WORDS(max_page) * sizeof(uint64_t));
}

/**
 * lu_table_pages - pages of frame table and M2P that a Xen needs on this host
 */
unsigned long lu_table_pages(void)
{
    return (frame_table_chunks() +
            m2p_chunks(RDWR_MPT_VIRT_END - RDWR_MPT_VIRT_START,
                       sizeof(unsigned long)) +
            (opt_pv32 ? m2p_chunks(RDWR_COMPAT_MPT_VIRT_END -
                                   RDWR_COMPAT_MPT_VIRT_START,
                                   sizeof(unsigned int)) : 0))
           << PAGETABLE_ORDER;
}

/**
 * lu_single_pages - pages that are reserved at the end of one extent
 * @domains: number of domains
 *
 * Both maps, which are in one piece each; the last 2 MiB of the frame table;
 * and structures of domains.
 */
unsigned long lu_single_pages(unsigned int domains)
{
    unsigned long nr = 2 * lu_map_pages() + (1UL << PAGETABLE_ORDER) +
                       SPARE_DOMAINS + domains;

    return ROUNDUP(nr, 1UL << PAGETABLE_ORDER);
}

/* --- allocation ---------------------------------------------------------- */

static bool add_extent(uint64_t mfn, uint64_t nr)
{
    struct xen_lu_boot_memory *last = nr_extents ? &extents[nr_extents - 1]
                                                 : NULL;

    if ( last && last->mfn + last->nr == mfn )
        last->nr += nr;
    else if ( last && mfn + nr == last->mfn )
    {
        last->mfn = mfn;
        last->nr += nr;
    }
    else if ( nr_extents < max_extents )
        extents[nr_extents++] = (struct xen_lu_boot_memory){ mfn, nr };
    else
        return false;
    allocated += nr;

    return true;
}

static void free_range(unsigned long mfn, unsigned long nr)
{
    for ( ; nr; mfn++, nr-- )
        free_domheap_page(mfn_to_page(_mfn(mfn)));
}

/* One chunk, of which only @nr pages are kept */
static bool allocate_chunk(unsigned int order, unsigned long nr)
{
    struct page_info *pg = alloc_domheap_pages(NULL, order, MEMF_no_scrub);
    unsigned long mfn;

    if ( !pg )
        return false;
    mfn = mfn_x(page_to_mfn(pg));
    free_range(mfn + nr, (1UL << order) - nr);
    if ( add_extent(mfn, nr) )
        return true;
    free_range(mfn, nr);

    return false;
}

static int cf_check by_address(const void *l, const void *r)
{
    const struct xen_lu_boot_memory *a = l, *b = r;

    return a->mfn < b->mfn ? -1 : a->mfn > b->mfn;
}

static void swap_extents(void *a, void *b, size_t size)
{
    struct xen_lu_boot_memory tmp = *(struct xen_lu_boot_memory *)a;

    *(struct xen_lu_boot_memory *)a = *(struct xen_lu_boot_memory *)b;
    *(struct xen_lu_boot_memory *)b = tmp;
}

/* As few pieces as possible: the new Xen looks at each of them. */
static void allocate_rest(unsigned long nr)
{
    unsigned int order = MAX_ORDER;

    while ( nr >= (1UL << PAGETABLE_ORDER) && order >= PAGETABLE_ORDER )
        if ( (1UL << order) > nr || !allocate_chunk(order, 1UL << order) )
            order--;
        else
            nr -= 1UL << order;
}

static unsigned int count_domains(void)
{
    const struct domain *d;
    unsigned int nr = 0;

    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
        nr++;
    rcu_read_unlock(&domlist_read_lock);

    return nr;
}

/**
 * arch_lu_allocate_boot_memory - allocate what the bank need not have
 *
 * If it is called again, allocates what is missing by then. Too little memory
 * is no error: arch_lu_boot_memory() counts the rest, which the bank has to
 * have.
 */
int arch_lu_allocate_boot_memory(void)
{
    unsigned long single = lu_single_pages(count_domains());
    unsigned long tables = lu_table_pages();

    if ( !extents )
    {
        max_extents = min_t(unsigned long, MAX_EXTENTS,
                            1 + (tables >> PAGETABLE_ORDER));
        extents = xzalloc_array(struct xen_lu_boot_memory, max_extents);
        if ( lu_fails(!extents, "memory for the list of boot memory") )
        {
            lu_report(XLU_REASON_NO_MEMORY, max_extents * sizeof(*extents), 0,
                      "no memory");
            return -ENOMEM;
        }
        allocate_chunk(get_order_from_pages(single), single);
    }
    wanted = max(wanted, lu_image.in_place ? single : single + tables);
    if ( wanted > allocated )
        allocate_rest(wanted - allocated);
    sort(extents, nr_extents, sizeof(*extents), by_address, swap_extents);

    return 0;
}

/**
 * arch_lu_free_boot_memory - undo arch_lu_allocate_boot_memory()
 */
void arch_lu_free_boot_memory(void)
{
    unsigned int i;

    for ( i = 0; i < nr_extents; i++ )
        free_range(extents[i].mfn, extents[i].nr);
    XFREE(extents);
    nr_extents = 0;
    allocated = wanted = 0;
}

/**
 * arch_lu_boot_extent - one piece of this memory
 *
 * Returns false if there are less than @i + 1.
 */
bool arch_lu_boot_extent(unsigned int i, uint64_t *start, uint64_t *end)
{
    if ( i >= nr_extents )
        return false;
    *start = pfn_to_paddr(extents[i].mfn);
    *end = *start + pfn_to_paddr(extents[i].nr);

    return true;
}

/**
 * arch_lu_boot_memory_missing - bytes that could not be allocated
 */
uint64_t arch_lu_boot_memory_missing(void)
{
    return wanted > allocated ? pfn_to_paddr(wanted - allocated) : 0;
}

/* --- the record ---------------------------------------------------------- */

/**
 * arch_lu_save_boot_memory - BOOT_MEMORY record
 */
void arch_lu_save_boot_memory(struct lu_writer *w)
{
    lu_rec_open(w, XEN_LU_REC_BOOT_MEMORY);
    lu_rec_put(w, extents, nr_extents * sizeof(*extents));
    lu_rec_close_if_used(w);
}

/**
 * arch_lu_boot_memory_size - bytes that the record takes
 */
size_t arch_lu_boot_memory_size(void)
{
    return nr_extents * sizeof(*extents);
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
