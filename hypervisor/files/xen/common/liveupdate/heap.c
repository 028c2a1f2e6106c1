/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update, page state in place: the free lists of the heap.
 *
 * The new Xen boots with a heap that contains only the rest of its bank. For
 * domains it continues with the old Xen's heap: all free memory at once, with
 * the marks of pages to be scrubbed.
 */
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/sched.h>
#include <xen/softirq.h>
#include <asm/flushtlb.h>
#include <asm/page.h>

#include <xen/liveupdate/private.h>

#include "../page_alloc.h"

/* --- old Xen ------------------------------------------------------------- */

/**
 * lu_heap_start - the lowest frame that may be allocated
 */
unsigned long lu_heap_start(void)
{
    return mfn_x(first_valid_mfn);
}

/**
 * lu_stop_heap - stop CPUs from scrubbing, freeing and allocating memory
 *
 * A CPU that scrubs has marked a chunk as its own, and must not be stopped in
 * the middle. It looks for softirqs after a few pages. A CPU that frees pages,
 * such as those of a destroyed domain, is stopped before or after it changes a
 * list.
 *
 * Context: all domains are paused; interrupts on.
 */
void lu_stop_heap(void)
{
    unsigned int node;

    for_each_online_node ( node )
        while ( node_test_and_set(node, node_scrubbing) )
        {
            cpumask_raise_softirq(&cpu_online_map, TIMER_SOFTIRQ);
            process_pending_softirqs();
        }
    spin_lock(&heap_lock);
}

/**
 * lu_start_heap - undo lu_stop_heap()
 */
void lu_start_heap(void)
{
    spin_unlock(&heap_lock);
    nodes_clear(node_scrubbing);
}

/* Calls @fn for each list that is not empty. */
static void walk_free_lists(struct lu_writer *w,
                            void (*fn)(struct lu_writer *w,
                                       const struct xen_lu_free_list *rec))
{
    struct xen_lu_free_list rec = {};

    for_each_online_node ( rec.node )
        for ( rec.zone = 0; avail[rec.node] && rec.zone < NR_ZONES; rec.zone++ )
            for ( rec.order = 0; avail[rec.node][rec.zone] &&
                                 rec.order <= MAX_ORDER; rec.order++ )
            {
                const struct page_list_head *list =
                    &heap(rec.node, rec.zone, rec.order);

                if ( page_list_empty(list) )
                    continue;
                rec.list.head = page_to_pdx(page_list_first(list));
                rec.list.tail = page_to_pdx(page_list_last(list));
                fn(w, &rec);
            }
}

static void put_free_list(struct lu_writer *w,
                          const struct xen_lu_free_list *rec)
{
    lu_rec_put(w, rec, sizeof(*rec));
}

static void put_free_pages(struct lu_writer *w, unsigned int node,
                           uint32_t zone, uint64_t nr)
{
    struct xen_lu_free_pages rec = { node, zone, nr };

    if ( nr )
        lu_rec_put(w, &rec, sizeof(rec));
}

/**
 * lu_save_heap - FREE_LISTS and FREE_PAGES records
 */
void lu_save_heap(struct lu_writer *w)
{
    unsigned int node, zone;

    lu_rec_open(w, XEN_LU_REC_FREE_LISTS);
    walk_free_lists(w, put_free_list);
    lu_rec_close(w);

    lu_rec_open(w, XEN_LU_REC_FREE_PAGES);
    for_each_online_node ( node )
    {
        for ( zone = 0; avail[node] && zone < NR_ZONES; zone++ )
            put_free_pages(w, node, zone, avail[node][zone]);
        put_free_pages(w, node, ~0U, node_need_scrub[node]);
    }
    lu_rec_close(w);
}

/**
 * lu_estimate_heap - bytes that lu_save_heap() may write
 */
size_t lu_estimate_heap(void)
{
    return num_online_nodes() *
           ((NR_ZONES + 1) * sizeof(struct xen_lu_free_pages) +
            NR_ZONES * (MAX_ORDER + 1) * sizeof(struct xen_lu_free_list));
}

/* --- new Xen ------------------------------------------------------------- */

static bool __init is_chunk(uint64_t pdx, const struct xen_lu_free_list *rec)
{
    const struct page_info *pg;

    if ( pdx >= max_pdx || !mfn_valid(pdx_to_mfn(pdx)) )
        return false;
    pg = pdx_to_page(pdx);

    return page_state_is(pg, free) && PFN_ORDER(pg) == rec->order &&
           page_to_zone(pg) == rec->zone;
}

/**
 * lu_free_list_fits - can this be a list of the heap, with this head?
 *
 * Context: before NUMA is set up.
 */
bool __init lu_free_list_fits(const struct xen_lu_free_list *rec)
{
    BUILD_BUG_ON(LU_NODES > MAX_NUMNODES);
    if ( rec->zone >= NR_ZONES || rec->order > MAX_ORDER )
        return false;

    return is_chunk(rec->list.head, rec) && is_chunk(rec->list.tail, rec);
}

/**
 * lu_free_pages_fit - is this a zone of the heap?
 */
bool __init lu_free_pages_fit(const struct xen_lu_free_pages *rec)
{
    return (rec->zone < NR_ZONES || rec->zone == ~0U) && rec->nr <= max_page;
}

/* Put a free chunk on its list. */
static void __init add_chunk(struct page_info *pg, unsigned int order,
                             unsigned int first_dirty)
{
    unsigned int node = phys_to_nid(page_to_maddr(pg));
    unsigned int zone = page_to_zone(pg);

    avail[node][zone] += 1UL << order;
    total_avail_pages += 1UL << order;
    page_list_add_scrub(pg, node, zone, order, first_dirty);
}

static unsigned int __init node_of(unsigned long mfn)
{
    return phys_to_nid(pfn_to_paddr(mfn));
}

/* Chunks of one node that the old Xen has marked as free pages. */
static void __init add_chunks(unsigned long s, unsigned long e)
{
    unsigned int order;
    bool use_tail = false;

    if ( s < e && !avail[node_of(s)] )
        s += init_node_heap(node_of(s), s, e - s, &use_tail);
    for ( ; s < e; s += 1UL << order )
    {
        order = min_t(unsigned int, MAX_ORDER, flsl(e - s) - 1);
        order = min(order, ffsl(s) - 1U);
        add_chunk(mfn_to_page(_mfn(s)), order, INVALID_DIRTY_IDX);
    }
}

/* All frames from @mfn to here are in one node. */
static unsigned long __init node_end(unsigned long mfn)
{
    unsigned long block = pfn_to_pdx(mfn) >> memnode_shift;

    /* All memory is one block. */
    if ( memnode_shift >= PADDR_BITS - PAGE_SHIFT )
        return ~0UL;

    return pdx_to_pfn((block + 1) << memnode_shift);
}

/* The bank may be in more than one node. */
static void __init add_by_node(unsigned long s, unsigned long e)
{
    unsigned long end;

    for ( ; s < e; s = end )
    {
        end = min(e, node_end(s));
        add_chunks(s, end);
    }
}

static void __init mark_used(unsigned long s, unsigned long e)
{
    for ( ; s < e; s++ )
    {
        struct page_info *pg = mfn_to_page(_mfn(s));

        if ( page_state_is(pg, free) )
        {
            pg->count_info = 0;
            pg->u.inuse.type_info = 0;
        }
    }
}

/**
 * lu_init_heap - in place: the rest of the bank becomes the heap
 *
 * The old Xen has marked all pages of the bank as free. Pages that boot has
 * used are marked again, and whole chunks are put on the lists.
 */
void __init lu_init_heap(void)
{
    unsigned long start = PFN_DOWN(lu_bank_maddr[!lu_staging]), used = start;
    unsigned int i;

    if ( !lu_in_place )
        return;

    for ( i = 0; i < nr_bootmem_regions; i++ )
    {
        const struct bootmem_region *r = &bootmem_region_list[i];

        if ( r->s >= r->e )
            continue;
        mark_used(used, r->s);
        add_by_node(r->s, r->e);
        used = r->e;
    }
    mark_used(used, start + PFN_DOWN(lu_bank_size));
    nr_bootmem_regions = 0;
    first_valid_mfn = _mfn(start);
}

/**
 * lu_prepare_heap - allocate what the old Xen's heap needs
 */
void __init lu_prepare_heap(void)
{
    bool use_tail = false;
    unsigned int node;

    if ( !lu_in_place )
        return;
    for_each_online_node ( node )
        if ( !avail[node] )
            init_node_heap(node, 0, 0, &use_tail);
}

/* Give up the rest of the bank: returns the number of its pages. */
static unsigned long __init empty_heap(void)
{
    unsigned long nr = total_avail_pages;
    unsigned int node, zone, order;
    struct page_info *pg;

    for_each_online_node ( node )
    {
        for ( zone = 0; zone < NR_ZONES; zone++ )
        {
            for ( order = 0; avail[node][zone] && order <= MAX_ORDER; order++ )
                while ( (pg = page_list_remove_head(&heap(node, zone, order))) )
                    pg->count_info = 0;
            avail[node][zone] = 0;
        }
        node_need_scrub[node] = 0;
    }
    total_avail_pages = 0;

    return nr;
}

/* Continue with the old Xen's lists, and with what it says of their lengths. */
static void __init take_lists(const struct xen_lu_free_list *list,
                              unsigned int nr)
{
    const struct xen_lu_free_pages *pages;
    unsigned int i;

    for ( i = 0; i < nr; i++ )
    {
        struct page_list_head *to =
            &heap(list[i].node, list[i].zone, list[i].order);

        to->next = pdx_to_page(list[i].list.head);
        to->tail = pdx_to_page(list[i].list.tail);
    }

    pages = lu_array(lu_stream, XEN_LU_REC_FREE_PAGES,
                     struct xen_lu_free_pages, nr);
    for ( i = 0; i < nr; i++ )
        if ( pages[i].zone == ~0U )
            node_need_scrub[pages[i].node] = pages[i].nr;
        else
        {
            avail[pages[i].node][pages[i].zone] = pages[i].nr;
            total_avail_pages += pages[i].nr;
        }
}

static unsigned long __init nr_dirty(const struct page_info *pg,
                                     unsigned int order)
{
    unsigned long i = pg->u.free.first_dirty, nr = 0;

    for ( ; i < (1UL << order); i++ )
        nr += test_bit(_PGC_need_scrub, &pg[i].count_info);

    return nr;
}

/* The map of nodes has changed: move each chunk to the node that it is in now. */
static void __init sort_lists(const struct xen_lu_free_list *list,
                              unsigned int nr)
{
    struct page_list_head from;
    struct page_info *pg;
    unsigned int i;

    for ( i = 0; i < nr; i++ )
    {
        from.next = pdx_to_page(list[i].list.head);
        from.tail = pdx_to_page(list[i].list.tail);
        while ( (pg = page_list_remove_head(&from)) )
        {
            node_need_scrub[phys_to_nid(page_to_maddr(pg))] +=
                nr_dirty(pg, list[i].order);
            add_chunk(pg, list[i].order, pg->u.free.first_dirty);
        }
    }
}

/**
 * lu_swap_heap - continue with the old Xen's free memory
 * @first: lowest frame of that
 * @same_nodes: is the map of NUMA nodes the old Xen's?
 *
 * Returns how many pages of the bank were not needed.
 */
unsigned long __init lu_swap_heap(unsigned long first, bool same_nodes)
{
    const struct xen_lu_free_list *list;
    unsigned long left;
    unsigned int nr;

    spin_lock(&heap_lock);
    left = empty_heap();
    list = lu_array(lu_stream, XEN_LU_REC_FREE_LISTS, struct xen_lu_free_list,
                    nr);
    if ( same_nodes )
        take_lists(list, nr);
    else
        sort_lists(list, nr);
    first_valid_mfn = mfn_min(first_valid_mfn, _mfn(first));
    spin_unlock(&heap_lock);

    return left;
}

/*
 * Called under heap_lock, as lu_note_alloc() is: does the page still belong to
 * the old Xen? If so, nobody owns it from here on.
 */
static bool forget_page(unsigned long mfn)
{
    struct page_info *pg = mfn_to_page(_mfn(mfn));

    if ( !lu_sweepable(mfn) )
        return false;
    /* The page may be of the xenheap, which has a zone of its own. */
    pg->count_info = 0;
    page_set_owner(pg, NULL);

    return true;
}

static void free_run(unsigned long s, unsigned long e)
{
    while ( s < e )
    {
        unsigned int order = min_t(unsigned int, PAGETABLE_ORDER,
                                   flsl(e - s) - 1);

        order = min(order, ffsl(s) - 1U);
        free_heap_pages(mfn_to_page(_mfn(s)), order, true);
        s += 1UL << order;
    }
}

/**
 * lu_free_swept - free pages of the old Xen that are not needed any more
 * @s, @e: frames that looked so before
 *
 * They are scrubbed before they are allocated. Returns their number.
 */
unsigned long lu_free_swept(unsigned long s, unsigned long e)
{
    unsigned long end, nr = 0;

    for ( ; s < e; s = end + 1 )
    {
        spin_lock(&heap_lock);
        for ( end = s; end < e && forget_page(end); end++ )
            ;
        spin_unlock(&heap_lock);
        free_run(s, end);
        nr += end - s;
    }

    return nr;
}

/**
 * lu_take_offline - take a free page offline
 */
void __init lu_take_offline(struct page_info *pg)
{
    spin_lock(&heap_lock);
    if ( page_state_is(pg, free) )
    {
        mark_page_offline(pg, 0);
        reserve_heap_page(pg);
    }
    spin_unlock(&heap_lock);
}
