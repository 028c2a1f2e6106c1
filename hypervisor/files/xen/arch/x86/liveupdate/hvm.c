/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: HVM domains, PVH ones among them.
 *
 * Registers and emulated devices of Xen are in the HVM context, which migration
 * uses, too. Here is what the context lacks, and the order of the restore:
 * device models, parameters, p2m, context, and then what loading the context
 * has changed and must not change.
 */
#include <xen/errno.h>
#include <xen/init.h>
#include <xen/ioreq.h>
#include <xen/lib.h>
#include <xen/sched.h>
#include <xen/vm_event.h>
#include <asm/hvm/cacheattr.h>
#include <asm/hvm/hvm.h>
#include <asm/hvm/irq.h>
#include <asm/hvm/nestedhvm.h>
#include <asm/hvm/save.h>
#include <asm/hvm/support.h>
#include <asm/hvm/vlapic.h>
#include <asm/hvm/vpt.h>
#include <asm/altp2m.h>
#include <asm/mce.h>
#include <asm/mem_sharing.h>
#include <asm/p2m.h>
#include <asm/paging.h>
#include <public/hvm/params.h>

#include <xen/liveupdate/private.h>
#include <xen/liveupdate/load.h>
#include "private.h"

#define MAX_VCPUS   128U    /* HVM_MAX_VCPUS */
#define MAX_CACHE_ATTRS 64U /* as hvm_set_mem_pinned_cacheattr() */

/* --- pre-flight ---------------------------------------------------------- */

static bool shares_pages(const struct domain *d)
{
#ifdef CONFIG_MEM_SHARING
    if ( vm_event_check_ring(d->vm_event_share) || mem_sharing_enabled(d) )
        return true;
#endif
#ifdef CONFIG_MEM_PAGING
    if ( vm_event_check_ring(d->vm_event_paging) )
        return true;
#endif
    return false;
}

/* Does a device model watch writes to certain pages? */
static bool writes_watched(struct domain *d)
{
    unsigned int flags;

    return p2m_get_ioreq_server(d, &flags);
}

static bool on_demand(struct domain *d)
{
    const struct p2m_domain *p2m = p2m_get_hostp2m(d);

    return p2m->pod.entry_count || p2m->pod.count;
}

/**
 * lu_hvm_obstacle - state for which there is no record
 *
 * Returns the name of the first one, or NULL.
 */
const char *lu_hvm_obstacle(struct domain *d)
{
    const uint64_t *params = d->arch.hvm.params;
    const struct lu_obstacle obstacles[] = {
        { is_hardware_domain(d), "PVH domain 0" },
        { !paging_mode_hap(d), "HVM domain without HAP" },
        { nestedhvm_enabled(d), "HVM domain with nested virtualisation" },
        { params[HVM_PARAM_ALTP2M] || altp2m_active(d),
          "HVM domain with altp2m" },
        { params[HVM_PARAM_VIRIDIAN], "HVM domain with Viridian extensions" },
        { writes_watched(d), "HVM domain whose writes a device model watches" },
        { shares_pages(d), "HVM domain with shared or paged memory" },
        { on_demand(d), "HVM domain populated on demand" },
        { d->vmtrace_size, "HVM domain with vmtrace" },
        { !list_empty(&d->arch.hvm.g2m_ioport_list),
          "HVM domain with I/O ports of the host" },
    };

    return lu_obstacles(obstacles, ARRAY_SIZE(obstacles), d->domain_id);
}

/**
 * lu_hvm_injecting - is the toolstack about to inject an event into a vCPU?
 */
bool lu_hvm_injecting(const struct domain *d)
{
    const struct vcpu *v;

    for_each_vcpu ( d, v )
        if ( v->arch.hvm.inject_event.vector != HVM_EVENT_VECTOR_UNSET )
            return true;

    return false;
}

/* --- save ---------------------------------------------------------------- */

static size_t p2m_size(struct domain *d)
{
    return lu_image.in_place ? lu_kept_pool_size(d) : lu_p2m_size(d);
}

/**
 * lu_hvm_size - bytes that the records of a domain may need
 */
size_t lu_hvm_size(struct domain *d)
{
    return sizeof(struct xen_lu_hvm) + p2m_size(d) + hvm_save_size(d) +
           sizeof(struct xen_lu_hvm_clocks) + lu_estimate_ioreq(d) +
           d->nr_pirqs * sizeof(struct xen_lu_hvm_pirq) +
           MAX_CACHE_ATTRS * sizeof(struct xen_lu_cache_attr) +
           d->max_vcpus * (sizeof(struct xen_lu_vcpu_hvm) +
                           sizeof(struct xen_lu_record)) + PAGE_SIZE;
}

static void save_fixed(struct lu_writer *w, const struct domain *d)
{
    const struct hvm_domain *hvm = &d->arch.hvm;
    struct xen_lu_hvm rec = {
        .flags = (d->arch.has_32bit_shinfo ? XEN_LU_HVM_SHINFO_32 : 0) |
                 (hvm->bug_x2apic_ldr_vcpu_id ? XEN_LU_HVM_LDR_BUG : 0) |
                 (hvm->is_s3_suspended ? XEN_LU_HVM_SUSPENDED : 0),
        .pool_pages = lu_pool_pages(d),
        .table_pages = d->arch.paging.hap.p2m_pages,
        .fip_width = d->arch.x87_fip_width,
        .pci_cf8 = hvm->pci_cf8,
        .stime_offset = hvm->pl_time->stime_offset,
        .last_guest_time = hvm->pl_time->last_guest_time,
        .ioreq_base = hvm->ioreq_gfn.base,
        .ioreq_mask = hvm->ioreq_gfn.mask,
        .ioreq_legacy_mask = hvm->ioreq_gfn.legacy_mask,
    };

    BUILD_BUG_ON(HVM_NR_PARAMS > ARRAY_SIZE(rec.params));
    memcpy(rec.params, hvm->params, HVM_NR_PARAMS * sizeof(*hvm->params));
    lu_rec_open(w, XEN_LU_REC_HVM);
    lu_rec_put(w, &rec, sizeof(rec));
    lu_rec_close(w);
}

/*
 * A migration leaves out the registers of an offline vCPU, since only a reset
 * can start it. VCPUOP_up can, too: so the vCPU is made to look online.
 */
static int save_all_vcpus(struct domain *d, hvm_domain_context_t *h)
{
    DECLARE_BITMAP(off, MAX_VCPUS) = {};
    struct vcpu *v;
    int rc;

    BUILD_BUG_ON(MAX_VCPUS != HVM_MAX_VCPUS);
    for_each_vcpu ( d, v )
        if ( v->is_initialised &&
             test_and_clear_bit(_VPF_down, &v->pause_flags) )
            __set_bit(v->vcpu_id, off);
    rc = lu_hvm_save_context(d, h);
    for_each_vcpu ( d, v )
        if ( test_bit(v->vcpu_id, off) )
            set_bit(_VPF_down, &v->pause_flags);

    return rc;
}

static void save_context(struct lu_writer *w, struct domain *d)
{
    hvm_domain_context_t h = {};

    struct hvm_hw_acpi acpi = d->arch.hvm.acpi;

    lu_rec_open(w, XEN_LU_REC_HVM_CONTEXT);
    if ( !w->overflow )
    {
        h.data = w->buf + w->pos;
        h.size = min_t(size_t, w->size - w->pos, UINT32_MAX);
        if ( save_all_vcpus(d, &h) )
            w->overflow = true;
        else
            w->pos += h.cur;
    }
    lu_rec_close(w);
    /* The PM timer was advanced: undo it, as the domain may continue here. */
    d->arch.hvm.acpi = acpi;
}

static void save_cache_attrs(struct lu_writer *w, const struct domain *d)
{
    struct xen_lu_cache_attr rec = {};
    unsigned int i;

    lu_rec_open(w, XEN_LU_REC_CACHE_ATTRS);
    for ( i = 0; lu_pinned_cacheattr(d, i, &rec); i++ )
        lu_rec_put(w, &rec, sizeof(rec));
    lu_rec_close_if_used(w);
}

/**
 * lu_save_hvm - the records of a domain
 */
void lu_save_hvm(struct lu_writer *w, struct domain *d)
{
    save_fixed(w, d);
    if ( lu_image.in_place )
        lu_save_kept_pool(w, d);
    else
        lu_save_p2m(w, d);
    save_cache_attrs(w, d);
    lu_save_hvm_pirqs(w, d);
    lu_save_ioreq(w, d);
    /* Before the context: saving that changes some clocks. */
    lu_save_domain_clocks(w, d);
    save_context(w, d);
}

/**
 * lu_save_hvm_vcpu - the record of a vCPU
 */
void lu_save_hvm_vcpu(struct lu_writer *w, struct vcpu *v)
{
    const struct vlapic *vlapic = vcpu_vlapic(v);
    struct xen_lu_vcpu_hvm rec = {
        .vcpu = v->vcpu_id,
        .upcall_vector = v->arch.hvm.evtchn_upcall_vector,
    };

    if ( v->mapcache_invalidate )
        rec.flags |= XEN_LU_VCPU_HVM_FORGET;
    lu_save_hvm_clocks(v, &rec);
    lu_save_intr_shadow(v, &rec);
    if ( vlapic->init_sipi.icr )
    {
        rec.flags |= XEN_LU_VCPU_HVM_SIPI;
        rec.sipi_icr = vlapic->init_sipi.icr;
        rec.sipi_dest = vlapic->init_sipi.dest;
    }

    lu_rec_open(w, XEN_LU_REC_VCPU_HVM);
    lu_rec_put(w, &rec, sizeof(rec));
    lu_rec_close(w);
}

/* --- restore ------------------------------------------------------------- */

/* Set the toolstack's and the guest's parameters; some have effects. */
static int __init apply_params(struct domain *d, const uint64_t *params)
{
    int rc = 0;

    if ( params[HVM_PARAM_ACPI_IOPORTS_LOCATION] )
        rc = pmtimer_change_ioport(d, params[HVM_PARAM_ACPI_IOPORTS_LOCATION]);
    if ( !rc && params[HVM_PARAM_MCA_CAP] )
        rc = vmce_enable_mca_cap(d, params[HVM_PARAM_MCA_CAP]);
    memcpy(d->arch.hvm.params, params, HVM_NR_PARAMS * sizeof(*params));
    if ( params[HVM_PARAM_CALLBACK_IRQ] )
        hvm_set_callback_via(d, params[HVM_PARAM_CALLBACK_IRQ]);

    return rc;
}

static int __init restore_fixed(struct domain *d,
                                const struct xen_lu_domain *dom)
{
    const struct xen_lu_hvm *rec = lu_find(dom, XEN_LU_REC_HVM, NULL);
    struct hvm_domain *hvm = &d->arch.hvm;
    int rc = apply_params(d, rec->params);

    d->arch.has_32bit_shinfo = rec->flags & XEN_LU_HVM_SHINFO_32;
    d->arch.x87_fip_width = rec->fip_width;
    hvm->bug_x2apic_ldr_vcpu_id = rec->flags & XEN_LU_HVM_LDR_BUG;
    hvm->is_s3_suspended = rec->flags & XEN_LU_HVM_SUSPENDED;
    hvm->pci_cf8 = rec->pci_cf8;
    hvm->pl_time->stime_offset = rec->stime_offset;
    hvm->pl_time->last_guest_time = rec->last_guest_time;
    hvm->ioreq_gfn.base = rec->ioreq_base;
    hvm->ioreq_gfn.mask = rec->ioreq_mask;
    hvm->ioreq_gfn.legacy_mask = rec->ioreq_legacy_mask;
    if ( hvm_tsc_scaling_supported )
        hvm->tsc_scaling_ratio = hvm_get_tsc_scaling_ratio(d->arch.tsc_khz);

    return rc ?: lu_restore_pool(d, dom);
}

static int __init restore_cache_attrs(struct domain *d,
                                      const struct xen_lu_domain *dom)
{
    const struct xen_lu_cache_attr *rec;
    unsigned int i, nr;
    int rc = 0;

    rec = lu_array(dom, XEN_LU_REC_CACHE_ATTRS, struct xen_lu_cache_attr, nr);
    for ( i = 0; i < nr && !rc; i++ )
        rc = hvm_set_mem_pinned_cacheattr(d, rec[i].first, rec[i].last,
                                          rec[i].type);

    return rc;
}

static int __init restore_context(struct domain *d,
                                  const struct xen_lu_domain *dom)
{
    hvm_domain_context_t h = {};

    /* Only read, but the type has no const. */
    h.data = (uint8_t *)lu_find(dom, XEN_LU_REC_HVM_CONTEXT, &h.size);

    return hvm_load(d, &h);
}

/* An INIT or SIPI was being delivered: the sender waits for its arrival. */
static void __init send_again(struct vcpu *v, const struct xen_lu_vcpu_hvm *rec)
{
    struct vlapic *vlapic = vcpu_vlapic(v);

    vcpu_pause_nosync(v);
    vlapic->init_sipi.icr = rec->sipi_icr;
    vlapic->init_sipi.dest = rec->sipi_dest;
    tasklet_schedule(&vlapic->init_sipi.tasklet);
}

static int __init restore_hvm_vcpu(struct vcpu *v,
                                   const struct xen_lu_domain *dom)
{
    const struct xen_lu_vcpu_hvm *rec =
        lu_find_vcpu(dom, XEN_LU_REC_VCPU_HVM, v->vcpu_id, NULL);
    const struct xen_lu_vcpu *common =
        lu_find_vcpu(dom, XEN_LU_REC_VCPU, v->vcpu_id, NULL);

    /* Loading the context has started all vCPUs that have registers. */
    if ( common->flags & XEN_LU_VCPU_DOWN )
        set_bit(_VPF_down, &v->pause_flags);
    lu_restore_hvm_clocks(v, rec);
    lu_restore_intr_shadow(v, rec);
    v->arch.hvm.evtchn_upcall_vector = rec->upcall_vector;
    v->mapcache_invalidate = rec->flags & XEN_LU_VCPU_HVM_FORGET;
    if ( rec->flags & XEN_LU_VCPU_HVM_SIPI )
        send_again(v, rec);

    return 0;
}

/* In place the domain has its p2m since it was created. */
static int __init restore_p2m(struct domain *d,
                              const struct xen_lu_domain *dom)
{
    return lu_in_place ? 0 : lu_restore_p2m(d, dom);
}

/**
 * lu_restore_hvm - p2m, context and clocks of a domain; all pages have owners
 */
void __init lu_restore_hvm(struct domain *d, const struct xen_lu_domain *dom)
{
    struct vcpu *v;

    /* Also for a lost domain: device models hold pages of it. */
    lu_must(dom, XEN_LU_REC_IOREQ_SERVER, lu_restore_ioreq(d, dom));
    lu_try(dom, XEN_LU_REC_HVM, restore_fixed(d, dom));
    if ( !lu_try(dom, XEN_LU_REC_P2M, restore_p2m(d, dom)) ||
         !lu_try(dom, XEN_LU_REC_HVM_CONTEXT, restore_context(d, dom)) )
        return;
    for_each_vcpu ( d, v )
        lu_try(dom, XEN_LU_REC_VCPU_HVM, restore_hvm_vcpu(v, dom));
    lu_try(dom, XEN_LU_REC_HVM_CLOCKS, lu_restore_domain_clocks(d, dom));
    lu_try(dom, XEN_LU_REC_CACHE_ATTRS, restore_cache_attrs(d, dom));
}

/**
 * lu_hvm_kick - raise interrupts for events again: they may have been lost
 */
void __init lu_hvm_kick(struct domain *d)
{
    struct vcpu *v;

    for_each_vcpu ( d, v )
        if ( v->is_initialised && vcpu_info(v, evtchn_upcall_pending) )
            hvm_assert_evtchn_irq(v);
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
