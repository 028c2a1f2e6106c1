// SPDX-License-Identifier: GPL-2.0-only
/*
 * tables - attacks with page tables, and with what stands in them
 */
#include "guest.h"

/* --- linear: page tables that map each other ------------------------------ */

/* Pair 0: the first refers to the second; 1: the other way round; 2: as 0, unpinned */
#define PAIRS			3

static uint64_t table[3][PAIRS][2][FILL(uint64_t, 1)] ALIGNED;

static void linear_before(void)
{
	int level, pair;

	for (level = 2; level <= 4; level++)
		for (pair = 0; pair < PAIRS; pair++) {
			uint64_t *from = table[level - 2][pair][pair == 1];
			uint64_t *to = table[level - 2][pair][pair != 1];

			from[5] = mfn_of(to) << 12 | PTE_RO;
			from[7] = mfn_of(from) << 12 | PTE_RO;
			own(from, PTE_RO);
			own(to, PTE_RO);
			if (pin(level, to) || pin(level, from))
				say("BAD", "a table cannot be pinned, level", level);
			if (pair == 2 && unpin(to))
				say("BAD", "a table cannot be unpinned, level", level);
		}
}

static void linear_after(void)
{
	int level, pair, n;
	long writable = 0, stuck = 0;

	for (level = 0; level < 3; level++)
		for (pair = 0; pair < PAIRS; pair++)
			for (n = 0; n < 2; n++)
				writable += !own(table[level][pair][n], PTE_TABLE);
	judge(!writable, "no page table can be mapped writable", writable);
	for (level = 0; level < 3; level++)
		for (pair = 0; pair < PAIRS; pair++) {
			stuck += !!unpin(table[level][pair][pair == 1]);
			if (pair != 2)
				stuck += !!unpin(table[level][pair][pair != 1]);
		}
	judge(!stuck, "all that was pinned can be unpinned", stuck);
	for (level = 0; level < 3; level++)
		for (pair = 0; pair < PAIRS; pair++)
			for (n = 0; n < 2; n++)
				stuck += !!own(table[level][pair][n], PTE_TABLE);
	judge(!stuck, "and is ordinary memory then", stuck);
}

const struct attack attack_linear = {
	.name = "linear",
	.before = linear_before,
	.after = linear_after,
};

/* --- edge: a hypercall that returns to no address ------------------------- */

static uint64_t edge_l3[FILL(uint64_t, 1)] ALIGNED, edge_l2[FILL(uint64_t, 1)] ALIGNED;
static uint64_t edge_l1[FILL(uint64_t, 1)] ALIGNED;
static uint8_t edge_code[PAGE] ALIGNED;

static void edge_pause(void)
{
	edge_call(3, &doze);
}

static void edge_before(void)
{
	const struct {
		uint8_t vector, flags;
		uint16_t cs;
		uint64_t address;
	} traps[] = { { 13, 0, KERNEL_CS, PTR(no_way_back) }, { 0, 0, 0, 0 } };
	long rc;

	edge_code[PAGE - 2] = 0x0f;	/* syscall */
	edge_code[PAGE - 1] = 0x05;
	edge_l1[511] = mfn_of(edge_code) << 12 | PTE_RO;
	edge_l2[511] = mfn_of(edge_l1) << 12 | PTE_TABLE;
	edge_l3[511] = mfn_of(edge_l2) << 12 | PTE_TABLE;
	own(edge_l1, PTE_RO);
	own(edge_l2, PTE_RO);
	own(edge_l3, PTE_RO);
	call(SET_TRAP_TABLE, PTR(traps), 0, 0, 0);
	rc = mmu_update((mfn_of((void *)si->pt_base) << 12) + 255 * 8,
			mfn_of(edge_l3) << 12 | PTE_TABLE);
	if (rc)
		say("BAD", "no page at the edge", rc);
	pause = edge_pause;
}

static void edge_after(void)
{
	judge(true, "the guest is still there", 0);
}

const struct attack attack_edge = {
	.name = "edge",
	.before = edge_before,
	.after = edge_after,
};

/* --- m2p: no two pages have numbers that follow each other ---------------- */

static void m2p_go(void)
{
	uint64_t pfn, wrong = 0;

	for (pfn = 0; pfn < si->nr_pages; pfn++)
		wrong += !!mmu_update(p2m[pfn] << 12 | 1, si->nr_pages - pfn);
	if (wrong)
		say("BAD", "numbers could not be set", wrong);
}

static void m2p_after(void)
{
	uint64_t pfn, wrong = 0;

	for (pfn = 0; pfn < si->nr_pages; pfn++)
		wrong += __atomic_load_n(&M2P[p2m[pfn]], __ATOMIC_SEQ_CST) !=
			 si->nr_pages - pfn;
	judge(!wrong, "the machine to physical table says what it said", wrong);
}

const struct attack attack_m2p = {
	.name = "m2p",
	.go = m2p_go,
	.after = m2p_after,
};

/* --- iomem: I/O memory that it was allowed to use once -------------------- */

#define VGA			0xa0UL

static void iomem_before(void)
{
	long rc = map(window, VGA << 12 | PTE_TABLE | PTE_UNCACHED);

	if (rc)
		say("BAD", "I/O memory cannot be mapped", rc);
}

static void iomem_after(void)
{
	long rc = map(data, VGA << 12 | PTE_TABLE | PTE_UNCACHED);

	judge(rc, "it cannot be mapped any more", rc);
	rc = own(window, PTE_TABLE);
	judge(!rc, "and the mapping that was there can go", rc);
}

const struct attack attack_iomem = {
	.name = "iomem",
	.before = iomem_before,
	.after = iomem_after,
};
