// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the pure part of the stub, on the host under sanitizers.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cpuid.h>
#include <xen-liveupdate/names.h>
#include "fake.h"

#define NR_PERMUTATIONS		12000
#define NR_MEMMAPS		5000
#define MAX_PAGES		400

static struct xlu_crc_table table[XLU_CRC_TABLES];
static struct xlu_crc crc;
static struct xlu_extents extents;
static u64 bitmap[XLU_BLOB_PAGES_MAX / 64];
static u8 scratch[XLU_PAGE_SIZE];
static unsigned int reasons_seen;
static int passed, failed;

static void verdict(int good, const char *what)
{
	printf("%s - %s\n", good ? "ok" : "not ok", what);
	if (good)
		passed++;
	else
		failed++;
}

static u32 below(u32 limit)
{
	return random() % limit;
}

/* RFC 3720, B.4, and the CRC's check value */
static void test_crc(bool instruction)
{
	u8 data[48];
	int good = 1;
	size_t i;

	xlu_crc_init(&crc, table, instruction);
	good &= xlu_crc32c(&crc, "123456789", 9) == 0xe3069283;
	memset(data, 0, 32);
	good &= xlu_crc32c(&crc, data, 32) == 0x8a9136aa;
	memset(data, 0xff, 32);
	good &= xlu_crc32c(&crc, data, 32) == 0x62a8ab43;
	for (i = 0; i < 32; i++)
		data[i] = i;
	good &= xlu_crc32c(&crc, data, 32) == 0x46dd794e;
	for (i = 0; i < 32; i++)
		data[i] = 31 - i;
	good &= xlu_crc32c(&crc, data, 32) == 0x113fdb5c;
	for (i = 0; i < sizeof(data); i++)
		good &= xlu_crc32c(&crc, data + i, sizeof(data) - i) ==
			fake_crc(data + i, sizeof(data) - i);
	verdict(good, instruction ? "CRC32C by instruction" : "CRC32C by table");
}

/* A memory map entry, an area above 4 GiB: the checksum goes on over pieces. */
static void test_crc_pieces(void)
{
	u64 maddr = FAKE_HIGH + 0x200000 - 123;
	u8 *p = fake_at(maddr);
	int i;

	for (i = 0; i < 9000; i++)
		p[i] = random();
	verdict(xlu_crc32c_maddr(&crc, maddr, 9000) == fake_crc(p, 9000),
		"CRC32C over memory that is mapped in pieces");
}

/* The whole way that main.c goes with a request, without the hardware. */
static int handle(const struct xlu_handoff *h, struct xlu_fault *fault)
{
	struct xlu_gather g = { .x = &extents, .bitmap = bitmap, .scratch = scratch };
	int reason;

	reason = xlu_check_identity(h, &fake_self, fault);
	if (!reason)
		reason = xlu_check_integrity(h, &crc, fault);
	if (!reason)
		reason = xlu_check_request(h, &fake_self, fault);
	if (!reason)
		reason = xlu_copies_make(h, &fake_self, &crc, (void *)scratch, fault);
	if (!reason && h->blob_size)
		reason = xlu_extents_check(&extents, h, &fake_self, &crc, fault);
	if (!reason)
		reason = xlu_check_payloads(h, &crc, fault);
	if (!reason && h->blob_size)
		reason = xlu_gather_plan(&g, h, fault);
	if (!reason && h->blob_size)
		xlu_gather_move(&g, h);
	return reason;
}

enum where { REQUEST, LIST, COPIES, MEMMAP, PLAIN };

/*
 * One wrong field in an otherwise sound request. @where tells which checksum
 * to set right again, so that the field itself is what is refused.
 */
#define FAKE_MAP	(FAKE_SELF + XLU_AREA_BOOT_DATA + 0x1000)
#define LIST(field)	__builtin_offsetof(struct xlu_extent_page, field)
#define COPY(field)	__builtin_offsetof(struct xlu_copy_page, field)
#define MAP(index, field) \
	(24 * (index) + __builtin_offsetof(struct xlu_memmap_entry, field))

static const struct wrong {
	const char *name;
	u64 maddr;
	u32 size;
	u64 value;
	enum where where;
	int reason;
	u64 detail;
} wrong[] = {
	{ "magic = 0",
	  FAKE_SELF + XLU_FIELD(magic), 8, 0, REQUEST, XLU_REASON_BAD_MAGIC,
	  XLU_HANDOFF_MAGIC },
	{ "self_maddr = FAKE_SELF + 0x1000",
	  FAKE_SELF + XLU_FIELD(self_maddr), 8, FAKE_SELF + 0x1000, REQUEST,
	  XLU_REASON_BAD_ADDRESS,
	  FAKE_SELF + 0x1000 },
	{ "version = 2",
	  FAKE_SELF + XLU_FIELD(version), 4, 2, REQUEST, XLU_REASON_BAD_VERSION,
	  1 },
	{ "version = 0",
	  FAKE_SELF + XLU_FIELD(version), 4, 0, REQUEST, XLU_REASON_BAD_VERSION,
	  1 },
	{ "size = 8192",
	  FAKE_SELF + XLU_FIELD(size), 4, 8192, REQUEST, XLU_REASON_BAD_SIZE,
	  4096 },
	{ "damaged byte",
	  FAKE_SELF + 0x20, 1, 1, PLAIN, XLU_REASON_BAD_CRC,
	  ~0ULL },
	{ "flags = 8",
	  FAKE_SELF + XLU_FIELD(flags), 4, 8, REQUEST, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(flags) },
	{ "flags = 0x80000000",
	  FAKE_SELF + XLU_FIELD(flags), 4, 0x80000000, REQUEST, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(flags) },
	{ "entry_mode = 1",
	  FAKE_SELF + XLU_FIELD(entry_mode), 4, 1, REQUEST, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(entry_mode) },
	{ "fail_at = 1",
	  FAKE_SELF + XLU_FIELD(fail_at), 4, 1, REQUEST, XLU_REASON_RESERVED_SET,
	  0x44 },
	{ "NMIs of an earlier attempt",
	  FAKE_SELF + XLU_FIELD(nmis), 4, 1, REQUEST, XLU_REASON_NONE,
	  ~0ULL },
	{ "reserved1",
	  FAKE_SELF + 0x3ef, 1, 1, REQUEST, XLU_REASON_RESERVED_SET,
	  0x3ef },
	{ "reserved3",
	  FAKE_SELF + 0x7ff, 1, 1, REQUEST, XLU_REASON_RESERVED_SET,
	  0x7ff },
	{ "reserved3, first byte",
	  FAKE_SELF + 0x7b8, 1, 1, REQUEST, XLU_REASON_RESERVED_SET,
	  0x7b8 },
	{ "page state, as load has said",
	  FAKE_SELF + XLU_FIELD(page_state), 4, 1, REQUEST, XLU_REASON_NONE,
	  ~0ULL },
	{ "a note of an earlier attempt",
	  FAKE_SELF + XLU_FIELD(nr_notes), 4, 1, REQUEST, XLU_REASON_NONE,
	  ~0ULL },
	{ "warnings of an earlier attempt",
	  FAKE_SELF + XLU_FIELD(warnings), 8, 1, REQUEST, XLU_REASON_NONE,
	  ~0ULL },
	{ "a text of an earlier attempt",
	  FAKE_SELF + XLU_FIELD(text), 1, 'x', REQUEST, XLU_REASON_NONE,
	  ~0ULL },
	{ "return_cr3 = 0x1000",
	  FAKE_SELF + XLU_FIELD(return_cr3), 8, 0x1000, REQUEST, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(return_cr3) },
	{ "return_rip = 0x1000",
	  FAKE_SELF + XLU_FIELD(return_rip), 8, 0x1000, REQUEST, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(return_rip) },
	{ "flags = XLU_HANDOFF_F_RETURN",
	  FAKE_SELF + XLU_FIELD(flags), 4, XLU_HANDOFF_F_RETURN, REQUEST, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(return_cr3) },
	{ "flags = XLU_HANDOFF_F_LIVE",
	  FAKE_SELF + XLU_FIELD(flags), 4, XLU_HANDOFF_F_LIVE, REQUEST, XLU_REASON_BAD_ADDRESS,
	  0 },
	{ "bank_maddr = 0x200000",
	  FAKE_SELF + XLU_FIELD(bank_maddr), 8, 0x200000, REQUEST, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(bank_maddr) },
	{ "bank_size = 0x200000",
	  FAKE_SELF + XLU_FIELD(bank_size), 8, 0x200000, REQUEST, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(bank_size) },
	{ "stub_size = FAKE_STUB_SIZE + 1",
	  FAKE_SELF + XLU_FIELD(stub_size), 4, FAKE_STUB_SIZE + 1, REQUEST, XLU_REASON_BAD_SIZE,
	  FAKE_STUB_SIZE },
	{ "area_size = 0x8000",
	  FAKE_SELF + XLU_FIELD(area_size), 4, 0x8000, REQUEST, XLU_REASON_BAD_SIZE,
	  XLU_STUB_FOOTPRINT },
	{ "area_size = 0x30001",
	  FAKE_SELF + XLU_FIELD(area_size), 4, 0x30001, REQUEST, XLU_REASON_BAD_SIZE,
	  XLU_STUB_FOOTPRINT },
	{ "area_size = 0xfffff000",
	  FAKE_SELF + XLU_FIELD(area_size), 4, 0xfffff000, REQUEST, XLU_REASON_BAD_ADDRESS,
	  FAKE_SELF },
	{ "entry_maddr = 0",
	  FAKE_SELF + XLU_FIELD(entry_maddr), 8, 0, REQUEST, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(entry_maddr) },
	{ "entry_maddr = 0x100000000",
	  FAKE_SELF + XLU_FIELD(entry_maddr), 8, 0x100000000, REQUEST, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(entry_maddr) },
	{ "entry_maddr = FAKE_IMAGE - 1",
	  FAKE_SELF + XLU_FIELD(entry_maddr), 8, FAKE_IMAGE - 1, REQUEST, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(entry_maddr) },
	{ "entry_maddr = FAKE_IMAGE + 0x3000",
	  FAKE_SELF + XLU_FIELD(entry_maddr), 8, FAKE_IMAGE + 0x3000, REQUEST,
	  XLU_REASON_BAD_FIELD,
	  XLU_FIELD(entry_maddr) },
	{ "image_maddr = 0",
	  FAKE_SELF + XLU_FIELD(image_maddr), 8, 0, REQUEST, XLU_REASON_BAD_ADDRESS,
	  0 },
	{ "image_maddr = FAKE_IMAGE + 1",
	  FAKE_SELF + XLU_FIELD(image_maddr), 8, FAKE_IMAGE + 1, REQUEST, XLU_REASON_BAD_ADDRESS,
	  FAKE_IMAGE + 1 },
	{ "image_maddr = 0x100000000",
	  FAKE_SELF + XLU_FIELD(image_maddr), 8, 0x100000000, REQUEST, XLU_REASON_BAD_ADDRESS,
	  0x100000000 },
	{ "image_size = ~0ULL",
	  FAKE_SELF + XLU_FIELD(image_size), 8, ~0ULL, REQUEST, XLU_REASON_BAD_ADDRESS,
	  FAKE_IMAGE },
	{ "cmdline_size = 0",
	  FAKE_SELF + XLU_FIELD(cmdline_size), 4, 0, REQUEST, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(cmdline_size) },
	{ "cmdline_size = XLU_MAX_CMDLINE + 1",
	  FAKE_SELF + XLU_FIELD(cmdline_size), 4, XLU_MAX_CMDLINE + 1, REQUEST,
	  XLU_REASON_BAD_FIELD,
	  XLU_FIELD(cmdline_size) },
	{ "cmdline_maddr = 0",
	  FAKE_SELF + XLU_FIELD(cmdline_maddr), 8, 0, REQUEST, XLU_REASON_BAD_ADDRESS,
	  0 },
	{ "cmdline_maddr = 0xfffffff9",
	  FAKE_SELF + XLU_FIELD(cmdline_maddr), 8, 0xfffffff9, REQUEST, XLU_REASON_BAD_ADDRESS,
	  0xfffffff9 },
	{ "memmap_nr = 0",
	  FAKE_SELF + XLU_FIELD(memmap_nr), 4, 0, REQUEST, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(memmap_nr) },
	{ "memmap_nr = XLU_MAX_MEMMAP + 1",
	  FAKE_SELF + XLU_FIELD(memmap_nr), 4, XLU_MAX_MEMMAP + 1, REQUEST, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(memmap_nr) },
	{ "memmap_maddr = 4",
	  FAKE_SELF + XLU_FIELD(memmap_maddr), 8, 4, REQUEST, XLU_REASON_BAD_ADDRESS,
	  4 },
	{ "memmap_maddr = 0",
	  FAKE_SELF + XLU_FIELD(memmap_maddr), 8, 0, REQUEST, XLU_REASON_BAD_ADDRESS,
	  0 },
	{ "mbi_maddr = 0",
	  FAKE_SELF + XLU_FIELD(mbi_maddr), 8, 0, REQUEST, XLU_REASON_BAD_ADDRESS,
	  0 },
	{ "mbi_maddr = 0x1004",
	  FAKE_SELF + XLU_FIELD(mbi_maddr), 8, 0x1004, REQUEST, XLU_REASON_BAD_ADDRESS,
	  0x1004 },
	{ "mbi_size = 0",
	  FAKE_SELF + XLU_FIELD(mbi_size), 4, 0, REQUEST, XLU_REASON_BAD_ADDRESS,
	  FAKE_SELF + XLU_AREA_BOOT_DATA + 0x10000 },
	{ "mbi_size = 100",
	  FAKE_SELF + XLU_FIELD(mbi_size), 4, 100, REQUEST, XLU_REASON_NO_SPACE,
	  ~0ULL },
	{ "nr_modules = XLU_MAX_MODULES + 1",
	  FAKE_SELF + XLU_FIELD(nr_modules), 4, XLU_MAX_MODULES + 1, REQUEST,
	  XLU_REASON_BAD_FIELD,
	  XLU_FIELD(nr_modules) },
	{ "nr_modules = 1",
	  FAKE_SELF + XLU_FIELD(nr_modules), 4, 1, REQUEST, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(module[1]) },
	{ "nr_modules = 3",
	  FAKE_SELF + XLU_FIELD(nr_modules), 4, 3, REQUEST, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(module[2].cmdline_size) },
	{ "module[0].cmdline_size = 0",
	  FAKE_SELF + XLU_FIELD(module[0].cmdline_size), 4, 0, REQUEST, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(module[0].cmdline_size) },
	{ "module[1].cmdline_size = XLU_MAX_CMDLINE + 1",
	  FAKE_SELF + XLU_FIELD(module[1].cmdline_size), 4, XLU_MAX_CMDLINE + 1, REQUEST,
	  XLU_REASON_BAD_FIELD,
	  XLU_FIELD(module[1].cmdline_size) },
	{ "module[0].maddr = FAKE_MODULES + 8",
	  FAKE_SELF + XLU_FIELD(module[0].maddr), 8, FAKE_MODULES + 8, REQUEST,
	  XLU_REASON_BAD_ADDRESS,
	  FAKE_MODULES + 8 },
	{ "module[0].maddr = 0x100000000",
	  FAKE_SELF + XLU_FIELD(module[0].maddr), 8, 0x100000000, REQUEST, XLU_REASON_BAD_ADDRESS,
	  0x100000000 },
	{ "module[0].size = 0",
	  FAKE_SELF + XLU_FIELD(module[0].size), 8, 0, REQUEST, XLU_REASON_BAD_ADDRESS,
	  FAKE_MODULES },
	{ "module[0].cmdline_maddr = 0",
	  FAKE_SELF + XLU_FIELD(module[0].cmdline_maddr), 8, 0, REQUEST, XLU_REASON_BAD_ADDRESS,
	  0 },
	{ "blob_size = XLU_MAX_BLOB + 1ULL",
	  FAKE_SELF + XLU_FIELD(blob_size), 8, XLU_MAX_BLOB + 1ULL, REQUEST, XLU_REASON_BAD_SIZE,
	  XLU_MAX_BLOB },
	{ "blob_size = 0",
	  FAKE_SELF + XLU_FIELD(blob_size), 8, 0, REQUEST, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(blob_maddr) },
	{ "nr_copies = 0",
	  FAKE_SELF + XLU_FIELD(nr_copies), 4, 0, REQUEST, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(copies_maddr) },
	{ "nr_copies = XLU_MAX_COPIES + 1",
	  FAKE_SELF + XLU_FIELD(nr_copies), 4, XLU_MAX_COPIES + 1, REQUEST,
	  XLU_REASON_BAD_FIELD,
	  XLU_FIELD(nr_copies) },
	{ "nr_copies = 2",
	  FAKE_SELF + XLU_FIELD(nr_copies), 4, 2, REQUEST, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(nr_copies) },
	{ "nr_copies = 4",
	  FAKE_SELF + XLU_FIELD(nr_copies), 4, 4, REQUEST, XLU_REASON_BAD_ADDRESS,
	  0 },
	{ "copies_maddr = 0",
	  FAKE_SELF + XLU_FIELD(copies_maddr), 8, 0, REQUEST, XLU_REASON_BAD_ADDRESS,
	  0 },
	{ "copies_maddr = FAKE_COPIES + 8",
	  FAKE_SELF + XLU_FIELD(copies_maddr), 8, FAKE_COPIES + 8, REQUEST,
	  XLU_REASON_BAD_ADDRESS,
	  FAKE_COPIES + 8 },
	{ "copies_maddr = 1ULL << 46",
	  FAKE_SELF + XLU_FIELD(copies_maddr), 8, 1ULL << 46, REQUEST, XLU_REASON_BAD_ADDRESS,
	  1ULL << 46 },
	{ "copies nr = 0",
	  FAKE_COPIES + COPY(nr), 4, 0, COPIES, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(nr_copies) },
	{ "copies nr = XLU_COPIES_PER_PAGE + 1",
	  FAKE_COPIES + COPY(nr), 4, XLU_COPIES_PER_PAGE + 1, PLAIN, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(nr_copies) },
	{ "copies next = FAKE_COPIES",
	  FAKE_COPIES + COPY(next), 8, FAKE_COPIES, COPIES, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(copies_maddr) },
	{ "copy[0].to = 0",
	  FAKE_COPIES + COPY(copy[0].to), 8, 0, COPIES, XLU_REASON_BAD_ADDRESS,
	  0 },
	{ "copy[0].to = 0x100000000",
	  FAKE_COPIES + COPY(copy[0].to), 8, 0x100000000, COPIES, XLU_REASON_BAD_ADDRESS,
	  0x100000000 },
	{ "copy[1].size = 0",
	  FAKE_COPIES + COPY(copy[1].size), 8, 0, COPIES, XLU_REASON_BAD_ADDRESS,
	  FAKE_MODULES },
	{ "copy[0].size = ~0ULL",
	  FAKE_COPIES + COPY(copy[0].size), 8, ~0ULL, COPIES, XLU_REASON_BAD_ADDRESS,
	  FAKE_IMAGE },
	{ "copy[0].from = 1ULL << 46",
	  FAKE_COPIES + COPY(copy[0].from), 8, 1ULL << 46, COPIES, XLU_REASON_BAD_ADDRESS,
	  1ULL << 46 },
	{ "copy[0].from = (1ULL << 46) - 4096",
	  FAKE_COPIES + COPY(copy[0].from), 8, (1ULL << 46) - 4096, COPIES,
	  XLU_REASON_BAD_ADDRESS,
	  (1ULL << 46) - 4096 },
	{ "copy[0].to = FAKE_SELF",
	  FAKE_COPIES + COPY(copy[0].to), 8, FAKE_SELF, COPIES, XLU_REASON_OVERLAP,
	  FAKE_SELF },
	{ "copy[0].from = FAKE_IMAGE + 8",
	  FAKE_COPIES + COPY(copy[0].from), 8, FAKE_IMAGE + 8, COPIES, XLU_REASON_OVERLAP,
	  FAKE_IMAGE },
	{ "damaged list of copies",
	  FAKE_COPIES + COPY(copy[0].size), 1, 1, PLAIN, XLU_REASON_BAD_CRC,
	  ~0ULL },
	{ "copy[2].from = FAKE_HIGH: the image is another one",
	  FAKE_COPIES + COPY(copy[2].from), 8, FAKE_HIGH, COPIES, XLU_REASON_BAD_IMAGE,
	  ~0ULL },
	{ "nr_extents = 0",
	  FAKE_SELF + XLU_FIELD(nr_extents), 4, 0, REQUEST, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(nr_extents) },
	{ "nr_extents = XLU_MAX_EXTENTS + 1",
	  FAKE_SELF + XLU_FIELD(nr_extents), 4, XLU_MAX_EXTENTS + 1, REQUEST,
	  XLU_REASON_BAD_FIELD,
	  XLU_FIELD(nr_extents) },
	{ "blob_maddr = 0",
	  FAKE_SELF + XLU_FIELD(blob_maddr), 8, 0, REQUEST, XLU_REASON_BAD_ADDRESS,
	  0 },
	{ "blob_maddr = FAKE_BLOB + 8",
	  FAKE_SELF + XLU_FIELD(blob_maddr), 8, FAKE_BLOB + 8, REQUEST, XLU_REASON_BAD_ADDRESS,
	  FAKE_BLOB + 8 },
	{ "blob_maddr = 0xfffff000",
	  FAKE_SELF + XLU_FIELD(blob_maddr), 8, 0xfffff000, REQUEST, XLU_REASON_BAD_ADDRESS,
	  0xfffff000 },
	{ "extents_maddr = 0",
	  FAKE_SELF + XLU_FIELD(extents_maddr), 8, 0, REQUEST, XLU_REASON_BAD_ADDRESS,
	  0 },
	{ "extents_maddr = FAKE_LIST + 16",
	  FAKE_SELF + XLU_FIELD(extents_maddr), 8, FAKE_LIST + 16, REQUEST,
	  XLU_REASON_BAD_ADDRESS,
	  FAKE_LIST + 16 },
	{ "extents_maddr = 0x100000000",
	  FAKE_SELF + XLU_FIELD(extents_maddr), 8, 0x100000000, REQUEST, XLU_REASON_BAD_ADDRESS,
	  0x100000000 },
	{ "blob_maddr = FAKE_SELF + 0x2f000",
	  FAKE_SELF + XLU_FIELD(blob_maddr), 8, FAKE_SELF + 0x2f000, REQUEST, XLU_REASON_OVERLAP,
	  FAKE_SELF + 0x2f000 },
	{ "module[0].maddr = FAKE_BLOB",
	  FAKE_SELF + XLU_FIELD(module[0].maddr), 8, FAKE_BLOB, REQUEST, XLU_REASON_OVERLAP,
	  FAKE_BLOB },
	{ "module[1].maddr = FAKE_MODULES",
	  FAKE_SELF + XLU_FIELD(module[1].maddr), 8, FAKE_MODULES, REQUEST, XLU_REASON_OVERLAP,
	  FAKE_MODULES },
	{ "cmdline_maddr = FAKE_SELF + 0x100",
	  FAKE_SELF + XLU_FIELD(cmdline_maddr), 8, FAKE_SELF + 0x100, REQUEST, XLU_REASON_OVERLAP,
	  FAKE_SELF + 0x100 },
	{ "cmdline_maddr = FAKE_BLOB + 0x3fff",
	  FAKE_SELF + XLU_FIELD(cmdline_maddr), 8, FAKE_BLOB + 0x3fff, REQUEST,
	  XLU_REASON_OVERLAP,
	  FAKE_BLOB + 0x3fff },
	{ "memmap_maddr = FAKE_IMAGE",
	  FAKE_SELF + XLU_FIELD(memmap_maddr), 8, FAKE_IMAGE, REQUEST, XLU_REASON_OVERLAP,
	  FAKE_IMAGE },
	{ "mbi_maddr = FAKE_SELF + XLU_STUB_FOOTPRINT - 8",
	  FAKE_SELF + XLU_FIELD(mbi_maddr), 8, FAKE_SELF + XLU_STUB_FOOTPRINT - 8, REQUEST,
	  XLU_REASON_OVERLAP,
	  FAKE_SELF + XLU_STUB_FOOTPRINT - 8 },
	{ "mbi_maddr = FAKE_BLOB",
	  FAKE_SELF + XLU_FIELD(mbi_maddr), 8, FAKE_BLOB, REQUEST, XLU_REASON_OVERLAP,
	  FAKE_BLOB },
	{ "extents_maddr = FAKE_BLOB",
	  FAKE_SELF + XLU_FIELD(extents_maddr), 8, FAKE_BLOB, REQUEST, XLU_REASON_OVERLAP,
	  FAKE_BLOB },
	{ "extents_maddr = FAKE_SELF",
	  FAKE_SELF + XLU_FIELD(extents_maddr), 8, FAKE_SELF, REQUEST, XLU_REASON_OVERLAP,
	  FAKE_SELF },
	{ "extents_maddr = FAKE_SELF + XLU_AREA_BOOT_DATA + 0x12000",
	  FAKE_SELF + XLU_FIELD(extents_maddr), 8, FAKE_SELF + XLU_AREA_BOOT_DATA + 0x12000,
	  REQUEST,
	  XLU_REASON_OVERLAP,
	  FAKE_SELF + XLU_AREA_BOOT_DATA + 0x12000 },
	{ "nr_extents = 1",
	  FAKE_SELF + XLU_FIELD(nr_extents), 4, 1, REQUEST, XLU_REASON_BAD_EXTENT,
	  0 },
	{ "nr_extents = 3",
	  FAKE_SELF + XLU_FIELD(nr_extents), 4, 3, REQUEST, XLU_REASON_BAD_EXTENT,
	  1 },
	{ "blob_size = 0x2001",
	  FAKE_SELF + XLU_FIELD(blob_size), 8, 0x2001, REQUEST, XLU_REASON_BAD_EXTENT,
	  1 },
	{ "blob_size = 0x4000",
	  FAKE_SELF + XLU_FIELD(blob_size), 8, 0x4000, REQUEST, XLU_REASON_BAD_SIZE,
	  0x4000 },
	{ "image_crc = 0",
	  FAKE_SELF + XLU_FIELD(image_crc), 4, 0, REQUEST, XLU_REASON_BAD_IMAGE,
	  0 },
	{ "cmdline_crc = 0",
	  FAKE_SELF + XLU_FIELD(cmdline_crc), 4, 0, REQUEST, XLU_REASON_BAD_CRC,
	  0 },
	{ "memmap_crc = 0",
	  FAKE_SELF + XLU_FIELD(memmap_crc), 4, 0, REQUEST, XLU_REASON_BAD_CRC,
	  0 },
	{ "module[1].crc = 0",
	  FAKE_SELF + XLU_FIELD(module[1].crc), 4, 0, REQUEST, XLU_REASON_BAD_MODULE,
	  1 },
	{ "cmdline_size = 7",
	  FAKE_SELF + XLU_FIELD(cmdline_size), 4, 7, REQUEST, XLU_REASON_BAD_CRC,
	  ~0ULL },
	{ "module[0].cmdline_size = 4",
	  FAKE_SELF + XLU_FIELD(module[0].cmdline_size), 4, 4, REQUEST, XLU_REASON_BAD_FIELD,
	  XLU_FIELD(module[0].cmdline_maddr) },
	{ "list nr = 0",
	  FAKE_LIST + LIST(nr), 4, 0, LIST, XLU_REASON_BAD_EXTENT,
	  0 },
	{ "list nr = 1",
	  FAKE_LIST + LIST(nr), 4, 1, LIST, XLU_REASON_BAD_ADDRESS,
	  0 },
	{ "list next = FAKE_LIST",
	  FAKE_LIST + LIST(next), 8, FAKE_LIST, LIST, XLU_REASON_BAD_EXTENT,
	  2 },
	{ "list extent[0].maddr = 0",
	  FAKE_LIST + LIST(extent[0].maddr), 8, 0, LIST, XLU_REASON_BAD_EXTENT,
	  0 },
	{ "list extent[0].maddr = FAKE_HIGH + 1",
	  FAKE_LIST + LIST(extent[0].maddr), 8, FAKE_HIGH + 1, LIST, XLU_REASON_BAD_EXTENT,
	  0 },
	{ "list extent[0].maddr = 1ULL << 46",
	  FAKE_LIST + LIST(extent[0].maddr), 8, 1ULL << 46, LIST, XLU_REASON_BAD_EXTENT,
	  0 },
	{ "list extent[0].maddr = (1ULL << 46) - 4096",
	  FAKE_LIST + LIST(extent[0].maddr), 8, (1ULL << 46) - 4096, LIST, XLU_REASON_BAD_EXTENT,
	  0 },
	{ "list extent[0].maddr = -4096ULL",
	  FAKE_LIST + LIST(extent[0].maddr), 8, -4096ULL, LIST, XLU_REASON_BAD_EXTENT,
	  0 },
	{ "list extent[0].size = 0",
	  FAKE_LIST + LIST(extent[0].size), 8, 0, LIST, XLU_REASON_BAD_EXTENT,
	  0 },
	{ "list extent[0].size = 100",
	  FAKE_LIST + LIST(extent[0].size), 8, 100, LIST, XLU_REASON_BAD_EXTENT,
	  0 },
	{ "list extent[0].size = -4096ULL",
	  FAKE_LIST + LIST(extent[0].size), 8, -4096ULL, LIST, XLU_REASON_BAD_EXTENT,
	  0 },
	{ "list extent[1].size = 0x2000",
	  FAKE_LIST + LIST(extent[1].size), 8, 0x2000, LIST, XLU_REASON_BAD_EXTENT,
	  1 },
	{ "list extent[0].maddr = FAKE_SELF + 0x1000",
	  FAKE_LIST + LIST(extent[0].maddr), 8, FAKE_SELF + 0x1000, LIST, XLU_REASON_OVERLAP,
	  FAKE_SELF + 0x1000 },
	{ "list extent[0].maddr = FAKE_BLOB",
	  FAKE_LIST + LIST(extent[0].maddr), 8, FAKE_BLOB, LIST, XLU_REASON_OVERLAP,
	  FAKE_BLOB },
	{ "damaged list",
	  FAKE_LIST + 16, 1, 1, PLAIN, XLU_REASON_BAD_CRC,
	  ~0ULL },
	{ "memory map 0 size = 0",
	  FAKE_MAP + MAP(0, size), 8, 0, MEMMAP, XLU_REASON_BAD_MEMMAP,
	  0 },
	{ "memory map 1 maddr = 0x9e000",
	  FAKE_MAP + MAP(1, maddr), 8, 0x9e000, MEMMAP, XLU_REASON_BAD_MEMMAP,
	  1 },
	{ "memory map 2 maddr = 0x80000000",
	  FAKE_MAP + MAP(2, maddr), 8, 0x80000000, MEMMAP, XLU_REASON_BAD_MEMMAP,
	  2 },
	{ "memory map 2 size = ~0ULL",
	  FAKE_MAP + MAP(2, size), 8, ~0ULL, MEMMAP, XLU_REASON_BAD_MEMMAP,
	  2 },
	{ "memory map 2 type = 0",
	  FAKE_MAP + MAP(2, type), 4, 0, MEMMAP, XLU_REASON_BAD_MEMMAP,
	  2 },
	{ "memory map 0 reserved = 1",
	  FAKE_MAP + MAP(0, reserved), 4, 1, MEMMAP, XLU_REASON_BAD_MEMMAP,
	  0 },
};

static void test_refusals(void)
{
	const struct wrong *w;
	struct xlu_handoff *h;
	struct xlu_fault fault;
	int reason, good;

	h = fake_request();
	reason = handle(h, &fault);
	verdict(!reason, "a sound request is accepted");

	for (w = wrong; w < wrong + ARRAY_SIZE(wrong); w++) {
		h = fake_request();
		memcpy(fake_at(w->maddr), &w->value, w->size);
		if (w->where == LIST)
			fake_seal_list_page(fake_at(FAKE_LIST));
		if (w->where == COPIES)
			fake_seal_copies(fake_at(FAKE_COPIES));
		if (w->where == MEMMAP)
			h->memmap_crc = fake_crc(fake_at(h->memmap_maddr), 72);
		if (w->where != PLAIN)
			fake_seal(h);
		memset(&fault, 0xee, sizeof(fault));
		reason = handle(h, &fault);
		good = reason == w->reason &&
		       (w->detail == ~0ULL || fault.detail[0] == w->detail);
		if (!good)
			printf("# %s: %s, detail %#llx\n", w->name, xlu_reason_name(reason),
			       (unsigned long long)fault.detail[0]);
		verdict(good, w->name);
		reasons_seen |= 1U << reason;
	}
}

/* All reasons that this part of the stub can give */
static void test_every_reason(void)
{
	unsigned int wanted = 0;
	int i;

	for (i = XLU_REASON_BAD_MAGIC; i <= XLU_REASON_BAD_MODULE; i++)
		if (i != XLU_REASON_BAD_BLOB)
			wanted |= 1U << i;
	verdict((reasons_seen & wanted) == wanted, "every reason was reached");
}

static u64 source[MAX_PAGES];

/* Sources for a blob of @pages pages: some in the destination, in any order */
static void choose_sources(u32 pages, u32 kind)
{
	u64 all[2 * MAX_PAGES + 8];
	u32 window = kind & 1 ? pages : pages + below(8);
	u32 nr = 0;
	u32 i, n;
	u64 t;

	for (i = 0; i < window; i++)
		all[nr++] = FAKE_BLOB + i * XLU_PAGE_SIZE;
	if (kind & 2)
		for (i = 0; i < pages; i++)
			all[nr++] = (i & 1 ? FAKE_HIGH : FAKE_MODULES) + i * XLU_PAGE_SIZE;
	/* Few exchanges leave long runs and pages in place, many leave none. */
	for (i = kind & 4 ? nr * 2 : below(nr); i; i--) {
		n = below(nr);
		t = all[n];
		all[n] = all[i % nr];
		all[i % nr] = t;
	}
	memcpy(source, all, pages * sizeof(all[0]));
}

static void write_list(struct xlu_handoff *h, u32 pages, u32 room)
{
	struct xlu_extent_page *page = fake_at(FAKE_LIST);
	u32 nr_list = 0;
	u32 i, n;

	memset(page, 0, sizeof(*page));
	h->nr_extents = 0;
	for (i = 0; i < pages; i += n) {
		for (n = 1; i + n < pages && source[i + n] == source[i] + n * XLU_PAGE_SIZE &&
		     below(9); n++)
			;
		if (page->nr == room) {
			page->next = FAKE_LIST + ++nr_list * XLU_PAGE_SIZE;
			fake_seal_list_page(page);
			page = fake_at(page->next);
			memset(page, 0, sizeof(*page));
		}
		page->extent[page->nr].maddr = source[i];
		page->extent[page->nr].size = n * XLU_PAGE_SIZE;
		page->nr++;
		h->nr_extents++;
	}
	page->extent[page->nr - 1].size -= pages * XLU_PAGE_SIZE - h->blob_size;
	fake_seal_list_page(page);
}

/* The naive model: read everything first, then write. */
static int gather_once(struct xlu_handoff *h, u32 pages, u32 kind)
{
	static u8 model[MAX_PAGES * XLU_PAGE_SIZE];
	struct xlu_gather g = { .x = &extents, .bitmap = bitmap, .scratch = scratch };
	struct xlu_fault fault;
	u64 in_place = 0;
	u32 i;

	choose_sources(pages, kind);
	h->blob_size = pages * XLU_PAGE_SIZE - below(XLU_PAGE_SIZE);
	write_list(h, pages, kind & 8 ? 1 : 1 + below(XLU_EXTENTS_PER_PAGE));
	for (i = 0; i < pages; i++) {
		memset(fake_at(source[i]), random(), XLU_PAGE_SIZE);
		memcpy(fake_at(source[i]), &i, sizeof(i));
		memcpy(model + i * XLU_PAGE_SIZE, fake_at(source[i]), XLU_PAGE_SIZE);
		if (source[i] == FAKE_BLOB + i * XLU_PAGE_SIZE)
			in_place += i + 1 < pages ? XLU_PAGE_SIZE :
				    (h->blob_size - 1) % XLU_PAGE_SIZE + 1;
	}
	if (xlu_extents_check(&extents, h, &fake_self, &crc, &fault) ||
	    xlu_gather_plan(&g, h, &fault))
		return 0;
	xlu_gather_move(&g, h);
	return !memcmp(fake_at(FAKE_BLOB), model, h->blob_size) &&
	       g.in_place == in_place && g.moved + g.in_place == h->blob_size;
}

static void test_gather(void)
{
	struct xlu_handoff *h = fake_request();
	int good = 0;
	u32 i;

	for (i = 0; i < NR_PERMUTATIONS; i++)
		good += gather_once(h, 1 + below(24), i);
	verdict(good == NR_PERMUTATIONS, "12000 permutations against a naive model");
	for (good = 0, i = 0; i < 32; i++)
		good += gather_once(h, MAX_PAGES, i);
	verdict(good == 32, "32 permutations with more list pages than the directory has");
}

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

static void test_memmap(void)
{
	int good = 0;
	u32 i;

	for (i = 0; i < NR_MEMMAPS; i++)
		good += memmap_once();
	verdict(good == NR_MEMMAPS, "5000 memory maps against a naive model");
}

static void test_mbi(void)
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

static u16 word_at(u64 maddr)
{
	u16 value;

	memcpy(&value, fake_at(maddr), sizeof(value));
	return value;
}

/* Everything but what is meant to be written is as it was. */
static bool page_untouched(u64 maddr, const u64 *written, u32 nr)
{
	const u8 *page = fake_at(maddr);
	u32 i, n;

	for (i = 0; i < XLU_PAGE_SIZE; i++) {
		for (n = 0; n < nr && i != written[n] && i != written[n] + 1; n++)
			;
		if (n == nr && page[i] != 0xcc)
			return false;
	}
	return true;
}

static void note_ebda(void *opaque, u64 maddr, u64 size, u32 type)
{
	if (type == 2 && maddr == FAKE_EBDA && size == XLU_EBDA_SIZE)
		*(bool *)opaque = true;
}

static void test_lowmem_written(void)
{
	static const u64 words[] = { 0x40e, 0x413 };
	struct xlu_handoff *h = fake_request();
	u8 *ebda = fake_at(FAKE_EBDA);
	struct xlu_fault fault;
	bool reserved = false;
	u64 size;
	u8 *buf;

	fake_add_low_memory(h);
	verdict(!handle(h, &fault), "a request with low memory is accepted");
	verdict(page_untouched(0, NULL, 0), "a check does not write to low memory");
	xlu_lowmem_write(h);
	verdict(word_at(0x40e) == FAKE_EBDA >> 4 && word_at(0x413) == FAKE_EBDA >> 10,
		"the BIOS data area names EBDA and low memory");
	verdict(page_untouched(0, words, 2), "nothing else is written to page 0");
	verdict(ebda[0] == 4 && !memcmp(ebda + 16, fake_at(FAKE_RSDP), 36) && !ebda[52],
		"the EBDA has the root pointer");
	xlu_memmap_carve(h, fake_at(h->memmap_maddr), note_ebda, &reserved);
	verdict(reserved, "the EBDA is reserved in the memory map");
	size = xlu_mbi_build(h, NULL, 0);
	buf = malloc(size);
	xlu_mbi_build(h, buf, size);
	/* behind the header: command line, name, load base, each at 8 bytes */
	verdict(*(u32 *)(buf + 8 + 16 + 24 + 16) == 4 &&
		*(u32 *)(buf + 8 + 16 + 24 + 16 + 8) == FAKE_EBDA >> 10,
		"low memory of the boot information ends at the EBDA");
	free(buf);
}

/* A root pointer of ACPI 1.0 has no second checksum. */
static void test_lowmem_old(void)
{
	struct xlu_handoff *h = fake_request();
	u8 *rsdp = fake_at(FAKE_RSDP), *ebda = fake_at(FAKE_EBDA);
	struct xlu_fault fault;

	fake_add_low_memory(h);
	rsdp[8] += rsdp[15];
	rsdp[15] = 0;
	rsdp[32]++;
	verdict(!handle(h, &fault), "a root pointer of ACPI 1.0 is accepted");
	xlu_lowmem_write(h);
	verdict(!memcmp(ebda + 16, rsdp, 20) && !ebda[36], "20 bytes of it are copied");
}

static void test_lowmem_refusals(void)
{
	static const struct {
		const char *name;
		u64 offset, value;
		int reason;
		u64 detail;
	} bad[] = {
		{ "EBDA not on a page", XLU_FIELD(ebda_maddr), FAKE_EBDA + 16,
		  XLU_REASON_BAD_FIELD, XLU_FIELD(ebda_maddr) },
		{ "EBDA too low", XLU_FIELD(ebda_maddr), 0x3f000,
		  XLU_REASON_BAD_FIELD, XLU_FIELD(ebda_maddr) },
		{ "EBDA in video memory", XLU_FIELD(ebda_maddr), 0xa0000,
		  XLU_REASON_BAD_FIELD, XLU_FIELD(ebda_maddr) },
		{ "EBDA above 4 GiB", XLU_FIELD(ebda_maddr), XLU_4GIB + FAKE_EBDA,
		  XLU_REASON_BAD_FIELD, XLU_FIELD(ebda_maddr) },
		{ "EBDA not in RAM", XLU_FIELD(ebda_maddr), 0x9f000,
		  XLU_REASON_BAD_ADDRESS, 0x9f000 },
		{ "no EBDA but a root pointer", XLU_FIELD(ebda_maddr), 0,
		  XLU_REASON_BAD_FIELD, XLU_FIELD(rsdp_maddr) },
		{ "no root pointer", XLU_FIELD(rsdp_maddr), 0, XLU_REASON_BAD_ADDRESS, 0 },
		{ "root pointer behind all memory", XLU_FIELD(rsdp_maddr), (1ULL << 46) - 36,
		  XLU_REASON_BAD_ADDRESS, (1ULL << 46) - 36 },
		{ "root pointer at the end of all addresses", XLU_FIELD(rsdp_maddr), ~0ULL,
		  XLU_REASON_BAD_ADDRESS, ~0ULL },
		{ "root pointer where none is", XLU_FIELD(rsdp_maddr), FAKE_RSDP + 1,
		  XLU_REASON_BAD_FIELD, XLU_FIELD(rsdp_maddr) },
		{ "command line in page 0", XLU_FIELD(cmdline_maddr), 0xff0,
		  XLU_REASON_OVERLAP, 0 },
		{ "boot information in the trampoline", XLU_FIELD(mbi_maddr),
		  FAKE_EBDA - 8, XLU_REASON_OVERLAP, FAKE_EBDA - XLU_TRAMPOLINE_SIZE },
		{ "image over the EBDA", XLU_FIELD(image_maddr), FAKE_EBDA,
		  XLU_REASON_OVERLAP, FAKE_EBDA - XLU_TRAMPOLINE_SIZE },
	};
	struct xlu_handoff *h;
	struct xlu_fault fault;
	int reason;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		h = fake_request();
		fake_add_low_memory(h);
		memcpy((u8 *)h + bad[i].offset, &bad[i].value, 8);
		if (bad[i].offset == XLU_FIELD(image_maddr))
			h->entry_maddr = h->image_maddr;
		fake_seal(h);
		reason = handle(h, &fault);
		if (reason != bad[i].reason || fault.detail[0] != bad[i].detail)
			printf("# %s, detail %#llx\n", xlu_reason_name(reason),
			       (unsigned long long)fault.detail[0]);
		verdict(reason == bad[i].reason && fault.detail[0] == bad[i].detail,
			bad[i].name);
	}
	h = fake_request();
	fake_add_low_memory(h);
	h->flags |= XLU_HANDOFF_F_LIVE;
	h->bank_maddr = FAKE_BLOB + 0x1000000;
	h->bank_size = 0x1000000;
	fake_seal(h);
	verdict(handle(h, &fault) == XLU_REASON_BAD_FIELD &&
		fault.detail[0] == XLU_FIELD(ebda_maddr), "EBDA of a live update");
}

static void test_lowmem_damage(void)
{
	struct xlu_handoff *h = fake_request();
	struct xlu_fault fault;
	int good = 1;
	u32 i;

	for (i = 0; i < 36; i++) {
		fake_add_low_memory(h);
		((u8 *)fake_at(FAKE_RSDP))[i] ^= 0x40;
		good &= handle(h, &fault) == XLU_REASON_BAD_FIELD;
	}
	verdict(good, "a damaged root pointer is refused, whichever byte it is");
}

static void test_lowmem(void)
{
	test_lowmem_written();
	test_lowmem_old();
	test_lowmem_refusals();
	test_lowmem_damage();
}

static int count_names(const char *name(unsigned int code))
{
	unsigned int i, n;
	int known = 0;

	for (i = 0; i < 256; i++) {
		if (!strcmp(name(i), "unknown"))
			continue;
		known++;
		for (n = 0; n < i; n++)
			if (!strcmp(name(i), name(n)))
				return -1;
	}
	return known;
}

int main(void)
{
	unsigned int a, b, c = 0, d;

	fake_init();
	srandom(20);
	__get_cpuid(1, &a, &b, &c, &d);
	if (c & bit_SSE4_2)
		test_crc(true);
	test_crc(false);
	test_crc_pieces();
	test_refusals();
	test_every_reason();
	test_gather();
	test_memmap();
	test_mbi();
	test_lowmem();
	/* counted by the Makefile in the contract */
	verdict(count_names(xlu_phase_name) == NR_PHASES, "every phase has its own name");
	verdict(count_names(xlu_reason_name) == NR_REASONS, "every reason has its own name");
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
