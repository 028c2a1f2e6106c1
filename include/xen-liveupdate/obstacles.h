/* SPDX-License-Identifier: MIT */
/*
 * What a Xen refuses a live update for: number, name, and the remedy.
 *
 * Xen notes the number of each that it finds, whoever reads the report tells the name
 * and what to do. A number is never given another meaning. A Xen may know more than
 * its reader: its console has all names.
 */
#ifndef _XEN_LIVEUPDATE_OBSTACLES_H
#define _XEN_LIVEUPDATE_OBSTACLES_H

/* What struct xlu_note has in place of a warning: @nr is an obstacle then. */
#define XLU_NOTE_OBSTACLE	63
#define XLU_OBSTACLE_UNKNOWN	0

struct xlu_obstacle {
	unsigned int nr;
	const char *name;
	const char *remedy;
};

static inline const struct xlu_obstacle *xlu_obstacles(void)
{
	static const struct xlu_obstacle obstacles[] = {
		/* of a domain, for as long as it lives */
		{ 1, "dead domain whose memory another one maps",
		  "end what maps it: a backend, or a debugger" },
		{ 2, "HVM or PVH domain",
		  "migrate it away, or shut it down for the update" },
		{ 3, "32-bit PV domain",
		  "migrate it away, or shut it down for the update" },
		{ 4, "device passed through to a domain",
		  "take the device from it with \"xl pci-detach\", or shut it down" },
		{ 5, "domain with a debugger",
		  "end the debugger" },
		{ 6, "stub domain",
		  "shut down the domain that it serves" },
		{ 7, "domain with a monitor",
		  "end the program that monitors it" },
		{ 8, "domain that uses Argo",
		  "let it close its rings, or shut it down" },
		{ 9, "domain with an XSM label",
		  "migrate it away, or boot Xen without FLASK" },
		{ 10, "event channel used by Xen itself",
		  "end the program that monitors the domain or shares its memory" },
		{ 11, "domain that an update has lost",
		  "destroy it and start it again" },
		{ 12, "domain that uses Xenoprof",
		  "end the profiler" },
		{ 13, "domain on shadow page tables for good",
		  "shut it down, and mend its kernel or boot Xen with pv-l1tf=false" },
		{ 14, "domain with cache monitoring or allocation",
		  "detach it with \"xl psr-cmt-detach\", and give it class 0 again" },
		/* of a domain, passing */
		{ 15, "domain is being destroyed",
		  "wait for it, or let --wait do that" },
		{ 16, "domain is being created",
		  "wait for it, or let --wait do that" },
		{ 17, "hypercall of a domain in progress",
		  "try again, or let --wait do that" },
		{ 18, "domain in shadow or log-dirty mode",
		  "wait for its migration, or let --wait do that" },
		{ 19, "event channel reset in progress",
		  "try again, or let --wait do that" },
		{ 20, "domain with a claim on memory",
		  "wait until it is created, or let --wait do that" },
		/* of the host */
		{ 32, "IOMMU in use",
		  "boot Xen with iommu=0, which no device passed through can do without" },
		{ 33, "tracing is on",
		  "end xentrace" },
		{ 34, "crash kernel loaded by the first kexec interface",
		  "load it with a kexec-tools of this decade" },
		{ 35, "too many bad pages of memory",
		  "replace the memory" },
		{ 36, "image for kexec is loaded",
		  "drop it with \"kexec -u\"" },
		{ 37, "scheduler other than credit and credit2",
		  "boot Xen with sched=credit2, and destroy pools with others" },
		{ 38, "CPU pool with a granularity of its own",
		  "destroy the pool, or boot Xen with its granularity for all" },
		{ 39, "CPU hotplug in progress",
		  "try again, or let --wait do that" },
		{ 40, "live patch in progress",
		  "try again, or let --wait do that" },
		{ 41, "CPU is leaving its pool",
		  "try again, or let --wait do that" },
		{ 42, "memory of Xen is mapped by a domain",
		  "end the program that maps it, or let --wait wait for that" },
		{ 43, "EFI runtime services in use",
		  "boot Xen with efi=no-rs, and not by UEFI" },
		{ 44, "booted by UEFI",
		  "boot the host by BIOS, or make a cold update" },
		{ 45, "PV shim",
		  "update the Xen beneath" },
		{ 46, "more than 64 CPUs",
		  "boot Xen with maxcpus=64" },
		{ 47, "performance counters for guests",
		  "boot Xen without vpmu" },
		{ 48, "device that does not answer",
		  "let dom0 wake it up, or take its driver from it" },
		{ 49, "device with MSI-X and its memory switched off",
		  "bind a driver to it in dom0, or take MSI-X from it" },
		{ 50, "option of the command line",
		  "give the new Xen the options of the running one, see \"xl dmesg\"" },
		{ XLU_OBSTACLE_UNKNOWN, "unknown", "\"xl dmesg\" names it" }
	};

	return obstacles;
}

/* Never NULL: the last entry stands for all others. */
static inline const struct xlu_obstacle *xlu_obstacle(unsigned int nr)
{
	const struct xlu_obstacle *obstacle = xlu_obstacles();

	while (obstacle->nr && obstacle->nr != nr)
		obstacle++;
	return obstacle;
}

#endif /* _XEN_LIVEUPDATE_OBSTACLES_H */
