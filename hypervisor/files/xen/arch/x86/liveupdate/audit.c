/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update, page state in place: is it true?
 *
 * After the update, and in the background, the references that the frame table
 * claims are compared with what refers to each page, see audit_count.c. A
 * reference too few would let a guest keep a page that Xen gives to somebody
 * else; one too many keeps the page for ever.
 *
 * The domains run meanwhile. References change between counting and comparing,
 * so a difference proves nothing at first. It is reported if all of many rounds
 * find the same one. Between two rounds each CPU has handled softirqs: none is
 * still amid the change that the round before has seen. A guest that tries hard
 * can fake a difference, and gains a warning.
 */
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/pdx.h>
#include <xen/pfn.h>
#include <xen/rcupdate.h>
#include <xen/sched.h>
#include <xen/timer.h>
#include <asm/mm.h>
#include <asm/paging.h>

#include <xen/liveupdate/private.h>
#include "audit.h"
#include "private.h"

/* Right after an update all domains are busy catching up. */
#define AUDIT_DELAY     SECONDS(10)
/* At work for so long in each millisecond: what a guest may feel of it. */
#define AUDIT_SLICE     MICROSECS(100)
#define AUDIT_PERIOD    MILLISECS(1)
/*
 * Frames between two looks at the clock. A page table takes as long as so many
 * others: it has 512 entries.
 */
#define AUDIT_STEP      256
#define AUDIT_TABLE     64
/* What is below does not belong to domains. */
#define AUDIT_FIRST     ((unsigned long)PFN_DOWN(MB(1)))
/*
 * Three were not enough: a process that forks all the time has the same entries
 * too many in one of some ten series of three rounds.
 */
#define AUDIT_ROUNDS    8
/* For differences that are followed: processes that end have many in a round. */
#define SUSPECTS_ORDER  6
#define AUDIT_SUSPECTS  ((PAGE_SIZE << SUSPECTS_ORDER) / sizeof(struct suspect))
#define AUDIT_MESSAGES  8

/* A page, and how many references too many the frame table claims. */
struct suspect {
    unsigned long mfn, count, type;
    struct lu_tally found;
    long refs, types;
    unsigned int round;
};

static struct suspect *suspects;
static unsigned int nr_suspects, next_suspect;

static enum {
    AUDIT_CLEAR,    /* forget the tallies of the window before */
    AUDIT_TABLES,   /* what page tables refer to */
    AUDIT_DOMAINS,  /* what domains refer to apart from their page tables */
    AUDIT_COMPARE,  /* with the frame table */
} stage;

static struct timer audit_timer;
static struct rcu_head audit_rcu;
static unsigned int round;
static unsigned long next_mfn;
/* The frames that have tallies, in PDXs. */
static unsigned long window_pdx, window_pages;
/* Frames in use that were compared, and free ones, in this round. */
static unsigned long compared, nr_free;
/* Free frames in excess of what the heap says, in each round so far. */
static int32_t excess;

/* Pages of a domain, and how many too many each round so far has found. */
struct domain_sum {
    uint32_t pages;
    int32_t excess;
};

#define SUMS_ORDER get_order_from_bytes(DOMID_FIRST_RESERVED * \
                                        sizeof(struct domain_sum))
static struct domain_sum *sums;

static struct xlu_handoff *report(void)
{
    return maddr_to_virt(lu_bank_maddr[!lu_staging]);
}

/* --- compare ------------------------------------------------------------- */

/* The owner of the page before: most pages have the same one. */
static const struct domain *last_owner;

/* The domain whose structure is at @pdx, NULL if there is none. */
static const struct domain *owner_at(unsigned long pdx)
{
    const struct domain *d;

    if ( last_owner && virt_to_pdx(last_owner) == pdx )
        return last_owner;
    for_each_domain ( d )
        if ( virt_to_pdx(d) == pdx )
            break;

    return last_owner = d;
}

static bool is_special(unsigned long pdx)
{
    return pdx == virt_to_pdx(dom_io) || pdx == virt_to_pdx(dom_xen) ||
           (dom_cow && pdx == virt_to_pdx(dom_cow));
}

/* Those of HVM domains have references in the p2m, too. */
static bool comparable(const struct domain *d, const struct suspect *s)
{
    return !d->is_dying && !paging_mode_enabled(d) &&
           !(s->type & PGT_partial) && !(s->count & PGC_broken) &&
           (s->count & PGC_state) == PGC_state_inuse;
}

/* A page that a domain owns: also count the references it brings along. */
static void look_at_owned(const struct domain *d, struct suspect *s)
{
    bool pinned = s->type & PGT_pinned;

    if ( !(s->count & (PGC_xen_heap | PGC_extra)) )
        sums[d->domain_id].pages++;
    compared++;
    if ( !comparable(d, s) )
        return;

    s->found.refs += !!(s->count & PGC_allocated) + pinned;
    s->found.types += !!(s->count & PGC_xen_heap) + pinned;
    s->refs = (long)(s->count & PGC_count_mask) - s->found.refs;
    s->types = (long)(s->type & PGT_count_mask) - s->found.types;
}

/* Nothing may refer to a page that is free, Xen's own, or out of use. */
static void look_at_unowned(struct suspect *s)
{
    if ( (s->count & PGC_state) == PGC_state_free )
        nr_free++;
    s->refs = -(long)s->found.refs;
}

static void look_at(const struct page_info *pg, struct suspect *s)
{
    unsigned long owner = pg->v.inuse._domain;
    const struct domain *d;

    /* The owner field of other pages has another meaning. */
    if ( !(s->count & (PGC_count_mask | PGC_allocated)) )
        look_at_unowned(s);
    else if ( !is_special(owner) )
    {
        d = owner_at(owner);
        if ( d )
            look_at_owned(d, s);
        else
            s->refs = s->count & PGC_count_mask;
    }
}

/* The suspect of an earlier round, if @mfn is one. Both are in order. */
static struct suspect *find_suspect(unsigned long mfn)
{
    while ( next_suspect < nr_suspects && suspects[next_suspect].mfn < mfn )
        next_suspect++;

    return next_suspect < nr_suspects && suspects[next_suspect].mfn == mfn
           ? &suspects[next_suspect] : NULL;
}

static void suspect(const struct suspect *now)
{
    struct suspect *before = find_suspect(now->mfn);

    if ( !round && nr_suspects < AUDIT_SUSPECTS )
        suspects[nr_suspects++] = *now;
    else if ( before && before->refs == now->refs &&
              before->types == now->types )
    {
        *before = *now;
        before->round = round;
    }
}

static bool cf_check compare(unsigned long mfn)
{
    const struct page_info *pg = mfn_to_page(_mfn(mfn));
    const struct lu_tally *found = lu_tally_of(mfn);
    struct suspect now = {
        .mfn = mfn,
        .count = ACCESS_ONCE(pg->count_info),
        .type = ACCESS_ONCE(pg->u.inuse.type_info),
    };

    if ( !found )
        return false;
    now.found = *found;
    look_at(pg, &now);
    if ( now.refs || now.types )
        suspect(&now);

    return false;
}

/* --- results ------------------------------------------------------------- */

static void tell(const struct suspect *s)
{
    const struct page_info *pg = mfn_to_page(_mfn(s->mfn));
    const struct domain *d;
    domid_t domid;

    rcu_read_lock(&domlist_read_lock);
    last_owner = NULL;
    d = owner_at(pg->v.inuse._domain);
    domid = d ? d->domain_id : DOMID_INVALID;
    rcu_read_unlock(&domlist_read_lock);
    printk(XENLOG_ERR
           "Live update %u: audit: frame %#lx of d%d: %lu references, %u found; %lu of type %#lx, %u found\n",
           lu_generation, s->mfn, domid,
           s->count & PGC_count_mask, s->found.refs,
           s->type & PGT_count_mask, s->type & ~PGT_count_mask,
           s->found.types);
}

/* Has each round found the same number of pages too many? If not, never mind. */
static bool is_wrong(int32_t now, int32_t *before)
{
    if ( !round )
        *before = now;
    else if ( now != *before )
        *before = 0;

    return *before;
}

/* Compare how many pages the domains have. Returns how many are wrong. */
static unsigned int compare_sums(void)
{
    const struct domain *d;
    unsigned int wrong = 0;

    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
    {
        struct domain_sum *sum = &sums[d->domain_id];
        int32_t now = sum->pages - domain_tot_pages(d);

        if ( is_wrong(now, &sum->excess) && !d->is_dying )
        {
            wrong++;
            if ( round == AUDIT_ROUNDS - 1 )
                printk(XENLOG_ERR
                       "Live update %u: audit: d%d: %u pages, %u found\n",
                       lu_generation, d->domain_id, domain_tot_pages(d),
                       sum->pages);
        }
        sum->pages = 0;
    }
    rcu_read_unlock(&domlist_read_lock);

    return wrong;
}

/* The same for free memory. */
static unsigned int compare_free(void)
{
    int32_t now = nr_free - avail_domheap_pages();
    bool wrong = is_wrong(now, &excess);

    if ( wrong && round == AUDIT_ROUNDS - 1 )
        printk(XENLOG_ERR
               "Live update %u: audit: %lu pages are free, %lu found\n",
               lu_generation, nr_free - now, nr_free);

    return wrong;
}

static void free_lists(void)
{
    free_xenheap_pages(sums, SUMS_ORDER);
    free_xenheap_pages(suspects, SUSPECTS_ORDER);
}

/* @wrong: sums that are wrong; wrong pages are known */
static void finish(unsigned int wrong)
{
    struct xlu_handoff *h = report();
    unsigned int i;

    wrong += nr_suspects;
    for ( i = 0; i < min(nr_suspects, AUDIT_MESSAGES + 0U); i++ )
        tell(&suspects[i]);
    printk("Live update %u: audit: %lu pages, %u differ\n", lu_generation,
           compared, wrong);
    lu_free_tallies();
    free_lists();

    h->audit_pages = compared;
    h->audit_wrong = wrong;
    if ( wrong )
        h->warnings |= XLU_WARN_AUDIT;
    smp_wmb();
    h->audit = XLU_AUDIT_DONE;
}

/* Only those that this round has found again are still suspects. */
static void drop_suspects(void)
{
    unsigned int i, kept = 0;

    for ( i = 0; i < nr_suspects; i++ )
        if ( suspects[i].round == round )
            suspects[kept++] = suspects[i];
    nr_suspects = kept;
}

static void audit_later(void)
{
    set_timer(&audit_timer, NOW() + AUDIT_PERIOD);
}

/* Each CPU has handled softirqs since the round before. */
static void cf_check next_round(struct rcu_head *unused)
{
    next_suspect = 0;
    compared = nr_free = 0;
    audit_later();
}

/* All memory was compared. */
static void round_done(void)
{
    unsigned int wrong = compare_sums() + compare_free();

    drop_suspects();
    if ( !(nr_suspects + wrong) || ++round == AUDIT_ROUNDS )
        finish(wrong);
    else
        call_rcu(&audit_rcu, next_round);
}

/* --- in the background ---------------------------------------------------- */

/*
 * Do the next bit of @work, on memory up to @end. It returns whether the frame
 * was a page table. Returns true when there is nothing left to do.
 */
static bool each_frame(bool (*work)(unsigned long mfn), unsigned long end)
{
    unsigned long stop = lu_next_memory(&next_mfn);
    unsigned int done = 0;

    if ( !stop || next_mfn >= end )
        return true;
    stop = min(stop, end);
    for ( ; done < AUDIT_STEP && next_mfn < stop; next_mfn++ )
        done += mfn_valid(_mfn(next_mfn)) && work(next_mfn) ? AUDIT_TABLE : 1;

    return false;
}

static void begin(unsigned int what, unsigned long mfn)
{
    stage = what;
    next_mfn = mfn;
}

/* Returns true at the end of a round. */
static bool window_done(void)
{
    bool last = window_pdx + window_pages >= max_pdx;

    window_pdx = last ? 0 : window_pdx + window_pages;
    begin(AUDIT_CLEAR, 0);

    return last;
}

/* A small part of the audit. Returns true at the end of a round. */
static bool work(void)
{
    unsigned long end = window_pdx + window_pages < max_pdx
                        ? pdx_to_pfn(window_pdx + window_pages) : max_page;

    switch ( stage )
    {
    case AUDIT_CLEAR:
        if ( lu_clear_tallies(window_pdx) )
            begin(AUDIT_TABLES, AUDIT_FIRST);
        break;
    case AUDIT_TABLES:
        if ( each_frame(lu_count_table, max_page) )
            begin(AUDIT_DOMAINS, 0);
        break;
    case AUDIT_DOMAINS:
        if ( lu_count_domains() )
            begin(AUDIT_COMPARE, max(pdx_to_pfn(window_pdx), AUDIT_FIRST));
        break;
    case AUDIT_COMPARE:
        if ( each_frame(compare, end) )
            return window_done();
        break;
    }

    return false;
}

static void cf_check audit_more(void *unused)
{
    s_time_t end = NOW() + AUDIT_SLICE;
    bool done;

    rcu_read_lock(&domlist_read_lock);
    last_owner = NULL;
    do {
        done = work();
    } while ( !done && NOW() < end );
    rcu_read_unlock(&domlist_read_lock);

    if ( done )
        round_done();
    else
        audit_later();
}

/**
 * lu_start_audit - compare the frame table with what refers to pages
 *
 * The old Xen's memory has been released.
 */
void lu_start_audit(void)
{
    sums = alloc_xenheap_pages(SUMS_ORDER, 0);
    suspects = alloc_xenheap_pages(SUSPECTS_ORDER, 0);
    if ( sums && suspects )
        window_pages = lu_alloc_tallies(max_pdx);
    if ( !window_pages )
    {
        free_lists();
        printk(XENLOG_WARNING "Live update %u: audit: no memory\n",
               lu_generation);
        return;
    }
    memset(sums, 0, PAGE_SIZE << SUMS_ORDER);
    report()->audit = XLU_AUDIT_RUNNING;
    init_timer(&audit_timer, audit_more, NULL, 0);
    set_timer(&audit_timer, NOW() + AUDIT_DELAY);
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
