/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: checking what UEFI has told the first Xen.
 *
 * Called by common/liveupdate/check.c, and like that also built for the host.
 * What Xen calls, reads or writes has to be in a region of the firmware's
 * memory map. Tables that others describe are treated as in a boot: they may be
 * anywhere.
 */
#include <xen/errno.h>
#include <xen/lib.h>

#include <xen/liveupdate/stream.h>

/* EFI_MEMORY_DESCRIPTOR; a later version may be longer. */
struct descriptor {
    uint32_t type;
    uint32_t padding;
    uint64_t start;
    uint64_t virtual_start;
    uint64_t pages;
    uint64_t attribute;
};

#define MAX_DESCRIPTOR   4096U
#define EFI_PAGE         4096U
#define MAX_PAGES        (1ULL << 40)   /* 52 bits of addresses */
#define RUNTIME_CODE     5U
#define RUNTIME_DATA     6U
#define RUNTIME          (1ULL << 63)

#define SERVICES_SIZE    136U           /* EFI_RUNTIME_SERVICES */
#define TABLE_SIZE       24U            /* EFI_CONFIGURATION_TABLE */
#define MAX_TABLES       65536U

static const struct descriptor *nth(const struct xen_lu_efi *rec, unsigned int i)
{
    return (const void *)(rec + 1) + (size_t)i * rec->mdesc_size;
}

static bool is_runtime(const struct descriptor *d)
{
    return (d->attribute & RUNTIME) || d->type == RUNTIME_CODE ||
           d->type == RUNTIME_DATA;
}

/* Is the range in one region of the map, a run-time region if @runtime? */
static bool in_map(const struct xen_lu_efi *rec, uint64_t maddr, uint64_t size,
                   bool runtime)
{
    unsigned int i;

    for ( i = 0; i < rec->memmap_size / rec->mdesc_size; i++ )
    {
        const struct descriptor *d = nth(rec, i);
        uint64_t bytes = d->pages * EFI_PAGE;

        if ( maddr >= d->start && size <= bytes &&
             maddr - d->start <= bytes - size && (!runtime || is_runtime(d)) )
            return true;
    }

    return false;
}

static int check_memmap(const struct lu_content *c,
                        const struct xen_lu_efi *rec)
{
    const uint32_t type = XEN_LU_REC_EFI;
    unsigned int i;

    if ( rec->mdesc_size < sizeof(struct descriptor) ||
         rec->mdesc_size > MAX_DESCRIPTOR || rec->mdesc_size % 8 )
        return lu_bad(c, type, &rec->mdesc_size);
    if ( !rec->memmap_size || rec->memmap_size % rec->mdesc_size )
        return lu_bad(c, type, &rec->memmap_size);
    for ( i = 0; i < rec->memmap_size / rec->mdesc_size; i++ )
    {
        const struct descriptor *d = nth(rec, i);

        if ( d->start % EFI_PAGE || d->start / EFI_PAGE > MAX_PAGES )
            return lu_bad(c, type, &d->start);
        if ( d->pages > MAX_PAGES - d->start / EFI_PAGE )
            return lu_bad(c, type, &d->pages);
    }

    return 0;
}

static int check_efi(const struct lu_content *c, const struct xen_lu_efi *rec)
{
    const uint32_t type = XEN_LU_REC_EFI;
    bool services = rec->flags & XEN_LU_EFI_RS;
    int rc = check_memmap(c, rec);

    if ( rc )
        return rc;
    if ( rec->flags & ~XEN_LU_EFI_ALL )
        return lu_bad(c, type, &rec->flags);
    if ( services && !in_map(rec, rec->rs, SERVICES_SIZE, true) )
        return lu_bad(c, type, &rec->rs);
    if ( rec->nr_ct > MAX_TABLES )
        return lu_bad(c, type, &rec->nr_ct);
    if ( rec->nr_ct &&
         !in_map(rec, rec->ct, (uint64_t)rec->nr_ct * TABLE_SIZE, false) )
        return lu_bad(c, type, &rec->ct);
    if ( rec->fw_vendor && !in_map(rec, rec->fw_vendor, 2, false) )
        return lu_bad(c, type, &rec->fw_vendor);

    return rec->reserved ? lu_reserved(c, type, &rec->reserved) : 0;
}

static int check_roms(const struct lu_content *c, const struct xen_lu_efi *efi)
{
    const uint32_t type = XEN_LU_REC_EFI_ROMS;
    const struct xen_lu_efi_rom *rec;
    unsigned int i, nr;

    rec = lu_array(c->stream, type, struct xen_lu_efi_rom, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( rec[i].head > EFI_PAGE )
            return lu_bad(c, type, &rec[i].head);
        if ( rec[i].size > ~0ULL - EFI_PAGE )
            return lu_bad(c, type, &rec[i].size);
        if ( !efi || !(efi->flags & XEN_LU_EFI_RS) ||
             rec[i].maddr < rec[i].head ||
             !in_map(efi, rec[i].maddr - rec[i].head,
                     rec[i].head + rec[i].size, true) )
            return lu_bad(c, type, &rec[i].maddr);
        if ( rec[i].reserved )
            return lu_reserved(c, type, &rec[i].reserved);
    }

    return 0;
}

/**
 * arch_lu_check_efi - the records of a host that UEFI has started
 */
int arch_lu_check_efi(const struct lu_content *c)
{
    const struct xen_lu_efi *rec = lu_find(c->stream, XEN_LU_REC_EFI, NULL);
    int rc = rec ? check_efi(c, rec) : 0;

    return rc ?: check_roms(c, rec);
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
