// SPDX-License-Identifier: GPL-2.0-only
/*
 * devices - clocks of Xen: HPET and PM timer against the counter of the CPU
 *
 * All of them belong to one time, so each step of one of them is as long by the other.
 */
#include "devices.h"

#define HPET		0xfed00000u
#define HPET_CONFIG	0x10
#define HPET_COUNTER	0xf0
#define PORT_PM_TIMER	0x1f48
#define CALIBRATION_US	200000

static uint32_t read_hpet(void)
{
	return read32(HPET + HPET_COUNTER);
}

static uint32_t read_pm_timer(void)
{
	return in32(PORT_PM_TIMER);
}

struct clock clocks[NR_CLOCKS] = {
	{ .name = "hpet-step", .read = read_hpet, .ps_per_tick = 16000 },
	{ .name = "pmt-step", .read = read_pm_timer, .ps_per_tick = 279365 },
};

/* The quotient has to fit. */
uint32_t divide(uint64_t number, uint32_t by)
{
	uint32_t quotient, rest;

	asm("divl %4" : "=a"(quotient), "=d"(rest)
	    : "a"((uint32_t)number), "d"((uint32_t)(number >> 32)), "r"(by) : "cc");
	return quotient;
}

uint32_t tsc_to_us(uint64_t tsc)
{
	return divide(tsc * 1000, tsc_per_ms);
}

static uint32_t ticks_to_us(const struct clock *clock, uint32_t ticks)
{
	return divide((uint64_t)ticks * clock->ps_per_tick, 1000000);
}

/*
 * Both at one moment, or nearly: whoever is interrupted in between tries again.
 */
static uint32_t sample(const struct clock *clock, uint64_t *tsc)
{
	uint64_t best = ~0ull, begin, end;
	uint32_t value = 0, now, i;

	for (i = 0; i < 4; i++) {
		begin = rdtsc();
		now = clock->read();
		end = rdtsc();
		if (end - begin >= best)
			continue;
		best = end - begin;
		value = now;
		*tsc = begin + best / 2;
	}
	return value;
}

static void compare(struct clock *clock, uint32_t max_us)
{
	uint32_t value, by_clock, by_tsc, differ;
	uint64_t tsc = 0;

	value = sample(clock, &tsc);
	by_clock = ticks_to_us(clock, value - clock->last);
	by_tsc = tsc_to_us(tsc - clock->last_tsc);
	differ = by_clock > by_tsc ? by_clock - by_tsc : by_tsc - by_clock;
	if (differ > clock->worst_us)
		clock->worst_us = differ;
	if (differ > max_us)
		error(clock->name, by_clock, by_tsc);
	clock->last = value;
	clock->last_tsc = tsc;
}

void clocks_compare(uint32_t max_us)
{
	uint32_t i;

	for (i = 0; i < NR_CLOCKS; i++)
		compare(&clocks[i], max_us);
}

void clocks_start(void)
{
	uint32_t i, begin, now;
	uint64_t tsc = 0, end = 0;

	write32(HPET + HPET_CONFIG, 1);
	begin = sample(&clocks[0], &tsc);
	do
		now = sample(&clocks[0], &end);
	while (ticks_to_us(&clocks[0], now - begin) < CALIBRATION_US);
	tsc_per_ms = divide((end - tsc) * 1000, ticks_to_us(&clocks[0], now - begin));
	for (i = 0; i < NR_CLOCKS; i++)
		clocks[i].last = sample(&clocks[i], &clocks[i].last_tsc);
}
