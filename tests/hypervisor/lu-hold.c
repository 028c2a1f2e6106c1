// SPDX-License-Identifier: GPL-2.0-only
/*
 * lu-hold - dom0 holds a mapping of a guest's pages
 *
 *	lu-hold DOMID MFN FILE	map writable pages of the guest around MFN until
 *				FILE is there, then write to each and read it again
 *
 * Prints "LUHOLD mapped N" when it has them, and "LUHOLD used N" at the end.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "xencall.h"

#define PAGES	64

static uint64_t frame[PAGES];
static int error[PAGES];

/* The content is the guest's: the same is written that was there. */
static unsigned int use(uint64_t *page)
{
	unsigned int i, used = 0;

	for (i = 0; i < PAGES; i++) {
		uint64_t old;

		if (error[i])
			continue;
		old = page[i * 512];
		page[i * 512] = ~old;
		asm volatile("" ::: "memory");
		used += page[i * 512] == ~old;
		page[i * 512] = old;
	}
	return used;
}

int main(int argc, char **argv)
{
	unsigned int i, mapped = 0;
	uint64_t *page;

	if (argc != 4)
		return 2;
	for (i = 0; i < PAGES; i++)
		frame[i] = strtoul(argv[2], NULL, 0) - PAGES / 2 + i;
	/* Pages that are page tables cannot be had; all others can. */
	page = xen_map_frames(atoi(argv[1]), frame, PAGES, PROT_READ | PROT_WRITE, error);
	if (!page) {
		perror("mapping the pages");
		return 1;
	}
	for (i = 0; i < PAGES; i++)
		mapped += !error[i];
	printf("LUHOLD mapped %u\n", mapped);
	fflush(stdout);
	while (access(argv[3], F_OK))
		usleep(50000);
	i = use(page);
	printf("LUHOLD used %u\n", i);
	return !mapped || i != mapped;
}
