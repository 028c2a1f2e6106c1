/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: what depends on the kind of virtualisation, VMX or SVM.
 *
 * A VMCS is private to the Xen that made it: its format is the CPU's, and it
 * points to that Xen's code and stacks. All CPUs leave VMX operation before the
 * old Xen is left, and with that no CPU caches a VMCS any more. The new Xen
 * makes others, as for new domains, and loads the HVM context into them. If the
 * update fails before the commit point, the old Xen's are as they were: the new
 * Xen enters VMX operation after it.
 */
#include <xen/errno.h>
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/sched.h>
#include <asm/apicdef.h>
#include <asm/hvm/hvm.h>
#include <asm/hvm/vmx/vmcs.h>
#include <asm/p2m.h>

#include <xen/liveupdate/private.h>
#include "private.h"

/**
 * lu_apic_access_page - the page that accesses to local APICs go to
 *
 * It has no content, the CPU looks at its address only. Each Xen makes one when
 * it creates a domain, so it is handed over with page state in place only. NULL:
 * there is none.
 */
const struct page_info *lu_apic_access_page(const struct domain *d)
{
    mfn_t mfn;

    if ( !cpu_has_vmx )
        return NULL;
    mfn = d->arch.hvm.vmx.apic_access_mfn;

    return mfn_eq(mfn, _mfn(0)) ? NULL : mfn_to_page(mfn);
}

/**
 * lu_vmx_keeps_p2m - can the tables of the domain's p2ms stay where they are?
 *
 * If not, there are more p2ms than records have, or the CPU logs writes of the
 * guest to pages that these tables do not contain.
 */
bool lu_vmx_keeps_p2m(const struct domain *d)
{
    return !cpu_has_vmx ||
           (!hvm_altp2m_supported() && !vmx_domain_pml_enabled(d));
}

/**
 * lu_map_apic_access_page - map it, as when the creation of a domain ends
 */
int __init lu_map_apic_access_page(struct domain *d)
{
    const struct page_info *page = lu_apic_access_page(d);
    p2m_type_t type;

    if ( !page )
        return 0;
    hvm_domain_creation_finished(d);

    return mfn_eq(get_gfn_query_unlocked(d, PFN_DOWN(APIC_DEFAULT_PHYS_BASE),
                                         &type), page_to_mfn(page))
           ? 0 : -EEXIST;
}

/**
 * lu_save_intr_shadow - is an interrupt, an NMI or a #DB held back for now?
 *
 * A migration lets interrupts in. But a vCPU between STI and HLT would sleep
 * through the one that was to wake it up.
 */
void lu_save_intr_shadow(struct vcpu *v, struct xen_lu_vcpu_hvm *rec)
{
    struct hvm_vcpu_nonreg_state state = {};

    BUILD_BUG_ON(XEN_LU_SHADOW_STI != HVM_INTR_SHADOW_STI ||
                 XEN_LU_SHADOW_MOV_SS != HVM_INTR_SHADOW_MOV_SS ||
                 XEN_LU_SHADOW_NMI != HVM_INTR_SHADOW_NMI);
    if ( cpu_has_vmx )
    {
        hvm_get_nonreg_state(v, &state);
        rec->intr_shadow = state.vmx.interruptibility_info;
        rec->pending_db = state.vmx.pending_dbg;
    }
    else
        rec->intr_shadow = alternative_call(hvm_funcs.get_interrupt_shadow, v);
    rec->intr_shadow &= XEN_LU_SHADOW_ALL;
    rec->pending_db &= XEN_LU_PENDING_DB_ALL;
}

/**
 * lu_restore_intr_shadow - hold it back again
 *
 * With VMX the pending #DB is part of it: the CPU compares both with TF.
 */
void __init lu_restore_intr_shadow(struct vcpu *v,
                                   const struct xen_lu_vcpu_hvm *rec)
{
    struct hvm_vcpu_nonreg_state state = {};
    unsigned int shadow = rec->intr_shadow;

    if ( cpu_has_vmx )
    {
        hvm_get_nonreg_state(v, &state);
        state.vmx.interruptibility_info = shadow;
        state.vmx.pending_dbg = rec->pending_db;
        hvm_set_nonreg_state(v, &state);
    }
    else
        alternative_vcall(hvm_funcs.set_interrupt_shadow, v, shadow);
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
