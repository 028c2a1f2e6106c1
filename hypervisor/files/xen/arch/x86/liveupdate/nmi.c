/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: non-maskable interrupts.
 *
 * No IDT is valid all the way from one Xen to the other: page tables, segments
 * and even the mode of the CPU change. But a CPU that has taken an NMI blocks
 * further NMIs until it executes an IRET. So both Xens leave from the handler
 * of an NMI that they have sent to themselves, and that never ends. The first
 * IRET is in the Xen that was entered, after its own tables are loaded. Until
 * then the hardware keeps one NMI pending.
 *
 * NMIs that arrive while domains are paused are counted and not handled. When
 * the domains continue one more NMI is sent, for the usual handler: the cause
 * of an NMI, such as the bits of port 0x61, is still there.
 *
 * Only CPU 0 gets NMIs from outside. Performance counters are masked.
 */
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/percpu.h>
#include <asm/apic.h>
#include <asm/fixmap.h>
#include <asm/hardirq.h>
#include <asm/msr.h>
#include <asm/nmi.h>
#include <asm/processor.h>

#include <xen/liveupdate/private.h>
#include "private.h"

/* Turns to wait for the NMI that was sent. */
#define NMI_WAIT        100000U

/* In nmi.c of Xen: its watchdog counts with performance counters. */
extern int nmi_active;

/* NMIs that are not yet counted in the handoff page. */
static unsigned int nmis;

/* What the next NMI does, and whether it is the one that was sent. */
static void (*way_out)(void);
static bool sent;

static DEFINE_PER_CPU(uint32_t, lvtpc);

/**
 * lu_mask_counter - no NMI from this CPU's performance counters
 */
void lu_mask_counter(void)
{
    if ( get_maxlvt() < 4 )
        return;
    this_cpu(lvtpc) = apic_read(APIC_LVTPC);
    apic_write(APIC_LVTPC, this_cpu(lvtpc) | APIC_LVT_MASKED);
}

/**
 * lu_unmask_counter - undo lu_mask_counter()
 */
void lu_unmask_counter(void)
{
    if ( get_maxlvt() < 4 )
        return;
    apic_write(APIC_LVTPC, this_cpu(lvtpc));
    /* The counter ran without an effect: set it up again for the watchdog. */
    if ( nmi_active > 0 )
        nmi_watchdog_tick(guest_cpu_user_regs());
}

static void noreturn leave(void)
{
    void (*out)(void) = way_out;

    way_out = NULL;
    out();
    unreachable();
}

static int cf_check on_nmi(const struct cpu_user_regs *regs, int cpu)
{
    /* The new Xen's own watchdog; the old one's is masked. */
    if ( lu_restoring && nmi_active > 0 && nmi_watchdog_tick(regs) )
        return 1;
    /* Another CPU was woken, see unpark_cpus(). */
    if ( cpu )
        return 1;
    if ( lu_restoring )
        lu_check_hang();
    if ( !way_out || !sent )
        nmis++;
    if ( way_out )
    {
        /* For a way back, which is not this one. */
        nmi_exit();
        leave();
    }

    return 1;
}

/* The new Xen uses this before it knows its local APIC. */
static void send_nmi(void)
{
    uint64_t base;

    rdmsrl(MSR_APIC_BASE, base);
    if ( !(base & APIC_BASE_ENABLE) )
        return;
    if ( base & APIC_BASE_EXTD )
    {
        apic_wrmsr(APIC_ICR, APIC_DM_NMI | (apic_rdmsr(APIC_ID) << 32));
        return;
    }
    if ( lu_restoring )
        set_fixmap_nocache(FIX_APIC_BASE, base & APIC_BASE_ADDR_MASK);
    while ( apic_mem_read(APIC_ICR) & APIC_ICR_BUSY )
        cpu_relax();
    apic_mem_write(APIC_ICR2, apic_mem_read(APIC_ID));
    apic_mem_write(APIC_ICR, APIC_DM_NMI);
}

/**
 * lu_leave_in_nmi - leave, with NMIs blocked until an IRET
 * @out: function that leaves, on the NMI's stack
 *
 * Context: CPU 0, interrupts off, lu_hold_nmis() was called.
 */
void lu_leave_in_nmi(void (*out)(void))
{
    unsigned int i;

    /*
     * A handler that does not end leaves its shadow stack busy: do without.
     * Xen's cached value of CR4 stays, for a way back.
     */
    if ( read_cr4() & X86_CR4_CET )
    {
        wrmsrl(MSR_S_CET, 0);
        asm volatile ( "mov %0, %%cr4" :: "r" (read_cr4() & ~X86_CR4_CET) );
    }

    way_out = out;
    if ( nmi_count(smp_processor_id()) )
        leave();
    barrier();
    sent = true;
    send_nmi();
    for ( i = 0; i < NMI_WAIT; i++ )
        cpu_relax();

    /* Without a local APIC */
    leave();
}

/**
 * lu_hold_nmis - count NMIs from here on, instead of handling them
 */
void lu_hold_nmis(void)
{
    sent = false;
    set_nmi_callback(on_nmi);
}

/**
 * lu_count_nmis - add new NMIs to the number in the handoff page
 */
void lu_count_nmis(void)
{
    lu_handoff->nmis += nmis;
    nmis = 0;
}

/**
 * lu_held_nmis - number of NMIs that are not in the handoff page
 */
unsigned int lu_held_nmis(void)
{
    return nmis;
}

/**
 * lu_release_nmis - handle NMIs that were held back
 */
void lu_release_nmis(void)
{
    unset_nmi_callback();
    lu_count_nmis();
    if ( !lu_handoff->nmis )
        return;

    lu_warn(XLU_WARN_NMI);
    printk(XENLOG_WARNING "Live update: %u NMIs while domains were paused\n",
           lu_handoff->nmis);
    self_nmi();
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
