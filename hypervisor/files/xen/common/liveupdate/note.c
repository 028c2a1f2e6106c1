/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: the ELF note by which this image says what it takes over.
 *
 * It has the oldest and newest versions of state stream and handoff page that
 * this Xen reads. Driver and old Xen look at it before anything is paused.
 */
#include <xen/types.h>
#include <xen/compile.h>
#include <xen/elf.h>
#include <xen/lib.h>
#include <xen/stringify.h>
#include <xen-liveupdate/stream.h>
#include <xen-liveupdate/handoff.h>
#include <xen-liveupdate/note.h>

/* The name is padded to words. */
#define NAME_SIZE   ((sizeof(XLU_NOTE_NAME) + 3) & ~3UL)

struct image_note {
    Elf_Note head;
    char name[NAME_SIZE];
    struct xlu_note_versions desc;
};

static const struct image_note __used __aligned(4)
__section(".note.XenLiveUpdate") note = {
    .head = {
        .namesz = sizeof(XLU_NOTE_NAME),
        .descsz = sizeof(struct xlu_note_versions),
        .type = XLU_NOTE_VERSIONS,
    },
    .name = XLU_NOTE_NAME,
    .desc = {
        .stream_min = XEN_LU_STREAM_VERSION,
        .stream_max = XEN_LU_STREAM_VERSION,
        .handoff_min = XLU_HANDOFF_VERSION,
        .handoff_max = XLU_HANDOFF_VERSION,
        .version = __stringify(XEN_VERSION) "." __stringify(XEN_SUBVERSION)
                   XEN_EXTRAVERSION,
    },
};

/*
 * Local variables:
 * mode: C
 * c-file-style: "BSD"
 * c-basic-offset: 4
 * tab-width: 4
 * indent-tabs-mode: nil
 * End:
 */
