/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: checking the records of the host: time and banks, scheduling,
 * PCI devices, memory that no domain may own.
 */
#include <xen/errno.h>
#include <xen/lib.h>
#include <public/domctl.h>

#include <xen/liveupdate/stream.h>

#define FRAME_SIZE      4096U
#define MIN_TSC_HZ      1000000U
#define NSEC_PER_SEC    1000000000U
#define NO_NODE         0xffU
#define MAX_IOMMUS      1024U
#define MAX_CPUPOOL     (~0U - 1)

static bool banks_fit(const struct xen_lu_host *host)
{
    uint64_t a = host->bank_maddr[0], b = host->bank_maddr[1];
    uint64_t size = host->bank_size;

    return size && !((a | b | size) % FRAME_SIZE) &&
           size <= ~0ULL - a && size <= ~0ULL - b &&
           (a < b ? b - a : a - b) >= size;
}

static int check_host(const struct lu_content *c)
{
    const struct xen_lu_host *host = c->host;
    const uint32_t type = XEN_LU_REC_HOST;

    if ( host->tsc_hz < MIN_TSC_HZ )
        return lu_bad(c, type, &host->tsc_hz);
    if ( host->stime < 0 )
        return lu_bad(c, type, &host->stime);
    if ( (host->flags & ~XEN_LU_HOST_ALL) ||
         ((host->flags & XEN_LU_HOST_INTREMAP) &&
          !(host->iommus && c->machine->intremap)) )
        return lu_bad(c, type, &host->flags);
    if ( host->wallclock_nsec >= NSEC_PER_SEC )
        return lu_bad(c, type, &host->wallclock_nsec);
    if ( !host->generation )
        return lu_bad(c, type, &host->generation);
    if ( !banks_fit(host) )
        return lu_bad(c, type, &host->bank_size);
    /* Creating domain 0 makes it the hardware domain. */
    if ( host->dom0_id )
        return lu_bad(c, type, &host->dom0_id);
    if ( host->smt > XEN_LU_SMT_ON )
        return lu_bad(c, type, &host->smt);
    if ( host->iommus > MAX_IOMMUS || (host->iommus && !c->machine->iommu) )
        return lu_bad(c, type, &host->iommus);
    if ( host->reserved )
        return lu_reserved(c, type, &host->reserved);

    return 0;
}

static bool virq_is_global(uint32_t virq)
{
    switch ( virq )
    {
    case VIRQ_TIMER:
    case VIRQ_DEBUG:
    case VIRQ_XENOPROF:
    case VIRQ_XENPMU:
        return false;
    }

    return virq < NR_VIRQS;
}

static int check_global_virqs(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_GLOBAL_VIRQ;
    const struct xen_lu_global_virq *rec;
    unsigned int i, nr;

    rec = lu_array(c->stream, type, struct xen_lu_global_virq, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( !virq_is_global(rec[i].virq) ||
             (i && rec[i].virq <= rec[i - 1].virq) )
            return lu_bad(c, type, &rec[i].virq);
        if ( !lu_find_domain(c, rec[i].domid) )
            return lu_bad(c, type, &rec[i].domid);
    }

    return 0;
}

/**
 * lu_sched_fits - are the parameters of this XEN_SCHEDULER_* known?
 */
bool lu_sched_fits(uint32_t sched)
{
    return sched == XEN_SCHEDULER_CREDIT || sched == XEN_SCHEDULER_CREDIT2;
}

static int check_cpupools(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_CPUPOOL;
    const struct xen_lu_cpupool *rec;
    unsigned int i, nr;

    rec = lu_array(c->stream, type, struct xen_lu_cpupool, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( i ? rec[i].id <= rec[i - 1].id : rec[i].id )
            return lu_bad(c, type, &rec[i].id);
        if ( rec[i].id > MAX_CPUPOOL )
            return lu_bad(c, type, &rec[i].id);
        if ( !lu_sched_fits(rec[i].sched) )
            return lu_bad(c, type, &rec[i].sched);
    }

    return 0;
}

static bool is_pool(const struct lu_content *c, uint32_t id)
{
    const struct xen_lu_cpupool *rec;
    unsigned int i, nr;

    rec = lu_array(c->stream, XEN_LU_REC_CPUPOOL, struct xen_lu_cpupool, nr);
    for ( i = 0; i < nr; i++ )
        if ( rec[i].id == id )
            return true;

    return false;
}

static int check_cpus(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_CPUS;
    const struct xen_lu_cpu *rec;
    unsigned int i, nr;

    rec = lu_array(c->stream, type, struct xen_lu_cpu, nr);
    /* CPU 0 never goes offline, and never leaves pool 0. */
    if ( !nr || rec[0].flags != XEN_LU_CPU_ALL )
        return lu_bad(c, type, &rec[0].flags);
    if ( rec[0].pool )
        return lu_bad(c, type, &rec[0].pool);
    for ( i = 1; i < nr; i++ )
    {
        if ( (rec[i].flags & ~XEN_LU_CPU_ALL) ||
             rec[i].flags == XEN_LU_CPU_ONLINE )
            return lu_bad(c, type, &rec[i].flags);
        if ( rec[i].pool != XEN_LU_NO_POOL && !is_pool(c, rec[i].pool) )
            return lu_bad(c, type, &rec[i].pool);
    }

    return 0;
}

/* Whether it accepts the values is up to the scheduler. */
static int check_sched_params(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_SCHED_PARAMS;
    const struct xen_lu_sched_params *rec;
    unsigned int i, nr;

    rec = lu_array(c->stream, type, struct xen_lu_sched_params, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( rec[i].pool > MAX_CPUPOOL ||
             (i && rec[i].pool <= rec[i - 1].pool) )
            return lu_bad(c, type, &rec[i].pool);
        if ( !lu_sched_fits(rec[i].sched) )
            return lu_bad(c, type, &rec[i].sched);
        if ( rec[i].reserved )
            return lu_reserved(c, type, &rec[i].reserved);
    }

    return 0;
}

static int check_parameters(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_PARAMETERS;
    const struct xen_lu_parameter *rec;
    unsigned int i, nr;

    rec = lu_array(c->stream, type, struct xen_lu_parameter, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( !rec[i].name[0] || rec[i].name[sizeof(rec[i].name) - 1] )
            return lu_bad(c, type, &rec[i].name);
        if ( rec[i].value[sizeof(rec[i].value) - 1] )
            return lu_bad(c, type, &rec[i].value);
    }

    return 0;
}

/* Those in quarantine have no owner; a domain's are behind an IOMMU. */
static bool owner_fits(const struct lu_content *c, uint16_t domid)
{
    const struct xen_lu_domain *dom;

    if ( domid == DOMID_IO )
        return c->host->iommus;
    dom = lu_find_domain(c, domid);

    return dom && (domid == c->host->dom0_id ||
                   (dom->options & XEN_DOMCTL_CDF_iommu));
}

static int check_pci_devices(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_PCI_DEVICE;
    const struct xen_lu_pci_device *rec;
    unsigned int i, nr;

    rec = lu_array(c->stream, type, struct xen_lu_pci_device, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( rec[i].flags & ~XEN_LU_PCI_ALL )
            return lu_bad(c, type, &rec[i].flags);
        if ( !owner_fits(c, rec[i].domid) )
            return lu_bad(c, type, &rec[i].domid);
        if ( rec[i].node >= LU_NODES && rec[i].node != NO_NODE )
            return lu_bad(c, type, &rec[i].node);
    }

    return 0;
}

/* No domain can own this range from here on. */
static bool take_memory(const struct lu_content *c, uint64_t maddr,
                        uint64_t size)
{
    uint64_t first = maddr / FRAME_SIZE, nr = size / FRAME_SIZE;

    return nr && !((maddr | size) % FRAME_SIZE) &&
           first < c->machine->nr_frames &&
           nr <= c->machine->nr_frames - first &&
           lu_frames_take(c->machine->taken, first, nr);
}

static bool in_crash_area(const struct xen_lu_crash_kernel *k, uint64_t maddr)
{
    return maddr >= k->area_maddr && maddr - k->area_maddr < k->area_size;
}

/* Can this be a page that Xen uses when it enters the image? */
static bool crash_page_fits(const struct xen_lu_crash_kernel *k, uint64_t maddr)
{
    return in_crash_area(k, maddr) && !(maddr % FRAME_SIZE);
}

static int check_crash_image(const struct lu_content *c,
                             const struct xen_lu_crash_kernel *k)
{
    const uint32_t type = XEN_LU_REC_CRASH_KERNEL;

    if ( !in_crash_area(k, k->entry) )
        return lu_bad(c, type, &k->entry);
    if ( !crash_page_fits(k, k->tables_maddr) )
        return lu_bad(c, type, &k->tables_maddr);
    /* The code runs with 32-bit addresses. */
    if ( !crash_page_fits(k, k->code_maddr) || k->code_maddr >> 32 ||
         k->code_maddr == k->tables_maddr )
        return lu_bad(c, type, &k->code_maddr);
    if ( !crash_page_fits(k, k->list_maddr) ||
         k->list_maddr == k->tables_maddr || k->list_maddr == k->code_maddr )
        return lu_bad(c, type, &k->list_maddr);

    return arch_lu_crash_image_fits(k->arch) ? 0 : lu_bad(c, type, &k->arch);
}

static int check_crash_kernel(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_CRASH_KERNEL;
    const struct xen_lu_crash_kernel *k = lu_find(c->stream, type, NULL);

    if ( !k )
        return 0;
    if ( !take_memory(c, k->area_maddr, k->area_size) )
        return lu_bad(c, type, &k->area_maddr);
    if ( !k->nr_notes )
        return lu_bad(c, type, &k->nr_notes);
    if ( !take_memory(c, k->notes_maddr, XEN_LU_CRASH_NOTES_SIZE(k->nr_notes)) )
        return lu_bad(c, type, &k->notes_maddr);
    if ( k->flags & ~XEN_LU_CRASH_ALL )
        return lu_bad(c, type, &k->flags);
    if ( k->reserved )
        return lu_reserved(c, type, &k->reserved);

    return k->flags & XEN_LU_CRASH_LOADED ? check_crash_image(c, k) : 0;
}

static int check_bad_pages(const struct lu_content *c)
{
    const uint32_t type = XEN_LU_REC_BAD_PAGES;
    const struct xen_lu_bad_page *rec;
    unsigned int i, nr;

    rec = lu_array(c->stream, type, struct xen_lu_bad_page, nr);
    for ( i = 0; i < nr; i++ )
    {
        if ( rec[i].mfn >= c->machine->nr_frames )
            return lu_bad(c, type, &rec[i].mfn);
        if ( !rec[i].nr || rec[i].nr > c->machine->nr_frames - rec[i].mfn )
            return lu_bad(c, type, &rec[i].nr);
        if ( !rec[i].flags || (rec[i].flags & ~XEN_LU_BAD_ALL) )
            return lu_bad(c, type, &rec[i].flags);
    }

    return 0;
}

/**
 * lu_check_host - the records of the host
 */
int lu_check_host(const struct lu_content *c)
{
    static lu_check_fn *const checks[] = {
        check_host,
        check_global_virqs,
        check_pci_devices,
        check_cpupools,
        check_cpus,
        check_sched_params,
        check_crash_kernel,
        check_parameters,
        check_bad_pages,
        lu_check_boot_memory,
        lu_check_frames,
        arch_lu_check_host,
    };

    return lu_run_checks(c, checks, ARRAY_SIZE(checks));
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
