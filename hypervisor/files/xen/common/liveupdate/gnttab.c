/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: grant tables.
 *
 * Frames that a guest maps stay in place. The page references of a PV domain's
 * host mappings belong to page table entries, which are validated again. The
 * references of device mappings, which exist without an IOMMU, too, and of all
 * mappings of HVM domains are taken here.
 */
#include <xen/iommu.h>
#include <xen/mm.h>
#include <xen/liveupdate/private.h>

#include "../grant_table.h"

/**
 * lu_save_gnttab_limits - the limits that domain creation needs
 */
void lu_save_gnttab_limits(const struct domain *d, struct xen_lu_domain *rec)
{
    const struct grant_table *gt = d->grant_table;

    rec->max_grant_frames = gt->max_grant_frames;
    rec->max_maptrack_frames = gt->max_maptrack_frames;
    rec->max_grant_version = gt->max_version;
}

/**
 * lu_gnttab_machine - the limits of grant tables in this Xen
 */
void lu_gnttab_machine(struct lu_machine *m)
{
    m->max_grant_frames = opt_max_grant_frames;
    m->max_maptrack_frames = opt_max_maptrack_frames;
    m->max_grant_version = opt_gnttab_max_version;
}

/**
 * lu_gnttab_highest - the largest limits that any domain has
 */
void lu_gnttab_highest(unsigned int *frames, unsigned int *maptrack)
{
    const struct domain *d;

    *frames = *maptrack = 0;
    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
    {
        *frames = max(*frames, d->grant_table->max_grant_frames);
        *maptrack = max(*maptrack, d->grant_table->max_maptrack_frames);
    }
    rcu_read_unlock(&domlist_read_lock);
}

/**
 * lu_save_gnttab_pages - frames that the guest maps
 */
void lu_save_gnttab_pages(struct lu_writer *w, struct domain *d)
{
    const struct grant_table *gt = d->grant_table;
    struct xen_lu_xen_page rec;

    rec.role = XEN_LU_ROLE_GRANT_SHARED;
    for ( rec.index = 0; rec.index < gt->nr_grant_frames; rec.index++ )
    {
        rec.mfn = virt_to_mfn(gt->shared_raw[rec.index]);
        lu_rec_put(w, &rec, sizeof(rec));
    }
    rec.role = XEN_LU_ROLE_GRANT_STATUS;
    for ( rec.index = 0; rec.index < gt->nr_status_frames; rec.index++ )
    {
        rec.mfn = virt_to_mfn(gt->status[rec.index]);
        lu_rec_put(w, &rec, sizeof(rec));
    }
}

static void save_active(struct lu_writer *w, struct grant_table *gt)
{
    unsigned int ref;

    for ( ref = 0; ref < nr_grant_entries(gt); ref++ )
    {
        const struct active_grant_entry *act = &_active_entry(gt, ref);
        struct xen_lu_grant_active rec = {
            .ref = ref,
            .pin = act->pin,
            .domid = act->domid,
            .trans_domid = act->trans_domain ? act->trans_domain->domain_id
                                             : DOMID_INVALID,
            .trans_ref = act->trans_gref,
            .mfn = mfn_x(act->mfn),
            .start = act->start,
            .length = act->length,
            .flags = act->is_sub_page ? XEN_LU_GRANT_SUB_PAGE : 0,
        };

        if ( act->pin )
            lu_rec_put(w, &rec, sizeof(rec));
    }
}

/*
 * A guest that overwrites the page table entry of a mapping drops the reference
 * that keeps the granting domain. If that is gone the mapping has no grant.
 */
static bool grant_exists(const struct domain *d, const struct domain *rd,
                         grant_ref_t ref)
{
    const struct active_grant_entry *act;

    if ( !rd || ref >= nr_grant_entries(rd->grant_table) )
        return false;
    act = &_active_entry(rd->grant_table, ref);

    return act->pin && act->domid == d->domain_id;
}

static void save_maptrack(struct lu_writer *w, const struct domain *d)
{
    struct grant_table *gt = d->grant_table;
    /* Many grants of one domain follow each other. */
    struct domain *rd = NULL;
    unsigned int handle;

    for ( handle = 0; handle < gt->maptrack_limit; handle++ )
    {
        const struct grant_mapping *map = &maptrack_entry(gt, handle);
        struct xen_lu_maptrack rec = {
            .handle = handle,
            .ref = map->ref,
            .flags = map->flags,
            .domid = map->domid,
            .vcpu = map->vcpu,
        };

        if ( !(map->flags & (GNTMAP_device_map | GNTMAP_host_map)) )
            continue;
        if ( !rd || rd->domain_id != map->domid )
        {
            if ( rd )
                rcu_unlock_domain(rd);
            rd = rcu_lock_domain_by_id(map->domid);
        }
        if ( grant_exists(d, rd, map->ref) )
            lu_rec_put(w, &rec, sizeof(rec));
    }
    if ( rd )
        rcu_unlock_domain(rd);
}

/**
 * lu_estimate_gnttab - bytes that lu_save_gnttab() may write at most
 */
size_t lu_estimate_gnttab(const struct domain *d)
{
    struct grant_table *gt = d->grant_table;
    unsigned int ref, used = 0;

    grant_read_lock(gt);
    for ( ref = 0; ref < nr_grant_entries(gt); ref++ )
        used += !!_active_entry(gt, ref).pin;
    grant_read_unlock(gt);

    return used * sizeof(struct xen_lu_grant_active) +
           gt->maptrack_limit * sizeof(struct xen_lu_maptrack) +
           (gt->nr_grant_frames + gt->nr_status_frames) *
           sizeof(struct xen_lu_xen_page);
}

/**
 * lu_gnttab_frames - how many frames of its grant table can a domain map?
 *
 * For a caller that has lu_gnttab_lock().
 */
unsigned int lu_gnttab_frames(const struct domain *d)
{
    const struct grant_table *gt = d->grant_table;

    return gt->nr_grant_frames + gt->nr_status_frames;
}

/**
 * lu_gnttab_lock, lu_gnttab_unlock - keep the size of the table as it is
 */
void lu_gnttab_lock(struct domain *d)
{
    grant_read_lock(d->grant_table);
}

void lu_gnttab_unlock(struct domain *d)
{
    grant_read_unlock(d->grant_table);
}

/**
 * lu_gnttab_uses - is any of the frames [@first, @last] mapped through a grant?
 * @d: granting domain
 *
 * A mapping is counted before its permission is checked.
 */
bool lu_gnttab_uses(struct domain *d, unsigned long first, unsigned long last)
{
    struct grant_table *gt = d->grant_table;
    bool found = false;
    unsigned int ref;

    grant_read_lock(gt);
    for ( ref = 0; ref < nr_grant_entries(gt) && !found; ref++ )
    {
        struct active_grant_entry *act = active_entry_acquire(gt, ref);

        found = act->pin && mfn_x(act->mfn) >= first && mfn_x(act->mfn) <= last;
        active_entry_release(act);
    }
    grant_read_unlock(gt);

    return found;
}

/**
 * lu_gnttab_memory - bytes that the new Xen needs to keep track of grants
 */
size_t lu_gnttab_memory(const struct domain *d)
{
    struct grant_table *gt = d->grant_table;

    return (nr_active_grant_frames(gt) + nr_maptrack_frames(gt)) * PAGE_SIZE;
}

/**
 * lu_gnttab_handles - how many grants of others can the domain have mapped?
 */
unsigned int lu_gnttab_handles(const struct domain *d)
{
    return d->grant_table->maptrack_limit;
}

/**
 * lu_save_gnttab - shape of the table, active grants and mappings
 */
void lu_save_gnttab(struct lu_writer *w, struct domain *d)
{
    struct grant_table *gt = d->grant_table;
    struct xen_lu_grant rec = {
        .version = gt->gt_version,
        .nr_frames = gt->nr_grant_frames,
        .nr_status_frames = gt->nr_status_frames,
        .maptrack_limit = gt->maptrack_limit,
    };

    lu_rec_open(w, XEN_LU_REC_GRANT);
    lu_rec_put(w, &rec, sizeof(rec));
    lu_rec_close(w);

    lu_rec_open(w, XEN_LU_REC_GRANT_ACTIVE);
    save_active(w, gt);
    lu_rec_close_if_used(w);

    lu_rec_open(w, XEN_LU_REC_MAPTRACK);
    save_maptrack(w, d);
    lu_rec_close_if_used(w);
}

/**
 * lu_restore_gnttab - grow the table to its size, onto its old frames
 */
int lu_restore_gnttab(struct domain *d, const struct xen_lu_domain *dom)
{
    const struct xen_lu_grant *rec = lu_find(dom, XEN_LU_REC_GRANT, NULL);
    struct grant_table *gt = d->grant_table;
    int rc = 0;

    if ( rec->version < 1 || rec->version > gt->max_version ||
         rec->nr_frames > gt->max_grant_frames ||
         rec->maptrack_limit / MAPTRACK_PER_PAGE > gt->max_maptrack_frames )
        return -EINVAL;

    grant_write_lock(gt);
    gt->gt_version = rec->version;
    if ( gt->gt_version > 1 )
        rc = gnttab_populate_status_frames(d, gt, nr_grant_frames(gt));
    if ( !rc && rec->nr_frames > nr_grant_frames(gt) )
        rc = gnttab_grow_table(d, rec->nr_frames);
    grant_write_unlock(gt);

    return rc;
}

static int restore_active(struct grant_table *gt,
                          const struct xen_lu_grant_active *rec)
{
    struct active_grant_entry *act;

    if ( rec->ref >= nr_grant_entries(gt) )
        return -EINVAL;

    act = &_active_entry(gt, rec->ref);
    act->pin = rec->pin;
    act->domid = rec->domid;
    act->mfn = _mfn(rec->mfn);
    act->start = rec->start;
    act->length = rec->length;
    act->is_sub_page = rec->flags & XEN_LU_GRANT_SUB_PAGE;
    act->trans_gref = rec->trans_ref;
    if ( rec->trans_domid != DOMID_INVALID )
    {
        act->trans_domain = get_domain_by_id(rec->trans_domid);
        if ( !act->trans_domain )
            return -ESRCH;
        /* No reference, as for the granting domain of a mapping. */
        put_domain(act->trans_domain);
    }

    return 0;
}

static bool handle_used(struct grant_table *gt, unsigned int handle)
{
    return maptrack_entry(gt, handle).flags &
           (GNTMAP_device_map | GNTMAP_host_map);
}

/*
 * Share the free handles out among the vCPUs. If one vCPU got all of them, the
 * others would allocate a frame of new ones after each update.
 */
static void link_free_handles(struct domain *d, struct grant_table *gt)
{
    unsigned int handle, turn = 0;

    for ( handle = gt->maptrack_limit; handle-- > 0; )
    {
        struct grant_mapping *map = &maptrack_entry(gt, handle);
        struct vcpu *v = d->vcpu[turn % d->max_vcpus];

        if ( handle_used(gt, handle) )
            continue;
        map->ref = v->maptrack_head;
        map->vcpu = v->vcpu_id;
        if ( v->maptrack_head == MAPTRACK_TAIL )
            v->maptrack_tail = handle;
        v->maptrack_head = handle;
        turn++;
    }
}

/*
 * A handle is freed to the list of its vCPU, which must not be empty then. With
 * few free handles some vCPUs have none.
 */
static int find_homes(struct domain *d, struct grant_table *gt)
{
    unsigned int handle;

    for ( handle = 0; handle < gt->maptrack_limit; handle++ )
    {
        struct grant_mapping *map = &maptrack_entry(gt, handle);

        if ( !handle_used(gt, handle) ||
             d->vcpu[map->vcpu]->maptrack_tail != MAPTRACK_TAIL )
            continue;
        /* If the first vCPU has none, there was no free handle at all. */
        if ( d->vcpu[0]->maptrack_tail == MAPTRACK_TAIL )
            return -EINVAL;
        map->vcpu = 0;
    }

    return 0;
}

static int restore_maptrack(struct domain *d, const struct xen_lu_domain *dom)
{
    const struct xen_lu_grant *shape = lu_find(dom, XEN_LU_REC_GRANT, NULL);
    unsigned int i, nr, limit = shape->maptrack_limit;
    struct grant_table *gt = d->grant_table;
    const struct xen_lu_maptrack *rec;

    for ( i = 0; i < limit / MAPTRACK_PER_PAGE; i++ )
    {
        gt->maptrack[i] = alloc_xenheap_page();
        if ( !gt->maptrack[i] )
            return -ENOMEM;
        clear_page(gt->maptrack[i]);
        gt->maptrack_limit += MAPTRACK_PER_PAGE;
    }

    rec = lu_array(dom, XEN_LU_REC_MAPTRACK, struct xen_lu_maptrack, nr);
    for ( i = 0; i < nr; i++ )
    {
        struct grant_mapping *map;

        if ( rec[i].handle >= limit || rec[i].vcpu >= d->max_vcpus )
            return -EINVAL;
        map = &maptrack_entry(gt, rec[i].handle);
        map->ref = rec[i].ref;
        map->flags = rec[i].flags;
        map->domid = rec[i].domid;
        map->vcpu = rec[i].vcpu;
    }
    /* Free handles are shared out among all vCPUs. */
    if ( !domain_vcpu(d, d->max_vcpus - 1) )
        return -ENODEV;
    link_free_handles(d, gt);

    return find_homes(d, gt);
}

/*
 * Take the references that map_grant_ref() had taken and
 * unmap_common_complete() will put: one of the page, and one of its type if
 * needed. A grant that was lost with its domain has no page: see
 * lu_settle_handles().
 */
static int take_references(struct domain *d, const struct grant_mapping *map,
                           bool host)
{
    bool readonly = map->flags & GNTMAP_readonly;
    struct domain *rd = get_domain_by_id(map->domid);
    struct page_info *pg;
    bool taken = true;

    if ( !rd )
        return 0;
    if ( map->ref < nr_grant_entries(rd->grant_table) )
    {
        pg = mfn_to_page(_active_entry(rd->grant_table, map->ref).mfn);
        taken = (host ? gnttab_host_mapping_get_page_type(readonly, d, rd)
                      : !readonly)
                ? get_page_and_type(pg, rd, PGT_writable_page)
                : get_page(pg, rd);
    }
    put_domain(rd);

    return taken ? 0 : -EINVAL;
}

/*
 * The references of a PV domain's host mappings came back with its page tables;
 * the p2m of an HVM domain holds none.
 */
static int restore_references(struct domain *d, const struct grant_mapping *map)
{
    int rc = 0, err = 0;

    if ( map->flags & GNTMAP_device_map )
        rc = take_references(d, map, false);
    if ( (map->flags & GNTMAP_host_map) && gnttab_release_host_mappings(d) )
        err = take_references(d, map, true);

    return rc ?: err;
}

/* As map_grant_ref() does it for a domain whose devices can reach what it maps. */
static int count_mapping(struct domain *d, mfn_t mfn, bool readonly)
{
    struct radix_tree_root *tree = &d->grant_table->maptrack_tree;
    void **slot = radix_tree_lookup_slot(tree, mfn_x(mfn));
    union maptrack_node node = {
        .raw = slot ? radix_tree_ptr_to_ulong(*slot) : 0,
    };
    unsigned int flush = 0;
    int rc = 0;

    if ( readonly ? !++node.cnt.rd : !++node.cnt.wr )
        return -EOVERFLOW;
    if ( slot )
        radix_tree_replace_slot(slot, radix_tree_ulong_to_ptr(node.raw));
    else
        rc = radix_tree_insert(tree, mfn_x(mfn),
                               radix_tree_ulong_to_ptr(node.raw));

    /* No unit has these tables yet. */
    return rc ?: iommu_map(d, _dfn(mfn_x(mfn)), mfn, 1, node.cnt.wr
                           ? IOMMUF_readable | IOMMUF_writable
                           : IOMMUF_readable, &flush);
}

/* Devices of a domain that is not "relaxed" can reach what it has mapped. */
static int open_for_devices(struct domain *d, const struct grant_mapping *map)
{
    struct domain *rd;
    int rc = 0;

    if ( !(map->flags & (GNTMAP_device_map | GNTMAP_host_map)) ||
         map->domid == d->domain_id || !gnttab_need_iommu_mapping(d) )
        return 0;
    rd = get_domain_by_id(map->domid);
    if ( !rd )
        return 0;
    if ( map->ref < nr_grant_entries(rd->grant_table) )
        rc = count_mapping(d, _active_entry(rd->grant_table, map->ref).mfn,
                           map->flags & GNTMAP_readonly);
    put_domain(rd);

    return rc;
}

/**
 * lu_restore_mappings - restore the grants that the domain has mapped
 *
 * Called when the grants and the types of all pages were restored.
 */
int lu_restore_mappings(struct domain *d, const struct xen_lu_domain *dom)
{
    struct grant_table *gt = d->grant_table;
    unsigned int handle;
    int rc = restore_maptrack(d, dom);

    for ( handle = 0; handle < gt->maptrack_limit; handle++ )
    {
        const struct grant_mapping *map = &maptrack_entry(gt, handle);
        /* In place: the references of the old Xen are there already. */
        int err = lu_in_place ? 0 : restore_references(d, map);

        rc = rc ?: err ?: open_for_devices(d, map);
    }

    return rc;
}

/**
 * lu_restore_grants - restore grants that others have mapped; all domains exist
 *
 * A failure does not keep the other entries from being restored: domains that
 * have mapped them depend on them.
 */
int lu_restore_grants(struct domain *d, const struct xen_lu_domain *dom)
{
    const struct xen_lu_grant_active *rec;
    struct grant_table *gt = d->grant_table;
    unsigned int i, nr;
    int rc = 0;

    rec = lu_array(dom, XEN_LU_REC_GRANT_ACTIVE, struct xen_lu_grant_active,
                   nr);
    for ( i = 0; i < nr; i++ )
    {
        int err = restore_active(gt, &rec[i]);

        rc = rc ?: err;
    }

    return rc;
}

/**
 * lu_settle_handles - forget mappings of grants that could not be restored
 *
 * The page itself stays as long as a page table refers to it.
 */
void lu_settle_handles(struct domain *d)
{
    struct grant_table *gt = d->grant_table;
    unsigned int handle;

    for ( handle = 0; handle < gt->maptrack_limit; handle++ )
    {
        struct grant_mapping *map = &maptrack_entry(gt, handle);
        struct domain *rd;

        if ( !handle_used(gt, handle) )
            continue;
        rd = get_domain_by_id(map->domid);
        if ( !rd || map->ref >= nr_grant_entries(rd->grant_table) )
            map->flags = 0;
        if ( rd )
            put_domain(rd);
    }
}
