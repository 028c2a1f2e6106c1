/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: serialising the domains.
 *
 * lu_save() runs with all domains paused, all other CPUs parked and interrupts
 * off, so the state does not change. It neither allocates nor waits. Work that
 * needs interrupts or other CPUs is done before, in lu_save_context().
 */
#include <xen/liveupdate/private.h>
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/event.h>
#include <xen/lib.h>
#include <xen/timer.h>

static void save_runstate(const struct vcpu *v, struct xen_lu_vcpu *rec)
{
    unsigned int i;

    BUILD_BUG_ON(ARRAY_SIZE(rec->runstate_time) !=
                 ARRAY_SIZE(v->runstate.time));
    for ( i = 0; i < ARRAY_SIZE(rec->runstate_time); i++ )
        rec->runstate_time[i] = v->runstate.time[i];
    rec->runstate = v->runstate.state;
    rec->runstate_entry = v->runstate.state_entry_time;
    rec->runstate_area = (unsigned long)runstate_guest(v).p;
}

static void save_timers(struct vcpu *v, struct xen_lu_vcpu *rec)
{
    if ( v->singleshot_timer.status >= TIMER_STATUS_in_heap )
        rec->singleshot = v->singleshot_timer.expires;
    rec->periodic_period = v->periodic_period;
    rec->periodic_last = v->periodic_last_event;
}

static void save_vcpu(struct lu_writer *w, struct vcpu *v)
{
    struct xen_lu_vcpu rec = { .vcpu = v->vcpu_id };

    if ( v->is_initialised )
        rec.flags |= XEN_LU_VCPU_INITIALISED;
    if ( v->pause_flags & VPF_down )
        rec.flags |= XEN_LU_VCPU_DOWN;
    if ( v->fpu_initialised )
        rec.flags |= XEN_LU_VCPU_FPU;
    if ( v->paused_for_shutdown )
        rec.flags |= XEN_LU_VCPU_SHUTDOWN;
    rec.controller_pause_count = v->controller_pause_count;

    rec.vcpu_info_mfn = XEN_LU_NO_MFN;
    if ( !mfn_eq(v->vcpu_info_mfn, INVALID_MFN) )
    {
        rec.vcpu_info_mfn = mfn_x(v->vcpu_info_mfn);
        rec.vcpu_info_offset = (unsigned long)v->vcpu_info & ~PAGE_MASK;
    }
    save_runstate(v, &rec);
    save_timers(v, &rec);
    lu_save_placement(v, &rec);
    arch_lu_save_vcpu(w, v, &rec);

    lu_rec_open(w, XEN_LU_REC_VCPU);
    lu_rec_put(w, &rec, sizeof(rec));
    lu_rec_close(w);
    lu_save_affinity(w, v);
    arch_lu_save_vcpu_records(w, v);
    lu_save_vcpu_fifo(w, v);
}

static uint32_t domain_flags(const struct domain *d)
{
    return (is_pv_domain(d) ? XEN_LU_DOMAIN_PV : 0) |
           (is_hardware_domain(d) ? XEN_LU_DOMAIN_HWDOM : 0) |
           (d->creation_finished ? 0 : XEN_LU_DOMAIN_DEFERRED) |
           (d->is_shutting_down ? XEN_LU_DOMAIN_SHUTTING_DOWN : 0) |
           (d->is_shut_down ? XEN_LU_DOMAIN_SHUT_DOWN : 0) |
           (d->time_offset.set ? XEN_LU_DOMAIN_TIME_OFFSET : 0);
}

static void save_domain_record(struct lu_writer *w, struct domain *d)
{
    struct xen_lu_domain rec = {
        .domid = d->domain_id,
        .target = DOMID_INVALID,
        .flags = domain_flags(d),
        .options = d->options,
        .max_vcpus = d->max_vcpus,
        .max_evtchn_port = d->max_evtchn_port,
        .max_pages = d->max_pages,
        .nr_pages = domain_tot_pages(d),
        .shutdown_code = d->shutdown_code,
        .vm_assist = d->vm_assist,
        .time_offset = d->time_offset.seconds,
        .controller_pause_count = d->controller_pause_count,
        .suspend_evtchn = d->suspend_evtchn,
    };

    BUILD_BUG_ON(sizeof(rec.handle) != sizeof(d->handle));
    memcpy(rec.handle, d->handle, sizeof(rec.handle));
    lu_save_gnttab_limits(d, &rec);
    lu_save_sched(d, &rec);
    arch_lu_save_domain(w, d, &rec);

    lu_rec_open(w, XEN_LU_REC_DOMAIN);
    lu_rec_put(w, &rec, sizeof(rec));
    lu_rec_close(w);
}

static void save_shared_info(struct lu_writer *w, const struct domain *d)
{
    struct xen_lu_xen_page rec = {
        .role = XEN_LU_ROLE_SHARED_INFO,
        .mfn = virt_to_mfn(d->shared_info),
    };

    lu_rec_put(w, &rec, sizeof(rec));
}

static void save_domain(struct lu_writer *w, struct domain *d)
{
    struct vcpu *v;

    save_domain_record(w, d);

    lu_rec_open(w, XEN_LU_REC_XEN_PAGES);
    save_shared_info(w, d);
    lu_save_gnttab_pages(w, d);
    lu_rec_close(w);

    arch_lu_save_pages(w, d);
    arch_lu_save_domain_records(w, d);
    lu_save_watchdogs(w, d);
    lu_save_in_cpupool(w, d);
    lu_save_node_affinity(w, d);
    lu_save_vnuma(w, d);
    lu_save_gnttab(w, d);
    lu_save_evtchn(w, d);
    lu_save_fifo(w, d);

    for_each_vcpu ( d, v )
        save_vcpu(w, v);
}

static void save_host(struct lu_writer *w)
{
    struct xen_lu_host rec = {
        .bank_size = lu_bank_size,
        .bank_maddr = { lu_bank_maddr[0], lu_bank_maddr[1] },
        .generation = lu_generation + 1,
        .dom0_id = hardware_domain->domain_id,
    };

    arch_lu_save_host(&rec);
    lu_rec_open(w, XEN_LU_REC_HOST);
    lu_rec_put(w, &rec, sizeof(rec));
    lu_rec_close(w);
}

/* Print what a guest has written to Xen's console without a newline. */
static void flush_line(struct domain *d)
{
    spin_lock(&d->pbuf_lock);
    if ( d->pbuf_idx )
    {
        d->pbuf[d->pbuf_idx] = '\0';
        guest_printk(d, XENLOG_G_DEBUG "%s\n", d->pbuf);
        d->pbuf_idx = 0;
    }
    spin_unlock(&d->pbuf_lock);
}

/**
 * lu_save_context - the part of saving that needs the other CPUs
 *
 * All domains are paused. Completes page table work that hypercalls have
 * deferred, and drops the LDT mappings, which the guests fault in again.
 */
void lu_save_context(void)
{
    struct domain *d;
    struct vcpu *v;

    arch_lu_quiesce_host();
    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
    {
        flush_line(d);
        for_each_vcpu ( d, v )
            arch_lu_quiesce_vcpu(v);
    }
    rcu_read_unlock(&domlist_read_lock);
    lu_stop_heap();
}

/**
 * lu_save - write the whole stream
 * @buf: memory for it
 * @size: its bytes
 * @used: bytes of the stream
 *
 * Returns -ENOSPC if @buf is too small.
 */
int lu_save(void *buf, size_t size, size_t *used)
{
    unsigned int nr_domains = 0;
    struct lu_writer w;
    struct domain *d;
    int rc;

    lu_write_start(&w, buf, size);
    save_host(&w);
    lu_save_global_virqs(&w);
    arch_lu_save_platform(&w);
    lu_save_cpupools(&w);
    arch_lu_save_cpus(&w);
    lu_save_sched_params(&w);
    lu_save_crash_kernel(&w);
    lu_save_parameters(&w);
    arch_lu_save_bad_pages(&w);
    lu_save_console(&w);
    arch_lu_save_boot_memory(&w);
    lu_save_frames(&w);
    for_each_domain ( d )
    {
        save_domain(&w, d);
        nr_domains++;
    }
    rc = lu_write_finish(&w, nr_domains);
    *used = w.pos;

    return rc;
}

static size_t estimate_domain(const struct domain *d)
{
    return sizeof(struct xen_lu_domain) +
           d->max_vcpus * (sizeof(struct xen_lu_vcpu) +
                           sizeof(struct xen_lu_vcpu_fifo) +
                           lu_affinity_size() + PAGE_SIZE) +
           d->valid_evtchns * sizeof(struct xen_lu_evtchn) +
           lu_estimate_gnttab(d) +
           lu_estimate_vnuma(d) +
           arch_lu_estimate_size(d);
}

/**
 * lu_estimate_size - bytes that the stream would have now, or a little more
 */
size_t lu_estimate_size(void)
{
    size_t size = PAGE_SIZE + arch_lu_estimate_platform() +
                  lu_estimate_cpupools() + arch_lu_cpus_size() + LU_MAX_CONSOLE +
                  LU_MAX_BAD_PAGES * sizeof(struct xen_lu_bad_page) +
                  arch_lu_boot_memory_size() + lu_estimate_frames();
    struct domain *d;

    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
        size += estimate_domain(d);
    rcu_read_unlock(&domlist_read_lock);

    return size;
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
