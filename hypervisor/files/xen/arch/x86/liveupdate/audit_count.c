/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update, page state in place: which references does the audit find?
 *
 * Each entry of a page table holds one. So do the tables and descriptors that a
 * vCPU has loaded, areas that are shared with Xen, and grants that are mapped
 * without a page table entry.
 *
 * Tallies exist for a window of frames at a time: for each window all page
 * tables are read once more.
 */
#include <xen/domain_page.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/pdx.h>
#include <xen/sched.h>
#include <asm/mm.h>
#include <asm/page.h>

#include <xen/liveupdate/private.h>
#include "audit.h"
#include "private.h"

/* 256 KiB each: tallies of 128 MiB. All together: of 32 GiB. */
#define CHUNK_ORDER     6
#define CHUNK_TALLIES   ((PAGE_SIZE << CHUNK_ORDER) / sizeof(struct lu_tally))
#define MAX_CHUNKS      256U
/* Handles of grants between two looks at the clock. */
#define HANDLES_STEP    512U

static struct lu_tally *chunks[MAX_CHUNKS];
static unsigned int nr_chunks, next_chunk;
/* The window's first page, counted without the hole that PDXs leave out. */
static unsigned long first_pdx;

/* Where lu_count_domains() goes on. */
static struct {
    unsigned int domid, handle;
    bool handles;
} next;

/**
 * lu_alloc_tallies - get memory for the tallies of up to @pages
 *
 * Returns the size of the window in pages, 0 if there is no memory at all.
 */
unsigned long lu_alloc_tallies(unsigned long pages)
{
    while ( nr_chunks < MAX_CHUNKS && nr_chunks * CHUNK_TALLIES < pages )
    {
        chunks[nr_chunks] = alloc_xenheap_pages(CHUNK_ORDER, 0);
        if ( !chunks[nr_chunks] )
            break;
        nr_chunks++;
    }

    return nr_chunks * CHUNK_TALLIES;
}

/**
 * lu_free_tallies - give the memory back
 */
void lu_free_tallies(void)
{
    while ( nr_chunks )
        free_xenheap_pages(chunks[--nr_chunks], CHUNK_ORDER);
}

/**
 * lu_clear_tallies - begin a window at @pdx, a chunk at a time
 *
 * Returns true when all are clear.
 */
bool lu_clear_tallies(unsigned long pdx)
{
    memset(chunks[next_chunk], 0, PAGE_SIZE << CHUNK_ORDER);
    if ( ++next_chunk < nr_chunks )
        return false;
    next_chunk = 0;
    first_pdx = pdx;
    memset(&next, 0, sizeof(next));

    return true;
}

/**
 * lu_tally_of - the tally of a frame, NULL if it is not in the window
 */
struct lu_tally *lu_tally_of(unsigned long mfn)
{
    unsigned long i = pfn_to_pdx(mfn) - first_pdx;

    return mfn_valid(_mfn(mfn)) && i < nr_chunks * CHUNK_TALLIES
           ? &chunks[i / CHUNK_TALLIES][i % CHUNK_TALLIES] : NULL;
}

static void cf_check count(mfn_t mfn, bool typed)
{
    struct lu_tally *tally = lu_tally_of(mfn_x(mfn));

    if ( !tally )
        return;
    tally->refs++;
    tally->types += typed;
}

/* --- page tables ---------------------------------------------------------- */

/*
 * The level of a page table that is in use, 0 for other pages. Tables of a P2M
 * have such types, too, but nobody has a reference to them.
 */
static unsigned int level_of(const struct page_info *pg)
{
    unsigned long type = ACCESS_ONCE(pg->u.inuse.type_info);

    if ( !(type & PGT_count_mask) || !(type & PGT_validated) ||
         !(ACCESS_ONCE(pg->count_info) & PGC_count_mask) )
        return 0;

    switch ( type & PGT_type_mask )
    {
    case PGT_l1_page_table: return 1;
    case PGT_l2_page_table: return 2;
    case PGT_l3_page_table: return 3;
    case PGT_l4_page_table: return 4;
    }

    return 0;
}

static bool is_xen_slot(unsigned int level, unsigned int slot)
{
    return level == 4 && slot >= ROOT_PAGETABLE_FIRST_XEN_SLOT &&
           slot <= ROOT_PAGETABLE_LAST_XEN_SLOT;
}

/**
 * lu_count_table - if the frame is a page table, count what it refers to
 *
 * Returns whether it is one.
 */
bool cf_check lu_count_table(unsigned long mfn)
{
    unsigned int level, i;
    const intpte_t *table;

    level = level_of(mfn_to_page(_mfn(mfn)));
    if ( !level )
        return false;

    table = map_domain_page(_mfn(mfn));
    for ( i = 0; i < L1_PAGETABLE_ENTRIES; i++ )
    {
        intpte_t entry = ACCESS_ONCE(table[i]);
        unsigned long target = (entry & PADDR_MASK) >> PAGE_SHIFT;

        /* A table that shows itself holds no reference for that. */
        if ( !(entry & _PAGE_PRESENT) || is_xen_slot(level, i) ||
             (level > 1 && target == mfn) )
            continue;
        count(_mfn(target), level > 1 || (entry & _PAGE_RW));
    }
    unmap_domain_page(table);

    return true;
}

/* --- domains --------------------------------------------------------------- */

static void count_root(pagetable_t table)
{
    if ( !pagetable_is_null(table) )
        count(pagetable_get_mfn(table), true);
}

/* Pages of its LDT that Xen has mapped so far. */
static void count_ldt(struct vcpu *v)
{
    const l1_pgentry_t *entry = pv_ldt_ptes(v);
    unsigned int i;

    for ( i = 0; i < 16; i++ )
        if ( l1e_get_flags(entry[i]) & _PAGE_PRESENT )
            count(l1e_get_mfn(entry[i]), true);
}

static void count_pv_vcpu(struct vcpu *v)
{
    unsigned int i, nr = DIV_ROUND_UP(v->arch.pv.gdt_ents, 512);

    count_root(v->arch.guest_table);
    count_root(v->arch.guest_table_user);
    for ( i = 0; i < nr; i++ )
        count(_mfn(v->arch.pv.gdt_frames[i]), true);
    count_ldt(v);
}

static void count_vcpus(struct domain *d)
{
    struct vcpu *v;

    for_each_vcpu ( d, v )
    {
        if ( !v->is_initialised )
            continue;
        if ( is_pv_vcpu(v) )
            count_pv_vcpu(v);
    }
    for_each_vcpu ( d, v )
        if ( !mfn_eq(v->vcpu_info_mfn, INVALID_MFN) )
            count(v->vcpu_info_mfn, true);
}

static void count_domain(struct domain *d)
{
    count_vcpus(d);
    if ( is_pv_domain(d) && d->arch.pirq_eoi_map )
        count(_mfn(d->arch.pirq_eoi_map_mfn), true);
    lu_visit_fifo(d, count);
}

static struct domain *domain_from(unsigned int domid)
{
    struct domain *d;

    for_each_domain ( d )
        if ( d->domain_id >= domid )
            return d;

    return NULL;
}

/**
 * lu_count_domains - count what domains hold apart from their page tables
 *
 * A part at a time, under rcu_read_lock(&domlist_read_lock). Returns true when
 * all was counted.
 */
bool lu_count_domains(void)
{
    struct domain *d = domain_from(next.domid);

    if ( !d )
        return true;
    if ( next.domid != d->domain_id )
        next.handles = false;
    next.domid = d->domain_id;

    if ( !next.handles )
    {
        if ( !d->is_dying )
            count_domain(d);
        next.handles = true;
        next.handle = 0;
    }
    else if ( lu_visit_mappings(d, next.handle, HANDLES_STEP, count) )
        next.handle += HANDLES_STEP;
    else
    {
        next.domid++;
        next.handles = false;
    }

    return false;
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
