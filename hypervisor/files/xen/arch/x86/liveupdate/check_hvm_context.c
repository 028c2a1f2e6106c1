/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: checking the context of an HVM domain.
 *
 * Called by check_hvm.c, and like that also built for the host. hvm_load()
 * checks while it loads, which is after the commit point: so everything is
 * checked here first. A value that a guest may load into a register is good.
 */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/string.h>
#include <public/hvm/save.h>

#include <xen/liveupdate/stream.h>

#define CR0_RESERVED    (~0xe005003fULL)
#define CR0_PE          (1ULL << 0)
#define CR0_ET          (1ULL << 4)
#define CR0_PG          (1ULL << 31)
#define EFER_KNOWN      0x7d01ULL       /* SCE LME LMA NXE SVME LMSLE FFXSR */
#define EFER_LME        (1ULL << 8)
#define EFER_LMA        (1ULL << 10)
#define MAX_PADDR_BITS  52
#define APIC_EXTD       (1ULL << 10)
#define APIC_ENABLE     (1ULL << 11)
#define MAX_DIVISOR     128U
#define MTRR_RANGES     8U
#define MTRR_CAP_RANGES 0xffU
#define MAX_PIT_COUNT   65536U
#define MAX_CMOS_INDEX  0x7fU

/* A record of the context; its body follows. */
struct entry {
    const struct hvm_save_descriptor *desc;
    const void *body;
};

static int bad_context(const struct lu_content *c, const void *where)
{
    return lu_bad(c, XEN_LU_REC_HVM_CONTEXT, where);
}

/* One event to be injected again when the vCPU continues. */
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
    /* The timer's count is divided by this. */
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

/* The number of MSRs, and the MSRs. */
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

/* Without devices nothing could assert a line. */
static int check_lines(const struct lu_content *c, const struct entry *e)
{
    const struct hvm_hw_pci_irqs *lines = e->body;

    return !lu_has_devices(c) && (lines->pad[0] || lines->pad[1])
           ? bad_context(c, lines) : 0;
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

/* The first is the master: Xen finds one PIC by the other. */
static int check_pic(const struct lu_content *c, const struct entry *e)
{
    const struct hvm_hw_vpic *pic = e->body;

    return pic->is_master == !e->desc->instance && pic->priority_add <= 7
           ? 0 : bad_context(c, pic);
}

static int check_pit(const struct lu_content *c, const struct entry *e)
{
    const struct hvm_hw_pit *pit = e->body;
    unsigned int i;

    for ( i = 0; i < ARRAY_SIZE(pit->channels); i++ )
        if ( pit->channels[i].count > MAX_PIT_COUNT )
            return bad_context(c, &pit->channels[i].count);

    return 0;
}

static int check_rtc(const struct lu_content *c, const struct entry *e)
{
    const struct hvm_hw_rtc *rtc = e->body;

    return rtc->cmos_index > MAX_CMOS_INDEX ? bad_context(c, &rtc->cmos_index)
                                            : 0;
}

/*
 * The kinds of entries, each of which occurs for each vCPU or for the domain.
 * @device: only, and always, in a domain with emulated devices. @size: 0 if
 * @check has to find out.
 */
static const struct kind {
    uint16_t code;
    uint32_t size;
    unsigned int instances;     /* 0: one for each vCPU */
    bool required;              /* for each vCPU or device */
    bool device;
    int (*check)(const struct lu_content *c, const struct entry *e);
} kinds[] = {
#define SIZED(name) HVM_SAVE_CODE(name), HVM_SAVE_LENGTH(name)
    { SIZED(CPU), 0, false, false, check_cpu },
    { SIZED(LAPIC), 0, true, false, check_lapic },
    { SIZED(LAPIC_REGS), 0, true, false, NULL },
    { SIZED(PIC), 2, true, true, check_pic },
    { SIZED(IOAPIC), 1, true, true, NULL },
    { SIZED(PIT), 1, true, true, check_pit },
    { SIZED(RTC), 1, true, true, check_rtc },
    { SIZED(HPET), 1, true, true, NULL },
    { SIZED(PMTIMER), 1, true, true, NULL },
    { SIZED(PCI_IRQ), 1, false, false, check_lines },
    { SIZED(ISA_IRQ), 1, false, false, NULL },
    { SIZED(PCI_LINK), 1, false, false, check_links },
    { SIZED(MTRR), 0, true, false, check_mtrr },
    { CPU_XSAVE_CODE, 0, 0, false, false, check_xsave },
    { SIZED(VMCE_VCPU), 0, false, false, NULL },
    { SIZED(TSC_ADJUST), 0, false, false, NULL },
    { CPU_MSR_CODE, 0, 0, false, false, check_msrs },
};

static int check_entry(const struct lu_content *c, const struct entry *e)
{
    const struct kind *kind = kinds;

    while ( kind->code != e->desc->typecode )
        if ( ++kind == kinds + ARRAY_SIZE(kinds) )
            return bad_context(c, e->desc);
    if ( (kind->device && !lu_has_devices(c)) ||
         e->desc->instance >= (kind->instances ?: c->dom->max_vcpus) )
        return bad_context(c, &e->desc->instance);
    if ( kind->size && e->desc->length != kind->size )
        return bad_context(c, &e->desc->length);

    return kind->check ? kind->check(c, e) : 0;
}

/*
 * Return the entry at *@pos, and move *@pos after it. False: there is none.
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

/* The header, then all other entries, each once and in order, then the end. */
static int check_form(const struct lu_content *c)
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

/**
 * lu_check_vcpu_context - are all entries of a vCPU there?
 */
int lu_check_vcpu_context(const struct lu_content *c,
                          const struct xen_lu_vcpu *v)
{
    bool up = v->flags & XEN_LU_VCPU_INITIALISED;
    unsigned int i;

    if ( has_entry(c, HVM_SAVE_CODE(CPU), v->vcpu) != up )
        return lu_bad(c, XEN_LU_REC_VCPU, &v->flags);
    for ( i = 0; i < ARRAY_SIZE(kinds); i++ )
        if ( !kinds[i].instances && kinds[i].required &&
             !has_entry(c, kinds[i].code, v->vcpu) )
            return lu_missing(c, XEN_LU_REC_HVM_CONTEXT);

    return 0;
}

static bool has_all(const struct lu_content *c, const struct kind *kind)
{
    unsigned int i;

    for ( i = 0; i < kind->instances; i++ )
        if ( !has_entry(c, kind->code, i) )
            return false;

    return true;
}

/**
 * lu_check_context - each entry, and the entries of devices as a whole
 */
int lu_check_context(const struct lu_content *c)
{
    unsigned int i;
    int rc = check_form(c);

    for ( i = 0; i < ARRAY_SIZE(kinds) && !rc; i++ )
        if ( kinds[i].device && lu_has_devices(c) && !has_all(c, &kinds[i]) )
            rc = lu_missing(c, XEN_LU_REC_HVM_CONTEXT);

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
