/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: may this Xen jump to the image in the sealed bank? Its checksum
 * has to be the one that the hardware domain has verified, and its ELF note has
 * to name versions that this Xen writes.
 */
#include <xen/liveupdate/private.h>
#include <xen/elf.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen-liveupdate/note.h>

#include <xen/liveupdate/load.h>

/* Bytes to search for the note if the request does not tell the size. */
#define SEARCH_DEFAULT      MB(8)

struct full_note {
    Elf_Note head;
    char name[ROUNDUP(sizeof(XLU_NOTE_NAME), 4)];
    struct xlu_note_versions desc;
};

static const struct xlu_note_versions *find_note(const uint8_t *image,
                                                 size_t size)
{
    const struct full_note *n = (const void *)image;

    for ( ; size >= sizeof(*n); size -= 4, n = (const void *)n + 4 )
        if ( n->head.namesz == sizeof(XLU_NOTE_NAME) &&
             n->head.type == XLU_NOTE_VERSIONS &&
             n->head.descsz >= sizeof(n->desc) &&
             !memcmp(n->name, XLU_NOTE_NAME, sizeof(XLU_NOTE_NAME)) )
            return &n->desc;

    return NULL;
}

/* Does the image's note say that page state means the same as to this Xen? */
static bool has_layout(const uint8_t *image, size_t size)
{
    const Elf_Note *n = (const void *)image;
    size_t layout_size, head = sizeof(*n) + ROUNDUP(sizeof(XLU_NOTE_NAME), 4);
    const void *layout = arch_lu_layout(&layout_size);

    for ( ; size >= head + layout_size; size -= 4, n = (const void *)n + 4 )
        if ( n->namesz == sizeof(XLU_NOTE_NAME) &&
             n->type == XLU_NOTE_LAYOUT && n->descsz == layout_size &&
             !memcmp(n + 1, XLU_NOTE_NAME, sizeof(XLU_NOTE_NAME)) )
            return !memcmp((const void *)n + head, layout, layout_size);

    return false;
}

static const char *check_note(const struct xlu_note_versions *v)
{
    if ( lu_fails(!v, "image cannot take over domains: no note") )
        return "image cannot take over domains: no note";
    if ( lu_fails(v->stream_min > XEN_LU_STREAM_VERSION ||
                  v->stream_max < XEN_LU_STREAM_VERSION,
                  "image reads other stream versions") )
        return "image reads other stream versions";
    if ( lu_fails(v->handoff_min > XLU_HANDOFF_VERSION ||
                  v->handoff_max < XLU_HANDOFF_VERSION,
                  "image reads other handoff versions") )
        return "image reads other handoff versions";

    return NULL;
}

static enum xlu_page_state page_state(const uint8_t *image, size_t size)
{
    if ( lu_image.revalidate )
        return XLU_PAGES_ASKED;
    if ( !has_layout(image, size) )
        return XLU_PAGES_LAYOUT;

    return arch_lu_page_state();
}

/* Decide whether page state stays in place. */
static void decide(const uint8_t *image, size_t size)
{
    static const char *const why[] = {
        [XLU_PAGES_ASKED]  = "it was asked for",
        [XLU_PAGES_LAYOUT] = "they mean something else to the image",
        [XLU_PAGES_OPTION] = "liveupdate-inplace is off",
        [XLU_PAGES_TABLE]  = "the frame table is in a bank",
        [XLU_PAGES_SHARED] = "pages that guests may map are in a bank",
        [XLU_PAGES_HVM]    = "altp2m is on, or VMX logs the writes of a domain",
    };
    enum xlu_page_state state = page_state(image, size);

    lu_handoff->page_state = state;
    lu_image.in_place = state == XLU_PAGES_IN_PLACE;
    if ( lu_image.in_place )
        printk("Live update: page state stays in place\n");
    else
        printk("Live update: page state is derived again: %s\n", why[state]);
}

/**
 * lu_check_image - look at the image in the sealed staging bank
 * @request: where it is, and its checksum unless its size is 0
 */
int lu_check_image(const struct xlu_handoff *request)
{
    const uint8_t *image = maddr_to_virt(request->image_maddr);
    uint64_t end = request->bank_maddr + request->bank_size;
    size_t size = request->image_size ?: min_t(uint64_t, SEARCH_DEFAULT,
                                               end - request->image_maddr);
    const char *why;
    uint32_t crc;

    if ( request->image_size )
    {
        crc = lu_crc32c(0, image, size);
        if ( lu_fails(crc != request->image_crc, "image checksum") )
        {
            lu_report(XLU_REASON_BAD_IMAGE, request->image_crc, crc,
                      "image is not what was verified");
            printk(XENLOG_ERR "Live update: image checksum %#x, not %#x\n",
                   crc, request->image_crc);
            return -EBADMSG;
        }
    }

    why = check_note(find_note(image, size));
    if ( why )
    {
        lu_report(XLU_REASON_BAD_NOTE, XEN_LU_STREAM_VERSION,
                  XLU_HANDOFF_VERSION, why);
        printk(XENLOG_ERR "Live update: %s\n", why);
        return -ENOEXEC;
    }
    decide(image, size);

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
