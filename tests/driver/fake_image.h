/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A small image with all that a Xen image can have, to be damaged.
 */
#ifndef _FAKE_IMAGE_H
#define _FAKE_IMAGE_H

#include "lib/image.h"

/* Offsets in the file */
#define FAKE_EHDR	0x000
#define FAKE_PHDR(i)	(0x034 + 32 * (i))	/* of: code, notes, data, stack flags */
#define FAKE_NR_PHDRS	4
#define FAKE_CODE	0x100
#define FAKE_MB2	0x118
#define FAKE_MB2_TAG(at) (FAKE_MB2 + 16 + (at))	/* in the order of fake_image.c */
#define FAKE_REQUEST	FAKE_MB2_TAG(0x00)
#define FAKE_MODALIGN	FAKE_MB2_TAG(0x10)
#define FAKE_RELOC	FAKE_MB2_TAG(0x18)
#define FAKE_CONSOLE	FAKE_MB2_TAG(0x30)
#define FAKE_VIDEO	FAKE_MB2_TAG(0x40)
#define FAKE_ENTRY_TAG	FAKE_MB2_TAG(0x58)
#define FAKE_MB2_END	FAKE_MB2_TAG(0x68)
#define FAKE_MB2_SIZE	(16 + 0x68 + 8)
#define FAKE_BUILD_ID	0x300
#define FAKE_NOTE	(FAKE_BUILD_ID + 12 + 4 + 20)
#define FAKE_NOTE_DESC	(FAKE_NOTE + 12 + 16)
#define FAKE_NOTES_END	(FAKE_NOTE_DESC + sizeof(struct xlu_note_versions))
#define FAKE_CODE_SIZE	0x400
#define FAKE_DATA	0x500
#define FAKE_DATA_SIZE	0x100
#define FAKE_SHDR	0x600
#define FAKE_NR_SHDRS	3		/* none, names, .bss */
#define FAKE_NAMES	(FAKE_SHDR + 40 * FAKE_NR_SHDRS)
#define FAKE_SIZE	(FAKE_NAMES + 16)

/* Where it is linked */
#define FAKE_LOW	0x200000
#define FAKE_ENTRY	(FAKE_LOW + 0x10)
#define FAKE_DATA_AT	0x201000
#define FAKE_DATA_MEM	0x3010
#define FAKE_HIGH	(FAKE_DATA_AT + FAKE_DATA_MEM)

void fake_image_build(u8 *data);
/* Sets the checksum of every Multiboot2 header right that is one but for that. */
void fake_image_resum(u8 *data, size_t size);
/* What image.h promises of an image that was accepted. */
bool fake_image_kept_promises(const struct xlu_image *image, size_t size);
/* Writes images to files in @dir; 0, or 1 as exit status. */
int fake_image_seeds(const char *dir);

static inline u32 fake_get32(const u8 *data, size_t offset)
{
	u32 value;

	memcpy(&value, data + offset, sizeof(value));
	return value;
}

static inline void fake_put(u8 *data, size_t offset, u64 value, size_t size)
{
	memcpy(data + offset, &value, size);
}

#endif /* _FAKE_IMAGE_H */
