// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory walker: every page is read, compared and written again, and moves to
 * another address now and then, so that page tables change, too.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "load.h"

#define CHUNK	(1UL << 20)

static void *chunk_alloc(void)
{
	void *p = mmap(NULL, CHUNK, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

/* The same pages at another address. */
static void *chunk_move(void *old)
{
	void *to = chunk_alloc();

	if (!to)
		return old;
	return mremap(old, CHUNK, CHUNK, MREMAP_MAYMOVE | MREMAP_FIXED, to);
}

/**
 * load_memory - walk memory
 * @arg: MiB
 */
void load_memory(const char *arg)
{
	unsigned long nr = strtoul(arg, NULL, 0), round, i;
	void **chunk = calloc(nr, sizeof(*chunk));

	for (i = 0; chunk && i < nr; i++) {
		chunk[i] = chunk_alloc();
		if (!chunk[i])
			break;
		pattern_fill(chunk[i], CHUNK, i);
	}
	if (!chunk || !nr || i < nr) {
		load_error("memory", "no %lu MiB to walk", nr);
		return;
	}

	for (round = 1; ; round++) {
		for (i = 0; i < nr; i++) {
			uint64_t seed = (round - 1) * nr + i;
			size_t bad = pattern_check(chunk[i], CHUNK, seed);

			if (bad != PATTERN_GOOD)
				load_error("memory", "MiB %lu offset %#zx differs in round %lu",
					   i, bad, round);
			if ((round + i) % 4 == 0)
				chunk[i] = chunk_move(chunk[i]);
			pattern_fill(chunk[i], CHUNK, seed + nr);
			load_rest(10000);
		}
		load_round(LOAD_MEMORY);
	}
}
