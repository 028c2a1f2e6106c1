// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer harness: a sound request with bytes changed at will, in the request
 * and in the extent list. The input is a list of changes:
 *
 *	where (1 byte): 0 request, 1 list, 2 second list page, 3 memory map, 4 copies
 *	offset (2 bytes), length (1 byte), bytes
 *
 * Checksums are set right afterwards, or nothing would get past them. The Makefile
 * gives fuzz_one_input() the name that libFuzzer calls.
 */
#include <stdlib.h>
#include <string.h>
#include "fake.h"

#define MAX_BYTES	0x100000	/* larger ones only cost time */

static struct xlu_crc_table table[XLU_CRC_TABLES];
static struct xlu_crc crc;
static struct xlu_extents extents;
static u64 bitmap[XLU_BLOB_PAGES_MAX / 64];
static u8 scratch[XLU_PAGE_SIZE];

static struct xlu_handoff sound;
static struct xlu_extent_page sound_list[2];
static struct xlu_copy_page sound_copies;

/* Only what change() touches is put back: this is most of the time of a run. */
static struct xlu_handoff *sound_request(void)
{
	struct xlu_handoff *h = fake_at(FAKE_SELF);

	memcpy(h, &sound, sizeof(sound));
	memcpy(fake_at(FAKE_LIST), sound_list, sizeof(sound_list));
	memcpy(fake_at(FAKE_COPIES), &sound_copies, sizeof(sound_copies));
	return h;
}

static void start(void)
{
	fake_init();
	xlu_crc_init(&crc, table, false);
	fake_add_low_memory(fake_request());
	memcpy(&sound, fake_at(FAKE_SELF), sizeof(sound));
	memcpy(sound_list, fake_at(FAKE_LIST), sizeof(sound_list));
	memcpy(&sound_copies, fake_at(FAKE_COPIES), sizeof(sound_copies));
}

static void change(struct xlu_handoff *h, const u8 *data, size_t size)
{
	u8 *base[] = { (u8 *)h, fake_at(FAKE_LIST), fake_at(FAKE_LIST + XLU_PAGE_SIZE),
		       fake_at(h->memmap_maddr), fake_at(FAKE_COPIES) };
	size_t offset, len;

	while (size > 4) {
		offset = (data[1] | data[2] << 8) % XLU_PAGE_SIZE;
		len = data[3];
		if (len > size - 4)
			len = size - 4;
		if (len > XLU_PAGE_SIZE - offset)
			len = XLU_PAGE_SIZE - offset;
		memcpy(base[data[0] % ARRAY_SIZE(base)] + offset, data + 4, len);
		data += 4 + len;
		size -= 4 + len;
	}
}

static void seal_list(void)
{
	struct xlu_extent_page *page = fake_at(FAKE_LIST);
	int i;

	for (i = 0; i < 2; i++, page++)
		if (page->nr <= XLU_EXTENTS_PER_PAGE)
			page->crc = xlu_crc32c(&crc, page->extent,
					       page->nr * sizeof(page->extent[0]));
}

static void copy(struct xlu_handoff *h)
{
	struct xlu_copy_page *page = fake_at(FAKE_COPIES);
	struct xlu_fault fault;
	u32 i;

	if (page->nr > XLU_COPIES_PER_PAGE)
		return;
	for (i = 0; i < page->nr; i++)
		if (page->copy[i].size > MAX_BYTES)
			return;
	page->crc = xlu_crc32c(&crc, page->copy, page->nr * sizeof(page->copy[0]));
	xlu_copies_make(h, &fake_self, &crc, (struct xlu_copy_page *)scratch, &fault);
}

static void gather(struct xlu_handoff *h)
{
	struct xlu_gather g = { .x = &extents, .bitmap = bitmap, .scratch = scratch };
	struct xlu_fault fault;

	if (xlu_extents_check(&extents, h, &fake_self, &crc, &fault) ||
	    h->blob_size > MAX_BYTES || xlu_gather_plan(&g, h, &fault))
		return;
	xlu_gather_move(&g, h);
	if (g.moved + g.in_place != h->blob_size)
		abort();
}

static void build_mbi(struct xlu_handoff *h)
{
	struct xlu_fault fault;
	u32 i;

	for (i = 0; i < h->nr_modules; i++) {
		if (h->module[i].size > MAX_BYTES)
			return;
		h->module[i].crc = xlu_crc32c_maddr(&crc, h->module[i].maddr,
						    h->module[i].size);
	}
	if (h->image_size > MAX_BYTES)
		return;
	h->image_crc = xlu_crc32c_maddr(&crc, h->image_maddr, h->image_size);
	h->cmdline_crc = xlu_crc32c_maddr(&crc, h->cmdline_maddr, h->cmdline_size);
	h->memmap_crc = xlu_crc32c_maddr(&crc, h->memmap_maddr, h->memmap_nr * 24);
	if (xlu_check_payloads(h, &crc, &fault))
		return;
	if (xlu_mbi_build(h, fake_at(h->mbi_maddr), h->mbi_size) > h->mbi_size)
		abort();
	xlu_lowmem_write(h);
}

int fuzz_one_input(const u8 *data, size_t size)
{
	static const struct xlu_memmap_entry map[] = {
		{ 0, 0x9f000, 1, 0 },
		{ 0x100000, 0xbff00000, 1, 0 },
	};
	static unsigned int runs;
	struct xlu_handoff *h;
	struct xlu_fault fault;

	if (!runs)
		start();
	if (!(++runs % 4096))
		fake_forget();
	h = sound_request();
	memset(fake_at(h->memmap_maddr), 0, XLU_PAGE_SIZE);
	memcpy(fake_at(h->memmap_maddr), map, sizeof(map));
	h->memmap_nr = ARRAY_SIZE(map);
	memcpy(fake_at(h->cmdline_maddr), "console", 8);
	change(h, data, size);
	seal_list();
	if (xlu_check_identity(h, &fake_self, &fault))
		return 0;
	/* the request's own checksum has its tests elsewhere */
	if (xlu_check_request(h, &fake_self, &fault))
		return 0;
	copy(h);
	/* It may have hit the list. */
	seal_list();
	build_mbi(h);
	if (h->blob_size)
		gather(h);
	return 0;
}
