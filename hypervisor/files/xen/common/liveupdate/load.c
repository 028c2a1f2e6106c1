/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: KEXEC_TYPE_LIVE_UPDATE images.
 *
 * Loading does everything that can be done, or fail, before the blackout: it
 * checks the image's place and the handoff page, asks whether this host can be
 * updated at all, allocates the memory for the state and seals the bank.
 */
#include "private.h"
#include <xen/domain_page.h>
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/kexec.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/pfn.h>
#include <xen/vmap.h>

#include "load.h"

/* Growth of the state between load and exec that the buffer has to take. */
#define STATE_MARGIN_PERCENT 50
#define STATE_MARGIN_BYTES   KB(256)

struct lu_image __read_mostly lu_image;

static bool in_bank(uint64_t start, uint64_t end)
{
    uint64_t bank = lu_bank_maddr[lu_staging];

    return start >= bank && start < end && end <= bank + lu_bank_size;
}

/**
 * lu_check_segments - is the image inside the staging bank?
 * @image: with its segments, nothing loaded yet
 */
int lu_check_segments(const struct kexec_image *image)
{
    bool entry_ok = false;
    unsigned int i;

    if ( !lu_bank_size )
        return -EOPNOTSUPP;

    for ( i = 0; i < image->nr_segments; i++ )
    {
        const xen_kexec_segment_t *seg = &image->segments[i];
        uint64_t end = seg->dest_maddr + seg->dest_size;

        if ( !in_bank(seg->dest_maddr, end) )
            return -EADDRNOTAVAIL;
        if ( image->entry_maddr >= seg->dest_maddr &&
             image->entry_maddr < end )
            entry_ok = true;
    }

    return entry_ok ? 0 : -EADDRNOTAVAIL;
}

/* The request half of the handoff page, as the hardware domain prepared it. */
static int check_handoff(const struct xlu_handoff *h,
                         const struct kexec_image *image)
{
    uint64_t bank = lu_bank_maddr[lu_staging];

    if ( h->magic != XLU_HANDOFF_MAGIC )
        return XLU_REASON_BAD_MAGIC;
    if ( h->version != XLU_HANDOFF_VERSION )
        return XLU_REASON_BAD_VERSION;
    if ( h->size != sizeof(*h) || h->stub_size > XLU_STUB_MAX )
        return XLU_REASON_BAD_SIZE;
    if ( !(h->flags & XLU_HANDOFF_F_LIVE) ||
         (h->flags & ~XLU_HANDOFF_F_ALL) )
        return XLU_REASON_BAD_FIELD;
    if ( h->self_maddr != bank || h->bank_maddr != bank ||
         h->bank_size != lu_bank_size ||
         image->entry_maddr != bank + XLU_AREA_STUB )
        return XLU_REASON_BAD_ADDRESS;
    if ( !in_bank(h->image_maddr, h->image_maddr + 1) )
        return XLU_REASON_BAD_ADDRESS;

    return XLU_REASON_NONE;
}

/* Memory that the stub can reach: below 4 GiB, and never freed by an update. */
static struct page_info *alloc_low(void)
{
    return alloc_domheap_page(NULL, MEMF_bits(32));
}

static void free_pages_list(struct page_list_head *list)
{
    struct page_info *pg;

    while ( (pg = page_list_remove_head(list)) )
        free_domheap_page(pg);
}

/* One entry per run of frames that are contiguous. */
static int build_extents(struct lu_image *lu)
{
    struct xlu_extent_page *ep = NULL;
    struct page_info *pg;
    size_t off;

    for ( off = 0; off < lu->size; off += PAGE_SIZE )
    {
        uint64_t ma = mfn_to_maddr(vmap_to_mfn(lu->state + off));
        struct xlu_extent *last = ep ? &ep->extent[ep->nr - 1] : NULL;

        if ( last && ep->nr && last->maddr + last->size == ma )
        {
            last->size += PAGE_SIZE;
            continue;
        }
        if ( !ep || ep->nr == XLU_EXTENTS_PER_PAGE )
        {
            struct xlu_extent_page *next;

            pg = alloc_low();
            if ( !pg )
                return -ENOMEM;
            page_list_add_tail(pg, &lu->extent_pages);
            next = page_to_virt(pg);
            clear_page(next);
            if ( ep )
                ep->next = page_to_maddr(pg);
            ep = next;
        }
        ep->extent[ep->nr++] = (struct xlu_extent){ ma, PAGE_SIZE };
    }

    return 0;
}

static void release(struct lu_image *lu)
{
    if ( !lu->image )
        return;

    arch_lu_release();
    vfree(lu->state);
    free_pages_list(&lu->extent_pages);
    memset(lu, 0, sizeof(*lu));
}

static int allocate(struct lu_image *lu)
{
    size_t need = lu_estimate_size();
    int rc;

    need += need * STATE_MARGIN_PERCENT / 100 + STATE_MARGIN_BYTES;
    lu->size = ROUNDUP(need, PAGE_SIZE);
    lu->state = vmalloc(lu->size);
    if ( !lu->state )
        return -ENOMEM;

    rc = build_extents(lu);

    return rc ?: arch_lu_allocate();
}

/*
 * The state goes to the end of the bank. What lies between the image and it is
 * the new Xen's boot memory.
 */
static int place_state(struct lu_image *lu)
{
    const struct xlu_handoff *h = lu_handoff;
    uint64_t end = lu_bank_maddr[lu_staging] + lu_bank_size;
    uint64_t image_end = h->image_maddr + max_t(uint64_t, h->image_size, MB(8));
    uint64_t need = lu->size + arch_lu_boot_memory();

    if ( image_end > end || end - image_end < need )
    {
        printk(XENLOG_ERR
               "Live update: bank of %luM is too small: boot memory and state need %luM\n",
               lu_bank_size >> 20, (need + (image_end - h->image_maddr)) >> 20);
        lu_report(XLU_REASON_NO_SPACE, need, end - image_end);
        return -ENOSPC;
    }
    lu->state_maddr = end - lu->size;

    return 0;
}

/**
 * lu_load - prepare an update with an image that is in the staging bank
 */
int lu_load(struct kexec_image *image)
{
    struct lu_image *lu = &lu_image;
    const struct domain *who = NULL;
    const char *why;
    int rc;

    lu_handoff = maddr_to_virt(lu_bank_maddr[lu_staging]);
    rc = check_handoff(lu_handoff, image);
    if ( rc )
    {
        printk(XENLOG_ERR "Live update: handoff page refused, reason %d\n", rc);
        return -EINVAL;
    }

    why = lu_preflight(&who);
    if ( why )
    {
        printk(XENLOG_ERR "Live update: refused: %s (d%d)\n", why,
               who ? who->domain_id : DOMID_INVALID);
        return -EOPNOTSUPP;
    }

    release(lu);
    INIT_PAGE_LIST_HEAD(&lu->extent_pages);
    lu->image = image;
    rc = allocate(lu);
    if ( !rc )
        rc = place_state(lu);
    if ( !rc )
    {
        lu->sealed = true;
        smp_mb();
        if ( arch_lu_bank_mapped() )
        {
            printk(XENLOG_ERR
                   "Live update: refused: the staging bank is still mapped by a guest\n");
            rc = -EBUSY;
        }
    }
    if ( rc )
        release(lu);
    else
        lu->ready = true;

    return rc;
}

/**
 * lu_unload - give up what lu_load() has prepared for @image
 */
void lu_unload(struct kexec_image *image)
{
    if ( lu_image.image == image )
        release(&lu_image);
}

/**
 * lu_mapping_refused - must a guest not map this frame now?
 */
bool lu_mapping_refused(unsigned long mfn)
{
    return unlikely(lu_image.sealed) &&
           pfn_to_paddr(mfn) - lu_bank_maddr[lu_staging] < lu_bank_size;
}

static long cf_check exec_on_cpu0(void *data)
{
    struct lu_image *lu = &lu_image;
    int rc = arch_lu_exec(data);

    /* The image has run: its data is not what was loaded. */
    lu->ready = false;
    lu->sealed = false;

    return rc;
}

/**
 * lu_exec - KEXEC_CMD_kexec: go
 *
 * Asynchronous: the caller is paused and finds the result in its registers,
 * written by this Xen if the update failed, by the next one otherwise.
 */
int lu_exec(struct kexec_image *image)
{
    if ( lu_image.image != image || !lu_image.ready )
        return -ENOENT;
    if ( current->mc_state.flags & MCSF_in_multicall )
        return -EINVAL;

    return continue_hypercall_on_cpu(0, exec_on_cpu0, current);
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
