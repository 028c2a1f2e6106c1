/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Internal header of the parser's files, one each for ELF, Multiboot2 header and notes.
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

/* Copy from a file, as it may be unaligned there. False if the file is too short. */
static inline bool xlu_file_get(const struct xlu_file *file, u64 offset,
				void *buf, size_t len)
{
	if (!xlu_file_has(file, offset, len))
		return false;
	memcpy(buf, file->data + offset, len);
	return true;
}

/* Fills in @image, except for data of the Multiboot2 header; @entry is that of ELF. */
enum xlu_why xlu_image_elf(const struct xlu_file *file, struct xlu_image *image);

/* Fills in the bounds of the base, and replaces @entry if the header has one. */
enum xlu_why xlu_image_mb2(const struct xlu_file *file, struct xlu_image *image);

/*
 * Reads known notes from @size bytes at @offset, which must exist. Only a live update needs
 * the notes, so the image is not refused if they are damaged.
 */
void xlu_image_note(const struct xlu_file *file, u64 offset, u64 size,
		    struct xlu_image *image);

#endif /* _XLU_IMAGE_PARTS_H */
