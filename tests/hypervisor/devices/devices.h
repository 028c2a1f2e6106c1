/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * devices - what its files share: addresses of a PC, and instructions
 */
#ifndef DEVICES_H
#define DEVICES_H

#include <stdint.h>

#define PORT_SERIAL	0x3f8
#define IDE_DATA_PORT	0x1f0
#define IDE_COUNT	0x1f2
#define IDE_LBA		0x1f3
#define IDE_DRIVE	0x1f6
#define IDE_STATUS	0x1f7
#define IDE_READ	0x20
#define IDE_WRITE	0x30
#define IDE_ERROR	0x01
#define IDE_DATA	0x08
#define IDE_BUSY	0x80
#define DISK_SECTORS	2048

#define PORT_PCI_ADDRESS 0xcf8
#define PORT_PCI_DATA	0xcfc
#define PCI_ENABLE	0x80000000u
#define PCI_COMMAND	0x04
#define PCI_BAR2	0x18
#define PCI_INTERRUPT	0x3c
#define PCI_MEMORY	0x2
#define VGA_ID		0x11111234	/* QEMU's */
#define VGA_MMIO	0xf2000000u
#define VGA_X_OFFSET	0x510
#define VGA_TEXT	0xb8000u

static inline void out8(uint16_t port, uint8_t value)
{
	asm volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint8_t in8(uint16_t port)
{
	uint8_t value;

	asm volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static inline void out32(uint16_t port, uint32_t value)
{
	asm volatile("outl %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint32_t in32(uint16_t port)
{
	uint32_t value;

	asm volatile("inl %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

/* Memory of devices: each access is made, and as wide as it is written. */
static inline uint32_t read32(uint32_t address)
{
	uint32_t value;

	asm volatile("movl (%1), %0" : "=r"(value) : "r"(address) : "memory");
	return value;
}

static inline void write32(uint32_t address, uint32_t value)
{
	asm volatile("movl %0, (%1)" : : "r"(value), "r"(address) : "memory");
}

static inline uint16_t read16(uint32_t address)
{
	uint16_t value;

	asm volatile("movw (%1), %0" : "=r"(value) : "r"(address) : "memory");
	return value;
}

static inline void write16(uint32_t address, uint16_t value)
{
	asm volatile("movw %0, (%1)" : : "r"(value), "r"(address) : "memory");
}

static inline void out_string(uint16_t port, const void *from, uint32_t nr)
{
	asm volatile("rep outsb" : "+S"(from), "+c"(nr) : "d"(port) : "memory");
}

static inline void out_words(uint16_t port, const void *from, uint32_t nr)
{
	asm volatile("rep outsw" : "+S"(from), "+c"(nr) : "d"(port) : "memory");
}

static inline void in_words(uint16_t port, void *to, uint32_t nr)
{
	asm volatile("rep insw" : "+D"(to), "+c"(nr) : "d"(port) : "memory");
}

static inline uint64_t rdtsc(void)
{
	uint64_t value;

	asm volatile("rdtsc" : "=A"(value));
	return value;
}

static inline uint32_t pci_read(uint32_t address)
{
	out32(PORT_PCI_ADDRESS, address);
	return in32(PORT_PCI_DATA);
}

static inline void pci_write(uint32_t address, uint32_t value)
{
	out32(PORT_PCI_ADDRESS, address);
	out32(PORT_PCI_DATA, value);
}

/* devices.c */
extern uint32_t tsc_per_ms;
void error(const char *what, uint32_t got, uint32_t wanted);
void begin(void);

/* clocks.c */
#define NR_CLOCKS 2

/**
 * struct clock - a counter beside that of the CPU
 * @name: for the report
 * @read: its count
 * @ps_per_tick: picoseconds that one count stands for
 * @last: its value when both were read
 * @last_tsc: that of the CPU then
 * @worst_us: the largest difference between two steps of both
 */
struct clock {
	const char *name;
	uint32_t (*read)(void);
	uint32_t ps_per_tick;
	uint32_t last;
	uint64_t last_tsc;
	uint32_t worst_us;
};

extern struct clock clocks[NR_CLOCKS];
void clocks_start(void);
void clocks_compare(uint32_t max_us);
uint32_t tsc_to_us(uint64_t tsc);
uint32_t divide(uint64_t number, uint32_t by);

/* timers.c */
#define NR_TIMERS 4

/**
 * struct timer - something that interrupts again and again
 * @name: for the report
 * @start: make it interrupt
 * @ticks: interrupts so far
 * @period_us: between two of them
 * @begun: value of the CPU's counter at the first one
 */
struct timer {
	const char *name;
	void (*start)(void);
	uint32_t period_us;
	uint32_t ticks;
	uint64_t begun;
};

extern struct timer timers[NR_TIMERS];
void timers_start(void);
uint32_t timer_expected(const struct timer *timer);

/* entry.S */
extern const uint32_t interrupt_entry[];

#endif /* DEVICES_H */
