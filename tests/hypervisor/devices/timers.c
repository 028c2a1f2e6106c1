// SPDX-License-Identifier: GPL-2.0-only
/*
 * devices - timers of Xen that interrupt: PIT and RTC by the 8259s, HPET by the
 * IO-APIC, and that of the local APIC
 */
#include "devices.h"

#define PIC		0x20
#define PIC_SLAVE	0xa0
#define PIC_EOI		0x20
#define VECTOR_PIT	0x20
#define VECTOR_RTC	0x28
#define VECTOR_LAPIC	0x40
#define VECTOR_HPET	0x41
#define VECTOR_SPURIOUS	0xff
#define NR_VECTORS	256
#define SETTLE_US	200000

#define PIT		0x40
#define PIT_MODE	0x43
#define PIT_COUNT	11932		/* 10 ms */
#define RTC		0x70
#define RTC_64HZ	0x2a
#define RTC_PERIODIC	0x42

#define APIC		0xfee00000u
#define APIC_EOI	0xb0
#define APIC_SPURIOUS	0xf0
#define APIC_TIMER	0x320
#define APIC_LINT0	0x350
#define APIC_COUNT	0x380
#define APIC_DIVIDE	0x3e0
#define APIC_10MS	1000000		/* of 10 ns each */
#define IO_APIC		0xfec00000u
#define IO_APIC_DATA	0x10
#define HPET		0xfed00000u
#define HPET_TIMER0	0x100
#define HPET_COMPARE0	0x108
#define HPET_COUNTER	0xf0
#define HPET_PIN	20
#define HPET_10MS	625000		/* of 16 ns each */

/* --- starting them ----------------------------------------------------------- */

static void start_pit(void)
{
	out8(PIT_MODE, 0x34);
	out8(PIT, PIT_COUNT & 0xff);
	out8(PIT, PIT_COUNT >> 8);
}

static void write_rtc(uint8_t index, uint8_t value)
{
	out8(RTC, index);
	out8(RTC + 1, value);
}

static void start_rtc(void)
{
	write_rtc(0xa, RTC_64HZ);
	write_rtc(0xb, RTC_PERIODIC);
	out8(RTC, 0xc);
	in8(RTC + 1);
}

static void start_lapic(void)
{
	write32(APIC + APIC_DIVIDE, 0xb);
	write32(APIC + APIC_TIMER, 0x20000 | VECTOR_LAPIC);
	write32(APIC + APIC_COUNT, APIC_10MS);
}

static void start_hpet(void)
{
	uint32_t now;

	write32(IO_APIC, 0x10 + 2 * HPET_PIN + 1);
	write32(IO_APIC + IO_APIC_DATA, 0);
	write32(IO_APIC, 0x10 + 2 * HPET_PIN);
	write32(IO_APIC + IO_APIC_DATA, VECTOR_HPET);
	/* Periodic, of 32 bits; the next two writes are where it begins and its period. */
	write32(HPET + HPET_TIMER0, 0x14c | HPET_PIN << 9);
	now = read32(HPET + HPET_COUNTER);
	write32(HPET + HPET_COMPARE0, now + HPET_10MS);
	write32(HPET + HPET_COMPARE0, HPET_10MS);
}

struct timer timers[NR_TIMERS] = {
	{ .name = "pit", .start = start_pit, .period_us = 10000 },
	{ .name = "rtc", .start = start_rtc, .period_us = 15625 },
	{ .name = "lapic", .start = start_lapic, .period_us = 10000 },
	{ .name = "hpet", .start = start_hpet, .period_us = 10000 },
};

/* --- interrupts -------------------------------------------------------------- */

/* What is counted begins with the first one. */
static void tick(struct timer *timer)
{
	if (!timer->ticks++)
		timer->begun = rdtsc();
}

/* Called by entry.S with interrupts off. */
void interrupt(uint32_t vector)
{
	switch (vector) {
	case VECTOR_PIT:
		tick(&timers[0]);
		out8(PIC, PIC_EOI);
		return;
	case VECTOR_RTC:
		tick(&timers[1]);
		in8(RTC + 1);
		out8(PIC_SLAVE, PIC_EOI);
		out8(PIC, PIC_EOI);
		return;
	case VECTOR_LAPIC:
		tick(&timers[2]);
		break;
	case VECTOR_HPET:
		tick(&timers[3]);
		break;
	case VECTOR_SPURIOUS:
	case VECTOR_PIT + 7:
	case VECTOR_RTC + 7:
		return;
	default:
		error("vector", vector, 0);
	}
	write32(APIC + APIC_EOI, 0);
}

static void load_idt(void)
{
	static uint64_t idt[NR_VECTORS];
	struct {
		uint16_t limit;
		uint32_t base;
	} __attribute__((packed)) pointer = { sizeof(idt) - 1, (uint32_t)idt };
	uint32_t i;
	uint16_t cs;

	asm("mov %%cs, %0" : "=r"(cs));
	for (i = 0; i < NR_VECTORS; i++)
		idt[i] = (interrupt_entry[i] & 0xffff) | (uint64_t)cs << 16 |
			 0x8e00ull << 32 | (uint64_t)(interrupt_entry[i] >> 16) << 48;
	asm volatile("lidt %0" : : "m"(pointer));
}

static void start_pics(void)
{
	static const uint8_t master[] = { VECTOR_PIT, 1 << 2, 1 };
	static const uint8_t slave[] = { VECTOR_RTC, 2, 1 };
	uint32_t i;

	out8(PIC, 0x11);
	out8(PIC_SLAVE, 0x11);
	for (i = 0; i < 3; i++) {
		out8(PIC + 1, master[i]);
		out8(PIC_SLAVE + 1, slave[i]);
	}
	out8(PIC + 1, (uint8_t)~(1 << 0 | 1 << 2));
	out8(PIC_SLAVE + 1, (uint8_t)~(1 << 0));
}

void timers_start(void)
{
	uint64_t begun;
	uint32_t i;

	load_idt();
	start_pics();
	write32(APIC + APIC_SPURIOUS, 0x100 | VECTOR_SPURIOUS);
	write32(APIC + APIC_LINT0, 0x700);
	for (i = 0; i < NR_TIMERS; i++)
		timers[i].start();
	asm volatile("sti");

	/* The first timers have ticked while the others were started: that comes now. */
	for (begun = rdtsc(); tsc_to_us(rdtsc() - begun) < SETTLE_US;)
		;
	asm volatile("cli");
	for (i = 0; i < NR_TIMERS; i++)
		timers[i].ticks = 0;
	asm volatile("sti");
}

uint32_t timer_expected(const struct timer *timer)
{
	if (!timer->ticks)
		return 0;
	return 1 + divide(tsc_to_us(rdtsc() - timer->begun), timer->period_us);
}
