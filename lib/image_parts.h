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

/**
 * xlu_image_elf() - parse the ELF headers, and the notes that they refer to
 * @file: the file
 * @image: filled in, except for data of the Multiboot2 header; the entry is that of ELF
 *
 * Return: XLU_WHY_NONE, or why the image cannot be used.
 */
enum xlu_why xlu_image_elf(const struct xlu_file *file, struct xlu_image *image);

/**
 * xlu_image_mb2() - parse the Multiboot2 header
 * @file: the file
 * @image: gets the bounds of the load base, and the entry if the header has one
 *
 * Return: XLU_WHY_NONE, or why the image cannot be used.
 */
enum xlu_why xlu_image_mb2(const struct xlu_file *file, struct xlu_image *image);

/**
 * xlu_image_note() - parse one segment of notes
 * @file: the file
 * @offset: first byte of the notes
 * @size: bytes of the notes, which must be in the file
 * @image: gets what known notes contain
 *
 * Only a live update needs the notes, so the image is not refused if they are damaged.
 */
void xlu_image_note(const struct xlu_file *file, u64 offset, u64 size,
		    struct xlu_image *image);

#endif /* _XLU_IMAGE_PARTS_H */
