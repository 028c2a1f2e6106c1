// SPDX-License-Identifier: GPL-2.0-only
/*
 * devices - an HVM guest that is a program in place of the firmware
 *
 * It asks its device model for one thing after the other, I/O ports, PCI configuration,
 * memory, a disk, each with a number that has to come back, while four timers of Xen
 * interrupt it and three clocks are compared with the counter of its CPU. A line to the
 * serial port tells of it a few times a second.
 */
#include "devices.h"

#define LINE_TSC	(tsc_per_ms * 250)
/* A clock that stood still for a blackout is off by more. */
#define MAX_STEP_US	3000

uint32_t tsc_per_ms;
static uint32_t errors;

/* --- printing ---------------------------------------------------------------- */

struct line {
	char text[256];
	uint32_t length;
};

static void put(struct line *line, const char *text)
{
	while (*text && line->length < sizeof(line->text))
		line->text[line->length++] = *text++;
}

static void put_number(struct line *line, const char *name, uint32_t number)
{
	char digits[12] = "";
	uint32_t at = sizeof(digits) - 1;

	do {
		digits[--at] = '0' + number % 10;
		number /= 10;
	} while (number);
	put(line, name);
	put(line, digits + at);
}

/* One instruction, and one request, for all of it. */
static void print(struct line *line)
{
	put(line, "\r\n");
	out_string(PORT_SERIAL, line->text, line->length);
}

void error(const char *what, uint32_t got, uint32_t wanted)
{
	struct line line = { .length = 0 };

	errors++;
	put(&line, "#DEVICES ERROR ");
	put(&line, what);
	put_number(&line, " got ", got);
	put_number(&line, " wanted ", wanted);
	print(&line);
}

/* --- the device model -------------------------------------------------------- */

static uint32_t vga;			/* its PCI address, as at port 0xcf8 */
static uint32_t disk_sectors;		/* written so far */

static void find_vga(void)
{
	uint32_t slot;

	for (slot = 0; slot < 32 && !vga; slot++)
		if (pci_read(PCI_ENABLE | slot << 11) == VGA_ID)
			vga = PCI_ENABLE | slot << 11;
	if (!vga) {
		error("no VGA", 0, VGA_ID);
		return;
	}
	pci_write(vga | PCI_BAR2, VGA_MMIO);
	pci_write(vga | PCI_COMMAND, PCI_MEMORY);
}

static void check_ports(uint32_t n)
{
	uint8_t got;

	out8(IDE_COUNT, n);
	got = in8(IDE_COUNT);
	if (got != (uint8_t)n)
		error("port", got, (uint8_t)n);
}

static void check_pci(uint32_t n)
{
	uint32_t got;

	pci_write(vga | PCI_INTERRUPT, n & 0xff);
	got = pci_read(vga | PCI_INTERRUPT) & 0xff;
	if (got != (n & 0xff))
		error("PCI configuration", got, n & 0xff);
}

static void check_memory(uint32_t n)
{
	uint16_t got;

	write16(VGA_MMIO + VGA_X_OFFSET, n & 0x3ff);
	got = read16(VGA_MMIO + VGA_X_OFFSET);
	if (got != (n & 0x3ff))
		error("memory of a device", got, n & 0x3ff);
}

/* Xen puts these into a ring, from which the device model takes them some time. */
static void write_vga(uint32_t n)
{
	write16(VGA_TEXT + n % 1024 * 2, n);
}

static void disk_command(uint8_t command, uint32_t sector)
{
	out8(IDE_DRIVE, 0xe0);
	out8(IDE_COUNT, 1);
	out8(IDE_LBA, sector);
	out8(IDE_LBA + 1, sector >> 8);
	out8(IDE_LBA + 2, 0);
	out8(IDE_STATUS, command);
	while ((in8(IDE_STATUS) & (IDE_BUSY | IDE_DATA)) != IDE_DATA)
		if (in8(IDE_STATUS) & IDE_ERROR) {
			error("disk status", in8(IDE_STATUS), IDE_DATA);
			return;
		}
}

/* The one that was written last is read, and the next one is written. */
static void check_disk(void)
{
	static uint16_t sector[256];
	uint32_t last = disk_sectors - 1, i;

	if (disk_sectors) {
		disk_command(IDE_READ, last % DISK_SECTORS);
		in_words(IDE_DATA_PORT, sector, 256);
		for (i = 0; i < 256; i++)
			if (sector[i] != (uint16_t)(last * 257 + i)) {
				error("disk", sector[i], (uint16_t)(last * 257 + i));
				break;
			}
	}
	for (i = 0; i < 256; i++)
		sector[i] = disk_sectors * 257 + i;
	disk_command(IDE_WRITE, disk_sectors % DISK_SECTORS);
	out_words(IDE_DATA_PORT, sector, 256);
	while (in8(IDE_STATUS) & IDE_BUSY)
		;
	disk_sectors++;
}

/* --- all together ------------------------------------------------------------ */

static void report(uint32_t loops)
{
	struct line line = { .length = 0 };
	uint32_t i;

	put_number(&line, "#DEVICES loops ", loops);
	put_number(&line, " disk ", disk_sectors);
	for (i = 0; i < NR_TIMERS; i++) {
		put(&line, " ");
		put(&line, timers[i].name);
		put_number(&line, " ", timers[i].ticks);
		put_number(&line, "/", timer_expected(&timers[i]));
	}
	for (i = 0; i < NR_CLOCKS; i++) {
		put(&line, " ");
		put(&line, clocks[i].name);
		put_number(&line, " ", clocks[i].worst_us);
	}
	put_number(&line, " errors ", errors);
	print(&line);
}

void begin(void)
{
	struct line line = { .length = 0 };
	uint32_t loops = 0;
	uint64_t next;

	clocks_start();
	timers_start();
	find_vga();
	put_number(&line, "#DEVICES up, tsc per ms ", tsc_per_ms);
	print(&line);
	next = rdtsc() + LINE_TSC;
	for (;;) {
		loops++;
		check_ports(loops);
		check_pci(loops);
		check_memory(loops);
		write_vga(loops);
		if (loops % 16 == 0)
			check_disk();
		clocks_compare(MAX_STEP_US);
		if (rdtsc() > next) {
			report(loops);
			next = rdtsc() + LINE_TSC;
		}
	}
}
