/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: checking the form of a state stream, on the new side.
 *
 * Looks at every record once, before the new Xen changes anything. After that
 * the functions of stream_read.c need no checks. The content of records is
 * checked by check.c.
 */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/string.h>

#include <xen/liveupdate/stream.h>

/* Scope in which a record may appear. */
enum { SCOPE_HOST, SCOPE_DOMAIN, SCOPE_VCPU, NR_SCOPES };

#define REC_ARRAY    0x1U        /* body: any number of elements of @size */
#define REC_TAIL     0x2U        /* body: @size bytes and more */
#define REC_REQUIRED 0x4U        /* one must be there; others need not */

static const struct {
    uint32_t type;
    uint16_t size;
    uint8_t scope;
    uint8_t flags;
} known[] = {
    { XEN_LU_REC_HOST, sizeof(struct xen_lu_host), SCOPE_HOST, REC_REQUIRED },
    { XEN_LU_REC_GLOBAL_VIRQ, sizeof(struct xen_lu_global_virq), SCOPE_HOST,
      REC_ARRAY },
    { XEN_LU_REC_CPUPOOL, sizeof(struct xen_lu_cpupool), SCOPE_HOST,
      REC_ARRAY | REC_REQUIRED },
    { XEN_LU_REC_PCI_DEVICE, sizeof(struct xen_lu_pci_device), SCOPE_HOST,
      REC_ARRAY },
    { XEN_LU_REC_CRASH_KERNEL, sizeof(struct xen_lu_crash_kernel), SCOPE_HOST,
      0 },
    { XEN_LU_REC_CPUS, sizeof(struct xen_lu_cpu), SCOPE_HOST,
      REC_ARRAY | REC_REQUIRED },
    { XEN_LU_REC_SCHED_PARAMS, sizeof(struct xen_lu_sched_params), SCOPE_HOST,
      REC_ARRAY },
    { XEN_LU_REC_PARAMETERS, sizeof(struct xen_lu_parameter), SCOPE_HOST,
      REC_ARRAY },
    { XEN_LU_REC_CONSOLE, sizeof(struct xen_lu_console), SCOPE_HOST,
      REC_TAIL },
    { XEN_LU_REC_BAD_PAGES, sizeof(struct xen_lu_bad_page), SCOPE_HOST,
      REC_ARRAY },
    { XEN_LU_REC_BOOT_MEMORY, sizeof(struct xen_lu_boot_memory), SCOPE_HOST,
      REC_ARRAY },
    { XEN_LU_REC_MMCFG, sizeof(struct xen_lu_mmcfg), SCOPE_HOST, REC_ARRAY },
    { XEN_LU_REC_PM, sizeof(struct xen_lu_pm), SCOPE_HOST, 0 },
    { XEN_LU_REC_IOAPIC, sizeof(struct xen_lu_ioapic_pin), SCOPE_HOST,
      REC_ARRAY },
    { XEN_LU_REC_PCI_VF, sizeof(struct xen_lu_pci_vf), SCOPE_HOST, REC_ARRAY },
    { XEN_LU_REC_EFI, sizeof(struct xen_lu_efi), SCOPE_HOST, REC_TAIL },
    { XEN_LU_REC_EFI_ROMS, sizeof(struct xen_lu_efi_rom), SCOPE_HOST,
      REC_ARRAY },
    { XEN_LU_REC_FRAMES, sizeof(struct xen_lu_frames), SCOPE_HOST, 0 },
    { XEN_LU_REC_FRAME_MAP, sizeof(struct xen_lu_frame_map), SCOPE_HOST,
      REC_ARRAY },
    { XEN_LU_REC_FREE_LISTS, sizeof(struct xen_lu_free_list), SCOPE_HOST,
      REC_ARRAY },
    { XEN_LU_REC_FREE_PAGES, sizeof(struct xen_lu_free_pages), SCOPE_HOST,
      REC_ARRAY },
    { XEN_LU_REC_DOMAIN, sizeof(struct xen_lu_domain), SCOPE_DOMAIN,
      REC_REQUIRED },
    { XEN_LU_REC_IN_PLACE, sizeof(struct xen_lu_in_place), SCOPE_DOMAIN, 0 },
    { XEN_LU_REC_POOL, sizeof(struct xen_lu_pool), SCOPE_DOMAIN, 0 },
    { XEN_LU_REC_POOL_TABLES, sizeof(struct xen_lu_pool_tables), SCOPE_DOMAIN,
      REC_ARRAY },
    { XEN_LU_REC_POOL_MONITORS, sizeof(uint64_t), SCOPE_DOMAIN, REC_ARRAY },
    { XEN_LU_REC_PAGES, sizeof(struct xen_lu_extent), SCOPE_DOMAIN,
      REC_ARRAY | REC_REQUIRED },
    { XEN_LU_REC_PINS, sizeof(struct xen_lu_pin), SCOPE_DOMAIN, REC_ARRAY },
    { XEN_LU_REC_XEN_PAGES, sizeof(struct xen_lu_xen_page), SCOPE_DOMAIN,
      REC_ARRAY | REC_REQUIRED },
    { XEN_LU_REC_CPUID, sizeof(xen_cpuid_leaf_t), SCOPE_DOMAIN,
      REC_ARRAY | REC_REQUIRED },
    { XEN_LU_REC_MSR_POLICY, sizeof(xen_msr_entry_t), SCOPE_DOMAIN,
      REC_ARRAY },
    { XEN_LU_REC_RANGES, sizeof(struct xen_lu_range), SCOPE_DOMAIN, REC_ARRAY },
    { XEN_LU_REC_EVTCHN, sizeof(struct xen_lu_evtchn), SCOPE_DOMAIN,
      REC_ARRAY },
    { XEN_LU_REC_FIFO, sizeof(uint64_t), SCOPE_DOMAIN, REC_ARRAY },
    { XEN_LU_REC_GRANT, sizeof(struct xen_lu_grant), SCOPE_DOMAIN,
      REC_REQUIRED },
    { XEN_LU_REC_GRANT_ACTIVE, sizeof(struct xen_lu_grant_active),
      SCOPE_DOMAIN, REC_ARRAY },
    { XEN_LU_REC_MAPTRACK, sizeof(struct xen_lu_maptrack), SCOPE_DOMAIN,
      REC_ARRAY },
    { XEN_LU_REC_PIRQ, sizeof(struct xen_lu_pirq), SCOPE_DOMAIN, REC_ARRAY },
    { XEN_LU_REC_PIT, sizeof(struct xen_lu_pit), SCOPE_DOMAIN, 0 },
    { XEN_LU_REC_MEMMAP, sizeof(struct xen_lu_memmap), SCOPE_DOMAIN,
      REC_ARRAY },
    { XEN_LU_REC_WATCHDOG, sizeof(struct xen_lu_watchdog), SCOPE_DOMAIN,
      REC_ARRAY },
    { XEN_LU_REC_IN_CPUPOOL, sizeof(struct xen_lu_in_cpupool), SCOPE_DOMAIN,
      0 },
    { XEN_LU_REC_VNUMA_NODE, sizeof(uint32_t), SCOPE_DOMAIN, REC_ARRAY },
    { XEN_LU_REC_VNUMA_RANGE, sizeof(struct xen_lu_vnuma_range), SCOPE_DOMAIN,
      REC_ARRAY },
    { XEN_LU_REC_VNUMA_DISTANCE, sizeof(uint32_t), SCOPE_DOMAIN, REC_ARRAY },
    { XEN_LU_REC_VNUMA_VCPU, sizeof(uint32_t), SCOPE_DOMAIN, REC_ARRAY },
    { XEN_LU_REC_NODE_AFFINITY, sizeof(struct xen_lu_node_affinity),
      SCOPE_DOMAIN, 0 },
    { XEN_LU_REC_PAGE_SUMS, sizeof(struct xen_lu_page_sum), SCOPE_DOMAIN,
      REC_ARRAY },
    { XEN_LU_REC_HVM, sizeof(struct xen_lu_hvm), SCOPE_DOMAIN, 0 },
    { XEN_LU_REC_P2M, sizeof(struct xen_lu_p2m), SCOPE_DOMAIN, REC_ARRAY },
    { XEN_LU_REC_HVM_CONTEXT, 1, SCOPE_DOMAIN, REC_ARRAY },
    { XEN_LU_REC_IOREQ_SERVER, sizeof(struct xen_lu_ioreq_server),
      SCOPE_DOMAIN, REC_ARRAY },
    { XEN_LU_REC_IOREQ_VCPU, sizeof(struct xen_lu_ioreq_vcpu), SCOPE_DOMAIN,
      REC_ARRAY },
    { XEN_LU_REC_IOREQ_RANGE, sizeof(struct xen_lu_ioreq_range), SCOPE_DOMAIN,
      REC_ARRAY },
    { XEN_LU_REC_HVM_PIRQ, sizeof(struct xen_lu_hvm_pirq), SCOPE_DOMAIN,
      REC_ARRAY },
    { XEN_LU_REC_HVM_CLOCKS, sizeof(struct xen_lu_hvm_clocks), SCOPE_DOMAIN,
      0 },
    { XEN_LU_REC_CACHE_ATTRS, sizeof(struct xen_lu_cache_attr), SCOPE_DOMAIN,
      REC_ARRAY },
    { XEN_LU_REC_VCPU, sizeof(struct xen_lu_vcpu), SCOPE_VCPU,
      REC_REQUIRED },
    { XEN_LU_REC_VCPU_CONTEXT, sizeof(struct xen_lu_vcpu_context), SCOPE_VCPU,
      0 },
    { XEN_LU_REC_VCPU_XSAVE, sizeof(struct xen_lu_vcpu_xsave), SCOPE_VCPU,
      REC_TAIL },
    { XEN_LU_REC_VCPU_MSRS, sizeof(struct xen_lu_vcpu_msrs), SCOPE_VCPU,
      REC_TAIL },
    { XEN_LU_REC_VCPU_FIFO, sizeof(struct xen_lu_vcpu_fifo), SCOPE_VCPU, 0 },
    { XEN_LU_REC_VCPU_VMCE, sizeof(struct xen_lu_vcpu_vmce), SCOPE_VCPU, 0 },
    { XEN_LU_REC_VCPU_AFFINITY, sizeof(struct xen_lu_vcpu_affinity), SCOPE_VCPU,
      REC_TAIL },
    { XEN_LU_REC_VCPU_HVM, sizeof(struct xen_lu_vcpu_hvm), SCOPE_VCPU, 0 },
};

/* The kinds of records seen, as bits by the index in known[]. */
struct seen {
    uint64_t bits[(ARRAY_SIZE(known) + 63) / 64];
};

static bool was_seen(const struct seen *seen, unsigned int i)
{
    return seen->bits[i / 64] & (1ULL << (i % 64));
}

static void mark_seen(struct seen *seen, unsigned int i)
{
    seen->bits[i / 64] |= 1ULL << (i % 64);
}

/* State of the checker. */
struct check {
    const uint8_t *stream;
    struct seen seen[NR_SCOPES];
    bool host_seen;
    const struct xen_lu_domain *dom;
    uint32_t nr_vcpus;          /* VCPU records of this domain */
    uint32_t nr_domains;
    struct lu_fault *fault;
};

static int refuse(struct lu_fault *f, enum xlu_reason reason, uint32_t type,
                  uint64_t offset)
{
    f->reason = reason;
    f->type = type;
    f->offset = offset;

    return -EINVAL;
}

static int bad_record(const struct check *c, const struct xen_lu_record *rec)
{
    return refuse(c->fault, XLU_REASON_BAD_RECORD, rec->type,
                  (const uint8_t *)rec - c->stream);
}

static int missing(const struct check *c, uint32_t type)
{
    return refuse(c->fault, XLU_REASON_MISSING_RECORD, type,
                  c->dom ? c->dom->domid : 0);
}

static int scope_complete(const struct check *c, unsigned int scope)
{
    unsigned int i;

    for ( i = 0; i < ARRAY_SIZE(known); i++ )
        if ( known[i].scope == scope && (known[i].flags & REC_REQUIRED) &&
             !was_seen(&c->seen[scope], i) )
            return missing(c, known[i].type);

    return 0;
}

/* Called at the end of the host records and of each domain's. */
static int part_complete(const struct check *c)
{
    if ( !c->dom )
        return scope_complete(c, SCOPE_HOST);
    if ( c->nr_vcpus != c->dom->max_vcpus )
        return missing(c, XEN_LU_REC_VCPU);

    return scope_complete(c, SCOPE_DOMAIN);
}

/* Bodies with a length field, which has to agree with the record's. */
static bool tail_fits(uint32_t type, const void *body, uint32_t length)
{
    const struct xen_lu_vcpu_xsave *x = body;
    const struct xen_lu_vcpu_msrs *m = body;
    const struct xen_lu_vcpu_affinity *a = body;
    const struct xen_lu_console *t = body;
    const struct xen_lu_efi *e = body;

    switch ( type )
    {
    case XEN_LU_REC_CONSOLE:
        return t->size == length - sizeof(*t);
    case XEN_LU_REC_EFI:
        return e->memmap_size == length - sizeof(*e);
    case XEN_LU_REC_VCPU_XSAVE:
        return x->size == length - sizeof(*x);
    case XEN_LU_REC_VCPU_AFFINITY:
        return length - sizeof(*a) == a->words * 2 * (uint64_t)sizeof(uint64_t);
    case XEN_LU_REC_VCPU_MSRS:
        return m->nr == (length - sizeof(*m)) / sizeof(struct xen_lu_msr) &&
               !((length - sizeof(*m)) % sizeof(struct xen_lu_msr));
    }

    return true;
}

static bool length_fits(unsigned int i, const struct xen_lu_record *rec)
{
    if ( known[i].flags & REC_ARRAY )
        return !(rec->length % known[i].size);
    if ( known[i].flags & REC_TAIL )
        return rec->length >= known[i].size &&
               tail_fits(rec->type, rec + 1, rec->length);

    return rec->length == known[i].size;
}

static int begin_domain(struct check *c, const struct xen_lu_record *rec)
{
    const struct xen_lu_domain *dom = (const void *)(rec + 1);
    int rc = part_complete(c);

    if ( rc )
        return rc;
    /* lu_find() tells the body of a DOMAIN record from a stream's header. */
    if ( !dom->max_vcpus || dom->max_vcpus > XEN_LU_MAX_VCPUS ||
         (dom->flags & ~XEN_LU_DOMAIN_ALL) )
        return bad_record(c, rec);

    c->dom = dom;
    memset(&c->seen[SCOPE_DOMAIN], 0, sizeof(c->seen[SCOPE_DOMAIN]));
    c->nr_vcpus = 0;
    c->nr_domains++;

    return 0;
}

/* VCPU records come in order, each before the vCPU's other records. */
static int check_vcpu_order(struct check *c, const struct xen_lu_record *rec)
{
    uint32_t id = *(const uint32_t *)(rec + 1);

    if ( rec->type != XEN_LU_REC_VCPU )
        return id + 1 == c->nr_vcpus ? 0 : bad_record(c, rec);
    if ( id != c->nr_vcpus || id >= c->dom->max_vcpus )
        return bad_record(c, rec);
    c->nr_vcpus++;
    memset(&c->seen[SCOPE_VCPU], 0, sizeof(c->seen[SCOPE_VCPU]));

    return 0;
}

static unsigned int find_known(uint32_t type)
{
    unsigned int i;

    for ( i = 0; i < ARRAY_SIZE(known); i++ )
        if ( known[i].type == type )
            break;

    return i;
}

/**
 * lu_rec_known - does this Xen read records of that type?
 */
bool lu_rec_known(uint32_t type)
{
    return find_known(type) < ARRAY_SIZE(known);
}

static int check_record(struct check *c, const struct xen_lu_record *rec)
{
    unsigned int i, scope;
    int rc = 0;

    BUILD_BUG_ON(ARRAY_SIZE(known) > XLU_MAX_RECORD_SUMS);
    /* The reader needs HOST before it can map the rest of the stream. */
    if ( !c->host_seen && rec->type != XEN_LU_REC_HOST )
        return missing(c, XEN_LU_REC_HOST);

    i = find_known(rec->type);
    if ( i == ARRAY_SIZE(known) )
        return rec->type & XEN_LU_REC_OPTIONAL
               ? 0 : refuse(c->fault, XLU_REASON_UNKNOWN_RECORD, rec->type,
                            (const uint8_t *)rec - c->stream);

    if ( !length_fits(i, rec) )
        return bad_record(c, rec);

    scope = known[i].scope;
    if ( rec->type == XEN_LU_REC_DOMAIN )
        rc = begin_domain(c, rec);
    else if ( (scope == SCOPE_HOST) != !c->dom )
        rc = bad_record(c, rec);
    else if ( scope == SCOPE_VCPU )
        rc = check_vcpu_order(c, rec);
    if ( rc )
        return rc;

    if ( was_seen(&c->seen[scope], i) )
        return bad_record(c, rec);
    mark_seen(&c->seen[scope], i);
    c->host_seen = true;

    return 0;
}

static bool padding_is_zero(const struct xen_lu_record *rec)
{
    const uint8_t *p = (const uint8_t *)(rec + 1) + rec->length;
    unsigned int n = -rec->length & 7;

    while ( n-- )
        if ( *p++ )
            return false;

    return true;
}

static int check_header(const struct xen_lu_stream_header *h, size_t size,
                        struct lu_fault *fault)
{
    if ( size < sizeof(*h) || h->magic != XEN_LU_STREAM_MAGIC )
        return refuse(fault, XLU_REASON_BAD_MAGIC, 0, 0);
    if ( h->version != XEN_LU_STREAM_VERSION )
        return refuse(fault, XLU_REASON_BAD_VERSION, 0, h->version);
    if ( h->size > size || h->size < sizeof(*h) )
        return refuse(fault, XLU_REASON_BAD_SIZE, 0, h->size);
    if ( h->reserved )
        return refuse(fault, XLU_REASON_RESERVED_SET, 0,
                      offsetof(struct xen_lu_stream_header, reserved));
    if ( lu_crc32c(0, h + 1, h->size - sizeof(*h)) != h->crc )
        return refuse(fault, XLU_REASON_BAD_CRC, 0, h->crc);

    return 0;
}

static int check_end(const struct check *c, const struct xen_lu_record *end,
                     const struct xen_lu_stream_header *h)
{
    int rc = part_complete(c);

    if ( rc )
        return rc;
    if ( end->length || (const uint8_t *)(end + 1) != c->stream + h->size )
        return bad_record(c, end);
    if ( !c->nr_domains || c->nr_domains != h->nr_domains )
        return refuse(c->fault, XLU_REASON_MISSING_RECORD, XEN_LU_REC_DOMAIN,
                      h->nr_domains);

    return 0;
}

/**
 * lu_stream_check - is the form of this stream right?
 * @stream: its first byte, 8-byte aligned
 * @size: bytes that may be read
 * @fault: what is wrong, if refused
 *
 * Checks the checksum, and sizes, order and presence of the records. Afterwards
 * stream_read.c may be used, and lu_content_check(). Returns 0 or -EINVAL.
 */
int lu_stream_check(const void *stream, size_t size, struct lu_fault *fault)
{
    const struct xen_lu_stream_header *h = stream;
    struct check c = { .stream = stream, .fault = fault };
    size_t pos = sizeof(*h);
    int rc = check_header(h, size, fault);

    if ( rc )
        return rc;

    for ( size = h->size; ; )
    {
        const struct xen_lu_record *rec = stream + pos;
        uint64_t padded;

        if ( size - pos < sizeof(*rec) )
            return missing(&c, XEN_LU_REC_END);
        padded = ((uint64_t)rec->length + 7) & ~7ULL;
        if ( padded > size - pos - sizeof(*rec) || !padding_is_zero(rec) )
            return bad_record(&c, rec);
        if ( rec->type == XEN_LU_REC_END )
            return check_end(&c, rec, h);

        rc = check_record(&c, rec);
        if ( rc )
            return rc;
        pos += sizeof(*rec) + padded;
    }
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
