// SPDX-License-Identifier: GPL-2.0-only
/*
 * lu-dma - let QEMU's edu device read or write memory of the machine
 *
 *	lu-dma DEVICE read|write ADDRESS	2 KiB, waits until it is done
 *	lu-dma DEVICE again ADDRESS		reads again and again
 *
 * DEVICE is a PCI device such as 0000:00:06.0, ADDRESS what it puts on the bus. A
 * transfer takes the device a tenth of a second.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define COMMAND		4	/* in the configuration space: memory, bus master */
#define COMMAND_BITS	6

#define REG_SOURCE	(0x80 / 8)
#define REG_DEST	(0x88 / 8)
#define REG_COUNT	(0x90 / 8)
#define REG_DMA		(0x98 / 8)
#define DMA_START	1
#define DMA_TO_MEMORY	2

#define BUFFER		0x40000	/* the device's own memory */
#define COUNT		2048	/* of 4096, of which the last byte may not be used */

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static int open_file(const char *device, const char *name)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/%s", device, name);
	fd = open(path, O_RDWR | O_SYNC);
	if (fd < 0)
		die(path);
	return fd;
}

static void enable(const char *device)
{
	int fd = open_file(device, "config");
	uint16_t command;

	if (pread(fd, &command, sizeof(command), COMMAND) != sizeof(command))
		die("config");
	command |= COMMAND_BITS;
	if (pwrite(fd, &command, sizeof(command), COMMAND) != sizeof(command))
		die("config");
	close(fd);
}

static void set(uint64_t *reg, uint64_t value)
{
	__atomic_store_n(reg, value, __ATOMIC_RELEASE);
}

static void transfer(uint64_t *reg, uint64_t address, int write)
{
	set(reg + REG_SOURCE, write ? BUFFER : address);
	set(reg + REG_DEST, write ? address : BUFFER);
	set(reg + REG_COUNT, COUNT);
	set(reg + REG_DMA, DMA_START | (write ? DMA_TO_MEMORY : 0));
	while (__atomic_load_n(reg + REG_DMA, __ATOMIC_ACQUIRE) & DMA_START)
		usleep(20000);
}

int main(int argc, char **argv)
{
	uint64_t *reg, address;

	if (argc != 4) {
		fputs("usage: lu-dma DEVICE read|write|again ADDRESS\n", stderr);
		return 2;
	}
	enable(argv[1]);
	reg = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED,
		   open_file(argv[1], "resource0"), 0);
	if (reg == MAP_FAILED)
		die("resource0");
	address = strtoull(argv[3], NULL, 0);
	do
		transfer(reg, address, !strcmp(argv[2], "write"));
	while (!strcmp(argv[2], "again"));
	return 0;
}
