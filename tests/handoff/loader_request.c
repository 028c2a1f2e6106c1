// SPDX-License-Identifier: GPL-2.0-only
/*
 * A sound handoff with everything at random places, as an old Xen makes it.
 */
#include "loader.h"

u64 source[MAX_PAGES];

static u64 state;
static u64 candidate[3 * MAX_PAGES];
static u32 crc_byte[256];
static u64 tables[16][512] __section(".bss.pages");
static u32 nr_tables;

void random_begin(u64 seed)
{
	state = seed * PATTERN_SCALE | 1;
}

u64 random_number(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state * 0x2545f4914f6cdd1dULL;
}

u64 below(u64 limit)
{
	return (random_number() >> 11) % limit;
}

/* Written again here on purpose: the stub's own would share its mistakes. */
u32 crc32c(const void *data, u64 len)
{
	const u8 *p = data;
	u32 value = ~0U;
	u32 i, n;

	if (!crc_byte[1]) {
		for (i = 0; i < 256; i++) {
			u32 c = i;

			for (n = 0; n < 8; n++)
				c = c & 1 ? c >> 1 ^ 0x82f63b78U : c >> 1;
			crc_byte[i] = c;
		}
	}
	for (; len; len--)
		value = value >> 8 ^ crc_byte[(value ^ *p++) & 0xff];
	return ~value;
}

u64 pattern(u64 seed, u32 page, u32 word)
{
	return (seed + page * 512ULL + word) * PATTERN_SCALE;
}

/* Page tables that map single 4 KiB pages, as Xen's kexec builds them. */
static u64 *next_table(u64 *entry)
{
	if (!(*entry & 1)) {
		xlu_zero(tables[nr_tables], sizeof(tables[0]));
		*entry = (u64)tables[nr_tables++] | 3;
	}
	return (u64 *)(*entry & ~0xfffULL);
}

static void map_page(u64 *top, u64 maddr)
{
	u64 *table = top;
	int shift;

	for (shift = 39; shift > 12; shift -= 9)
		table = next_table(&table[maddr >> shift & 511]);
	table[maddr >> 12 & 511] = maddr | 3;
}

u64 kexec_tables(const struct xlu_handoff *h)
{
	u64 self = (u64)h;
	u64 maddr;

	nr_tables = 1;
	xlu_zero(tables[0], sizeof(tables[0]));
	for (maddr = self; maddr < self + XLU_AREA_SIZE; maddr += 4096)
		map_page(tables[0], maddr);
	map_page(tables[0], (u64)control_page);
	return (u64)tables[0];
}

/* Page tables that map nothing, or not what is needed */
u64 empty_tables(void)
{
	xlu_zero(tables[ARRAY_SIZE(tables) - 1], sizeof(tables[0]));
	return (u64)tables[ARRAY_SIZE(tables) - 1];
}

static void shuffle(u64 *array, u32 nr)
{
	u32 i, n;
	u64 t;

	for (i = nr - 1; i; i--) {
		n = below(i + 1);
		t = array[i];
		array[i] = array[n];
		array[n] = t;
	}
}

static void choose_sources(struct round *r, u64 low_pool)
{
	u64 high = HIGH_START + below(HIGH_SIZE >> 12) * 4096;
	u64 dst = r->h->blob_maddr;
	u32 nr = 0;
	u32 shift, i;

	if (r->kind == PERMUTED)
		for (i = 0; i < r->pages; i++)
			candidate[nr++] = dst + i * 4096ULL;
	if (r->kind == SCATTERED || below(2)) {
		for (i = 0; i < r->pages; i++) {
			candidate[nr++] = low_pool + i * 4096ULL;
			/* spread over more than one GiB */
			candidate[nr++] = high + i * 0x61000ULL;
		}
	}
	if (nr)
		shuffle(candidate, nr);

	shift = 1 + below(r->pages);
	for (i = 0; i < r->pages; i++) {
		source[i] = dst + i * 4096ULL;
		if (r->kind == SCATTERED || r->kind == PERMUTED)
			source[i] = candidate[i];
		else if (r->kind == SHIFTED_UP)
			source[i] += shift * 4096ULL;
		else if (r->kind == SHIFTED_DOWN)
			source[i] -= shift * 4096ULL;
		if (source[i] == dst + i * 4096ULL)
			r->in_place += i + 1 < r->pages ? 4096 : (r->size - 1) % 4096 + 1;
	}
}

static void write_blob(struct round *r, u64 seed)
{
	u32 i, n;
	u64 *p;

	for (i = 0; i < r->pages; i++) {
		p = (u64 *)source[i];
		for (n = 0; n < 512; n++)
			p[n] = pattern(seed, i, n);
	}
}

static u32 blob_crc(u64 size)
{
	u32 value = ~0U;
	u64 i;
	u32 n;

	for (i = 0; i < size; i += 4096) {
		const u8 *p = (const u8 *)source[i / 4096];

		for (n = 0; n < 4096 && i + n < size; n++)
			value = value >> 8 ^ crc_byte[(value ^ p[n]) & 0xff];
	}
	return ~value;
}

void finish_list_page(struct xlu_extent_page *page)
{
	page->crc = crc32c(page->extent, page->nr * sizeof(page->extent[0]));
}

/* Join neighbours now and then; list pages are filled and placed at random. */
static void write_extents(struct round *r, u64 pool)
{
	struct xlu_extent_page *page = (void *)pool;
	u32 room = 1 + below(XLU_EXTENTS_PER_PAGE);
	u32 i, n;

	r->first = page;
	page->nr = 0;
	for (i = 0; i < r->pages; i += n) {
		n = 1;
		while (i + n < r->pages && source[i + n] == source[i] + n * 4096ULL &&
		       below(64))
			n++;
		if (page->nr == room) {
			pool += 4096 * (1 + below(3));
			page->next = pool;
			finish_list_page(page);
			page = (void *)pool;
			page->nr = 0;
			room = 1 + below(XLU_EXTENTS_PER_PAGE);
		}
		page->extent[page->nr].maddr = source[i];
		page->extent[page->nr].size = n * 4096ULL;
		page->nr++;
		r->h->nr_extents++;
	}
	page->extent[page->nr - 1].size -= r->pages * 4096ULL - r->size;
	page->next = 0;
	finish_list_page(page);
}

void seal(struct xlu_handoff *h)
{
	h->crc = crc32c((u8 *)h + XLU_HANDOFF_CRC_START,
			XLU_HANDOFF_CRC_END - XLU_HANDOFF_CRC_START);
}

static void write_boot_data(struct xlu_handoff *h)
{
	static const struct xlu_memmap_entry map[] = {
		{ 0, 0x9fc00, 1, 0 },
		{ 0x9fc00, 0x400, 2, 0 },
		{ 0x100000, BANK_START - 0x100000, 1, 0 },
		{ BANK_START, BANK_SIZE, 2, 0 },
		{ BANK_START + BANK_SIZE, RAM_BELOW_4G - BANK_START - BANK_SIZE, 1, 0 },
		{ 0xfffc0000, 0x40000, 2, 0 },
		{ XLU_4GIB, 0x80000000ULL, 1, 0 },
	};
	u64 p = h->self_maddr + XLU_AREA_BOOT_DATA;

	h->cmdline_maddr = p + below(64);
	h->cmdline_size = sizeof(CMDLINE_TEXT);
	xlu_copy((void *)h->cmdline_maddr, CMDLINE_TEXT, sizeof(CMDLINE_TEXT));
	h->cmdline_crc = crc32c(CMDLINE_TEXT, sizeof(CMDLINE_TEXT));
	h->memmap_maddr = p + 0x1000;
	h->memmap_nr = ARRAY_SIZE(map);
	xlu_copy((void *)h->memmap_maddr, map, sizeof(map));
	h->memmap_crc = crc32c(map, sizeof(map));
	h->mbi_maddr = p + 0x10000 + below(64) * 8;
	h->mbi_size = 0x4000;
	h->module[0].cmdline_maddr = p + 0x8000;
	h->module[0].cmdline_size = sizeof(MODULE_TEXT);
	xlu_copy((void *)h->module[0].cmdline_maddr, MODULE_TEXT, sizeof(MODULE_TEXT));
}

/* The new Xen: mov $back_as_new_xen, %edx; jmp *%edx, among random bytes. */
static void write_image(struct xlu_handoff *h, u64 slot)
{
	u64 offset = 0x1000 + below(0x1000);
	u64 target = (u64)back_as_new_xen;
	u64 *p;
	u8 *code;

	h->image_maddr = slot + below(8) * 0x200000;
	h->image_size = IMAGE_SIZE;
	for (p = (u64 *)h->image_maddr; p < (u64 *)(h->image_maddr + IMAGE_SIZE); p++)
		*p = random_number();
	h->entry_maddr = h->image_maddr + offset;
	code = (u8 *)h->entry_maddr;
	code[0] = 0xba;
	xlu_copy(code + 1, &target, 4);
	code[5] = 0xff;
	code[6] = 0xe2;
	h->image_crc = crc32c((void *)h->image_maddr, h->image_size);

	h->nr_modules = 1;
	h->module[0].maddr = slot + 0x1400000 + below(64) * 4096;
	h->module[0].size = MODULE_SIZE;
	h->module[0].crc = crc32c((void *)h->module[0].maddr, MODULE_SIZE);
}

void prepare(struct round *r, u32 pages, u64 seed)
{
	u64 slot[NR_SLOTS];
	struct xlu_handoff *h;
	u32 i;

	for (i = 0; i < NR_SLOTS; i++)
		slot[i] = LOW_START + i * SLOT_SIZE;
	shuffle(slot, NR_SLOTS);

	h = (void *)(slot[0] + below(0x1000) * 4096);
	xlu_zero(h, sizeof(*h));
	r->h = h;
	r->stub = (u8 *)h + XLU_AREA_STUB;
	xlu_copy(r->stub, stub_file, stub_size);
	h->magic = XLU_HANDOFF_MAGIC;
	h->version = XLU_HANDOFF_VERSION;
	h->size = XLU_HANDOFF_SIZE;
	h->flags = XLU_HANDOFF_F_RETURN;
	h->return_cr3 = (u64)loader_level4;
	h->return_rip = (u64)back_as_old_xen;
	h->self_maddr = (u64)h;
	h->stub_size = stub_size;
	h->area_size = XLU_AREA_SIZE;
	h->uart_port = COM1;
	write_image(h, slot[1]);
	write_boot_data(h);

	r->in_place = 0;
	r->pages = pages;
	if (r->kind == NO_BLOB)
		r->pages = 0;
	r->size = r->pages * 4096ULL;
	if (!r->pages) {
		seal(h);
		return;
	}
	r->size -= below(4096);
	h->blob_maddr = slot[2] + (MAX_PAGES + below(2048)) * 4096;
	h->blob_size = r->size;
	choose_sources(r, slot[3]);
	write_blob(r, seed);
	h->blob_crc = blob_crc(r->size);
	h->extents_maddr = slot[4] + below(2048) * 4096;
	write_extents(r, h->extents_maddr);
	seal(h);
}
