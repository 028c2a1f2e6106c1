// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: CRC32C
 *
 * CRC32C (RFC 3720, section 12.1).
 *
 * Every x86 server since 2008 has an instruction for CRC32C, which works on general
 * registers and so needs none of the SSE state that the stub must not touch.
 * Other CPUs (and QEMU's oldest CPU models) use slicing by eight.
 */
#include "crc32c.h"

/* 0x1EDC6F41, reflected */
#define CRC32C_POLY	0x82f63b78U

void xlu_crc_init(struct xlu_crc *crc, struct xlu_crc_table *table, bool instruction)
{
	__u32 value;
	int i, n;

	crc->table = table;
	crc->instruction = instruction;
	if (instruction)
		return;

	for (i = 0; i < 256; i++) {
		value = i;
		for (n = 0; n < 8; n++)
			value = (value >> 1) ^ (value & 1 ? CRC32C_POLY : 0);
		table[0].entry[i] = value;
	}
	for (n = 1; n < XLU_CRC_TABLES; n++) {
		for (i = 0; i < 256; i++) {
			value = table[n - 1].entry[i];
			table[n].entry[i] = (value >> 8) ^ table[0].entry[value & 0xff];
		}
	}
}

static inline __u64 load64(const __u8 *p)
{
	__u64 value;

	__builtin_memcpy(&value, p, sizeof(value));
	return value;
}

static inline __u64 step64(__u64 value, const __u8 *p)
{
	asm("crc32q %1, %0" : "+r" (value) : "m" (*(const __u64 (*)[1])p));
	return value;
}

static __u32 by_instruction(__u32 value, const __u8 *p, size_t len)
{
	__u64 wide = value;

	/* Unrolled, as the loop overhead would exceed the work. */
	for (; len >= 32; len -= 32, p += 32) {
		wide = step64(wide, p);
		wide = step64(wide, p + 8);
		wide = step64(wide, p + 16);
		wide = step64(wide, p + 24);
	}
	for (; len >= 8; len -= 8, p += 8)
		wide = step64(wide, p);

	value = wide;
	for (; len; len--, p++)
		asm("crc32b %1, %0" : "+r" (value) : "m" (*p));
	return value;
}

static __u32 by_table(struct xlu_crc_table *table, __u32 value, const __u8 *p, size_t len)
{
	__u64 word;

	for (; len >= 8; len -= 8, p += 8) {
		word = load64(p) ^ value;
		value = table[7].entry[word & 0xff] ^
			table[6].entry[(word >> 8) & 0xff] ^
			table[5].entry[(word >> 16) & 0xff] ^
			table[4].entry[(word >> 24) & 0xff] ^
			table[3].entry[(word >> 32) & 0xff] ^
			table[2].entry[(word >> 40) & 0xff] ^
			table[1].entry[(word >> 48) & 0xff] ^
			table[0].entry[word >> 56];
	}
	for (; len; len--, p++)
		value = (value >> 8) ^ table[0].entry[(value ^ *p) & 0xff];
	return value;
}

__u32 xlu_crc_add(const struct xlu_crc *crc, __u32 value, const void *data, size_t len)
{
	if (crc->instruction)
		return by_instruction(value, data, len);
	return by_table(crc->table, value, data, len);
}

__u32 xlu_crc32c(const struct xlu_crc *crc, const void *data, size_t len)
{
	return ~xlu_crc_add(crc, ~0U, data, len);
}
