// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a host without a BIOS needs in low memory: EBDA and root pointer of ACPI.
 */
#include "unit.h"

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

static const struct wrong_lowmem {
	const char *name;
	u64 offset, value;
	int reason;
	u64 detail;
} wrong_lowmem[] = {
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

static void refuse_lowmem(const struct wrong_lowmem *wrong)
{
	struct xlu_handoff *h = fake_request();
	struct xlu_fault fault;
	bool good;
	int reason;

	fake_add_low_memory(h);
	memcpy((u8 *)h + wrong->offset, &wrong->value, 8);
	if (wrong->offset == XLU_FIELD(image_maddr))
		h->entry_maddr = h->image_maddr;
	fake_seal(h);
	reason = handle(h, &fault);
	good = reason == wrong->reason && fault.detail[0] == wrong->detail;
	if (!good)
		printf("# %s, detail %#llx\n", xlu_reason_name(reason),
		       (unsigned long long)fault.detail[0]);
	verdict(good, wrong->name);
}

static void test_lowmem_refusals(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(wrong_lowmem); i++)
		refuse_lowmem(&wrong_lowmem[i]);
}

/* Only words of page 0: the new Xen has all else from the old one. */
static void test_lowmem_live(void)
{
	static const u64 words[] = { 0x40e, 0x413 };
	struct xlu_handoff *h = fake_request();
	u8 *ebda = fake_at(FAKE_EBDA);
	struct xlu_fault fault;
	bool reserved = false;
	u8 before = *ebda;

	fake_add_low_memory(h);
	h->flags |= XLU_HANDOFF_F_LIVE;
	h->bank_maddr = FAKE_BLOB + 0x1000000;
	h->bank_size = 0x1000000;
	fake_seal(h);
	verdict(handle(h, &fault) == XLU_REASON_BAD_FIELD &&
		fault.detail[0] == XLU_FIELD(rsdp_maddr), "root pointer of a live update");
	h->rsdp_maddr = 0;
	fake_seal(h);
	verdict(!handle(h, &fault), "low memory of a live update is accepted");
	xlu_lowmem_write(h);
	verdict(word_at(0x40e) == FAKE_EBDA >> 4 && word_at(0x413) == FAKE_EBDA >> 10 &&
		page_untouched(0, words, 2), "it is in the BIOS data area");
	verdict(*ebda == before, "there is no EBDA then");
	xlu_memmap_carve(h, fake_at(h->memmap_maddr), note_ebda, &reserved);
	verdict(!reserved, "and its place stays RAM");
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

void test_lowmem(void)
{
	test_lowmem_written();
	test_lowmem_old();
	test_lowmem_refusals();
	test_lowmem_live();
	test_lowmem_damage();
}
