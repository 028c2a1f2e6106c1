/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: domains that could not be restored.
 *
 * Behind the commit point there is no way back, but one guest's trouble is no
 * reason to lose the others. Whatever can be restored of such a domain is: it
 * owns its pages, so mappings, grants and event channels that others have of it
 * stay valid. It is shut down as crashed and never runs again; the toolstack
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

/* What a record is about, for a message. */
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
 * lu_outcome - remember how restoring a part of a domain has ended
 * @type: the record that it is about
 *
 * Without the hardware domain there is no host, so that is the end. Every other
 * domain is lost, but its other parts are still to be restored.
 *
 * Returns true if the part is there.
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
    /* What follows may be a consequence. */
    if ( !test_and_set_bit(dom->domid, lost) )
        lu_note(XLU_WARN_DOMAIN_LOST, dom->domid, type, 0, rc);
    any_lost = true;

    return false;
}

static void __init crash(struct domain *d)
{
    struct vcpu *v;

    /* Not one of the pauses that the toolstack could take back. */
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
 * lu_settle_lost - the other domains exist with what is left of the lost ones
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
