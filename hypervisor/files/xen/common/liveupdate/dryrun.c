/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: the result of a dry run, and how long the blackout may be.
 *
 * A dry run pauses the domains and writes the stream, but does not leave this
 * Xen. Then the stream is checked by the functions that a new Xen uses. The
 * estimate for the blackout is the time of the dry run, plus that of the new
 * side: measured by the update that has started this Xen, or else assumed.
 */
#include <xen/liveupdate/private.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/vmap.h>

#include <xen/liveupdate/load.h>

/*
 * Used when there was no update to learn from: a part that does not depend on
 * domains, and one for each page of theirs. Measured in QEMU, with one
 * instruction per nanosecond.
 */
#define PREDICT_FIXED_NS        12000000UL
#define PREDICT_PAGE_NS         105UL
/* Page state in place: does not depend on the number of pages. */
#define PREDICT_IN_PLACE_NS     5000000UL

static uint64_t ticks_to_ns(uint64_t ticks)
{
    return ticks * 1000000 / cpu_khz;
}

static unsigned long domain_pages(void)
{
    unsigned long nr = 0;
    struct domain *d;

    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
        nr += domain_tot_pages(d);
    rcu_read_unlock(&domlist_read_lock);

    return nr;
}

/**
 * lu_predict - estimate the blackout
 * @save_ns: time from the pause to the jump
 *
 * The rest is taken from the update that has started this Xen, if any.
 */
uint64_t lu_predict(uint64_t save_ns)
{
    const struct xlu_handoff *own = maddr_to_virt(lu_bank_maddr[!lu_staging]);

    if ( lu_generation && lu_in_place == lu_image.in_place &&
         own->stamp[XLU_PHASE_NEW_UNPAUSE] )
        return save_ns + ticks_to_ns(own->stamp[XLU_PHASE_NEW_UNPAUSE] -
                                     own->stamp[XLU_PHASE_OLD_JUMP]);

    if ( lu_image.in_place )
        return save_ns + PREDICT_IN_PLACE_NS;

    return save_ns + PREDICT_FIXED_NS + domain_pages() * PREDICT_PAGE_NS;
}

static bool cf_check is_frame(const struct xen_lu_domain *dom, uint64_t mfn)
{
    return mfn_valid(_mfn(mfn));
}

/* Check the stream as the new Xen does before its commit point. */
static int read_back(const struct lu_image *lu, struct lu_fault *fault)
{
    struct lu_machine m = { .nr_frames = max_page };
    size_t map_size = LU_MAP_WORDS(m.nr_frames) * sizeof(*m.taken);
    int rc = lu_stream_check(lu->state, lu->used, fault);

    if ( rc )
        return rc;
    m.taken = vmalloc(map_size);
    m.own = vmalloc(map_size);
    if ( !m.taken || !m.own )
    {
        fault->reason = XLU_REASON_NO_MEMORY;
        rc = -ENOMEM;
    }
    else
    {
        arch_lu_describe_machine(&m);
        /* Only the frame table knew the owners, and it has changed since. */
        if ( lu->in_place )
            m.owns = is_frame;
        rc = lu_content_check(lu->state, &m, fault);
    }
    vfree(m.taken);
    vfree(m.own);

    return rc;
}

/**
 * lu_dry_run_report - check the stream that a dry run has written
 *
 * The domains run again. Returns what the hypercall is to return.
 */
int lu_dry_run_report(const struct lu_image *lu)
{
    struct xlu_handoff *h = lu_handoff;
    struct lu_fault fault = {};

    h->tsc_khz = cpu_khz;
    h->blob_size = lu->used;
    h->pause_ns = ticks_to_ns(h->stamp[XLU_PHASE_OLD_RESUMED] -
                              h->stamp[XLU_PHASE_OLD_PAUSE]);
    h->predicted_ns = lu_predict(h->pause_ns);

    if ( lu_fails(read_back(lu, &fault), "own reader refuses the state") )
    {
        lu_report(fault.reason, fault.type, fault.offset,
                  "own reader refuses the state");
        return -EIO;
    }
    lu_report_records(lu->state);
    printk("Live update %u: dry run: %zu bytes, paused for %lu us\n",
           lu_generation + 1, lu->used, h->pause_ns / 1000);

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
