/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: virtual NUMA nodes of a domain.
 *
 * Four arrays, as in XENMEM_get_vnumainfo. They inform the guest and the
 * toolstack; Xen itself does not use them.
 */
#include <xen/liveupdate/private.h>
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/xmalloc.h>

static void put_array(struct lu_writer *w, uint32_t type, const void *array,
                      size_t bytes)
{
    lu_rec_open(w, type);
    lu_rec_put(w, array, bytes);
    lu_rec_close_if_used(w);
}

static void save_ranges(struct lu_writer *w, const struct vnuma_info *v)
{
    unsigned int i;

    lu_rec_open(w, XEN_LU_REC_VNUMA_RANGE);
    for ( i = 0; i < v->nr_vmemranges; i++ )
    {
        struct xen_lu_vnuma_range rec = {
            .start = v->vmemrange[i].start,
            .end = v->vmemrange[i].end,
            .flags = v->vmemrange[i].flags,
            .node = v->vmemrange[i].nid,
        };

        lu_rec_put(w, &rec, sizeof(rec));
    }
    lu_rec_close_if_used(w);
}

static void save_nodes(struct lu_writer *w, const struct vnuma_info *v)
{
    unsigned int i;

    lu_rec_open(w, XEN_LU_REC_VNUMA_NODE);
    for ( i = 0; i < v->nr_vnodes; i++ )
    {
        uint32_t node = v->vnode_to_pnode[i];

        lu_rec_put(w, &node, sizeof(node));
    }
    lu_rec_close(w);
}

/**
 * lu_save_vnuma - the record, if the domain has virtual nodes
 */
void lu_save_vnuma(struct lu_writer *w, const struct domain *d)
{
    const struct vnuma_info *v = d->vnuma;

    if ( !v )
        return;

    save_nodes(w, v);
    save_ranges(w, v);
    put_array(w, XEN_LU_REC_VNUMA_DISTANCE, v->vdistance,
              v->nr_vnodes * v->nr_vnodes * sizeof(*v->vdistance));
    put_array(w, XEN_LU_REC_VNUMA_VCPU, v->vcpu_to_vnode,
              d->max_vcpus * sizeof(*v->vcpu_to_vnode));
}

/**
 * lu_estimate_vnuma - bytes that lu_save_vnuma() writes, or a little more
 */
size_t lu_estimate_vnuma(const struct domain *d)
{
    const struct vnuma_info *v = d->vnuma;

    return v ? PAGE_SIZE + d->max_vcpus * sizeof(uint32_t) +
               v->nr_vmemranges * sizeof(struct xen_lu_vnuma_range) +
               v->nr_vnodes * (v->nr_vnodes + 1) * sizeof(uint32_t)
             : 0;
}

static int fill(struct vnuma_info *v, const struct domain *d,
                const struct xen_lu_domain *dom)
{
    const struct xen_lu_vnuma_range *range;
    const uint32_t *node, *distance, *vcpu;
    unsigned int i, nr;

    node = lu_array(dom, XEN_LU_REC_VNUMA_NODE, uint32_t, v->nr_vnodes);
    distance = lu_array(dom, XEN_LU_REC_VNUMA_DISTANCE, uint32_t, nr);
    vcpu = lu_array(dom, XEN_LU_REC_VNUMA_VCPU, uint32_t, nr);
    range = lu_array(dom, XEN_LU_REC_VNUMA_RANGE, struct xen_lu_vnuma_range,
                     v->nr_vmemranges);

    v->vdistance = xmalloc_array(unsigned int, v->nr_vnodes * v->nr_vnodes);
    v->vcpu_to_vnode = xmalloc_array(unsigned int, d->max_vcpus);
    v->vnode_to_pnode = xmalloc_array(nodeid_t, v->nr_vnodes);
    v->vmemrange = xmalloc_array(xen_vmemrange_t, v->nr_vmemranges);
    if ( !v->vdistance || !v->vcpu_to_vnode || !v->vnode_to_pnode ||
         (v->nr_vmemranges && !v->vmemrange) )
        return -ENOMEM;

    for ( i = 0; i < v->nr_vnodes; i++ )
        v->vnode_to_pnode[i] = node[i];
    for ( i = 0; i < v->nr_vnodes * v->nr_vnodes; i++ )
        v->vdistance[i] = distance[i];
    for ( i = 0; i < d->max_vcpus; i++ )
        v->vcpu_to_vnode[i] = vcpu[i];
    for ( i = 0; i < v->nr_vmemranges; i++ )
        v->vmemrange[i] = (xen_vmemrange_t){
            .start = range[i].start, .end = range[i].end,
            .flags = range[i].flags, .nid = range[i].node,
        };

    return 0;
}

/**
 * lu_restore_vnuma - set the tables of a domain
 */
int lu_restore_vnuma(struct domain *d, const struct xen_lu_domain *dom)
{
    struct vnuma_info *v;
    int rc;

    if ( !lu_find(dom, XEN_LU_REC_VNUMA_NODE, NULL) )
        return 0;

    v = xzalloc(struct vnuma_info);
    rc = v ? fill(v, d, dom) : -ENOMEM;
    if ( !rc )
        d->vnuma = v;
    else
        vnuma_destroy(v);

    return rc;
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
