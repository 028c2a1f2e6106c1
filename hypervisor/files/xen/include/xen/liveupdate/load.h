/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: the loaded image and what was prepared for it.
 */
#ifndef __LIVEUPDATE_LOAD_H__
#define __LIVEUPDATE_LOAD_H__

#include <xen/mm.h>
#include <xen-liveupdate/handoff.h>

/**
 * struct lu_image - one update in preparation
 * @image: image that kexec has loaded, or NULL
 * @state: buffer for the state stream
 * @size: bytes of @state
 * @used: bytes of the last stream written to @state
 * @min_size: lower limit of @size, raised when an attempt finds it too small
 * @state_maddr: where the stub has to put the stream
 * @extent_pages: list of struct xlu_extent_page that describe @state
 * @request: the handoff page as it was checked; the hardware domain keeps
 *	access to the page itself, for the results
 * @sealed: no guest can access the rest of the staging bank
 * @revalidate: page types and counts have to be derived again in any case
 * @in_place: the new Xen continues with this one's frame table
 * @zeroed: the new Xen's boot memory was cleared
 * @clear_pos: machine address up to which the bank was cleared
 * @clear_extent: number of the extent of boot memory that is to be cleared next
 * @clear_at: address in there, 0 for its begin
 * @warnings: XLU_WARN_* that are known before the update
 * @loader: vCPU whose load is not finished yet
 * @ready: exec is allowed
 * @entered: the image has run
 * @dry_run: this attempt is not going to jump
 */
struct lu_image {
    struct kexec_image *image;
    void *state;
    size_t size;
    size_t used;
    size_t min_size;
    uint64_t state_maddr;
    struct page_list_head extent_pages;
    struct xlu_handoff *request;
    uint64_t clear_pos;
    uint64_t clear_at;
    unsigned int clear_extent;
    uint64_t warnings;
    struct vcpu *loader;
    bool sealed;
    bool revalidate;
    bool in_place;
    bool zeroed;
    bool ready;
    bool entered;
    bool dry_run;
};

extern struct lu_image lu_image;

int arch_lu_allocate(void);
void arch_lu_release(void);
int arch_lu_seal(void);
void arch_lu_unseal(void);
int lu_check_room(void);
int lu_clear_boot_memory(struct lu_image *lu);
int lu_grow_boot_memory(struct lu_image *lu);
int lu_check_image(const struct xlu_handoff *request);
int lu_dry_run_report(const struct lu_image *lu);
uint64_t lu_predict(uint64_t save_ns);
void arch_lu_reconsider(struct lu_image *lu);
int arch_lu_allocate_boot_memory(void);
void arch_lu_free_boot_memory(void);
bool arch_lu_boot_extent(unsigned int i, uint64_t *start, uint64_t *end);
uint64_t arch_lu_boot_memory_missing(void);
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
