/* SPDX-License-Identifier: MIT */
/*
 * State stream of a live update, which the old Xen writes and the new one reads.
 *
 * The stream is a header followed by records, each a type and a length (of
 * the body, without padding) and a body padded to 8 bytes, as in the libxc
 * migration stream. Little-endian, naturally aligned, no pointers. Records
 * describe domains, never the internals of the Xen that wrote them.
 *
 *   - Host records come first, then for every domain one DOMAIN record with
 *     its domain and vCPU records after it, then END.
 *   - A record whose type has XEN_LU_REC_OPTIONAL set may be skipped by a
 *     reader that does not know it. Any other unknown type, a missing
 *     mandatory record, a body of the wrong size or a reserved field that is
 *     not zero makes the reader refuse the stream, before it changes anything.
 *   - A new field is appended to a body under a new record type, or bumps
 *     XEN_LU_STREAM_VERSION.
 *
 * All addresses are machine addresses or machine frame numbers (mfn).
 */
#ifndef _XEN_LIVEUPDATE_STREAM_H
#define _XEN_LIVEUPDATE_STREAM_H

#if defined(__XEN__)
#include <public/xen.h>
#elif defined(__XEN_TOOLS__)
#include <xen/xen.h>
#else
#include <stdint.h>
#endif

/* "XENLUSTR" in memory order. */
#define XEN_LU_STREAM_MAGIC     0x5254534c554e4558ULL
#define XEN_LU_STREAM_VERSION   1

/**
 * struct xen_lu_stream_header - first bytes of the stream
 * @magic: XEN_LU_STREAM_MAGIC
 * @version: XEN_LU_STREAM_VERSION
 * @nr_domains: DOMAIN records in the stream
 * @size: bytes of the stream, with this header
 * @crc: CRC32C of everything after this header
 * @reserved: zero
 */
struct xen_lu_stream_header {
    uint64_t magic;
    uint32_t version;
    uint32_t nr_domains;
    uint64_t size;
    uint32_t crc;
    uint32_t reserved;
};

struct xen_lu_record {
    uint32_t type;
    uint32_t length;
};

#define XEN_LU_REC_OPTIONAL     0x80000000U

#define XEN_LU_REC_END          0x00U
/* Host */
#define XEN_LU_REC_HOST         0x01U
#define XEN_LU_REC_GLOBAL_VIRQ  0x02U /* struct xen_lu_global_virq[] */
#define XEN_LU_REC_CPUPOOL      0x03U /* struct xen_lu_cpupool[] */
#define XEN_LU_REC_PCI_DEVICE   0x04U /* struct xen_lu_pci_device[] */
#define XEN_LU_REC_CRASH_KERNEL 0x05U
#define XEN_LU_REC_CONSOLE      (XEN_LU_REC_OPTIONAL | 0x06U)
#define XEN_LU_REC_BAD_PAGES    0x07U /* struct xen_lu_bad_page[] */
#define XEN_LU_REC_CPUS         0x08U /* struct xen_lu_cpu[] */
#define XEN_LU_REC_PARAMETERS   0x09U /* struct xen_lu_parameter[] */
#define XEN_LU_REC_SCHED_PARAMS 0x0cU /* struct xen_lu_sched_params[] */
#define XEN_LU_REC_MMCFG        0x0aU /* struct xen_lu_mmcfg[] */
#define XEN_LU_REC_PM           0x0bU
#define XEN_LU_REC_IOAPIC       0x0dU /* struct xen_lu_ioapic_pin[] */
#define XEN_LU_REC_BOOT_MEMORY  0x0eU /* struct xen_lu_boot_memory[] */
#define XEN_LU_REC_PCI_VF       0x0fU /* struct xen_lu_pci_vf[] */
#define XEN_LU_REC_EFI          0x70U
#define XEN_LU_REC_EFI_ROMS     0x71U /* struct xen_lu_efi_rom[] */
/* Host, page state in place: all of them or none */
#define XEN_LU_REC_FRAMES       0x40U
#define XEN_LU_REC_FRAME_MAP    0x41U /* struct xen_lu_frame_map[] */
#define XEN_LU_REC_FREE_LISTS   0x42U /* struct xen_lu_free_list[] */
#define XEN_LU_REC_FREE_PAGES   0x43U /* struct xen_lu_free_pages[] */
/* Domain */
#define XEN_LU_REC_DOMAIN       0x10U
#define XEN_LU_REC_PAGES        0x11U /* struct xen_lu_extent[] */
#define XEN_LU_REC_PINS         0x12U /* struct xen_lu_pin[] */
#define XEN_LU_REC_XEN_PAGES    0x13U /* struct xen_lu_xen_page[] */
#define XEN_LU_REC_CPUID        0x14U /* xen_cpuid_leaf_t[] */
#define XEN_LU_REC_MSR_POLICY   0x15U /* xen_msr_entry_t[] */
#define XEN_LU_REC_RANGES       0x16U /* struct xen_lu_range[] */
#define XEN_LU_REC_EVTCHN       0x17U /* struct xen_lu_evtchn[] */
#define XEN_LU_REC_FIFO         0x18U /* uint64_t mfn[] of event array pages */
#define XEN_LU_REC_GRANT        0x19U
#define XEN_LU_REC_GRANT_ACTIVE 0x1aU /* struct xen_lu_grant_active[] */
#define XEN_LU_REC_MAPTRACK     0x1bU /* struct xen_lu_maptrack[] */
#define XEN_LU_REC_PIRQ         0x1cU /* struct xen_lu_pirq[] */
#define XEN_LU_REC_PIT          0x1dU
#define XEN_LU_REC_PAGE_SUMS    (XEN_LU_REC_OPTIONAL | 0x1eU) /* self-test */
#define XEN_LU_REC_MEMMAP       0x1fU /* struct xen_lu_memmap[] */
#define XEN_LU_REC_WATCHDOG     0x30U /* struct xen_lu_watchdog[] */
#define XEN_LU_REC_IN_CPUPOOL   0x31U
#define XEN_LU_REC_VNUMA_NODE   0x32U /* uint32_t physical node[] */
#define XEN_LU_REC_VNUMA_RANGE  0x33U /* struct xen_lu_vnuma_range[] */
#define XEN_LU_REC_VNUMA_DISTANCE 0x34U /* uint32_t distance[], by row */
#define XEN_LU_REC_VNUMA_VCPU   0x35U /* uint32_t virtual node[] */
#define XEN_LU_REC_NODE_AFFINITY 0x36U
#define XEN_LU_REC_IN_PLACE     0x50U /* with FRAMES; PAGES and PINS are empty */
#define XEN_LU_REC_POOL         0x51U /* with FRAMES, HVM domains; no P2M then */
#define XEN_LU_REC_POOL_TABLES  0x52U /* struct xen_lu_pool_tables[] */
#define XEN_LU_REC_POOL_MONITORS 0x53U /* uint64_t mfn[] of Xen's page tables for vCPUs */
#define XEN_LU_REC_HVM          0x60U
#define XEN_LU_REC_P2M          0x61U /* struct xen_lu_p2m[] */
#define XEN_LU_REC_HVM_CONTEXT  0x62U /* as from XEN_DOMCTL_gethvmcontext */
#define XEN_LU_REC_IOREQ_SERVER 0x64U /* struct xen_lu_ioreq_server[] */
#define XEN_LU_REC_IOREQ_VCPU   0x65U /* struct xen_lu_ioreq_vcpu[] */
#define XEN_LU_REC_IOREQ_RANGE  0x66U /* struct xen_lu_ioreq_range[] */
#define XEN_LU_REC_HVM_PIRQ     0x67U /* struct xen_lu_hvm_pirq[] */
#define XEN_LU_REC_HVM_CLOCKS   0x68U
#define XEN_LU_REC_CACHE_ATTRS  0x69U /* struct xen_lu_cache_attr[] */
/* vCPU; every body begins with the vCPU's number and a reserved word */
#define XEN_LU_REC_VCPU         0x20U
#define XEN_LU_REC_VCPU_CONTEXT 0x21U
#define XEN_LU_REC_VCPU_XSAVE   0x22U
#define XEN_LU_REC_VCPU_MSRS    0x23U
#define XEN_LU_REC_VCPU_FIFO    0x24U
#define XEN_LU_REC_VCPU_VMCE    0x25U
#define XEN_LU_REC_VCPU_AFFINITY 0x26U
#define XEN_LU_REC_VCPU_HVM     0x63U

#define XEN_LU_MAX_VCPUS        512U  /* of one PV domain, equals MAX_VIRT_CPUS */
#define XEN_LU_NO_MFN           (~0ULL)

/* All record types. X(name) is used for XEN_LU_REC_##name; users see the name. */
#define XEN_LU_RECORDS(X) \
    X(END) \
    X(HOST) \
    X(GLOBAL_VIRQ) \
    X(CPUPOOL) \
    X(PCI_DEVICE) \
    X(CRASH_KERNEL) \
    X(CONSOLE) \
    X(BAD_PAGES) \
    X(CPUS) \
    X(PARAMETERS) \
    X(SCHED_PARAMS) \
    X(MMCFG) \
    X(PM) \
    X(IOAPIC) \
    X(BOOT_MEMORY) \
    X(PCI_VF) \
    X(EFI) \
    X(EFI_ROMS) \
    X(FRAMES) \
    X(FRAME_MAP) \
    X(FREE_LISTS) \
    X(FREE_PAGES) \
    X(DOMAIN) \
    X(PAGES) \
    X(PINS) \
    X(XEN_PAGES) \
    X(CPUID) \
    X(MSR_POLICY) \
    X(RANGES) \
    X(EVTCHN) \
    X(FIFO) \
    X(GRANT) \
    X(GRANT_ACTIVE) \
    X(MAPTRACK) \
    X(PIRQ) \
    X(PIT) \
    X(PAGE_SUMS) \
    X(MEMMAP) \
    X(WATCHDOG) \
    X(IN_CPUPOOL) \
    X(VNUMA_NODE) \
    X(VNUMA_RANGE) \
    X(VNUMA_DISTANCE) \
    X(VNUMA_VCPU) \
    X(NODE_AFFINITY) \
    X(IN_PLACE) \
    X(POOL) \
    X(POOL_TABLES) \
    X(POOL_MONITORS) \
    X(HVM) \
    X(P2M) \
    X(HVM_CONTEXT) \
    X(IOREQ_SERVER) \
    X(IOREQ_VCPU) \
    X(IOREQ_RANGE) \
    X(HVM_PIRQ) \
    X(HVM_CLOCKS) \
    X(CACHE_ATTRS) \
    X(VCPU) \
    X(VCPU_CONTEXT) \
    X(VCPU_XSAVE) \
    X(VCPU_MSRS) \
    X(VCPU_FIFO) \
    X(VCPU_VMCE) \
    X(VCPU_AFFINITY) \
    X(VCPU_HVM)

#include "stream_host.h"
#include "stream_domain.h"
#include "stream_vcpu.h"

#endif /* _XEN_LIVEUPDATE_STREAM_H */

/*
 * Local variables:
 * mode: C
 * c-file-style: "BSD"
 * c-basic-offset: 4
 * tab-width: 4
 * indent-tabs-mode: nil
 * End:
 */
