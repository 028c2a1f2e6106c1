/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update, page state in place: freeing what the old Xen had allocated for
 * itself.
 *
 * According to the frame table such a page is in use, without an owner and
 * without a reference. This Xen's own pages look the same. A map tells them
 * apart: it has the bank, the two tables, and all that was allocated since this
 * Xen has the old heap.
 *
 * A page that a domain frees also looks like that between its last put_page()
 * and the heap. No CPU handles softirqs in between. So a page that still looks
 * like that when each CPU has handled softirqs is the old Xen's.
 */
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/pfn.h>
#include <xen/rcupdate.h>
#include <xen/sched.h>
#include <xen/timer.h>
#include <asm/e820.h>
#include <asm/mm.h>

#include <xen/liveupdate/private.h>
#include "audit.h"
#include "private.h"

/*
 * Frames to look at every millisecond: their entries are 256 KiB, which takes a
 * tenth of that. A TiB takes half a minute.
 */
#define SWEEP_FRAMES    8192
/* Runs of frames that wait for the other CPUs. */
#define SWEEP_RUNS      128

static struct {
    unsigned long start, end;
} runs[SWEEP_RUNS];
static unsigned int nr_runs;

static unsigned long sweep_next, swept;
static struct timer sweep_timer;
static struct rcu_head sweep_rcu;

static bool __read_mostly noting;

/**
 * lu_note_alloc - pages were allocated: under heap_lock
 */
void lu_note_alloc(const struct page_info *pg, unsigned int order)
{
    unsigned long mfn = mfn_x(page_to_mfn(pg)), i;

    if ( likely(!noting) )
        return;
    for ( i = 0; i < (1UL << order); i++ )
        __set_bit(mfn + i, (unsigned long *)lu_taken);
}

/**
 * lu_note_allocs - from here on allocations are noted
 */
void __init lu_note_allocs(void)
{
    noting = true;
}

/**
 * lu_has_no_owner - is this page in use, but not by a domain?
 */
bool lu_has_no_owner(unsigned long mfn)
{
    const struct page_info *pg;

    if ( !mfn_valid(_mfn(mfn)) )
        return false;
    pg = mfn_to_page(_mfn(mfn));

    /*
     * The owner field tells nothing: xmalloc() keeps sizes there. Paging pools
     * of HVM domains are marked as page tables, see hvm_kept.c.
     */
    return !(ACCESS_ONCE(pg->count_info) &
             (PGC_state | PGC_broken | PGC_allocated | PGC_page_table |
              PGC_count_mask));
}

/**
 * lu_sweepable - does this look like a page of the old Xen's own?
 */
bool lu_sweepable(unsigned long mfn)
{
    return !lu_frame_taken(mfn) && lu_has_no_owner(mfn);
}

/**
 * lu_next_memory - find memory from frame *@next on
 *
 * Moves *@next to it. Returns its end, 0 if there is no more.
 */
unsigned long lu_next_memory(unsigned long *next)
{
    unsigned int i;

    for ( i = 0; i < e820.nr_map; i++ )
    {
        unsigned long s = PFN_UP(e820.map[i].addr);
        unsigned long e = PFN_DOWN(e820.map[i].addr + e820.map[i].size);

        if ( e820.map[i].type != E820_RAM || *next >= min(e, max_page) )
            continue;
        *next = max(*next, s);
        return min(e, max_page);
    }

    return 0;
}

/* Look for such pages up to @end, as long as there is room for runs. */
static void look(unsigned long end)
{
    bool in_run = false;

    for ( ; sweep_next < end; sweep_next++ )
    {
        if ( !lu_sweepable(sweep_next) )
            in_run = false;
        else if ( in_run )
            runs[nr_runs - 1].end = sweep_next + 1;
        else if ( nr_runs == ARRAY_SIZE(runs) )
            break;
        else
        {
            runs[nr_runs].start = sweep_next;
            runs[nr_runs++].end = sweep_next + 1;
            in_run = true;
        }
    }
}

static void sweep_later(void)
{
    set_timer(&sweep_timer, NOW() + MILLISECS(1));
}

/* Each CPU has handled softirqs since look(). */
static void cf_check free_runs(struct rcu_head *unused)
{
    unsigned int i;

    for ( i = 0; i < nr_runs; i++ )
        swept += lu_free_swept(runs[i].start, runs[i].end);
    nr_runs = 0;
    sweep_later();
}

/* Each CPU has handled softirqs since the last allocation was noted. */
static void cf_check stop_noting(struct rcu_head *unused)
{
    lu_free_taken_map();
}

static void cf_check sweep_more(void *unused)
{
    unsigned long end = lu_next_memory(&sweep_next);

    if ( !end && IS_ENABLED(CONFIG_HVM) && lu_grow_pools() )
    {
        sweep_later();
        return;
    }
    if ( !end )
    {
        noting = false;
        call_rcu(&sweep_rcu, stop_noting);
        printk("Live update %u: memory released, %lu MiB free, of these %lu KiB were the old Xen's\n",
               lu_generation, avail_domheap_pages() >> (20 - PAGE_SHIFT),
               swept << (PAGE_SHIFT - 10));
        lu_start_audit();
        return;
    }
    look(min(end, sweep_next + SWEEP_FRAMES));
    if ( nr_runs )
        call_rcu(&sweep_rcu, free_runs);
    else
        sweep_later();
}

/**
 * lu_start_sweep - look at all memory, while the domains run
 */
void __init lu_start_sweep(void)
{
    lu_damage_frames();
    sweep_next = PFN_DOWN(MB(1));
    init_timer(&sweep_timer, sweep_more, NULL, 0);
    sweep_later();
}

/*
 * Domains are paused, and a bank has some 10000 pages: every instruction
 * counts. The entries of a range of memory are contiguous.
 */
static void make_io_pages(uint64_t maddr, uint64_t size)
{
    struct page_info *pg = maddr_to_page(maddr), *end = pg + PFN_DOWN(size);
    const typeof(pg->v.inuse._domain) owner = virt_to_pdx(dom_io);

    for ( ; pg < end; pg++ )
    {
        /* The hardware domain may have mapped an earlier report already. */
        if ( pg->v.inuse._domain == owner )
            continue;
        pg->u.inuse.type_info = PGT_writable_page | PGT_validated | 1;
        pg->v.inuse._domain = owner;
        pg->count_info = PGC_allocated | 1;
    }
}

/**
 * lu_open_banks - let the hardware domain map staging bank and report, as I/O
 */
void __init lu_open_banks(void)
{
    make_io_pages(lu_bank_maddr[!lu_staging], XLU_AREA_SIZE);
    make_io_pages(lu_bank_maddr[lu_staging], lu_bank_size);
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
