// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the pure part of the stub, on the host under sanitizers.
 */
#include <cpuid.h>
#include "unit.h"

struct xlu_crc crc;
struct xlu_extents extents;
u64 bitmap[XLU_BLOB_PAGES_MAX / 64];
u8 scratch[XLU_PAGE_SIZE];

static struct xlu_crc_table table[XLU_CRC_TABLES];
static int passed, failed;

void verdict(int good, const char *what)
{
	printf("%s - %s\n", good ? "ok" : "not ok", what);
	if (good)
		passed++;
	else
		failed++;
}

u32 below(u32 limit)
{
	return random() % limit;
}

/* The whole way that main.c goes with a request, without the hardware. */
int handle(const struct xlu_handoff *h, struct xlu_fault *fault)
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
