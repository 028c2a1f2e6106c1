/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: what prevents one.
 *
 * Every obstacle has a name. The handoff page gets the name of the first one,
 * and the numbers of all. They are looked for when an image is loaded, and
 * again right before domains are paused. If all are transient it is worth
 * trying again.
 */
#include <xen/liveupdate/private.h>
#include <xen/cpu.h>
#include <xen/errno.h>
#include <xen/event.h>
#include <xen/lib.h>
#include <xen/livepatch.h>
#include <xen/mm.h>
#include <xen/time.h>
#include <xen/trace.h>
#include <xen/vm_event.h>
#include <asm/paging.h>
#include <public/domctl.h>
#include <xen-liveupdate/obstacles.h>
#include <xsm/xsm.h>

#include <xen/liveupdate/load.h>

#define DEATH_TAKES     SECONDS(2)

/* Add an obstacle to the report, by its number: user space knows remedies. */
static void lu_note_obstacle(domid_t domid, const char *name)
{
    const struct xlu_obstacle *known = xlu_obstacles();
    struct xlu_handoff *h = lu_handoff;

    if ( !h || h->nr_notes++ >= ARRAY_SIZE(h->note) )
        return; /* counted: it is named when others are gone */
    while ( known->nr && strcmp(known->name, name) )
        known++;
    h->note[h->nr_notes - 1] = (struct xlu_note){
        .domid = domid,
        .warning = XLU_NOTE_OBSTACLE,
        .nr = known->nr,
    };
}

/**
 * lu_obstacles - note the obstacles that exist
 * @domid: domain that has them, DOMID_INVALID for the host
 *
 * Returns the name of the first one, or NULL.
 */
const char *lu_obstacles(const struct lu_obstacle *o, unsigned int nr,
                         domid_t domid)
{
    const char *why = NULL;

    for ( ; nr; nr--, o++ )
        if ( lu_fails(o->found, o->name) )
        {
            lu_note_obstacle(domid, o->name);
            why = why ?: o->name;
        }

    return why;
}

/* Channels to device models do not count: they are restored. */
static bool used_by_xen(struct domain *d)
{
    unsigned int port;

    for ( port = 1; port_is_valid(d, port); port++ )
    {
        unsigned int consumer = evtchn_from_port(d, port)->xen_consumer;

        if ( consumer && (is_pv_domain(d) ||
                          consumer != lu_default_xen_consumer()) )
            return true;
    }

    return false;
}

/* Are vCPUs missing? A domain that has them but never ran is no obstacle. */
static bool lacks_vcpus(const struct domain *d)
{
    return !d->max_vcpus || !d->vcpu || !d->vcpu[0] ||
           !d->vcpu[d->max_vcpus - 1];
}

/*
 * Backends release a dead domain's memory within moments. Memory that is held
 * for longer may be held for ever.
 */
static bool held_after_death(const struct domain *d)
{
    return d->is_dying == DOMDYING_dead && NOW() - d->dead_since > DEATH_TAKES;
}

/* The policy that defines the label is a boot module. */
static bool has_label(struct domain *d)
{
    struct xen_domctl_getdomaininfo info = {};

    xsm_security_domaininfo(d, &info);

    return info.ssidref;
}

static bool uses_argo(const struct domain *d)
{
#ifdef CONFIG_ARGO
    return d->argo;
#else
    return false;
#endif
}

/*
 * Has the domain more pages of Xen than those with a record, shared_info and
 * the grant table? Xenoprof gives some to any domain that asks.
 */
static bool maps_unknown_pages(struct domain *d)
{
    bool more;

    lu_gnttab_lock(d);
    more = d->xenheap_pages > 1 + lu_gnttab_frames(d);
    lu_gnttab_unlock(d);

    return more;
}

/* A domain that is being destroyed takes lasting obstacles with it. */
static const char *lasting_in_domain(struct domain *d)
{
    const struct lu_obstacle dying[] = {
        { held_after_death(d), "dead domain whose memory another one maps" },
    };
    const struct lu_obstacle obstacles[] = {
        { is_pv_32bit_domain(d), "32-bit PV domain" },
        { is_hvm_domain(d) && has_arch_pdevs(d),
          "device passed through to an HVM domain" },
        { is_hvm_domain(d) && is_iommu_enabled(d),
          "HVM domain that may have devices" },
        { d->debugger_attached, "domain with a debugger" },
        { d->target, "stub domain" },
        { vm_event_check_ring(d->vm_event_monitor), "domain with a monitor" },
        { uses_argo(d), "domain that uses Argo" },
        { has_label(d), "domain with an XSM label" },
        { used_by_xen(d), "event channel used by Xen itself" },
        { d->is_shut_down && lacks_vcpus(d), "domain that an update has lost" },
        { maps_unknown_pages(d), "domain that uses Xenoprof" },
        { paging_mode_sh_forced(d), "domain on shadow page tables for good" },
        { arch_lu_uses_psr(d), "domain with cache monitoring or allocation" },
    };
    const char *why, *arch;

    if ( d->is_dying )
        return lu_obstacles(dying, ARRAY_SIZE(dying), d->domain_id);
    why = lu_obstacles(obstacles, ARRAY_SIZE(obstacles), d->domain_id);
    arch = arch_lu_domain_obstacle(d);

    return why ?: arch;
}

/*
 * A part of the hypercall is left to a tasklet, which would be lost. The
 * tasklet of the hypercall that asks for the update is running already.
 */
static bool in_long_hypercall(const struct domain *d)
{
    const struct vcpu *v;

    for_each_vcpu ( d, v )
        if ( v->continue_hypercall_tasklet.scheduled_on >= 0 )
            return true;

    return false;
}

static const char *passing_in_domain(struct domain *d)
{
    const struct lu_obstacle obstacles[] = {
        { d->is_dying, "domain is being destroyed" },
        { lacks_vcpus(d), "domain is being created" },
        { d->vcpu && in_long_hypercall(d), "hypercall of a domain in progress" },
        { is_hvm_domain(d) ? arch_lu_log_dirty(d) : paging_mode_enabled(d),
          "domain in shadow or log-dirty mode" },
        { d->next_evtchn, "event channel reset in progress" },
        { d->outstanding_pages, "domain with a claim on memory" },
        { d->vcpu && arch_lu_injecting(d),
          "event is about to be injected into a vCPU" },
    };

    return lu_obstacles(obstacles, ARRAY_SIZE(obstacles), d->domain_id);
}

/*
 * A vCPU that waits for a device model continues with the response, which would
 * not be in the next Xen. This counts only when the next Xen is about to be
 * entered: until then requests come and go.
 */
static const char *passing_requests(struct domain *d)
{
    const struct lu_obstacle obstacles[] = {
        { arch_lu_io_in_flight(d), "request to a device model in flight" },
    };

    return lu_image.ready && is_hvm_domain(d)
           ? lu_obstacles(obstacles, ARRAY_SIZE(obstacles), d->domain_id)
           : NULL;
}

/*
 * Pages of Xen's own memory that guests may map, such as the M2P, have one
 * reference without a mapping. The new Xen has such memory elsewhere.
 */
static bool own_memory_mapped(void)
{
    const struct page_info *pg;
    bool mapped = false;

    spin_lock(&dom_xen->page_alloc_lock);
    page_list_for_each ( pg, &dom_xen->xenpage_list )
        if ( (pg->count_info & PGC_count_mask) > 1 )
        {
            mapped = true;
            break;
        }
    spin_unlock(&dom_xen->page_alloc_lock);

    return mapped;
}

static bool hotplug_in_progress(void)
{
    if ( !get_cpu_maps() )
        return true;
    put_cpu_maps();

    return false;
}

static const char *lasting_in_host(bool again)
{
    const struct lu_obstacle obstacles[] = {
        { tb_init_done, "tracing is on" },
        { lu_crash_image_copied(),
          "crash kernel loaded by the first kexec interface" },
        { arch_lu_too_many_bad_pages(), "too many bad pages of memory" },
        { lu_kexec_loaded(), "image for kexec is loaded" },
        { !lu_sched_supported(), "scheduler other than credit and credit2" },
        { !lu_sched_gran_supported(), "CPU pool with a granularity of its own" },
    };
    const char *why = lu_obstacles(obstacles, ARRAY_SIZE(obstacles),
                                   DOMID_INVALID);
    const char *arch = arch_lu_preflight(), *iommu = lu_iommu_obstacle();
    const char *option = NULL;

    /* The command line is not known before the bank is sealed. */
    if ( lu_image.sealed )
        option = lu_cmdline_obstacle(again);
    if ( option )
        lu_note_obstacle(DOMID_INVALID, "option of the command line");

    return why ?: arch ?: iommu ?: option;
}

static const char *passing_in_host(void)
{
    const struct lu_obstacle obstacles[] = {
        { hotplug_in_progress(), "CPU hotplug in progress" },
        { livepatch_in_progress(), "live patch in progress" },
        { cpupool_cpu_leaving(), "CPU is leaving its pool" },
        { own_memory_mapped(), "memory of Xen is mapped by a domain" },
    };

    return lu_obstacles(obstacles, ARRAY_SIZE(obstacles), DOMID_INVALID);
}

struct first {
    const char *name;
    domid_t domid;
};

static void keep_first(struct first *first, const char *name, domid_t domid)
{
    if ( !name || first->name )
        return;
    first->name = name;
    first->domid = domid;
}

/* Transient obstacles of a domain do not matter if it has a lasting one. */
static void look(bool again, struct first *lasting, struct first *passing,
                 struct first *waiting)
{
    struct domain *d;

    keep_first(lasting, lasting_in_host(again), DOMID_INVALID);
    keep_first(passing, passing_in_host(), DOMID_INVALID);
    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
    {
        const char *name = lasting_in_domain(d);

        keep_first(lasting, name, d->domain_id);
        if ( name )
            continue;
        keep_first(passing, passing_in_domain(d), d->domain_id);
        keep_first(waiting, passing_requests(d), d->domain_id);
    }
    rcu_read_unlock(&domlist_read_lock);
}

static int refuse(const struct first *why, bool lasting, int rc)
{
    lu_report(lasting ? XLU_REASON_UNSUPPORTED : XLU_REASON_BUSY, why->domid,
              0, why->name);
    if ( lasting || (rc != -EAGAIN && printk_ratelimit()) )
        printk(XENLOG_ERR "Live update: refused: %s (d%d)\n", why->name,
               why->domid);

    return rc;
}

/**
 * lu_preflight - is a live update possible now?
 * @again: second call in one hypercall: all domains are paused
 *
 * If not, the name of the first obstacle is reported, and all are noted.
 * Returns -EBUSY if all obstacles are transient, else -EOPNOTSUPP. Callers may
 * retry -EBUSY many times a second, so its message is rate limited. -EAGAIN:
 * new requests to device models are held while the others are answered: retry
 * at once.
 */
int lu_preflight(bool again)
{
    struct first lasting = {}, passing = {}, waiting = {};

    look(again, &lasting, &passing, &waiting);
    if ( lasting.name )
        return refuse(&lasting, true, -EOPNOTSUPP);
    if ( passing.name )
        return refuse(&passing, false, -EBUSY);
    if ( waiting.name )
        return refuse(&waiting, false, arch_lu_hold_io());
    /* All requests are answered: hold new ones until the update begins. */
    arch_lu_hold_on();

    return 0;
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
