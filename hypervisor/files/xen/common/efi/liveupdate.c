/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: what UEFI has told the first Xen.
 *
 * Boot services have ended with the first Xen, so a new Xen cannot ask where
 * tables are, what the memory map is, and how run-time services are called. All
 * of that stays in place, in memory of the firmware, and is mapped anew as in a
 * boot. No run-time service is in progress: domains call them by hypercalls,
 * and are paused.
 */
#include "efi.h"
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/pci.h>
#include <xen/liveupdate/private.h>

/* --- save --------------------------------------------------------------- */

static uint64_t maddr_of(const void *p)
{
    return p ? virt_to_maddr(p) : 0;
}

static void describe_variables(struct xen_lu_efi *rec)
{
    rec->max_var_store = efi_boot_max_var_store_size;
    rec->remain_var_store = efi_boot_remain_var_store_size;
    rec->max_var = efi_boot_max_var_size;
}

static void save_efi(struct lu_writer *w)
{
    struct xen_lu_efi rec = {
        .flags = (efi_enabled(EFI_RS) ? XEN_LU_EFI_RS : 0) |
                 (map_bs ? XEN_LU_EFI_MAP_BS : 0),
        .version = efi_version,
        .fw_revision = efi_fw_revision,
        .bs_revision = efi_bs_revision,
        .acpi = efi.acpi,
        .acpi20 = efi.acpi20,
        .smbios = efi.smbios,
        .smbios3 = efi.smbios3,
        .mps = efi.mps,
        .rs = maddr_of(efi_rs),
        .ct = maddr_of(efi_ct),
        .fw_vendor = maddr_of(efi_fw_vendor),
        .nr_ct = efi_num_ct,
        .mdesc_size = efi_mdesc_size,
        .apple_maddr = efi_apple_properties_addr,
        .apple_size = efi_apple_properties_len,
        .memmap_size = efi_memmap_size,
    };

    describe_variables(&rec);
    lu_rec_open(w, XEN_LU_REC_EFI);
    lu_rec_put(w, &rec, sizeof(rec));
    lu_rec_put(w, efi_memmap, efi_memmap_size);
    lu_rec_close(w);
}

static void save_roms(struct lu_writer *w)
{
    const struct efi_pci_rom *rom;

    lu_rec_open(w, XEN_LU_REC_EFI_ROMS);
    for ( rom = efi_pci_roms; rom; rom = rom->next )
    {
        struct xen_lu_efi_rom rec = {
            .seg = rom->segment,
            .bus = rom->bus,
            .devfn = rom->devfn,
            .vendor = rom->vendor,
            .device = rom->devid,
            .maddr = virt_to_maddr(rom->data),
            .size = rom->size,
            .head = offsetof(struct efi_pci_rom, data),
        };

        lu_rec_put(w, &rec, sizeof(rec));
    }
    lu_rec_close_if_used(w);
}

/**
 * lu_efi_save - the records, if UEFI has started the first Xen
 *
 * Without run-time services the ROMs are left out: their memory is not mapped.
 */
void lu_efi_save(struct lu_writer *w)
{
    if ( !efi_enabled(EFI_BOOT) )
        return;
    save_efi(w);
    if ( efi_enabled(EFI_RS) )
        save_roms(w);
}

/**
 * lu_efi_size - bytes that lu_efi_save() writes
 */
size_t lu_efi_size(void)
{
    const struct efi_pci_rom *rom;
    size_t size;

    if ( !efi_enabled(EFI_BOOT) )
        return 0;

    size = 2 * sizeof(struct xen_lu_record) + sizeof(struct xen_lu_efi) +
           ROUNDUP(efi_memmap_size, 8);
    for ( rom = efi_enabled(EFI_RS) ? efi_pci_roms : NULL; rom; rom = rom->next )
        size += sizeof(struct xen_lu_efi_rom);

    return size;
}

/* --- restore ------------------------------------------------------------ */

/**
 * lu_efi_known - can this Xen take EFI over?
 */
bool __init lu_efi_known(void)
{
    return true;
}

static void *__init at(uint64_t maddr)
{
    return maddr ? maddr_to_virt(maddr) : NULL;
}

static void __init restore_memmap(const struct xen_lu_efi *rec)
{
    mfn_t mfn = alloc_boot_pages(PFN_UP(rec->memmap_size), 1);

    efi_memmap = mfn_to_virt(mfn_x(mfn));
    efi_memmap_size = rec->memmap_size;
    efi_mdesc_size = rec->mdesc_size;
    memcpy(efi_memmap, rec + 1, rec->memmap_size);
}

static void __init restore_tables(const struct xen_lu_efi *rec)
{
    efi.acpi = rec->acpi;
    efi.acpi20 = rec->acpi20;
    efi.smbios = rec->smbios;
    efi.smbios3 = rec->smbios3;
    efi.mps = rec->mps;
    efi_ct = at(rec->ct);
    efi_num_ct = rec->nr_ct;
}

static void __init restore_services(const struct xen_lu_efi *rec)
{
    efi_rs = at(rec->rs);
    efi_fw_vendor = at(rec->fw_vendor);
    efi_fw_revision = rec->fw_revision;
    efi_version = rec->version;
    efi_bs_revision = rec->bs_revision;
    efi_boot_max_var_store_size = rec->max_var_store;
    efi_boot_remain_var_store_size = rec->remain_var_store;
    efi_boot_max_var_size = rec->max_var;
    efi_apple_properties_addr = rec->apple_maddr;
    efi_apple_properties_len = rec->apple_size;
}

/**
 * lu_efi_restore - set what a boot learns from UEFI, before ACPI needs it
 *
 * EFI_LOADER stays clear: this Xen was entered as by Multiboot2.
 */
void __init lu_efi_restore(const void *stream)
{
    const struct xen_lu_efi *rec = lu_find(stream, XEN_LU_REC_EFI, NULL);

    if ( !rec )
        return;

    restore_memmap(rec);
    restore_tables(rec);
    restore_services(rec);
    map_bs = rec->flags & XEN_LU_EFI_MAP_BS;
    __set_bit(EFI_BOOT, &efi_flags);
    if ( rec->flags & XEN_LU_EFI_RS )
        __set_bit(EFI_RS, &efi_flags);
    else
        __clear_bit(EFI_RS, &efi_flags);
}

/* The header that the first Xen wrote before a ROM most likely still fits. */
static void __init restore_rom(const struct xen_lu_efi_rom *rec)
{
    const size_t head = offsetof(struct efi_pci_rom, data);
    struct efi_pci_rom *rom = maddr_to_virt(rec->maddr - head);
    const struct efi_pci_rom want = {
        .next = efi_pci_roms,
        .vendor = rec->vendor,
        .devid = rec->device,
        .segment = rec->seg,
        .bus = rec->bus,
        .devfn = rec->devfn,
        .size = rec->size,
    };

    if ( memcmp(rom, &want, head) )
        memcpy(rom, &want, head);
    efi_pci_roms = rom;
}

/**
 * lu_efi_restore_roms - copies of PCI ROMs that the first Xen has made
 *
 * To be called when memory of run-time services is mapped.
 */
void __init lu_efi_restore_roms(const void *stream)
{
    const struct xen_lu_efi_rom *rec;
    unsigned int nr;

    rec = lu_array(stream, XEN_LU_REC_EFI_ROMS, struct xen_lu_efi_rom, nr);
    while ( nr-- )
    {
        const pci_sbdf_t sbdf =
            PCI_SBDF(rec[nr].seg, rec[nr].bus, rec[nr].devfn);

        if ( rec[nr].head >= offsetof(struct efi_pci_rom, data) )
            restore_rom(&rec[nr]);
        else
            printk(XENLOG_WARNING "Live update: no room for the ROM of %pp\n",
                   &sbdf);
    }
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
