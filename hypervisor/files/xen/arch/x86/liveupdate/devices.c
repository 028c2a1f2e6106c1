/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: PCI devices, and who has them.
 *
 * The hardware domain has told Xen about its devices. It keeps most of them;
 * others are passed through to a domU, or are in quarantine: their owner is
 * dom_io then.
 */
#include <xen/errno.h>
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/pci.h>
#include <xen/sched.h>
#include <asm/msi.h>
#include <xen-liveupdate/handoff.h>

#include <xen/liveupdate/private.h>
#include "private.h"

/* --- save --------------------------------------------------------------- */

static void devices_of(const struct domain *d, struct lu_writer *w,
                       void (*fn)(struct lu_writer *w,
                                  const struct pci_dev *pdev))
{
    const struct pci_dev *pdev;

    for_each_pdev ( d, pdev )
        fn(w, pdev);
}

/* Devices that dom_xen has are hidden: the new Xen finds them by itself. */
static void each_device(struct lu_writer *w,
                        void (*fn)(struct lu_writer *w,
                                   const struct pci_dev *pdev))
{
    const struct domain *d;

    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
        devices_of(d, w, fn);
    rcu_read_unlock(&domlist_read_lock);
    devices_of(dom_io, w, fn);
}

/* More entries than are mapped: PHYSDEVOP_prepare_msix has taken one. */
static bool msix_prepared(const struct pci_dev *pdev)
{
    const struct msi_desc *msi;
    unsigned int mapped = 0;

    list_for_each_entry ( msi, &pdev->msi_list, list )
        mapped += msi->msi_attrib.type == PCI_CAP_ID_MSIX;

    return pdev->msix->used_entries > mapped;
}

static void save_device(struct lu_writer *w, const struct pci_dev *pdev)
{
    struct xen_lu_pci_device rec = {
        .seg = pdev->seg,
        .bus = pdev->bus,
        .devfn = pdev->devfn,
        .flags = (pdev->info.is_extfn ? XEN_LU_PCI_EXTFN : 0) |
                 (pdev->info.is_virtfn ? XEN_LU_PCI_VIRTFN : 0) |
                 (pdev->quarantine ? XEN_LU_PCI_QUARANTINE : 0) |
                 (pdev->broken ? XEN_LU_PCI_BROKEN : 0),
        .physfn_bus = pdev->info.physfn.bus,
        .physfn_devfn = pdev->info.physfn.devfn,
        .domid = pdev->domain->domain_id,
        .node = pdev->node,
    };

    if ( pdev->msix && pdev->msix->guest_maskall )
        rec.flags |= XEN_LU_PCI_MSIX_MASKALL;
    if ( pdev->msix && msix_prepared(pdev) )
        rec.flags |= XEN_LU_PCI_MSIX_READY;
    lu_rec_put(w, &rec, sizeof(rec));
}

/* Xen reads them when there is no virtual function, which never recurs. */
static void save_vf_bars(struct lu_writer *w, const struct pci_dev *pdev)
{
    struct xen_lu_pci_vf rec = {
        .seg = pdev->seg, .bus = pdev->bus, .devfn = pdev->devfn,
    };
    uint64_t any = 0;
    unsigned int i;

    BUILD_BUG_ON(XEN_LU_VF_BARS != ARRAY_SIZE(pdev->vf_rlen));
    for ( i = 0; i < XEN_LU_VF_BARS; i++ )
        any |= rec.size[i] = pdev->vf_rlen[i];
    if ( any )
        lu_rec_put(w, &rec, sizeof(rec));
}

/**
 * lu_save_devices - PCI devices and their owners
 */
void lu_save_devices(struct lu_writer *w)
{
    lu_rec_open(w, XEN_LU_REC_PCI_DEVICE);
    each_device(w, save_device);
    lu_rec_close_if_used(w);

    lu_rec_open(w, XEN_LU_REC_PCI_VF);
    each_device(w, save_vf_bars);
    lu_rec_close_if_used(w);
}

static unsigned int nr_devices(const struct domain *d)
{
    const struct pci_dev *pdev;
    unsigned int nr = 0;

    for_each_pdev ( d, pdev )
        nr++;

    return nr;
}

/**
 * lu_devices_size - bytes that lu_save_devices() writes at most
 */
size_t lu_devices_size(void)
{
    const struct domain *d;
    size_t nr;

    pcidevs_lock();
    nr = nr_devices(dom_io);
    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
        nr += nr_devices(d);
    rcu_read_unlock(&domlist_read_lock);
    pcidevs_unlock();

    return nr * (sizeof(struct xen_lu_pci_device) +
                 sizeof(struct xen_lu_pci_vf));
}

/* --- restore ------------------------------------------------------------ */

static void __init lost_device(const struct xen_lu_pci_device *rec, int rc)
{
    const pci_sbdf_t sbdf = PCI_SBDF(rec->seg, rec->bus, rec->devfn);

    printk(XENLOG_ERR "Live update: device %pp: error %d\n", &sbdf, rc);
    lu_note(XLU_WARN_INTERRUPT, rec->domid, XEN_LU_REC_PCI_DEVICE, sbdf.bdf,
            rc);
}

static void __init restore_msix(const struct xen_lu_pci_device *rec)
{
    const pci_sbdf_t sbdf = PCI_SBDF(rec->seg, rec->bus, rec->devfn);
    const uint32_t ready = XEN_LU_PCI_MSIX_READY;
    struct pci_dev *pdev;
    int rc = 0;

    pcidevs_lock();
    pdev = pci_get_pdev(NULL, sbdf);
    if ( pdev && pdev->msix )
        pdev->msix->guest_maskall = rec->flags & XEN_LU_PCI_MSIX_MASKALL;
    else if ( pdev && (rec->flags & ready) )
        rc = -ENODEV;
    pcidevs_unlock();

    /* If the device is missing there is a note already. */
    if ( pdev && !rc && (rec->flags & ready) )
        rc = pci_prepare_msix(rec->seg, rec->bus, rec->devfn, false);
    if ( rc )
        lost_device(rec, rc);
}

static void __init add_device(const struct xen_lu_pci_device *rec)
{
    const pci_sbdf_t sbdf = PCI_SBDF(rec->seg, rec->bus, rec->devfn);
    struct pci_dev_info info = {
        .is_extfn = rec->flags & XEN_LU_PCI_EXTFN,
        .is_virtfn = rec->flags & XEN_LU_PCI_VIRTFN,
        .physfn = { rec->physfn_bus, rec->physfn_devfn },
    };
    int rc = lu_fault_device("pci", sbdf.bdf) ? -EIO :
             pci_add_device(rec->seg, rec->bus, rec->devfn,
                            info.is_extfn || info.is_virtfn ? &info : NULL,
                            rec->node);

    if ( rc )
        lost_device(rec, rc);
}

static void __init restore_vf_bars(const void *stream)
{
    const struct xen_lu_pci_vf *rec;
    unsigned int i, j, nr;

    rec = lu_array(stream, XEN_LU_REC_PCI_VF, struct xen_lu_pci_vf, nr);
    pcidevs_lock();
    for ( i = 0; i < nr; i++ )
    {
        struct pci_dev *pdev =
            pci_get_pdev(NULL, PCI_SBDF(rec[i].seg, rec[i].bus, rec[i].devfn));

        for ( j = 0; pdev && j < XEN_LU_VF_BARS; j++ )
            pdev->vf_rlen[j] = rec[i].size[j];
    }
    pcidevs_unlock();
}

/*
 * A device without an owner becomes the hardware domain's. One that another
 * domain has programmed must not reach that one's memory.
 */
static void __init keep_away(struct pci_dev *pdev)
{
    pdev->domain = dom_io;
    list_add(&pdev->domain_list, &dom_io->pdev_list);
}

/*
 * The hardware domain has got all devices, and prepared them. Units of AMD-Vi
 * already have an entry of the old Xen for each, which says what it can reach;
 * VT-d has none yet. See setup_restored_devices() for both.
 */
static void __init give(const struct xen_lu_pci_device *rec)
{
    struct domain *owner = rec->domid == DOMID_IO
                           ? dom_io : rcu_lock_domain_by_id(rec->domid);
    struct pci_dev *pdev;

    pcidevs_lock();
    pdev = pci_get_pdev(NULL, PCI_SBDF(rec->seg, rec->bus, rec->devfn));
    if ( pdev && !pdev->domain && owner != hardware_domain )
        keep_away(pdev);
    else if ( pdev && pdev->domain == hardware_domain )
    {
        pdev->quarantine = rec->flags & XEN_LU_PCI_QUARANTINE;
        pdev->broken = rec->flags & XEN_LU_PCI_BROKEN;
        if ( owner != hardware_domain )
        {
            list_move(&pdev->domain_list, &owner->pdev_list);
            pdev->domain = owner;
        }
    }
    pcidevs_unlock();
    if ( owner != dom_io )
        rcu_unlock_domain(owner);
}

/**
 * lu_restore_devices - devices as the hardware domain told, and their owners
 */
void __init lu_restore_devices(const void *stream)
{
    const struct xen_lu_pci_device *rec;
    unsigned int i, nr;

    rec = lu_array(stream, XEN_LU_REC_PCI_DEVICE, struct xen_lu_pci_device,
                   nr);
    for ( i = 0; i < nr; i++ )
        add_device(&rec[i]);
    restore_vf_bars(stream);
    for ( i = 0; i < nr; i++ )
        restore_msix(&rec[i]);
    for ( i = 0; i < nr; i++ )
        give(&rec[i]);
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
