/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: rebuilding the domains.
 *
 * Runs where a cold boot builds the hardware domain, in passes over all
 * domains. Page tables refer to pages of other domains, so every page gets its
 * owner before the first table is validated. Event channels and grants refer to
 * other domains, so all domains are created before. There is no way back: a
 * failure costs the domain concerned, see lost.c, and is fatal for the hardware
 * domain only.
 */
#include <xen/liveupdate/private.h>
#include <xen/domain.h>
#include <xen/domain_page.h>
#include <xen/err.h>
#include <xen/event.h>
#include <xen/grant_table.h>
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/pci.h>
#include <xen/softirq.h>
#include <xen/timer.h>
#include <public/domctl.h>

/* Domain whose pages lu_adopt_page() hands out. */
static const struct xen_lu_domain *__read_mostly adopting;

/**
 * lu_adopt_page - the old Xen's page for a role in the domain being created
 */
void *lu_adopt_page(unsigned int role, unsigned int index)
{
    const struct xen_lu_xen_page *rec;
    unsigned int i, nr;

    if ( likely(!adopting) )
        return NULL;

    rec = lu_array(adopting, XEN_LU_REC_XEN_PAGES, struct xen_lu_xen_page, nr);
    for ( i = 0; i < nr; i++ )
        if ( rec[i].role == role && rec[i].index == index )
        {
            struct page_info *pg = mfn_to_page(_mfn(rec[i].mfn));

            if ( lu_in_place )
                return page_to_virt(pg);
            if ( pg->count_info || page_get_owner(pg) )
            {
                lu_outcome(adopting, XEN_LU_REC_XEN_PAGES, -EBUSY);
                return NULL;
            }
            pg->count_info = PGC_xen_heap;
            return page_to_virt(pg);
        }

    return NULL;
}

/**
 * lu_adopting - the domain being created that adopts pages of Xen, or NULL
 */
const struct xen_lu_domain *lu_adopting(void)
{
    return adopting;
}

static struct domain *__init create_domain(const struct xen_lu_domain *dom,
                                           unsigned int cpupool)
{
    struct xen_domctl_createdomain cfg = {
        .flags = dom->options,
        .max_vcpus = dom->max_vcpus,
        .max_evtchn_port = dom->max_evtchn_port,
        .max_grant_frames = dom->max_grant_frames,
        .max_maptrack_frames = dom->max_maptrack_frames,
        .grant_opts = XEN_DOMCTL_GRANT_version(dom->max_grant_version),
        .cpupool_id = cpupool,
        .arch = {
            .emulation_flags = dom->emulation_flags,
            .misc_flags = dom->flags & XEN_LU_DOMAIN_MSR_RELAXED
                          ? XEN_X86_MSR_RELAXED : 0,
        },
    };
    bool hwdom = dom->flags & XEN_LU_DOMAIN_HWDOM;

    memcpy(cfg.handle, dom->handle, sizeof(cfg.handle));

    return domain_create(dom->domid, &cfg, hwdom ? CDF_privileged : 0);
}

/* Take pages of Xen back from a domain whose creation has failed. */
static void __init forget_xen_pages(const struct xen_lu_domain *dom)
{
    const struct xen_lu_xen_page *rec;
    unsigned int i, nr;

    if ( lu_in_place )
        return;
    rec = lu_array(dom, XEN_LU_REC_XEN_PAGES, struct xen_lu_xen_page, nr);
    for ( i = 0; i < nr; i++ )
    {
        struct page_info *pg = mfn_to_page(_mfn(rec[i].mfn));

        pg->count_info = 0;
        pg->u.inuse.type_info = 0;
        page_set_owner(pg, NULL);
    }
}

/*
 * A domain that cannot be created is needed all the same, as the owner of its
 * pages. It is created again in pool 0, where every domain can be.
 */
static struct domain *__init create_or_crash(const struct xen_lu_domain *dom)
{
    int rc = lu_fault_late(dom->domid, XEN_LU_REC_DOMAIN);
    struct domain *d = rc ? ERR_PTR(rc)
                          : create_domain(dom, lu_restored_cpupool(dom));

    if ( !IS_ERR(d) )
        return d;

    lu_outcome(dom, XEN_LU_REC_DOMAIN, PTR_ERR(d));
    forget_xen_pages(dom);
    /* Page state in place: the failed attempt has taken its lists apart. */
    if ( !lu_in_place || rc )
        d = create_domain(dom, 0);
    if ( IS_ERR(d) )
    {
        lu_report(XLU_REASON_RESTORE, -PTR_ERR(d), dom->domid, "creation");
        panic("Live update: d%u has pages and cannot be created: error %ld\n",
              dom->domid, PTR_ERR(d));
    }

    return d;
}

static int __init create_vcpus(struct domain *d,
                               const struct xen_lu_domain *dom)
{
    unsigned int i;

    /* Sets the nodes and CPUs that a hardware domain starts with. */
    if ( is_hardware_domain(d) )
        dom0_max_vcpus();

    for ( i = 0; i < dom->max_vcpus; i++ )
    {
        struct vcpu *v = !i && is_hardware_domain(d) ? alloc_dom0_vcpu0(d)
                                                     : vcpu_create(d, i);

        if ( !v )
            return -ENOMEM;
    }

    return 0;
}

static void __init restore_fields(struct domain *d,
                                  const struct xen_lu_domain *dom)
{
    d->max_pages = dom->max_pages;
    d->vm_assist = dom->vm_assist;
    d->creation_finished = !(dom->flags & XEN_LU_DOMAIN_DEFERRED);
    d->is_shutting_down = dom->flags & XEN_LU_DOMAIN_SHUTTING_DOWN;
    d->is_shut_down = dom->flags & XEN_LU_DOMAIN_SHUT_DOWN;
    d->shutdown_code = dom->shutdown_code;
    d->suspend_evtchn = dom->suspend_evtchn;
    d->time_offset.seconds = dom->time_offset;
    d->time_offset.set = dom->flags & XEN_LU_DOMAIN_TIME_OFFSET;
}

/* Pass 1: the domain, its vCPUs, its pages with owners. */
static void __init pass_create(const struct xen_lu_domain *dom)
{
    struct domain *d;

    adopting = dom;
    d = create_or_crash(dom);
    restore_fields(d, dom);
    arch_lu_restore_domain(d, dom);
    lu_try(dom, XEN_LU_REC_MEMMAP, arch_lu_restore_memmap(d, dom));
    lu_try(dom, XEN_LU_REC_RANGES, arch_lu_restore_ranges(d, dom));
    lu_try(dom, XEN_LU_REC_VCPU, create_vcpus(d, dom));
    lu_must(dom, XEN_LU_REC_GRANT, lu_restore_gnttab(d, dom));
    lu_try(dom, XEN_LU_REC_VNUMA_NODE, lu_restore_vnuma(d, dom));
    adopting = NULL;

    lu_must(dom, XEN_LU_REC_PAGES, arch_lu_restore_pages(d, dom));
    lu_must(dom, XEN_LU_REC_XEN_PAGES, arch_lu_restore_xen_pages(d, dom));
}

static int __init map_vcpu_info_in_place(struct vcpu *v,
                                         const struct xen_lu_vcpu *rec)
{
    struct page_info *pg;
    void *va;

    if ( rec->vcpu_info_mfn == XEN_LU_NO_MFN )
        return 0;
    if ( rec->vcpu_info_offset > PAGE_SIZE - sizeof(vcpu_info_t) ||
         !mfn_valid(_mfn(rec->vcpu_info_mfn)) )
        return -EINVAL;

    /* Unlike map_vcpu_info() this keeps the content of the page. */
    pg = mfn_to_page(_mfn(rec->vcpu_info_mfn));
    if ( !get_page_and_type(pg, v->domain, PGT_writable_page) )
        return -EINVAL;
    va = __map_domain_page_global(pg);
    if ( !va )
    {
        put_page_and_type(pg);
        return -ENOMEM;
    }
    lu_have_reference(pg);
    v->vcpu_info = va + rec->vcpu_info_offset;
    v->vcpu_info_mfn = _mfn(rec->vcpu_info_mfn);

    return 0;
}

static void __init restore_runstate(struct vcpu *v,
                                    const struct xen_lu_vcpu *rec)
{
    unsigned int i;

    for ( i = 0; i < ARRAY_SIZE(rec->runstate_time); i++ )
        v->runstate.time[i] = rec->runstate_time[i];
    /* The blackout counts as time in the state that the vCPU was in. */
    v->runstate.time[rec->runstate & 3] += NOW() - rec->runstate_entry;
    v->runstate.state_entry_time = NOW();
    runstate_guest(v).p = (void *)(unsigned long)rec->runstate_area;
}

static void __init restore_vcpu(struct vcpu *v,
                                const struct xen_lu_domain *dom)
{
    const struct xen_lu_vcpu *rec;
    unsigned int i;

    rec = lu_find_vcpu(dom, XEN_LU_REC_VCPU, v->vcpu_id, NULL);
    arch_lu_restore_vcpu(v, dom, rec);
    lu_try(dom, XEN_LU_REC_VCPU, map_vcpu_info_in_place(v, rec));

    restore_runstate(v, rec);
    v->periodic_period = rec->periodic_period;
    v->periodic_last_event = rec->periodic_last;
    v->paused_for_shutdown = rec->flags & XEN_LU_VCPU_SHUTDOWN;
    if ( v->paused_for_shutdown )
        vcpu_pause_nosync(v);
    /* Each pause by the toolstack also counts as a pause of the vCPU. */
    v->controller_pause_count = rec->controller_pause_count;
    for ( i = 0; i < rec->controller_pause_count; i++ )
        vcpu_pause_nosync(v);
}

/* Pass 2: grants that others have mapped, page types, vCPU state. */
static void __init pass_vcpus(struct domain *d, const struct xen_lu_domain *dom)
{
    struct vcpu *v;

    lu_must(dom, XEN_LU_REC_GRANT_ACTIVE, lu_restore_grants(d, dom));
    lu_try(dom, XEN_LU_REC_PINS, arch_lu_restore_pins(d, dom));
    arch_lu_restore_hvm(d, dom);
    for_each_vcpu ( d, v )
        restore_vcpu(v, dom);
    arch_lu_drop_held_tables(d, dom);
}

static void __init restart_timers(struct domain *d,
                                  const struct xen_lu_domain *dom)
{
    struct vcpu *v;

    for_each_vcpu ( d, v )
    {
        const struct xen_lu_vcpu *rec =
            lu_find_vcpu(dom, XEN_LU_REC_VCPU, v->vcpu_id, NULL);

        /* An expiry in the past fires at once. */
        if ( rec->singleshot )
        {
            migrate_timer(&v->singleshot_timer, v->processor);
            set_timer(&v->singleshot_timer, rec->singleshot);
        }
        if ( v->is_initialised )
            force_update_vcpu_system_time(v);
    }
}

/* Pass 3: event channels, mappings of grants, interrupts, timers. */
static void __init pass_events(struct domain *d,
                               const struct xen_lu_domain *dom)
{
    lu_try(dom, XEN_LU_REC_EVTCHN, lu_restore_evtchn(d, dom));
    lu_outcome(dom, XEN_LU_REC_FIFO, lu_restore_fifo(d, dom));
    lu_must(dom, XEN_LU_REC_MAPTRACK, lu_restore_mappings(d, dom));
    lu_try(dom, XEN_LU_REC_PIRQ, arch_lu_restore_irqs(d, dom));
    lu_try(dom, XEN_LU_REC_IN_CPUPOOL, lu_restore_sched(d, dom));

    /* The rest is for domains that continue. */
    if ( lu_is_lost(dom) )
        return;
    arch_lu_compare_counts(dom);
    restart_timers(d, dom);
    lu_restore_watchdogs(d, dom);
    lu_raise_lost_events(d, dom);
    arch_lu_raise_lost_events(d);
}

static void __init run_pass(enum xlu_phase phase,
                            void (*pass)(struct domain *d,
                                         const struct xen_lu_domain *dom))
{
    const struct xen_lu_domain *dom;

    lu_stamp(phase);
    for_each_lu_domain ( lu_stream, dom )
    {
        struct domain *d = get_domain_by_id(dom->domid);

        pass(d, dom);
        put_domain(d);
    }
}

static void __init create_all(void)
{
    const struct xen_lu_domain *dom;

    lu_stamp(XLU_PHASE_NEW_CREATE);
    for_each_lu_domain ( lu_stream, dom )
        pass_create(dom);
}

/* Softirqs, as bits, that are put off until vCPUs may be scheduled. */
static unsigned long __initdata put_off;

/**
 * lu_run_softirqs - run pending softirqs after they have preempted something
 *
 * vCPUs are not scheduled before domains continue. A scheduling softirq would
 * stay pending, and preempt validation after each entry of a page table.
 */
void __init lu_run_softirqs(void)
{
    unsigned int cpu = smp_processor_id();

    process_pending_softirqs();
    if ( test_and_clear_bit(SCHEDULE_SOFTIRQ, &softirq_pending(cpu)) )
        __set_bit(SCHEDULE_SOFTIRQ, &put_off);
    if ( test_and_clear_bit(SCHED_SLAVE_SOFTIRQ, &softirq_pending(cpu)) )
        __set_bit(SCHED_SLAVE_SOFTIRQ, &put_off);
}

static void __init raise_put_off(void)
{
    unsigned int nr;

    for_each_set_bit ( nr, &put_off, NR_SOFTIRQS )
        raise_softirq(nr);
}

/**
 * lu_restore - rebuild all domains from the stream
 * Returns the hardware domain; all domains are still paused.
 */
struct domain *__init lu_restore(void)
{
    arch_lu_compare_cpus();
    lu_restore_sched_params();
    lu_prepare_heap();
    lu_restore_dom_xen();
    create_all();
    arch_lu_restore_devices(lu_stream);
    lu_restore_global_virqs(lu_stream);
    run_pass(XLU_PHASE_NEW_VCPUS, pass_vcpus);
    run_pass(XLU_PHASE_NEW_EVENTS, pass_events);
    arch_lu_restore_iommu();
    arch_lu_finish_platform(lu_stream);
    lu_settle_lost();
    lu_restore_parameters(lu_stream);
    lu_report_records(lu_stream);
    raise_put_off();

    return hardware_domain;
}

/**
 * lu_resume - the last step of an update: all domains continue
 */
void __init lu_resume(void)
{
    const struct xen_lu_domain *dom;
    unsigned int i;

    arch_lu_release_memory();
    lu_release_nmis();
    lu_stamp(XLU_PHASE_NEW_UNPAUSE);
    /* From here on no check is left out because the old Xen has made it. */
    lu_restoring = false;
    for_each_lu_domain ( lu_stream, dom )
    {
        struct domain *d = get_domain_by_id(dom->domid);

        /* Pauses by the toolstack stay; that of domain_create() is removed. */
        d->controller_pause_count = dom->controller_pause_count;
        for ( i = 0; i < dom->controller_pause_count; i++ )
            domain_pause_nosync(d);
        domain_unpause(d);
        put_domain(d);
    }
    lu_stamp(XLU_PHASE_NEW_DONE);
    arch_lu_finish_iommu();
    arch_lu_selftest_report();
    printk("Live update %u: done\n", lu_generation);
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
