/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: a new Xen that hangs before its commit point.
 *
 *   liveupdate-watchdog=<seconds>
 *
 * One of the parked CPUs, which still run the old Xen, looks at the clock. If
 * the new Xen does not commit in time the parked CPU sends it an NMI each
 * second, whose handler returns to the old Xen. With zero seconds there is no
 * watchdog.
 *
 * The CPU sleeps in between. Its task priority admits interrupts of the highest
 * class only: its own timer, and some that do nothing but make it look again.
 *
 * A hang while NMIs are blocked is not covered: in the stub, and in the new Xen
 * until it knows that this is an update. Neither is a host with one CPU, except
 * by an NMI from outside.
 */
#include <xen/lib.h>
#include <xen/param.h>
#include <xen/sched.h>
#include <xen/softirq.h>
#include <xen/time.h>
#include <xen/timer.h>
#include <asm/apic.h>
#include <asm/msr.h>
#include <asm/smp.h>
#include <asm/system.h>
#include <irq_vectors.h>

#include <xen/liveupdate/private.h>
#include "private.h"

static unsigned int __read_mostly opt_seconds = 60;
integer_param("liveupdate-watchdog", opt_seconds);

/* TSC value after which the new Xen has taken too long */
static uint64_t give_up;

/**
 * lu_watch_start - start the watchdog: the update is about to leave this Xen
 */
void lu_watch_start(void)
{
    lu_handoff->timeout = opt_seconds;
    give_up = lu_handoff->stamp[XLU_PHASE_OLD_PARK] +
              (uint64_t)opt_seconds * cpu_khz * 1000;
}

static bool in_danger(void)
{
    unsigned int phase = ACCESS_ONCE(lu_handoff->phase);

    return phase >= XLU_PHASE_STUB_HEADER && phase < XLU_PHASE_NEW_COMMIT;
}

/**
 * lu_watch - check the new Xen, and sleep for a second
 *
 * Context: interrupts off, before and afterwards.
 */
void lu_watch(void)
{
    uint32_t priority = apic_read(APIC_TASKPRI);

    if ( !opt_seconds )
    {
        halt();
        return;
    }
    if ( rdtsc() > give_up && in_danger() )
        apic_icr_write(APIC_DM_NMI | APIC_DEST_PHYSICAL, cpu_physical_id(0));

    apic_write(APIC_TASKPRI, (LOCAL_TIMER_VECTOR & 0xf0) - 0x10);
    reprogram_timer(NOW() + SECONDS(1));
    safe_halt();
    local_irq_disable();
    apic_write(APIC_TASKPRI, priority);
    /* The softirq sets the timer again to what it was before. */
    raise_softirq(TIMER_SOFTIRQ);
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
