/* SPDX-License-Identifier: MIT */
/*
 * State stream of a live update: the records of the host, and of page state that
 * stays in place. Part of stream.h.
 */
#ifndef _XEN_LIVEUPDATE_STREAM_HOST_H
#define _XEN_LIVEUPDATE_STREAM_HOST_H

#define XEN_LU_HOST_TIMER_IRQ   0x1U /* IRQ 0 works through the IO-APIC */
#define XEN_LU_HOST_NO_TSC_SYNC 0x2U /* the TSC cannot be written in full */
#define XEN_LU_HOST_ZEROED      0x4U /* boot memory was zeroed, see below */
#define XEN_LU_HOST_INTREMAP    0x8U /* IOMMUs remap interrupts */
#define XEN_LU_HOST_ALL         0xfU

#define XEN_LU_SMT_UNSET        0U   /* hyperthreads are as the firmware left them */
#define XEN_LU_SMT_OFF          1U
#define XEN_LU_SMT_ON           2U

/*
 * XEN_LU_HOST_ZEROED: everything in the new Xen's bank from the end of the
 * handoff area to the state, except for the image, is zero, unless the new Xen
 * has written to it. So is BOOT_MEMORY.
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
 * @smt: XEN_LU_SMT_*
 * @iommus: number of IOMMUs in use, which stay on during the update
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
    uint32_t smt;
    uint32_t iommus;
    uint32_t reserved;
};

struct xen_lu_global_virq {
    uint32_t virq;
    uint32_t domid;
};

/* A CPU pool with its scheduler, XEN_SCHEDULER_*. Pool 0 has that of the command line. */
struct xen_lu_cpupool {
    uint32_t id;
    uint32_t sched;
};

#define XEN_LU_CPU_PRESENT      0x1U /* the CPU is present ... */
#define XEN_LU_CPU_ONLINE       0x2U /* ... and online */
#define XEN_LU_CPU_ALL          0x3U

#define XEN_LU_NO_POOL          0xffffffffU

/* CPUs of the host in the order of their numbers, and the pool of each. */
struct xen_lu_cpu {
    uint32_t flags;
    uint32_t pool;
};

/*
 * Parameters of a CPU pool's scheduler, see XEN_SYSCTL_scheduler_op. The last two are
 * for XEN_SCHEDULER_CREDIT only.
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
#define XEN_LU_PCI_QUARANTINE   0x10U /* back from a domain, it goes to quarantine */
#define XEN_LU_PCI_BROKEN       0x20U /* it must not be given to a domain */
#define XEN_LU_PCI_ALL          0x3fU

/* A PCI device. @domid: its owner, DOMID_IO if it is in quarantine. */
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

#define XEN_LU_CRASH_LOADED     0x1U /* an image is loaded */
#define XEN_LU_CRASH_ALL        0x1U

#define XEN_LU_CRASH_INFO_SIZE  4096U /* of vmcoreinfo */
#define XEN_LU_CRASH_NOTE_SIZE  1024U /* of a CPU's notes */
/* Whole pages: vmcoreinfo, then the notes of CPU 0, CPU 1, ... */
#define XEN_LU_CRASH_NOTES_SIZE(nr) \
    (XEN_LU_CRASH_INFO_SIZE + ((uint64_t)(nr) * XEN_LU_CRASH_NOTE_SIZE + 4095) / 4096 * 4096)

/**
 * struct xen_lu_crash_kernel - memory reserved for a crash kernel
 * @area_maddr: the crash area ...
 * @area_size: ... and its bytes
 * @notes_maddr: memory of the notes, XEN_LU_CRASH_NOTES_SIZE(@nr_notes)
 * @flags: XEN_LU_CRASH_*; without LOADED all that follows is zero
 * @arch: machine of the image, as in its ELF header
 * @entry: entry point of the image
 * @tables_maddr: top level page table with which it is entered
 * @code_maddr: page for Xen's code that enters it, below 4 GiB
 * @list_maddr: page for that code's list of copies, which is empty
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
 * Followed by @size bytes of text: the last messages. @index is the index of the
 * byte after them, as in XEN_SYSCTL_readconsole, modulo 2^32.
 */
struct xen_lu_console {
    uint32_t size;
    uint32_t index;
};

#define XEN_LU_BAD_OFFLINE      0x1U /* offline, or to be offlined when it is freed */
#define XEN_LU_BAD_BROKEN       0x2U /* broken: cannot be onlined again */
#define XEN_LU_BAD_RESERVED     0x4U /* was never in use */
#define XEN_LU_BAD_ALL          0x7U

/* Frames that must not be used. A domain that owns such a frame keeps it. */
struct xen_lu_bad_page {
    uint64_t mfn;
    uint32_t nr;
    uint32_t flags;
};

/*
 * Frames that the old Xen has allocated for the new one, for what grows with the
 * memory of the host. @nr is a multiple of 512.
 */
struct xen_lu_boot_memory {
    uint64_t mfn;
    uint64_t nr;
};

#define XEN_LU_VF_BARS          6U

/* Sizes of the BARs of a device's virtual functions. */
struct xen_lu_pci_vf {
    uint16_t seg;
    uint8_t  bus;
    uint8_t  devfn;
    uint32_t reserved;
    uint64_t size[XEN_LU_VF_BARS];
};

#define XEN_LU_MMCFG_USED       0x1U /* the hardware domain has reserved it */

/* An MMCFG range: memory-mapped configuration space of some buses. */
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

/* Configuration of a pin of an IO-APIC. */
struct xen_lu_ioapic_pin {
    uint32_t gsi;
    uint32_t flags;
};

#define XEN_LU_PM_CSTATE        0x1U /* @max_cstate, @max_csubstate were set */
#define XEN_LU_PM_CX            0x2U /* C-state data of ACPI exists, which is not in the stream */
#define XEN_LU_PM_PX            0x4U /* the same for P-states */
#define XEN_LU_PM_PARKED        0x8U /* the same for the number of parked cores */
#define XEN_LU_PM_SMT           0x10U /* @smt_savings was set */
#define XEN_LU_PM_ALL           0x1fU

/* Settings of power management that differ from those after a boot. */
struct xen_lu_pm {
    uint32_t flags;
    uint32_t max_cstate;
    uint32_t max_csubstate;
    uint32_t smt_savings;
};

#define XEN_LU_EFI_RS           0x1U /* run-time services are used */
#define XEN_LU_EFI_MAP_BS       0x2U /* memory of boot services is mapped for them */
#define XEN_LU_EFI_ALL          0x3U

#define XEN_LU_NO_TABLE         (~0ULL)

/**
 * struct xen_lu_efi - data of UEFI as the first Xen got it, followed by its memory map
 * @flags: XEN_LU_EFI_*
 * @version: version of the specification, from the system table
 * @fw_revision: revision of the firmware
 * @bs_revision: revision of the boot services
 * @acpi, @acpi20, @smbios, @smbios3, @mps: tables, or XEN_LU_NO_TABLE
 * @rs: table of the run-time services
 * @ct: configuration tables ...
 * @fw_vendor: string of 16-bit characters; 0 without run-time services
 * @nr_ct: ... and their number
 * @mdesc_size: bytes of an entry of the memory map
 * @max_var_store, @remain_var_store, @max_var: space for variables at boot
 * @apple_maddr, @apple_size: Apple's device properties
 * @memmap_size: bytes of the memory map
 */
struct xen_lu_efi {
    uint32_t flags;
    uint32_t version;
    uint32_t fw_revision;
    uint32_t bs_revision;
    uint64_t acpi;
    uint64_t acpi20;
    uint64_t smbios;
    uint64_t smbios3;
    uint64_t mps;
    uint64_t rs;
    uint64_t ct;
    uint64_t fw_vendor;
    uint32_t nr_ct;
    uint32_t mdesc_size;
    uint64_t max_var_store;
    uint64_t remain_var_store;
    uint64_t max_var;
    uint64_t apple_maddr;
    uint64_t apple_size;
    uint32_t memmap_size;
    uint32_t reserved;
};

/**
 * struct xen_lu_efi_rom - a PCI ROM, copied to memory of run-time services
 * @maddr: machine address of the copy ...
 * @size: ... and its bytes
 * @head: bytes before the copy that belong to Xen
 */
struct xen_lu_efi_rom {
    uint16_t seg;
    uint8_t  bus;
    uint8_t  devfn;
    uint16_t vendor;
    uint16_t device;
    uint64_t maddr;
    uint64_t size;
    uint32_t head;
    uint32_t reserved;
};

/*
 * Page state in place: the new Xen continues with the frame table and the M2P of
 * the old one. It trusts their content, unlike that of any other record, so both Xens
 * must have exactly the same format of them: see XLU_NOTE_LAYOUT.
 */

/* A list of pages, by index in the frame table; both XEN_LU_NO_MFN if empty. */
struct xen_lu_page_list {
    uint64_t head;
    uint64_t tail;
};

/**
 * struct xen_lu_frames - the frame table as a whole
 * @layout: CRC32C of the descriptor of XLU_NOTE_LAYOUT
 * @pdx_shift: number of bits of frame numbers that the PDX omits
 * @max_pdx: entries of the table
 * @dom_xen_mfn, @dom_io_mfn: frames of the struct domain of dom_xen and dom_io
 * @xen_pages: pages of dom_xen ...
 * @xen_list: ... and their list
 * @first_mfn: first frame of the heap
 * @tlb_clock: the TLB flush clock
 * @nodes: CRC32C over the map of the NUMA nodes, as the old Xen has it
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
    uint32_t nodes;
};

/* Frames of frame table and M2P, and where they are mapped. */
struct xen_lu_frame_map {
    uint64_t va;
    uint64_t mfn;
    uint64_t nr;
};

/* Non-empty list of free chunks of 2^@order pages in a NUMA node and zone. */
struct xen_lu_free_list {
    uint32_t node;
    uint32_t zone;
    uint32_t order;
    uint32_t reserved;
    struct xen_lu_page_list list;
};

/* Number of free pages. @zone ~0: pages of the whole node to be scrubbed. */
struct xen_lu_free_pages {
    uint32_t node;
    uint32_t zone;
    uint64_t nr;
};

/**
 * struct xen_lu_in_place - pages of a domain
 * @mfn: frame of its struct domain, to which owners of pages refer
 * @pages: the allocation, with L4 page tables first
 * @extra: pages with PGC_extra
 * @xen: pages of Xen that are shared with it
 * @nr_pages, @nr_extra, @nr_xen: number of each; @nr_pages includes @nr_extra
 * @nr_l4: number of L4 page tables in use
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

/**
 * struct xen_lu_pool - the paging pool of an HVM domain
 * @free: its pages that are not in use
 * @nr_free: number of these
 * @nr_pages: pages of the pool that are not tables of a P2M
 * @max_gfn: highest guest frame that has ever been in the P2M
 * @apic_mfn: with VMX, the page that accesses to local APICs go to
 */
struct xen_lu_pool {
    struct xen_lu_page_list free;
    uint32_t nr_free;
    uint32_t nr_pages;
    uint64_t max_gfn;
    uint64_t apic_mfn; /* XEN_LU_NO_MFN: there is none */
};

/* Tables of one of its P2Ms; the first is the domain's, others are for nested guests. */
struct xen_lu_pool_tables {
    uint64_t root_mfn;
    struct xen_lu_page_list tables;
};

#endif /* _XEN_LIVEUPDATE_STREAM_HOST_H */

/*
 * Local variables:
 * mode: C
 * c-file-style: "BSD"
 * c-basic-offset: 4
 * tab-width: 4
 * indent-tabs-mode: nil
 * End:
 */
