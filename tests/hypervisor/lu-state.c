// SPDX-License-Identifier: GPL-2.0-only
/*
 * lu-state - tell Xen what drivers of dom0 and the toolstack tell it
 *
 *	lu-state ioport FIRST NR 0|1	dom0's permission for ports
 *	lu-state irq NR 0|1		dom0's permission for an interrupt
 *	lu-state gsi NR LEVEL LOW	set up a line: level triggered? active low?
 *	lu-state mmcfg ADDRESS LAST_BUS 0|1
 *					PCI configuration memory is reserved, or not
 *	lu-state msix BUS DEVFN		prepare MSI-X; fails if it is prepared
 *	lu-state cstate			a C-state for the CPU with ACPI number 0
 *	lu-state rdmsr|wrmsr CPU MSR [VALUE]
 *					as the kernel's module msr lets one
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "xencall.h"

#define HYPERVISOR_PLATFORM_OP		7
#define PLATFORM_VERSION		0x03000001

#define DOMCTL_IRQ_PERMISSION		19
#define DOMCTL_IOPORT_PERMISSION	21

#define PHYSDEV_SETUP_GSI		21
#define PHYSDEV_MMCFG_RESERVED		24
#define PHYSDEV_PREPARE_MSIX		30

#define PLATFORM_SET_PMINFO		54
#define PM_CX				0
#define SPACE_FIXED_HARDWARE		0x7f

struct setup_gsi {
	int gsi;
	uint8_t triggering, polarity;
};

struct mmcfg {
	uint64_t address;
	uint16_t segment;
	uint8_t start_bus, end_bus;
	uint32_t flags;
};

struct pci_device {
	uint16_t seg;
	uint8_t bus, devfn;
};

struct cx {
	uint32_t space_id, bit_width, bit_offset, access_size;
	uint64_t address;
	uint8_t type;
	uint32_t latency, power, nr_dependencies;
	uint64_t dependencies;
};

struct platform {
	uint32_t cmd, version;
	struct {
		uint32_t id, type, count, flags;
		uint64_t states;
	} pm;
	uint8_t space[128];
};

static unsigned long long args[4];

static long domctl(uint32_t cmd)
{
	static struct domctl op;

	if (cmd == DOMCTL_IRQ_PERMISSION) {
		op.irq.irq = args[0];
		op.irq.allow = args[1];
	} else {
		op.ioport.first = args[0];
		op.ioport.nr = args[1];
		op.ioport.allow = args[2];
	}
	return xen_domctl(&op, cmd, 0);
}

static long physdev(uint32_t cmd, void *arg)
{
	return xencall(HYPERVISOR_PHYSDEV_OP, cmd, (uintptr_t)arg, 0, 0);
}

static long ioport(void)
{
	return domctl(DOMCTL_IOPORT_PERMISSION);
}

static long irq(void)
{
	return domctl(DOMCTL_IRQ_PERMISSION);
}

static long gsi(void)
{
	static struct setup_gsi op;

	op = (struct setup_gsi){ args[0], args[1], args[2] };
	return physdev(PHYSDEV_SETUP_GSI, &op);
}

static long mmcfg(void)
{
	static struct mmcfg op;

	op = (struct mmcfg){ .address = args[0], .end_bus = args[1], .flags = args[2] };
	return physdev(PHYSDEV_MMCFG_RESERVED, &op);
}

static long msix(void)
{
	static struct pci_device op;

	op = (struct pci_device){ 0, args[0], args[1] };
	return physdev(PHYSDEV_PREPARE_MSIX, &op);
}

static long cstate(void)
{
	static struct cx cx = {
		.space_id = SPACE_FIXED_HARDWARE, .type = 1, .latency = 1,
	};
	static struct platform op = {
		.cmd = PLATFORM_SET_PMINFO, .version = PLATFORM_VERSION,
		.pm = { .type = PM_CX, .count = 1 },
	};

	op.pm.states = (uintptr_t)&cx;
	return xencall(HYPERVISOR_PLATFORM_OP, (uintptr_t)&op, 0, 0, 0);
}

static int msr_file(int mode)
{
	char path[40];

	snprintf(path, sizeof(path), "/dev/cpu/%llu/msr", args[0]);
	return open(path, mode);
}

static long rdmsr(void)
{
	int fd = msr_file(O_RDONLY);
	uint64_t value;

	if (fd < 0 || pread(fd, &value, sizeof(value), args[1]) != sizeof(value))
		return -errno;
	printf("%#" PRIx64 "\n", value);
	return 0;
}

static long wrmsr(void)
{
	int fd = msr_file(O_WRONLY);
	uint64_t value = args[2];

	if (fd < 0 || pwrite(fd, &value, sizeof(value), args[1]) != sizeof(value))
		return -errno;
	return 0;
}

int main(int argc, char *argv[])
{
	static const struct {
		const char *name;
		int nr;
		long (*call)(void);
	} verbs[] = {
		{ "ioport", 3, ioport }, { "irq", 2, irq }, { "gsi", 3, gsi },
		{ "mmcfg", 3, mmcfg }, { "msix", 2, msix }, { "cstate", 0, cstate },
		{ "rdmsr", 2, rdmsr }, { "wrmsr", 3, wrmsr },
	};
	unsigned int i;
	int j;
	long rc;

	for (i = 0; argc > 1 && i < sizeof(verbs) / sizeof(*verbs); i++) {
		if (strcmp(argv[1], verbs[i].name) || argc != verbs[i].nr + 2)
			continue;
		for (j = 0; j < verbs[i].nr; j++)
			args[j] = strtoull(argv[j + 2], NULL, 0);
		rc = verbs[i].call();
		if (!rc)
			return 0;
		fprintf(stderr, "lu-state %s: error %ld\n", argv[1], rc);
		return 1;
	}
	fprintf(stderr, "usage: lu-state VERB NUMBER..., see the source\n");
	return 2;
}
