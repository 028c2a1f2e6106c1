// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory map and the boot information for the new Xen.
 */
#include "unit.h"

#define NR_MEMMAPS		5000

static u8 model[64];
static int model_good;

static void compare_type(void *opaque, u64 maddr, u64 size, u32 type)
{
	u64 *end = opaque;
	u64 i;

	/* sorted, not empty, on the grid */
	if (maddr < *end || !size || (maddr | size) & 0xffff || maddr + size > 64 << 16) {
		model_good = 0;
		return;
	}
	*end = maddr + size;
	for (i = maddr >> 16; i < (maddr + size) >> 16; i++) {
		if (model[i] != type)
			model_good = 0;
		model[i] = 0;
	}
}

static void set_type(u64 start, u64 size, u8 type, u8 only)
{
	u64 i;

	for (i = start >> 16; i < (start + size) >> 16; i++)
		if (!only || model[i] == only)
			model[i] = type;
}

/* 64 blocks of 64 KiB; what emits leave over must be the holes */
static int memmap_once(void)
{
	struct xlu_handoff h = { .area_size = 0x30000 };
	struct xlu_memmap_entry map[64];
	u64 end = 0;
	u32 pos, len, i;

	memset(model, 0, sizeof(model));
	model_good = 1;
	for (pos = below(4); pos < 64; pos += len + below(3)) {
		len = 1 + below(20);
		len = len < 64 - pos ? len : 64 - pos;
		map[h.memmap_nr++] = (struct xlu_memmap_entry){
			(u64)pos << 16, (u64)len << 16, 1 + below(3), 0 };
		set_type((u64)pos << 16, (u64)len << 16, map[h.memmap_nr - 1].type, 0);
	}
	if (below(2)) {
		h.bank_maddr = (u64)below(40) << 16;
		h.bank_size = (u64)below(20) << 16;
	}
	h.self_maddr = (u64)below(60) << 16;
	h.blob_maddr = (u64)below(40) << 16;
	h.blob_size = (u64)below(20) << 16;
	set_type(h.bank_maddr, h.bank_size, 1, 0);
	set_type(h.self_maddr, h.area_size, 2, 1);
	set_type(h.blob_maddr, h.blob_size, 2, 1);
	xlu_memmap_carve(&h, map, compare_type, &end);
	for (i = 0; i < 64; i++)
		if (model[i])
			return 0;
	return model_good;
}

void test_memmap(void)
{
	int good = 0;
	u32 i;

	for (i = 0; i < NR_MEMMAPS; i++)
		good += memmap_once();
	verdict(good == NR_MEMMAPS, "5000 memory maps against a naive model");
}

void test_mbi(void)
{
	struct xlu_handoff *h = fake_request();
	u64 size = xlu_mbi_build(h, NULL, 0);
	u8 *buf = malloc(size);
	u32 types[16], nr = 0;
	u8 *tag;

	verdict(xlu_mbi_build(h, buf, size) == size && *(u32 *)buf == size,
		"boot information in just enough space");
	for (tag = buf + 8; tag < buf + size && nr < 16; tag += (*(u32 *)(tag + 4) + 7) & ~7U)
		types[nr++] = *(u32 *)tag;
	verdict(tag == buf + size && nr == 8 && types[0] == 1 && types[7] == 0,
		"boot information reads back");
	free(buf);
	buf = malloc(size - 1);
	verdict(xlu_mbi_build(h, buf, size - 1) == size, "boot information does not overrun");
	free(buf);
}
