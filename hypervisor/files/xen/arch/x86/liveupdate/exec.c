/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: pause, save, leave, and continue if the new Xen refuses.
 *
 * One path for both outcomes: the other CPUs are parked, not stopped, and the
 * interrupt controllers are not touched. If the new Xen takes over it sends
 * INIT to the parked CPUs and masks the IO-APICs itself; if it refuses, or
 * panics before its commit point, this Xen continues here as after a resume
 * from S3.
 */
#include <xen/acpi.h>
#include <xen/console.h>
#include <xen/cpu.h>
#include <xen/delay.h>
#include <xen/errno.h>
#include <xen/kexec.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/sched.h>
#include <xen/smp.h>
#include <xen/watchdog.h>
#include <asm/hvm/asid.h>
#include <asm/hvm/hvm.h>
#include <asm/hvm/support.h>
#include <asm/machine_kexec.h>
#include <asm/msr.h>
#include <asm/nmi.h>
#include <asm/page.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/system.h>
#include <xen-liveupdate/names.h>

#include <xen/liveupdate/private.h>
#include <xen/liveupdate/load.h>
#include "private.h"

/* Memory outside of its bank that the new Xen may write before its commit. */
#define LOW_MEMORY      KB(640)

/* Identity mapping of the way back: 1 GiB pages up to the entry ceiling. */
#define NR_IDENTITY     4U

/* Turns to wait for an NMI to wake all parked CPUs before it is sent again. */
#define NMI_REPEAT      10000U
#define NMI_SETTLE_US   50U

void s3_resume(void);

static void *low_memory;
static l4_pgentry_t *return_l4;
static l3_pgentry_t *return_l3;

static atomic_t parked;
static bool unpark;

/* The parked CPU that watches the new Xen */
static unsigned int watcher;

/**
 * arch_lu_allocate - memory for the way back
 */
int arch_lu_allocate(void)
{
    low_memory = alloc_xenheap_pages(get_order_from_bytes(LOW_MEMORY), 0);
    if ( lu_fails(!low_memory, "memory for a copy of low memory") )
        return -ENOMEM;
    return_l4 = alloc_xenheap_page();
    if ( lu_fails(!return_l4, "memory for the way back's page tables, level 4") )
        return -ENOMEM;
    return_l3 = alloc_xenheap_page();
    if ( lu_fails(!return_l3, "memory for the way back's page tables, level 3") )
        return -ENOMEM;

    return 0;
}

/**
 * arch_lu_release - undo arch_lu_allocate()
 */
void arch_lu_release(void)
{
    if ( low_memory )
        free_xenheap_pages(low_memory, get_order_from_bytes(LOW_MEMORY));
    if ( return_l4 )
        free_xenheap_page(return_l4);
    if ( return_l3 )
        free_xenheap_page(return_l3);
    low_memory = NULL;
    return_l4 = NULL;
    return_l3 = NULL;
}

/*
 * Runs in this Xen's text, which is not overwritten before the commit point.
 * The INIT that ends it is sent before any memory is released. The CPU halts
 * instead of spinning, so that the CPU that works gets the resources of its
 * core.
 */
static void cf_check park(void *unused)
{
    unsigned long flags;

    local_irq_save(flags);
    hvm_cpu_down();
    lu_mask_counter();
    atomic_inc(&parked);
    while ( !ACCESS_ONCE(unpark) )
    {
        if ( smp_processor_id() == watcher )
            lu_watch();
        else
            halt();
    }
    lu_unmask_counter();
    if ( hvm_cpu_up() )
        panic("Live update: CPU%u lost its virtualisation mode\n",
              smp_processor_id());
    atomic_dec(&parked);
    local_irq_restore(flags);
}

static void park_cpus(void)
{
    unsigned int others = num_online_cpus() - 1;

    unpark = false;
    watcher = cpumask_next(smp_processor_id(), &cpu_online_map);
    lu_watch_start();
    lu_mask_counter();
    lu_hold_nmis();
    /* Returns when all CPUs are on the way; none can be kept from arriving. */
    smp_call_function(park, NULL, 0);
    while ( atomic_read(&parked) != others )
        cpu_relax();
}

static void unpark_cpus(void)
{
    unsigned int i;

    unpark = true;
    /* An NMI between the test and halt() is lost: send it again. */
    while ( atomic_read(&parked) )
    {
        smp_send_nmi_allbutself();
        for ( i = 0; i < NMI_REPEAT && atomic_read(&parked); i++ )
            cpu_relax();
    }
    /* Let the last NMI arrive, however late. */
    udelay(NMI_SETTLE_US);
    lu_unmask_counter();
    lu_release_nmis();
}

/*
 * hvm_cpu_up() starts again with the first ASID. A vCPU that kept its ASID
 * could share it with the next vCPU that is given the same one.
 */
static void forget_asids(void)
{
    struct domain *d;
    struct vcpu *v;

    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
        if ( is_hvm_domain(d) )
            for_each_vcpu ( d, v )
                hvm_asid_flush_vcpu(v);
    rcu_read_unlock(&domlist_read_lock);
}

static void pause_domains(void)
{
    struct domain *d;

    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
        domain_pause(d);
    rcu_read_unlock(&domlist_read_lock);
}

static void unpause_domains(void)
{
    struct domain *d;

    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
        domain_unpause(d);
    rcu_read_unlock(&domlist_read_lock);
}

static void prepare_return(struct xlu_handoff *h)
{
    unsigned int i;

    memcpy(low_memory, __va(0), LOW_MEMORY);
    memcpy(return_l4, idle_pg_table, PAGE_SIZE);
    clear_page(return_l3);
    for ( i = 0; i < NR_IDENTITY; i++ )
        l3e_write(&return_l3[i],
                  l3e_from_paddr((paddr_t)i << L3_PAGETABLE_SHIFT,
                                 PAGE_HYPERVISOR_RWX | _PAGE_PSE));
    l4e_write(&return_l4[0],
              l4e_from_paddr(virt_to_maddr(return_l3), __PAGE_HYPERVISOR));

    h->return_cr3 = virt_to_maddr(return_l4);
    h->return_rip = (unsigned long)s3_resume;
    h->flags |= XLU_HANDOFF_F_RETURN;
}

/* Reduce the list of extents to the bytes in use. */
static unsigned int finish_extents(struct lu_image *lu, size_t used)
{
    struct page_info *pg;
    unsigned int total = 0;

    page_list_for_each ( pg, &lu->extent_pages )
    {
        struct xlu_extent_page *ep = page_to_virt(pg);
        unsigned int i;

        for ( i = 0; i < ep->nr && used; i++ )
        {
            ep->extent[i].size = min_t(uint64_t, ep->extent[i].size, used);
            used -= ep->extent[i].size;
        }
        ep->nr = i;
        if ( !used )
            ep->next = 0;
        ep->crc = lu_crc32c(0, ep->extent, i * sizeof(ep->extent[0]));
        total += i;
        if ( !used )
            break;
    }

    return total;
}

static void complete_handoff(struct lu_image *lu, size_t used)
{
    struct xlu_handoff *h = lu_handoff;
    const uint8_t *p = (const uint8_t *)h;

    prepare_return(h);
    h->blob_maddr = lu->state_maddr;
    h->blob_size = used;
    h->blob_crc = lu_crc32c(0, lu->state, used);
    h->nr_extents = finish_extents(lu, used);
    h->extents_maddr = page_to_maddr(page_list_first(&lu->extent_pages));
    h->generation = lu_generation + 1;
    h->tsc_khz = cpu_khz;
    h->fail_at = 0;
    h->flags &= XLU_HANDOFF_F_ALL;
    /* Checked after sealing: the stub need not check it again. */
    h->image_size = 0;
    h->crc = lu_crc32c(0, p + XLU_HANDOFF_CRC_START,
                       XLU_HANDOFF_CRC_END - XLU_HANDOFF_CRC_START);
}

static void set_machine_check(void (*handler)(void))
{
    unsigned int i;

    for ( i = 0; i < nr_cpu_ids; i++ )
        if ( idt_tables[i] )
            _update_gate_addr_lower(&idt_tables[i][TRAP_machine_check], handler);
}

static void noreturn cf_check enter_stub(void)
{
    const struct kexec_image *image = lu_image.image;

    lu_count_nmis();
    kexec_reloc(page_to_maddr(image->control_code_page),
                page_to_maddr(image->aux_page),
                image->head, image->entry_maddr, 0);
    unreachable();
}

/* As machine_kexec(), which would unblock NMIs. */
static void cf_check jump(void)
{
    lu_stamp(XLU_PHASE_OLD_JUMP);
    set_machine_check(trap_nop);
    ctxt_switch_levelling(NULL);
    lu_leave_in_nmi(enter_stub);
}

/* Restore what the new Xen and jump() have changed. */
static void restore_cpu(void)
{
    write_ptbase(current);
    write_efer(read_efer());
    percpu_traps_init();
    set_machine_check(machine_check);
    enable_nmis();
    memcpy(__va(0), low_memory, LOW_MEMORY);
    if ( hvm_cpu_up() )
        panic("Live update: CPU0 lost its virtualisation mode\n");
}

/* Interrupts off, other CPUs parked. Returns why the update failed. */
static int leave(struct lu_image *lu)
{
    int rc;

    lu_stamp(XLU_PHASE_OLD_SAVE);
    rc = lu_save(lu->state, lu->size, &lu->used);
    if ( lu_fails(rc, "state has outgrown its buffer") )
    {
        /* Too small, at the last moment: next time it is going to be larger. */
        if ( rc )
            lu->min_size = 2 * lu->size;
        lu_report(XLU_REASON_BUSY, DOMID_INVALID, lu->size,
                  "state has outgrown its buffer");
        return -EBUSY;
    }
    if ( lu->dry_run )
        return 0;

    /* DMAR is hidden from the hardware domain, but the next Xen needs it. */
    acpi_dmar_reinstate();
    complete_handoff(lu, lu->used);
    lu->entered = true;
    hvm_cpu_down();

    lu_leave(jump);

    lu_stamp(XLU_PHASE_OLD_RETURN);
    restore_cpu();
    acpi_dmar_zap();

    return -ENOEXEC;
}

/* The image may have been unloaded after the hypercall. */
static int begin(struct lu_image *lu)
{
    if ( lu_fails(!lu->ready, "image was unloaded") )
    {
        lu_report(XLU_REASON_BUSY, DOMID_INVALID, 0, "image was unloaded");
        return -ENOENT;
    }
    lu->dry_run = lu_handoff->flags & XLU_HANDOFF_F_DRY_RUN;
    /* The request as it was checked: the page may have changed since. */
    memcpy(lu_handoff, lu->request, XLU_HANDOFF_CRC_END);
    arch_lu_reconsider(lu);

    return 0;
}

/* Domains are paused. If this returns, then in this Xen. */
static int pause_and_leave(struct lu_image *lu, struct vcpu *caller)
{
    int rc = begin(lu) ?: lu_check_room();

    if ( rc )
        return rc;
    lu_stamp(XLU_PHASE_OLD_CONTEXT);
    lu_save_context();

    lu_stamp(XLU_PHASE_OLD_PARK);
    spin_debug_disable();
    park_cpus();
    local_irq_disable();

    /* If the state saved from here on is ever used, the call succeeded. */
    caller->arch.user_regs.rax = 0;
    rc = leave(lu);

    lu_start_heap();
    unpark_cpus();
    local_irq_enable();
    spin_debug_enable();
    forget_asids();

    return rc;
}

static int run(struct lu_image *lu, struct vcpu *caller)
{
    int rc;

    watchdog_disable();
    console_suspend();
    lu_stamp(XLU_PHASE_OLD_PAUSE);
    pause_domains();
    /* A transient obstacle may have appeared just before the pause. */
    rc = lu_preflight(true) ?: pause_and_leave(lu, caller);
    if ( rc != -EAGAIN )
        arch_lu_release_io();
    console_resume();
    watchdog_enable();
    unpause_domains();
    lu_stamp(XLU_PHASE_OLD_RESUMED);

    return rc;
}

/**
 * arch_lu_exec - run the update, or a dry run
 * @caller: the vCPU that asked for it, paused
 *
 * Returns only if the update did not happen; domains continue then.
 */
int arch_lu_exec(struct vcpu *caller)
{
    struct lu_image *lu = &lu_image;
    int rc;

    lu_report_clear(XLU_PHASE_OLD_ENTRY);
    lu_warn(lu->warnings);
    lu_stamp(XLU_PHASE_OLD_ENTRY);
    rc = lu_preflight(false);
    if ( rc )
        return rc;
    /* No CPU goes online or offline until this is over. */
    if ( lu_fails(false, "CPU hotplug has begun") || !get_cpu_maps() )
    {
        lu_report(XLU_REASON_BUSY, DOMID_INVALID, 0, "CPU hotplug in progress");
        return -EBUSY;
    }
    printk("Live update %u: leaving\n", lu_generation + 1);
    lu_warn_livepatches();

    rc = run(lu, caller);
    put_cpu_maps();
    if ( lu->dry_run && !rc )
        return lu_dry_run_report(lu);

    printk(XENLOG_WARNING
           "Live update %u: back in the old Xen: %s %#lx %#lx %s\n",
           lu_generation + 1, xlu_reason_name(lu_handoff->reason),
           lu_handoff->detail[0], lu_handoff->detail[1], lu_handoff->text);

    return rc;
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
