/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the parser's files share: ELF, Multiboot2 header and notes each have one.
 */
#ifndef _XLU_IMAGE_PARTS_H
#define _XLU_IMAGE_PARTS_H

#include "image.h"

struct xlu_file {
	const u8 *data;
	size_t size;
};

/* Does the file have @len bytes at @offset? */
static inline bool xlu_file_has(const struct xlu_file *file, u64 offset, u64 len)
{
	return offset <= file->size && len <= file->size - offset;
}

/* A copy: nothing in a file needs to be aligned. False if it is not all there. */
static inline bool xlu_file_get(const struct xlu_file *file, u64 offset,
				void *buf, size_t len)
{
	if (!xlu_file_has(file, offset, len))
		return false;
	memcpy(buf, file->data + offset, len);
	return true;
}

/* Fills in all of @image but what the Multiboot2 header says; @entry is ELF's. */
enum xlu_why xlu_image_elf(const struct xlu_file *file, struct xlu_image *image);

/* Fills in the bounds of the base, sets @entry anew if the header has one. */
enum xlu_why xlu_image_mb2(const struct xlu_file *file, struct xlu_image *image);

/*
 * Takes what it knows from the notes in @size bytes at @offset, which exist. Only a live
 * update needs them, so damaged ones are no reason against the image.
 */
void xlu_image_note(const struct xlu_file *file, u64 offset, u64 size,
		    struct xlu_image *image);

#endif /* _XLU_IMAGE_PARTS_H */
