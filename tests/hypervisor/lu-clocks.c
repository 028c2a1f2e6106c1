// SPDX-License-Identifier: GPL-2.0-only
/*
 * lu-clocks - does a domain's time go as the machine's does?
 *
 *	lu-clocks SECONDS
 *
 * Measures the rate of the time stamp counter, then prints each second how far
 * the domain's clocks have got from it, in milliseconds:
 *
 *	#CLOCKS 7 monotonic 0 realtime 0 backward 0
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Xen looks at its platform timer once a second: a shorter look has its errors. */
#define RATE_NS		10000000000LL

static int64_t now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static uint64_t ticks(void)
{
	uint32_t low, high;

	__asm__ volatile("lfence; rdtsc" : "=a" (low), "=d" (high) :: "memory");
	return (uint64_t)high << 32 | low;
}

/* Ticks per nanosecond */
static double rate(void)
{
	int64_t start = now(CLOCK_MONOTONIC);
	uint64_t first = ticks();

	while (now(CLOCK_MONOTONIC) - start < RATE_NS)
		;
	return (double)(ticks() - first) / (now(CLOCK_MONOTONIC) - start);
}

int main(int argc, char **argv)
{
	int seconds = argc > 1 ? atoi(argv[1]) : 0, backward = 0, i;
	double per_ns = rate();
	uint64_t first = ticks();
	int64_t mono = now(CLOCK_MONOTONIC), real = now(CLOCK_REALTIME), last = mono;

	setlinebuf(stdout);
	for (i = 1; i <= seconds; i++) {
		int64_t m, elapsed;

		/* By the counter: a clock that jumps would end any other wait. */
		do {
			struct timespec pause = { 0, 20000000 };

			m = now(CLOCK_MONOTONIC);
			backward += m < last;
			last = m;
			nanosleep(&pause, NULL);
			elapsed = (ticks() - first) / per_ns;
		} while (elapsed < i * 1000000000LL);
		printf("#CLOCKS %d monotonic %lld realtime %lld backward %d\n", i,
		       (long long)(now(CLOCK_MONOTONIC) - mono - elapsed) / 1000000,
		       (long long)(now(CLOCK_REALTIME) - real - elapsed) / 1000000, backward);
	}
	return 0;
}
