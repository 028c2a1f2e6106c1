/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: which references do mappings of grants hold?
 *
 * Mappings without a page table entry hold references that no walk over page
 * tables finds. Those who compare or drop references visit them here.
 */
#include <xen/mm.h>
#include <xen/liveupdate/private.h>

#include "../grant_table.h"

/* The page that @map refers to, INVALID_MFN if the grant is gone. */
static mfn_t mapped_frame(const struct domain *rd,
                          const struct grant_mapping *map)
{
    return map->ref < nr_grant_entries(rd->grant_table)
           ? _active_entry(rd->grant_table, map->ref).mfn : INVALID_MFN;
}

/* As restore_references() in gnttab.c takes them. */
static void visit_mapping(struct domain *d, const struct grant_mapping *map,
                          void (*visit)(mfn_t mfn, bool typed))
{
    bool readonly = map->flags & GNTMAP_readonly;
    struct domain *rd;

    if ( !(map->flags & (GNTMAP_device_map | GNTMAP_host_map)) )
        return;
    rd = rcu_lock_domain_by_id(map->domid);
    if ( !rd )
        return;
    if ( map->flags & GNTMAP_device_map )
        visit(mapped_frame(rd, map), !readonly);
    if ( (map->flags & GNTMAP_host_map) && gnttab_release_host_mappings(d) )
        visit(mapped_frame(rd, map),
              gnttab_host_mapping_get_page_type(readonly, d, rd));
    rcu_unlock_domain(rd);
}

/**
 * lu_visit_mappings - the references of mappings without page table entries
 * @first: first handle to look at
 * @nr: number of handles
 * @visit: called for each, with whether the reference needs a type
 *
 * Returns whether there are more handles.
 */
bool lu_visit_mappings(struct domain *d, unsigned int first, unsigned int nr,
                       void (*visit)(mfn_t mfn, bool typed))
{
    struct grant_table *gt = d->grant_table;
    unsigned int limit = ACCESS_ONCE(gt->maptrack_limit), i;

    for ( i = first; i < min(first + nr, limit); i++ )
        visit_mapping(d, &maptrack_entry(gt, i), visit);

    return first + nr < limit;
}
