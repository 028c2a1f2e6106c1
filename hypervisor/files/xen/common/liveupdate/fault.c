/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Live update: faults between the jump and the end of the restore, for tests.
 *
 *   liveupdate-fault=<what>
 *
 * panic, gp, refuse, hang: before anything is checked. magic, version, size,
 * crc: damage the header of the state. unknown=<type>, malformed=<type>,
 * missing=<type>: damage the first record of that type. frame=<type>: its first
 * field, a frame, is another one. skip=<type>: make it an optional record of an
 * unknown type. memory: report too little memory. stale:
 * interrupts with all vectors are pending at the commit point.
 *
 * After the commit point: commit: panic at once. late: the hardware domain
 * cannot be restored. late=<domain>:<type>[,...]: the records of that type of
 * that domain cannot be restored. late=<device>:<number>[,...]: a device fails,
 * see the callers of lu_fault_device(): cpu:<CPU>, map:<kind of interrupt>,
 * bind:<kind>, pci:<bus and function>, scan:<the same>: the device is missing.
 *
 * Before the domains continue: audit=<what>: damage the frame table, see
 * lu_damage_frames(). audit=nodes: as if the map of NUMA nodes had changed.
 */
#include <xen/liveupdate/private.h>
#include <xen/init.h>
#include <xen/lib.h>
#include <xen/param.h>
#include <xen/pfn.h>

static char __initdata opt_fault[256];
string_param("liveupdate-fault", opt_fault);

static struct xen_lu_record *__init find_record(void *stream, uint32_t type)
{
    struct lu_reader r;

    lu_read_start(&r, stream);
    while ( lu_read_next(&r) )
        if ( r.type == type )
            return (struct xen_lu_record *)r.body - 1;

    panic("Live update: liveupdate-fault=: no record %#x\n", type);
}

/* The type if @what is <kind>=<type>, otherwise 0. */
static uint32_t __init record_type(const char *what, const char *kind)
{
    size_t len = strlen(kind);

    return strncmp(what, kind, len) || what[len] != '='
           ? 0 : simple_strtoul(what + len + 1, NULL, 0);
}

static void __init damage(struct xen_lu_stream_header *h, const char *what)
{
    uint32_t type;

    if ( !strcmp(what, "magic") )
        h->magic ^= 1;
    if ( !strcmp(what, "version") )
        h->version++;
    if ( !strcmp(what, "size") )
        h->size = sizeof(*h) - 1;
    if ( !strcmp(what, "crc") )
        h->crc ^= 1;

    if ( (type = record_type(what, "unknown")) )
        find_record(h, type)->type = XEN_LU_REC_OPTIONAL - 1;
    if ( (type = record_type(what, "malformed")) )
        find_record(h, type)->length--;
    if ( (type = record_type(what, "frame")) )
        *(uint64_t *)(find_record(h, type) + 1) = PFN_DOWN(MB(1));
    if ( (type = record_type(what, "missing")) )
        find_record(h, type)->type = ~0U;
    if ( (type = record_type(what, "skip")) )
        find_record(h, type)->type = ~1U;
    if ( strchr(what, '=') )
        h->crc = lu_crc32c(0, h + 1, h->size - sizeof(*h));
}

/**
 * lu_fault_early - before the commit: fail, or damage the state
 *
 * Returns true if the update is to be refused as it is.
 */
bool __init lu_fault_early(void *stream)
{
    if ( !strcmp(opt_fault, "panic") )
        panic("Live update: panic asked for by liveupdate-fault=\n");
    if ( !strcmp(opt_fault, "gp") )
        *(volatile int *)(1UL << 62) = 0;
    while ( !strcmp(opt_fault, "hang") )
        cpu_relax();
    if ( !strcmp(opt_fault, "refuse") )
    {
        lu_report(XLU_REASON_INJECTED, 0, 0, "asked for by liveupdate-fault=");
        return true;
    }
    damage(stream, opt_fault);

    return false;
}

/**
 * lu_fault_memory - is there to be too little memory?
 */
bool __init lu_fault_memory(void)
{
    return !strcmp(opt_fault, "memory");
}

/**
 * lu_fault_stale - are all interrupts to be pending?
 */
bool __init lu_fault_stale(void)
{
    return !strcmp(opt_fault, "stale");
}

/**
 * lu_fault_commit - is this Xen to panic as soon as there is no way back?
 */
bool __init lu_fault_commit(void)
{
    return !strcmp(opt_fault, "commit");
}

/* Is @what:@nr in the list of late=? */
static bool __init late(const char *what, unsigned int nr)
{
    size_t len = strlen(what);
    const char *p;

    if ( likely(strncmp(opt_fault, "late=", 5)) )
        return false;

    for ( p = opt_fault + 4; p; p = strchr(p, ',') )
    {
        p++;
        if ( !strncmp(p, what, len) && p[len] == ':' &&
             simple_strtoul(p + len + 1, NULL, 0) == nr )
            return true;
    }

    return false;
}

/**
 * lu_fault_late - after the commit: is a part of a domain to fail?
 * @type: type of the records that describe the part
 */
int __init lu_fault_late(unsigned int domid, uint32_t type)
{
    char who[8];

    if ( !strcmp(opt_fault, "late") && type == XEN_LU_REC_PINS )
    {
        lu_report(XLU_REASON_INJECTED, 0, 0, "asked for by liveupdate-fault=");
        return -EIO;
    }
    snprintf(who, sizeof(who), "%u", domid);

    return late(who, type) ? -EIO : 0;
}

/**
 * lu_fault_device - after the commit: is a device to fail?
 */
bool __init lu_fault_device(const char *what, unsigned int nr)
{
    return late(what, nr);
}

/**
 * lu_fault_audit - is this to be wrong in the frame table?
 */
bool __init lu_fault_audit(const char *what)
{
    return !strncmp(opt_fault, "audit=", 6) && !strcmp(opt_fault + 6, what);
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
