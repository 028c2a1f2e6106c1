/* SPDX-License-Identifier: MIT */
/*
 * State stream of a live update: the records of a vCPU. Part of stream.h.
 */
#ifndef _XEN_LIVEUPDATE_STREAM_VCPU_H
#define _XEN_LIVEUPDATE_STREAM_VCPU_H

#define XEN_LU_VCPU_INITIALISED 0x1U
#define XEN_LU_VCPU_DOWN        0x2U
#define XEN_LU_VCPU_FPU         0x4U
#define XEN_LU_VCPU_SYSCALL32_NOEVT 0x8U
#define XEN_LU_VCPU_SYSENTER_NOEVT  0x10U
#define XEN_LU_VCPU_SHUTDOWN    0x20U /* paused for shutdown */
#define XEN_LU_VCPU_HARD_ALL    0x40U /* may run on all CPUs, however many */
#define XEN_LU_VCPU_SOFT_ALL    0x80U /* should run on all CPUs */
#define XEN_LU_VCPU_PINNED      0x100U /* temporarily on @processor, by the domain's request */
#define XEN_LU_VCPU_ALL         0x1ffU

#define XEN_LU_VCPU_TRAPS       2U   /* NMI, machine check */

/* An exception that is about to be delivered. */
#define XEN_LU_BOUNCE_EXCEPTION  0x1U
#define XEN_LU_BOUNCE_ERROR_CODE 0x2U /* with @bounce_error_code */
#define XEN_LU_BOUNCE_INTERRUPT  0x4U /* the handler is entered with events disabled */
#define XEN_LU_BOUNCE_ALL        0x7U

/**
 * struct xen_lu_vcpu - state of a vCPU that a guest context does not contain
 * @vcpu_info_mfn: page of the registered vcpu_info, or XEN_LU_NO_MFN
 * @vcpu_info_offset: offset in that page
 * @runstate_area, @time_area: guest virtual addresses, 0 if not registered
 * @singleshot: absolute system time at which the timer fires, 0 if not set
 * @periodic_period, @periodic_last: in ns
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
};

/*
 * Hard and soft affinity of a vCPU, without temporary pinning. Followed by 2 * @words
 * numbers of 64 bits with a bit for each CPU.
 */
struct xen_lu_vcpu_affinity {
    uint32_t vcpu;
    uint32_t words;
};

/* Opaque outside of Xen and its tools, as it needs a header of Xen. */
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

/* The vCPU's FIFO control block, and the tails that Xen keeps for its queues. */
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

#define XEN_LU_VCPU_HVM_TIMER   0x1U /* the timer of the local APIC is running */
#define XEN_LU_VCPU_HVM_LISTED  0x2U /* its interrupt is not masked */
#define XEN_LU_VCPU_HVM_ISSUED  0x4U /* its interrupt is about to be delivered */
#define XEN_LU_VCPU_HVM_SIPI    0x8U /* INIT or SIPI to other vCPUs is in flight */
#define XEN_LU_VCPU_HVM_FORGET  0x10U /* device models have to invalidate their map caches */
#define XEN_LU_VCPU_HVM_ALL     0x1fU

#define XEN_LU_SHADOW_STI       0x1U /* no interrupt after STI ... */
#define XEN_LU_SHADOW_MOV_SS    0x2U /* ... or a load of SS */
#define XEN_LU_SHADOW_NMI       0x8U /* no NMI until IRET */
#define XEN_LU_SHADOW_ALL       0xbU

/* Bits of DR6 for a #DB that VMX has still to raise */
#define XEN_LU_PENDING_DB_ALL   0x1500fU

/**
 * struct xen_lu_vcpu_hvm - state that the HVM context lacks, or has for another time
 * @intr_shadow: XEN_LU_SHADOW_*
 * @upcall_vector: vector of the event upcall, 0 if the domain has one for all vCPUs
 * @tsc_offset: the guest's TSC minus that of the CPU
 * @tsc_adjust: MSR IA32_TSC_ADJUST
 * @stime_offset, @guest_time: if guest time stops while the vCPU does not run
 * @timer_updated: guest time at which the current count began
 * @timer_expires: system time at which the timer fires
 * @timer_period: in ns, 0 if it fires once
 * @timer_last_irq: guest time of the last interrupt ...
 * @timer_pending: ... and number of interrupts still to be delivered
 * @sipi_icr, @sipi_dest: command and destination of INIT or SIPI
 * @pending_db: XEN_LU_PENDING_DB_ALL
 */
struct xen_lu_vcpu_hvm {
    uint32_t vcpu;
    uint32_t intr_shadow;
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
    uint32_t pending_db;
};

#endif /* _XEN_LIVEUPDATE_STREAM_VCPU_H */

/*
 * Local variables:
 * mode: C
 * c-file-style: "BSD"
 * c-basic-offset: 4
 * tab-width: 4
 * indent-tabs-mode: nil
 * End:
 */
