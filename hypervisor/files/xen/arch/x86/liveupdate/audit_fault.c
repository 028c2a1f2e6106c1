/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update, page state in place: what the audit has to find, for tests.
 *
 *   liveupdate-fault=audit=<count|type|owner|free>
 */
#include <xen/init.h>
#include <xen/mm.h>
#include <xen/sched.h>

#include <xen/liveupdate/private.h>
#include "audit.h"

/*
 * Mapped once, writable. Linux does not touch the first such page of a guest,
 * which is in its lowest MiB. The references to others change while the audit
 * looks, and a guest may not survive the damage.
 */
static bool __init is_quiet(const struct page_info *pg)
{
    unsigned long type = pg->u.inuse.type_info;

    return (type & PGT_type_mask) == PGT_writable_page &&
           (type & PGT_count_mask) == 1 &&
           (pg->count_info & (PGC_allocated | PGC_count_mask)) ==
           (PGC_allocated | 2);
}

/* That page of the domain that was created last. */
static struct page_info *__init victim(void)
{
    struct domain *d, *last = NULL;
    struct page_info *pg;

    for_each_domain ( d )
        if ( !page_list_empty(&d->page_list) )
            last = d;
    if ( !last )
        return NULL;
    for ( pg = page_list_first(&last->page_list); pg && !is_quiet(pg); )
        pg = page_list_next(pg, &last->page_list);

    return pg;
}

/*
 * Free according to the frame table, but not for the heap. With this order no
 * page is its buddy, which the heap would take off a list.
 */
static void __init lose_page(void)
{
    struct page_info *pg = alloc_domheap_page(NULL, 0);

    if ( !pg )
        return;
    PFN_ORDER(pg) = MAX_ORDER + 1;
    pg->count_info = PGC_state_free;
}

/**
 * lu_damage_frames - damage the frame table if a test asks for it
 */
void __init lu_damage_frames(void)
{
    struct page_info *pg = victim();

    if ( !pg )
        return;
    if ( lu_fault_audit("count") )
        pg->count_info++;
    if ( lu_fault_audit("type") )
        pg->u.inuse.type_info++;
    if ( lu_fault_audit("owner") )
        page_set_owner(pg, hardware_domain);
    if ( lu_fault_audit("free") )
        lose_page();
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
