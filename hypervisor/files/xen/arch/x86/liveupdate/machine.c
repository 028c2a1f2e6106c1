/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update on x86: what this machine offers to the domains of a stream.
 */
#include <xen/liveupdate/private.h>
#include "private.h"
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/param.h>
#include <xen/pfn.h>
#include <asm/e820.h>
#include <asm/processor.h>
#include <asm/time.h>
#include <asm/xstate.h>

/*
 * A copy: Xen's own is out of reach, and used too late. No boolean_param(): if
 * two have one name the second gets the opposite of "xsave=0".
 */
static bool __read_mostly opt_xsave = true;

static int __init cf_check parse_xsave(const char *s)
{
    opt_xsave = parse_bool(s, NULL) != 0;

    return 0;
}
custom_param("xsave", parse_xsave);

/*
 * XCR0 and the layout of the XSAVE area: Xen itself asks for them only after
 * the state has been checked.
 */
static void describe_xsave(struct lu_machine *m)
{
    unsigned int i;
    uint32_t eax, ebx, ecx, edx;

    if ( !opt_xsave || !boot_cpu_has(X86_FEATURE_XSAVE) )
        return;

    cpuid_count(XSTATE_CPUID, 0, &eax, &ebx, &ecx, &edx);
    m->xfeatures = (((uint64_t)edx << 32) | eax) & XCNTXT_MASK;
    for ( i = 2; i < LU_XSAVE_PARTS; i++ )
        if ( m->xfeatures & (1ULL << i) )
        {
            cpuid_count(XSTATE_CPUID, i, &eax, &ebx, &ecx, &edx);
            m->xsave_end[i] = eax + ebx;
        }
}

/* All that is not RAM: domains are paused, and there is less of it. */
static void take_holes(struct lu_machine *m)
{
    uint64_t end = LU_MAP_WORDS(m->nr_frames) * 64, next = 0;
    unsigned int i;

    for ( i = 0; i < e820.nr_map; i++ )
    {
        uint64_t s = PFN_UP(e820.map[i].addr);
        uint64_t e = PFN_DOWN(e820.map[i].addr + e820.map[i].size);

        e = min(e, m->nr_frames);
        if ( e820.map[i].type != E820_RAM || s >= e )
            continue;
        if ( s > next )
            lu_frames_take(m->taken, next, s - next);
        next = e;
    }
    lu_frames_take(m->taken, next, end - next);
}

/* Frames that a domain may own: RAM, but not the banks. */
static void describe_memory(struct lu_machine *m)
{
    size_t size = LU_MAP_WORDS(m->nr_frames) * sizeof(*m->taken);
    unsigned int i;

    if ( !lu_boot_memory_zeroed() )
    {
        memset(m->taken, 0, size);
        memset(m->own, 0, size);
    }
    take_holes(m);
    for ( i = 0; i < 2; i++ )
    {
        uint64_t s = PFN_DOWN(lu_bank_maddr[i]);
        uint64_t e = min(s + PFN_DOWN(lu_bank_size), m->nr_frames);

        if ( s < e )
        {
            lu_frames_free(m->taken, s, e - s);
            lu_frames_take(m->taken, s, e - s);
        }
    }
}

/**
 * arch_lu_trusts_tsc - are all time stamp counters one clock for this Xen?
 */
bool arch_lu_trusts_tsc(void)
{
    return host_tsc_is_safe();
}

/**
 * arch_lu_describe_machine - provide what lu_content_check() has to know
 * @m: with nr_frames and maps of that many bits
 */
void arch_lu_describe_machine(struct lu_machine *m)
{
    describe_memory(m);
    describe_xsave(m);
    lu_gnttab_machine(m);
    lu_describe_iommu(m);
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
