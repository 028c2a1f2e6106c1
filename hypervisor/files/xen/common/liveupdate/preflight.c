/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: what this Xen cannot take along.
 *
 * Every answer is a reason in words; NULL means that nothing is in the way.
 * Asked when an image is loaded and again right before domains are paused.
 */
#include "private.h"
#include <xen/event.h>
#include <xen/iommu.h>
#include <xen/trace.h>
#include <xen/vm_event.h>
#include <asm/paging.h>

static const char *check_ports(struct domain *d)
{
    unsigned int port;

    for ( port = 1; port_is_valid(d, port); port++ )
        if ( evtchn_from_port(d, port)->xen_consumer )
            return "event channel used by Xen itself";

    return NULL;
}

static const char *check_domain(struct domain *d)
{
    if ( is_hvm_domain(d) )
        return "HVM or PVH domain";
    if ( is_pv_32bit_domain(d) )
        return "32-bit PV domain";
    if ( d->is_dying )
        return "domain is being destroyed";
    if ( !d->max_vcpus || !d->vcpu[0] || !d->vcpu[d->max_vcpus - 1] )
        return "domain is being created";
    if ( !is_hardware_domain(d) && !d->creation_finished )
        return "domain is being created";
    if ( paging_mode_enabled(d) )
        return "domain in shadow or log-dirty mode";
    if ( d->debugger_attached )
        return "domain with a debugger";
    if ( d->target )
        return "stub domain";
    if ( d->next_evtchn )
        return "event channel reset in progress";
    if ( d->cpupool && cpupool_get_id(d) )
        return "domain in another CPU pool";
    if ( vm_event_check_ring(d->vm_event_monitor) )
        return "domain with a monitor";

    return check_ports(d);
}

/**
 * lu_preflight - why is a live update not possible now?
 * @who: domain that is meant, NULL if it is the host
 */
const char *lu_preflight(const struct domain **who)
{
    const char *why;
    struct domain *d;

    *who = NULL;
    if ( is_iommu_enabled(hardware_domain) || iommu_enabled )
        return "IOMMU in use";
    if ( tb_init_done )
        return "tracing is on";
    why = arch_lu_preflight(who);
    if ( why )
        return why;

    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
    {
        why = check_domain(d);
        if ( why )
        {
            *who = d;
            break;
        }
    }
    rcu_read_unlock(&domlist_read_lock);

    return why;
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
