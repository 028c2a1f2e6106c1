/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: the HVM context, as in a migration.
 *
 * hvm_save() runs softirqs and prints a line for each record. Neither is
 * possible when the state is written: interrupts are off, and timers of domains
 * that are saved already would fire.
 */
#include <xen/sched.h>
#include <asm/hvm/save.h>
#include <asm/hvm/support.h>

#include "private.h"

/**
 * lu_hvm_save_context - as hvm_save(), without softirqs and messages
 */
int lu_hvm_save_context(struct domain *d, hvm_domain_context_t *h)
{
    struct hvm_save_header hdr = {
        .magic = HVM_FILE_MAGIC,
        .version = HVM_FILE_VERSION,
        .changeset = -1ULL,
    };
    struct hvm_save_end end = {};
    unsigned int i;
    int rc;

    arch_hvm_save(d, &hdr);
    rc = hvm_save_entry(HEADER, 0, h, &hdr);
    for ( i = 0; i <= HVM_SAVE_CODE_MAX && !rc; i++ )
        rc = hvm_save_type(d, i, h);

    return rc ?: hvm_save_entry(END, 0, h, &end);
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
