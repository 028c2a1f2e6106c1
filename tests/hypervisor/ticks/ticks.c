// SPDX-License-Identifier: GPL-2.0-only
/*
 * ticks - a small PVH guest that counts interrupts of its local APIC, and NMIs
 *
 * Between them it has known values in registers of all kinds, and notices if one
 * changes. It says how it is going at port 0xe9, which is Xen's console.
 */
#include "ticks.h"

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define CONSOLE_PORT	0xe9
#define APIC		0xfee00000UL
#define APIC_SPURIOUS	0x0f0
#define APIC_COMMAND	0x300
#define APIC_COMMAND_TO	0x310
#define APIC_LVT_TIMER	0x320
#define APIC_INITIAL	0x380
#define APIC_DIVIDE	0x3e0
#define APIC_ON		0x1ff
#define APIC_PERIODIC	0x20000
#define APIC_SEND_NMI	0x4400
#define DIVIDE_BY_1	0xb
/* The clock of Xen's local APICs has 100 MHz. */
#define TICK		10000000
#define TICKS_PER_LINE	10
#define NMI_VECTOR	2
#define TIMER_VECTOR	0x40
#define PATTERN_WORDS	32768

struct gate {
	uint16_t low, selector;
	uint16_t type;
	uint16_t middle;
	uint32_t high, reserved;
};

/* MSRs that a guest owns, but for the bases of segments in use */
static const uint32_t msrs[] = {
	0x174, 0x175, 0x176,			/* SYSENTER */
	0xc0000081, 0xc0000082, 0xc0000084,	/* SYSCALL */
	0xc0000100, 0xc0000101, 0xc0000102,	/* FS, GS, KERNEL_GS */
	0x277,					/* PAT */
};

#define NR_MSRS ARRAY_SIZE(msrs)

static const uint64_t msr_values[NR_MSRS] = {
	0x10, 0x1234560, 0x1234570,
	0x0013000800000000, 0x1234580, 0x47700,
	0x1111110000, 0x2222220000, 0x3333330000,
	0x0007010600070406,
};

static struct gate idt[256];
static uint64_t pattern[PATTERN_WORDS];
static uint64_t errors;
/* How long a line takes, and where the handler of an NMI is */
static uint64_t tsc_per_line;
static uint64_t nr_nmis, in_nmi;

static void put(char c)
{
	asm volatile ("outb %0, %1" : : "a" (c), "Nd" ((uint16_t)CONSOLE_PORT));
}

static void print(const char *text)
{
	while (*text)
		put(*text++);
}

static void print_number(uint64_t n)
{
	char digits[21], *p = digits + 20;

	*p = 0;
	do {
		*--p = '0' + n % 10;
		n /= 10;
	} while (n);
	print(p);
}

static void error(const char *what, uint64_t which)
{
	errors++;
	print("ticks: ERROR ");
	print(what);
	put(' ');
	print_number(which);
	put('\n');
}

void exception(uint64_t vector, uint64_t code)
{
	error("exception", vector);
	error("at or with", code);
}

static void write_msr(uint32_t msr, uint64_t value)
{
	asm volatile ("wrmsr" : : "c" (msr), "a" ((uint32_t)value), "d" ((uint32_t)(value >> 32)));
}

static uint64_t read_msr(uint32_t msr)
{
	uint32_t low, high;

	asm volatile ("rdmsr" : "=a" (low), "=d" (high) : "c" (msr));
	return (uint64_t)high << 32 | low;
}

/* No access to memory is moved across it: NMIs come in between. */
static uint64_t read_tsc(void)
{
	uint32_t low, high;

	asm volatile ("rdtsc" : "=a" (low), "=d" (high) : : "memory");
	return (uint64_t)high << 32 | low;
}

static void write_apic(unsigned int reg, uint32_t value)
{
	asm volatile ("movl %0, (%1)" : : "r" (value), "r" (APIC + reg) : "memory");
}

static uint32_t read_apic(unsigned int reg)
{
	uint32_t value;

	asm volatile ("movl (%1), %0" : "=r" (value) : "r" (APIC + reg) : "memory");
	return value;
}

static void send_nmi(void)
{
	write_apic(APIC_COMMAND_TO, 0);
	write_apic(APIC_COMMAND, APIC_SEND_NMI);
}

/*
 * The first one of two takes as long as a line, so that an update may come in between.
 * The other one is sent while the first one is handled, and has to wait for its end.
 */
void nmi(void)
{
	uint64_t begin = read_tsc();

	if (in_nmi)
		error("NMI in an NMI", nr_nmis);
	in_nmi = 1;
	if (nr_nmis++ % 2 == 0) {
		send_nmi();
		while (read_tsc() - begin < tsc_per_line)
			;
	}
	in_nmi = 0;
}

static void check_nmis(void)
{
	uint64_t before = nr_nmis;

	send_nmi();
	if (nr_nmis != before + 2)
		error("NMIs", nr_nmis - before);
}

static void set_gate(unsigned int vector, uint64_t entry)
{
	idt[vector] = (struct gate) {
		entry & 0xffff, 8, 0x8e00, entry >> 16 & 0xffff, entry >> 32, 0
	};
}

static void set_interrupts(void)
{
	const struct {
		uint16_t limit;
		uint64_t base;
	} __attribute__((packed)) where = { sizeof(idt) - 1, (uint64_t)idt };
	unsigned int i;

	for (i = 0; i < 32; i++)
		set_gate(i, exception_entry[i]);
	set_gate(NMI_VECTOR, (uint64_t)nmi_entry);
	set_gate(TIMER_VECTOR, (uint64_t)timer_entry);
	asm volatile ("lidt %0" : : "m" (where));
	write_apic(APIC_SPURIOUS, APIC_ON);
	write_apic(APIC_DIVIDE, DIVIDE_BY_1);
	write_apic(APIC_LVT_TIMER, APIC_PERIODIC | TIMER_VECTOR);
	write_apic(APIC_INITIAL, TICK);
}

/* A breakpoint that is on, where nothing is executed */
static void set_debug_registers(void)
{
	asm volatile ("mov %0, %%db0; mov %1, %%db3; mov %2, %%db7"
		      : : "r" (0x7f000000UL), "r" (0x7f001230UL), "r" (0x401UL | 1));
}

static void check_debug_registers(void)
{
	uint64_t db0, db3, db7;

	asm volatile ("mov %%db0, %0; mov %%db3, %1; mov %%db7, %2"
		      : "=r" (db0), "=r" (db3), "=r" (db7));
	if (db0 != 0x7f000000)
		error("DB0", db0);
	if (db3 != 0x7f001230)
		error("DB3", db3);
	if (db7 != 0x401)
		error("DB7", db7);
}

static void check_registers(uint64_t round)
{
	struct registers r;
	uint64_t *word = (uint64_t *)&r;
	unsigned int i;

	for (i = 0; i < sizeof(r) / 8; i++)
		word[i] = round * 0x0101010101010101 + i;
	wait(&r, nr_ticks + TICKS_PER_LINE);
	for (i = 0; i < sizeof(r) / 8; i++)
		if (word[i] != round * 0x0101010101010101 + i)
			error("register", i);
	for (i = 0; i < NR_MSRS; i++)
		if (read_msr(msrs[i]) != msr_values[i])
			error("MSR", msrs[i]);
	check_debug_registers();
	if (read_apic(APIC_LVT_TIMER) != (APIC_PERIODIC | TIMER_VECTOR))
		error("LVT", read_apic(APIC_LVT_TIMER));
}

static void check_memory(void)
{
	unsigned int i;

	for (i = 0; i < PATTERN_WORDS; i++)
		if (pattern[i] != i * 0x123456789abcdefUL)
			error("word", i);
}

void ticks(void)
{
	uint64_t round, begin, now, last = 0;
	unsigned int i;

	for (i = 0; i < PATTERN_WORDS; i++)
		pattern[i] = i * 0x123456789abcdefUL;
	for (i = 0; i < NR_MSRS; i++)
		write_msr(msrs[i], msr_values[i]);
	set_debug_registers();
	set_interrupts();
	for (round = 0;; round++) {
		begin = read_tsc();
		check_registers(round);
		if (!tsc_per_line)
			tsc_per_line = read_tsc() - begin;
		check_nmis();
		check_memory();
		now = read_tsc();
		if (now <= last)
			error("TSC", now);
		last = now;
		print("ticks: ");
		print_number(nr_ticks);
		print(" errors ");
		print_number(errors);
		put('\n');
	}
}
