/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: sealing the staging bank.
 *
 * To the hardware domain the bank is I/O memory. A permission to use I/O memory
 * lets it map the bank, grant it or hand it on, so this permission is revoked
 * first. Existing mappings are searched for, not counted: they are in L1 page
 * tables, made by the domain itself or by a grant. Then the pages lose their
 * owner and their last reference: no operation on pages accepts them any more.
 *
 * Another CPU may have seen the permission before and not yet have written its
 * entry. In the meantime it holds the lock of the table, or, for a grant, has
 * counted the mapping. So locked tables are waited for, and a grant in use
 * counts as a mapping.
 *
 * The first page, the handoff page, stays accessible: results are read from it.
 * The request in it was copied when it was checked.
 */
#include <xen/domain_page.h>
#include <xen/errno.h>
#include <xen/iocap.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/pfn.h>
#include <xen/sched.h>
#include <asm/e820.h>
#include <asm/flushtlb.h>
#include <asm/mm.h>

#include <xen/liveupdate/private.h>
#include <xen/liveupdate/load.h>

static unsigned long first_mfn(void)
{
    return PFN_DOWN(lu_bank_maddr[lu_staging]) + 1;
}

static unsigned long last_mfn(void)
{
    return PFN_DOWN(lu_bank_maddr[lu_staging] + lu_bank_size) - 1;
}

/* Turns to wait for a table that is locked, and looks at a domain in all. */
#define LOCK_TURNS      10000U
#define MAX_LOOKS       100U

enum answer { NOT_MAPPED, MAPPED, UNKNOWN };

/*
 * Wait until the table has been unlocked once. Then a CPU that had locked it
 * has written its entry, and a CPU that locks it later finds no permission.
 * False if that takes long: the owner of the lock may be waiting for a lock of
 * ours.
 */
static bool seen_unlocked(const struct page_info *pg)
{
    unsigned int i;

    for ( i = 0; i < LOCK_TURNS; i++ )
    {
        if ( !(ACCESS_ONCE(pg->u.inuse.type_info) & PGT_locked) )
        {
            smp_rmb();
            return true;
        }
        cpu_relax();
    }

    return false;
}

static bool table_maps_bank(const struct page_info *pg)
{
    const l1_pgentry_t *l1 = __map_domain_page(pg);
    unsigned long first = first_mfn(), nr = last_mfn() - first + 1;
    bool found = false;
    unsigned int i;

    for ( i = 0; i < L1_PAGETABLE_ENTRIES && !found; i++ )
        found = (l1e_get_flags(l1[i]) & _PAGE_PRESENT) &&
                l1e_get_pfn(l1[i]) - first < nr;
    unmap_domain_page(l1);

    return found;
}

static enum answer look_at_tables(struct domain *d)
{
    enum answer answer = NOT_MAPPED;
    struct page_info *pg;

    spin_lock(&d->page_alloc_lock);
    page_list_for_each ( pg, &d->page_list )
    {
        unsigned long type = ACCESS_ONCE(pg->u.inuse.type_info);

        if ( (type & PGT_type_mask) != PGT_l1_page_table ||
             !(type & PGT_count_mask) )
            continue;
        if ( !seen_unlocked(pg) )
            answer = UNKNOWN;
        else if ( table_maps_bank(pg) )
            answer = MAPPED;
        if ( answer != NOT_MAPPED )
            break;
    }
    spin_unlock(&d->page_alloc_lock);

    return answer;
}

static bool domain_maps_bank(struct domain *d)
{
    enum answer answer;
    unsigned int i;

    if ( lu_gnttab_uses(d, first_mfn(), last_mfn()) )
        return true;
    for ( i = 0; i < MAX_LOOKS; i++ )
    {
        answer = look_at_tables(d);
        if ( answer != UNKNOWN )
            return answer == MAPPED;
    }

    return true;
}

/*
 * Without a reference no other can be taken: page_get_owner_and_reference()
 * takes the page for one that is not allocated. False if there is another
 * reference just now.
 */
static bool close_page(struct page_info *pg)
{
    unsigned long old = pg->count_info;

    if ( (old & PGC_count_mask) != 1 ||
         cmpxchg(&pg->count_info, old, old - 1) != old )
        return false;
    page_set_owner(pg, NULL);
    /* A free page: the next Xen needs that if it continues with this table. */
    pg->u.inuse.type_info = 0;
    pg->u.free.first_dirty = INVALID_DIRTY_IDX;
    pg->count_info = PGC_state_free;

    return true;
}

static bool close_bank(void)
{
    unsigned long mfn;

    for ( mfn = first_mfn(); mfn <= last_mfn(); mfn++ )
        if ( !close_page(mfn_to_page(_mfn(mfn))) )
            return false;

    return true;
}

/* Open the pages that are closed: sealing may have stopped half way. */
static void open_bank(void)
{
    unsigned long mfn;

    for ( mfn = first_mfn(); mfn <= last_mfn(); mfn++ )
    {
        struct page_info *pg = mfn_to_page(_mfn(mfn));

        if ( page_get_owner(pg) )
            continue;
        pg->u.inuse.type_info = PGT_writable_page | PGT_validated | 1;
        page_set_owner(pg, dom_io);
        pg->count_info = PGC_allocated | 1;
    }
}

static int deny_access(void)
{
    struct domain *d;
    int rc = 0;

    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
        rc = rc ?: iomem_deny_access(d, first_mfn(), last_mfn());
    rcu_read_unlock(&domlist_read_lock);

    return rc;
}

static int check_mappings(void)
{
    struct domain *d;
    int rc = 0;

    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
        if ( lu_fails(domain_maps_bank(d), "bank is mapped") )
        {
            lu_report(XLU_REASON_BANK_MAPPED, d->domain_id, 0,
                      "staging bank is mapped by a domain");
            printk(XENLOG_ERR
                   "Live update: refused: d%d still maps the staging bank\n",
                   d->domain_id);
            rc = -EBUSY;
            break;
        }
    rcu_read_unlock(&domlist_read_lock);

    return rc;
}

/**
 * arch_lu_seal - seal the staging bank: from here on it cannot be changed
 *
 * Returns -EBUSY if a domain is using it.
 */
int arch_lu_seal(void)
{
    int rc = deny_access();

    if ( lu_fails(rc, "permissions cannot be taken back") )
    {
        lu_report(XLU_REASON_NO_MEMORY, 0, 0, "permissions");
        rc = -ENOMEM;
    }
    else
        rc = check_mappings();
    if ( !rc )
    {
        /* A guest may have deferred the flush that ends an old mapping. */
        flush_mask(&cpu_online_map, FLUSH_TLB_GLOBAL);
        if ( !lu_fails(!close_bank(), "bank is in use") )
            return 0;
        lu_report(XLU_REASON_BANK_MAPPED, DOMID_INVALID, 0,
                  "staging bank is in use");
        rc = -EBUSY;
    }
    arch_lu_unseal();

    return rc;
}

/**
 * lu_overlaps_memory - is there RAM or a bank in [@first, @last]?
 *
 * For frames that the hardware domain has chosen, by what it wrote to a device,
 * and that Xen itself is going to write to.
 */
bool lu_overlaps_memory(unsigned long first, unsigned long last)
{
    paddr_t start = pfn_to_paddr(first), end = pfn_to_paddr(last + 1);
    unsigned int i;

    for ( i = 0; lu_bank_size && i < ARRAY_SIZE(lu_bank_maddr); i++ )
        if ( start < lu_bank_maddr[i] + lu_bank_size &&
             end > lu_bank_maddr[i] )
            return true;
    for ( i = 0; i < e820.nr_map; i++ )
        if ( e820.map[i].type == E820_RAM &&
             start < e820.map[i].addr + e820.map[i].size &&
             end > e820.map[i].addr )
            return true;

    return false;
}

/**
 * arch_lu_unseal - give the hardware domain its staging bank back
 */
void arch_lu_unseal(void)
{
    open_bank();
    if ( iomem_permit_access(hardware_domain, first_mfn(), last_mfn()) )
        printk(XENLOG_WARNING
               "Live update: no memory to open the staging bank again\n");
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
