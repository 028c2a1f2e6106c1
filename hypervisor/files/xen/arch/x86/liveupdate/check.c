/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: checking the x86 records of a domain.
 *
 * Called by common/liveupdate/check.c, and like that also built for the host.
 * The numbers are those of the PV ABI and of the architecture.
 */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/string.h>

#include <xen/liveupdate/stream.h>

#define FRAME_SIZE      4096U
#define MAX_LDT_ENTRIES 8192U
#define PIT_MAX_COUNT   0x10000U
#define MAX_MEMMAP      1024U   /* E820MAX */

#define XCR0_FP         (1ULL << 0)
#define XCR0_SSE        (1ULL << 1)
#define XCR0_YMM        (1ULL << 2)
#define XCR0_BND        (3ULL << 3)
#define XCR0_AVX512     (7ULL << 5)

#define XSAVE_HDR       512U    /* XSTATE_BV, XCOMP_BV, zeroes: 64 bytes */

/* e_machine of ELF */
#define MACHINE_386     3U
#define MACHINE_X86_64  62U

/* --- crash kernel -------------------------------------------------------- */

/**
 * arch_lu_crash_image_fits - can an image for this kind of machine be entered?
 */
bool arch_lu_crash_image_fits(uint32_t machine)
{
    return machine == MACHINE_386 || machine == MACHINE_X86_64;
}

/* --- policy, permissions, timer ------------------------------------------ */

static int check_policy(const struct lu_content *c)
{
    const xen_cpuid_leaf_t *leaf;
    const xen_msr_entry_t *msr;
    unsigned int i, nr;

    leaf = lu_array(c->dom, XEN_LU_REC_CPUID, xen_cpuid_leaf_t, nr);
    for ( i = 0; i < nr; i++ )
        if ( !arch_lu_leaf_fits(&leaf[i]) )
            return lu_bad(c, XEN_LU_REC_CPUID, &leaf[i]);

    msr = lu_array(c->dom, XEN_LU_REC_MSR_POLICY, xen_msr_entry_t, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( msr[i].flags )
            return lu_reserved(c, XEN_LU_REC_MSR_POLICY, &msr[i].flags);
        if ( !arch_lu_policy_msr_fits(msr[i].idx) )
            return lu_bad(c, XEN_LU_REC_MSR_POLICY, &msr[i].idx);
    }

    return 0;
}

static int check_ranges(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_RANGES;
    const struct xen_lu_range *rec;
    unsigned int i, nr;

    rec = lu_array(c->dom, type, struct xen_lu_range, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( rec[i].reserved )
            return lu_reserved(c, type, &rec[i].reserved);
        if ( rec[i].kind < XEN_LU_RANGE_IOMEM ||
             rec[i].kind > XEN_LU_RANGE_IRQ )
            return lu_bad(c, type, &rec[i].kind);
        if ( rec[i].first > rec[i].last )
            return lu_bad(c, type, &rec[i].first);
        if ( rec[i].kind != XEN_LU_RANGE_IOMEM && rec[i].last > 0xffff )
            return lu_bad(c, type, &rec[i].last);
    }

    return 0;
}

static int check_pit(const struct lu_content *c)
{
    const struct xen_lu_pit *pit = lu_find(c->dom, XEN_LU_REC_PIT, NULL);
    const uint32_t type = XEN_LU_REC_PIT;
    unsigned int i;

    if ( !pit )
        return 0;
    /* A read is modulo the count; all other values are only compared. */
    for ( i = 0; i < ARRAY_SIZE(pit->channel); i++ )
        if ( !pit->channel[i].count || pit->channel[i].count > PIT_MAX_COUNT )
            return lu_bad(c, type, &pit->channel[i].count);
    if ( pit->reserved )
        return lu_reserved(c, type, &pit->reserved);

    return 0;
}

/* --- registers ----------------------------------------------------------- */

/* The kernel's mappings of Xen are no place for an LDT. */
static bool ldt_base_fits(uint64_t base)
{
    return !(base % FRAME_SIZE) &&
           (base < (1ULL << 47) || base >= HYPERVISOR_VIRT_END);
}

static int check_tables(const struct lu_content *c,
                        const struct vcpu_guest_context *ctxt)
{
    const uint32_t type = XEN_LU_REC_VCPU_CONTEXT;
    unsigned int i;

    if ( ctxt->ldt_ents > MAX_LDT_ENTRIES )
        return lu_bad(c, type, &ctxt->ldt_ents);
    if ( !ldt_base_fits(ctxt->ldt_base) )
        return lu_bad(c, type, &ctxt->ldt_base);
    if ( ctxt->gdt_ents > FIRST_RESERVED_GDT_ENTRY )
        return lu_bad(c, type, &ctxt->gdt_ents);
    for ( i = 0; i * 512 < ctxt->gdt_ents; i++ )
        if ( !lu_owns(c, ctxt->gdt_frames[i]) )
            return lu_bad(c, type, &ctxt->gdt_frames[i]);
    for ( i = 0; i < ARRAY_SIZE(ctxt->trap_ctxt); i++ )
        if ( !lu_canonical(ctxt->trap_ctxt[i].address) )
            return lu_bad(c, type, &ctxt->trap_ctxt[i].address);

    return 0;
}

static int check_roots(const struct lu_content *c,
                       const struct vcpu_guest_context *ctxt)
{
    const uint32_t type = XEN_LU_REC_VCPU_CONTEXT;

    if ( !lu_owns(c, xen_cr3_to_pfn(ctxt->ctrlreg[3])) )
        return lu_bad(c, type, &ctxt->ctrlreg[3]);
    /* A vCPU in user mode has a page table for that. */
    if ( ctxt->ctrlreg[1] ? !lu_owns(c, xen_cr3_to_pfn(ctxt->ctrlreg[1]))
                          : !(ctxt->flags & VGCF_in_kernel) )
        return lu_bad(c, type, &ctxt->ctrlreg[1]);

    return 0;
}

/* Registers that a guest cannot set to any value it likes. */
static int check_addresses(const struct lu_content *c,
                           const struct vcpu_guest_context *ctxt)
{
    const typeof(ctxt->fs_base) *const addr[] = {
        &ctxt->fs_base, &ctxt->gs_base_kernel, &ctxt->gs_base_user,
        &ctxt->event_callback_eip, &ctxt->syscall_callback_eip,
        &ctxt->failsafe_callback_eip,
    };
    unsigned int i;

    for ( i = 0; i < ARRAY_SIZE(addr); i++ )
        if ( !lu_canonical(*addr[i]) )
            return lu_bad(c, XEN_LU_REC_VCPU_CONTEXT, addr[i]);

    return 0;
}

static int check_context(const struct lu_content *c,
                         const struct xen_lu_vcpu_context *rec)
{
    int rc;

    if ( rec->reserved )
        return lu_reserved(c, XEN_LU_REC_VCPU_CONTEXT, &rec->reserved);
    rc = check_addresses(c, &rec->context);
    if ( !rc )
        rc = check_tables(c, &rec->context);

    return rc ?: check_roots(c, &rec->context);
}

/* As XSETBV requires. */
static bool xcr0_fits(uint64_t xcr0)
{
    uint64_t bnd = xcr0 & XCR0_BND, avx512 = xcr0 & XCR0_AVX512;

    return (xcr0 & XCR0_FP) &&
           (!(xcr0 & XCR0_YMM) || (xcr0 & XCR0_SSE)) &&
           (!bnd || bnd == XCR0_BND) &&
           (!avx512 || (avx512 == XCR0_AVX512 && (xcr0 & XCR0_YMM)));
}

/**
 * arch_lu_xsave_size - bytes of the area that holds these components
 */
uint32_t arch_lu_xsave_size(const struct lu_machine *m, uint64_t xfeatures)
{
    uint32_t size = xfeatures ? LU_XSAVE_MIN : 0;
    unsigned int i;

    for ( i = 2; i < LU_XSAVE_PARTS; i++ )
        if ( (xfeatures & (1ULL << i)) && m->xsave_end[i] > size )
            size = m->xsave_end[i];

    return size;
}

/**
 * arch_lu_xcr0_fits - can a vCPU of this machine have these values?
 */
bool arch_lu_xcr0_fits(const struct lu_machine *m, uint64_t xcr0,
                       uint64_t xcr0_accum)
{
    return xcr0_fits(xcr0_accum) && !(xcr0_accum & ~m->xfeatures) &&
           xcr0_fits(xcr0) && !(xcr0 & ~xcr0_accum);
}

static int check_xsave_header(const struct lu_content *c,
                              const struct xen_lu_vcpu_xsave *rec)
{
    const uint64_t *hdr = (const void *)(rec + 1) + XSAVE_HDR;
    unsigned int i;

    /* Xen saves FP and SSE whatever the guest has set. */
    if ( hdr[0] & ~(rec->xcr0_accum | XCR0_FP | XCR0_SSE) )
        return lu_bad(c, XEN_LU_REC_VCPU_XSAVE, &hdr[0]);
    /* Not the compact format; the rest is reserved. */
    for ( i = 1; i < 8; i++ )
        if ( hdr[i] )
            return lu_reserved(c, XEN_LU_REC_VCPU_XSAVE, &hdr[i]);

    return 0;
}

static int check_xsave(const struct lu_content *c,
                       const struct xen_lu_vcpu_xsave *rec)
{
    const uint32_t type = XEN_LU_REC_VCPU_XSAVE;
    const struct lu_machine *m = c->machine;

    /* A booting guest has not set XCR0: CONTEXT has all of its FPU state. */
    if ( !rec->xcr0_accum )
        return rec->xcr0 ? lu_bad(c, type, &rec->xcr0)
                         : rec->size ? lu_bad(c, type, &rec->size) : 0;
    if ( !xcr0_fits(rec->xcr0_accum) || (rec->xcr0_accum & ~m->xfeatures) )
        return lu_bad(c, type, &rec->xcr0_accum);
    if ( !xcr0_fits(rec->xcr0) || (rec->xcr0 & ~rec->xcr0_accum) )
        return lu_bad(c, type, &rec->xcr0);
    if ( rec->size != arch_lu_xsave_size(m, rec->xcr0_accum) )
        return lu_bad(c, type, &rec->size);

    return check_xsave_header(c, rec);
}

static int check_msrs(const struct lu_content *c,
                      const struct xen_lu_vcpu_msrs *rec)
{
    const struct xen_lu_msr *msr = (const void *)(rec + 1);
    const uint32_t type = XEN_LU_REC_VCPU_MSRS;
    unsigned int i;

    for ( i = 0; i < rec->nr; i++ )
    {
        if ( msr[i].reserved )
            return lu_reserved(c, type, &msr[i].reserved);
        if ( !arch_lu_msr_fits(msr[i].index, msr[i].value) )
            return lu_bad(c, type, &msr[i].index);
    }

    return 0;
}

static int check_vcpu_fields(const struct lu_content *c,
                             const struct xen_lu_vcpu *v)
{
    const uint64_t *const addr[] = {
        &v->bounce_eip, &v->syscall32_eip, &v->sysenter_eip,
    };
    const uint32_t type = XEN_LU_REC_VCPU;
    unsigned int i;

    for ( i = 0; i < ARRAY_SIZE(addr); i++ )
        if ( !lu_canonical(*addr[i]) )
            return lu_bad(c, type, addr[i]);
    for ( i = 0; i < XEN_LU_VCPU_TRAPS; i++ )
        if ( v->async_pending[i] > 1 )
            return lu_bad(c, type, &v->async_pending[i]);
    if ( v->bounce_flags & ~XEN_LU_BOUNCE_ALL )
        return lu_bad(c, type, &v->bounce_flags);
    if ( v->bounce_cs > 0xffff )
        return lu_bad(c, type, &v->bounce_cs);

    return 0;
}

/*
 * A vCPU that the guest has brought up has registers; others have none.
 * Registers of HVM domains are in the HVM context.
 */
static int check_vcpu(const struct lu_content *c, const struct xen_lu_vcpu *v)
{
    const struct xen_lu_vcpu_context *ctxt =
        lu_find_vcpu(c->dom, XEN_LU_REC_VCPU_CONTEXT, v->vcpu, NULL);
    const struct xen_lu_vcpu_xsave *xsave =
        lu_find_vcpu(c->dom, XEN_LU_REC_VCPU_XSAVE, v->vcpu, NULL);
    const struct xen_lu_vcpu_msrs *msrs =
        lu_find_vcpu(c->dom, XEN_LU_REC_VCPU_MSRS, v->vcpu, NULL);
    const struct xen_lu_vcpu_vmce *vmce =
        lu_find_vcpu(c->dom, XEN_LU_REC_VCPU_VMCE, v->vcpu, NULL);
    bool up = lu_is_pv(c) && (v->flags & XEN_LU_VCPU_INITIALISED);
    int rc;

    if ( up != !!ctxt || up != !!msrs ||
         (up && c->machine->xfeatures) != !!xsave )
        return lu_bad(c, XEN_LU_REC_VCPU, &v->flags);

    if ( vmce && vmce->reserved )
        return lu_reserved(c, XEN_LU_REC_VCPU_VMCE, &vmce->reserved);

    rc = check_vcpu_fields(c, v);
    if ( !rc && ctxt )
        rc = check_context(c, ctxt);
    if ( !rc && xsave )
        rc = check_xsave(c, xsave);
    if ( !rc && msrs )
        rc = check_msrs(c, msrs);

    return rc;
}

/* The toolstack decides what a domain is told. */
static int check_memmap(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_MEMMAP;
    const struct xen_lu_memmap *rec;
    unsigned int i, nr;

    rec = lu_array(c->dom, type, struct xen_lu_memmap, nr);
    if ( nr > MAX_MEMMAP )
        return lu_bad(c, type, rec);
    for ( i = 0; i < nr; i++ )
        if ( rec[i].reserved )
            return lu_reserved(c, type, &rec[i].reserved);

    return 0;
}

/**
 * arch_lu_check_domain - the x86 records of a domain and of its vCPUs
 */
int arch_lu_check_domain(const struct lu_content *c)
{
    uint32_t i;
    int rc = check_policy(c);

    if ( !rc )
        rc = check_ranges(c);
    if ( !rc )
        rc = check_pit(c);
    if ( !rc )
        rc = check_memmap(c);
    if ( !rc )
        rc = arch_lu_check_hvm(c);
    for ( i = 0; i < c->dom->max_vcpus && !rc; i++ )
        rc = check_vcpu(c, lu_find_vcpu(c->dom, XEN_LU_REC_VCPU, i, NULL));

    return rc;
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
