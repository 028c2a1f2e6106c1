/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Words for the values of fields: kinds and flags. Part of fields.c.
 */
#ifndef _STREAM_DUMP_WORDS_H
#define _STREAM_DUMP_WORDS_H

#include <xen-liveupdate/stream.h>
#include <public/event_channel.h>
#include "dump.h"

#define LAST			{ 0, NULL }

static const struct value_name host_flags[] = {
	{ XEN_LU_HOST_TIMER_IRQ, "TIMER_IRQ" },
	{ XEN_LU_HOST_NO_TSC_SYNC, "NO_TSC_SYNC" },
	{ XEN_LU_HOST_ZEROED, "ZEROED" },
	{ XEN_LU_HOST_INTREMAP, "INTREMAP" },
	LAST
};

static const struct value_name efi_flags[] = {
	{ XEN_LU_EFI_RS, "RS" },
	{ XEN_LU_EFI_MAP_BS, "MAP_BS" },
	LAST
};

static const struct value_name cpu_flags[] = {
	{ XEN_LU_CPU_PRESENT, "PRESENT" },
	{ XEN_LU_CPU_ONLINE, "ONLINE" },
	LAST
};

static const struct value_name bad_flags[] = {
	{ XEN_LU_BAD_OFFLINE, "OFFLINE" },
	{ XEN_LU_BAD_BROKEN, "BROKEN" },
	{ XEN_LU_BAD_RESERVED, "RESERVED" },
	LAST
};

static const struct value_name domain_flags[] = {
	{ XEN_LU_DOMAIN_PV, "PV" },
	{ XEN_LU_DOMAIN_HWDOM, "HWDOM" },
	{ XEN_LU_DOMAIN_EOI_MAP, "EOI_MAP" },
	{ XEN_LU_DOMAIN_AUTO_UNMASK, "AUTO_UNMASK" },
	{ XEN_LU_DOMAIN_DEFERRED, "DEFERRED" },
	{ XEN_LU_DOMAIN_SHUTTING_DOWN, "SHUTTING_DOWN" },
	{ XEN_LU_DOMAIN_SHUT_DOWN, "SHUT_DOWN" },
	{ XEN_LU_DOMAIN_VTSC, "VTSC" },
	{ XEN_LU_DOMAIN_TIME_OFFSET, "TIME_OFFSET" },
	{ XEN_LU_DOMAIN_MSR_RELAXED, "MSR_RELAXED" },
	LAST
};

static const struct value_name page_flags[] = {
	{ XEN_LU_PAGES_EXTRA, "EXTRA" },
	{ XEN_LU_PAGES_FREED, "FREED" },
	LAST
};

static const struct value_name roles[] = {
	{ XEN_LU_ROLE_SHARED_INFO, "SHARED_INFO" },
	{ XEN_LU_ROLE_GRANT_SHARED, "GRANT_SHARED" },
	{ XEN_LU_ROLE_GRANT_STATUS, "GRANT_STATUS" },
	LAST
};

static const struct value_name range_kinds[] = {
	{ XEN_LU_RANGE_IOMEM, "IOMEM" },
	{ XEN_LU_RANGE_IOPORT, "IOPORT" },
	{ XEN_LU_RANGE_IRQ, "IRQ" },
	LAST
};

static const struct value_name port_states[] = {
	{ EVTCHNSTAT_unbound, "unbound" },
	{ EVTCHNSTAT_interdomain, "interdomain" },
	{ EVTCHNSTAT_pirq, "pirq" },
	{ EVTCHNSTAT_virq, "virq" },
	{ EVTCHNSTAT_ipi, "ipi" },
	{ XEN_LU_EVTCHN_RESERVED, "RESERVED" },
	LAST
};

static const struct value_name port_flags[] = {
	{ XEN_LU_EVTCHN_F_PENDING, "PENDING" }, { XEN_LU_EVTCHN_F_XEN, "XEN" },
	LAST
};

static const struct value_name grant_flags[] = {
	{ XEN_LU_GRANT_SUB_PAGE, "SUB_PAGE" },
	LAST
};

static const struct value_name pirq_kinds[] = {
	{ XEN_LU_PIRQ_GSI, "GSI" },
	{ XEN_LU_PIRQ_MSI, "MSI" },
	{ XEN_LU_PIRQ_MSIX, "MSIX" },
	LAST
};

static const struct value_name pirq_flags[] = {
	{ XEN_LU_PIRQ_BOUND, "BOUND" },
	{ XEN_LU_PIRQ_SHAREABLE, "SHAREABLE" },
	{ XEN_LU_PIRQ_MSI_MASKED, "MSI_MASKED" },
	LAST
};

static const struct value_name device_flags[] = {
	{ XEN_LU_PCI_EXTFN, "EXTFN" },
	{ XEN_LU_PCI_VIRTFN, "VIRTFN" },
	{ XEN_LU_PCI_MSIX_MASKALL, "MSIX_MASKALL" },
	{ XEN_LU_PCI_MSIX_READY, "MSIX_READY" }, { XEN_LU_PCI_QUARANTINE, "QUARANTINE" },
	{ XEN_LU_PCI_BROKEN, "BROKEN" },
	LAST
};

static const struct value_name mmcfg_flags[] = {
	{ XEN_LU_MMCFG_USED, "USED" },
	LAST
};

static const struct value_name pin_flags[] = {
	{ XEN_LU_GSI_SET_UP, "SET_UP" },
	{ XEN_LU_GSI_MASKED, "MASKED" },
	{ XEN_LU_GSI_LEVEL, "LEVEL" },
	{ XEN_LU_GSI_LOW, "LOW" },
	LAST
};

static const struct value_name pm_flags[] = {
	{ XEN_LU_PM_CSTATE, "CSTATE" },
	{ XEN_LU_PM_CX, "CX" },
	{ XEN_LU_PM_PX, "PX" },
	{ XEN_LU_PM_PARKED, "PARKED" },
	{ XEN_LU_PM_SMT, "SMT" },
	LAST
};

static const struct value_name vcpu_flags[] = {
	{ XEN_LU_VCPU_INITIALISED, "INITIALISED" },
	{ XEN_LU_VCPU_DOWN, "DOWN" },
	{ XEN_LU_VCPU_FPU, "FPU" },
	{ XEN_LU_VCPU_SYSCALL32_NOEVT, "SYSCALL32_NOEVT" },
	{ XEN_LU_VCPU_SYSENTER_NOEVT, "SYSENTER_NOEVT" },
	{ XEN_LU_VCPU_SHUTDOWN, "SHUTDOWN" },
	{ XEN_LU_VCPU_HARD_ALL, "HARD_ALL" },
	{ XEN_LU_VCPU_SOFT_ALL, "SOFT_ALL" },
	{ XEN_LU_VCPU_PINNED, "PINNED" },
	LAST
};

static const struct value_name hvm_flags[] = {
	{ XEN_LU_HVM_SHINFO_32, "SHINFO_32" }, { XEN_LU_HVM_LDR_BUG, "LDR_BUG" },
	{ XEN_LU_HVM_SUSPENDED, "SUSPENDED" }, LAST
};

static const struct value_name p2m_types[] = {
	{ XEN_LU_P2M_RAM_RW, "RAM_RW" }, { XEN_LU_P2M_RAM_RO, "RAM_RO" },
	{ XEN_LU_P2M_MMIO, "MMIO" }, { XEN_LU_P2M_GRANT_RW, "GRANT_RW" },
	{ XEN_LU_P2M_GRANT_RO, "GRANT_RO" }, { XEN_LU_P2M_FOREIGN, "FOREIGN" }, LAST
};

static const struct value_name vcpu_hvm_flags[] = {
	{ XEN_LU_VCPU_HVM_TIMER, "TIMER" }, { XEN_LU_VCPU_HVM_LISTED, "LISTED" },
	{ XEN_LU_VCPU_HVM_ISSUED, "ISSUED" }, { XEN_LU_VCPU_HVM_SIPI, "SIPI" },
	{ XEN_LU_VCPU_HVM_FORGET, "FORGET" }, LAST
};

static const struct value_name ioreq_flags[] = { { XEN_LU_IOREQ_ENABLED, "ENABLED" }, LAST };

static const struct value_name ioreq_kinds[] = {
	{ 0, "PORT" }, { 1, "MEMORY" }, { 2, "PCI" }, LAST
};

static const struct value_name hvm_pirq_kinds[] = {
	{ XEN_LU_HVM_PIRQ_NONE, "NONE" }, { XEN_LU_HVM_PIRQ_GSI, "GSI" },
	{ XEN_LU_HVM_PIRQ_MSI, "MSI" }, LAST
};

static const struct value_name timer_flags[] = {
	{ XEN_LU_TIMER_ACTIVE, "ACTIVE" }, { XEN_LU_TIMER_LISTED, "LISTED" },
	{ XEN_LU_TIMER_ISSUED, "ISSUED" }, LAST
};

#endif /* _STREAM_DUMP_WORDS_H */
