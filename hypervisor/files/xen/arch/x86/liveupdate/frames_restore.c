/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update, page state in place: the new Xen continues with the frame table
 * and the M2P of the old one.
 *
 * Owners, types and counts stay. Domains get the frames of their old
 * structures, because owners refer to these. References that this Xen takes
 * when it restores a vCPU exist already. Pages that the old Xen had allocated
 * for itself are searched for when the domains run again, see sweep.c.
 */
#include <xen/domain_page.h>
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/pfn.h>
#include <xen/sched.h>
#include <asm/flushtlb.h>
#include <asm/page.h>
#include <asm/pv/domain.h>
#include <asm/setup.h>

#include <xen/liveupdate/private.h>
#include "private.h"

bool __read_mostly lu_in_place;

static const struct xen_lu_frames *__initdata frames;
static const struct xen_lu_frame_map *__initdata maps;
static unsigned int __initdata nr_maps;

/* --- before the commit point --------------------------------------------- */

static int __init refuse(struct lu_fault *fault, uint32_t type,
                         const void *where)
{
    fault->reason = XLU_REASON_BAD_RECORD;
    fault->type = type;
    fault->offset = where - lu_stream;

    return -EINVAL;
}

static bool __init in_tables(const struct xen_lu_frame_map *map)
{
    uint64_t size = map->nr << PAGE_SHIFT;

    return (map->va >= FRAMETABLE_VIRT_START &&
            map->va + size <= FRAMETABLE_VIRT_END) ||
           (map->va >= RDWR_MPT_VIRT_START &&
            map->va + size <= RDWR_MPT_VIRT_END) ||
           (map->va >= RDWR_COMPAT_MPT_VIRT_START &&
            map->va + size <= RDWR_COMPAT_MPT_VIRT_END);
}

/* The M2P consists of superpages, and guests are shown it like that. */
static bool __init in_superpages(const struct xen_lu_frame_map *map)
{
    return !((PFN_DOWN(map->va) | map->mfn | map->nr) &
             ((1UL << PAGETABLE_ORDER) - 1));
}

/* Before anything is mapped. lu_check_frames() comes later and checks more. */
static int __init check_maps(const struct lu_machine *m,
                             struct lu_fault *fault)
{
    const uint32_t type = XEN_LU_REC_FRAME_MAP;
    unsigned int i;

    for ( i = 0; i < nr_maps; i++ )
    {
        if ( !maps[i].nr || maps[i].nr > m->nr_frames ||
             maps[i].mfn > m->nr_frames - maps[i].nr )
            return refuse(fault, type, &maps[i].mfn);
        if ( (maps[i].va & ~PAGE_MASK) || !in_tables(&maps[i]) )
            return refuse(fault, type, &maps[i].va);
        if ( maps[i].va < FRAMETABLE_VIRT_START && !in_superpages(&maps[i]) )
            return refuse(fault, type, &maps[i].nr);
    }

    return 0;
}

/*
 * The run that @va is in, or NULL. There is one for every 2 MiB of a table. They
 * are asked for in the order of addresses, so the search begins where the last
 * one has ended.
 */
static const struct xen_lu_frame_map *__init find_map(unsigned long va)
{
    static unsigned int __initdata at;
    unsigned int i;

    for ( i = 0; i < nr_maps; i++ )
    {
        const struct xen_lu_frame_map *map = &maps[at];

        if ( va - map->va < (map->nr << PAGE_SHIFT) )
            return map;
        if ( ++at == nr_maps )
            at = 0;
    }

    return NULL;
}

static bool __init mapped(unsigned long va, unsigned long end)
{
    const struct xen_lu_frame_map *map;

    for ( ; va < end; va = map->va + (map->nr << PAGE_SHIFT) )
    {
        map = find_map(va);
        if ( !map )
            return false;
    }

    return true;
}

/* All memory that this Xen knows needs entries in the frame table. */
static bool __init entries_mapped(void)
{
    unsigned long pdx, end;

    for ( pdx = 0; pdx < max_pdx; pdx += PDX_GROUP_COUNT )
    {
        end = min(pdx + PDX_GROUP_COUNT, max_pdx);
        if ( test_bit(pdx / PDX_GROUP_COUNT, pdx_group_valid) &&
             !mapped((unsigned long)pdx_to_page(pdx) & PAGE_MASK,
                     (unsigned long)pdx_to_page(end)) )
            return false;
    }

    return true;
}

/* Is the M2P there as paging_init() is going to need it, 2 MiB at a time? */
static bool __init m2p_mapped(unsigned long start, unsigned long end,
                              unsigned int entry_size)
{
    unsigned long nr = (1UL << L2_PAGETABLE_SHIFT) / entry_size, mfn = 0;

    end = min(end, start + max_page * entry_size);
    for ( ; start < end; start += 1UL << L2_PAGETABLE_SHIFT, mfn += nr )
        if ( lu_any_valid(mfn, nr) &&
             !mapped(start, start + (1UL << L2_PAGETABLE_SHIFT)) )
            return false;

    return true;
}

static bool __init all_mapped(void)
{
    return entries_mapped() &&
           m2p_mapped(RDWR_MPT_VIRT_START, RDWR_MPT_VIRT_END,
                      sizeof(unsigned long)) &&
           (!opt_pv32 || m2p_mapped(RDWR_COMPAT_MPT_VIRT_START,
                                    RDWR_COMPAT_MPT_VIRT_END,
                                    sizeof(unsigned int)));
}

static int __init check_frames(struct lu_fault *fault)
{
    const uint32_t type = XEN_LU_REC_FRAMES;

    if ( frames->layout != lu_layout_crc() )
        return refuse(fault, type, &frames->layout);
    if ( frames->pdx_shift != pfn_pdx_hole_shift )
        return refuse(fault, type, &frames->pdx_shift);
    if ( frames->max_pdx != max_pdx )
        return refuse(fault, type, &frames->max_pdx);
    if ( !all_mapped() )
        return refuse(fault, XEN_LU_REC_FRAME_MAP, frames);

    return 0;
}

static void __init map_tables(unsigned long start, unsigned long end)
{
    unsigned int i;

    for ( i = 0; i < nr_maps; i++ )
        if ( maps[i].va >= start && maps[i].va < end )
            map_pages_to_xen(maps[i].va, _mfn(maps[i].mfn), maps[i].nr,
                             PAGE_HYPERVISOR);
}

/* Is this frame a domain's structure, according to the old Xen's heap? */
static bool __init is_structure(uint64_t mfn)
{
    const struct page_info *pg;

    if ( !mfn_valid(_mfn(mfn)) )
        return false;
    pg = mfn_to_page(_mfn(mfn));

    return page_state_is(pg, inuse) && (pg->count_info & PGC_xen_heap) &&
           !(pg->count_info & PGC_count_mask);
}

static bool __init is_in_list(uint64_t pdx, uint64_t owner)
{
    const struct page_info *pg;

    if ( pdx >= max_pdx || !mfn_valid(pdx_to_mfn(pdx)) )
        return false;
    pg = pdx_to_page(pdx);

    return (pg->count_info & PGC_count_mask) &&
           pg->v.inuse._domain == pfn_to_pdx(owner);
}

/* Check the ends of a list; pages in between are not looked at. */
static bool __init list_fits(const struct xen_lu_page_list *list, uint64_t nr,
                             uint64_t owner)
{
    return !nr || (is_in_list(list->head, owner) &&
                   is_in_list(list->tail, owner));
}

static int __init check_heap(struct lu_fault *fault)
{
    const struct xen_lu_free_list *list;
    const struct xen_lu_free_pages *pages;
    unsigned int i, nr;

    list = lu_array(lu_stream, XEN_LU_REC_FREE_LISTS, struct xen_lu_free_list,
                    nr);
    for ( i = 0; i < nr; i++ )
        if ( !lu_free_list_fits(&list[i]) )
            return refuse(fault, XEN_LU_REC_FREE_LISTS, &list[i]);

    pages = lu_array(lu_stream, XEN_LU_REC_FREE_PAGES,
                     struct xen_lu_free_pages, nr);
    for ( i = 0; i < nr; i++ )
        if ( !lu_free_pages_fit(&pages[i]) )
            return refuse(fault, XEN_LU_REC_FREE_PAGES, &pages[i]);

    return 0;
}

/**
 * lu_set_page_list - make a list of what a record says about it
 */
void lu_set_page_list(struct page_list_head *list,
                      const struct xen_lu_page_list *from)
{
    bool empty = from->head == XEN_LU_NO_MFN;

    list->next = empty ? NULL : pdx_to_page(from->head);
    list->tail = empty ? NULL : pdx_to_page(from->tail);
}

static bool __init tables_first(const struct xen_lu_in_place *rec)
{
    const struct page_info *pg;
    struct page_list_head list;
    uint32_t nr = 0;

    lu_set_page_list(&list, &rec->pages);
    page_list_for_each ( pg, &list )
    {
        if ( nr == rec->nr_l4 )
            break;
        if ( !is_in_list(page_to_pdx(pg), rec->mfn) ||
             (pg->u.inuse.type_info & PGT_type_mask) != PGT_l4_page_table )
            return false;
        nr++;
    }

    return nr == rec->nr_l4;
}

/* The frame table has to say that these are pages of Xen. */
static int __init check_xen_pages(const struct xen_lu_domain *dom,
                                  uint64_t owner, struct lu_fault *fault)
{
    const struct xen_lu_xen_page *rec;
    unsigned int i, nr;

    rec = lu_array(dom, XEN_LU_REC_XEN_PAGES, struct xen_lu_xen_page, nr);
    for ( i = 0; i < nr; i++ )
        if ( !mfn_valid(_mfn(rec[i].mfn)) ||
             !is_in_list(pfn_to_pdx(rec[i].mfn), owner) ||
             !(mfn_to_page(_mfn(rec[i].mfn))->count_info & PGC_xen_heap) )
            return refuse(fault, XEN_LU_REC_XEN_PAGES, &rec[i].mfn);

    return 0;
}

/* The lists of an HVM domain's page tables */
static int __init check_pool(const struct xen_lu_domain *dom,
                             struct lu_fault *fault)
{
    uint32_t type;
    const void *bad = IS_ENABLED(CONFIG_HVM) ? lu_bad_pool(dom, &type) : NULL;

    return bad ? refuse(fault, type, bad) : 0;
}

static int __init check_one(const struct xen_lu_domain *dom,
                            struct lu_fault *fault)
{
    const uint32_t type = XEN_LU_REC_IN_PLACE;
    const struct xen_lu_in_place *rec = lu_find(dom, type, NULL);

    if ( !is_structure(rec->mfn) )
        return refuse(fault, type, &rec->mfn);
    if ( !list_fits(&rec->extra, rec->nr_extra, rec->mfn) )
        return refuse(fault, type, &rec->extra);
    if ( !list_fits(&rec->pages, dom->nr_pages, rec->mfn) )
        return refuse(fault, type, &rec->pages);
    if ( !list_fits(&rec->xen, rec->nr_xen, rec->mfn) )
        return refuse(fault, type, &rec->xen);
    if ( !tables_first(rec) )
        return refuse(fault, type, &rec->nr_l4);

    return check_xen_pages(dom, rec->mfn, fault) ?: check_pool(dom, fault);
}

/**
 * lu_find_frames - if page state is in place, map the frame table
 * @m: with the number of frames
 */
int __init lu_find_frames(struct lu_machine *m, struct lu_fault *fault)
{
    int rc;

    frames = lu_find(lu_stream, XEN_LU_REC_FRAMES, NULL);
    if ( !frames )
        return 0;
    maps = lu_array(lu_stream, XEN_LU_REC_FRAME_MAP, struct xen_lu_frame_map,
                    nr_maps);
    rc = check_frames(fault) ?: check_maps(m, fault);
    if ( rc )
        return rc;
    map_tables(FRAMETABLE_VIRT_START, FRAMETABLE_VIRT_END);
    m->owns = lu_owned_in_place;

    return 0;
}

/**
 * lu_check_frame_table - does the frame table agree with the records?
 *
 * lu_content_check() has accepted the records.
 */
int __init lu_check_frame_table(struct lu_fault *fault)
{
    const uint32_t type = XEN_LU_REC_FRAMES;
    const struct xen_lu_domain *dom;
    int rc;

    if ( !frames )
        return 0;
    if ( !is_structure(frames->dom_xen_mfn) )
        return refuse(fault, type, &frames->dom_xen_mfn);
    if ( !is_structure(frames->dom_io_mfn) )
        return refuse(fault, type, &frames->dom_io_mfn);
    if ( !list_fits(&frames->xen_list, frames->xen_pages,
                    frames->dom_xen_mfn) )
        return refuse(fault, type, &frames->xen_list);
    rc = check_heap(fault);
    for_each_lu_domain ( lu_stream, dom )
        rc = rc ?: check_one(dom, fault);
    lu_in_place = !rc;
    if ( lu_in_place )
        tlbflush_clock = frames->tlb_clock;

    return rc;
}

/**
 * lu_owned_in_place - is this a frame of the domain's memory?
 */
bool __init cf_check lu_owned_in_place(const struct xen_lu_domain *dom,
                                       uint64_t mfn)
{
    const struct xen_lu_in_place *rec = lu_find(dom, XEN_LU_REC_IN_PLACE, NULL);

    return rec && mfn_valid(_mfn(mfn)) &&
           is_in_list(pfn_to_pdx(mfn), rec->mfn);
}

/* --- after the commit point ---------------------------------------------- */

/**
 * lu_m2p_page - the old Xen's page of the M2P that is mapped at @va
 */
struct page_info *__init lu_m2p_page(unsigned long va)
{
    const struct xen_lu_frame_map *map = find_map(va);

    return map ? mfn_to_page(_mfn(map->mfn + ((va - map->va) >> PAGE_SHIFT)))
               : NULL;
}

static uint64_t __init structure_of(domid_t domid)
{
    const struct xen_lu_in_place *rec;
    const struct xen_lu_domain *dom;

    if ( domid == DOMID_XEN )
        return frames->dom_xen_mfn;
    if ( domid == DOMID_IO )
        return frames->dom_io_mfn;
    for_each_lu_domain ( lu_stream, dom )
        if ( dom->domid == domid )
        {
            rec = lu_find(dom, XEN_LU_REC_IN_PLACE, NULL);
            return rec->mfn;
        }

    return 0;
}

/**
 * lu_adopt_domain - the frame for the structure of a domain to be created
 *
 * Returns NULL if any frame will do.
 */
struct domain *lu_adopt_domain(domid_t domid)
{
    struct domain *d;
    uint64_t mfn;

    if ( !lu_restoring || domid == DOMID_IDLE )
        return NULL;
    if ( !lu_in_place )
        return lu_alloc_structure();
    mfn = structure_of(domid);
    if ( !mfn )
        return NULL;
    d = mfn_to_virt(mfn);
    clear_page(d);

    return d;
}

/**
 * lu_restore_dom_xen - pages that Xen shares with privileged domains
 */
void __init lu_restore_dom_xen(void)
{
    if ( !lu_in_place )
        return;

    BUG_ON(dom_xen->xenheap_pages);
    lu_set_page_list(&dom_xen->xenpage_list, &frames->xen_list);
    dom_xen->xenheap_pages = frames->xen_pages;
    get_knownalive_domain(dom_xen);
}

/* Replace the entries for Xen's part of the address space. */
static void __init renew_l4(struct domain *d, const struct page_info *pg)
{
    l4_pgentry_t *l4t = __map_domain_page(pg);
    bool ro_mpt = l4e_get_intpte(l4t[l4_table_offset(RO_MPT_VIRT_START)]);

    init_xen_l4_slots(l4t, page_to_mfn(pg), d, INVALID_MFN, ro_mpt);
    unmap_domain_page(l4t);
}

/* A domain that is created in part may have some already. */
static void __init restore_xen_list(struct domain *d,
                                    const struct xen_lu_in_place *rec)
{
    struct page_list_head own = d->xenpage_list;
    struct page_info *pg;

    if ( !d->xenheap_pages && rec->nr_xen )
        get_knownalive_domain(d);
    d->xenheap_pages += rec->nr_xen;
    lu_set_page_list(&d->xenpage_list, &rec->xen);
    while ( (pg = page_list_remove_head(&own)) )
        page_list_add_tail(pg, &d->xenpage_list);
}

/**
 * lu_restore_in_place - restore all pages of a domain at once
 */
int __init lu_restore_in_place(struct domain *d,
                               const struct xen_lu_domain *dom)
{
    const struct xen_lu_in_place *rec = lu_find(dom, XEN_LU_REC_IN_PLACE, NULL);
    struct page_info *pg;
    unsigned int nr = 0;

    lu_set_page_list(&d->page_list, &rec->pages);
    lu_set_page_list(&d->extra_page_list, &rec->extra);
    d->tot_pages = rec->nr_pages;
    d->extra_pages = rec->nr_extra;
    if ( is_pv_domain(d) )
        atomic_set(&d->arch.pv.nr_l4_pages, rec->nr_l4);
    if ( d->tot_pages )
        get_knownalive_domain(d);
    restore_xen_list(d, rec);

    lu_compare_content(dom);
    page_list_for_each ( pg, &d->page_list )
    {
        if ( nr++ == rec->nr_l4 )
            break;
        renew_l4(d, pg);
    }

    return 0;
}

/**
 * lu_have_reference - undo taking a reference with type that was there already
 */
void __init lu_have_reference(struct page_info *pg)
{
    if ( lu_in_place )
        put_page_and_type(pg);
}

/**
 * lu_swap_memory - the old Xen's free memory becomes this one's
 *
 * Returns how many pages of the bank were not needed.
 */
unsigned long __init lu_swap_memory(void)
{
    bool same_nodes = frames->nodes == lu_node_map_crc();

    if ( !same_nodes )
        printk(XENLOG_WARNING
               "Live update %u: other NUMA nodes: free memory is sorted again\n",
               lu_generation);

    return lu_swap_heap(frames->first_mfn,
                        same_nodes && !lu_fault_audit("nodes"));
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
