/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * CRC32C (RFC 3720, section 12.1) for programs without a kernel or a library: the
 * handoff stub, and the host programs that check its work.
 */
#ifndef _XLU_CRC32C_H
#define _XLU_CRC32C_H

#include <stdbool.h>
#include <stddef.h>
#include <xen-liveupdate/types.h>

#define XLU_CRC_TABLES	8

struct xlu_crc_table {
	__u32 entry[256];
};

/**
 * struct xlu_crc - how CRC32C is computed
 * @table: for slicing by eight; unused when the CPU has the instruction
 * @instruction: the CPU has SSE4.2's crc32
 */
struct xlu_crc {
	struct xlu_crc_table *table;
	bool instruction;
};

/**
 * xlu_crc_init() - choose how CRC32C is computed
 * @crc: result
 * @table: XLU_CRC_TABLES entries, filled in unless @instruction is true
 * @instruction: the CPU has SSE4.2's crc32
 */
void xlu_crc_init(struct xlu_crc *crc, struct xlu_crc_table *table, bool instruction);

/**
 * xlu_crc32c() - checksum of one piece of memory
 * @crc: result of xlu_crc_init()
 * @data: first byte
 * @len: bytes
 *
 * Return: the checksum.
 */
__u32 xlu_crc32c(const struct xlu_crc *crc, const void *data, size_t len);

/**
 * xlu_crc_add() - add a piece to a checksum
 * @crc: result of xlu_crc_init()
 * @value: ~0 for the first piece, then the result for the previous one
 * @data: first byte
 * @len: bytes
 *
 * Return: the new value. That of the last piece, inverted, is the checksum.
 */
__u32 xlu_crc_add(const struct xlu_crc *crc, __u32 value, const void *data, size_t len);

#endif /* _XLU_CRC32C_H */
