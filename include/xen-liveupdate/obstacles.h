/* SPDX-License-Identifier: MIT */
/*
 * Obstacles, for which Xen refuses a live update: number, name, and remedy.
 *
 * Xen reports the number of each obstacle; the reader of the report adds name and
 * remedy. A number is never given another meaning. A newer Xen may have obstacles that
 * the reader does not know: its console names all of them.
 */
#ifndef _XEN_LIVEUPDATE_OBSTACLES_H
#define _XEN_LIVEUPDATE_OBSTACLES_H

/* xlu_note.warning for an obstacle, whose number is in xlu_note.nr. */
#define XLU_NOTE_OBSTACLE	63

/* Names are in the table below. */
enum xlu_obstacle_nr {
	XLU_OBSTACLE_UNKNOWN		= 0,
	XLU_OBSTACLE_DEAD_DOMAIN	= 1,
	XLU_OBSTACLE_HVM_DOMAIN		= 2,
	XLU_OBSTACLE_PV32_DOMAIN	= 3,
	XLU_OBSTACLE_PASSTHROUGH	= 4,
	XLU_OBSTACLE_DEBUGGER		= 5,
	XLU_OBSTACLE_STUBDOM		= 6,
	XLU_OBSTACLE_MONITOR		= 7,
	XLU_OBSTACLE_ARGO		= 8,
	XLU_OBSTACLE_XSM_LABEL		= 9,
	XLU_OBSTACLE_XEN_EVTCHN		= 10,
	XLU_OBSTACLE_LOST_DOMAIN	= 11,
	XLU_OBSTACLE_XENOPROF		= 12,
	XLU_OBSTACLE_SHADOW_FOR_GOOD	= 13,
	XLU_OBSTACLE_PSR		= 14,
	XLU_OBSTACLE_DYING		= 15,
	XLU_OBSTACLE_CREATING		= 16,
	XLU_OBSTACLE_HYPERCALL		= 17,
	XLU_OBSTACLE_LOG_DIRTY		= 18,
	XLU_OBSTACLE_EVTCHN_RESET	= 19,
	XLU_OBSTACLE_CLAIM		= 20,
	XLU_OBSTACLE_INJECTING		= 21,
	XLU_OBSTACLE_REQUEST		= 22,
	XLU_OBSTACLE_MAY_HAVE_DEVICES	= 28,
	XLU_OBSTACLE_IOMMU		= 32,
	XLU_OBSTACLE_TRACING		= 33,
	XLU_OBSTACLE_OLD_KEXEC		= 34,
	XLU_OBSTACLE_BAD_PAGES		= 35,
	XLU_OBSTACLE_KEXEC_IMAGE	= 36,
	XLU_OBSTACLE_SCHEDULER		= 37,
	XLU_OBSTACLE_GRANULARITY	= 38,
	XLU_OBSTACLE_CPU_HOTPLUG	= 39,
	XLU_OBSTACLE_LIVEPATCH		= 40,
	XLU_OBSTACLE_CPU_LEAVING	= 41,
	XLU_OBSTACLE_XEN_MEMORY		= 42,
	XLU_OBSTACLE_PV_SHIM		= 45,
	XLU_OBSTACLE_VPMU		= 47,
	XLU_OBSTACLE_DEAD_DEVICE	= 48,
	XLU_OBSTACLE_MSIX_OFF		= 49,
	XLU_OBSTACLE_OPTION		= 50,
	XLU_OBSTACLE_POSTED_INTERRUPTS	= 56,
	XLU_OBSTACLE_ATS		= 57,
	XLU_OBSTACLE_SHARED_INTREMAP	= 58,
	XLU_OBSTACLE_QUARANTINE		= 59,
	XLU_OBSTACLE_STRICT_IOMMU	= 60,
	XLU_OBSTACLE_UNTRANSLATED	= 61,
	XLU_OBSTACLE_PVH_DOM0		= 64,
	XLU_OBSTACLE_DEVICE_MODEL	= 65,
	XLU_OBSTACLE_NO_HAP		= 66,
	XLU_OBSTACLE_VMX		= 67,
	XLU_OBSTACLE_NESTED		= 68,
	XLU_OBSTACLE_ALTP2M		= 69,
	XLU_OBSTACLE_VIRIDIAN		= 70,
	XLU_OBSTACLE_PAGING		= 71,
	XLU_OBSTACLE_ON_DEMAND		= 72,
	XLU_OBSTACLE_CACHE_ATTRS	= 73,
	XLU_OBSTACLE_VMTRACE		= 74,
	XLU_OBSTACLE_HVM_IO_PORTS	= 75,
	XLU_OBSTACLE_WRITES_WATCHED	= 76,
	XLU_OBSTACLE_HVM_PASSTHROUGH	= 77,
	XLU_OBSTACLE_HVM_MAY_HAVE	= 78,
	XLU_OBSTACLE_DEVICE_MEMORY	= 79,
};

struct xlu_obstacle {
	unsigned int nr;
	const char *name;
	const char *remedy;
};

static const struct xlu_obstacle xlu_obstacle_table[] = {
	/* lasting, of a domain */
	{ XLU_OBSTACLE_DEAD_DOMAIN, "dead domain whose memory another one maps",
	  "end what maps it: a backend, or a debugger" },
	{ XLU_OBSTACLE_HVM_DOMAIN, "HVM or PVH domain",
	  "migrate it away, or shut it down for the update" },
	{ XLU_OBSTACLE_PV32_DOMAIN, "32-bit PV domain",
	  "migrate it away, or shut it down for the update" },
	{ XLU_OBSTACLE_PASSTHROUGH, "device passed through to a domain",
	  "take the device from it with \"xl pci-detach\", or shut it down" },
	{ XLU_OBSTACLE_MAY_HAVE_DEVICES, "domain that may have devices",
	  "take \"passthrough\" out of its configuration and restart it" },
	{ XLU_OBSTACLE_DEBUGGER, "domain with a debugger",
	  "end the debugger" },
	{ XLU_OBSTACLE_STUBDOM, "stub domain",
	  "shut down the domain that it serves" },
	{ XLU_OBSTACLE_MONITOR, "domain with a monitor",
	  "end the program that monitors it" },
	{ XLU_OBSTACLE_ARGO, "domain that uses Argo",
	  "let it close its rings, or shut it down" },
	{ XLU_OBSTACLE_XSM_LABEL, "domain with an XSM label",
	  "migrate it away, or boot Xen without FLASK" },
	{ XLU_OBSTACLE_XEN_EVTCHN, "event channel used by Xen itself",
	  "end the program that monitors the domain or shares its memory" },
	{ XLU_OBSTACLE_LOST_DOMAIN, "domain that an update has lost",
	  "destroy it and start it again" },
	{ XLU_OBSTACLE_XENOPROF, "domain that uses Xenoprof",
	  "end the profiler" },
	{ XLU_OBSTACLE_SHADOW_FOR_GOOD, "domain on shadow page tables for good",
	  "shut it down, and mend its kernel or boot Xen with pv-l1tf=false" },
	{ XLU_OBSTACLE_PSR, "domain with cache monitoring or allocation",
	  "detach it with \"xl psr-cmt-detach\", and give it class 0 again" },
	/* transient, of a domain */
	{ XLU_OBSTACLE_DYING, "domain is being destroyed",
	  "wait for it, or let --wait do that" },
	{ XLU_OBSTACLE_CREATING, "domain is being created",
	  "wait for it, or let --wait do that" },
	{ XLU_OBSTACLE_HYPERCALL, "hypercall of a domain in progress",
	  "try again, or let --wait do that" },
	{ XLU_OBSTACLE_LOG_DIRTY, "domain in shadow or log-dirty mode",
	  "wait for its migration, or let --wait do that" },
	{ XLU_OBSTACLE_EVTCHN_RESET, "event channel reset in progress",
	  "try again, or let --wait do that" },
	{ XLU_OBSTACLE_CLAIM, "domain with a claim on memory",
	  "wait until it is created, or let --wait do that" },
	{ XLU_OBSTACLE_INJECTING, "event is about to be injected into a vCPU",
	  "try again, or let --wait do that" },
	{ XLU_OBSTACLE_REQUEST, "request to a device model in flight",
	  "unpause the domain; if its QEMU hangs or has died, destroy it" },
	/* of the host */
	{ XLU_OBSTACLE_IOMMU, "IOMMU in use",
	  "boot Xen with iommu=0, which no device passed through can do without" },
	{ XLU_OBSTACLE_TRACING, "tracing is on",
	  "end xentrace" },
	{ XLU_OBSTACLE_OLD_KEXEC, "crash kernel loaded by the first kexec interface",
	  "load it with a kexec-tools of this decade" },
	{ XLU_OBSTACLE_BAD_PAGES, "too many bad pages of memory",
	  "replace the memory" },
	{ XLU_OBSTACLE_KEXEC_IMAGE, "image for kexec is loaded",
	  "drop it with \"kexec -u\"" },
	{ XLU_OBSTACLE_SCHEDULER, "scheduler other than credit and credit2",
	  "boot Xen with sched=credit2, and destroy pools with others" },
	{ XLU_OBSTACLE_GRANULARITY, "CPU pool with a granularity of its own",
	  "destroy the pool, or boot Xen with its granularity for all" },
	{ XLU_OBSTACLE_CPU_HOTPLUG, "CPU hotplug in progress",
	  "try again, or let --wait do that" },
	{ XLU_OBSTACLE_LIVEPATCH, "live patch in progress",
	  "try again, or let --wait do that" },
	{ XLU_OBSTACLE_CPU_LEAVING, "CPU is leaving its pool",
	  "try again, or let --wait do that" },
	{ XLU_OBSTACLE_XEN_MEMORY, "memory of Xen is mapped by a domain",
	  "end the program that maps it, or let --wait wait for that" },
	{ XLU_OBSTACLE_PV_SHIM, "PV shim",
	  "update the Xen beneath" },
	{ XLU_OBSTACLE_VPMU, "performance counters for guests",
	  "boot Xen without vpmu" },
	{ XLU_OBSTACLE_DEAD_DEVICE, "device that does not answer",
	  "let dom0 wake it up, or take its driver from it" },
	{ XLU_OBSTACLE_MSIX_OFF, "device with MSI-X and its memory switched off",
	  "bind a driver to it in dom0, or take MSI-X from it" },
	{ XLU_OBSTACLE_OPTION, "option of the command line",
	  "give the new Xen the options of the running one, see \"xl dmesg\"" },
	{ XLU_OBSTACLE_POSTED_INTERRUPTS, "IOMMU with posted interrupts",
	  "boot Xen with iommu=no-intpost" },
	{ XLU_OBSTACLE_ATS, "IOMMU with ATS",
	  "boot Xen without ats" },
	{ XLU_OBSTACLE_SHARED_INTREMAP, "IOMMU with one interrupt table for all devices",
	  "boot Xen without iommu=no-amd-iommu-perdev-intremap" },
	{ XLU_OBSTACLE_QUARANTINE, "device in quarantine",
	  "give it back to dom0 with \"xl pci-assignable-remove\"" },
	{ XLU_OBSTACLE_STRICT_IOMMU, "domain 0 with a strict IOMMU",
	  "boot Xen without dom0-iommu=strict" },
	{ XLU_OBSTACLE_UNTRANSLATED, "domain 0 whose DMA is not translated",
	  "boot Xen without dom0-iommu=passthrough" },
	{ XLU_OBSTACLE_DEVICE_MEMORY, "device with memory of firmware is not dom0's",
	  "give it back to dom0 with \"xl pci-assignable-remove\"" },
	/* lasting, of an HVM or PVH domain */
	{ XLU_OBSTACLE_PVH_DOM0, "PVH domain 0",
	  "boot dom0 as PV" },
	{ XLU_OBSTACLE_DEVICE_MODEL, "HVM domain with a device model",
	  "migrate it away, or shut it down for the update" },
	{ XLU_OBSTACLE_NO_HAP, "HVM domain without HAP",
	  "take hap=0 out of its configuration and restart it" },
	{ XLU_OBSTACLE_VMX, "HVM domain on a CPU with VMX",
	  "migrate it away, or shut it down for the update" },
	{ XLU_OBSTACLE_NESTED, "HVM domain with nested virtualisation",
	  "take nestedhvm out of its configuration and restart it" },
	{ XLU_OBSTACLE_ALTP2M, "HVM domain with altp2m",
	  "switch altp2m off in its configuration and restart it" },
	{ XLU_OBSTACLE_VIRIDIAN, "HVM domain with Viridian extensions",
	  "switch viridian off in its configuration and restart it" },
	{ XLU_OBSTACLE_PAGING, "HVM domain with shared or paged memory",
	  "end the program that shares or pages its memory" },
	{ XLU_OBSTACLE_ON_DEMAND, "HVM domain populated on demand",
	  "let its balloon driver reach the target, or shut it down" },
	{ XLU_OBSTACLE_CACHE_ATTRS, "HVM domain with pinned cache attributes",
	  "migrate it away, or shut it down for the update" },
	{ XLU_OBSTACLE_VMTRACE, "HVM domain with vmtrace",
	  "end the program that traces it" },
	{ XLU_OBSTACLE_HVM_IO_PORTS, "HVM domain with I/O ports of the host",
	  "take ioports out of its configuration and restart it" },
	{ XLU_OBSTACLE_WRITES_WATCHED, "HVM domain whose writes a device model watches",
	  "migrate it away, or shut it down for the update" },
	{ XLU_OBSTACLE_HVM_PASSTHROUGH, "device passed through to an HVM domain",
	  "take the device from it with \"xl pci-detach\", or shut it down" },
	{ XLU_OBSTACLE_HVM_MAY_HAVE, "HVM domain that may have devices",
	  "take \"passthrough\" out of its configuration and restart it" },
	{ XLU_OBSTACLE_UNKNOWN, "unknown", "\"xl dmesg\" names it" }
};

static inline const struct xlu_obstacle *xlu_obstacles(void)
{
	return xlu_obstacle_table;
}

/* Never NULL: the last entry stands for all unknown numbers. */
static inline const struct xlu_obstacle *xlu_obstacle(unsigned int nr)
{
	const struct xlu_obstacle *obstacle = xlu_obstacles();

	while (obstacle->nr && obstacle->nr != nr)
		obstacle++;
	return obstacle;
}

#endif /* _XEN_LIVEUPDATE_OBSTACLES_H */
