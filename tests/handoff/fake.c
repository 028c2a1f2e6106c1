// SPDX-License-Identifier: GPL-2.0-only
/*
 * The fake machine, see fake.h.
 */
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <sys/mman.h>
#include "fake.h"

#define PIECE	0x200000ULL	/* memory above 4 GiB comes in pieces, as in the stub */

static u8 *memory;
/* What is read where no memory is; never read from there as memory again. */
static u8 hole[PIECE];

const struct xlu_self fake_self = {
	.maddr = FAKE_SELF,
	.stub_size = FAKE_STUB_SIZE,
	.maddr_limit = 1ULL << 46,
};

void fake_init(void)
{
	memory = mmap(NULL, FAKE_MEMORY, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (memory == MAP_FAILED) {
		perror("mmap");
		exit(1);
	}
}

/* All memory is zero again. */
void fake_forget(void)
{
	madvise(memory, FAKE_MEMORY, MADV_DONTNEED);
}

void *fake_at(u64 maddr)
{
	return memory + maddr;
}

void *xlu_map(u64 maddr, u64 *len)
{
	u64 end = maddr < XLU_4GIB ? XLU_4GIB : (maddr & ~(PIECE - 1)) + PIECE;

	if (*len > end - maddr)
		*len = end - maddr;
	if (maddr < FAKE_MEMORY)
		return memory + maddr;
	memset(hole, 0xff, sizeof(hole));
	return hole + (maddr & (PIECE - 1));
}

/* Bit by bit: too simple to be wrong in the way in which the stub's could be. */
u32 fake_crc(const void *data, size_t len)
{
	const u8 *p = data;
	u32 crc = ~0U;
	int bit;

	for (; len; len--) {
		crc ^= *p++;
		for (bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78U : 0);
	}
	return ~crc;
}

void fake_seal(struct xlu_handoff *h)
{
	h->crc = fake_crc((u8 *)h + XLU_HANDOFF_CRC_START,
			  XLU_HANDOFF_CRC_END - XLU_HANDOFF_CRC_START);
}

void fake_seal_list_page(struct xlu_extent_page *page)
{
	page->crc = fake_crc(page->extent, page->nr * sizeof(page->extent[0]));
}

void fake_seal_copies(struct xlu_copy_page *page)
{
	page->crc = fake_crc(page->copy, page->nr * sizeof(page->copy[0]));
}

static void add_module(struct xlu_handoff *h, u32 i)
{
	struct xlu_module *module = &h->module[i];

	module->maddr = FAKE_MODULES + i * 0x10000;
	module->size = 5000 + i;
	memset(fake_at(module->maddr), 'm' + i, module->size);
	module->crc = fake_crc(fake_at(module->maddr), module->size);
	module->cmdline_maddr = FAKE_SELF + XLU_AREA_BOOT_DATA + 0x100 + i * 16;
	module->cmdline_size = 5;
	memcpy(fake_at(module->cmdline_maddr), "args", 5);
}

static void add_blob(struct xlu_handoff *h)
{
	struct xlu_extent_page *page = fake_at(FAKE_LIST);

	h->blob_maddr = FAKE_BLOB;
	h->blob_size = 3 * XLU_PAGE_SIZE + 100;
	h->extents_maddr = FAKE_LIST;
	h->nr_extents = 2;
	memset(fake_at(FAKE_HIGH), 0x11, 2 * XLU_PAGE_SIZE);
	memset(fake_at(FAKE_BLOB), 0x22, 2 * XLU_PAGE_SIZE);
	page->next = 0;
	page->nr = 2;
	page->extent[0] = (struct xlu_extent){ FAKE_HIGH, 2 * XLU_PAGE_SIZE };
	page->extent[1] = (struct xlu_extent){ FAKE_BLOB, XLU_PAGE_SIZE + 100 };
	fake_seal_list_page(page);
}

/* Image and module 0 come from above 4 GiB; the image's last page is zeros. */
static void add_copies(struct xlu_handoff *h)
{
	struct xlu_copy_page *page = fake_at(FAKE_COPIES);
	u64 source = FAKE_SOURCE + XLU_PAGE_SIZE;

	memset(fake_at(FAKE_IMAGE + 0x2000), 0, XLU_PAGE_SIZE);
	h->image_crc = fake_crc(fake_at(FAKE_IMAGE), h->image_size);
	h->copies_maddr = FAKE_COPIES;
	h->nr_copies = 3;
	page->next = 0;
	page->nr = 3;
	page->copy[0] = (struct xlu_piece){ FAKE_IMAGE, FAKE_SOURCE, 0x1800 };
	page->copy[1] = (struct xlu_piece){ FAKE_MODULES, source + 0x1000, h->module[0].size };
	page->copy[2] = (struct xlu_piece){ FAKE_IMAGE + 0x2000, 0, XLU_PAGE_SIZE };
	memcpy(fake_at(FAKE_SOURCE), fake_at(FAKE_IMAGE), 0x1800);
	memcpy(fake_at(source + 0x1000), fake_at(FAKE_MODULES), h->module[0].size);
	memset(fake_at(FAKE_IMAGE), 0xee, 0x1800);
	memset(fake_at(FAKE_IMAGE + 0x2000), 0xee, XLU_PAGE_SIZE);
	memset(fake_at(FAKE_MODULES), 0xee, h->module[0].size);
	fake_seal_copies(page);
}

static void set_sum(u8 *rsdp, size_t len, size_t at)
{
	u8 sum = 0;
	size_t i;

	rsdp[at] = 0;
	for (i = 0; i < len; i++)
		sum += rsdp[i];
	rsdp[at] = -sum;
}

/* As on a machine that UEFI has started. */
void fake_add_low_memory(struct xlu_handoff *h)
{
	u8 *rsdp = fake_at(FAKE_RSDP);
	int i;

	memcpy(rsdp, "RSD PTR ", 8);
	for (i = 8; i < 36; i++)
		rsdp[i] = i;
	rsdp[15] = 2;
	set_sum(rsdp, 20, 8);
	set_sum(rsdp, 36, 32);
	memset(fake_at(0), 0xcc, XLU_PAGE_SIZE);
	memset(fake_at(FAKE_EBDA), 0xcc, XLU_EBDA_SIZE);
	h->ebda_maddr = FAKE_EBDA;
	h->rsdp_maddr = FAKE_RSDP;
	fake_seal(h);
}

/* A request with everything in it that is sound in every respect. */
struct xlu_handoff *fake_request(void)
{
	static const struct xlu_memmap_entry map[] = {
		{ 0, 0x9f000, 1, 0 },
		{ 0x100000, 0xbff00000, 1, 0 },
		{ XLU_4GIB, 0x80000000, 1, 0 },
	};
	struct xlu_handoff *h = fake_at(FAKE_SELF);
	u64 data = FAKE_SELF + XLU_AREA_BOOT_DATA;

	memset(h, 0, sizeof(*h));
	h->magic = XLU_HANDOFF_MAGIC;
	h->version = XLU_HANDOFF_VERSION;
	h->size = XLU_HANDOFF_SIZE;
	h->self_maddr = FAKE_SELF;
	h->stub_size = FAKE_STUB_SIZE;
	h->area_size = XLU_AREA_SIZE;
	h->image_maddr = FAKE_IMAGE;
	h->image_size = 0x3000;
	h->entry_maddr = FAKE_IMAGE + 0x2fff;
	memset(fake_at(FAKE_IMAGE), 0x5a, h->image_size);
	h->image_crc = fake_crc(fake_at(FAKE_IMAGE), h->image_size);
	h->cmdline_maddr = data;
	h->cmdline_size = 8;
	memcpy(fake_at(data), "console", 8);
	h->cmdline_crc = fake_crc("console", 8);
	h->memmap_maddr = data + 0x1000;
	h->memmap_nr = ARRAY_SIZE(map);
	memcpy(fake_at(h->memmap_maddr), map, sizeof(map));
	h->memmap_crc = fake_crc(map, sizeof(map));
	h->mbi_maddr = data + 0x10000;
	h->mbi_size = 0x4000;
	h->nr_modules = 2;
	add_module(h, 0);
	add_module(h, 1);
	add_blob(h);
	add_copies(h);
	fake_seal(h);
	return h;
}
