/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: is what lies in the sealed bank an image that this Xen may jump
 * to? Two answers: its checksum is the one that the hardware domain has
 * verified, and its ELF note names versions that this Xen writes.
 */
#include "private.h"
#include <xen/elf.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen-liveupdate/note.h>

#include "load.h"

/* Where to look for the note if the request does not say how large it all is. */
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
