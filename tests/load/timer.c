// SPDX-License-Identifier: GPL-2.0-only
/*
 * Timer watchers, one on every CPU: no clock goes backwards, neither on one
 * CPU nor from one to another, and the longest gap in which a watcher that
 * wants to run every few milliseconds did not run is remembered.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "load.h"

#define PERIOD_NS	20000000UL

static const struct {
	int id;
	const char *name;
} clocks[LOAD_CLOCKS] = {
	{ CLOCK_MONOTONIC, "monotonic" },
	{ CLOCK_BOOTTIME, "boottime" },
	{ CLOCK_REALTIME, "realtime" },
};

uint64_t now_ns(int clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * 1000000000ULL + t.tv_nsec;
}

static void raise_to(atomic_ulong *p, unsigned long value)
{
	unsigned long old = atomic_load(p);

	while (old < value && !atomic_compare_exchange_weak(p, &old, value))
		;
}

/* What another CPU has read before must not be later than what is read now. */
static void check_clock(unsigned int i)
{
	unsigned long before = atomic_load(&load_shared->seen[i]);
	unsigned long now = now_ns(clocks[i].id);

	if (now < before)
		load_error("timer", "clock %s went back %lu ns", clocks[i].name, before - now);
	raise_to(&load_shared->seen[i], now);
}

static void watch(int cpu)
{
	struct sched_param param = { .sched_priority = 10 };
	struct timespec period = { .tv_nsec = PERIOD_NS };
	unsigned long last, now;
	unsigned int i;
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
	sched_setscheduler(0, SCHED_FIFO, &param);
	prctl(PR_SET_PDEATHSIG, SIGKILL);

	for (last = now_ns(CLOCK_MONOTONIC); ; last = now) {
		clock_nanosleep(CLOCK_MONOTONIC, 0, &period, NULL);
		now = now_ns(CLOCK_MONOTONIC);
		raise_to(&load_shared->gap_recent, now - last);
		raise_to(&load_shared->gap_longest, now - last);
		for (i = 0; i < LOAD_CLOCKS; i++)
			check_clock(i);
		load_round(LOAD_TIMER);
	}
}

/**
 * load_timer - watch the clocks on all CPUs
 * @arg: not used
 */
void load_timer(const char *arg)
{
	long cpu, nr = sysconf(_SC_NPROCESSORS_ONLN);

	(void)arg;
	for (cpu = 0; cpu < nr; cpu++)
		if (fork() == 0)
			watch(cpu);
	while (wait(NULL) > 0)
		load_error("timer", "a watcher has ended");
}
