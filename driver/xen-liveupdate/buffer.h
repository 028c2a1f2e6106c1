/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Staging buffers: memory that user space fills until it is sealed.
 */
#ifndef _XLU_BUFFER_H
#define _XLU_BUFFER_H

#include <linux/kref.h>
#include <linux/mutex.h>
#include <linux/types.h>

struct file;

/**
 * struct xlu_bank_place - a place in the staging bank
 * @maddr: machine address, not necessarily page aligned
 * @room: bytes available at @maddr
 */
struct xlu_bank_place {
	u64 maddr;
	u64 room;
};

/**
 * struct xlu_buffer - content of one payload
 * @ref: references: one of the update and one of every open file
 * @lock: protects the rest
 * @data: the content; NULL while a buffer in the bank is unmapped
 * @maddr: machine address of @data if it lies in the staging bank, else 0
 * @size: bytes of @data
 * @room: in the bank: bytes that the buffer may grow to
 * @filled: bytes written in sequence so far
 * @mappings: number of mappings by user space
 * @writers: number of running write() calls
 * @dropped: no longer needed by the update; @data is freed when @writers is 0
 * @sealed: read-only for good
 * @good: dom0's kernel: sealed, checked and bootable
 * @copied: bytes that write() has copied
 */
struct xlu_buffer {
	struct kref ref;
	struct mutex lock;	/* protects all but @ref */
	void *data;
	u64 maddr;
	size_t size;
	size_t room;
	size_t filled;
	unsigned int mappings;
	unsigned int writers;
	bool dropped;
	bool sealed;
	bool good;
	u64 copied;
};

struct xlu_buffer *xlu_buffer_alloc(size_t size, bool for_user);
struct xlu_buffer *xlu_buffer_in_bank(const struct xlu_bank_place *place, size_t size);
int xlu_buffer_leave_bank(struct xlu_buffer *buf);
void xlu_buffer_unmap(struct xlu_buffer *buf);
int xlu_buffer_map(struct xlu_buffer *buf);
void xlu_buffer_put(struct xlu_buffer *buf);
void xlu_buffer_drop(struct xlu_buffer *buf);
struct file *xlu_buffer_file(struct xlu_buffer *buf);
int xlu_buffer_seal(struct xlu_buffer *buf);
bool xlu_buffer_sealed(struct xlu_buffer *buf);
int xlu_buffer_append(struct xlu_buffer *buf, const void *data, size_t len);
int xlu_buffer_upload(struct xlu_buffer *buf, const void *data, size_t len, size_t max);
int xlu_buffer_end_upload(struct xlu_buffer *buf);
u64 xlu_memory_missing(u64 pages);
u64 xlu_buffer_memory(const struct xlu_buffer *buf);

#endif /* _XLU_BUFFER_H */
