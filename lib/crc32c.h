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

/* @table has XLU_CRC_TABLES entries; it is filled in unless @instruction is true. */
void xlu_crc_init(struct xlu_crc *crc, struct xlu_crc_table *table, bool instruction);

/* Checksum of one piece of memory */
__u32 xlu_crc32c(const struct xlu_crc *crc, const void *data, size_t len);

/* Add a piece to a checksum: start with @value ~0, and invert the result of the last piece. */
__u32 xlu_crc_add(const struct xlu_crc *crc, __u32 value, const void *data, size_t len);

#endif /* _XLU_CRC32C_H */
