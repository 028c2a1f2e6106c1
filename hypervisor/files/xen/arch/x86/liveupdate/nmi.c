/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: non-maskable interrupts.
 *
 * No interrupt table is valid all the way from one Xen to the other: page
 * tables, segments and even the mode of the processor change. But a processor
 * that has taken an NMI holds back the next one until it executes an iret. So
 * both Xens leave from the handler of an NMI, which they have sent to
 * themselves and which never ends. The first iret is in the Xen that is
 * arrived in, behind its own tables. One NMI is kept until then, by hardware.
 *
 * Those that come while domains are paused are counted and not looked at. When
 * the domains go on one more is sent, for the usual handler: what has raised
 * an NMI, like the bits of port 0x61, is still there.
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

/* What has come and is not yet in the handoff page. */
static unsigned int nmis;

/* What the next NMI is going to do, and whether it is the one that was sent. */
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
    /* Whatever it has come to unheard: wind the watchdog's counter up again. */
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
    /* Another CPU has been woken, see unpark_cpus(). */
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

/* The new Xen does so before it has looked at the local APIC. */
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
 * lu_leave_in_nmi - go, and hold NMIs back until an iret
 * @out: leaves, on the NMI's stack
 *
 * Context: CPU 0, interrupts off, lu_hold_nmis() was called.
 */
void lu_leave_in_nmi(void (*out)(void))
{
    unsigned int i;

    /*
     * A handler that does not end leaves its shadow stack busy: do without.
     * What Xen remembers of CR4 stays, for a way back.
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
 * lu_hold_nmis - from here on NMIs are counted
 */
void lu_hold_nmis(void)
{
    sent = false;
    set_nmi_callback(on_nmi);
}

/**
 * lu_count_nmis - bring the handoff page up to date
 */
void lu_count_nmis(void)
{
    lu_handoff->nmis += nmis;
    nmis = 0;
}

/**
 * lu_held_nmis - how many have come that are not in the handoff page
 */
unsigned int lu_held_nmis(void)
{
    return nmis;
}

/**
 * lu_release_nmis - what has been held back is dealt with now
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
