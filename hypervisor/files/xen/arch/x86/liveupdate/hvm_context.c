/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: the HVM context, as in a migration.
 *
 * Included by ../hvm/save.c, whose handlers are private. hvm_save() runs
 * softirqs and prints a line for each record. Neither is possible when the
 * state is written: interrupts are off, and timers of domains that are saved
 * already would fire.
 */
#include <xen/liveupdate.h>

static int save_kind(struct domain *d, unsigned int code,
                     hvm_domain_context_t *h)
{
    hvm_save_handler handler = hvm_sr_handlers[code].save;
    struct vcpu *v;
    int rc = 0;

    if ( !handler )
        return 0;
    if ( hvm_sr_handlers[code].kind != HVMSR_PER_VCPU )
        return handler(d->vcpu[0], h);

    for_each_vcpu ( d, v )
        rc = rc ?: handler(v, h);

    return rc;
}

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
        rc = save_kind(d, i, h);

    return rc ?: hvm_save_entry(END, 0, h, &end);
}
