// SPDX-License-Identifier: GPL-2.0-only
/*
 * Timer watchers, two on every CPU, one that sleeps and one that reads a
 * timerfd: no clock goes backwards, neither on one CPU nor from one to another,
 * no tick of a timerfd is lost, and the longest gap in which a watcher that
 * wants to run every few milliseconds did not run is remembered.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "load.h"

#define NS_PER_S	1000000000UL
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
	return t.tv_sec * NS_PER_S + t.tv_nsec;
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

static void bind_to(int cpu)
{
	struct sched_param param = { .sched_priority = 10 };
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
	sched_setscheduler(0, SCHED_FIFO, &param);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
}

/*
 * Another period is over, the one before was at @last by CLOCK_BOOTTIME: a guest
 * that was saved or migrated has a gap, too. Returns when it is over.
 */
static unsigned long note_tick(unsigned long last)
{
	unsigned long now = now_ns(CLOCK_BOOTTIME);
	unsigned int i;

	raise_to(&load_shared->gap_recent, now - last);
	raise_to(&load_shared->gap_longest, now - last);
	for (i = 0; i < LOAD_CLOCKS; i++)
		check_clock(i);
	load_round(LOAD_TIMER);
	return now;
}

static void watch_sleep(void)
{
	struct timespec period = { .tv_nsec = PERIOD_NS };
	unsigned long last = now_ns(CLOCK_BOOTTIME);

	for (;;) {
		clock_nanosleep(CLOCK_MONOTONIC, 0, &period, NULL);
		last = note_tick(last);
	}
}

/* The kernel counts the ticks that nobody was there to see. */
static void watch_timerfd(void)
{
	unsigned long start = now_ns(CLOCK_MONOTONIC) + PERIOD_NS;
	unsigned long last = now_ns(CLOCK_BOOTTIME);
	struct itimerspec every = {
		.it_interval = { .tv_nsec = PERIOD_NS },
		.it_value = { start / NS_PER_S, start % NS_PER_S },
	};
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	uint64_t ticks = 0, more;

	if (fd < 0 || timerfd_settime(fd, TFD_TIMER_ABSTIME, &every, NULL)) {
		load_error("timer", "timerfd: %s", strerror(errno));
		return;
	}
	for (;;) {
		unsigned long before = now_ns(CLOCK_MONOTONIC), now, least, most;

		if (read(fd, &more, sizeof(more)) != sizeof(more)) {
			load_error("timer", "timerfd: %s", strerror(errno));
			return;
		}
		ticks += more;
		last = note_tick(last);
		now = now_ns(CLOCK_MONOTONIC);
		least = before < start ? 0 : (before - start) / PERIOD_NS;
		most = (now - start) / PERIOD_NS + 1;
		if (ticks < least || ticks > most) {
			load_error("timer", "timerfd: %lu ticks, not %lu to %lu",
				   (unsigned long)ticks, least, most);
			return;
		}
	}
}

/* In a process of its own. */
static void start(void (*watch)(void), int cpu)
{
	if (fork() == 0) {
		bind_to(cpu);
		watch();
		_exit(1);
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
	for (cpu = 0; cpu < nr; cpu++) {
		start(watch_sleep, cpu);
		start(watch_timerfd, cpu);
	}
	while (wait(NULL) > 0)
		load_error("timer", "a watcher has ended");
}
