/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: checking the records of an HVM domain.
 *
 * As check.c, which calls this; also built for the host. hvm_load() checks while it
 * loads, which is behind the commit point: here it is done before, for the records
 * that a PVH domain has. What a guest may load into a register is good.
 */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/string.h>
#include <public/hvm/params.h>
#include <public/hvm/save.h>

#include <xen/liveupdate/stream.h>

#define MAX_GFN         (1ULL << 36)    /* tables of four levels */
#define MAX_ACCESS      9U              /* XENMEM_access_n2rwx */
#define MAX_EVTCHN_VECTOR 0xffU

#define CR0_RESERVED    (~0xe005003fULL)
#define CR0_PE          (1ULL << 0)
#define CR0_ET          (1ULL << 4)
#define CR0_PG          (1ULL << 31)
#define EFER_KNOWN      0x7d01ULL       /* SCE, LME, LMA, NXE, SVME, LMSLE, FFXSR */
#define EFER_LME        (1ULL << 8)
#define EFER_LMA        (1ULL << 10)
#define MAX_PADDR_BITS  52
#define APIC_EXTD       (1ULL << 10)
#define APIC_ENABLE     (1ULL << 11)
#define APIC_DM_MASK    0x700U
#define APIC_DM_INIT    0x500U
#define APIC_DM_STARTUP 0x600U
#define MAX_DIVISOR     128U
#define MTRR_RANGES     8U
#define MTRR_CAP_RANGES 0xffU

/* --- P2M ----------------------------------------------------------------- */

static bool may_access_io(const struct lu_content *c,
                          const struct xen_lu_p2m *run)
{
    const struct xen_lu_range *range;
    unsigned int i, nr;

    range = lu_array(c->dom, XEN_LU_REC_RANGES, struct xen_lu_range, nr);
    for ( i = 0; i < nr; i++ )
        if ( range[i].kind == XEN_LU_RANGE_IOMEM &&
             run->mfn >= range[i].first && run->mfn <= range[i].last &&
             run->nr - 1 <= range[i].last - run->mfn )
            return true;

    return false;
}

/* Single pages of Xen may be among those of the domain. */
static bool may_map_all(const struct lu_content *c, const struct xen_lu_p2m *run)
{
    uint32_t i;

    if ( lu_owns_all(c, run->mfn, run->nr) )
        return true;
    for ( i = 0; i < run->nr; i++ )
        if ( !lu_may_map(c, run->mfn + i) )
            return false;

    return true;
}

static bool frames_fit(const struct lu_content *c, const struct xen_lu_p2m *run)
{
    switch ( run->type )
    {
    case XEN_LU_P2M_RAM_RW:
    case XEN_LU_P2M_RAM_RO:
        return may_map_all(c, run);
    case XEN_LU_P2M_MMIO:
        return may_access_io(c, run);
    }

    /* Other domains' */
    return run->mfn < c->machine->nr_frames &&
           run->nr <= c->machine->nr_frames - run->mfn;
}

static int check_run(const struct lu_content *c, const struct xen_lu_p2m *run)
{
    const uint32_t type = XEN_LU_REC_P2M;

    if ( !run->nr )
        return lu_bad(c, type, &run->nr);
    if ( run->gfn >= MAX_GFN || run->nr > MAX_GFN - run->gfn )
        return lu_bad(c, type, &run->gfn);
    if ( run->type < XEN_LU_P2M_RAM_RW || run->type > XEN_LU_P2M_FOREIGN )
        return lu_bad(c, type, &run->type);
    if ( run->access > MAX_ACCESS )
        return lu_bad(c, type, &run->access);
    if ( run->reserved )
        return lu_reserved(c, type, &run->reserved);
    if ( run->mfn > ~0ULL - run->nr || !frames_fit(c, run) )
        return lu_bad(c, type, &run->mfn);

    return 0;
}

static int check_p2m(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_P2M;
    const struct xen_lu_p2m *run;
    unsigned int i, nr;
    int rc = 0;

    run = lu_array(c->dom, type, struct xen_lu_p2m, nr);
    for ( i = 0; i < nr && !rc; i++ )
    {
        rc = check_run(c, &run[i]);
        /* In order, so that no frame is there twice. */
        if ( !rc && i && run[i].gfn - run[i - 1].gfn < run[i - 1].nr )
            rc = lu_bad(c, type, &run[i].gfn);
        if ( !rc && i && run[i].gfn < run[i - 1].gfn )
            rc = lu_bad(c, type, &run[i].gfn);
    }

    return rc;
}

/* --- parameters ---------------------------------------------------------- */

static bool fip_width_fits(uint32_t width)
{
    return !width || width == 4 || width == 8;
}

/* Those that switch something on for which there is no record stay off. */
static bool param_fits(unsigned int i)
{
    return i < HVM_NR_PARAMS && i != HVM_PARAM_NESTEDHVM &&
           i != HVM_PARAM_ALTP2M && i != HVM_PARAM_VIRIDIAN;
}

static int check_fixed(const struct lu_content *c, const struct xen_lu_hvm *hvm)
{
    const uint32_t type = XEN_LU_REC_HVM;
    unsigned int i;

    if ( hvm->flags & ~XEN_LU_HVM_ALL )
        return lu_bad(c, type, &hvm->flags);
    if ( hvm->pool_pages > c->machine->nr_frames )
        return lu_bad(c, type, &hvm->pool_pages);
    if ( hvm->table_pages > hvm->pool_pages )
        return lu_bad(c, type, &hvm->table_pages);
    if ( !fip_width_fits(hvm->fip_width) )
        return lu_bad(c, type, &hvm->fip_width);
    if ( hvm->reserved )
        return lu_reserved(c, type, &hvm->reserved);
    for ( i = 0; i < XEN_LU_HVM_PARAMS; i++ )
        if ( hvm->params[i] && !param_fits(i) )
            return lu_bad(c, type, &hvm->params[i]);

    return 0;
}

/* --- the context --------------------------------------------------------- */

/* A record of the context, its body behind it. */
struct entry {
    const struct hvm_save_descriptor *desc;
    const void *body;
};

static int bad_context(const struct lu_content *c, const void *where)
{
    return lu_bad(c, XEN_LU_REC_HVM_CONTEXT, where);
}

/* One event that is to be injected again when the vCPU goes on. */
static bool pending_event_fits(const struct hvm_hw_cpu *cpu)
{
    return !cpu->pending_valid ||
           (cpu->pending_type != 1 && cpu->pending_type <= 4 &&
            !cpu->pending_reserved &&
            (!cpu->pending_error_valid || cpu->error_code <= 0xffff));
}

static int check_cpu(const struct lu_content *c, const struct entry *e)
{
    const struct hvm_hw_cpu *cpu = e->body;

    if ( cpu->pad0 || (cpu->flags & ~XEN_X86_FPU_INITIALISED) )
        return bad_context(c, &cpu->flags);
    if ( (cpu->cr0 & CR0_RESERVED) || !(cpu->cr0 & CR0_ET) ||
         (cpu->cr0 & (CR0_PE | CR0_PG)) == CR0_PG )
        return bad_context(c, &cpu->cr0);
    if ( cpu->cr3 >> MAX_PADDR_BITS )
        return bad_context(c, &cpu->cr3);
    if ( cpu->cr4 >> 32 )
        return bad_context(c, &cpu->cr4);
    if ( (cpu->msr_efer & ~EFER_KNOWN) ||
         ((cpu->msr_efer & EFER_LMA) &&
          (!(cpu->msr_efer & EFER_LME) || !(cpu->cr0 & CR0_PG))) )
        return bad_context(c, &cpu->msr_efer);
    if ( cpu->msr_tsc_aux >> 32 )
        return bad_context(c, &cpu->msr_tsc_aux);
    if ( !pending_event_fits(cpu) )
        return bad_context(c, &cpu->pending_event);

    return 0;
}

static int check_lapic(const struct lu_content *c, const struct entry *e)
{
    const struct hvm_hw_lapic *lapic = e->body;

    if ( (lapic->apic_base_msr & APIC_EXTD) &&
         !(lapic->apic_base_msr & APIC_ENABLE) )
        return bad_context(c, &lapic->apic_base_msr);
    /* The count is divided by it. */
    if ( !lapic->timer_divisor || lapic->timer_divisor > MAX_DIVISOR )
        return bad_context(c, &lapic->timer_divisor);

    return 0;
}

static int check_mtrr(const struct lu_content *c, const struct entry *e)
{
    const struct hvm_hw_mtrr *mtrr = e->body;

    return (mtrr->msr_mtrr_cap & MTRR_CAP_RANGES) > MTRR_RANGES
           ? bad_context(c, &mtrr->msr_mtrr_cap) : 0;
}

static int check_xsave(const struct lu_content *c, const struct entry *e)
{
    const struct hvm_hw_cpu_xsave *x = e->body;
    const struct hvm_hw_cpu_xsave_hdr *hdr = &x->save_area.xsave_hdr;
    unsigned int i;

    if ( e->desc->length < sizeof(*x) ||
         !arch_lu_xcr0_fits(c->machine, x->xcr0, x->xcr0_accum) ||
         e->desc->length != offsetof(struct hvm_hw_cpu_xsave, save_area) +
                            arch_lu_xsave_size(c->machine, x->xcr0_accum) )
        return bad_context(c, e->desc);
    if ( (hdr->xstate_bv & ~x->xcr0_accum) || hdr->xcomp_bv )
        return bad_context(c, hdr);
    for ( i = 0; i < ARRAY_SIZE(hdr->reserved); i++ )
        if ( hdr->reserved[i] )
            return bad_context(c, &hdr->reserved[i]);

    return 0;
}

/* A number, and as many MSRs. */
static int check_msrs(const struct lu_content *c, const struct entry *e)
{
    const struct hvm_msr *m = e->body;
    unsigned int i;

    if ( e->desc->length < offsetof(struct hvm_msr, msr) ||
         (e->desc->length - offsetof(struct hvm_msr, msr)) /
         sizeof(m->msr[0]) != m->count ||
         (e->desc->length - offsetof(struct hvm_msr, msr)) %
         sizeof(m->msr[0]) || !m->count )
        return bad_context(c, e->desc);
    for ( i = 0; i < m->count; i++ )
        if ( m->msr[i]._rsvd )
            return bad_context(c, &m->msr[i]);

    return 0;
}

/* There is nothing that could assert a line. */
static int check_lines(const struct lu_content *c, const struct entry *e)
{
    const struct hvm_hw_pci_irqs *lines = e->body;

    return lines->pad[0] || lines->pad[1] ? bad_context(c, lines) : 0;
}

static int check_links(const struct lu_content *c, const struct entry *e)
{
    const struct hvm_hw_pci_link *links = e->body;
    unsigned int i;

    for ( i = 0; i < ARRAY_SIZE(links->route); i++ )
        if ( links->route[i] > 15 )
            return bad_context(c, &links->route[i]);

    return 0;
}

/* Kinds that a PVH domain has; without a size: what the check finds. */
static const struct kind {
    uint16_t code;
    uint32_t size;
    bool per_vcpu;
    bool required;              /* of each vCPU */
    int (*check)(const struct lu_content *c, const struct entry *e);
} kinds[] = {
#define SIZED(name) HVM_SAVE_CODE(name), HVM_SAVE_LENGTH(name)
    { SIZED(CPU), true, false, check_cpu },
    { SIZED(LAPIC), true, true, check_lapic },
    { SIZED(LAPIC_REGS), true, true, NULL },
    { SIZED(PCI_IRQ), false, false, check_lines },
    { SIZED(ISA_IRQ), false, false, NULL },
    { SIZED(PCI_LINK), false, false, check_links },
    { SIZED(MTRR), true, true, check_mtrr },
    { CPU_XSAVE_CODE, 0, true, false, check_xsave },
    { SIZED(VMCE_VCPU), true, false, NULL },
    { SIZED(TSC_ADJUST), true, false, NULL },
    { CPU_MSR_CODE, 0, true, false, check_msrs },
};

static int check_entry(const struct lu_content *c, const struct entry *e)
{
    unsigned int i;

    for ( i = 0; i < ARRAY_SIZE(kinds); i++ )
        if ( kinds[i].code == e->desc->typecode )
            break;
    if ( i == ARRAY_SIZE(kinds) )
        return bad_context(c, e->desc);
    if ( e->desc->instance >= (kinds[i].per_vcpu ? c->dom->max_vcpus : 1) )
        return bad_context(c, &e->desc->instance);
    if ( kinds[i].size && e->desc->length != kinds[i].size )
        return bad_context(c, &e->desc->length);

    return kinds[i].check ? kinds[i].check(c, e) : 0;
}

/*
 * Step to the entry at *@pos, and *@pos behind it. False: there is none.
 */
static bool next_entry(const uint8_t *ctx, uint32_t size, uint32_t *pos,
                       struct entry *e)
{
    e->desc = (const void *)(ctx + *pos);
    if ( size - *pos < sizeof(*e->desc) ||
         e->desc->length > size - *pos - sizeof(*e->desc) )
        return false;
    e->body = e->desc + 1;
    *pos += sizeof(*e->desc) + e->desc->length;

    return true;
}

static bool is_header(const struct entry *e)
{
    const struct hvm_save_header *h = e->body;

    return e->desc->typecode == HVM_SAVE_CODE(HEADER) && !e->desc->instance &&
           e->desc->length == HVM_SAVE_LENGTH(HEADER) &&
           h->magic == HVM_FILE_MAGIC && h->version == HVM_FILE_VERSION;
}

static uint32_t place(const struct entry *e)
{
    return ((uint32_t)e->desc->typecode << 16) | e->desc->instance;
}

/* Is there an entry of that kind? The form has been checked. */
static bool has_entry(const struct lu_content *c, uint16_t code, uint32_t vcpu)
{
    uint32_t size = 0, pos = 0;
    const uint8_t *ctx = lu_find(c->dom, XEN_LU_REC_HVM_CONTEXT, &size);
    struct entry e;

    while ( next_entry(ctx, size, &pos, &e) )
        if ( e.desc->typecode == code && e.desc->instance == vcpu )
            return true;

    return false;
}

/* The header, then all others, each once and in order, then the end. */
static int check_entries(const struct lu_content *c)
{
    uint32_t size = 0, pos = 0, last = 0;
    const uint8_t *ctx = lu_find(c->dom, XEN_LU_REC_HVM_CONTEXT, &size);
    struct entry e;
    int rc;

    if ( !next_entry(ctx, size, &pos, &e) || !is_header(&e) )
        return bad_context(c, ctx);

    while ( next_entry(ctx, size, &pos, &e) )
    {
        if ( e.desc->typecode == HVM_SAVE_CODE(END) )
            return pos == size && !e.desc->length ? 0 : bad_context(c, e.desc);
        if ( place(&e) <= last )
            return bad_context(c, e.desc);
        last = place(&e);
        rc = check_entry(c, &e);
        if ( rc )
            return rc;
    }

    return bad_context(c, ctx + pos);
}

/* --- vCPUs --------------------------------------------------------------- */

static int check_vcpu_context(const struct lu_content *c,
                              const struct xen_lu_vcpu *v)
{
    bool up = v->flags & XEN_LU_VCPU_INITIALISED;
    unsigned int i;

    if ( has_entry(c, HVM_SAVE_CODE(CPU), v->vcpu) != up )
        return lu_bad(c, XEN_LU_REC_VCPU, &v->flags);
    for ( i = 0; i < ARRAY_SIZE(kinds); i++ )
        if ( kinds[i].required && !has_entry(c, kinds[i].code, v->vcpu) )
            return lu_missing(c, XEN_LU_REC_HVM_CONTEXT);

    return 0;
}

/* The only messages that are put off. */
static bool sipi_fits(const struct xen_lu_vcpu_hvm *rec)
{
    uint32_t mode = rec->sipi_icr & APIC_DM_MASK;

    if ( !(rec->flags & XEN_LU_VCPU_HVM_SIPI) )
        return !rec->sipi_icr && !rec->sipi_dest;

    return mode == APIC_DM_INIT || mode == APIC_DM_STARTUP;
}

static bool timer_fits(const struct xen_lu_vcpu_hvm *rec)
{
    const uint32_t of_timer = XEN_LU_VCPU_HVM_LISTED | XEN_LU_VCPU_HVM_ISSUED;

    if ( rec->flags & XEN_LU_VCPU_HVM_TIMER )
        return true;

    return !(rec->flags & of_timer) && !rec->timer_expires &&
           !rec->timer_period && !rec->timer_last_irq && !rec->timer_pending;
}

static int check_vcpu(const struct lu_content *c,
                      const struct xen_lu_vcpu_hvm *rec)
{
    const uint32_t type = XEN_LU_REC_VCPU_HVM;

    if ( rec->reserved )
        return lu_reserved(c, type, &rec->reserved);
    if ( rec->reserved2 )
        return lu_reserved(c, type, &rec->reserved2);
    if ( rec->flags & ~XEN_LU_VCPU_HVM_ALL )
        return lu_bad(c, type, &rec->flags);
    if ( rec->upcall_vector > MAX_EVTCHN_VECTOR )
        return lu_bad(c, type, &rec->upcall_vector);
    if ( !timer_fits(rec) )
        return lu_bad(c, type, &rec->timer_expires);
    if ( !sipi_fits(rec) )
        return lu_bad(c, type, &rec->sipi_icr);

    return 0;
}

static int check_vcpus(const struct lu_content *c)
{
    uint32_t i;
    int rc = 0;

    for ( i = 0; i < c->dom->max_vcpus && !rc; i++ )
    {
        const struct xen_lu_vcpu_hvm *rec =
            lu_find_vcpu(c->dom, XEN_LU_REC_VCPU_HVM, i, NULL);

        if ( !rec )
            return lu_missing(c, XEN_LU_REC_VCPU_HVM);
        rc = check_vcpu(c, rec);
        if ( !rc )
            rc = check_vcpu_context(c, lu_find_vcpu(c->dom, XEN_LU_REC_VCPU, i,
                                                    NULL));
    }

    return rc;
}

/* None of these in a PV domain */
static int check_absent(const struct lu_content *c)
{
    static const uint32_t types[] = {
        XEN_LU_REC_HVM, XEN_LU_REC_P2M, XEN_LU_REC_HVM_CONTEXT,
    };
    const void *rec;
    uint32_t i;

    for ( i = 0; i < ARRAY_SIZE(types); i++ )
    {
        rec = lu_find(c->dom, types[i], NULL);
        if ( rec )
            return lu_bad(c, types[i], rec);
    }
    for ( i = 0; i < c->dom->max_vcpus; i++ )
    {
        rec = lu_find_vcpu(c->dom, XEN_LU_REC_VCPU_HVM, i, NULL);
        if ( rec )
            return lu_bad(c, XEN_LU_REC_VCPU_HVM, rec);
    }

    return 0;
}

/**
 * arch_lu_check_hvm - records of an HVM domain: it has all of them
 */
int arch_lu_check_hvm(const struct lu_content *c)
{
    const struct xen_lu_hvm *hvm = lu_find(c->dom, XEN_LU_REC_HVM, NULL);
    int rc;

    if ( lu_is_pv(c) )
        return check_absent(c);
    if ( !hvm )
        return lu_missing(c, XEN_LU_REC_HVM);
    if ( !lu_find(c->dom, XEN_LU_REC_P2M, NULL) )
        return lu_missing(c, XEN_LU_REC_P2M);
    if ( !lu_find(c->dom, XEN_LU_REC_HVM_CONTEXT, NULL) )
        return lu_missing(c, XEN_LU_REC_HVM_CONTEXT);

    rc = check_fixed(c, hvm);
    if ( !rc )
        rc = check_p2m(c);
    if ( !rc )
        rc = check_entries(c);

    return rc ?: check_vcpus(c);
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
