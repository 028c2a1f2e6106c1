// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs the real stub on a bare machine: plays the old Xen that leaves and the
 * new Xen that is entered, many times over.
 *
 * The command line (qemu -append) tells what to do:
 *	seed=N		start of the random numbers
 *	rounds=N	good handoffs, with everything at random places
 *	refusals=1	one handoff for each way to break one, going back each time
 *	fatal=N		break a handoff in way N that has no way back
 *	patch=OFFSET	where the stub is made to raise an exception
 *	pages=N		size of the blob, otherwise random
 * The stub comes as the first module (qemu -initrd).
 *
 * Lines on the serial port begin with "ok - ", "not ok - " or "# ".
 */
#define XLU_STUB
#include "stub.h"
#include "machine.h"

#define COM1			0x3f8
#define DEBUG_EXIT		0xf4
#define MAX_PAGES		2048
#define LOW_START		0x4000000ULL
#define SLOT_SIZE		0x2000000ULL	/* 32 MiB */
#define NR_SLOTS		64
#define HIGH_START		0x100000000ULL
#define HIGH_SIZE		0x40000000ULL
#define NR_CASES		17
#define WAY_DAMAGED_RETURN	NR_CASES
#define IMAGE_SIZE		0x21000
#define MODULE_SIZE		0x3210
#define PATTERN_SCALE		0x9e3779b97f4a7c15ULL
#define RAM_BELOW_4G		0xc0000000ULL
/* Reserved by the firmware, RAM as the bank of a live update */
#define BANK_START		0xb0000000ULL
#define BANK_SIZE		0x4000000ULL

enum layout_kind { SCATTERED, PERMUTED, IN_PLACE, SHIFTED_UP, SHIFTED_DOWN, NO_BLOB, NR_KINDS };

/* One handoff */
struct round {
	struct xlu_handoff *h;
	u8 *stub;
	enum layout_kind kind;
	u32 pages;
	u64 size;
	u64 in_place;
	struct xlu_extent_page *first;
};

static const char cmdline_text[] = "console=com1 no-real-mode placeholder";
static const char module_text[] = "root=/dev/nothing";
static const u8 *stub_file;
static u32 stub_size;
static u64 state;
static u32 failures;
static u32 checks;

static u64 source[MAX_PAGES];
static u64 candidate[3 * MAX_PAGES];
static u32 crc_byte[256];
static u64 tables[16][512] __section(".bss.pages");
static u32 nr_tables;

static u8 in8(u16 port)
{
	u8 value;

	asm volatile("inb %1, %0" : "=a" (value) : "d" (port));
	return value;
}

static void out8(u16 port, u8 value)
{
	asm volatile("outb %0, %1" : : "a" (value), "d" (port));
}

static void print(const char *text)
{
	for (; *text; text++) {
		while (!(in8(COM1 + 5) & 0x20))
			;
		out8(COM1, *text);
	}
}

static void print_number(u64 value)
{
	char text[24];
	char *p = text + sizeof(text) - 1;

	*p = 0;
	do {
		*--p = '0' + value % 10;
		value /= 10;
	} while (value);
	print(p);
}

static void check(bool good, const char *what)
{
	checks++;
	if (good)
		return;
	failures++;
	print("# wrong: ");
	print(what);
	print("\n");
}

static void verdict(const char *what, u64 number, u32 failures_before)
{
	print(failures == failures_before ? "ok - " : "not ok - ");
	print(what);
	print(" ");
	print_number(number);
	print("\n");
}

static u64 random_number(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state * 0x2545f4914f6cdd1dULL;
}

static u64 below(u64 limit)
{
	return (random_number() >> 11) % limit;
}

/* Written again here on purpose: the stub's own would share its mistakes. */
static u32 crc32c(const void *data, u64 len)
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

static u64 pattern(u64 seed, u32 page, u32 word)
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

static u64 kexec_tables(const struct xlu_handoff *h)
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

static void finish_list_page(struct xlu_extent_page *page)
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

static void seal(struct xlu_handoff *h)
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
	h->cmdline_size = sizeof(cmdline_text);
	xlu_copy((void *)h->cmdline_maddr, cmdline_text, sizeof(cmdline_text));
	h->cmdline_crc = crc32c(cmdline_text, sizeof(cmdline_text));
	h->memmap_maddr = p + 0x1000;
	h->memmap_nr = ARRAY_SIZE(map);
	xlu_copy((void *)h->memmap_maddr, map, sizeof(map));
	h->memmap_crc = crc32c(map, sizeof(map));
	h->mbi_maddr = p + 0x10000 + below(64) * 8;
	h->mbi_size = 0x4000;
	h->module[0].cmdline_maddr = p + 0x8000;
	h->module[0].cmdline_size = sizeof(module_text);
	xlu_copy((void *)h->module[0].cmdline_maddr, module_text, sizeof(module_text));
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

static void prepare(struct round *r, u32 pages, u64 seed)
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

static bool same_text(const char *a, const char *b, u32 len)
{
	for (; len; len--)
		if (*a++ != *b++)
			return false;
	return true;
}

/* RAM and reserved bytes that a memory map has in [start, end). */
static u64 bytes_of_type(const u8 *tag, u32 size, u64 start, u64 end, u32 type)
{
	const struct xlu_memmap_entry *entry = (const void *)(tag + 16);
	u64 sum = 0;

	for (; (u8 *)entry < tag + size; entry++) {
		u64 from = entry->maddr > start ? entry->maddr : start;
		u64 to = entry->maddr + entry->size;

		to = to < end ? to : end;
		if (entry->type == type && from < to)
			sum += to - from;
	}
	return sum;
}

static void check_memmap_tag(const struct round *r, const u8 *tag, u32 size)
{
	const struct xlu_handoff *h = r->h;
	u64 self = h->self_maddr;
	u64 blob = r->pages * 4096ULL;
	u64 all = 0x9fc00 + RAM_BELOW_4G - 0x100000 + 0x80000000ULL - BANK_SIZE +
		  h->bank_size;

	check(*(u32 *)(tag + 8) == 24, "size of a memory map entry");
	check(bytes_of_type(tag, size, self, self + h->area_size, 2) == h->area_size,
	      "handoff area is reserved");
	check(bytes_of_type(tag, size, h->blob_maddr, h->blob_maddr + blob, 2) == blob,
	      "blob is reserved");
	check(bytes_of_type(tag, size, 0, ~0ULL, 1) == all - blob - h->area_size,
	      "the other memory is still there");
}

static void check_mbi(const struct round *r)
{
	const struct xlu_handoff *h = r->h;
	const u8 *mbi = (const u8 *)(u64)seen.ebx;
	u32 total = *(u32 *)mbi;
	u32 found = 0;
	const u8 *tag;
	u32 type, size;

	check(total <= h->mbi_size, "boot information fits");
	for (tag = mbi + 8; tag < mbi + total; tag += (size + 7) & ~7U) {
		type = *(u32 *)tag;
		size = *(u32 *)(tag + 4);
		found |= 1U << type;
		if (type == 0)
			break;
		if (type == 1)
			check(same_text((char *)tag + 8, cmdline_text,
					sizeof(cmdline_text)), "command line");
		if (type == 3)
			check(*(u32 *)(tag + 8) == h->module[0].maddr &&
			      *(u32 *)(tag + 12) == h->module[0].maddr + MODULE_SIZE &&
			      same_text((char *)tag + 16, module_text,
					sizeof(module_text)), "module");
		if (type == 4)
			check(*(u32 *)(tag + 8) == 639 && *(u32 *)(tag + 12) ==
			      (BANK_START - 0x100000) / 1024, "basic memory");
		if (type == 6)
			check_memmap_tag(r, tag, size);
		if (type == 21)
			check(*(u32 *)(tag + 8) == h->image_maddr, "load base");
	}
	check(found == (1U << 0 | 1U << 1 | 1U << 2 | 1U << 3 | 1U << 4 | 1U << 6 | 1U << 21),
	      "every tag is there");
	check(tag + 8 == mbi + total, "ends with the end tag");
}

static void check_entry(const struct round *r)
{
	check(seen.eax == XLU_MB2_BOOT_MAGIC, "eax");
	check(seen.ebx == r->h->mbi_maddr, "ebx");
	check((seen.cr0 & 0x80000001) == 1, "cr0");
	check(seen.cr4 == 0, "cr4");
	check(!(seen.efer & 0x500), "efer");
	check(!(seen.eflags & 0x20600), "eflags: IF, DF, VM");
	check(seen.cs_limit == ~0U && seen.ss_limit == ~0U, "segment limits");
	check(seen.ds == seen.ss && seen.es == seen.ss && seen.cs != seen.ss, "segments");
}

static void check_blob(const struct round *r, u64 seed)
{
	const u8 *blob = (const u8 *)r->h->blob_maddr;
	u64 wrong = 0;
	u64 i, word;

	for (i = 0; i < r->size; i++) {
		word = pattern(seed, i / 4096, i % 4096 / 8);
		if (blob[i] != (u8)(word >> i % 8 * 8))
			wrong++;
	}
	check(!wrong, "bytes of the blob");
	check(r->h->bytes_in_place == r->in_place, "bytes in place");
	check(r->h->bytes_moved == r->size - r->in_place, "bytes moved");
}

static void check_stamps(const struct round *r)
{
	u32 i;

	for (i = XLU_PHASE_STUB_HEADER; i <= XLU_PHASE_STUB_ENTER; i++) {
		check(r->h->stamp[i], "time stamp");
		if (i > XLU_PHASE_STUB_HEADER)
			check(r->h->stamp[i] >= r->h->stamp[i - 1], "order of time stamps");
	}
	check(r->h->phase == XLU_PHASE_STUB_ENTER && r->h->reason == XLU_REASON_NONE,
	      "phase and reason");
}

static void report_cost(const struct round *r)
{
	const u64 *stamp = r->h->stamp;
	u32 i;

	print("# cost kind ");
	print_number(r->kind);
	print(" bytes ");
	print_number(r->size);
	print(" ticks ");
	print_number(stamp[XLU_PHASE_STUB_ENTER] - stamp[XLU_PHASE_STUB_HEADER]);
	print(" phases");
	for (i = XLU_PHASE_STUB_HEADER; i < XLU_PHASE_STUB_ENTER; i++) {
		print(" ");
		print_number(stamp[i + 1] - stamp[i]);
	}
	print("\n");
}

static void good_round(u32 number, u32 pages)
{
	struct round r = { .kind = number % NR_KINDS };
	u32 before = failures;
	u64 seed = random_number();

	prepare(&r, pages ? pages : 1 + below(MAX_PAGES), seed);
	if (number == 0)
		r.h->flags |= XLU_HANDOFF_F_VERBOSE;
	if (number % 4 == 3) {
		r.h->flags |= XLU_HANDOFF_F_LIVE;
		r.h->bank_maddr = BANK_START;
		r.h->bank_size = BANK_SIZE;
	}
	seal(r.h);
	check(kexec(kexec_tables(r.h), (u64)r.stub) == 1, "the new Xen is entered");
	check_entry(&r);
	check_mbi(&r);
	if (r.size)
		check_blob(&r, seed);
	check_stamps(&r);
	report_cost(&r);
	verdict("handoff", number, before);
}

struct expectation {
	u32 phase;
	u32 reason;
};

static void break_extents(struct round *r, u32 way)
{
	struct xlu_extent_page *page = r->first;

	switch (way) {
	case 7:
		page->crc ^= 0x100;
		return;
	case 8:
		page->extent[0].maddr += 8;
		break;
	case 9:
		page->next ^= 0x1000;
		page->extent[page->nr - 1].size += 4096;
		break;
	case 10:
		/* an extent twice: its pages have two sources in the destination */
		page->extent[1].maddr = r->h->blob_maddr;
		page->extent[0].maddr = r->h->blob_maddr;
		break;
	}
	finish_list_page(page);
}

static struct expectation break_it(struct round *r, u32 way, u32 patch)
{
	static const struct expectation expected[NR_CASES] = {
		{ XLU_PHASE_STUB_HEADER, XLU_REASON_BAD_MAGIC },
		{ XLU_PHASE_STUB_HEADER, XLU_REASON_BAD_ADDRESS },
		{ XLU_PHASE_STUB_HEADER, XLU_REASON_BAD_SIZE },
		{ XLU_PHASE_STUB_HEADER, XLU_REASON_BAD_CRC },
		{ XLU_PHASE_STUB_HEADER, XLU_REASON_BAD_FIELD },
		{ XLU_PHASE_STUB_HEADER, XLU_REASON_RESERVED_SET },
		{ XLU_PHASE_STUB_HEADER, XLU_REASON_BAD_SIZE },
		{ XLU_PHASE_STUB_EXTENTS, XLU_REASON_BAD_CRC },
		{ XLU_PHASE_STUB_EXTENTS, XLU_REASON_BAD_EXTENT },
		{ XLU_PHASE_STUB_EXTENTS, XLU_REASON_BAD_EXTENT },
		{ XLU_PHASE_STUB_GATHER, XLU_REASON_OVERLAP },
		{ XLU_PHASE_STUB_BLOB, XLU_REASON_BAD_BLOB },
		{ XLU_PHASE_STUB_IMAGE, XLU_REASON_BAD_IMAGE },
		{ XLU_PHASE_STUB_IMAGE, XLU_REASON_BAD_MODULE },
		{ XLU_PHASE_STUB_IMAGE, XLU_REASON_BAD_MEMMAP },
		{ XLU_PHASE_STUB_IMAGE, XLU_REASON_NO_SPACE },
		{ XLU_PHASE_STUB_IMAGE, XLU_REASON_EXCEPTION },
	};
	struct xlu_handoff *h = r->h;
	struct xlu_memmap_entry *map = (void *)h->memmap_maddr;

	switch (way) {
	case 0:
		h->magic ^= 1;
		break;
	case 1:
		h->self_maddr += 4096;
		break;
	case 2:
		h->size--;
		break;
	case 3:
		h->wallclock_ns ^= 1ULL << 40;
		return expected[way];
	case 4:
		h->flags |= 1U << 31;
		break;
	case 5:
		h->reserved1[77] = 1;
		break;
	case 6:
		h->stub_size++;
		break;
	case 7:
	case 8:
	case 9:
	case 10:
		break_extents(r, way);
		break;
	case 11:
		((u8 *)source[0])[9] ^= 0x10;
		break;
	case 12:
		((u8 *)h->image_maddr)[0x20000] ^= 1;
		break;
	case 13:
		((u8 *)h->module[0].maddr)[MODULE_SIZE - 1] ^= 1;
		break;
	case 14:
		map[1].maddr--;
		h->memmap_crc = crc32c(map, h->memmap_nr * sizeof(*map));
		break;
	case 15:
		h->mbi_size = 64;
		break;
	case 16:
		r->stub[patch] = 0x0f;
		r->stub[patch + 1] = 0x0b;
		break;
	}
	seal(h);
	return expected[way];
}

static void prepare_broken(struct round *r)
{
	/* Way 10 needs two extents, ways 7 to 9 at least one. */
	do {
		r->kind = SCATTERED;
		prepare(r, 600, random_number());
	} while (r->first->nr < 2);
}

static void refusal(u32 way, u32 patch)
{
	struct round r = { 0 };
	struct expectation expected;
	u32 before = failures;

	prepare_broken(&r);
	expected = break_it(&r, way, patch);
	check(kexec(kexec_tables(r.h), (u64)r.stub) == 2, "back in the old Xen");
	check(r.h->phase == expected.phase, "phase");
	check(r.h->reason == expected.reason, "reason");
	check(returned.rax == expected.reason && returned.rdi == expected.reason,
	      "reason in rax and rdi");
	check(returned.rsi == (u64)r.h, "header in rsi");
	check(returned.cr3 == (u64)loader_level4 && returned.cr4 == 0x20, "cr3 and cr4");
	check(!(returned.rflags & 0x600), "rflags: IF, DF");
	if (way == 16)
		check(r.h->detail[0] == 6 && r.h->detail[1] == (u64)r.stub + patch,
		      "vector and address of the exception");
	verdict("refusal", way, before);
}

static void __noreturn leave(void)
{
	print("# ");
	print_number(checks);
	print(" checks\n");
	for (;;)
		out8(DEBUG_EXIT, failures ? 1 : 0);
}

static void no_way_back(u32 way)
{
	struct round r = { 0 };

	prepare_broken(&r);
	if (way == WAY_DAMAGED_RETURN) {
		/* page tables that map nothing, or not what is needed */
		xlu_zero(tables[ARRAY_SIZE(tables) - 1], sizeof(tables[0]));
		r.h->return_cr3 = (u64)tables[ARRAY_SIZE(tables) - 1];
	} else {
		r.h->flags = 0;
		r.h->return_cr3 = 0;
		r.h->return_rip = 0;
		break_it(&r, way, 0);
	}
	print("# no way back\n");
	kexec(kexec_tables(r.h), (u64)r.stub);
	print("not ok - came back from a fatal refusal\n");
	failures++;
}

static u64 option(const char *cmdline, const char *name, u64 fallback)
{
	u64 value = 0;
	u32 len = 0;

	while (name[len])
		len++;
	for (; *cmdline; cmdline++) {
		if (!same_text(cmdline, name, len) || cmdline[len] != '=')
			continue;
		for (cmdline += len + 1; *cmdline >= '0' && *cmdline <= '9'; cmdline++)
			value = value * 10 + *cmdline - '0';
		return value;
	}
	return fallback;
}

/* @info: Multiboot (version 1) information */
void loader_main(const u32 *info)
{
	const char *cmdline = (const char *)(u64)info[4];
	const u32 *module = (const u32 *)(u64)info[6];
	u64 rounds = option(cmdline, "rounds", 0);
	u64 way = option(cmdline, "fatal", ~0ULL);
	u32 i;

	stub_file = (const u8 *)(u64)module[0];
	stub_size = module[1] - module[0];
	state = option(cmdline, "seed", 1) * PATTERN_SCALE | 1;
	crc32c("", 0);

	for (i = 0; i < rounds; i++)
		good_round(i, option(cmdline, "pages", 0));
	if (option(cmdline, "refusals", 0)) {
		/* 0 and 1 have no header to go back by */
		for (i = 2; i < NR_CASES; i++)
			refusal(i, option(cmdline, "patch", 0));
	}
	if (way <= WAY_DAMAGED_RETURN)
		no_way_back(way);
	leave();
}
