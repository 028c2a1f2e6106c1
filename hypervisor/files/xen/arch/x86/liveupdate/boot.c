/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: the first steps of a Xen that a live update has entered.
 *
 * Until the commit point this Xen writes to nothing but its bank, low memory
 * and memory that was allocated for it, and programs no device. So it can
 * return: memory, CPUs and interrupt controllers are as the old Xen has left
 * them.
 */
#include <xen/init.h>
#include <xen/console.h>
#include <xen/cpu.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <xen/pfn.h>
#include <xen/sched.h>
#include <asm/apic.h>
#include <asm/e820.h>
#include <asm/io_apic.h>
#include <asm/setup.h>
#include <xen-liveupdate/names.h>

#include <xen/liveupdate/private.h>
#include "private.h"

bool __read_mostly lu_restoring;
const struct xen_lu_host *__read_mostly lu_host;
const void *__read_mostly lu_stream;

/* The handoff page that this Xen was entered with, or that it fills in. */
struct xlu_handoff *__read_mostly lu_handoff;

/* Copies for the time before the bank is mapped. */
static struct xen_lu_host __initdata early_host;
static uint64_t __initdata blob_maddr, __initdata blob_size;
static unsigned long __read_mostly return_cr3, return_rip, nmis_maddr;
static uint64_t __read_mostly give_up;
static uint64_t __initdata boot_tsc;

uint64_t *__read_mostly lu_taken;

/* The commit point has been passed. */
static bool __read_mostly committed;

/* This Xen has begun to program interrupt controllers. */
static bool __read_mostly hardware_taken;

static void *__init map_early(uint64_t maddr, size_t size)
{
    module_t m = { .mod_start = maddr >> PAGE_SHIFT, .mod_end = size };

    return bootstrap_map(&m);
}

static bool __init header_valid(struct xlu_handoff *h)
{
    const uint8_t *p = (const uint8_t *)h;

    return h->magic == XLU_HANDOFF_MAGIC &&
           h->version == XLU_HANDOFF_VERSION && h->size == sizeof(*h) &&
           (h->flags & XLU_HANDOFF_F_LIVE) &&
           h->self_maddr == lu_param_maddr &&
           h->bank_maddr == lu_param_maddr &&
           h->bank_size == lu_param_size &&
           h->phase == XLU_PHASE_STUB_ENTER &&
           lu_crc32c(0, p + XLU_HANDOFF_CRC_START,
                     XLU_HANDOFF_CRC_END - XLU_HANDOFF_CRC_START) == h->crc;
}

/* Checks what is needed to find memory; the rest is checked at commit. */
static bool __init read_host_record(const struct xen_lu_stream_header *s)
{
    const struct xen_lu_record *rec = (const void *)(s + 1);

    if ( s->magic != XEN_LU_STREAM_MAGIC ||
         s->version != XEN_LU_STREAM_VERSION ||
         rec->type != XEN_LU_REC_HOST || rec->length != sizeof(early_host) )
        return false;
    memcpy(&early_host, rec + 1, sizeof(early_host));

    return true;
}

/* Read the handoff page. Returns what is wrong with it, or NULL. */
static const char *__init take_over(struct xlu_handoff *h)
{
    h->phase = XLU_PHASE_NEW_BOOT;
    h->stamp[XLU_PHASE_NEW_BOOT] = boot_tsc;
    lu_restoring = true;
    lu_hold_nmis();
    /* The old Xen has left NMIs blocked. */
    enable_nmis();
    return_cr3 = h->flags & XLU_HANDOFF_F_RETURN ? h->return_cr3 : 0;
    return_rip = h->return_rip;
    if ( h->timeout )
        give_up = h->stamp[XLU_PHASE_OLD_PARK] +
                  (uint64_t)h->timeout * h->tsc_khz * 1000;
    nmis_maddr = lu_param_maddr + offsetof(struct xlu_handoff, nmis);
    blob_maddr = h->blob_maddr;
    blob_size = h->blob_size;
    if ( blob_maddr < lu_param_maddr ||
         blob_size > lu_param_maddr + lu_param_size - blob_maddr ||
         blob_size < PAGE_SIZE )
        return "state is not in the bank";

    return NULL;
}

/**
 * lu_early_init - find out whether this is a live update
 *
 * The handoff page of an earlier update may still be in memory. Its phase tells
 * that it was used: this function changes the phase.
 */
void __init lu_early_init(void)
{
    struct xlu_handoff *h;
    const char *why = NULL;

    if ( !lu_param_has_maddr || !lu_param_size ||
         (lu_param_maddr & ~PAGE_MASK) || lu_param_maddr >= GB(4) )
        return;

    boot_tsc = rdtsc();
    h = map_early(lu_param_maddr, sizeof(*h));
    if ( h && header_valid(h) )
        why = take_over(h);
    bootstrap_map(NULL);
    if ( !lu_restoring )
        return;

    if ( !why && !read_host_record(map_early(blob_maddr, PAGE_SIZE)) )
        why = "no host record";
    bootstrap_map(NULL);
    if ( why )
        panic("Live update: %s\n", why);

    lu_host = &early_host;
    lu_bank_size = early_host.bank_size;
    lu_bank_maddr[0] = early_host.bank_maddr[0];
    lu_bank_maddr[1] = early_host.bank_maddr[1];
    lu_staging = lu_bank_maddr[0] == lu_param_maddr;
    lu_generation = early_host.generation;
    if ( lu_bank_maddr[!lu_staging] != lu_param_maddr ||
         lu_bank_size != lu_param_size )
        panic("Live update: bank %#lx is not one of the old Xen's\n",
              lu_param_maddr);
}

/**
 * lu_restrict_boot_memory - limit the boot allocator to the bank
 * @map: its memory map
 */
void __init lu_restrict_boot_memory(struct e820map *map)
{
    uint64_t own = lu_bank_maddr[!lu_staging];
    unsigned int i;

    if ( !lu_restoring )
        return;

    for ( i = 0; i < map->nr_map; i++ )
        if ( map->map[i].type == E820_RAM )
            map->map[i].type = E820_RESERVED;
    /*
     * Without the first 2 MiB, as the handoff area is an entry of its own in
     * the map: the boot allocator has to start with a whole superpage, which
     * can be mapped without memory for page tables.
     */
    if ( !e820_change_range_type(map, own + MB(2), own + lu_bank_size,
                                 E820_RESERVED, E820_RAM) )
        panic("Live update: bank %#lx is not RAM\n", own);
    reserve_e820_ram(map, blob_maddr & PAGE_MASK, own + lu_bank_size);
}

/**
 * arch_lu_map_range - make memory accessible
 */
void __init arch_lu_map_range(uint64_t start, uint64_t end)
{
    set_pdx_range(start >> PAGE_SHIFT, end >> PAGE_SHIFT);
    map_pages_to_xen((unsigned long)maddr_to_virt(start), maddr_to_mfn(start),
                     PFN_DOWN(end - start), PAGE_HYPERVISOR);
}

/**
 * lu_map_memory - make the banks, and all memory of an update, accessible
 */
void __init lu_map_memory(void)
{
    unsigned int i;

    if ( lu_bank_size )
        for ( i = 0; i < 2; i++ )
            arch_lu_map_range(lu_bank_maddr[i],
                              lu_bank_maddr[i] + lu_bank_size);
    if ( !lu_restoring )
    {
        if ( lu_bank_size )
            lu_place_crash_notes();
        return;
    }

    for ( i = 0; i < e820.nr_map; i++ )
    {
        uint64_t s = ROUNDUP(e820.map[i].addr, PAGE_SIZE);
        uint64_t e = (e820.map[i].addr + e820.map[i].size) & PAGE_MASK;

        s = max_t(uint64_t, s, MB(2));
        if ( e820.map[i].type == E820_RAM && s < e )
            arch_lu_map_range(s, e);
    }
    lu_handoff = maddr_to_virt(lu_bank_maddr[!lu_staging]);
    lu_stream = maddr_to_virt(blob_maddr);
}

/**
 * lu_boot_memory_zeroed - has the old Xen cleared this Xen's boot memory?
 */
bool lu_boot_memory_zeroed(void)
{
    return lu_restoring && (lu_host->flags & XEN_LU_HOST_ZEROED);
}

/*
 * Drop global translations, then let identity mapped code load the old tables.
 * The handoff page may not be mapped yet here.
 */
static void noreturn cf_check jump_back(void)
{
    asm volatile ( "mov %0, %%cr4\n\t"
                   "jmp *%1"
                   :: "r" ((unsigned long)X86_CR4_PAE),
                      "r" (__pa(lu_back_trampoline)),
                      "D" (return_cr3), "S" (return_rip),
                      "c" (lu_held_nmis()), "d" (nmis_maddr) : "memory" );
    unreachable();
}

/*
 * Xen's boot has other uses for the identity mapping below 1 GiB, and unmaps what
 * is there, see bootstrap_map(). The code may be there, too. jump_back() flushes
 * the TLB.
 */
static void map_trampoline(void)
{
    unsigned long slot = __pa(lu_back_trampoline) >> L2_PAGETABLE_SHIFT;

    l2e_write(&l2_bootmap[slot],
              l2e_from_paddr(slot << L2_PAGETABLE_SHIFT,
                             __PAGE_HYPERVISOR_RX | _PAGE_PSE));
}

static void noreturn go_back(void)
{
    local_irq_disable();
    map_trampoline();
    lu_leave_in_nmi(jump_back);
}

/* liveupdate-verbose: messages of the blackout go to all consoles. */
static bool __read_mostly opt_verbose;
boolean_param("liveupdate-verbose", opt_verbose);

static bool __read_mostly panicking;

/**
 * lu_console_quiet - is console output only kept in the ring?
 */
bool lu_console_quiet(void)
{
    return lu_restoring && !opt_verbose && !panicking;
}

/**
 * lu_panic - before the commit point: return to the old Xen
 * @why: message for the old Xen's report; this Xen's console ring gets lost
 *
 * Returns after the commit point, or if there is no way back.
 */
void lu_panic(const char *why)
{
    bool quiet = lu_console_quiet();

    if ( !lu_restoring )
        return;

    panicking = true;
    lu_report(XLU_REASON_PANIC, 0, 0, why);
    if ( committed || !return_cr3 )
    {
        /* Messages that led here, such as the registers of a fatal trap. */
        if ( quiet )
            console_show_ring();
        printk(XENLOG_ERR "Live update %u FAILED in phase %s: %s %#lx %#lx\n",
               lu_generation, xlu_phase_name(lu_handoff->phase),
               xlu_reason_name(lu_handoff->reason), lu_handoff->detail[0],
               lu_handoff->detail[1]);
        return;
    }

    printk(XENLOG_ERR "Live update: panic before the commit point: %s\n", why);
    go_back();
}

/**
 * lu_check_hang - return to the old Xen if the commit takes too long
 *
 * Context: in an NMI, such as the old Xen sends in that case.
 */
void lu_check_hang(void)
{
    if ( committed || !give_up || rdtsc() < give_up )
        return;
    console_force_unlock();
    lu_panic("no commit in time");
}

/* If this Xen was built without EFI, dom0 would lose what it has of EFI. */
static int __init check_efi(struct lu_fault *fault)
{
    if ( lu_efi_known() || !lu_find(lu_stream, XEN_LU_REC_EFI, NULL) )
        return 0;
    *fault = (struct lu_fault){
        .reason = XLU_REASON_UNKNOWN_RECORD,
        .type = XEN_LU_REC_EFI,
    };

    return -EINVAL;
}

/* Form and content */
static int __init check_stream(struct lu_fault *fault)
{
    struct lu_machine m = { .nr_frames = max_page };
    int rc = lu_stream_check(lu_stream, blob_size, fault) ?:
             lu_find_frames(&m, fault) ?:
             lu_find_boot_memory(m.owns, fault);

    if ( rc )
        return rc;

    lu_alloc_maps(&m);
    arch_lu_describe_machine(&m);
    rc = lu_content_check(lu_stream, &m, fault) ?: check_efi(fault) ?:
         lu_check_frame_table(fault);
    /* The map is zero again: see lu_boot_memory_zeroed(), lu_forget_pages(). */
    lu_free_own_map(&m);

    return rc;
}

/* Is there enough memory? After the commit point a lack of it is costly. */
static int __init check_memory(void)
{
    uint64_t needed = arch_lu_restore_memory(lu_stream);
    uint64_t left = pfn_to_paddr(boot_pages_left());

    if ( left >= needed && !lu_fault_memory() )
        return 0;
    lu_report(XLU_REASON_NO_MEMORY, needed, left,
              "too little memory in the bank for the new Xen");

    return -ENOMEM;
}

/**
 * lu_commit - check the whole state, then take over
 *
 * Returns if the state is good, otherwise the old Xen continues.
 */
void __init lu_commit(void)
{
    struct lu_fault fault = {};

    if ( !lu_restoring )
        return;

    lu_stamp(XLU_PHASE_NEW_CHECK);
    if ( lu_fault_early((void *)lu_stream) )
        go_back();

    if ( check_stream(&fault) || check_memory() )
    {
        lu_report(fault.reason, fault.type, fault.offset, "state stream");
        if ( !return_cr3 )
            panic("Live update: state refused: reason %u record %#x at %#lx\n",
                  fault.reason, fault.type, fault.offset);
        go_back();
    }

    lu_host = lu_find(lu_stream, XEN_LU_REC_HOST, NULL);
    lu_efi_restore(lu_stream);
    committed = true;
    lu_restore_crash_kernel();
    lu_stamp(XLU_PHASE_NEW_COMMIT);
    if ( lu_fault_commit() )
        panic("Live update: panic asked for by liveupdate-fault=\n");
}

/**
 * lu_takeover_hardware - stop what the old Xen left running
 *
 * The old Xen's other CPUs are parked in its text, with interrupts off: INIT
 * makes them wait for this Xen's start-up IPI. IO-APIC entries are masked
 * before this Xen enables interrupts for the first time.
 */
void __init lu_takeover_hardware(void)
{
    if ( !lu_restoring )
        return;

    lu_stamp(XLU_PHASE_NEW_HARDWARE);
    lu_restore_smt();
    if ( x2apic_enabled )
        apic_wrmsr(APIC_ICR, APIC_DEST_ALLBUT | APIC_INT_LEVELTRIG |
                             APIC_INT_ASSERT | APIC_DM_INIT);
    else
    {
        apic_write(APIC_ICR, APIC_DEST_ALLBUT | APIC_INT_LEVELTRIG |
                             APIC_INT_ASSERT | APIC_DM_INIT);
        while ( apic_read(APIC_ICR) & APIC_ICR_BUSY )
            cpu_relax();
    }
    lu_mask_io_apics();
    hardware_taken = true;
}

/**
 * lu_hardware_untouched - are the interrupt controllers still the old Xen's?
 *
 * Until they are this Xen's, not even the local APIC can be accessed.
 */
bool lu_hardware_untouched(void)
{
    return lu_restoring && !hardware_taken;
}

/**
 * lu_cpu_up - cpu_up(), or continue without the CPU
 *
 * The CPU waits where lu_takeover_hardware() has sent it, or does not respond.
 * vCPUs that may run on no other CPU run where they can.
 */
int __init lu_cpu_up(unsigned int cpu)
{
    int rc = lu_restoring && lu_fault_device("cpu", cpu) ? -EIO : cpu_up(cpu);

    if ( rc && lu_restoring )
        lu_cpu_missing(cpu, rc);

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
