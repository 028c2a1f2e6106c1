/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: page tables of PV domains.
 *
 * Types and counts of pages are not handed over, unless page state stays in
 * place: pinned page tables are pinned again, which derives them from what the
 * tables contain.
 */
#include <xen/errno.h>
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/pdx.h>
#include <xen/pfn.h>
#include <xen/sched.h>
#include <asm/mm.h>
#include <asm/page.h>
#include <asm/pv/mm.h>

#include <xen/liveupdate/private.h>
#include "private.h"

/* --- save --------------------------------------------------------------- */

/* Level of a page table in use, 0 for any other page */
static unsigned int table_level(const struct page_info *pg)
{
    unsigned long ti = pg->u.inuse.type_info;

    if ( !(ti & PGT_count_mask) )
        return 0;

    switch ( ti & PGT_type_mask )
    {
    case PGT_l1_page_table: return 1;
    case PGT_l2_page_table: return 2;
    case PGT_l3_page_table: return 3;
    case PGT_l4_page_table: return 4;
    }

    return 0;
}

/* Do other tables of its level refer to this page table? */
static bool is_linear(const struct page_info *pg)
{
    return (pg->u.inuse.type_info & PGT_validated) && table_level(pg) > 1 &&
           pg->linear_pt_count < 0;
}

/**
 * lu_save_pins - elements of the PINS record
 * @w: NULL: count them only
 */
size_t lu_save_pins(struct lu_writer *w, const struct domain *d)
{
    const struct page_info *pg;
    size_t nr = 0;

    page_list_for_each ( pg, &d->page_list )
    {
        struct xen_lu_pin rec = { .level = table_level(pg) };

        if ( !rec.level )
            continue;
        rec.flags = (is_linear(pg) ? XEN_LU_PIN_LINEAR : 0) |
                    (pg->u.inuse.type_info & PGT_pinned ? 0 : XEN_LU_PIN_HELD);
        if ( rec.flags == XEN_LU_PIN_HELD )
            continue;
        nr++;
        rec.mfn = mfn_x(page_to_mfn(pg));
        if ( w )
            lu_rec_put(w, &rec, sizeof(rec));
    }

    return nr;
}

/* --- restore ------------------------------------------------------------ */

/*
 * Entries of level 1 tables that need no validation of their own: cached
 * mappings of ordinary pages (no grants), with the flags that this Xen would
 * give them.
 */
struct usual {
    intpte_t mask, value;   /* (entry & mask) == value */
    intpte_t either;        /* unless zero: at least one of these is set */
};

static struct usual usual_entry(const struct domain *d, uint32_t disallow)
{
    unsigned int flags = _PAGE_PRESENT;
    struct usual usual = {};

    /* As adjust_guest_l1e() leaves them */
    if ( !is_pv_32bit_domain(d) )
    {
        flags |= _PAGE_USER;
        usual.either = put_pte_flags(_PAGE_GUEST_KERNEL | _PAGE_GLOBAL);
    }
    usual.mask = put_pte_flags(flags | disallow | PAGE_CACHE_ATTRS);
    usual.value = put_pte_flags(flags);

    return usual;
}

/*
 * Take the references of one mapping, if its page is untyped or already
 * writable. The counts need no atomic operations: nothing else uses them while
 * pages are adopted, no TLB has the mapping, and IOMMU page tables do not
 * depend on types.
 */
static bool take_page(struct page_info *pg, bool writable)
{
    unsigned long ti = pg->u.inuse.type_info;

    if ( is_special_page(pg) || !(pg->count_info & PGC_count_mask) )
        return false;

    if ( writable )
    {
        if ( !ti )
            ti = PGT_writable_page | PGT_validated;
        else if ( !(ti & PGT_count_mask) || !(ti & PGT_validated) ||
                  (ti & PGT_type_mask) != PGT_writable_page )
            return false;
        pg->u.inuse.type_info = ti + 1;
    }
    pg->count_info++;

    return true;
}

/**
 * lu_take_own_pages - take the references of mappings in a fast way
 * @l1: table that is being validated
 * @i: its first entry to look at
 * @d: owner of the table
 * @disallow: flags that no entry may have
 *
 * Most entries map a page of the table's owner that is untyped or already
 * writable, and the page after the one of the previous entry. Validating them
 * takes most of the time of an update that derives page state again.
 *
 * Returns the first entry of another kind, which has to be validated as usual.
 */
unsigned int lu_take_own_pages(const l1_pgentry_t *l1, unsigned int i,
                               const struct domain *d, uint32_t disallow)
{
    const struct usual usual = usual_entry(d, disallow);
    unsigned long next = 0, owner = virt_to_pdx(d);
    struct page_info *pg = NULL;

    for ( ; i < L1_PAGETABLE_ENTRIES; i++ )
    {
        intpte_t e = l1e_get_intpte(l1[i]);
        unsigned long mfn = l1e_get_pfn(l1[i]);

        if ( !e )
            continue;
        if ( (e & usual.mask) != usual.value ||
             (usual.either && !(e & usual.either)) )
            break;
        if ( mfn == next && (mfn % PDX_GROUP_COUNT) )
            pg++;
        else if ( mfn_valid(_mfn(mfn)) )
            pg = mfn_to_page(_mfn(mfn));
        else
            break;
        if ( pg->v.inuse._domain != owner || !take_page(pg, e & _PAGE_RW) )
            break;
        next = mfn + 1;
    }

    return i;
}

/**
 * lu_maps_io - does an entry for I/O memory that was accepted still make sense?
 */
bool lu_maps_io(unsigned long mfn)
{
    return lu_restoring && !lu_in_bank(mfn);
}

/**
 * lu_drop_failed_table - drop a table that was validated in part
 *
 * In a hypercall the rest would be left to the continuation.
 */
void __init lu_drop_failed_table(void)
{
    while ( put_old_guest_table(current) )
        lu_run_softirqs();
}

/* A table that failed halfway is put with all that it refers to. */
static int __init pin(struct domain *d, const struct xen_lu_pin *rec)
{
    static const unsigned long type[] __initconst = {
        0, PGT_l1_page_table, PGT_l2_page_table, PGT_l3_page_table,
        PGT_l4_page_table,
    };
    struct page_info *pg = mfn_to_page(_mfn(rec->mfn));
    int rc;

    if ( !rec->level || rec->level >= ARRAY_SIZE(type) ||
         !mfn_valid(_mfn(rec->mfn)) || !get_page(pg, d) )
        return -EINVAL;
    while ( (rc = get_page_type_preemptible(pg, type[rec->level])) == -ERESTART ||
            rc == -EINTR )
        lu_run_softirqs();
    if ( !rc )
        set_bit(_PGT_pinned, &pg->u.inuse.type_info);
    else if ( pg != current->arch.old_guest_table )
        put_page(pg);
    lu_drop_failed_table();

    return rc;
}

/* Tables of @level that others of their level refer to; 0: all other tables. */
static int __init restore_pins(struct domain *d,
                               const struct xen_lu_domain *dom,
                               unsigned int level)
{
    const struct xen_lu_pin *rec;
    unsigned int i, nr;
    int rc = 0;

    rec = lu_array(dom, XEN_LU_REC_PINS, struct xen_lu_pin, nr);
    for ( i = 0; i < nr; i++ )
    {
        int err;

        if ( (rec[i].flags & XEN_LU_PIN_LINEAR ? rec[i].level : 0) != level )
            continue;
        err = pin(d, &rec[i]);
        if ( err && !rc )
            printk(XENLOG_ERR "Live update: d%u: pin %#lx level %u: error %d\n",
                   dom->domid, rec[i].mfn, rec[i].level, err);
        rc = rc ?: err;
    }

    return rc;
}

/**
 * arch_lu_restore_pins - pin the page tables of a domain again
 *
 * A table that others of its level refer to has to be validated before these:
 * otherwise it would be validated as a table of the level below. It refers to
 * no others itself, but tables further down may.
 */
int __init arch_lu_restore_pins(struct domain *d,
                                const struct xen_lu_domain *dom)
{
    return restore_pins(d, dom, 2) ?: restore_pins(d, dom, 3) ?:
           restore_pins(d, dom, 4) ?: restore_pins(d, dom, 0);
}

/**
 * arch_lu_drop_held_tables - unpin tables that were not pinned in the old Xen
 *
 * By now all tables that refer to them do so.
 */
void __init arch_lu_drop_held_tables(struct domain *d,
                                     const struct xen_lu_domain *dom)
{
    const struct xen_lu_pin *rec;
    unsigned int i, nr;

    rec = lu_array(dom, XEN_LU_REC_PINS, struct xen_lu_pin, nr);
    for ( i = 0; i < nr; i++ )
    {
        struct page_info *pg = mfn_to_page(_mfn(rec[i].mfn));

        if ( (rec[i].flags & XEN_LU_PIN_HELD) &&
             test_and_clear_bit(_PGT_pinned, &pg->u.inuse.type_info) )
            put_page_and_type(pg);
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
