/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: the loaded image and what was prepared for it.
 */
#ifndef __LIVEUPDATE_LOAD_H__
#define __LIVEUPDATE_LOAD_H__

#include <xen/mm.h>

/**
 * struct lu_image - one update in preparation
 * @image: what kexec loaded, NULL if nothing is
 * @state: buffer for the state stream
 * @size: its bytes
 * @state_maddr: where the stub has to put it
 * @extent_pages: list of struct xlu_extent_page that describe @state
 * @sealed: no guest may map the staging bank
 * @ready: exec is allowed
 */
struct lu_image {
    struct kexec_image *image;
    void *state;
    size_t size;
    uint64_t state_maddr;
    struct page_list_head extent_pages;
    bool sealed;
    bool ready;
};

extern struct lu_image lu_image;

int arch_lu_allocate(void);
void arch_lu_release(void);
bool arch_lu_bank_mapped(void);
uint64_t arch_lu_boot_memory(void);
int arch_lu_exec(struct vcpu *caller);

#endif /* __LIVEUPDATE_LOAD_H__ */

/*
 * Local variables:
 * mode: C
 * c-file-style: "BSD"
 * c-basic-offset: 4
 * tab-width: 4
 * indent-tabs-mode: nil
 * End:
 */
