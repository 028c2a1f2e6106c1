/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: requests of HVM domains to their device models.
 *
 * A vCPU with a request in flight is in the middle of an instruction. The
 * emulator keeps its progress in a form of its own, which is not handed over.
 * So for a moment vCPUs may not begin new requests, and those in flight are
 * answered. If a device model takes too long, all domains continue, and there
 * is no update.
 */
#include <xen/errno.h>
#include <xen/init.h>
#include <xen/ioreq.h>
#include <xen/lib.h>
#include <xen/sched.h>
#include <xen/time.h>
#include <xen/timer.h>
#include <asm/hvm/hvm.h>
#include <public/sched.h>

#include <xen/liveupdate/private.h>
#include "private.h"

/* How long guests may be kept from their devices. */
#define HOLD_TIME   MILLISECS(100)

static bool __read_mostly holding;
static s_time_t hold_until;
static struct timer hold_timer;

/* Has the vCPU some of the responses that its instruction needs? */
static bool in_middle(const struct vcpu *v)
{
    const struct hvm_vcpu_io *io = &v->arch.hvm.hvm_io;
    unsigned int i;

    for ( i = 0; i < io->mmio_cache_count; i++ )
        if ( io->mmio_cache[i].size )
            return true;

    return false;
}

/**
 * lu_hold_request - must this request of the current vCPU wait?
 *
 * If so, the vCPU sleeps until lu_hvm_release_io(), and tries the instruction
 * again.
 */
bool lu_hold_request(uint8_t type)
{
    struct vcpu *v = current;

    if ( likely(!holding) || type == IOREQ_TYPE_INVALIDATE || in_middle(v) )
        return false;

    set_bit(_VPF_io_held, &v->pause_flags);
    vcpu_sleep_nosync(v);
    smp_mb(); /* lu_hvm_release_io() looks at the flags after that */
    if ( !holding && test_and_clear_bit(_VPF_io_held, &v->pause_flags) )
        vcpu_wake(v);

    return true;
}

static void release(void)
{
    struct domain *d;
    struct vcpu *v;

    holding = false;
    smp_mb();
    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
        for_each_vcpu ( d, v )
            if ( test_and_clear_bit(_VPF_io_held, &v->pause_flags) )
                vcpu_wake(v);
    rcu_read_unlock(&domlist_read_lock);
}

static void cf_check hold_ends(void *unused)
{
    release();
}

/**
 * lu_hvm_release_io - allow requests again: the update has not happened
 */
void lu_hvm_release_io(void)
{
    stop_timer(&hold_timer);
    hold_until = 0;
    release();
}

/**
 * lu_hvm_io_in_flight - does a vCPU of the domain wait for a response?
 *
 * In a crashed domain none does.
 */
bool lu_hvm_io_in_flight(const struct domain *d)
{
    struct vcpu *v;

    if ( d->is_shut_down && d->shutdown_code == SHUTDOWN_crash )
        return false;
    for_each_vcpu ( d, v )
        if ( v->io.req.state != STATE_IOREQ_NONE ||
             v->io.completion != VIO_no_completion || vcpu_ioreq_pending(v) )
            return true;

    return false;
}

static bool any_in_flight(void)
{
    const struct domain *d;
    bool found = false;

    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
        if ( is_hvm_domain(d) && lu_hvm_io_in_flight(d) )
            found = true;
    rcu_read_unlock(&domlist_read_lock);

    return found;
}

/**
 * lu_hvm_hold_on - if requests are held back, hold them for another moment
 */
void lu_hvm_hold_on(void)
{
    if ( !holding )
        return;
    hold_until = NOW() + HOLD_TIME;
    set_timer(&hold_timer, hold_until);
}

/**
 * lu_hvm_hold_io - hold new requests back while others are answered
 *
 * Returns -EAGAIN: ask again; -EBUSY: it took too long.
 */
int lu_hvm_hold_io(void)
{
    /* If there are none, a test has made the caller believe so. */
    if ( !any_in_flight() )
        return -EBUSY;
    if ( holding )
        return -EAGAIN;
    if ( NOW() - hold_until < HOLD_TIME )
    {
        hold_until = 0; /* the next call starts anew */
        return -EBUSY;
    }

    holding = true;
    lu_hvm_hold_on();

    return -EAGAIN;
}

static int __init cf_check prepare_timer(void)
{
    init_timer(&hold_timer, hold_ends, NULL, 0);
    hold_until = -HOLD_TIME;

    return 0;
}
__initcall(prepare_timer);

/*
 * Local variables:
 * mode: C
 * c-file-style: "BSD"
 * c-basic-offset: 4
 * tab-width: 4
 * indent-tabs-mode: nil
 * End:
 */
