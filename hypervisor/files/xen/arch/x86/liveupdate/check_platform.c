/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: checking what the hardware domain has told Xen about the
 * platform.
 *
 * Called by common/liveupdate/check.c, and like that also built for the host.
 * Whether the devices exist in this machine is found out by the restore: a
 * missing device is a warning, not an error.
 */
#include <xen/errno.h>
#include <xen/lib.h>

#include <xen/liveupdate/stream.h>

static int check_mmcfg(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_MMCFG;
    const struct xen_lu_mmcfg *rec;
    unsigned int i, nr;

    rec = lu_array(c->stream, type, struct xen_lu_mmcfg, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( rec[i].flags & ~XEN_LU_MMCFG_USED )
            return lu_bad(c, type, &rec[i].flags);
        if ( rec[i].start_bus > rec[i].end_bus )
            return lu_bad(c, type, &rec[i].start_bus);
    }

    return 0;
}

static int check_pm(const struct lu_content *c)
{
    const struct xen_lu_pm *rec = lu_find(c->stream, XEN_LU_REC_PM, NULL);

    if ( !rec )
        return 0;
    if ( rec->flags & ~XEN_LU_PM_ALL )
        return lu_bad(c, XEN_LU_REC_PM, &rec->flags);
    if ( rec->smt_savings > 1 )
        return lu_bad(c, XEN_LU_REC_PM, &rec->smt_savings);

    return 0;
}

static int check_ioapic(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_IOAPIC;
    const struct xen_lu_ioapic_pin *rec;
    unsigned int i, nr;

    rec = lu_array(c->stream, type, struct xen_lu_ioapic_pin, nr);
    for ( i = 0; i < nr; i++ )
        if ( rec[i].flags & ~XEN_LU_GSI_ALL )
            return lu_bad(c, type, &rec[i].flags);

    return 0;
}

static int check_pci_vf(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_PCI_VF;
    const struct xen_lu_pci_vf *rec;
    unsigned int i, j, nr;

    rec = lu_array(c->stream, type, struct xen_lu_pci_vf, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( rec[i].reserved )
            return lu_reserved(c, type, &rec[i].reserved);
        /* Addresses of BARs are sums of multiples of these sizes. */
        for ( j = 0; j < XEN_LU_VF_BARS; j++ )
            if ( rec[i].size[j] & (rec[i].size[j] - 1) )
                return lu_bad(c, type, &rec[i].size[j]);
    }

    return 0;
}

/**
 * arch_lu_check_host - the x86 records of the host
 */
int arch_lu_check_host(const struct lu_content *c)
{
    return check_mmcfg(c) ?: check_pm(c) ?: check_ioapic(c) ?: check_pci_vf(c) ?:
           arch_lu_check_efi(c);
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
