// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the new Xen finds when it is entered.
 */
#include "loader.h"

bool same_text(const char *a, const char *b, u32 len)
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
			check(same_text((char *)tag + 8, CMDLINE_TEXT,
					sizeof(CMDLINE_TEXT)), "command line");
		if (type == 3)
			check(*(u32 *)(tag + 8) == h->module[0].maddr &&
			      *(u32 *)(tag + 12) == h->module[0].maddr + MODULE_SIZE &&
			      same_text((char *)tag + 16, MODULE_TEXT,
					sizeof(MODULE_TEXT)), "module");
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

void report_cost(const struct round *r)
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

/* All that the new Xen finds */
void check_entered(const struct round *r, u64 seed)
{
	check_entry(r);
	check_mbi(r);
	if (r->size)
		check_blob(r, seed);
	check_stamps(r);
}
