/* SPDX-License-Identifier: MIT */
/*
 * State stream of a live update: what the old Xen tells the new one.
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
 * @size: of the stream in bytes, with this header
 * @crc: CRC32C of everything behind this header
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
#define XEN_LU_REC_CPUS         0x08U
#define XEN_LU_REC_PARAMETERS   0x09U /* struct xen_lu_parameter[] */
#define XEN_LU_REC_SCHED_PARAMS 0x0cU /* struct xen_lu_sched_params[] */
#define XEN_LU_REC_MMCFG        0x0aU /* struct xen_lu_mmcfg[] */
#define XEN_LU_REC_PM           0x0bU
#define XEN_LU_REC_IOAPIC       0x0dU /* struct xen_lu_ioapic_pin[] */
#define XEN_LU_REC_PCI_VF       0x0fU /* struct xen_lu_pci_vf[] */
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
#define XEN_LU_REC_HVM          0x60U
#define XEN_LU_REC_P2M          0x61U /* struct xen_lu_p2m[] */
#define XEN_LU_REC_HVM_CONTEXT  0x62U /* as XEN_DOMCTL_gethvmcontext has it */
/* vCPU; every body begins with the vCPU's number and a reserved word */
#define XEN_LU_REC_VCPU         0x20U
#define XEN_LU_REC_VCPU_CONTEXT 0x21U
#define XEN_LU_REC_VCPU_XSAVE   0x22U
#define XEN_LU_REC_VCPU_MSRS    0x23U
#define XEN_LU_REC_VCPU_FIFO    0x24U
#define XEN_LU_REC_VCPU_VMCE    0x25U
#define XEN_LU_REC_VCPU_HVM     0x63U

#define XEN_LU_MAX_VCPUS        512U  /* of one PV domain, as MAX_VIRT_CPUS allows */
#define XEN_LU_NO_MFN           (~0ULL)

#define XEN_LU_HOST_TIMER_IRQ   0x1U /* IRQ 0 works through the IO-APIC */
#define XEN_LU_HOST_NO_TSC_SYNC 0x2U /* the TSC cannot be written in full */
#define XEN_LU_HOST_ZEROED      0x4U /* boot memory was cleared, see below */
#define XEN_LU_HOST_ALL         0x7U

/*
 * XEN_LU_HOST_ZEROED: everything in the new Xen's bank from the end of the
 * handoff area to the state, except for the image, is zero, unless the new Xen
 * has written to it.
 */

/**
 * struct xen_lu_host - time base, banks, calibrated values
 * @tsc: time stamp counter of CPU 0 ...
 * @stime: ... and the system time in ns at that moment
 * @tsc_hz: frequency of the counter
 * @lapic_bus_scale: LAPIC timer ticks per ns, 18 fractional bits; 0: unknown
 * @flags: XEN_LU_HOST_*
 * @wallclock_sec: wall clock at system time 0 ...
 * @wallclock_nsec: ... and its fraction
 * @bank_maddr: the two banks
 * @bank_size: bytes of each
 * @generation: updates since the last cold boot, 1 in the first stream
 * @dom0_id: the hardware domain
 */
struct xen_lu_host {
    uint64_t tsc;
    int64_t  stime;
    uint64_t tsc_hz;
    uint32_t lapic_bus_scale;
    uint32_t flags;
    uint64_t wallclock_sec;
    uint32_t wallclock_nsec;
    uint32_t generation;
    uint64_t bank_maddr[2];
    uint64_t bank_size;
    uint32_t dom0_id;
    uint32_t reserved;
};

struct xen_lu_global_virq {
    uint32_t virq;
    uint32_t domid;
};

/*
 * CPUs that share a scheduler, XEN_SCHEDULER_*. CPUs above 63, and those that are
 * in no pool, are not used. Pool 0 has the scheduler of the command line.
 */
struct xen_lu_cpupool {
    uint32_t id;
    uint32_t sched;
    uint64_t cpus;
};

#define XEN_LU_SMT_UNSET        0U   /* hyperthreads are as the firmware left them */
#define XEN_LU_SMT_OFF          1U
#define XEN_LU_SMT_ON           2U

/* CPUs of the host: those that there are, those that run; XEN_LU_SMT_*. */
struct xen_lu_cpus {
    uint64_t present;
    uint64_t online;
    uint32_t smt;
    uint32_t reserved;
};

/*
 * What the scheduler of a CPU pool has been told, see XEN_SYSCTL_scheduler_op. The
 * last two: XEN_SCHEDULER_CREDIT only.
 */
struct xen_lu_sched_params {
    uint32_t pool;
    uint32_t sched;
    uint32_t ratelimit_us;
    uint32_t tslice_ms;
    uint32_t migr_delay_us;
    uint32_t reserved;
};

#define XEN_LU_PARAMETER_NAME   32U
#define XEN_LU_PARAMETER_VALUE  96U

/*
 * An option of the command line that was changed at run time. Both are strings
 * with a final NUL; numbers and switches are decimal.
 */
struct xen_lu_parameter {
    char name[XEN_LU_PARAMETER_NAME];
    char value[XEN_LU_PARAMETER_VALUE];
};

#define XEN_LU_PCI_EXTFN        0x1U
#define XEN_LU_PCI_VIRTFN       0x2U
#define XEN_LU_PCI_MSIX_MASKALL 0x4U /* the domain has masked all of MSI-X */
#define XEN_LU_PCI_MSIX_READY   0x8U /* by PHYSDEVOP_prepare_msix */
#define XEN_LU_PCI_ALL          0xfU

struct xen_lu_pci_device {
    uint16_t seg;
    uint8_t  bus;
    uint8_t  devfn;
    uint32_t flags;
    uint8_t  physfn_bus;
    uint8_t  physfn_devfn;
    uint16_t domid;
    uint32_t node;
};

#define XEN_LU_CRASH_LOADED     0x1U /* there is an image */
#define XEN_LU_CRASH_ALL        0x1U

#define XEN_LU_CRASH_INFO_SIZE  4096U /* of vmcoreinfo */
#define XEN_LU_CRASH_NOTE_SIZE  1024U /* of a CPU's notes */
/* Whole pages: vmcoreinfo, then the notes of CPU 0, CPU 1, ... */
#define XEN_LU_CRASH_NOTES_SIZE(nr) \
    (XEN_LU_CRASH_INFO_SIZE + ((uint64_t)(nr) * XEN_LU_CRASH_NOTE_SIZE + 4095) / 4096 * 4096)

/**
 * struct xen_lu_crash_kernel - memory that is set aside for a dump kernel
 * @area_maddr: what kexec is told about ...
 * @area_size: ... and its bytes
 * @notes_maddr: memory of the notes, XEN_LU_CRASH_NOTES_SIZE(@nr_notes)
 * @flags: XEN_LU_CRASH_*; without LOADED all that follows is zero
 * @arch: machine of the image, as in its ELF header
 * @entry: of the image
 * @tables_maddr: top level page table with which it is entered
 * @code_maddr: page for Xen's code that enters it, below 4 GiB
 * @list_maddr: page for the list of what this code copies: nothing
 */
struct xen_lu_crash_kernel {
    uint64_t area_maddr;
    uint64_t area_size;
    uint64_t notes_maddr;
    uint32_t nr_notes;
    uint32_t flags;
    uint32_t arch;
    uint32_t reserved;
    uint64_t entry;
    uint64_t tables_maddr;
    uint64_t code_maddr;
    uint64_t list_maddr;
};

/*
 * Followed by @size bytes of text: the last messages. @index is the number of the
 * byte behind them, as XEN_SYSCTL_readconsole counts, modulo 2^32.
 */
struct xen_lu_console {
    uint32_t size;
    uint32_t index;
};

#define XEN_LU_BAD_OFFLINE      0x1U /* taken offline, or to be when it is freed */
#define XEN_LU_BAD_BROKEN       0x2U /* does not come back either */
#define XEN_LU_BAD_RESERVED     0x4U /* has never been in use */
#define XEN_LU_BAD_ALL          0x7U

/* Frames that are not to be used. One that a domain owns is its as before. */
struct xen_lu_bad_page {
    uint64_t mfn;
    uint32_t nr;
    uint32_t flags;
};

#define XEN_LU_VF_BARS          6U

/* Sizes of the BARs of the virtual functions of a device that has some. */
struct xen_lu_pci_vf {
    uint16_t seg;
    uint8_t  bus;
    uint8_t  devfn;
    uint32_t reserved;
    uint64_t size[XEN_LU_VF_BARS];
};

#define XEN_LU_MMCFG_USED       0x1U /* the hardware domain has it reserved */

/* Memory through which the configuration space of some buses is reached. */
struct xen_lu_mmcfg {
    uint64_t address;
    uint16_t seg;
    uint8_t  start_bus;
    uint8_t  end_bus;
    uint32_t flags;
};

#define XEN_LU_GSI_SET_UP       0x1U /* by PHYSDEVOP_setup_gsi */
#define XEN_LU_GSI_MASKED       0x2U
#define XEN_LU_GSI_LEVEL        0x4U
#define XEN_LU_GSI_LOW          0x8U /* active low */
#define XEN_LU_GSI_ALL          0xfU

/* How a pin of an IO-APIC is programmed. */
struct xen_lu_ioapic_pin {
    uint32_t gsi;
    uint32_t flags;
};

#define XEN_LU_PM_CSTATE        0x1U /* @max_cstate, @max_csubstate were set */
#define XEN_LU_PM_CX            0x2U /* there is data of the domain's ACPI ... */
#define XEN_LU_PM_PX            0x4U /* ... which is not handed over */
#define XEN_LU_PM_PARKED        0x8U /* as is how many cores are parked */
#define XEN_LU_PM_SMT           0x10U /* @smt_savings was set */
#define XEN_LU_PM_ALL           0x1fU

/* Power management that differs from what a boot brings. */
struct xen_lu_pm {
    uint32_t flags;
    uint32_t max_cstate;
    uint32_t max_csubstate;
    uint32_t smt_savings;
};

/*
 * Page state in place: the new Xen continues with the frame table and the M2P of
 * the old one. It believes what these say, which no other record asks for, so both
 * have to agree on every detail of them: see XLU_NOTE_LAYOUT.
 */

/* A list of pages, by index in the frame table; XEN_LU_NO_MFN twice if empty. */
struct xen_lu_page_list {
    uint64_t head;
    uint64_t tail;
};

/**
 * struct xen_lu_frames - the frame table as a whole
 * @layout: CRC32C of the descriptor of XLU_NOTE_LAYOUT
 * @pdx_shift: how many bits of frame numbers have no place in the table
 * @max_pdx: entries of the table
 * @dom_xen_mfn, @dom_io_mfn: frames of the structures of the two owners
 * @xen_pages: pages of dom_xen ...
 * @xen_list: ... and their list
 * @first_mfn: of the heap
 * @tlb_clock: the TLB flush clock
 */
struct xen_lu_frames {
    uint32_t layout;
    uint32_t pdx_shift;
    uint64_t max_pdx;
    uint64_t dom_xen_mfn;
    uint64_t dom_io_mfn;
    uint64_t xen_pages;
    struct xen_lu_page_list xen_list;
    uint64_t first_mfn;
    uint32_t tlb_clock;
    uint32_t reserved;
};

/* Frames that the two tables lie in, and where they are mapped. */
struct xen_lu_frame_map {
    uint64_t va;
    uint64_t mfn;
    uint64_t nr;
};

/* Free pages of a NUMA node and zone, in chunks of 2^@order: not empty. */
struct xen_lu_free_list {
    uint32_t node;
    uint32_t zone;
    uint32_t order;
    uint32_t reserved;
    struct xen_lu_page_list list;
};

/* @zone is ~0: of the whole node, to be scrubbed. */
struct xen_lu_free_pages {
    uint32_t node;
    uint32_t zone;
    uint64_t nr;
};

/**
 * struct xen_lu_in_place - pages of a domain
 * @mfn: frame of its structure, to which page owners refer
 * @pages: the allocation: tables of level 4 come first
 * @extra: pages with PGC_extra
 * @xen: pages of Xen that it shares
 * @nr_pages, @nr_extra, @nr_xen: their numbers; the first includes the second
 * @nr_l4: tables of level 4 in use
 */
struct xen_lu_in_place {
    uint64_t mfn;
    struct xen_lu_page_list pages;
    struct xen_lu_page_list extra;
    struct xen_lu_page_list xen;
    uint32_t nr_pages;
    uint32_t nr_extra;
    uint32_t nr_xen;
    uint32_t nr_l4;
};

#define XEN_LU_DOMAIN_PV            0x01U
#define XEN_LU_DOMAIN_HWDOM         0x02U /* hardware and control domain */
#define XEN_LU_DOMAIN_EOI_MAP       0x04U /* @pirq_eoi_mfn is valid */
#define XEN_LU_DOMAIN_AUTO_UNMASK   0x08U
#define XEN_LU_DOMAIN_DEFERRED      0x10U /* never unpaused so far */
#define XEN_LU_DOMAIN_SHUTTING_DOWN 0x20U
#define XEN_LU_DOMAIN_SHUT_DOWN     0x40U
#define XEN_LU_DOMAIN_VTSC          0x80U
#define XEN_LU_DOMAIN_TIME_OFFSET   0x100U
#define XEN_LU_DOMAIN_MSR_RELAXED   0x200U
#define XEN_LU_DOMAIN_ALL           0x3ffU

/**
 * struct xen_lu_domain - what DOMCTL_createdomain needs, and the rest
 * @max_evtchn_port, @max_grant_frames, @max_maptrack_frames: limits
 * @nr_pages: pages on the allocation list: sum of the extents without EXTRA
 */
struct xen_lu_domain {
    uint16_t domid;
    uint16_t target;            /* stub domain for, or DOMID_INVALID */
    uint32_t flags;
    uint32_t options;           /* XEN_DOMCTL_CDF_* */
    uint32_t max_vcpus;
    uint8_t  handle[16];
    uint32_t max_evtchn_port;
    uint32_t max_grant_frames;
    uint32_t max_maptrack_frames;
    uint32_t max_grant_version;
    uint32_t emulation_flags;
    uint32_t max_pages;
    uint32_t nr_pages;
    uint32_t shutdown_code;
    uint64_t vm_assist;
    uint64_t pirq_eoi_mfn;
    int64_t  time_offset;
    uint64_t vtsc_offset;
    uint32_t tsc_mode;
    uint32_t tsc_khz;
    uint32_t tsc_incarnation;
    uint32_t controller_pause_count;
    uint32_t suspend_evtchn;
    uint32_t pci_cf8;
    uint32_t cmos_idx;
    uint32_t physaddr_bitsize;
    uint32_t sched_weight;
    uint32_t sched_cap;
};

#define XEN_LU_PAGES_EXTRA      0x1U /* PGC_extra: not part of the allocation */
#define XEN_LU_PAGES_FREED      0x2U /* given up by its owner, kept by a reference */

/* @gfn is XEN_LU_NO_MFN if the pages have none, else it counts up like @mfn. */
struct xen_lu_extent {
    uint64_t mfn;
    uint64_t gfn;
    uint32_t nr;
    uint32_t flags;
};

#define XEN_LU_PIN_LINEAR       0x1U /* other tables of its level refer to it */
#define XEN_LU_PIN_HELD         0x2U /* not pinned, but held by these references */
#define XEN_LU_PIN_ALL          0x3U

/* A page table pinned by MMUEXT_PIN_L<level>_TABLE; @flags are XEN_LU_PIN_*. */
struct xen_lu_pin {
    uint64_t mfn;
    uint32_t level;
    uint32_t flags;
};

/*
 * For a self-test: CRC32C of content, and of a pair of words for each page that
 * only a Xen of the same kind can interpret: its reference and type counts.
 */
struct xen_lu_page_sum {
    uint64_t mfn;
    uint32_t nr;
    uint32_t content;
    uint32_t counts;
    uint32_t reserved;
};

#define XEN_LU_ROLE_SHARED_INFO  1U
#define XEN_LU_ROLE_GRANT_SHARED 2U
#define XEN_LU_ROLE_GRANT_STATUS 3U

/* A page of Xen that the guest maps: stays in its place with its content. */
struct xen_lu_xen_page {
    uint32_t role;
    uint32_t index;
    uint64_t mfn;
};

#define XEN_LU_RANGE_IOMEM      1U /* machine frames */
#define XEN_LU_RANGE_IOPORT     2U
#define XEN_LU_RANGE_IRQ        3U

/* First to last of what the domain may access. */
struct xen_lu_range {
    uint32_t kind;
    uint32_t reserved;
    uint64_t first;
    uint64_t last;
};

/* Same numbers as EVTCHNSTAT_*, which RESERVED has not. */
#define XEN_LU_EVTCHN_RESERVED    0x80U

#define XEN_LU_EVTCHN_F_PENDING   0x1U /* as FIFO delivery remembers it */

/**
 * struct xen_lu_evtchn - one port that is in use
 * @port: its number
 * @state: EVTCHNSTAT_* or XEN_LU_EVTCHN_RESERVED
 * @notify_vcpu: vCPU that is notified
 * @bound_vcpu: VIRQ: vCPU on which it was bound
 * @detail: unbound: remote domain; interdomain: remote port; PIRQ: its number;
 *	VIRQ: its number
 * @remote_domid: interdomain
 * @priority, @last_queue: FIFO delivery
 */
struct xen_lu_evtchn {
    uint32_t port;
    uint16_t notify_vcpu;
    uint16_t bound_vcpu;
    uint8_t  state;
    uint8_t  priority;
    uint8_t  flags;
    uint8_t  reserved;
    uint32_t detail;
    uint32_t last_queue;
    uint16_t remote_domid;
    uint16_t reserved2;
};

/**
 * struct xen_lu_grant - shape of a grant table; its frames are Xen pages
 */
struct xen_lu_grant {
    uint32_t version;
    uint32_t nr_frames;
    uint32_t nr_status_frames;
    uint32_t maptrack_limit;
};

#define XEN_LU_GRANT_SUB_PAGE   0x1U

/* A grant that is mapped at the moment; @pin: four 8-bit counters. */
struct xen_lu_grant_active {
    uint32_t ref;
    uint32_t pin;
    uint16_t domid;
    uint16_t trans_domid;
    uint32_t trans_ref;
    uint64_t mfn;
    uint16_t start;
    uint16_t length;
    uint32_t flags;
};

/* A mapping that the domain holds: @flags are GNTMAP_*. */
struct xen_lu_maptrack {
    uint32_t handle;
    uint32_t ref;
    uint16_t flags;
    uint16_t domid;
    uint32_t vcpu;
};

#define XEN_LU_PIRQ_GSI         0U
#define XEN_LU_PIRQ_MSI         1U
#define XEN_LU_PIRQ_MSIX        2U

#define XEN_LU_PIRQ_BOUND       0x1U /* to event channel @port */
#define XEN_LU_PIRQ_SHAREABLE   0x2U
#define XEN_LU_PIRQ_MSI_MASKED  0x4U /* the domain has masked the message */
#define XEN_LU_PIRQ_ALL         0x7U

/**
 * struct xen_lu_pirq - a physical interrupt that the domain has mapped
 * @pirq: number by which the domain knows it
 * @kind: XEN_LU_PIRQ_*
 * @gsi: GSI kind only
 * @entry_nr: MSI-X: table entry; MSI: vectors of the function
 * @table_base: MSI-X: machine address of the BAR that holds the table
 */
struct xen_lu_pirq {
    uint32_t pirq;
    uint8_t  kind;
    uint8_t  flags;
    uint16_t vcpu;
    uint32_t gsi;
    uint32_t port;
    uint16_t seg;
    uint8_t  bus;
    uint8_t  devfn;
    uint32_t entry_nr;
    uint64_t table_base;
};

/* Emulated speaker and timer port of the hardware domain. */
struct xen_lu_pit {
    struct {
        uint32_t count;
        uint16_t latched_count;
        uint8_t  count_latched;
        uint8_t  status_latched;
        uint8_t  status;
        uint8_t  read_state;
        uint8_t  write_state;
        uint8_t  write_latch;
        uint8_t  rw_mode;
        uint8_t  mode;
        uint8_t  bcd;
        uint8_t  gate;
    } channel[3];
    uint32_t speaker_data_on;
    uint32_t reserved;
    int64_t  count_load_time[3];
};

/* What XENMEM_memory_map tells the domain; @type is one of E820_*. */
struct xen_lu_memmap {
    uint64_t addr;
    uint64_t size;
    uint32_t type;
    uint32_t reserved;
};

#define XEN_LU_WATCHDOGS        2U   /* of a domain */

/* A watchdog that runs: the domain is shut down at system time @expires. */
struct xen_lu_watchdog {
    uint32_t id;
    uint32_t reserved;
    int64_t  expires;
};

/* The CPU pool of a domain that is not in pool 0. */
struct xen_lu_in_cpupool {
    uint32_t id;
    uint32_t reserved;
};

/* Memory of a virtual NUMA node, as struct xen_vmemrange. */
struct xen_lu_vnuma_range {
    uint64_t start;
    uint64_t end;
    uint32_t flags;
    uint32_t node;
};

/* Nodes that a domain was told to take memory from; else it is where its vCPUs are. */
struct xen_lu_node_affinity {
    uint64_t nodes;
};

#define XEN_LU_HVM_SHINFO_32    0x1U /* shared_info as 32-bit guests have it */
#define XEN_LU_HVM_LDR_BUG      0x2U /* LDRs in x2APIC mode by number of the vCPU */
#define XEN_LU_HVM_SUSPENDED    0x4U /* to RAM: S3 */
#define XEN_LU_HVM_ALL          0x7U

#define XEN_LU_HVM_PARAMS       64U  /* more than there are */

/**
 * struct xen_lu_hvm - an HVM domain
 * @pool_pages: memory for its page tables and Xen's ...
 * @table_pages: ... of which its P2M takes these
 * @fip_width: bytes of the FPU's last instruction pointer that it uses: 0 (either),
 *	4, 8
 * @pci_cf8: what it has written to I/O port 0xcf8
 * @stime_offset: guest time minus system time
 * @last_guest_time: the last one that the guest has seen
 * @ioreq_base, @ioreq_mask, @ioreq_legacy_mask: pages that device models may use
 * @params: HVM_PARAM_*
 */
struct xen_lu_hvm {
    uint32_t flags;
    uint32_t pool_pages;
    uint32_t table_pages;
    uint32_t fip_width;
    uint32_t pci_cf8;
    uint32_t reserved;
    int64_t  stime_offset;
    uint64_t last_guest_time;
    uint64_t ioreq_base;
    uint64_t ioreq_mask;
    uint64_t ioreq_legacy_mask;
    uint64_t params[XEN_LU_HVM_PARAMS];
};

#define XEN_LU_P2M_RAM_RW       1U
#define XEN_LU_P2M_RAM_RO       2U
#define XEN_LU_P2M_MMIO         3U   /* of a device */
#define XEN_LU_P2M_GRANT_RW     4U   /* granted by another domain */
#define XEN_LU_P2M_GRANT_RO     5U
#define XEN_LU_P2M_FOREIGN      6U   /* another domain's */

/* Guest frames from @gfn on are machine frames from @mfn on; @access: XENMEM_access_* */
struct xen_lu_p2m {
    uint64_t gfn;
    uint64_t mfn;
    uint32_t nr;
    uint8_t  type;
    uint8_t  access;
    uint16_t reserved;
};

#define XEN_LU_VCPU_INITIALISED 0x1U
#define XEN_LU_VCPU_DOWN        0x2U
#define XEN_LU_VCPU_FPU         0x4U
#define XEN_LU_VCPU_SYSCALL32_NOEVT 0x8U
#define XEN_LU_VCPU_SYSENTER_NOEVT  0x10U
#define XEN_LU_VCPU_SHUTDOWN    0x20U /* paused for shutdown */
#define XEN_LU_VCPU_HARD_ALL    0x40U /* may run on all CPUs, however many */
#define XEN_LU_VCPU_SOFT_ALL    0x80U /* should run on all CPUs */
#define XEN_LU_VCPU_PINNED      0x100U /* for now on @processor, as the domain asked */
#define XEN_LU_VCPU_ALL         0x1ffU

#define XEN_LU_VCPU_TRAPS       2U   /* NMI, machine check */

/* An exception that is about to be delivered. */
#define XEN_LU_BOUNCE_EXCEPTION  0x1U
#define XEN_LU_BOUNCE_ERROR_CODE 0x2U /* with @bounce_error_code */
#define XEN_LU_BOUNCE_INTERRUPT  0x4U /* its handler begins with events off */
#define XEN_LU_BOUNCE_ALL        0x7U

/**
 * struct xen_lu_vcpu - what a guest context does not contain
 * @vcpu_info_mfn: page of the registered vcpu_info, or XEN_LU_NO_MFN
 * @vcpu_info_offset: in that page
 * @runstate_area, @time_area: guest virtual addresses, 0 if not registered
 * @singleshot: absolute system time at which the timer fires, 0 if not set
 * @periodic_period, @periodic_last: in ns
 * @hard_affinity, @soft_affinity: first 64 CPUs, also if it is pinned at the moment
 */
struct xen_lu_vcpu {
    uint32_t vcpu;
    uint32_t processor;
    uint32_t flags;
    uint32_t controller_pause_count;
    uint64_t vcpu_info_mfn;
    uint64_t vcpu_info_offset;
    uint64_t runstate_area;
    uint64_t time_area;
    uint64_t runstate_time[4];
    uint64_t runstate_entry;
    uint32_t runstate;
    uint16_t syscall32_cs;
    uint16_t sysenter_cs;
    int64_t  singleshot;
    int64_t  periodic_period;
    int64_t  periodic_last;
    uint64_t iobmp;
    uint32_t iobmp_limit;
    uint32_t async_mask;
    uint8_t  async_pending[XEN_LU_VCPU_TRAPS];
    uint8_t  async_old_mask[XEN_LU_VCPU_TRAPS];
    uint32_t bounce_error_code;
    uint32_t bounce_flags;
    uint32_t bounce_cs;
    uint64_t bounce_eip;
    uint64_t syscall32_eip;
    uint64_t sysenter_eip;
    uint64_t hard_affinity;
    uint64_t soft_affinity;
};

/* For everybody else it is opaque: the rest needs no header of Xen. */
#if defined(__XEN__) || defined(__XEN_TOOLS__)
/* @context is the body of the migration stream's X86_PV_VCPU_BASIC record. */
struct xen_lu_vcpu_context {
    uint32_t vcpu;
    uint32_t reserved;
    struct vcpu_guest_context context;
};
#endif

/* Followed by @size bytes in the uncompressed format of XSAVE. */
struct xen_lu_vcpu_xsave {
    uint32_t vcpu;
    uint32_t size;
    uint64_t xcr0;
    uint64_t xcr0_accum;
};

struct xen_lu_msr {
    uint32_t index;
    uint32_t reserved;
    uint64_t value;
};

/* Followed by @nr struct xen_lu_msr. */
struct xen_lu_vcpu_msrs {
    uint32_t vcpu;
    uint32_t nr;
};

#define XEN_LU_FIFO_QUEUES      16U

/* The vCPU's control block and Xen's ends of its queues. */
struct xen_lu_vcpu_fifo {
    uint32_t vcpu;
    uint32_t offset;
    uint64_t mfn;
    uint32_t tail[XEN_LU_FIFO_QUEUES];
};

#define XEN_LU_VMCE_BANKS       2U

/* Virtual machine checks: MSRs, as the vCPU would read them. */
struct xen_lu_vcpu_vmce {
    uint32_t vcpu;
    uint32_t reserved;
    uint64_t mcg_cap;
    uint64_t mcg_status;
    uint64_t mcg_ext_ctl;
    struct {
        uint64_t status;
        uint64_t addr;
        uint64_t misc;
        uint64_t ctl2;
    } bank[XEN_LU_VMCE_BANKS];
};

#define XEN_LU_VCPU_HVM_TIMER   0x1U /* the timer of the local APIC runs */
#define XEN_LU_VCPU_HVM_LISTED  0x2U /* its interrupt is not held back by a mask */
#define XEN_LU_VCPU_HVM_ISSUED  0x4U /* its interrupt is about to be taken */
#define XEN_LU_VCPU_HVM_SIPI    0x8U /* INIT or SIPI is on its way to others */
#define XEN_LU_VCPU_HVM_ALL     0xfU

/**
 * struct xen_lu_vcpu_hvm - what the HVM context lacks, or has for another moment
 * @upcall_vector: of the interrupt for events, 0 if the domain has one for all
 * @tsc_offset: the guest's counter minus the CPU's
 * @tsc_adjust: MSR
 * @stime_offset, @guest_time: if its time stops while it does not run
 * @timer_updated: guest time at which the current count began
 * @timer_expires: system time
 * @timer_period: in ns, 0 if it fires once
 * @timer_last_irq: guest time of the last interrupt ...
 * @timer_pending: ... and how many are still to be delivered
 * @sipi_icr, @sipi_dest: command and destination of INIT or SIPI
 */
struct xen_lu_vcpu_hvm {
    uint32_t vcpu;
    uint32_t reserved;
    uint32_t flags;
    uint32_t upcall_vector;
    int64_t  tsc_offset;
    int64_t  tsc_adjust;
    int64_t  stime_offset;
    uint64_t guest_time;
    int64_t  timer_updated;
    int64_t  timer_expires;
    uint64_t timer_period;
    uint64_t timer_last_irq;
    uint32_t timer_pending;
    uint32_t sipi_icr;
    uint32_t sipi_dest;
    uint32_t reserved2;
};

/* All types of records by the names that users see. X(name) is for XEN_LU_REC_##name. */
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
    X(PCI_VF) \
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
    X(HVM) \
    X(P2M) \
    X(HVM_CONTEXT) \
    X(VCPU) \
    X(VCPU_CONTEXT) \
    X(VCPU_XSAVE) \
    X(VCPU_MSRS) \
    X(VCPU_FIFO) \
    X(VCPU_VMCE) \
    X(VCPU_HVM)

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
