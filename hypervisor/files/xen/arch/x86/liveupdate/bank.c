/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: the two banks and the command line option.
 *
 *   liveupdate[=<size>[@<address>]]
 *
 * After a cold boot the option reserves <size> bytes for both banks together.
 * The default suffices for every host: see bootmem.c.
 * In a Xen entered by a live update it names one bank: its boot memory. The
 * other one becomes the staging bank. Size and address take the usual
 * suffixes; an address without one is in bytes, because that is how kexec-tools
 * passes it.
 *
 * The staging bank is reserved in the memory map and belongs to dom_io, so
 * that the hardware domain may map it. Nothing in it survives an update.
 */
#include <xen/efi.h>
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <xen/pfn.h>
#include <xen/sched.h>
#include <asm/e820.h>
#include <asm/setup.h>

#include <xen/liveupdate/private.h>
#include "private.h"

#define BANK_ALIGN      MB(2)   /* Xen runs in place only at such a boundary */
#define BANK_MIN        MB(32)  /* image, boot memory, stream: 2 GiB host */
#define BANKS_DEFAULT   MB(128)
#define BANK_FLOOR      MB(16)  /* below: ISA DMA memory, boot loader */
#define BANK_CEILING    GB(4)   /* Xen's entry point is 32-bit code */

/* Both zero sized without the option. */
uint64_t __read_mostly lu_bank_maddr[2];
uint64_t __read_mostly lu_bank_size;
unsigned int __read_mostly lu_staging;
uint32_t __read_mostly lu_generation;

uint64_t __initdata lu_param_size, __initdata lu_param_maddr;
bool __initdata lu_param_has_maddr;

/* Pages of the running bank that are freed must not be used again. */
static bool __read_mostly pool_closed;

static uint64_t __init parse_bytes(const char *s, const char **end)
{
    uint64_t v = simple_strtoull(s, end, 0);

    switch ( **end )
    {
    case 'G': case 'g': v <<= 10; /* fall through */
    case 'M': case 'm': v <<= 10; /* fall through */
    case 'K': case 'k': v <<= 10; ++*end;
    }

    return v;
}

static int __init cf_check parse_liveupdate(const char *s)
{
    const char *end;

    if ( !*s )
    {
        lu_param_size = BANKS_DEFAULT;
        return 0;
    }
    lu_param_size = parse_size_and_unit(s, &end);
    if ( *end == '@' )
    {
        lu_param_maddr = parse_bytes(end + 1, &end);
        lu_param_has_maddr = true;
    }

    return *end ? -EINVAL : 0;
}
custom_param("liveupdate", parse_liveupdate);

static const module_t *__initdata boot_mods;
static unsigned int __initdata nr_boot_mods;

/* Does a boot module, or Xen before it moves itself, overlap? */
static bool __init in_use(uint64_t start, uint64_t end)
{
    unsigned int i;

    for ( i = 0; i < nr_boot_mods; i++ )
    {
        uint64_t s = boot_mods[i].mod_start, e = boot_mods[i].mod_end;

        if ( efi_enabled(EFI_LOADER) )
        {
            s <<= PAGE_SHIFT;
            e += s;
        }
        if ( s < end && e > start )
            return true;
    }

    return __pa(_start) < end && __pa(_end) > start;
}

static bool __init is_ram(const struct e820map *map, uint64_t start,
                          uint64_t end)
{
    unsigned int i;

    for ( i = 0; i < map->nr_map; i++ )
        if ( map->map[i].type == E820_RAM && map->map[i].addr <= start &&
             map->map[i].addr + map->map[i].size >= end )
            return true;

    return false;
}

/**
 * lu_in_bank - is a frame in one of the banks?
 */
bool lu_in_bank(unsigned long mfn)
{
    unsigned int i;

    for ( i = 0; i < ARRAY_SIZE(lu_bank_maddr); i++ )
        if ( pfn_to_paddr(mfn) - lu_bank_maddr[i] < lu_bank_size )
            return true;

    return false;
}

/* Highest place for @size bytes, 0 if there is none. */
static uint64_t __init find_place(const struct e820map *map, uint64_t size)
{
    uint64_t start = (BANK_CEILING - size) & ~(BANK_ALIGN - 1);

    for ( ; start >= BANK_FLOOR; start -= BANK_ALIGN )
        if ( is_ram(map, start, start + size) &&
             !in_use(start, start + size) )
            return start;

    return 0;
}

/* Cold boot: both banks next to each other. */
static void __init place_banks(struct e820map *map)
{
    uint64_t bank = (lu_param_size / 2) & ~(BANK_ALIGN - 1);
    uint64_t start = lu_param_maddr;

    if ( bank < BANK_MIN )
    {
        printk(XENLOG_WARNING
               "Live update: liveupdate=%luM is too little, need %luM at least\n",
               lu_param_size >> 20, (unsigned long)(2 * BANK_MIN >> 20));
        return;
    }

    if ( !lu_param_has_maddr )
        start = find_place(map, 2 * bank);
    else if ( (start & (BANK_ALIGN - 1)) || start < BANK_FLOOR ||
              start + 2 * bank > BANK_CEILING ||
              !is_ram(map, start, start + 2 * bank) ||
              in_use(start, start + 2 * bank) )
        start = 0;

    if ( !start || !reserve_e820_ram(map, start, start + 2 * bank) )
    {
        printk(XENLOG_WARNING
               "Live update: no room for %luM%s: needs free RAM below 4G, aligned to 2M\n",
               2 * bank >> 20, lu_param_has_maddr ? " at that address" : "");
        return;
    }

    lu_bank_size = bank;
    lu_bank_maddr[0] = start;
    lu_bank_maddr[1] = start + bank;
    lu_staging = 0;
    printk("Live update: banks of %luM at %#lx and %#lx\n",
           bank >> 20, lu_bank_maddr[0], lu_bank_maddr[1]);
}

/* Change the type of all @from memory in [@start, @end) to @to. */
static void __init change_type(struct e820map *map, uint64_t start,
                               uint64_t end, uint32_t from, uint32_t to)
{
    unsigned int i;

 again:
    for ( i = 0; i < map->nr_map; i++ )
    {
        uint64_t s = max_t(uint64_t, map->map[i].addr, start);
        uint64_t e = min_t(uint64_t, map->map[i].addr + map->map[i].size, end);

        /* A change moves entries: start again. */
        if ( s < e && map->map[i].type == from &&
             e820_change_range_type(map, s, e, from, to) )
            goto again;
    }
}

/**
 * lu_reserve_banks - reserve what the option asks for
 * @map: memory map that the domains will see
 * @mods: boot modules, not yet in Xen's own units
 * @nr_mods: their number
 */
void __init lu_reserve_banks(struct e820map *map, const module_t *mods,
                             unsigned int nr_mods)
{
    uint64_t own;

    boot_mods = mods;
    nr_boot_mods = nr_mods;

    if ( !lu_restoring )
    {
        if ( lu_param_size )
            place_banks(map);
        return;
    }

    own = lu_bank_maddr[!lu_staging];
    change_type(map, lu_bank_maddr[lu_staging],
                lu_bank_maddr[lu_staging] + lu_bank_size,
                E820_RAM, E820_RESERVED);
    /* The handoff area has the report, which the hardware domain reads. */
    change_type(map, own, own + XLU_AREA_SIZE, E820_RAM, E820_RESERVED);
    change_type(map, own + XLU_AREA_SIZE, own + lu_bank_size,
                E820_RESERVED, E820_RAM);
}

/**
 * lu_close_pool - boot is over: stop using the rest of the running bank
 *
 * Free pages of the bank are taken out of the heap; pages that are freed there
 * later do not return to it. So nothing that has to survive the next update can
 * be in this bank, which will be the staging bank then.
 */
void __init lu_close_pool(void)
{
    uint64_t own = lu_bank_maddr[!lu_staging];
    unsigned int order = get_order_from_bytes(lu_bank_size);
    unsigned long left = 0;

    for ( ; !lu_in_place; order-- )
    {
        while ( alloc_domheap_pages(NULL, order, MEMF_no_scrub) )
            left += 1UL << order;
        if ( !order )
            break;
    }
    if ( lu_in_place )
        left = lu_swap_memory();
    pool_closed = true;
    printk("Live update: %lu KiB of the bank were not needed\n",
           left << (PAGE_SHIFT - 10));
    change_type(&e820, own, own + lu_bank_size, E820_RAM, E820_RESERVED);
    /* The handoff area was no RAM before either, see lu_reserve_banks(). */
    total_pages -= PFN_DOWN(lu_bank_size - XLU_AREA_SIZE);
}

/**
 * lu_keep_page - must a freed page be kept out of the heap?
 */
bool lu_keep_page(const struct page_info *pg)
{
    paddr_t ma = page_to_maddr(pg);
    bool own = ma - lu_bank_maddr[!lu_staging] < lu_bank_size;

    /* Until the domains run, all memory outside of the bank is theirs. */
    return pool_closed ? own : unlikely(lu_adopting()) && !own;
}

/**
 * lu_get_range - the staging bank, for KEXEC_CMD_kexec_get_range
 */
int lu_get_range(uint64_t *start, uint64_t *size)
{
    *start = lu_bank_size ? lu_bank_maddr[lu_staging] : 0;
    *size = lu_bank_size;

    return 0;
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
