/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: physical interrupts.
 *
 * How lines are triggered is in platform.c. The new Xen has vectors of its own:
 * each interrupt is mapped and bound again under the domain's old PIRQ.
 * Interrupts in service are forgotten: a level triggered line that is still
 * asserted fires again, all others are raised once by lu_raise_lost_events().
 */
#include <xen/errno.h>
#include <xen/event.h>
#include <xen/init.h>
#include <xen/iocap.h>
#include <xen/irq.h>
#include <xen/lib.h>
#include <xen/pci.h>
#include <xen/domain_page.h>
#include <xen/sched.h>
#include <asm/irq.h>
#include <asm/msi.h>

#include <xen/liveupdate/private.h>
#include "private.h"

/* Base address of the BAR that holds the MSI-X table. */
static uint64_t table_bar(const struct msi_desc *msi)
{
    uint32_t offset = pci_conf_read32(msi->dev->sbdf,
                                      msix_table_offset_reg(msi->msi_attrib.pos));

    return pfn_to_paddr(msi->dev->msix->table.first) -
           (offset & ~PCI_MSIX_BIRMASK & PAGE_MASK);
}

static void describe_msi(struct xen_lu_pirq *rec, const struct msi_desc *msi)
{
    bool msix = msi->msi_attrib.type == PCI_CAP_ID_MSIX;

    rec->kind = msix ? XEN_LU_PIRQ_MSIX : XEN_LU_PIRQ_MSI;
    rec->seg = msi->dev->seg;
    rec->bus = msi->dev->bus;
    rec->devfn = msi->dev->devfn;
    if ( msi->msi_attrib.guest_masked )
        rec->flags |= XEN_LU_PIRQ_MSI_MASKED;
    rec->entry_nr = msix ? msi->msi_attrib.entry_nr : msi->msi.nvec;
    if ( msix && msi->dev->msix )
        rec->table_base = table_bar(msi);
}

static void save_pirq(struct lu_writer *w, struct domain *d, int pirq, int irq)
{
    struct xen_lu_pirq rec = { .pirq = pirq };
    const struct pirq *info = pirq_info(d, pirq);
    const struct irq_desc *desc = irq_to_desc(irq);

    if ( desc->msi_desc )
        describe_msi(&rec, desc->msi_desc);
    else
    {
        rec.kind = XEN_LU_PIRQ_GSI;
        rec.gsi = irq;
    }

    if ( info && info->evtchn )
    {
        rec.flags |= XEN_LU_PIRQ_BOUND;
        rec.port = info->evtchn;
        rec.vcpu = evtchn_from_port(d, info->evtchn)->notify_vcpu_id;
        if ( lu_irq_shareable(desc) )
            rec.flags |= XEN_LU_PIRQ_SHAREABLE;
    }
    lu_rec_put(w, &rec, sizeof(rec));
}

/**
 * lu_save_irqs - physical interrupts that a domain has mapped
 */
void lu_save_irqs(struct lu_writer *w, struct domain *d)
{
    unsigned int pirq;

    lu_rec_open(w, XEN_LU_REC_PIRQ);
    for ( pirq = 1; pirq < d->nr_pirqs; pirq++ )
    {
        int irq = domain_pirq_to_irq(d, pirq);

        if ( irq > 0 )
            save_pirq(w, d, pirq, irq);
    }
    lu_rec_close_if_used(w);
}

static bool asleep(const struct pci_dev *pdev, bool memory)
{
    const struct msi_desc *msi;

    if ( list_empty(&pdev->msi_list) )
        return false;
    if ( !memory )
        return pci_conf_read16(pdev->sbdf, PCI_VENDOR_ID) == 0xffff;
    msi = list_first_entry(&pdev->msi_list, const struct msi_desc, list);

    return msi->msi_attrib.type == PCI_CAP_ID_MSIX &&
           !(pci_conf_read16(pdev->sbdf, PCI_COMMAND) & PCI_COMMAND_MEMORY);
}

static bool any_asleep(const struct domain *d, bool memory)
{
    const struct pci_dev *pdev;

    for_each_pdev ( d, pdev )
        if ( asleep(pdev, memory) )
        {
            printk(XENLOG_ERR "Live update: device %pp is asleep\n",
                   &pdev->sbdf);
            return true;
        }

    return false;
}

/**
 * lu_device_asleep - is there a device that could not be told where its
 * interrupt goes?
 * @memory: test its memory, if that has MSI-X; otherwise test if it is present
 */
bool lu_device_asleep(bool memory)
{
    const struct domain *d;
    bool found;

    pcidevs_lock();
    found = any_asleep(dom_io, memory);
    rcu_read_lock(&domlist_read_lock);
    for_each_domain ( d )
        found = found || any_asleep(d, memory);
    rcu_read_unlock(&domlist_read_lock);
    pcidevs_unlock();

    return found;
}

/*
 * Interrupts are mapped by the hardware domain, as they were: permissions and
 * the place of MSI-X tables are checked for the current domain. Like the
 * hardware domain's construction this runs on the idle vCPU's page tables.
 */
static void __init begin_as_hwdom(void)
{
    mapcache_override_current(current);
    set_current(hardware_domain->vcpu[0]);
}

static void __init end_as_hwdom(void)
{
    set_current(idle_vcpu[smp_processor_id()]);
    mapcache_override_current(NULL);
}

/* @irq is permitted even if the hardware domain has given it away since. */
static int __init map_as_hwdom(struct domain *d, const struct xen_lu_pirq *rec,
                               int irq, int type, struct msi_info *msi)
{
    bool lent = !irq_access_permitted(hardware_domain, irq);
    int rc = lent ? irq_permit_access(hardware_domain, irq) : 0;

    if ( rc )
        return rc;

    if ( msi )
        pcidevs_lock();
    write_lock(&d->event_lock);
    begin_as_hwdom();
    rc = map_domain_pirq(d, rec->pirq, irq, type, msi);
    end_as_hwdom();
    write_unlock(&d->event_lock);
    if ( msi )
        pcidevs_unlock();

    if ( lent && irq_deny_access(hardware_domain, irq) && !rc )
        rc = -ENOMEM;

    return rc;
}

static int __init map_gsi(struct domain *d, const struct xen_lu_pirq *rec)
{
    bool permitted = irq_access_permitted(d, rec->gsi);
    int rc;

    if ( rec->gsi >= nr_irqs_gsi )
        return -EINVAL;

    /* Legacy interrupts are mapped by domain creation already. */
    if ( domain_pirq_to_irq(d, rec->pirq) == rec->gsi )
        return 0;

    rc = map_as_hwdom(d, rec, rec->gsi, MAP_PIRQ_TYPE_GSI, NULL);
    /* Mapping permits access, which the toolstack had revoked. */
    if ( !rc && !permitted )
        rc = irq_deny_access(d, rec->gsi);

    return rc;
}

static int __init map_msi(struct domain *d, const struct xen_lu_pirq *rec)
{
    struct msi_info msi = {
        .sbdf = PCI_SBDF(rec->seg, rec->bus, rec->devfn),
        .entry_nr = rec->entry_nr,
        .table_base = rec->table_base,
    };
    int irq, rc;

    if ( rec->kind == XEN_LU_PIRQ_MSI && rec->entry_nr != 1 )
        return -EOPNOTSUPP;

    irq = create_irq(NUMA_NO_NODE, false);
    if ( irq < 0 )
        return irq;
    rc = irq_permit_access(d, irq);
    if ( !rc )
    {
        irq_to_desc(irq)->arch.creator_domid = d->domain_id;
        msi.irq = irq;
        rc = map_as_hwdom(d, rec, irq, MAP_PIRQ_TYPE_MSI, &msi);
    }
    if ( rc )
        destroy_irq(irq);

    return rc;
}

static int __init bind_pirq(struct domain *d, const struct xen_lu_pirq *rec)
{
    struct pirq *info;
    int rc;

    if ( !domain_vcpu(d, rec->vcpu) || !port_is_valid(d, rec->port) ||
         evtchn_from_port(d, rec->port)->state != ECS_PIRQ )
        return -EINVAL;

    write_lock(&d->event_lock);
    info = pirq_get_info(d, rec->pirq);
    if ( !info )
        rc = -ENOMEM;
    else
    {
        info->evtchn = rec->port;
        /*
         * Not in service here, even if it was in the old Xen: an EOI that the
         * domain still owes is ignored, and the line fires again if it is
         * asserted.
         */
        info->masked = false;
        rc = pirq_guest_bind(d->vcpu[rec->vcpu], info,
                             !!(rec->flags & XEN_LU_PIRQ_SHAREABLE));
    }
    write_unlock(&d->event_lock);

    return rc;
}

/* Binding has masked the MSI on behalf of the domain: see startup. */
static void __init restore_msi_mask(struct domain *d,
                                    const struct xen_lu_pirq *rec)
{
    struct irq_desc *desc = irq_to_desc(domain_pirq_to_irq(d, rec->pirq));
    unsigned long flags;

    spin_lock_irqsave(&desc->lock, flags);
    if ( desc->msi_desc )
        guest_mask_msi_irq(desc, rec->flags & XEN_LU_PIRQ_MSI_MASKED);
    spin_unlock_irqrestore(&desc->lock, flags);
}

static int __init restore_eoi_map(struct domain *d,
                                  const struct xen_lu_domain *dom)
{
    struct page_info *pg;

    if ( !(dom->flags & XEN_LU_DOMAIN_EOI_MAP) )
        return 0;
    if ( !mfn_valid(_mfn(dom->pirq_eoi_mfn)) )
        return -EINVAL;

    pg = mfn_to_page(_mfn(dom->pirq_eoi_mfn));
    if ( !get_page_and_type(pg, d, PGT_writable_page) )
        return -EINVAL;
    d->arch.pirq_eoi_map = __map_domain_page_global(pg);
    if ( !d->arch.pirq_eoi_map )
    {
        put_page_and_type(pg);
        return -ENOMEM;
    }
    lu_have_reference(pg);
    d->arch.pirq_eoi_map_mfn = dom->pirq_eoi_mfn;
    d->arch.auto_unmask = dom->flags & XEN_LU_DOMAIN_AUTO_UNMASK;

    return 0;
}

/*
 * This Xen's CPUs and command line decide how many interrupts a domain may map.
 * A domain keeps those that it has mapped already.
 */
static void __init keep_pirqs(struct domain *d, const struct xen_lu_pirq *rec,
                              unsigned int nr)
{
    if ( nr )
        d->nr_pirqs = max(d->nr_pirqs, rec[nr - 1].pirq + 1);
}

static int __init map_pirq(struct domain *d, const struct xen_lu_pirq *rec)
{
    if ( lu_fault_device("map", rec->kind) )
        return -EIO;

    return rec->kind == XEN_LU_PIRQ_GSI ? map_gsi(d, rec) : map_msi(d, rec);
}

static int __init restore_pirq(struct domain *d, const struct xen_lu_pirq *rec)
{
    int rc = map_pirq(d, rec);

    if ( rc || !(rec->flags & XEN_LU_PIRQ_BOUND) )
        return rc;

    rc = lu_fault_device("bind", rec->kind) ? -EBUSY : bind_pirq(d, rec);
    if ( !rc && rec->kind != XEN_LU_PIRQ_GSI )
        restore_msi_mask(d, rec);

    return rc;
}

/* No CPU may get an MSI with a vector of the old Xen. */
static void __init silence_msi(const struct xen_lu_pirq *rec)
{
    pci_sbdf_t sbdf = PCI_SBDF(rec->seg, rec->bus, rec->devfn);
    unsigned int pos = pci_find_cap_offset(rec->seg, rec->bus,
                                           PCI_SLOT(rec->devfn),
                                           PCI_FUNC(rec->devfn),
                                           PCI_CAP_ID_MSI);

    if ( pos )
        pci_conf_write16(sbdf, msi_control_reg(pos),
                         pci_conf_read16(sbdf, msi_control_reg(pos)) &
                         ~PCI_MSI_FLAGS_ENABLE);
}

/*
 * The domain keeps the PIRQ, in which it still believes, and the port, which
 * gets one event. To use the device again the domain's driver has to set it up
 * anew.
 */
static void __init give_up_pirq(struct domain *d,
                                const struct xen_lu_pirq *rec, int err)
{
    struct pirq *info;

    if ( rec->kind == XEN_LU_PIRQ_GSI )
        printk(XENLOG_ERR "Live update: %pd: interrupt %u, GSI %u: error %d\n",
               d, rec->pirq, rec->gsi, err);
    else
        printk(XENLOG_ERR
               "Live update: %pd: interrupt %u, device %pp: error %d\n",
               d, rec->pirq, &PCI_SBDF(rec->seg, rec->bus, rec->devfn), err);
    lu_note(XLU_WARN_INTERRUPT, d->domain_id, XEN_LU_REC_PIRQ, rec->pirq, err);

    if ( rec->kind == XEN_LU_PIRQ_MSI )
        silence_msi(rec);

    write_lock(&d->event_lock);
    info = pirq_get_info(d, rec->pirq);
    if ( info )
    {
        info->evtchn = 0;
        if ( !info->arch.irq )
            info->arch.irq = PIRQ_ALLOCATED;
    }
    if ( rec->flags & XEN_LU_PIRQ_BOUND )
        lu_unbind_pirq_port(d, rec->port);
    write_unlock(&d->event_lock);
}

static int __init restore_emulated(struct domain *d,
                                   const struct xen_lu_domain *dom)
{
#ifdef CONFIG_HVM
    return is_hvm_domain(d) ? lu_restore_hvm_pirqs(d, dom) : 0;
#else
    return 0;
#endif
}

/**
 * arch_lu_restore_irqs - map and bind the physical interrupts of a domain
 */
int __init arch_lu_restore_irqs(struct domain *d,
                                const struct xen_lu_domain *dom)
{
    const struct xen_lu_pirq *rec;
    int rc = restore_eoi_map(d, dom);
    unsigned int i, nr;

    rec = lu_array(dom, XEN_LU_REC_PIRQ, struct xen_lu_pirq, nr);
    keep_pirqs(d, rec, nr);
    for ( i = 0; i < nr; i++ )
    {
        int err = restore_pirq(d, &rec[i]);

        if ( err )
            give_up_pirq(d, &rec[i], err);
    }

    return rc ?: restore_emulated(d, dom);
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
