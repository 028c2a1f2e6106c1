/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Declarations for all files of the handoff stub.
 *
 * The pure part (lib/crc32c.c, check.c, copies.c, extents.c, gather.c, lowmem.c,
 * memmap.c, mbi.c) touches no hardware: it accesses memory through xlu_map() only.
 * tests/handoff builds it for the host, where xlu_map() is a fake machine. The other
 * files (entry.S, main.c, paging.c, report.c) exist in the stub alone.
 *
 * Functions that can refuse return an enum xlu_reason, XLU_REASON_NONE for
 * success, and leave the details in a struct xlu_fault.
 */
#ifndef _XLU_STUB_H
#define _XLU_STUB_H

#include <stddef.h>
#include <stdbool.h>
#include <xen-liveupdate/handoff.h>

/* Also for declarations, for which the compiler would use a GOT otherwise. */
#ifdef XLU_STUB
#pragma GCC visibility push(hidden)
#endif

#include "lib/crc32c.h"

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;

/* Macros under the names that they have in Linux. */
#define __packed		__attribute((__packed__))
#define __noreturn		__attribute((__noreturn__))
#define __section(name)		__attribute((__section__(name)))
#define BIT_ULL(nr)		(1ULL << (nr))
#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

#define XLU_PAGE_SHIFT		12
#define XLU_PAGE_SIZE		BIT_ULL(XLU_PAGE_SHIFT)
#define XLU_4GIB		0x100000000ULL
/* No x86 processor has more physical address bits (Intel SDM 3A, 4.1.4). */
#define XLU_MADDR_LIMIT		BIT_ULL(52)
#define XLU_BLOB_PAGES_MAX	(XLU_MAX_BLOB >> XLU_PAGE_SHIFT)
/* Multiboot2 specification, 3.3: eax at the entry of the new Xen. */
#define XLU_MB2_BOOT_MAGIC	0x36d76289U

/* Offset of a request field, for the details of a refusal. */
#define XLU_FIELD(field)	__builtin_offsetof(struct xlu_handoff, field)

static inline bool xlu_page_aligned(u64 value)
{
	return !(value & (XLU_PAGE_SIZE - 1));
}

static inline u64 xlu_page_up(u64 value)
{
	return (value + XLU_PAGE_SIZE - 1) & ~(XLU_PAGE_SIZE - 1);
}

/**
 * struct xlu_fault - the details of a refusal, see enum xlu_reason
 * @detail: as struct xlu_handoff has them
 */
struct xlu_fault {
	u64 detail[4];
};

static inline int xlu_refuse(struct xlu_fault *fault, int reason,
			     u64 a, u64 b, u64 c, u64 d)
{
	fault->detail[0] = a;
	fault->detail[1] = b;
	fault->detail[2] = c;
	fault->detail[3] = d;
	return reason;
}

/* Refuse an invalid value of a field of the header. */
static inline int xlu_bad_field(struct xlu_fault *fault, size_t offset)
{
	return xlu_refuse(fault, XLU_REASON_BAD_FIELD, offset, 0, 0, 0);
}

/**
 * struct xlu_range - an area of memory
 * @maddr: first byte
 * @size: bytes, 0 for none
 */
struct xlu_range {
	u64 maddr;
	u64 size;
};

/* Neither range may wrap. An empty range overlaps nothing. */
static inline bool xlu_overlaps(u64 a, u64 asize, u64 b, u64 bsize)
{
	return asize && bsize && a < b + bsize && b < a + asize;
}

/**
 * xlu_map() - make memory of the machine accessible
 * @maddr: first byte, below XLU_MADDR_LIMIT
 * @len: in: bytes wanted; out: bytes accessible, at least 1
 *
 * Memory below 4 GiB stays mapped and is contiguous. Of memory above, only the result
 * of the last call is sure to be mapped.
 *
 * Return: virtual address of the first byte.
 */
void *xlu_map(u64 maddr, u64 *len);

/* Map a structure below 4 GiB. The caller has checked that it also ends below. */
static inline void *xlu_map_low(u64 maddr, u64 size)
{
	return xlu_map(maddr, &size);
}

/* Parts of string.h: inline assembly in the stub, the C library on the host. */
#ifdef XLU_STUB
static inline void xlu_copy(void *dst, const void *src, size_t len)
{
	size_t words = len / 8;
	size_t rest = len % 8;

	asm volatile("rep movsq" : "+D" (dst), "+S" (src), "+c" (words) : : "memory");
	asm volatile("rep movsb" : "+D" (dst), "+S" (src), "+c" (rest) : : "memory");
}

static inline void xlu_zero(void *dst, size_t len)
{
	asm volatile("rep stosb" : "+D" (dst), "+c" (len) : "a" (0) : "memory");
}
#else
#define xlu_copy	__builtin_memcpy
#define xlu_zero(dst, len)	__builtin_memset(dst, 0, len)
#endif

/* check.c */

/**
 * struct xlu_self - data of the stub that does not come from the header
 * @maddr: address of the header page, by the stub's own program counter
 * @stub_size: size of the stub's file
 * @maddr_limit: first address beyond the physical addresses of this CPU
 */
struct xlu_self {
	u64 maddr;
	u32 stub_size;
	u64 maddr_limit;
};

u32 xlu_crc32c_maddr(const struct xlu_crc *crc, u64 maddr, u64 size);
int xlu_check_identity(const struct xlu_handoff *h, const struct xlu_self *self,
		       struct xlu_fault *fault);
int xlu_check_integrity(const struct xlu_handoff *h, const struct xlu_crc *crc,
			struct xlu_fault *fault);
int xlu_check_request(const struct xlu_handoff *h, const struct xlu_self *self,
		      struct xlu_fault *fault);
int xlu_check_payloads(const struct xlu_handoff *h, const struct xlu_crc *crc,
		       struct xlu_fault *fault);

/* copies.c */

int xlu_copies_make(const struct xlu_handoff *h, const struct xlu_self *self,
		    const struct xlu_crc *crc, struct xlu_copy_page *page,
		    struct xlu_fault *fault);

/* extents.c */

/* Entries of the directory; with more list pages it becomes coarser. */
#define XLU_DIR_MAX	128

/**
 * struct xlu_extents - reader of the extent list
 * @page: list page at the cursor
 * @index: entry of @page at the cursor
 * @first: first page of the blob in this entry
 * @nr_dir: used entries of @dir
 * @stride: list pages per entry of @dir
 * @dir: every @stride'th list page with its first page of the blob
 */
struct xlu_extents {
	const struct xlu_extent_page *page;
	u32 index;
	u32 first;
	u32 nr_dir;
	u32 stride;
	struct {
		u32 maddr;
		u32 first;
	} dir[XLU_DIR_MAX];
};

int xlu_extents_check(struct xlu_extents *x, const struct xlu_handoff *h,
		      const struct xlu_self *self, const struct xlu_crc *crc,
		      struct xlu_fault *fault);
void xlu_extents_rewind(struct xlu_extents *x, const struct xlu_handoff *h);
const struct xlu_extent *xlu_extents_next(struct xlu_extents *x);
u64 xlu_extents_source(struct xlu_extents *x, u32 blob_page);

/* gather.c */

/**
 * struct xlu_gather - the move of the blob to its destination
 * @x: extent list, checked
 * @maddr: destination
 * @size: bytes of the blob
 * @bitmap: work space, one bit per page of the largest blob
 * @scratch: work space, one page
 * @displaced: a source lies in the destination, but not in its final place
 * @moved: bytes copied
 * @in_place: bytes that were in their place already
 */
struct xlu_gather {
	struct xlu_extents *x;
	u64 maddr;
	u64 size;
	u64 *bitmap;
	void *scratch;
	bool displaced;
	u64 moved;
	u64 in_place;
};

int xlu_gather_plan(struct xlu_gather *g, const struct xlu_handoff *h,
		    struct xlu_fault *fault);
void xlu_gather_move(struct xlu_gather *g, const struct xlu_handoff *h);

/* lowmem.c */

int xlu_lowmem_check_fields(const struct xlu_handoff *h, const struct xlu_self *self,
			    struct xlu_fault *fault);
int xlu_lowmem_check(const struct xlu_handoff *h, struct xlu_fault *fault);
void xlu_lowmem_write(const struct xlu_handoff *h);

/* memmap.c */

typedef void xlu_memmap_emit_t(void *opaque, u64 maddr, u64 size, u32 type);

int xlu_memmap_check(const struct xlu_memmap_entry *map, u32 nr,
		     struct xlu_fault *fault);
void xlu_memmap_carve(const struct xlu_handoff *h,
		      const struct xlu_memmap_entry *map,
		      xlu_memmap_emit_t *emit, void *opaque);

/* mbi.c */

u64 xlu_mbi_build(const struct xlu_handoff *h, void *buf, u32 size);

#endif /* _XLU_STUB_H */
