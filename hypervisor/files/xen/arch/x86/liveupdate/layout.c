/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: what two Xens have to agree on before one can continue with the
 * other's frame table and M2P.
 *
 * The image carries this as a note, so the old Xen can compare before anything
 * is paused. What depends on the machine instead of the build is in the stream.
 */
#include <xen/types.h>
#include <xen/elf.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <asm/p2m.h>
#include <asm/page.h>
#include <xen-liveupdate/note.h>

#include <xen/liveupdate/private.h>
#include "private.h"

/*
 * Code defines what page types and counts mean, not a layout: raise this when
 * the rules of validation change (get_page_from_l*e(), promote_*(), free_*(),
 * share_*(), the heap's own marks), or what entries of a p2m mean
 * (p2m_entry_modify(), p2m-pt.c). Then page state is derived again,
 * by the new rules.
 */
#define PAGE_RULES      2

#define OFFSET(field)   offsetof(struct page_info, field)

#define LAYOUT                                           \
    PAGE_RULES,                                          \
    IS_ENABLED(CONFIG_DEBUG),                            \
    IS_ENABLED(CONFIG_BIGMEM),                           \
    IS_ENABLED(CONFIG_SCRUB_DEBUG),                      \
    IS_ENABLED(CONFIG_PV32),                             \
    IS_ENABLED(CONFIG_SHADOW_PAGING),                    \
    sizeof(struct page_info),                            \
    OFFSET(list),                                        \
    OFFSET(count_info),                                  \
    OFFSET(u.inuse.type_info),                           \
    OFFSET(u.free.val),                                  \
    OFFSET(v.inuse._domain),                             \
    OFFSET(v.free.order),                                \
    OFFSET(tlbflush_timestamp),                          \
    OFFSET(linear_pt_count),                             \
    PGC_allocated,                                       \
    PGC_xen_heap,                                        \
    PGC_page_table,                                      \
    PGC_broken,                                          \
    PGC_state,                                           \
    PGC_state_offlining,                                 \
    PGC_state_offlined,                                  \
    PGC_state_free,                                      \
    PGC_extra,                                           \
    PGC_count_mask,                                      \
    PGT_l1_page_table,                                   \
    PGT_l4_page_table,                                   \
    PGT_seg_desc_page,                                   \
    PGT_writable_page,                                   \
    PGT_type_mask,                                       \
    PGT_locked | PGT_pinned | PGT_validated | PGT_partial,\
    PGT_pae_xen_l2,                                      \
    PGT_non_coherent,                                    \
    PGT_count_mask,                                      \
    FRAMETABLE_VIRT_START,                               \
    RDWR_MPT_VIRT_START,                                 \
    RDWR_COMPAT_MPT_VIRT_START,                          \
    DIRECTMAP_VIRT_START,                                \
    MAX_ORDER,                                           \
    IS_ENABLED(CONFIG_HVM),                              \
    MAX_NESTEDP2M,                                       \
    p2m_ram_rw, p2m_ram_logdirty, p2m_ram_ro,            \
    p2m_invalid, p2m_mmio_dm, p2m_mmio_direct,           \
    p2m_grant_map_rw, p2m_grant_map_ro,                  \
    p2m_map_foreign, p2m_ioreq_server,                   \
    p2m_access_rwx,                                      \
    INVALID_M2P_ENTRY

/*
 * What this Xen compares with: linked as an EFI program it has no note
 * sections.
 */
static const uint64_t layout[] = { LAYOUT };

struct layout_note {
    Elf_Note head;
    char name[ROUNDUP(sizeof(XLU_NOTE_NAME), 4)];
    uint64_t desc[ARRAY_SIZE(layout)];
} __packed;

static const struct layout_note __used __aligned(4)
__section(".note.XenLiveUpdate") note = {
    .head = {
        .namesz = sizeof(XLU_NOTE_NAME),
        .descsz = sizeof(layout),
        .type = XLU_NOTE_LAYOUT,
    },
    .name = XLU_NOTE_NAME,
    .desc = { LAYOUT },
};

/**
 * arch_lu_layout - the descriptor of this Xen's note
 * @size: its bytes
 */
const void *arch_lu_layout(size_t *size)
{
    *size = sizeof(layout);

    return layout;
}

/**
 * lu_layout_crc - checksum of that descriptor
 */
uint32_t lu_layout_crc(void)
{
    return lu_crc32c(0, layout, sizeof(layout));
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
