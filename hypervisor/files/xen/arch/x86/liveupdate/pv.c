/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: PV vCPUs and the x86 part of PV domains.
 */
#include <xen/domain_page.h>
#include <xen/errno.h>
#include <xen/event.h>
#include <xen/guest_access.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/rangeset.h>
#include <xen/sched.h>
#include <xen/softirq.h>
#include <asm/cpu-policy.h>
#include <asm/dom0_build.h>
#include <asm/domain.h>
#include <asm/guest.h>
#include <asm/i387.h>
#include <asm/mce.h>
#include <asm/msr.h>
#include <asm/pv/mm.h>
#include <asm/smp.h>
#include <asm/vpmu.h>
#include <asm/xstate.h>

#include <xen/liveupdate/private.h>
#include "private.h"

/**
 * arch_lu_preflight - obstacles of x86
 */
const char *arch_lu_preflight(void)
{
    const struct lu_obstacle obstacles[] = {
        { pv_shim, "PV shim" },
        { vpmu_mode, "performance counters for guests" },
        { lu_device_asleep(false), "device that does not answer" },
        { lu_device_asleep(true),
          "device with MSI-X and its memory switched off" },
    };

    return lu_obstacles(obstacles, ARRAY_SIZE(obstacles), DOMID_INVALID);
}

/**
 * arch_lu_uses_psr - has the toolstack assigned parts of caches?
 */
bool arch_lu_uses_psr(const struct domain *d)
{
    unsigned int i;

    if ( d->arch.psr_rmid )
        return true;
    for ( i = 0; d->arch.psr_cos_ids && i < nr_sockets; i++ )
        if ( d->arch.psr_cos_ids[i] )
            return true;

    return false;
}

/**
 * arch_lu_quiesce_vcpu - complete deferred page table work
 *
 * A preempted unpin has already told the guest that it succeeded; without this
 * its last reference would never be dropped.
 */
void arch_lu_quiesce_vcpu(struct vcpu *v)
{
    if ( !is_pv_vcpu(v) )
        return;

    while ( put_old_guest_table(v) )
        process_pending_softirqs();

    pv_destroy_ldt(v);
}

/* The flags of a trap_bounce, and their bits in the stream. */
static const struct {
    uint8_t xen;
    uint32_t stream;
} bounce_flags[] = {
    { TBF_EXCEPTION, XEN_LU_BOUNCE_EXCEPTION },
    { TBF_EXCEPTION_ERRCODE, XEN_LU_BOUNCE_ERROR_CODE },
    { TBF_INTERRUPT, XEN_LU_BOUNCE_INTERRUPT },
};

static void save_bounce(const struct vcpu *v, struct xen_lu_vcpu *rec)
{
    const struct trap_bounce *tb = &v->arch.pv.trap_bounce;
    unsigned int i;

    rec->bounce_error_code = tb->error_code;
    for ( i = 0; i < ARRAY_SIZE(bounce_flags); i++ )
        if ( tb->flags & bounce_flags[i].xen )
            rec->bounce_flags |= bounce_flags[i].stream;
    rec->bounce_cs = tb->cs;
    rec->bounce_eip = tb->eip;
}

static void save_pv_fields(const struct vcpu *v, struct xen_lu_vcpu *rec)
{
    const struct pv_vcpu *pv = &v->arch.pv;

    rec->iobmp = (unsigned long)pv->iobmp.p;
    rec->iobmp_limit = pv->iobmp_limit;
    rec->syscall32_eip = pv->syscall32_callback_eip;
    rec->syscall32_cs = pv->syscall32_callback_cs;
    rec->sysenter_eip = pv->sysenter_callback_eip;
    rec->sysenter_cs = pv->sysenter_callback_cs;
    if ( pv->syscall32_disables_events )
        rec->flags |= XEN_LU_VCPU_SYSCALL32_NOEVT;
    if ( pv->sysenter_disables_events )
        rec->flags |= XEN_LU_VCPU_SYSENTER_NOEVT;
    save_bounce(v, rec);
}

/**
 * arch_lu_save_vcpu - x86 fields of the VCPU record
 */
void arch_lu_save_vcpu(struct lu_writer *w, struct vcpu *v,
                       struct xen_lu_vcpu *rec)
{
    unsigned int i;

    rec->time_area = (unsigned long)v->arch.time_info_guest.p;
    BUILD_BUG_ON(XEN_LU_VCPU_TRAPS != VCPU_TRAP_LAST);
    for ( i = 0; i < XEN_LU_VCPU_TRAPS; i++ )
    {
        rec->async_pending[i] = v->arch.async_exception_state[i].pending;
        rec->async_old_mask[i] = v->arch.async_exception_state[i].old_mask;
    }
    rec->async_mask = v->arch.async_exception_mask;
    if ( is_pv_vcpu(v) )
        save_pv_fields(v, rec);
}

static void save_context(struct lu_writer *w, struct vcpu *v)
{
    struct xen_lu_vcpu_context *rec;

    lu_rec_open(w, XEN_LU_REC_VCPU_CONTEXT);
    rec = lu_rec_space(w, sizeof(*rec));
    if ( rec )
    {
        rec->vcpu = v->vcpu_id;
        arch_get_info_guest(v, &rec->context);
        /* Leave by IRET: the SYSRET path has conditions of its own. */
        rec->context.user_regs.entry_vector &= ~TRAP_syscall;
        /* The flag may be a leftover of the context that started the vCPU. */
        if ( v->pause_flags & VPF_down )
            rec->context.flags &= ~VGCF_online;
    }
    lu_rec_close(w);
}

static void save_xsave(struct lu_writer *w, struct vcpu *v)
{
    struct xen_lu_vcpu_xsave rec = {
        .vcpu = v->vcpu_id,
        .xcr0 = v->arch.xcr0,
        .xcr0_accum = v->arch.xcr0_accum,
    };
    void *area;

    if ( !cpu_has_xsave || !v->arch.xsave_area )
        return;

    rec.size = xstate_ctxt_size(v->arch.xcr0_accum);
    lu_rec_open(w, XEN_LU_REC_VCPU_XSAVE);
    lu_rec_put(w, &rec, sizeof(rec));
    area = lu_rec_space(w, rec.size);
    if ( area && rec.size )
        expand_xsave_states(v, area, rec.size);
    lu_rec_close(w);
}

/* MSRs of a vCPU that are in no other record. */
static uint32_t *msr_field(struct vcpu_msrs *m, uint32_t index)
{
    switch ( index )
    {
    case MSR_SPEC_CTRL:
        return &m->spec_ctrl.raw;
    case MSR_INTEL_MISC_FEATURES_ENABLES:
        return &m->misc_features_enables.raw;
    case MSR_TSC_AUX:
        return &m->tsc_aux;
    case MSR_VIRT_SPEC_CTRL:
        return &m->virt_spec_ctrl.raw;
    case MSR_AMD64_DR0_ADDRESS_MASK:
        return &m->dr_mask[0];
    case MSR_AMD64_DR1_ADDRESS_MASK:
        return &m->dr_mask[1];
    case MSR_AMD64_DR2_ADDRESS_MASK:
        return &m->dr_mask[2];
    case MSR_AMD64_DR3_ADDRESS_MASK:
        return &m->dr_mask[3];
    }

    return NULL;
}

static const uint32_t msrs[] = {
    MSR_SPEC_CTRL, MSR_INTEL_MISC_FEATURES_ENABLES, MSR_TSC_AUX,
    MSR_VIRT_SPEC_CTRL, MSR_AMD64_DR0_ADDRESS_MASK, MSR_AMD64_DR1_ADDRESS_MASK,
    MSR_AMD64_DR2_ADDRESS_MASK, MSR_AMD64_DR3_ADDRESS_MASK,
};

/**
 * arch_lu_msr_fits - can this MSR be restored?
 */
bool arch_lu_msr_fits(uint32_t index, uint64_t value)
{
    struct vcpu_msrs any;

    return !value || (value <= UINT32_MAX && msr_field(&any, index));
}

static void save_msrs(struct lu_writer *w, struct vcpu *v)
{
    struct xen_lu_vcpu_msrs rec = {
        .vcpu = v->vcpu_id,
        .nr = ARRAY_SIZE(msrs),
    };
    unsigned int i;

    lu_rec_open(w, XEN_LU_REC_VCPU_MSRS);
    lu_rec_put(w, &rec, sizeof(rec));
    for ( i = 0; i < ARRAY_SIZE(msrs); i++ )
    {
        struct xen_lu_msr msr = {
            .index = msrs[i],
            .value = *msr_field(v->arch.msrs, msrs[i]),
        };

        lu_rec_put(w, &msr, sizeof(msr));
    }
    lu_rec_close(w);
}

static void save_vmce(struct lu_writer *w, const struct vcpu *v)
{
    const struct vmce *m = &v->arch.vmce;
    struct xen_lu_vcpu_vmce rec = {
        .vcpu = v->vcpu_id,
        .mcg_cap = m->mcg_cap,
        .mcg_status = m->mcg_status,
        .mcg_ext_ctl = m->mcg_ext_ctl,
    };
    unsigned int i;

    BUILD_BUG_ON(XEN_LU_VMCE_BANKS != ARRAY_SIZE(m->bank));
    for ( i = 0; i < XEN_LU_VMCE_BANKS; i++ )
    {
        rec.bank[i].status = m->bank[i].mci_status;
        rec.bank[i].addr = m->bank[i].mci_addr;
        rec.bank[i].misc = m->bank[i].mci_misc;
        rec.bank[i].ctl2 = m->bank[i].mci_ctl2;
    }

    lu_rec_open(w, XEN_LU_REC_VCPU_VMCE);
    lu_rec_put(w, &rec, sizeof(rec));
    lu_rec_close(w);
}

/**
 * arch_lu_save_vcpu_records - machine checks, registers if there are any
 */
void arch_lu_save_vcpu_records(struct lu_writer *w, struct vcpu *v)
{
    save_vmce(w, v);
    if ( is_hvm_vcpu(v) )
        lu_save_hvm_vcpu(w, v);
    if ( !v->is_initialised || is_hvm_vcpu(v) )
        return;
    save_context(w, v);
    save_xsave(w, v);
    save_msrs(w, v);
}

/* arch_set_info_guest() has taken references to page tables and GDT again. */
static void have_references(struct vcpu *v)
{
    unsigned int i, nr = DIV_ROUND_UP(v->arch.pv.gdt_ents, 512);

    lu_have_reference(pagetable_get_page(v->arch.guest_table));
    if ( !pagetable_is_null(v->arch.guest_table_user) )
        lu_have_reference(pagetable_get_page(v->arch.guest_table_user));
    for ( i = 0; i < nr; i++ )
        lu_have_reference(mfn_to_page(_mfn(v->arch.pv.gdt_frames[i])));
}

static int __init restore_registers(struct vcpu *v, const struct xen_lu_domain *dom,
                             bool down)
{
    const struct xen_lu_vcpu_context *rec;
    struct vcpu_guest_context *ctxt;
    int rc;

    rec = lu_find_vcpu(dom, XEN_LU_REC_VCPU_CONTEXT, v->vcpu_id, NULL);
    if ( !rec )
        return -ENODATA;

    /* A copy: arch_set_info_guest() corrects selectors in it. */
    ctxt = alloc_vcpu_guest_context();
    if ( !ctxt )
        return -ENOMEM;
    *ctxt = rec->context;
    /*
     * A guest may have any stack pointers, and be in a hypercall whose return
     * address is not valid: arch_set_info_guest() would object.
     */
    ctxt->user_regs.rip = 0;
    ctxt->user_regs.rsp = 0;
    ctxt->kernel_sp = 0;
    ctxt->flags = (ctxt->flags & ~VGCF_online) | (down ? 0 : VGCF_online);
    while ( (rc = arch_set_info_guest(v, ctxt)) == -ERESTART )
        lu_run_softirqs();
    lu_drop_failed_table();
    free_vcpu_guest_context(ctxt);
    if ( !rc )
        have_references(v);
    v->arch.user_regs.rip = rec->context.user_regs.rip;
    v->arch.user_regs.rsp = rec->context.user_regs.rsp;
    v->arch.pv.kernel_sp = rec->context.kernel_sp;
    /* The flag says that the vCPU starts now, not whether it stays online. */
    v->arch.pv.vgc_flags &= ~VGCF_online;

    return rc;
}

static int restore_xsave(struct vcpu *v, const struct xen_lu_domain *dom)
{
    const struct xen_lu_vcpu_xsave *rec;

    rec = lu_find_vcpu(dom, XEN_LU_REC_VCPU_XSAVE, v->vcpu_id, NULL);
    if ( !rec )
        return cpu_has_xsave ? -ENODATA : 0;
    if ( !cpu_has_xsave || (rec->xcr0 & ~xfeature_mask) ||
         (rec->xcr0_accum & ~xfeature_mask) ||
         rec->size != xstate_ctxt_size(rec->xcr0_accum) )
        return -EINVAL;

    v->arch.xcr0 = rec->xcr0;
    v->arch.xcr0_accum = rec->xcr0_accum;
    v->arch.nonlazy_xstate_used = rec->xcr0_accum & XSTATE_NONLAZY;
    if ( rec->size )
        compress_xsave_states(v, rec + 1, rec->size);

    return 0;
}

static int restore_msrs(struct vcpu *v, const struct xen_lu_domain *dom)
{
    const struct xen_lu_vcpu_msrs *rec;
    const struct xen_lu_msr *msr;
    unsigned int i;

    rec = lu_find_vcpu(dom, XEN_LU_REC_VCPU_MSRS, v->vcpu_id, NULL);
    if ( !rec )
        return -ENODATA;

    msr = (const void *)(rec + 1);
    for ( i = 0; i < rec->nr; i++ )
    {
        uint32_t *field = msr_field(v->arch.msrs, msr[i].index);

        if ( field )
            *field = msr[i].value;
    }

    return 0;
}

static void restore_pv_fields(struct vcpu *v, const struct xen_lu_vcpu *rec)
{
    struct pv_vcpu *pv = &v->arch.pv;
    unsigned int i;

    pv->iobmp.p = (void *)(unsigned long)rec->iobmp;
    pv->iobmp_limit = rec->iobmp_limit;
    pv->syscall32_callback_eip = rec->syscall32_eip;
    pv->syscall32_callback_cs = rec->syscall32_cs;
    pv->sysenter_callback_eip = rec->sysenter_eip;
    pv->sysenter_callback_cs = rec->sysenter_cs;
    pv->syscall32_disables_events = rec->flags & XEN_LU_VCPU_SYSCALL32_NOEVT;
    pv->sysenter_disables_events = rec->flags & XEN_LU_VCPU_SYSENTER_NOEVT;

    pv->trap_bounce.error_code = rec->bounce_error_code;
    for ( i = 0; i < ARRAY_SIZE(bounce_flags); i++ )
        if ( rec->bounce_flags & bounce_flags[i].stream )
            pv->trap_bounce.flags |= bounce_flags[i].xen;
    pv->trap_bounce.cs = rec->bounce_cs;
    pv->trap_bounce.eip = rec->bounce_eip;
}

static void restore_fields(struct vcpu *v, const struct xen_lu_vcpu *rec)
{
    unsigned int i;

    v->arch.time_info_guest.p = (void *)(unsigned long)rec->time_area;
    for ( i = 0; i < XEN_LU_VCPU_TRAPS; i++ )
    {
        v->arch.async_exception_state[i].pending = rec->async_pending[i];
        v->arch.async_exception_state[i].old_mask = rec->async_old_mask[i];
    }
    v->arch.async_exception_mask = rec->async_mask;
    if ( is_pv_vcpu(v) )
        restore_pv_fields(v, rec);
}

/* Without a record: as for a vCPU that has never seen a machine check. */
static void restore_vmce(struct vcpu *v, const struct xen_lu_domain *dom)
{
    struct vmce *m = &v->arch.vmce;
    const struct xen_lu_vcpu_vmce *rec;
    unsigned int i;

    rec = lu_find_vcpu(dom, XEN_LU_REC_VCPU_VMCE, v->vcpu_id, NULL);
    if ( !rec )
        return;
    m->mcg_cap = rec->mcg_cap;
    m->mcg_status = rec->mcg_status;
    m->mcg_ext_ctl = rec->mcg_ext_ctl;
    for ( i = 0; i < XEN_LU_VMCE_BANKS; i++ )
    {
        m->bank[i].mci_status = rec->bank[i].status;
        m->bank[i].mci_addr = rec->bank[i].addr;
        m->bank[i].mci_misc = rec->bank[i].misc;
        m->bank[i].mci_ctl2 = rec->bank[i].ctl2;
    }
}

/**
 * arch_lu_restore_vcpu - registers and x86 state of a vCPU
 */
void __init arch_lu_restore_vcpu(struct vcpu *v, const struct xen_lu_domain *dom,
                          const struct xen_lu_vcpu *rec)
{
    restore_vmce(v, dom);
    if ( !(rec->flags & XEN_LU_VCPU_INITIALISED) )
        return;
    restore_fields(v, rec);
    /* Registers of HVM domains are in their context. */
    if ( is_hvm_vcpu(v) )
        return;

    lu_try(dom, XEN_LU_REC_VCPU_CONTEXT,
           restore_registers(v, dom, rec->flags & XEN_LU_VCPU_DOWN));
    lu_try(dom, XEN_LU_REC_VCPU_XSAVE, restore_xsave(v, dom));
    lu_try(dom, XEN_LU_REC_VCPU_MSRS, restore_msrs(v, dom));
    v->fpu_initialised = rec->flags & XEN_LU_VCPU_FPU;
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
