/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: CPU policies as arrays of leaves and MSRs.
 *
 * The migration code's x86_cpuid_copy_to_buffer() writes to guest memory; this
 * is the same content for a buffer of Xen's own.
 */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/sched.h>
#include <xen/lib/x86/cpu-policy.h>
#include <asm/cpu-policy.h>
#include <asm/msr-index.h>

#include <xen/liveupdate/private.h>
#include "private.h"

#define HV_LEAF     0x40000000U
#define HV2_LEAF    0x40000100U
#define EXTD_LEAF   0x80000000U

/* The leaves of a policy that have subleaves, and where they are. */
static struct cpuid_leaf *subleaves(struct cpu_policy *p, uint32_t leaf,
                                    unsigned int *nr)
{
    switch ( leaf )
    {
    case 0x4:
        *nr = ARRAY_SIZE(p->cache.raw);
        return p->cache.raw;
    case 0x7:
        *nr = ARRAY_SIZE(p->feat.raw);
        return p->feat.raw;
    case 0xb:
        *nr = ARRAY_SIZE(p->topo.raw);
        return p->topo.raw;
    case 0xd:
        *nr = ARRAY_SIZE(p->xstate.raw);
        return p->xstate.raw;
    }

    *nr = 0;
    return NULL;
}

static void put_leaf(struct lu_writer *w, uint32_t leaf, uint32_t subleaf,
                     const struct cpuid_leaf *data)
{
    xen_cpuid_leaf_t rec = {
        .leaf = leaf, .subleaf = subleaf,
        .a = data->a, .b = data->b, .c = data->c, .d = data->d,
    };

    lu_rec_put(w, &rec, sizeof(rec));
}

static void save_leaves(struct lu_writer *w, struct cpu_policy *p)
{
    unsigned int i, j, nr;

    for ( i = 0; i < ARRAY_SIZE(p->basic.raw); i++ )
    {
        const struct cpuid_leaf *sub = subleaves(p, i, &nr);

        if ( !sub )
            put_leaf(w, i, XEN_CPUID_NO_SUBLEAF, &p->basic.raw[i]);
        for ( j = 0; j < nr; j++ )
            put_leaf(w, i, j, &sub[j]);
    }
    put_leaf(w, HV_LEAF, XEN_CPUID_NO_SUBLEAF,
             &(struct cpuid_leaf){ p->hv_limit });
    put_leaf(w, HV2_LEAF, XEN_CPUID_NO_SUBLEAF,
             &(struct cpuid_leaf){ p->hv2_limit });
    for ( i = 0; i < ARRAY_SIZE(p->extd.raw); i++ )
        put_leaf(w, EXTD_LEAF + i, XEN_CPUID_NO_SUBLEAF, &p->extd.raw[i]);
}

/**
 * lu_save_policy - CPUID and MSR records of a domain
 */
void lu_save_policy(struct lu_writer *w, const struct domain *d)
{
    struct cpu_policy *p = d->arch.cpu_policy;
    const xen_msr_entry_t entries[] = {
        { .idx = MSR_INTEL_PLATFORM_INFO, .val = p->platform_info.raw },
        { .idx = MSR_ARCH_CAPABILITIES, .val = p->arch_caps.raw },
    };

    lu_rec_open(w, XEN_LU_REC_CPUID);
    save_leaves(w, p);
    lu_rec_close(w);

    lu_rec_open(w, XEN_LU_REC_MSR_POLICY);
    lu_rec_put(w, entries, sizeof(entries));
    lu_rec_close(w);
}

/* Where a leaf belongs, NULL if there is no place for it. */
static struct cpuid_leaf *find_leaf(struct cpu_policy *p, uint32_t leaf,
                                    uint32_t subleaf)
{
    struct cpuid_leaf *sub;
    unsigned int nr;

    if ( leaf >= EXTD_LEAF )
        return leaf - EXTD_LEAF < ARRAY_SIZE(p->extd.raw)
               ? &p->extd.raw[leaf - EXTD_LEAF] : NULL;

    sub = subleaves(p, leaf, &nr);
    if ( sub )
        return subleaf < nr ? &sub[subleaf] : NULL;

    return leaf < ARRAY_SIZE(p->basic.raw) ? &p->basic.raw[leaf] : NULL;
}

/**
 * arch_lu_leaf_fits - does a policy have a place for this leaf?
 *
 * All policies have the same shape, so any will do.
 */
bool arch_lu_leaf_fits(const xen_cpuid_leaf_t *rec)
{
    return rec->leaf == HV_LEAF || rec->leaf == HV2_LEAF ||
           !(rec->a || rec->b || rec->c || rec->d) ||
           find_leaf(&host_cpu_policy, rec->leaf, rec->subleaf);
}

static void restore_leaf(struct cpu_policy *p, const xen_cpuid_leaf_t *rec)
{
    struct cpuid_leaf *leaf;

    switch ( rec->leaf )
    {
    case HV_LEAF:
        p->hv_limit = rec->a;
        return;
    case HV2_LEAF:
        p->hv2_limit = rec->a;
        return;
    }

    leaf = find_leaf(p, rec->leaf, rec->subleaf);
    if ( leaf )
        *leaf = (struct cpuid_leaf){ rec->a, rec->b, rec->c, rec->d };
}

/**
 * arch_lu_policy_msr_fits - is this MSR part of a policy?
 */
bool arch_lu_policy_msr_fits(uint32_t index)
{
    return index == MSR_INTEL_PLATFORM_INFO || index == MSR_ARCH_CAPABILITIES;
}

/**
 * lu_restore_policy - the policy that the domain was started with
 *
 * The guest has read it long ago, so it is restored unchanged. What this Xen
 * cannot represent was refused by the check.
 */
void lu_restore_policy(struct domain *d, const struct xen_lu_domain *dom)
{
    struct cpu_policy *p = d->arch.cpu_policy;
    const xen_cpuid_leaf_t *leaf;
    const xen_msr_entry_t *msr;
    unsigned int i, nr;

    leaf = lu_array(dom, XEN_LU_REC_CPUID, xen_cpuid_leaf_t, nr);
    for ( i = 0; i < nr; i++ )
        restore_leaf(p, &leaf[i]);

    msr = lu_array(dom, XEN_LU_REC_MSR_POLICY, xen_msr_entry_t, nr);
    for ( i = 0; i < nr; i++ )
        if ( msr[i].idx == MSR_INTEL_PLATFORM_INFO )
            p->platform_info.raw = msr[i].val;
        else
            p->arch_caps.raw = msr[i].val;
    domain_cpu_policy_changed(d);
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
