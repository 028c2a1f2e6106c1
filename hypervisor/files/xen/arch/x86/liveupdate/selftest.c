/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: are the pages unchanged?
 *
 *   liveupdate-selftest
 *
 * The old Xen adds checksums of content and of reference and type counts of all
 * pages to the stream, in an optional record. The new Xen compares the content
 * before it touches any page, and the counts when it has derived them. This
 * takes seconds, in the blackout.
 */
#include <xen/domain_page.h>
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <xen/sched.h>

#include <xen/liveupdate/private.h>
#include "private.h"

#define PAGES_PER_SUM   1024U

static bool __read_mostly opt_selftest;
boolean_param("liveupdate-selftest", opt_selftest);

/*
 * FNV-1a, but by words. It need not withstand attacks, and a CRC of all memory
 * would take far longer: in an emulator so long that Linux reports a CPU that
 * hangs.
 */
#define FNV_PRIME       0x100000001b3UL

static uint32_t add_words(uint32_t sum, const unsigned long *word,
                          unsigned int nr)
{
    unsigned long hash = sum;
    unsigned int i;

    for ( i = 0; i < nr; i++ )
        hash = (hash ^ word[i]) * FNV_PRIME;

    return hash ^ (hash >> 32);
}

static uint32_t add_content(uint32_t sum, mfn_t mfn)
{
    const void *p = map_domain_page(mfn);

    sum = add_words(sum, p, PAGE_SIZE / sizeof(unsigned long));
    unmap_domain_page(p);

    return sum;
}

static uint32_t add_counts(uint32_t sum, const struct page_info *pg)
{
    unsigned long type = pg->u.inuse.type_info;
    /* Without a reference the type is a leftover. */
    const unsigned long counts[] = {
        pg->count_info, type & PGT_count_mask ? type : 0,
    };

    return add_words(sum, counts, ARRAY_SIZE(counts));
}

/**
 * lu_page_sums_size - bytes that the record may need
 * @runs: number of runs of contiguous frames
 * @pages: pages in all of them
 */
size_t lu_page_sums_size(size_t runs, size_t pages)
{
    return opt_selftest ? (runs + pages / PAGES_PER_SUM + 1) *
                          sizeof(struct xen_lu_page_sum) : 0;
}

/**
 * lu_save_page_sums - the record of a domain, if it is wanted
 */
void lu_save_page_sums(struct lu_writer *w, const struct domain *d)
{
    struct xen_lu_page_sum sum = {};
    const struct page_info *pg;

    if ( !opt_selftest )
        return;

    lu_rec_open(w, XEN_LU_REC_PAGE_SUMS);
    page_list_for_each ( pg, &d->page_list )
    {
        mfn_t mfn = page_to_mfn(pg);

        if ( sum.nr == PAGES_PER_SUM || mfn_x(mfn) != sum.mfn + sum.nr )
        {
            if ( sum.nr )
                lu_rec_put(w, &sum, sizeof(sum));
            sum = (struct xen_lu_page_sum){ .mfn = mfn_x(mfn) };
        }
        sum.nr++;
        sum.content = add_content(sum.content, mfn);
        sum.counts = add_counts(sum.counts, pg);
    }
    if ( sum.nr )
        lu_rec_put(w, &sum, sizeof(sum));
    lu_rec_close(w);
}

static unsigned int __init compare(const struct xen_lu_page_sum *sum,
                                   bool content)
{
    uint32_t now = 0;
    unsigned int i;

    if ( sum->nr > PAGES_PER_SUM )
        return 1;
    for ( i = 0; i < sum->nr; i++ )
    {
        mfn_t mfn = _mfn(sum->mfn + i);

        if ( !mfn_valid(mfn) )
            return 1;
        now = content ? add_content(now, mfn)
                      : add_counts(now, mfn_to_page(mfn));
    }

    return now != (content ? sum->content : sum->counts);
}

/* Groups that differ; the content also because of DMA, which continues. */
static unsigned int __initdata groups, wrong_content, wrong_counts;

static void __init compare_all(const struct xen_lu_domain *dom, bool content)
{
    const struct xen_lu_page_sum *sum;
    unsigned int i, nr;

    sum = lu_array(dom, XEN_LU_REC_PAGE_SUMS, struct xen_lu_page_sum, nr);
    if ( content )
        groups += nr;
    for ( i = 0; i < nr; i++ )
    {
        if ( !compare(&sum[i], content) )
            continue;
        if ( content )
            wrong_content++;
        else
            wrong_counts++;
        printk(XENLOG_ERR "Live update: self-test: d%u: %s of %#lx+%u differ\n",
               dom->domid, content ? "content" : "counts", sum[i].mfn,
               sum[i].nr);
    }
}

/**
 * lu_compare_content - is the content of a domain's pages unchanged?
 */
void __init lu_compare_content(const struct xen_lu_domain *dom)
{
    compare_all(dom, true);
}

/**
 * arch_lu_compare_counts - have all references been taken again?
 */
void __init arch_lu_compare_counts(const struct xen_lu_domain *dom)
{
    compare_all(dom, false);
}

/**
 * arch_lu_selftest_report - report differences in the handoff page
 */
void __init arch_lu_selftest_report(void)
{
    if ( !groups )
        return;
    snprintf(lu_handoff->text, sizeof(lu_handoff->text),
             "self-test: %u groups, counts differ in %u, content in %u",
             groups, wrong_counts, wrong_content);
    if ( wrong_counts )
        lu_warn(XLU_WARN_SELFTEST);
    printk("Live update %u: %s\n", lu_generation, lu_handoff->text);
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
