// SPDX-License-Identifier: GPL-2.0-only
/*
 * lu-load: can a bank be mapped while it is sealed? One thread loads and unloads, the
 * other one maps.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/mman.h>

#include "lu-load.h"

#define PTE_USER_RW		0x7
#define PTE_SPECIAL		0x200
#define UVMF_INVLPG		2
/* Turns that a mapping of a race lives at most */
#define RACE_WAIT		1000
/* Every so many mappings one is kept until the bank is about to be sealed */
#define KEEP_EVERY		1000

/* What the two threads of a race tell each other */
static struct {
	atomic_bool sealed, stop;
	atomic_ulong looks, mapped, gained, tries;
	uint64_t frame;
} race;

static void stay_on(unsigned int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

/*
 * The time that a mapping lives differs. By chance few meet a try to seal the bank, so
 * some are kept until there is one: that one is refused.
 */
static void live_a_while(unsigned int turn)
{
	unsigned long tries = race.tries;
	unsigned int wait;

	for (wait = turn % RACE_WAIT; wait && !race.sealed; wait--)
		;
	while (tries && race.mapped % KEEP_EVERY == 0 && race.tries == tries &&
	       !race.sealed && !race.stop)
		;
}

/*
 * Maps a frame of the bank and unmaps it again: whoever seals the bank meanwhile has
 * to see the mapping.
 */
static void *map_again(void *va)
{
	unsigned int turn;
	bool before;

	stay_on(1);
	for (turn = 0; !race.stop; turn++) {
		before = race.sealed;
		if (!xencall(HYPERVISOR_UPDATE_VA, (uintptr_t)va, race.frame << 12 | PTE_USER_RW, 0,
			     0)) {
			race.mapped++;
			live_a_while(turn);
			/* No mapping is made, and none has survived, once it is sealed. */
			if (before || race.sealed) {
				race.gained++;
				printf("LULOAD race: gained a mapping, byte %#x\n", *(uint8_t *)va);
			}
			xencall(HYPERVISOR_UPDATE_VA, (uintptr_t)va, 0, UVMF_INVLPG, 0);
		}
		race.looks++;
	}
	return NULL;
}

static void wait_for_looks(unsigned long looks)
{
	unsigned long from = race.looks;

	while (race.looks - from < looks)
		;
}

/* The page says that the image need not be checked: that takes most of the time. */
static void leave_out_checks(uint64_t start)
{
	struct xlu_handoff *h = (void *)map_mem(start, sizeof(*h));

	h->image_size = 0;
	seal_header(h);
	munmap(h, sizeof(*h));
}

/* Load and unload that often, and count. */
static void try_loads(uint64_t start, unsigned long tries, unsigned long *loaded,
		      unsigned long *refused)
{
	unsigned long i;
	long rc;

	/* The rest is in place anyway, and mapping it for the stub takes its time. */
	arg.seg.dest_size = XLU_AREA_SIZE;
	for (i = 0; i < tries; i++) {
		race.tries++;
		rc = load_bank(start);
		*refused += rc != 0;
		if (rc)
			continue;
		(*loaded)++;
		race.sealed = true;
		wait_for_looks(2);
		race.sealed = false;
		/* Nobody is between his two looks at it. */
		wait_for_looks(2);
		unload();
	}
}

int do_race(unsigned long tries, const char *path, const char *args)
{
	unsigned long loaded = 0, refused = 0;
	uint64_t start, size;
	pthread_t thread;
	uint8_t *va;

	if (do_load(path, args, NOTHING, 0))
		return 1;
	xen_staging_bank(&start, &size);
	unload();
	leave_out_checks(start);
	/* Linux must not care what is mapped here, nor whether anything is. */
	va = map_mem(start + size - 4096, 4096);
	race.frame = (start + size - 4096) >> 12;
	stay_on(0);
	if (pthread_create(&thread, NULL, map_again, va))
		return 1;
	wait_for_looks(10);
	try_loads(start, tries, &loaded, &refused);
	race.stop = true;
	pthread_join(thread, NULL);
	/* Linux looks for what it has mapped, with its own mark of a page that is none. */
	xencall(HYPERVISOR_UPDATE_VA, (uintptr_t)va,
		race.frame << 12 | PTE_USER_RW | PTE_SPECIAL, 0, 0);
	munmap(va, 4096);
	printf("LULOAD race: %lu tries, %lu loaded, %lu refused\n", tries, loaded, refused);
	printf("LULOAD race: mapped %lu of %lu times, gained %lu\n", race.mapped, race.looks,
	       race.gained);
	return race.gained || !loaded || !refused;
}
