/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: HVM domains on a CPU with VMX.
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
 * it creates a domain, so it is not handed over. NULL: there is none.
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

/*
 * Local variables:
 * mode: C
 * c-file-style: "BSD"
 * c-basic-offset: 4
 * tab-width: 4
 * indent-tabs-mode: nil
 * End:
 */
