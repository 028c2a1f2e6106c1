/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: KEXEC_TYPE_LIVE_UPDATE images.
 *
 * Loading does everything that can be done, or can fail, before the blackout:
 * it checks the image's place, the handoff page and whether this host can be
 * updated at all, allocates the memory for the state and seals the bank.
 */
#include <xen/liveupdate/private.h>
#include <xen/domain_page.h>
#include <xen/errno.h>
#include <xen/event.h>
#include <xen/hypercall.h>
#include <xen/kexec.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/pfn.h>
#include <xen/vmap.h>
#include <xen-liveupdate/names.h>

#include <xen/liveupdate/load.h>

/* Growth of the state between load and exec that the buffer has to take. */
#define STATE_MARGIN_PERCENT 50
#define STATE_MARGIN_BYTES   KB(256)

struct lu_image __read_mostly lu_image;

static bool in_bank(uint64_t start, uint64_t end)
{
    uint64_t bank = lu_bank_maddr[lu_staging];

    return start >= bank && start < end && end <= bank + lu_bank_size;
}

static uint32_t request_crc(const struct xlu_handoff *h)
{
    return lu_crc32c(0, (const uint8_t *)h + XLU_HANDOFF_CRC_START,
                     XLU_HANDOFF_CRC_END - XLU_HANDOFF_CRC_START);
}

/* The request half of the handoff page, as the hardware domain prepared it. */
static enum xlu_reason check_request(const struct xlu_handoff *h,
                                     const struct kexec_image *image)
{
    uint64_t bank = lu_bank_maddr[lu_staging];

    if ( lu_fails(h->version != XLU_HANDOFF_VERSION, "handoff version") )
        return XLU_REASON_BAD_VERSION;
    if ( lu_fails(h->size != sizeof(*h) || h->stub_size > XLU_STUB_MAX,
                  "handoff or stub size") )
        return XLU_REASON_BAD_SIZE;
    if ( lu_fails(h->crc != request_crc(h), "handoff checksum") )
        return XLU_REASON_BAD_CRC;
    if ( lu_fails(!(h->flags & XLU_HANDOFF_F_LIVE) ||
                  (h->flags & ~(XLU_HANDOFF_F_ALL | XLU_HANDOFF_F_DRY_RUN |
                                 XLU_HANDOFF_F_REVALIDATE)),
                  "handoff flags") )
        return XLU_REASON_BAD_FIELD;
    if ( lu_fails(h->self_maddr != bank || h->bank_maddr != bank ||
                  h->bank_size != lu_bank_size, "bank in the handoff page") )
        return XLU_REASON_BAD_ADDRESS;
    if ( lu_fails(image->entry_maddr != bank + XLU_AREA_STUB,
                  "stub is not the entry point") )
        return XLU_REASON_BAD_ADDRESS;
    if ( lu_fails(!in_bank(h->image_maddr,
                           h->image_maddr + max_t(uint64_t, h->image_size, 1)) ||
                  h->image_maddr < bank + XLU_AREA_SIZE, "place of the image") )
        return XLU_REASON_BAD_ADDRESS;
    if ( lu_fails(!in_bank(h->cmdline_maddr,
                           h->cmdline_maddr + h->cmdline_size),
                  "place of the command line") )
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
static int build_extents(const void *state, size_t size,
                         struct page_list_head *list)
{
    struct xlu_extent_page *ep = NULL;
    struct page_info *pg;
    size_t off;

    for ( off = 0; off < size; off += PAGE_SIZE )
    {
        uint64_t ma = mfn_to_maddr(vmap_to_mfn(state + off));
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
            if ( lu_fails(!pg, "memory for the extent list") )
            {
                if ( pg )
                    free_domheap_page(pg);
                return -ENOMEM;
            }
            page_list_add_tail(pg, list);
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

/* Allocate a buffer of @size for the state, in place of the present one. */
static int allocate_state(struct lu_image *lu, size_t size)
{
    PAGE_LIST_HEAD(extents);
    void *state = vmalloc(size);

    if ( lu_fails(!state, "memory for the state") ||
         build_extents(state, size, &extents) )
    {
        free_pages_list(&extents);
        vfree(state);
        return -ENOMEM;
    }

    vfree(lu->state);
    free_pages_list(&lu->extent_pages);
    lu->state = state;
    lu->size = size;
    page_list_splice(&extents, &lu->extent_pages);

    return 0;
}

static void unseal(struct lu_image *lu)
{
    if ( lu->sealed )
        arch_lu_unseal();
    lu->sealed = false;
    lu->ready = false;
}

static void release(struct lu_image *lu)
{
    if ( !lu->image )
        return;

    unseal(lu);
    arch_lu_release();
    arch_lu_free_boot_memory();
    vfree(lu->state);
    free_xenheap_page(lu->request);
    free_pages_list(&lu->extent_pages);
    memset(lu, 0, sizeof(*lu));
}

/**
 * lu_check_segments - is the image inside the staging bank?
 * @image: with its segments, nothing loaded yet
 *
 * An image that was loaded before cannot be run any more.
 */
int lu_check_segments(const struct kexec_image *image)
{
    bool entry_ok = false;
    unsigned int i;

    if ( !lu_bank_size )
        return -EOPNOTSUPP;

    /* The content of the bank is about to be overwritten. */
    release(&lu_image);

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

/* The size that the buffer should have now */
static size_t state_size(void)
{
    size_t need = lu_estimate_size();

    need += need * STATE_MARGIN_PERCENT / 100 + STATE_MARGIN_BYTES;

    return ROUNDUP(need, PAGE_SIZE);
}

static int allocate(struct lu_image *lu)
{
    int rc = allocate_state(lu, state_size());

    if ( rc )
        return rc;
    lu->request = alloc_xenheap_page();
    if ( lu_fails(!lu->request, "memory for the request") )
        return -ENOMEM;
    memcpy(lu->request, lu_handoff, sizeof(*lu->request));
    lu->revalidate = lu->request->flags & XLU_HANDOFF_F_REVALIDATE;
    lu->request->flags &= XLU_HANDOFF_F_ALL;

    return arch_lu_allocate();
}

/*
 * The state goes to the end of the bank. What lies between the image and it is
 * the new Xen's boot memory.
 */
static int place_state(struct lu_image *lu)
{
    int rc = lu_check_room();

    if ( !rc )
        lu->state_maddr = lu_bank_maddr[lu_staging] + lu_bank_size - lu->size;

    return rc;
}

/*
 * Domains have run since the image was loaded: the state, and what the new Xen
 * has to allocate, may have grown. A larger buffer is allocated if there is
 * room for it; the memory before it is still clear. After an error the image
 * stays loaded.
 */
static int make_room(struct lu_image *lu)
{
    int rc = lu_grow_boot_memory(lu);
    size_t size = max(state_size(), lu->min_size);

    if ( rc )
        return rc;
    if ( size > lu->size && allocate_state(lu, size) )
    {
        lu_report(XLU_REASON_NO_MEMORY, size, 0, "no memory");
        return -ENOMEM;
    }

    return place_state(lu);
}

/* Seal the bank: from here on only Xen can change the image. Then check it. */
static int seal(struct lu_image *lu)
{
    int rc = arch_lu_seal();

    if ( rc )
        return rc;
    lu->sealed = true;

    return lu_check_image(lu->request);
}

/* The next Xen gets the sealed command line, so that is checked. */
static int check_cmdline(struct lu_image *lu)
{
    int rc;

    if ( lu_fails(!lu_cmdline_get(lu->request), "command line is no string") )
    {
        lu_report(XLU_REASON_BAD_FIELD,
                  offsetof(struct xlu_handoff, cmdline_size), 0,
                  "command line is no string");
        return -EINVAL;
    }
    rc = lu_preflight(false);
    if ( !rc && lu_cmdline_warns() )
        lu->warnings |= XLU_WARN_OPTION;

    return rc;
}

static int prepare(struct lu_image *lu)
{
    int rc = allocate(lu);

    if ( rc )
    {
        lu_report(XLU_REASON_NO_MEMORY, lu->size, 0, "no memory");
        return rc;
    }

    lu->clear_pos = lu_bank_maddr[lu_staging] + XLU_AREA_SIZE;

    /* How much memory the new Xen needs depends on what the image is. */
    return seal(lu) ?: arch_lu_allocate_boot_memory() ?: place_state(lu) ?:
           check_cmdline(lu);
}

/*
 * Is there a handoff page? Nothing is written to it before that is known.
 */
static int find_handoff(const struct kexec_image *image)
{
    struct xlu_handoff *h = maddr_to_virt(lu_bank_maddr[lu_staging]);
    enum xlu_reason reason;

    lu_handoff = NULL;
    if ( h->magic != XLU_HANDOFF_MAGIC )
    {
        printk(XENLOG_ERR "Live update: no handoff page at %#lx\n",
               lu_bank_maddr[lu_staging]);
        return -EINVAL;
    }

    lu_handoff = h;
    lu_report_clear(XLU_PHASE_OLD_LOAD);
    h->page_state = XLU_PAGES_UNKNOWN;
    lu_inject_start(h->fail_at);
    lu_stamp(XLU_PHASE_OLD_LOAD);
    reason = check_request(h, image);
    if ( !reason )
        return 0;

    lu_report(reason, 0, 0, "handoff page");
    printk(XENLOG_ERR "Live update: handoff page refused: %s\n",
           xlu_reason_name(reason));

    return -EINVAL;
}

/**
 * lu_load - prepare an update with an image that is in the staging bank
 *
 * lu_finish_load() has to follow.
 */
int lu_load(struct kexec_image *image)
{
    struct lu_image *lu = &lu_image;
    int rc;

    rc = find_handoff(image) ?: lu_preflight(false);
    if ( rc )
        return rc;

    INIT_PAGE_LIST_HEAD(&lu->extent_pages);
    lu->image = image;
    rc = prepare(lu);
    if ( rc )
        release(lu);
    else
        lu->loader = current;

    return rc;
}

/**
 * lu_load_continues - is this vCPU in a load that was interrupted?
 *
 * Another load in between cancels this one, which then starts again.
 */
bool lu_load_continues(void)
{
    return lu_image.loader == current;
}

/**
 * lu_finish_load - the part of a load that takes long
 *
 * Returns -ERESTART if it was preempted, as for a hypercall.
 */
int lu_finish_load(void)
{
    struct lu_image *lu = &lu_image;

    if ( !lu->loader )
        return 0;
    if ( lu_clear_boot_memory(lu) )
        return -ERESTART;

    lu->loader = NULL;
    lu->ready = true;
    lu_warn_livepatches();
    lu_handoff->predicted_ns = lu_predict(0);
    lu_warn(lu->warnings);

    return 0;
}

/**
 * lu_unload - give up what lu_load() has prepared for @image
 */
void lu_unload(struct kexec_image *image)
{
    if ( lu_image.image == image )
        release(&lu_image);
}

static long cf_check exec_on_cpu0(void *data)
{
    struct lu_image *lu = &lu_image;
    int rc = arch_lu_exec(data);

    /* An image that has run is not what was loaded any more. */
    if ( lu->entered )
        unseal(lu);

    return rc;
}

/**
 * lu_loaded - is there an image that lu_exec() would run?
 */
bool lu_loaded(void)
{
    return lu_image.ready;
}

/**
 * lu_exec - KEXEC_CMD_kexec: start the update
 *
 * Asynchronous: the caller is paused and finds the result in its registers,
 * written by this Xen if the update failed, by the next one otherwise.
 */
int lu_exec(struct kexec_image *image)
{
    int rc;

    if ( lu_image.image != image || !lu_image.ready )
        return -ENOENT;
    if ( current->mc_state.flags & MCSF_in_multicall )
        return -EINVAL;
    lu_report_clear(XLU_PHASE_OLD_ENTRY);
    rc = lu_preflight(false) ?: make_room(&lu_image);

    return rc ?: continue_hypercall_on_cpu(0, exec_on_cpu0, current);
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
