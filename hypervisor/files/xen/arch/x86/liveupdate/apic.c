/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: interrupts that the old Xen has left in the local APIC.
 *
 * Interrupts that arrived during the blackout are pending, with vectors of the
 * old Xen. The new Xen has handlers for some of these vectors, at first those
 * of the 8259A. Such a handler sends no EOI to the local APIC, which would hold
 * back that vector and all lower ones for ever. Other CPUs have got an INIT,
 * which clears everything.
 */
#include <xen/init.h>
#include <xen/irq.h>
#include <xen/lib.h>
#include <xen/string.h>
#include <asm/apic.h>
#include <asm/irq.h>
#include <irq_vectors.h>

#include <xen/liveupdate/private.h>
#include "private.h"

/* Set while every interrupt is one of the old Xen's. */
static bool __read_mostly dropping;

/**
 * lu_drop_interrupt - is this interrupt, which has no handler, a leftover?
 * @vector: its vector
 *
 * Context: in the interrupt. If true is returned it was acknowledged.
 */
bool lu_drop_interrupt(unsigned int vector)
{
    if ( dropping && apic_isr_read(vector) )
        ack_APIC_irq();

    return dropping;
}

/* End all interrupts in service, so that none is held back. */
static void __init end_all(void)
{
    unsigned int i;

    for ( i = 0; i < APIC_ISR_NR; i++ )
    {
        unsigned int n = hweight32(apic_read(APIC_ISR + i * 0x10));

        while ( n-- )
            ack_APIC_irq();
    }
}

/* Is an interrupt pending? Vectors of the first word are exceptions. */
static bool __init pending(void)
{
    unsigned int i;

    for ( i = 1; i < APIC_ISR_NR; i++ )
        if ( apic_read(APIC_IRR + i * 0x10) )
            return true;

    return false;
}

/* For tests: make every vector pending that the old Xen may have used. */
static void __init leave_all(void)
{
    unsigned int vector;

    for ( vector = FIRST_DYNAMIC_VECTOR; vector <= LAST_HIPRIORITY_VECTOR;
          vector++ )
    {
        /* Guests use these vectors for software interrupts. */
        if ( (vector & ~3) == LEGACY_SYSCALL_VECTOR )
            continue;
        while ( !x2apic_enabled && (apic_read(APIC_ICR) & APIC_ICR_BUSY) )
            cpu_relax();
        apic_icr_write(APIC_DEST_SELF | APIC_DM_FIXED | vector,
                       get_apic_id());
    }
}

/**
 * lu_drop_interrupts - take and drop what the old Xen has left
 *
 * The only way to get rid of a pending interrupt is to take it.
 *
 * Context: interrupts off, their gates in place, not enabled before.
 */
void __init lu_drop_interrupts(void)
{
    static int __initdata handlers[X86_NR_VECTORS];
    unsigned int i;

    if ( !lu_restoring )
        return;
    if ( lu_fault_stale() )
        leave_all();

    BUILD_BUG_ON(sizeof(handlers) != sizeof(this_cpu(vector_irq)));
    memcpy(handlers, this_cpu(vector_irq), sizeof(handlers));
    for ( i = 0; i < X86_NR_VECTORS; i++ )
        this_cpu(vector_irq)[i] = INT_MIN;

    end_all();
    dropping = true;
    /* Interrupts arrive one by one; the limit is for hardware that fails. */
    for ( i = 0; i < X86_NR_VECTORS && pending(); i++ )
    {
        local_irq_enable();
        /* sti delays interrupts until after the next instruction. */
        asm volatile ( "nop" );
        local_irq_disable();
    }
    dropping = false;
    memcpy(this_cpu(vector_irq), handlers, sizeof(handlers));
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
