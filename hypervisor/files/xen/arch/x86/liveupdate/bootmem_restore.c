/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: the new Xen uses memory that the old one has allocated for it.
 *
 * Chunks of 2 MiB are taken from the front of each extent, in order. The end
 * of one extent is reserved for the two maps, the last pages of the frame table
 * and structures of domains. What is lacking comes out of the bank.
 */
#include <xen/errno.h>
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/pfn.h>
#include <asm/e820.h>
#include <asm/mm.h>

#include <xen/liveupdate/private.h>
#include "private.h"

#define CHUNK   (1UL << PAGETABLE_ORDER)

static const struct xen_lu_boot_memory *__read_mostly extents;
static unsigned int __read_mostly nr_extents;
/* The next chunk: extent, and frames before it in there */
static unsigned int __initdata at;
static unsigned long __initdata used;
/* The extent with the maps, frames reserved at its end, and those taken */
static unsigned int __read_mostly map_at;
static unsigned long __read_mostly map_size, __read_mostly map_used;

/* Map of the frames that are in use, if it is not in the bank */
static unsigned long __read_mostly taken_mfn, __read_mostly taken_nr;

/* --- before the commit point --------------------------------------------- */

static int __init refuse(struct lu_fault *fault, const void *where)
{
    fault->reason = XLU_REASON_BAD_RECORD;
    fault->type = XEN_LU_REC_BOOT_MEMORY;
    fault->offset = where - lu_stream;

    return -EINVAL;
}

static bool __init in_ram(uint64_t start, uint64_t end)
{
    unsigned int i;

    for ( i = 0; i < ARRAY_SIZE(lu_bank_maddr); i++ )
        if ( start < lu_bank_maddr[i] + lu_bank_size &&
             end > lu_bank_maddr[i] )
            return false;
    for ( i = 0; i < e820.nr_map; i++ )
        if ( e820.map[i].type == E820_RAM && e820.map[i].addr <= start &&
             e820.map[i].addr + e820.map[i].size >= end )
            return true;

    return false;
}

/* The index of the last extent that begins before @mfn, plus 1 */
static unsigned int __init count_before(uint64_t mfn)
{
    unsigned int low = 0, high = nr_extents;

    while ( low < high )
    {
        unsigned int middle = (low + high) / 2;

        if ( extents[middle].mfn < mfn )
            low = middle + 1;
        else
            high = middle;
    }

    return low;
}

static bool __init overlaps(uint64_t mfn, uint64_t nr)
{
    unsigned int i = count_before(mfn + nr);

    return i && extents[i - 1].mfn + extents[i - 1].nr > mfn;
}

/* Has a domain pages there? With page state in place there are no extents. */
static bool __init hits_domain(const struct xen_lu_domain *dom)
{
    const struct xen_lu_extent *ext;
    unsigned int i, nr;

    ext = lu_array(dom, XEN_LU_REC_PAGES, struct xen_lu_extent, nr);
    for ( i = 0; i < nr; i++ )
        if ( overlaps(ext[i].mfn, ext[i].nr) )
            return true;

    return false;
}

/* Page state in place: is this memory the old Xen's own? */
static bool __init is_free_of_owners(const struct xen_lu_boot_memory *ext)
{
    unsigned long mfn;

    for ( mfn = ext->mfn; mfn < ext->mfn + ext->nr; mfn++ )
        if ( !lu_has_no_owner(mfn) )
            return false;

    return true;
}

static int __init check(bool in_place, struct lu_fault *fault)
{
    const struct xen_lu_domain *dom;
    uint64_t next = 0;
    unsigned int i;

    for ( i = 0; i < nr_extents; i++ )
    {
        uint64_t mfn = extents[i].mfn, nr = extents[i].nr;

        if ( mfn < next || mfn >= max_page )
            return refuse(fault, &extents[i].mfn);
        if ( !nr || nr % CHUNK || nr > max_page - mfn ||
             !in_ram(pfn_to_paddr(mfn), pfn_to_paddr(mfn + nr)) ||
             (in_place && !is_free_of_owners(&extents[i])) )
            return refuse(fault, &extents[i].nr);
        next = mfn + nr;
    }
    for_each_lu_domain ( lu_stream, dom )
        if ( hits_domain(dom) )
            return refuse(fault, extents);

    return 0;
}

/**
 * lu_find_boot_memory - find the memory besides the bank
 * @in_place: the old Xen's frame table is mapped
 *
 * Checks all that there is to check, as this memory is written to before the
 * commit point: by lu_alloc_maps().
 */
int __init lu_find_boot_memory(bool in_place, struct lu_fault *fault)
{
    const struct xen_lu_domain *dom;
    unsigned int nr = 0;
    int rc;

    extents = lu_array(lu_stream, XEN_LU_REC_BOOT_MEMORY,
                       struct xen_lu_boot_memory, nr_extents);
    rc = check(in_place, fault);
    if ( rc )
        return rc;
    for_each_lu_domain ( lu_stream, dom )
        nr++;
    map_size = lu_single_pages(nr);
    for ( map_at = 0; map_at < nr_extents; map_at++ )
        if ( extents[map_at].nr >= map_size )
            break;

    return 0;
}

/* From the end of the one extent. Returns 0 if it has no room. */
static unsigned long take_end(unsigned long nr)
{
    if ( map_at >= nr_extents || nr > map_size - map_used )
        return 0;
    map_used += nr;

    return extents[map_at].mfn + extents[map_at].nr - map_used;
}

static uint64_t *__init alloc_map(unsigned long pages)
{
    unsigned long mfn = take_end(pages);

    return mfn_to_virt(mfn ?: mfn_x(alloc_boot_pages(pages, 1)));
}

/**
 * lu_alloc_maps - memory for the maps that the check needs
 *
 * That of the taken frames is kept: it tells what is free.
 */
void __init lu_alloc_maps(struct lu_machine *m)
{
    unsigned long pages = lu_map_pages();

    m->taken = alloc_map(pages);
    if ( map_used )
    {
        taken_mfn = virt_to_mfn(m->taken);
        taken_nr = pages;
    }
    m->own = alloc_map(pages);
    lu_taken = m->taken;
}

/**
 * lu_free_own_map - the check is over, and the map is zero again
 */
void __init lu_free_own_map(const struct lu_machine *m)
{
    unsigned long pages = lu_map_pages();

    if ( map_used >= 2 * pages )
        map_used -= pages;
    else
        init_boot_pages(__pa(m->own), __pa(m->own) + pfn_to_paddr(pages));
}

/* Frames of an extent for chunks, a multiple of CHUNK */
static unsigned long __init room_of(unsigned int i)
{
    return extents[i].nr - (i == map_at ? map_size : 0);
}

static unsigned long __init used_of(unsigned int i)
{
    return i < at ? room_of(i) : i == at ? used : 0;
}

/**
 * lu_boot_memory_left - bytes that are not used yet
 */
uint64_t __init lu_boot_memory_left(void)
{
    unsigned long nr = 0;
    unsigned int i;

    for ( i = 0; i < nr_extents; i++ )
        nr += room_of(i) - used_of(i);

    return pfn_to_paddr(nr);
}

/* --- after the commit point ---------------------------------------------- */

/* Returns 0 if there is none left. */
static unsigned long __init take_chunk(void)
{
    for ( ; at < nr_extents; at++, used = 0 )
        if ( used < room_of(at) )
        {
            used += CHUNK;
            return extents[at].mfn + used - CHUNK;
        }

    return 0;
}

/**
 * lu_alloc_frame_table - boot memory for @nr pages of the frame table
 *
 * A power of two, to which the memory is aligned.
 */
mfn_t __init lu_alloc_frame_table(unsigned long nr)
{
    unsigned long mfn = nr == 1 ? take_end(1) : nr == CHUNK ? take_chunk() : 0;

    return mfn ? _mfn(mfn) : alloc_boot_pages(nr, nr);
}

/**
 * lu_alloc_m2p - 2 MiB for the M2P, or NULL
 */
struct page_info *__init lu_alloc_m2p(void)
{
    unsigned long mfn = take_chunk();

    return mfn ? mfn_to_page(_mfn(mfn)) : NULL;
}

/**
 * lu_alloc_structure - a page for the structure of a domain, or NULL
 *
 * The next update can only leave page state in place if these structures are
 * not in a bank, as owners of pages refer to them.
 */
struct domain *lu_alloc_structure(void)
{
    unsigned long mfn = take_end(1);

    if ( !mfn )
        return NULL;
    /* As from alloc_xenheap_pages() */
    mfn_to_page(_mfn(mfn))->count_info |= PGC_xen_heap;

    return mfn_to_virt(mfn);
}

/**
 * lu_release_boot_memory - what was not needed is released like other memory
 */
void __init lu_release_boot_memory(void)
{
    unsigned int i;

    for ( i = 0; i < nr_extents; i++ )
        lu_frames_free(lu_taken, extents[i].mfn + used_of(i),
                       extents[i].nr - used_of(i) -
                       (i == map_at ? map_used : 0));
}

/**
 * lu_free_taken_map - all memory is released
 */
void lu_free_taken_map(void)
{
    for ( ; taken_nr; taken_nr-- )
        free_domheap_page(mfn_to_page(_mfn(taken_mfn++)));
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
