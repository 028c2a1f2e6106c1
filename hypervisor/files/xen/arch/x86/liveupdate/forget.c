/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update, page state in place: references of a domain that is lost.
 *
 * The frame table has the old Xen's references. What has been restored holds
 * its references again; the others are dropped, or the domain could never be
 * destroyed completely.
 */
#include <xen/init.h>
#include <xen/mm.h>
#include <xen/sched.h>

#include <xen/liveupdate/private.h>
#include "private.h"

static void __init put_frame(uint64_t mfn)
{
    put_page_and_type(mfn_to_page(_mfn(mfn)));
}

static void __init forget_registers(const struct vcpu_guest_context *ctxt)
{
    unsigned int i;

    put_frame(xen_cr3_to_pfn(ctxt->ctrlreg[3]));
    if ( ctxt->ctrlreg[1] )
        put_frame(xen_cr3_to_pfn(ctxt->ctrlreg[1]));
    for ( i = 0; i * 512 < ctxt->gdt_ents; i++ )
        put_frame(ctxt->gdt_frames[i]);
}

/* @v: NULL if the vCPU was not even created */
static void __init forget_vcpu(const struct vcpu *v,
                               const struct xen_lu_domain *dom,
                               const struct xen_lu_vcpu *rec)
{
    const struct xen_lu_vcpu_context *ctxt =
        lu_find_vcpu(dom, XEN_LU_REC_VCPU_CONTEXT, rec->vcpu, NULL);

    if ( (rec->flags & XEN_LU_VCPU_INITIALISED) && ctxt &&
         (!v || pagetable_is_null(v->arch.guest_table)) )
        forget_registers(&ctxt->context);
    if ( rec->vcpu_info_mfn != XEN_LU_NO_MFN &&
         (!v || mfn_eq(v->vcpu_info_mfn, INVALID_MFN)) )
        put_frame(rec->vcpu_info_mfn);
}

static void __init forget_eoi_map(const struct domain *d,
                                  const struct xen_lu_domain *dom)
{
    if ( (dom->flags & XEN_LU_DOMAIN_EOI_MAP) && !d->arch.pirq_eoi_map )
        put_frame(dom->pirq_eoi_mfn);
}

/**
 * lu_forget_references - drop references that a lost domain does not hold again
 */
void __init lu_forget_references(const struct domain *d,
                                 const struct xen_lu_domain *dom)
{
    const struct xen_lu_vcpu *rec;
    unsigned int i;

    if ( !lu_in_place )
        return;

    for ( i = 0; i < dom->max_vcpus; i++ )
    {
        rec = lu_find_vcpu(dom, XEN_LU_REC_VCPU, i, NULL);
        if ( rec )
            forget_vcpu(domain_vcpu(d, i), dom, rec);
    }
    forget_eoi_map(d, dom);
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
