/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: domains that could not be restored.
 *
 * There is no way back after the commit point, but one guest's trouble must not
 * cost the others. So all parts of such a domain that can be restored are: it
 * owns its pages, and mappings, grants and event channels that others have of
 * it stay valid. It is shut down as crashed and never runs again; the toolstack
 * destroys it as any other.
 */
#include <xen/liveupdate/private.h>
#include <xen/domain.h>
#include <xen/event.h>
#include <xen/init.h>
#include <xen/lib.h>
#include <public/sched.h>

static DECLARE_BITMAP(lost, DOMID_FIRST_RESERVED) __initdata;
static bool __initdata any_lost;

/* What a type of records describes, for a message. */
static const char *__init subject(uint32_t type)
{
    static const struct {
        uint32_t type;
        const char *text;
    } subjects[] __initconst = {
        { XEN_LU_REC_DOMAIN,          "creation" },
        { XEN_LU_REC_PAGES,           "its pages" },
        { XEN_LU_REC_PINS,            "its page tables" },
        { XEN_LU_REC_XEN_PAGES,       "its pages of Xen" },
        { XEN_LU_REC_CPUID,           "its CPU policy" },
        { XEN_LU_REC_RANGES,          "its permissions" },
        { XEN_LU_REC_EVTCHN,          "its event channels" },
        { XEN_LU_REC_FIFO,            "its event queues" },
        { XEN_LU_REC_GRANT,           "its grant table" },
        { XEN_LU_REC_GRANT_ACTIVE,    "its grants" },
        { XEN_LU_REC_MAPTRACK,        "its mappings of grants" },
        { XEN_LU_REC_PIRQ,            "its interrupts" },
        { XEN_LU_REC_PIT,             "its timer port" },
        { XEN_LU_REC_MEMMAP,          "its memory map" },
        { XEN_LU_REC_WATCHDOG,        "its watchdogs" },
        { XEN_LU_REC_IN_CPUPOOL,      "its scheduling" },
        { XEN_LU_REC_VNUMA_NODE,      "its virtual nodes" },
        { XEN_LU_REC_GLOBAL_VIRQ,     "its global VIRQs" },
        { XEN_LU_REC_HVM,             "its HVM parameters" },
        { XEN_LU_REC_P2M,             "its place of pages" },
        { XEN_LU_REC_HVM_CONTEXT,     "its HVM context" },
        { XEN_LU_REC_VCPU_HVM,        "clocks of a vCPU" },
        { XEN_LU_REC_VCPU,            "a vCPU" },
        { XEN_LU_REC_VCPU_CONTEXT,    "registers of a vCPU" },
        { XEN_LU_REC_VCPU_XSAVE,      "extended state of a vCPU" },
        { XEN_LU_REC_VCPU_MSRS,       "MSRs of a vCPU" },
    };
    unsigned int i;

    for ( i = 0; i < ARRAY_SIZE(subjects); i++ )
        if ( subjects[i].type == type )
            return subjects[i].text;

    return "a part of it";
}

/**
 * lu_is_lost - has a part of the domain not been restored?
 */
bool __init lu_is_lost(const struct xen_lu_domain *dom)
{
    return test_bit(dom->domid, lost);
}

/**
 * lu_outcome - record how restoring a part of a domain has ended
 * @type: type of the records that describe the part
 *
 * A failure of the hardware domain is fatal. Any other domain is lost, but its
 * other parts are still restored.
 *
 * Returns true if the part was restored.
 */
bool __init lu_outcome(const struct xen_lu_domain *dom, uint32_t type, int rc)
{
    if ( !rc )
        return true;

    if ( dom->flags & XEN_LU_DOMAIN_HWDOM )
    {
        lu_report(XLU_REASON_RESTORE, -rc, dom->domid, subject(type));
        panic("Live update: d%u cannot be restored: %s: error %d\n",
              dom->domid, subject(type), rc);
    }

    printk(XENLOG_ERR "Live update: d%u cannot be restored: %s: error %d\n",
           dom->domid, subject(type), rc);
    /* Later failures may be consequences. */
    if ( !test_and_set_bit(dom->domid, lost) )
        lu_note(XLU_WARN_DOMAIN_LOST, dom->domid, type, 0, rc);
    any_lost = true;

    return false;
}

static void __init crash(struct domain *d)
{
    struct vcpu *v;

    /* Not a pause by the toolstack, which could take it back. */
    domain_pause_nosync(d);

    for_each_vcpu ( d, v )
        if ( !v->paused_for_shutdown )
        {
            vcpu_pause_nosync(v);
            v->paused_for_shutdown = true;
        }
    d->is_shutting_down = true;
    d->is_shut_down = true;
    d->shutdown_code = SHUTDOWN_crash;
    printk(XENLOG_ERR "Live update: %pd is left as crashed, and can be destroyed\n",
           d);
}

/**
 * lu_settle_lost - let other domains exist with what is left of the lost ones
 */
void __init lu_settle_lost(void)
{
    const struct xen_lu_domain *dom;

    if ( !any_lost )
        return;

    for_each_lu_domain ( lu_stream, dom )
    {
        struct domain *d = get_domain_by_id(dom->domid);

        lu_settle_ports(d);
        lu_settle_handles(d);
        if ( lu_is_lost(dom) )
        {
            lu_forget_references(d, dom);
            crash(d);
        }
        put_domain(d);
    }
    send_global_virq(VIRQ_DOM_EXC);
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
