/* SPDX-License-Identifier: MIT */
/*
 * State stream of a live update: the records of a domain. Part of stream.h.
 */
#ifndef _XEN_LIVEUPDATE_STREAM_DOMAIN_H
#define _XEN_LIVEUPDATE_STREAM_DOMAIN_H

#define XEN_LU_DOMAIN_PV            0x01U
#define XEN_LU_DOMAIN_HWDOM         0x02U /* hardware and control domain */
#define XEN_LU_DOMAIN_EOI_MAP       0x04U /* @pirq_eoi_mfn is valid */
#define XEN_LU_DOMAIN_AUTO_UNMASK   0x08U
#define XEN_LU_DOMAIN_DEFERRED      0x10U /* was never unpaused */
#define XEN_LU_DOMAIN_SHUTTING_DOWN 0x20U
#define XEN_LU_DOMAIN_SHUT_DOWN     0x40U
#define XEN_LU_DOMAIN_VTSC          0x80U
#define XEN_LU_DOMAIN_TIME_OFFSET   0x100U
#define XEN_LU_DOMAIN_MSR_RELAXED   0x200U
#define XEN_LU_DOMAIN_ALL           0x3ffU

/**
 * struct xen_lu_domain - parameters of DOMCTL_createdomain and other state of a domain
 * @max_evtchn_port, @max_grant_frames, @max_maptrack_frames: limits
 * @nr_pages: pages on the allocation list: sum of the extents without EXTRA
 */
struct xen_lu_domain {
    uint16_t domid;
    uint16_t target;            /* of a stub domain, or DOMID_INVALID */
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

/* @gfn is XEN_LU_NO_MFN if the pages have none, else the first one, contiguous like @mfn. */
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
 * For a self-test: sums of the content of pages, and of their reference and type
 * counts. Only a Xen with the same format of these counts can compare them.
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

/* A page of Xen that the guest maps. It stays in place with its content. */
struct xen_lu_xen_page {
    uint32_t role;
    uint32_t index;
    uint64_t mfn;
};

#define XEN_LU_RANGE_IOMEM      1U /* machine frames */
#define XEN_LU_RANGE_IOPORT     2U
#define XEN_LU_RANGE_IRQ        3U

/* A range that the domain may access, from @first to @last inclusive. */
struct xen_lu_range {
    uint32_t kind;
    uint32_t reserved;
    uint64_t first;
    uint64_t last;
};

/* State of a port like EVTCHNSTAT_*, which has no number for RESERVED. */
#define XEN_LU_EVTCHN_RESERVED    0x80U

#define XEN_LU_EVTCHN_F_PENDING   0x1U /* pending flag of FIFO delivery */
#define XEN_LU_EVTCHN_F_XEN       0x2U /* Xen's end of a channel to a device model */
#define XEN_LU_EVTCHN_F_ALL       0x3U

/**
 * struct xen_lu_evtchn - a port in use
 * @port: number of the port
 * @state: EVTCHNSTAT_* or XEN_LU_EVTCHN_RESERVED
 * @notify_vcpu: vCPU that is notified
 * @bound_vcpu: VIRQ: vCPU on which it was bound
 * @detail: unbound: remote domain; interdomain: remote port; PIRQ or VIRQ: its number
 * @remote_domid: interdomain: remote domain
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
 * struct xen_lu_grant - size and version of a grant table; its frames are Xen pages
 */
struct xen_lu_grant {
    uint32_t version;
    uint32_t nr_frames;
    uint32_t nr_status_frames;
    uint32_t maptrack_limit;
};

#define XEN_LU_GRANT_SUB_PAGE   0x1U

/* A grant that is currently mapped; @pin: four 8-bit counters. */
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

/* Entry of the domain's XENMEM_memory_map; @type is one of E820_*. */
struct xen_lu_memmap {
    uint64_t addr;
    uint64_t size;
    uint32_t type;
    uint32_t reserved;
};

#define XEN_LU_WATCHDOGS        2U   /* of a domain */

/* A running watchdog, which shuts the domain down at system time @expires. */
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

/* Explicit NUMA node affinity of a domain; without it, that of its vCPUs applies. */
struct xen_lu_node_affinity {
    uint64_t nodes;
};

#define XEN_LU_HVM_SHINFO_32    0x1U /* shared_info in the layout of 32-bit guests */
#define XEN_LU_HVM_LDR_BUG      0x2U /* LDRs in x2APIC mode derived from the vCPU's number */
#define XEN_LU_HVM_SUSPENDED    0x4U /* suspended to RAM (S3) */
#define XEN_LU_HVM_ALL          0x7U

#define XEN_LU_HVM_PARAMS       64U  /* exceeds the number in use */

/**
 * struct xen_lu_hvm - an HVM domain
 * @pool_pages: pages of the paging pool
 * @table_pages: pages of the pool that its P2M uses
 * @fip_width: bytes of the FPU's last instruction pointer that the guest uses: 0 (either),
 *	4, 8
 * @pci_cf8: last value written to I/O port 0xcf8
 * @stime_offset: guest time minus system time
 * @last_guest_time: last time that the guest has read
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
#define XEN_LU_P2M_FOREIGN      6U   /* of another domain */

/* Guest frames from @gfn on are machine frames from @mfn on; @access: XENMEM_access_* */
struct xen_lu_p2m {
    uint64_t gfn;
    uint64_t mfn;
    uint32_t nr;
    uint8_t  type;
    uint8_t  access;
    uint16_t reserved;
};

/* Guest frames with a pinned cache attribute; @type as in MTRRs. */
struct xen_lu_cache_attr {
    uint64_t first;
    uint64_t last;
    uint32_t type;
    uint32_t reserved;
};

#define XEN_LU_IOREQ_ENABLED    0x1U
#define XEN_LU_IOREQ_ALL        0x1U

#define XEN_LU_IOREQ_SERVERS    8U   /* of a domain */

/**
 * struct xen_lu_ioreq_server - an ioreq server, which emulates devices
 * @emulator: domain of the server
 * @buffering: of buffered requests: HVM_IOREQSRV_BUFIOREQ_*
 * @buffered_port: event channel for buffered requests, if there are any
 * @mfn, @buffered_mfn: pages with requests, or XEN_LU_NO_MFN
 * @gfn, @buffered_gfn: guest frames of these pages; XEN_LU_NO_MFN if not mapped
 */
struct xen_lu_ioreq_server {
    uint32_t id;
    uint16_t emulator;
    uint8_t  flags;
    uint8_t  buffering;
    uint32_t buffered_port;
    uint32_t reserved;
    uint64_t mfn;
    uint64_t gfn;
    uint64_t buffered_mfn;
    uint64_t buffered_gfn;
};

/* The event channel between a vCPU and a server for synchronous requests. */
struct xen_lu_ioreq_vcpu {
    uint32_t server;
    uint32_t vcpu;
    uint32_t port;
    uint32_t reserved;
};

/* A range that a server emulates; @kind is XEN_DMOP_IO_RANGE_*. */
struct xen_lu_ioreq_range {
    uint32_t server;
    uint32_t kind;
    uint64_t first;
    uint64_t last;
};

#define XEN_LU_HVM_PIRQ_NONE    0U   /* the number is allocated but not in use */
#define XEN_LU_HVM_PIRQ_GSI     1U   /* an emulated line */
#define XEN_LU_HVM_PIRQ_MSI     2U   /* a message of an emulated device */

/*
 * An interrupt of an emulated device that is delivered as an event: @port, 0 if it is
 * not bound.
 */
struct xen_lu_hvm_pirq {
    uint32_t pirq;
    uint32_t kind;
    uint32_t gsi;
    uint32_t port;
};

#define XEN_LU_TIMER_ACTIVE     0x1U
#define XEN_LU_TIMER_LISTED     0x2U /* its interrupt is not masked */
#define XEN_LU_TIMER_ISSUED     0x4U /* its interrupt is about to be delivered */
#define XEN_LU_TIMER_ALL        0x7U

/* An emulated timer; fields as timer_* of struct xen_lu_vcpu_hvm. */
struct xen_lu_hvm_timer {
    uint32_t flags;
    uint32_t pending;
    int64_t  expires;
    uint64_t period;
    uint64_t last_irq;
};

#define XEN_LU_TIMER_PIT        0U
#define XEN_LU_TIMER_RTC        1U
#define XEN_LU_TIMER_HPET       2U   /* the first of three */
#define XEN_LU_HVM_TIMERS       5U

/**
 * struct xen_lu_hvm_clocks - emulated clocks, for which the HVM context has another time
 * @pm_timer: count of the PM timer ...
 * @pm_fraction: ... and its fraction, in 2^-32
 * @pm_last: guest time of this count
 * @hpet_offset: count of the HPET minus guest time, in ticks
 * @pit_loaded: guest time at which the counts of the PIT's channels began
 * @rtc_started, @rtc_checked: system time
 * @rtc_period: period of the RTC's interrupt, in ns
 * @rtc_ignored: number of RTC interrupts that the guest has not acknowledged
 */
struct xen_lu_hvm_clocks {
    uint32_t pm_timer;
    uint32_t pm_fraction;
    uint64_t pm_last;
    uint64_t hpet_offset;
    int64_t  pit_loaded[3];
    int64_t  rtc_started;
    int64_t  rtc_checked;
    uint32_t rtc_period;
    uint32_t rtc_ignored;
    struct xen_lu_hvm_timer timer[XEN_LU_HVM_TIMERS];
};

#endif /* _XEN_LIVEUPDATE_STREAM_DOMAIN_H */

/*
 * Local variables:
 * mode: C
 * c-file-style: "BSD"
 * c-basic-offset: 4
 * tab-width: 4
 * indent-tabs-mode: nil
 * End:
 */
