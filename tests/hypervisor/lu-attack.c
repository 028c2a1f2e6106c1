// SPDX-License-Identifier: GPL-2.0-only
/*
 * lu-attack - what a hostile or careless dom0 could do to a live update
 *
 *	lu-attack bank		try to get at the staging bank in every way that a
 *				hypercall offers; fails if one of them works
 *	lu-attack hvm|pv on	create an empty domain; "off DOMID" destroys it
 *	lu-attack trace on|off	tracing
 *	lu-attack vnuma DOMID	give a domain with two vCPUs two virtual NUMA nodes
 *	lu-attack logdirty on|off DOMID
 *	lu-attack claim PAGES DOMID
 *	lu-attack crash DOMID		the toolstack says that the domain has crashed
 *	lu-attack pin CPU	the vCPU that runs this overrides its affinity; -1: no more
 *	lu-attack nodes MASK DOMID	nodes for a domain's memory
 *	lu-attack hotplug		call for what CPU 0 has to do, again and again
 *	lu-attack revoke FRAME DOMID	forbid a domain this frame of I/O memory
 *	lu-attack bar DEVICE	have Xen take the bank for the MSI-X table of a PCI device
 *				without a driver (0000:00:04.0); fails if it does
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "xencall.h"

#define DOMID_IO		0x7ff1
#define DOMID_SELF		0x7ff0

#define PTE_PRESENT		0x1
#define PTE_RW			0x2
#define PTE_USER		0x4
#define UVMF_INVLPG		2

#define SCHEDOP_REMOTE_SHUTDOWN	4
#define SHUTDOWN_CRASH		3

#define MMU_NORMAL_PT		0
#define MMU_MACHPHYS		1
#define MMU_PT_PRESERVE_AD	2

#define GNTTAB_COPY		5
#define GNTCOPY_DONE		0

#define MMUEXT_PIN_L1		0
#define MMUEXT_CLEAR_PAGE	16
#define MMUEXT_COPY_PAGE	17

#define XENMEM_DECREASE		1
#define XENMEM_EXCHANGE		11
#define XENMEM_CLAIM		24

#define DOMCTL_SHADOW		10
#define DOMCTL_IOMEM_PERMISSION	20
#define DOMCTL_MEMORY_MAPPING	39
#define DOMCTL_SETNODEAFFINITY	68
#define DOMCTL_SETVNUMA		74
#define SHADOW_OFF		0
#define SHADOW_LOGDIRTY		2
#define CDF_HVM			0x1
#define CDF_HAP			0x2
#define EMU_ALL			0x3ff	/* all that comes with a device model */

#define SCHEDOP_PIN_OVERRIDE	7

#define SYSCTL_TBUF		2
#define SYSCTL_CPU_HOTPLUG	11
#define HOTPLUG_OFFLINE		1
#define NO_CPU			9999
#define TBUF_SET_SIZE		3
#define TBUF_ENABLE		4
#define TBUF_DISABLE		5

#define PHYSDEV_MAP_PIRQ	13
#define PHYSDEV_UNMAP_PIRQ	14
#define PHYSDEV_PREPARE_MSIX	30
#define PHYSDEV_RELEASE_MSIX	31
#define MAP_PIRQ_TYPE_MSI	0

#define PCI_COMMAND		0x04
#define PCI_COMMAND_MEMORY	0x0002
#define PCI_BAR(n)		(0x10 + 4 * (n))
#define PCI_BAR_TYPE		0xf
#define PCI_BAR_64		0x4
#define PCI_CAPABILITIES	0x34
#define PCI_CAP_MSIX		0x11
#define PCI_MSIX_TABLE		4
#define PCI_MSIX_BIR		0x7

/* Not the handoff page, which stays open: some page of the image */
#define VICTIM_OFFSET		0x200000UL

struct mmuext_op {
	uint32_t cmd, pad;
	uint64_t mfn;
	uint64_t src_mfn;
};

struct mmu_update {
	uint64_t ptr, val;
};

struct gnttab_end {
	uint64_t gmfn;
	uint16_t domid, offset;
	uint32_t pad;
};

struct gnttab_copy {
	struct gnttab_end source, dest;
	uint16_t len, flags;
	int16_t status;
};

struct reservation {
	uint64_t extents, nr;
	uint32_t order, flags;
	uint16_t domid;
	uint16_t pad[3];
};

struct exchange {
	struct reservation in, out;
	uint64_t done;
};

struct hotplug {
	uint32_t cmd, version;
	uint32_t cpu, op;
	uint8_t rest[128];
};

struct tbuf {
	uint32_t cmd, version;
	uint32_t op, pad;
	uint64_t mask_bits, mask_nr;
	uint32_t events, pad2;
	uint64_t mfn;
	uint32_t size;
	uint8_t rest[128];
};

struct physdev_device {
	uint16_t seg;
	uint8_t bus, devfn;
};

struct physdev_map_pirq {
	uint16_t domid, pad;
	int type, index, pirq, bus, devfn, entry, pad2;
	uint64_t table_base;
};

struct physdev_unmap_pirq {
	uint16_t domid, pad;
	int pirq;
};

static union {
	struct mmuext_op ext;
	struct physdev_device device;
	struct physdev_map_pirq map_pirq;
	struct physdev_unmap_pirq unmap_pirq;
	struct mmu_update mmu;
	struct gnttab_copy copy;
	struct reservation reservation;
	struct exchange exchange;
	struct domctl domctl;
	struct tbuf tbuf;
	int32_t pcpu;
	struct hotplug hotplug;
} arg;

static uint64_t victim, extent[2];
static unsigned int worked;

static void verdict(const char *what, long rc)
{
	printf("LUATTACK %s: %s (%ld)\n", what, rc < 0 ? "refused" : "WORKED", rc);
	worked += rc >= 0;
}

static void try_map(const char *what, uint64_t flags, uint32_t domid)
{
	/* A page of its own, with a page table, that nothing else depends on */
	char *va = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	uint64_t pte = victim << 12 | PTE_PRESENT | PTE_USER | flags;

	va[0] = 1;
	verdict(what, domid ? xencall(HYPERVISOR_UPDATE_VA_OTHER, (uintptr_t)va, pte,
				      UVMF_INVLPG, domid)
			    : xencall(HYPERVISOR_UPDATE_VA, (uintptr_t)va, pte,
				      UVMF_INVLPG, 0));
}

static void try_mmuext(const char *what, uint32_t cmd, uint32_t domid)
{
	arg.ext = (struct mmuext_op){ .cmd = cmd, .mfn = victim, .src_mfn = victim + 1 };
	verdict(what, xencall(HYPERVISOR_MMUEXT_OP, (uintptr_t)&arg.ext, 1, 0, domid));
}

static void try_mmu_update(const char *what, uint64_t ptr, uint32_t domid)
{
	arg.mmu = (struct mmu_update){ .ptr = ptr, .val = victim };
	verdict(what, xencall(HYPERVISOR_MMU_UPDATE, (uintptr_t)&arg.mmu, 1, 0, domid));
}

/* Xen copies on behalf of a domain, from one frame of it to another. */
static void try_grant_copy(const char *what, uint16_t domid)
{
	long rc;

	arg.copy = (struct gnttab_copy){
		.source = { .gmfn = victim, .domid = domid },
		.dest = { .gmfn = victim + 1, .domid = domid },
		.len = 64,
	};
	rc = xencall(HYPERVISOR_GRANT_TABLE_OP, GNTTAB_COPY, (uintptr_t)&arg.copy, 1, 0);
	verdict(what, rc ? rc : arg.copy.status == GNTCOPY_DONE ? 0 : arg.copy.status);
}

static void try_decrease(void)
{
	long rc;

	extent[0] = victim;
	arg.reservation = (struct reservation){ .extents = (uintptr_t)extent, .nr = 1,
						.domid = DOMID_SELF };
	rc = xencall(HYPERVISOR_MEMORY_OP, XENMEM_DECREASE, (uintptr_t)&arg.reservation, 0, 0);
	/* Returns the number of extents that were done. */
	verdict("decrease reservation", rc ? rc : -EPERM);
}

static void try_exchange(void)
{
	extent[0] = victim;
	extent[1] = 0;
	arg.exchange = (struct exchange){
		.in = { .extents = (uintptr_t)&extent[0], .nr = 1, .domid = DOMID_SELF },
		.out = { .extents = (uintptr_t)&extent[1], .nr = 1, .domid = DOMID_SELF },
	};
	verdict("exchange", xencall(HYPERVISOR_MEMORY_OP, XENMEM_EXCHANGE,
				    (uintptr_t)&arg.exchange, 0, 0));
}

static void try_domctls(void)
{
	memset(&arg, 0, sizeof(arg));
	arg.domctl.iomem.first = victim;
	arg.domctl.iomem.nr = 1;
	arg.domctl.iomem.allow = 1;
	verdict("give the permission back", xen_domctl(&arg.domctl, DOMCTL_IOMEM_PERMISSION, 0));

	memset(&arg, 0, sizeof(arg));
	arg.domctl.mapping.gfn = victim;
	arg.domctl.mapping.mfn = victim;
	arg.domctl.mapping.nr = 1;
	arg.domctl.mapping.add = 1;
	verdict("memory mapping", xen_domctl(&arg.domctl, DOMCTL_MEMORY_MAPPING, 0));
}

static uint32_t config_read(int fd, unsigned int at, unsigned int size)
{
	uint32_t value = 0;

	if (pread(fd, &value, size, at) != (ssize_t)size) {
		perror("PCI configuration space");
		exit(2);
	}
	return value;
}

static void config_write(int fd, unsigned int at, uint32_t value, unsigned int size)
{
	if (pwrite(fd, &value, size, at) != (ssize_t)size) {
		perror("PCI configuration space");
		exit(2);
	}
}

static unsigned int find_msix(int fd)
{
	unsigned int at = config_read(fd, PCI_CAPABILITIES, 1);

	while (at && config_read(fd, at, 1) != PCI_CAP_MSIX)
		at = config_read(fd, at + 1, 1);
	if (!at)
		fputs("the device has no MSI-X\n", stderr);
	return at;
}

static void try_msix(uint8_t bus, uint8_t devfn)
{
	long rc;

	arg.map_pirq = (struct physdev_map_pirq){
		.domid = DOMID_SELF, .type = MAP_PIRQ_TYPE_MSI, .index = -1, .pirq = -1,
		.bus = bus, .devfn = devfn, .table_base = victim << 12,
	};
	rc = xencall(HYPERVISOR_PHYSDEV_OP, PHYSDEV_MAP_PIRQ, (uintptr_t)&arg.map_pirq, 0, 0);
	verdict("MSI-X table in the bank", rc);
	if (!rc) {
		int pirq = arg.map_pirq.pirq;

		arg.unmap_pirq = (struct physdev_unmap_pirq){ .domid = DOMID_SELF, .pirq = pirq };
		xencall(HYPERVISOR_PHYSDEV_OP, PHYSDEV_UNMAP_PIRQ, (uintptr_t)&arg.unmap_pirq,
			0, 0);
	}

	arg.device = (struct physdev_device){ .bus = bus, .devfn = devfn };
	rc = xencall(HYPERVISOR_PHYSDEV_OP, PHYSDEV_PREPARE_MSIX, (uintptr_t)&arg.device, 0, 0);
	verdict("MSI-X table in the bank, prepared", rc);
	if (!rc)
		xencall(HYPERVISOR_PHYSDEV_OP, PHYSDEV_RELEASE_MSIX, (uintptr_t)&arg.device, 0, 0);
}

static int attack_bar(const char *device)
{
	unsigned int seg, bus, slot, func, cap, at;
	uint64_t start, size;
	uint32_t bar[2], command;
	char path[64];
	int fd;

	if (sscanf(device, "%x:%x:%x.%x", &seg, &bus, &slot, &func) != 4)
		return 2;
	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/config", device);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0) {
		perror(path);
		return 2;
	}
	cap = find_msix(fd);
	if (!cap)
		return 2;
	xen_staging_bank(&start, &size);
	victim = (start + VICTIM_OFFSET) >> 12;

	at = PCI_BAR(config_read(fd, cap + PCI_MSIX_TABLE, 4) & PCI_MSIX_BIR);
	bar[0] = config_read(fd, at, 4);
	bar[1] = config_read(fd, at + 4, 4);
	command = config_read(fd, PCI_COMMAND, 2);
	config_write(fd, at, (uint32_t)(victim << 12) | (bar[0] & PCI_BAR_TYPE), 4);
	if (bar[0] & PCI_BAR_64)
		config_write(fd, at + 4, 0, 4);
	config_write(fd, PCI_COMMAND, command | PCI_COMMAND_MEMORY, 2);

	try_msix(bus, slot << 3 | func);

	config_write(fd, PCI_COMMAND, command, 2);
	config_write(fd, at, bar[0], 4);
	if (bar[0] & PCI_BAR_64)
		config_write(fd, at + 4, bar[1], 4);
	close(fd);
	return !!worked;
}

static int attack_bank(void)
{
	uint64_t start, size;

	xen_staging_bank(&start, &size);
	victim = (start + VICTIM_OFFSET) >> 12;
	try_map("map writable", PTE_RW, 0);
	try_map("map read-only", 0, 0);
	try_map("map as I/O memory", PTE_RW, DOMID_IO);
	try_mmuext("clear page", MMUEXT_CLEAR_PAGE, DOMID_SELF);
	try_mmuext("clear page of I/O memory", MMUEXT_CLEAR_PAGE, DOMID_IO);
	try_mmuext("copy page", MMUEXT_COPY_PAGE, DOMID_SELF);
	try_mmuext("copy page of I/O memory", MMUEXT_COPY_PAGE, DOMID_IO);
	try_mmuext("pin as page table", MMUEXT_PIN_L1, DOMID_SELF);
	try_mmuext("pin as page table of I/O memory", MMUEXT_PIN_L1, DOMID_IO);
	try_mmu_update("write as page table", victim << 12 | MMU_NORMAL_PT, DOMID_SELF);
	try_mmu_update("write as page table of I/O memory", victim << 12 | MMU_NORMAL_PT, DOMID_IO);
	try_mmu_update("write as page table, keeping flags", victim << 12 | MMU_PT_PRESERVE_AD,
		       DOMID_SELF);
	try_mmu_update("make it a frame of dom0", victim << 12 | MMU_MACHPHYS, DOMID_SELF);
	try_grant_copy("copy by grant table", DOMID_SELF);
	try_grant_copy("copy by grant table, of I/O memory", DOMID_IO);
	try_decrease();
	try_exchange();
	try_domctls();
	printf("LUATTACK %u of them worked\n", worked);
	return !!worked;
}

static int create(int hvm)
{
	long rc;

	memset(&arg, 0, sizeof(arg));
	arg.domctl.create.flags = hvm ? CDF_HVM | CDF_HAP : 0;
	arg.domctl.create.emulation = hvm ? EMU_ALL : 0;
	rc = xen_create_domain(&arg.domctl);
	if (rc) {
		fprintf(stderr, "createdomain: %ld\n", rc);
		return 1;
	}
	printf("%u\n", arg.domctl.domid);
	return 0;
}

static int destroy(uint16_t domid)
{
	memset(&arg, 0, sizeof(arg));
	return xen_domctl(&arg.domctl, DOMCTL_DESTROY, domid) != 0;
}

static int vnuma(uint16_t domid)
{
	static uint32_t distance[4] = { 10, 20, 21, 10 }, vnode_to_pnode[2];
	static uint32_t vcpu_to_vnode[2] = { 1, 0 };
	/* from, to, and in one word: flags (0) and node */
	static uint64_t range[6] = { 0, 40UL << 20, 0, 40UL << 20, 112UL << 20, 1UL << 32 };

	memset(&arg, 0, sizeof(arg));
	arg.domctl.vnuma.vnodes = 2;
	arg.domctl.vnuma.ranges = 2;
	arg.domctl.vnuma.vcpus = 2;
	arg.domctl.vnuma.distance = (uintptr_t)distance;
	arg.domctl.vnuma.vcpu_to_vnode = (uintptr_t)vcpu_to_vnode;
	arg.domctl.vnuma.vnode_to_pnode = (uintptr_t)vnode_to_pnode;
	arg.domctl.vnuma.memory = (uintptr_t)range;
	return xen_domctl(&arg.domctl, DOMCTL_SETVNUMA, domid) != 0;
}

static int logdirty(int on, uint16_t domid)
{
	memset(&arg, 0, sizeof(arg));
	arg.domctl.shadow.op = on ? SHADOW_LOGDIRTY : SHADOW_OFF;
	return xen_domctl(&arg.domctl, DOMCTL_SHADOW, domid) != 0;
}

static int claim(uint64_t pages, uint16_t domid)
{
	memset(&arg, 0, sizeof(arg));
	arg.reservation.nr = pages;
	arg.reservation.domid = domid;
	return xencall(HYPERVISOR_MEMORY_OP, XENMEM_CLAIM, (uintptr_t)&arg.reservation, 0, 0) != 0;
}

static int pin(int cpu)
{
	memset(&arg, 0, sizeof(arg));
	arg.pcpu = cpu;
	return xencall(HYPERVISOR_SCHED_OP, SCHEDOP_PIN_OVERRIDE, (uintptr_t)&arg, 0, 0) != 0;
}

static int nodes(uint64_t mask, uint16_t domid)
{
	static uint64_t bitmap;

	bitmap = mask;
	memset(&arg, 0, sizeof(arg));
	arg.domctl.nodes.bitmap = (uintptr_t)&bitmap;
	arg.domctl.nodes.bits = 64;
	return xen_domctl(&arg.domctl, DOMCTL_SETNODEAFFINITY, domid) != 0;
}

static int revoke_io(uint64_t frame, uint16_t domid)
{
	memset(&arg, 0, sizeof(arg));
	arg.domctl.iomem.first = frame;
	arg.domctl.iomem.nr = 1;
	return xen_domctl(&arg.domctl, DOMCTL_IOMEM_PERMISSION, domid) != 0;
}

/* There is no such CPU, but that is found out by a tasklet. */
static void hotplug(void)
{
	for (;;) {
		arg.hotplug.cmd = SYSCTL_CPU_HOTPLUG;
		arg.hotplug.version = SYSCTL_VERSION;
		arg.hotplug.cpu = NO_CPU;
		arg.hotplug.op = HOTPLUG_OFFLINE;
		xencall(HYPERVISOR_SYSCTL, (uintptr_t)&arg.hotplug, 0, 0, 0);
	}
}

static int crash(int domid)
{
	struct {
		uint16_t domid;
		uint32_t reason;
	} *op = (void *)&arg;

	op->domid = domid;
	op->reason = SHUTDOWN_CRASH;
	return xencall(HYPERVISOR_SCHED_OP, SCHEDOP_REMOTE_SHUTDOWN, (uintptr_t)op, 0, 0) != 0;
}

static int trace(int on)
{
	int op;
	long rc = 0;

	for (op = on ? TBUF_SET_SIZE : TBUF_DISABLE; !rc && op <= (on ? TBUF_ENABLE : TBUF_DISABLE);
	     op++) {
		memset(&arg, 0, sizeof(arg));
		arg.tbuf.cmd = SYSCTL_TBUF;
		arg.tbuf.version = SYSCTL_VERSION;
		arg.tbuf.op = op;
		arg.tbuf.size = 1;
		rc = xencall(HYPERVISOR_SYSCTL, (uintptr_t)&arg.tbuf, 0, 0, 0);
	}
	return rc != 0;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	int on = argc > 2 && !strcmp(argv[2], "on");

	if (!strcmp(what, "bank"))
		return attack_bank();
	if (argc > 3 && (!strcmp(what, "hvm") || !strcmp(what, "pv")))
		return destroy(atoi(argv[3]));
	if (!strcmp(what, "hvm") || !strcmp(what, "pv"))
		return create(!strcmp(what, "hvm"));
	if (argc > 2 && !strcmp(what, "trace"))
		return trace(on);
	if (argc > 2 && !strcmp(what, "vnuma"))
		return vnuma(atoi(argv[2]));
	if (argc > 3 && !strcmp(what, "logdirty"))
		return logdirty(on, atoi(argv[3]));
	if (argc > 3 && !strcmp(what, "claim"))
		return claim(strtoul(argv[2], NULL, 0), atoi(argv[3]));
	if (argc > 2 && !strcmp(what, "crash"))
		return crash(atoi(argv[2]));
	if (argc > 2 && !strcmp(what, "pin"))
		return pin(atoi(argv[2]));
	if (argc > 3 && !strcmp(what, "nodes"))
		return nodes(strtoul(argv[2], NULL, 0), atoi(argv[3]));
	if (argc > 3 && !strcmp(what, "revoke"))
		return revoke_io(strtoul(argv[2], NULL, 0), atoi(argv[3]));
	if (argc > 2 && !strcmp(what, "bar"))
		return attack_bar(argv[2]);
	if (!strcmp(what, "hotplug"))
		hotplug();
	fputs("usage: lu-attack bank | bar DEVICE | hvm|pv on|off [DOMID] | trace on|off |\n"
	      "                 vnuma DOMID | logdirty on|off DOMID | claim PAGES DOMID | pin CPU |\n"
	      "                 crash DOMID | nodes MASK DOMID | hotplug | revoke FRAME DOMID\n",
	      stderr);
	return 2;
}
