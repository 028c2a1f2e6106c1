/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: results in the handoff page, and faults that a test asks for.
 */
#include <xen/liveupdate/private.h>
#include <xen/lib.h>
#include <xen/param.h>
#include <asm/msr.h>

/*
 * liveupdate-test: the hardware domain may let any check or allocation before
 * the jump fail, by its number in the field fail_at of the handoff page.
 */
static bool __read_mostly opt_test;
boolean_param("liveupdate-test", opt_test);

/* Number of the point that is to fail, and of the last one passed. */
static unsigned int fail_at, points;

/**
 * lu_report_clear - clear the results of an earlier attempt
 * @first: first phase whose stamp is cleared
 */
void lu_report_clear(enum xlu_phase first)
{
    struct xlu_handoff *h = lu_handoff;

    h->reason = XLU_REASON_NONE;
    memset(h->detail, 0, sizeof(h->detail));
    memset(h->text, 0, sizeof(h->text));
    memset(&h->stamp[first], 0,
           (XLU_NR_STAMPS - first) * sizeof(h->stamp[0]));
    h->bytes_moved = 0;
    h->bytes_in_place = 0;
    h->pause_ns = 0;
    h->nr_records = 0;
    h->nr_skipped = 0;
    h->warnings = 0;
    h->nr_notes = 0;
    memset(h->note, 0, sizeof(h->note));
    h->audit = XLU_AUDIT_NONE;
    h->audit_wrong = 0;
    h->audit_pages = 0;
    h->nmis = 0;
    memset(h->record, 0, sizeof(h->record));
}

/**
 * lu_inject_start - count points from here
 * @at: number of the one that is to fail, 0 for none
 */
void lu_inject_start(unsigned int at)
{
    fail_at = opt_test ? at : 0;
    points = 0;
}

/**
 * lu_stamp - record the time at which a phase begins
 */
void lu_stamp(enum xlu_phase phase)
{
    if ( !lu_handoff )
        return;
    lu_handoff->phase = phase;
    lu_handoff->stamp[phase] = rdtsc_ordered();
}

/**
 * lu_report - report why the update fails
 * @reason: the first one is kept, all others are consequences
 * @d0: detail, see enum xlu_reason
 * @d1: detail
 * @text: in words
 */
void lu_report(enum xlu_reason reason, uint64_t d0, uint64_t d1,
               const char *text)
{
    struct xlu_handoff *h = lu_handoff;

    if ( !h || h->reason )
        return;
    h->reason = reason;
    h->detail[0] = d0;
    h->detail[1] = d1;
    safe_strcpy(h->text, text);
}

/**
 * lu_warn - report a non-fatal difference after the update
 * @warning: XLU_WARN_*
 */
void lu_warn(uint64_t warning)
{
    if ( lu_handoff )
        lu_handoff->warnings |= warning;
}

/**
 * lu_note - lu_warn(), with its subject
 * @warning: XLU_WARN_*
 * @domid: domain, or DOMID_INVALID for the host
 * @type: record
 * @nr: which of many, see struct xlu_note
 * @rc: error
 */
void lu_note(uint64_t warning, unsigned int domid, uint32_t type,
             unsigned int nr, int rc)
{
    struct xlu_handoff *h = lu_handoff;

    lu_warn(warning);
    if ( !h || h->nr_notes++ >= ARRAY_SIZE(h->note) )
        return; /* counted, and the caller's message names it */
    h->note[h->nr_notes - 1] = (struct xlu_note){
        .domid = domid,
        .warning = __builtin_ctzll(warning),
        .error = -rc,
        .type = type,
        .nr = nr,
    };
}

static struct xlu_record_sum *find_sum(struct xlu_handoff *h, uint32_t type)
{
    unsigned int i;

    for ( i = 0; i < h->nr_records; i++ )
        if ( h->record[i].type == type )
            return &h->record[i];
    if ( i == XLU_MAX_RECORD_SUMS )
        return NULL;
    h->record[i].type = type;
    h->nr_records++;

    return &h->record[i];
}

/**
 * lu_report_records - which records a stream has
 */
void lu_report_records(const void *stream)
{
    struct xlu_handoff *h = lu_handoff;
    struct lu_reader r;

    lu_read_start(&r, stream);
    while ( lu_read_next(&r) )
    {
        struct xlu_record_sum *sum = find_sum(h, r.type);

        if ( (r.type & XEN_LU_REC_OPTIONAL) && !lu_rec_known(r.type) )
            h->nr_skipped++;
        if ( !sum )
            continue;
        sum->nr++;
        sum->bytes += sizeof(struct xen_lu_record) +
                      ROUNDUP((uint64_t)r.length, 8);
    }
}

/**
 * lu_inject - does a test ask for a failure at this point?
 * @text: name of the point
 */
bool lu_inject(const char *text)
{
    if ( ++points != fail_at )
        return false;
    lu_report(XLU_REASON_INJECTED, points, 0, text);

    return true;
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
