/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update, page state in place: the audit's own declarations.
 */
#ifndef __X86_LIVEUPDATE_AUDIT_H__
#define __X86_LIVEUPDATE_AUDIT_H__

#include <xen/types.h>

/* References to a page that were found, and those of them that need a type. */
struct lu_tally {
    uint32_t refs, types;
};

/* audit_fault.c */
void lu_damage_frames(void);

/* audit_count.c */
unsigned long lu_alloc_tallies(unsigned long pages);
void lu_free_tallies(void);
bool lu_clear_tallies(unsigned long pdx);
struct lu_tally *lu_tally_of(unsigned long mfn);
bool lu_count_table(unsigned long mfn);
bool lu_count_domains(void);

#endif /* __X86_LIVEUPDATE_AUDIT_H__ */

/*
 * Local variables:
 * mode: C
 * c-file-style: "BSD"
 * c-basic-offset: 4
 * tab-width: 4
 * indent-tabs-mode: nil
 * End:
 */
