/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: checking the content of the records of a stream.
 *
 * If a stream is refused the old Xen continues; a failure after the commit
 * point loses the host. So everything that the restore takes from the stream
 * and then uses as an index, adopts, divides by or loads into a register is
 * checked here, before that point. Later nothing fails because of the stream.
 * Guest memory is not part of the stream and not checked: page tables are
 * validated when they are pinned. A value that a guest may choose is always
 * good, or guests could prevent updates.
 *
 * This file: refusing a stream, vCPUs, and the order of all checks. Each of the
 * other files, check_*.c, has one part of a stream.
 */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/string.h>
#include <public/domctl.h>

#include <xen/liveupdate/stream.h>

#define FRAME_SIZE      4096U
#define MAX_PAUSES      255U    /* as domain_pause_by_systemcontroller() */
#define MIN_PERIOD      1000000 /* ns, as VCPUOP_set_periodic_timer */
#define MAX_IOPORTS     65536U

/**
 * lu_refuse - refuse the stream
 * @reason: why
 * @type: type of the wrong record
 * @where: place in the stream
 */
int lu_refuse(const struct lu_content *c, enum xlu_reason reason,
              uint32_t type, const void *where)
{
    c->fault->reason = reason;
    c->fault->type = type;
    c->fault->offset = (const uint8_t *)where - (const uint8_t *)c->stream;

    return -EINVAL;
}

/**
 * lu_bad - refuse the stream because of a value
 * @type: type of the record
 * @where: the value
 */
int lu_bad(const struct lu_content *c, uint32_t type, const void *where)
{
    return lu_refuse(c, XLU_REASON_BAD_RECORD, type, where);
}

/**
 * lu_reserved - refuse the stream because a reserved field is in use
 */
int lu_reserved(const struct lu_content *c, uint32_t type, const void *where)
{
    return lu_refuse(c, XLU_REASON_RESERVED_SET, type, where);
}

/**
 * lu_missing - refuse the stream because there is no record of this type
 */
int lu_missing(const struct lu_content *c, uint32_t type)
{
    c->fault->reason = XLU_REASON_MISSING_RECORD;
    c->fault->type = type;
    c->fault->offset = c->dom ? c->dom->domid : 0;

    return -EINVAL;
}

/**
 * lu_run_checks - run the checks of a list, up to the first that refuses
 */
int lu_run_checks(const struct lu_content *c, lu_check_fn *const checks[],
                  unsigned int nr)
{
    unsigned int i;
    int rc = 0;

    for ( i = 0; i < nr && !rc; i++ )
        rc = checks[i](c);

    return rc;
}

/**
 * lu_canonical - is this a canonical address?
 */
bool lu_canonical(uint64_t addr)
{
    return addr + (1ULL << 47) < (1ULL << 48);
}

/**
 * lu_find_domain - the DOMAIN record of a domain, NULL if it has none
 */
const struct xen_lu_domain *lu_find_domain(const struct lu_content *c,
                                           uint32_t domid)
{
    const struct xen_lu_domain *dom;

    for_each_lu_domain ( c->stream, dom )
        if ( dom->domid == domid )
            return dom;

    return NULL;
}

static int check_vcpu_area(const struct lu_content *c,
                           const struct xen_lu_vcpu *v)
{
    const uint32_t type = XEN_LU_REC_VCPU;

    if ( v->vcpu_info_mfn == XEN_LU_NO_MFN )
        return v->vcpu_info_offset ? lu_bad(c, type, &v->vcpu_info_offset) : 0;
    if ( !lu_may_map(c, v->vcpu_info_mfn) )
        return lu_bad(c, type, &v->vcpu_info_mfn);
    if ( v->vcpu_info_offset > FRAME_SIZE - sizeof(struct vcpu_info) )
        return lu_bad(c, type, &v->vcpu_info_offset);

    return 0;
}

static int check_vcpu_time(const struct lu_content *c,
                           const struct xen_lu_vcpu *v)
{
    const uint32_t type = XEN_LU_REC_VCPU;

    if ( v->runstate >= ARRAY_SIZE(v->runstate_time) )
        return lu_bad(c, type, &v->runstate);
    if ( v->periodic_period && v->periodic_period < MIN_PERIOD )
        return lu_bad(c, type, &v->periodic_period);
    if ( v->periodic_last < 0 )
        return lu_bad(c, type, &v->periodic_last);

    return 0;
}

static bool any_bit(const uint64_t *word, unsigned int words)
{
    while ( words-- )
        if ( *word++ )
            return true;

    return false;
}

/* There is a record only if CPUs are excluded. */
static int check_affinity(const struct lu_content *c,
                          const struct xen_lu_vcpu *v)
{
    const uint32_t all = XEN_LU_VCPU_HARD_ALL | XEN_LU_VCPU_SOFT_ALL;
    const uint32_t type = XEN_LU_REC_VCPU_AFFINITY;
    const struct xen_lu_vcpu_affinity *rec =
        lu_find_vcpu(c->dom, type, v->vcpu, NULL);

    if ( (v->flags & all) == all ? !!rec : !rec )
        return lu_bad(c, XEN_LU_REC_VCPU, &v->flags);
    if ( rec && !any_bit((const void *)(rec + 1), rec->words) )
        return lu_bad(c, type, &rec->words);

    return 0;
}

static int check_vcpu(const struct lu_content *c, const struct xen_lu_vcpu *v)
{
    const uint32_t type = XEN_LU_REC_VCPU;
    int rc;

    if ( v->flags & ~XEN_LU_VCPU_ALL )
        return lu_bad(c, type, &v->flags);
    if ( v->controller_pause_count > MAX_PAUSES )
        return lu_bad(c, type, &v->controller_pause_count);
    if ( v->iobmp_limit > MAX_IOPORTS )
        return lu_bad(c, type, &v->iobmp_limit);

    rc = check_affinity(c, v) ?: check_vcpu_area(c, v);

    return rc ?: check_vcpu_time(c, v);
}

static int check_vcpus(const struct lu_content *c)
{
    uint32_t i;
    int rc;

    for ( i = 0; i < c->dom->max_vcpus; i++ )
    {
        rc = check_vcpu(c, lu_find_vcpu(c->dom, XEN_LU_REC_VCPU, i, NULL));
        if ( rc )
            return rc;
    }

    return 0;
}

static int check_one(const struct lu_content *c)
{
    static lu_check_fn *const checks[] = {
        lu_check_domain,
        lu_check_in_place,
        lu_check_pages,
        lu_check_xen_pages,
        lu_check_pins,
        check_vcpus,
        lu_check_events,
        arch_lu_check_domain,
    };
    int rc = lu_run_checks(c, checks, ARRAY_SIZE(checks));

    if ( !rc )
        lu_forget_pages(c);

    return rc;
}

/**
 * lu_content_check - can the domains of this stream be restored here?
 * @stream: one that lu_stream_check() has accepted
 * @machine: what the new Xen has to offer
 * @fault: what is wrong, if refused
 *
 * Returns 0 or -EINVAL.
 */
int lu_content_check(const void *stream, const struct lu_machine *machine,
                     struct lu_fault *fault)
{
    struct lu_content c = {
        .stream = stream,
        .host = lu_find(stream, XEN_LU_REC_HOST, NULL),
        .machine = machine,
        .fault = fault,
    };
    int rc;

    rc = lu_check_host(&c);
    if ( rc )
        return rc;

    for_each_lu_domain ( stream, c.dom )
    {
        rc = check_one(&c);
        if ( rc )
            return rc;
    }
    /* domid_fits() has made sure that this is the hardware domain. */
    if ( !lu_find_domain(&c, c.host->dom0_id) )
        return lu_bad(&c, XEN_LU_REC_HOST, &c.host->dom0_id);

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
