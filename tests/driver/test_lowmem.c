// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where in low memory the stub makes an EBDA, and which root pointers are believed.
 */
#include <string.h>

#include <xen-liveupdate/rsdp.h>

#include "lowmem.h"
#include "test.h"

#define MAX_ENTRIES	12
#define NR_ROUNDS	20000

struct layout {
	const char *name;
	u64 ebda;
	struct xlu_memmap_entry map[4];
};

static const struct layout layouts[] = {
	{ "EBDA at the end of low memory", 0x9f000,
	  { { 0, 0xa0000, 1, 0 }, { 0x100000, 0x7ff00000, 1, 0 } } },
	{ "EBDA below a place that firmware keeps", 0x9d000,
	  { { 0, 0x9e800, 1, 0 }, { 0x9e800, 0x1800, 2, 0 }, { 0x100000, 1 << 20, 1, 0 } } },
	{ "EBDA in the larger of two pieces", 0x57000,
	  { { 0, 0x58000, 1, 0 }, { 0x58000, 0x1000, 4, 0 }, { 0x90000, 0x10000, 1, 0 } } },
	{ "EBDA in the upper of two pieces", 0x9e000,
	  { { 0, 0x58000, 1, 0 }, { 0x58000, 0x1000, 2, 0 }, { 0x59000, 0x46000, 1, 0 } } },
	{ "room for the trampoline to the byte", 0x50000,
	  { { 0, 0x1000, 1, 0 }, { 0x40000, 0x11000, 1, 0 } } },
	{ "a page too little for the trampoline", 0,
	  { { 0, 0x1000, 1, 0 }, { 0x41000, 0x10000, 1, 0 } } },
	{ "memory that ends too low for Xen", 0, { { 0, 0x40fff, 1, 0 } } },
	{ "the lowest end of memory that will do", 0x40000, { { 0, 0x41000, 1, 0 } } },
	{ "page 0 is reserved", 0, { { 0, 0x1000, 2, 0 }, { 0x1000, 0x9f000, 1, 0 } } },
	{ "page 0 is no memory", 0, { { 0x1000, 0x9f000, 1, 0 } } },
	{ "half a page 0", 0, { { 0, 0x800, 1, 0 }, { 0x1000, 0x9f000, 1, 0 } } },
	{ "memory that wraps", 0x9f000, { { 0, ~0ULL, 1, 0 } } },
};

static u32 count(const struct xlu_memmap_entry *map, u32 max)
{
	u32 nr = 0;

	while (nr < max && map[nr].size)
		nr++;
	return nr;
}

static void test_layouts(void)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(layouts); i++)
		verdict(xlu_lowmem_ebda(layouts[i].map, count(layouts[i].map, 4)) ==
			layouts[i].ebda, layouts[i].name);
	verdict(!xlu_lowmem_ebda(layouts[0].map, 0), "no memory at all");
}

/* By the page: @ram[i] says whether page i is RAM. */
static bool is_free(const u8 *ram, u64 ebda)
{
	u64 page;

	for (page = (ebda - XLU_TRAMPOLINE_SIZE) / 4096; page <= ebda / 4096; page++)
		if (!ram[page])
			return false;
	return true;
}

static bool round_is_good(void)
{
	struct xlu_memmap_entry map[MAX_ENTRIES];
	u8 ram[0xa1] = { 0 };
	u32 nr = 0, at = one_in(8), len, page;
	u64 ebda, want = 0;

	for (; nr < MAX_ENTRIES && at < 0xa0; at += len + below(3)) {
		len = 1 + below(one_in(2) ? 0x90 : 0x18);
		len = min(len, 0xa0U - at);
		map[nr++] = (struct xlu_memmap_entry){ at * 4096ULL, len * 4096ULL,
						       one_in(4) ? 2 : 1, 0 };
		if (map[nr - 1].type == 1)
			memset(ram + at, 1, len);
		/* Pieces that touch are one to nobody but this model. */
		at += map[nr - 1].type == 1;
	}
	for (page = XLU_EBDA_MAX / 4096; ram[0] && page >= XLU_EBDA_MIN / 4096 && !want; page--)
		if (is_free(ram, page * 4096ULL) && page * 4096ULL >= XLU_TRAMPOLINE_SIZE + 4096)
			want = page * 4096ULL;
	ebda = xlu_lowmem_ebda(map, nr);
	return ebda == want;
}

static void test_random(void)
{
	u32 good = 0;
	u32 i;

	for (i = 0; i < NR_ROUNDS; i++)
		good += round_is_good();
	verdict(good == NR_ROUNDS, "20000 memory maps against a model of pages");
}

static void test_ram(void)
{
	const struct xlu_memmap_entry *map = layouts[1].map;

	verdict(!xlu_lowmem_touches_ram(map, 3, 0xe0000, 36) &&
		!xlu_lowmem_touches_ram(map, 3, 0x9e800, 36) &&
		xlu_lowmem_touches_ram(map, 3, 0x9e7f0, 36) &&
		xlu_lowmem_touches_ram(map, 3, 0xffff0, 36) &&
		xlu_lowmem_touches_ram(map, 3, 0x100000, 36),
		"what lies in RAM is seen to, also in part");
}

static void test_rsdp(void)
{
	u8 rsdp[XLU_RSDP_SIZE] = "RSD PTR ", wrong[XLU_RSDP_SIZE];
	bool good = true;
	u32 i;

	rsdp[15] = 2;
	for (i = 16; i < 32; i++)
		rsdp[i] = i;
	for (i = 0; i < 20; i++)
		rsdp[8] -= i == 8 ? 0 : rsdp[i];
	for (i = 0; i < 36; i++)
		rsdp[32] -= i == 32 ? 0 : rsdp[i];
	verdict(xlu_rsdp_size(rsdp) == 36, "a root pointer");
	for (i = 0; i < sizeof(rsdp); i++) {
		memcpy(wrong, rsdp, sizeof(wrong));
		wrong[i] ^= 0x10;
		good &= !xlu_rsdp_size(wrong);
	}
	verdict(good, "one with a wrong byte");
	memcpy(wrong, rsdp, sizeof(wrong));
	wrong[8] += wrong[15];
	wrong[15] = 0;
	wrong[30] ^= 1;
	verdict(xlu_rsdp_size(wrong) == 20, "one of ACPI 1.0 ends after 20 bytes");
}

void test_lowmem(void)
{
	test_layouts();
	test_random();
	test_ram();
	test_rsdp();
}
