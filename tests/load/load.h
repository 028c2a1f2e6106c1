/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the loads of guest-load share: counters that the supervisor prints, a
 * way to report an error, and patterns whose damage is noticed.
 */
#ifndef GUEST_LOAD_H
#define GUEST_LOAD_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

enum load_kind {
	LOAD_MEMORY,
	LOAD_DISK,
	LOAD_SERVE,
	LOAD_CONNECT,
	LOAD_FORK,
	LOAD_TIMER,
	LOAD_HYPERCALL,
	LOAD_KINDS
};

#define LOAD_CLOCKS	3

/* In memory that all processes share. */
struct load_shared {
	atomic_ulong rounds[LOAD_KINDS];
	atomic_ulong errors;
	/* Longest time, in ns, in which a watcher did not run: lately, and ever. */
	atomic_ulong gap_recent;
	atomic_ulong gap_longest;
	/* Latest times that any watcher has seen, see timer.c. */
	atomic_ulong seen[LOAD_CLOCKS];
};

extern struct load_shared *load_shared;
extern const char *load_name;

/* One more round of @kind went well. */
static inline void load_round(enum load_kind kind)
{
	atomic_fetch_add(&load_shared->rounds[kind], 1);
}

/* Wait @us microseconds between two rounds, or longer, see "pace". */
void load_rest(unsigned long us);

void load_error(const char *load, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Each runs for ever in a process of its own; @arg is what follows the '='. */
void load_memory(const char *arg);
void load_disk(const char *arg);
void load_serve(const char *arg);
void load_connect(const char *arg);
void load_fork(const char *arg);
void load_timer(const char *arg);
void load_hypercall(const char *arg);

void pattern_fill(void *buf, size_t size, uint64_t seed);
size_t pattern_check(const void *buf, size_t size, uint64_t seed);
uint64_t now_ns(int clock);

/* Exit status of guest-load when it is asked for nothing. */
#define LOAD_NOTHING	3

/* pattern_check() found no damage. */
#define PATTERN_GOOD	((size_t)-1)

#endif
