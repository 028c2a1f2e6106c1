/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: is there enough memory for the new Xen? And clearing it, so that
 * the new Xen need not do so while domains are paused.
 *
 * The bank has image and state, and what depends on the number of domains and
 * CPUs. What grows with the memory of the host lies elsewhere, see
 * arch_lu_allocate_boot_memory().
 */
#include <xen/liveupdate/private.h>
#include <xen/errno.h>
#include <xen/event.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/pfn.h>
#include <xen/softirq.h>

#include <xen/liveupdate/load.h>

/* Assumed size of an image whose request does not tell it. */
#define IMAGE_DEFAULT        MB(8)

/* Memory that is cleared between two checks for preemption. */
#define CLEAR_BYTES          KB(256)

static uint64_t image_end(const struct lu_image *lu)
{
    return lu->request->image_maddr +
           max_t(uint64_t, lu->request->image_size, IMAGE_DEFAULT);
}

static int refuse_memory(uint64_t bytes)
{
    printk(XENLOG_ERR
           "Live update: %luM of free memory are missing for the new Xen\n",
           DIV_ROUND_UP(bytes, 1UL << 20));
    lu_report(XLU_REASON_NO_MEMORY, bytes, 0,
              "too little free memory for the new Xen");

    return -ENOMEM;
}

static int refuse_bank(uint64_t enough)
{
    const struct xlu_handoff *h = lu_handoff;

    printk(XENLOG_ERR "Live update: bank of %luM is too small: %luM would do\n",
           lu_bank_size >> 20, DIV_ROUND_UP(enough, 1UL << 21) * 2);
    lu_report(XLU_REASON_NO_SPACE, h->boot_needed, h->boot_available,
              "bank too small for boot memory and state");

    return -ENOSPC;
}

/**
 * lu_check_room - is there enough memory for what the domains need now?
 *
 * Called at load, and again before and after domains are paused.
 */
int lu_check_room(void)
{
    const struct lu_image *lu = &lu_image;
    uint64_t start = lu_bank_maddr[lu_staging], end = start + lu_bank_size;
    uint64_t missing = arch_lu_boot_memory_missing();
    struct xlu_handoff *h = lu_handoff;
    uint64_t lack;

    h->boot_needed = lu->size + arch_lu_boot_memory();
    h->boot_available = image_end(lu) < end ? end - image_end(lu) : 0;
    lack = h->boot_needed > h->boot_available
           ? h->boot_needed - h->boot_available : 0;

    if ( lu_fails(lack && lack <= missing, "too little free memory") )
        return refuse_memory(lack);
    if ( lu_fails(lack, "bank too small for boot memory and state") )
        return refuse_bank(image_end(lu) - start + h->boot_needed - missing);

    return 0;
}

/*
 * Clear what [@pos, @end) has of a page. Returns how many bytes. clear_page() does
 * not push everything else out of the caches, as memset() would.
 */
static uint64_t clear_part(uint64_t pos, uint64_t end)
{
    uint64_t bytes = min_t(uint64_t, end - pos, PAGE_ALIGN(pos + 1) - pos);

    if ( bytes == PAGE_SIZE )
        clear_page(maddr_to_virt(pos));
    else
        memset(maddr_to_virt(pos), 0, bytes);

    return bytes;
}

/* Clear [*@pos, @end), or a part if something else has to run. */
static int clear_range(uint64_t *pos, uint64_t end)
{
    while ( *pos < end )
    {
        *pos += clear_part(*pos, end);
        if ( *pos < end && !(*pos % CLEAR_BYTES) && hypercall_preempt_check() )
            return -ERESTART;
    }

    return 0;
}

static int clear_bank(struct lu_image *lu)
{
    const struct xlu_handoff *r = lu->request;
    int rc = clear_range(&lu->clear_pos, r->image_maddr);

    if ( rc )
        return rc;
    lu->clear_pos = max_t(uint64_t, lu->clear_pos,
                          PAGE_ALIGN(r->image_maddr + r->image_size));

    return clear_range(&lu->clear_pos, lu->state_maddr);
}

/**
 * lu_clear_boot_memory - clear the new Xen's boot memory
 *
 * Then its frame table need not be cleared later. Returns -ERESTART if it was
 * preempted.
 */
int lu_clear_boot_memory(struct lu_image *lu)
{
    uint64_t start, end;
    int rc;

    if ( !lu->request->image_size )
        return 0;
    rc = clear_bank(lu);
    while ( !rc && arch_lu_boot_extent(lu->clear_extent, &start, &end) )
    {
        if ( !lu->clear_at )
            lu->clear_at = start;
        rc = clear_range(&lu->clear_at, end);
        if ( rc )
            break;
        lu->clear_at = 0;
        lu->clear_extent++;
    }
    lu->zeroed = !rc;

    return rc;
}

/**
 * lu_grow_boot_memory - has a domain come with which page state cannot stay?
 *
 * Then the new Xen needs a frame table of its own.
 */
int lu_grow_boot_memory(struct lu_image *lu)
{
    uint64_t start, end;
    unsigned int i;
    int rc;

    if ( !lu->in_place )
        return 0;
    arch_lu_reconsider(lu);
    if ( lu->in_place )
        return 0;

    rc = arch_lu_allocate_boot_memory();
    for ( i = 0; lu->zeroed && arch_lu_boot_extent(i, &start, &end); i++ )
        while ( clear_range(&start, end) )
            process_pending_softirqs();

    return rc;
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
