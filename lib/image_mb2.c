// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Multiboot2
 *
 * The Multiboot2 header of a Xen image (Multiboot2 specification, 3.1): whether the
 * stub can start the image, where it may be loaded, and its entry point.
 */
#include "image_parts.h"

#define SEARCH		32768	/* the header lies in the first bytes of the file */
#define ALIGNMENT	8	/* of header and tags */
#define MAGIC		0xe85250d6
#define ARCH_I386	0

#define TAG_END			0
#define TAG_INFO_REQUEST	1
#define TAG_ENTRY		3
#define TAG_CONSOLE		4
#define TAG_MODULE_ALIGN	6
#define TAG_EFI_ENTRY_I386	8
#define TAG_EFI_ENTRY_AMD64	9
#define TAG_RELOCATABLE		10

#define TAG_OPTIONAL	1	/* in @flags: a loader may ignore an unknown tag */

struct mb2_header {
	u32 magic;
	u32 architecture;
	u32 length;
	u32 checksum;
};

struct mb2_tag {
	u16 type;
	u16 flags;
	u32 size;
};

struct mb2_entry {
	struct mb2_tag tag;
	u32 entry;
};

struct mb2_relocatable {
	struct mb2_tag tag;
	u32 min;
	u32 max;
	u32 align;
	u32 preference;
};

#define PREFERENCE_MAX	2	/* none, low, high */

/* The header is the first place with correct magic number and checksum. */
static enum xlu_why mb2_find_header(const struct xlu_file *head, u64 *at, u32 *length)
{
	enum xlu_why why = XLU_WHY_NO_MULTIBOOT2;
	struct mb2_header header;

	for (*at = 0; xlu_file_get(head, *at, &header, sizeof(header)); *at += ALIGNMENT) {
		if (header.magic != MAGIC)
			continue;
		why = XLU_WHY_BAD_MULTIBOOT2;
		if (header.magic + header.architecture + header.length + header.checksum)
			continue;
		if (header.architecture != ARCH_I386)
			return XLU_WHY_WRONG_ARCH;
		*length = header.length;
		return XLU_WHY_NONE;
	}
	return why;
}

/* Does the stub put this tag into the boot information? See handoff/mbi.c */
static bool mb2_stub_tells(u32 type)
{
	static const u8 types[] = {
		1,	/* command line */
		2,	/* name of the loader */
		3,	/* modules */
		4,	/* basic memory information */
		6,	/* memory map */
		21,	/* load base */
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(types); i++)
		if (type == types[i])
			return true;
	return false;
}

static enum xlu_why mb2_check_info_request(const struct xlu_file *tags, u64 at, u32 size)
{
	u32 offset, type;

	if (size % sizeof(type))
		return XLU_WHY_BAD_MULTIBOOT2;
	for (offset = sizeof(struct mb2_tag); offset < size; offset += sizeof(type))
		if (!xlu_file_get(tags, at + offset, &type, sizeof(type)) ||
		    !mb2_stub_tells(type))
			return XLU_WHY_BAD_MULTIBOOT2;
	return XLU_WHY_NONE;
}

static enum xlu_why mb2_take_entry(const struct xlu_file *tags, u64 at, u32 size,
				   struct xlu_image *image)
{
	struct mb2_entry entry;

	if (size != sizeof(entry) || !xlu_file_get(tags, at, &entry, sizeof(entry)))
		return XLU_WHY_BAD_MULTIBOOT2;
	image->entry = entry.entry;
	return XLU_WHY_NONE;
}

/*
 * The tag describes the first byte of the image, which is @low above the load base. The
 * image is refused unless every allowed base meets the alignment of the tag.
 */
static enum xlu_why mb2_take_relocatable(const struct xlu_file *tags, u64 at, u32 size,
					 struct xlu_image *image)
{
	struct mb2_relocatable r;

	if (size != sizeof(r) || !xlu_file_get(tags, at, &r, sizeof(r)) ||
	    r.preference > PREFERENCE_MAX || !is_power_of_2(r.align))
		return XLU_WHY_BAD_MULTIBOOT2;
	if (r.align > XLU_IMAGE_ALIGN || !IS_ALIGNED(image->low, r.align))
		return XLU_WHY_NOT_RELOCATABLE;
	image->base_min = 0;
	if (r.min > image->low)
		image->base_min = ALIGN(r.min - image->low, XLU_IMAGE_ALIGN);
	image->base_max = (u64)r.max + 1;
	if (image->base_min + image->high > image->base_max)
		return XLU_WHY_NOT_RELOCATABLE;
	return XLU_WHY_NONE;
}

static enum xlu_why mb2_take_tag(const struct xlu_file *tags, u64 at,
				 const struct mb2_tag *tag, struct xlu_image *image)
{
	switch (tag->type) {
	case TAG_INFO_REQUEST:
		if (tag->flags & TAG_OPTIONAL)
			return XLU_WHY_NONE;
		return mb2_check_info_request(tags, at, tag->size);
	case TAG_ENTRY:
		return mb2_take_entry(tags, at, tag->size, image);
	case TAG_RELOCATABLE:
		return mb2_take_relocatable(tags, at, tag->size, image);
	case TAG_CONSOLE:
	case TAG_MODULE_ALIGN:		/* modules are page aligned anyway */
	case TAG_EFI_ENTRY_I386:
	case TAG_EFI_ENTRY_AMD64:
		return XLU_WHY_NONE;
	default:			/* includes the address tag for images without ELF */
		return tag->flags & TAG_OPTIONAL ? XLU_WHY_NONE : XLU_WHY_BAD_MULTIBOOT2;
	}
}

/* @tags is the file up to the end of the header, so that no tag can extend beyond. */
static enum xlu_why mb2_take_tags(const struct xlu_file *tags, u64 at, struct xlu_image *image)
{
	enum xlu_why why = XLU_WHY_NONE;
	struct mb2_tag tag;

	for (; !why; at += ALIGN((u64)tag.size, ALIGNMENT)) {
		if (!xlu_file_get(tags, at, &tag, sizeof(tag)) ||
		    tag.size < sizeof(tag) || !xlu_file_has(tags, at, tag.size))
			return XLU_WHY_BAD_MULTIBOOT2;
		if (tag.type == TAG_END)
			return tag.size == sizeof(tag) && at + tag.size == tags->size ?
				XLU_WHY_NONE : XLU_WHY_BAD_MULTIBOOT2;
		why = mb2_take_tag(tags, at, &tag, image);
	}
	return why;
}

enum xlu_why xlu_image_mb2(const struct xlu_file *file, struct xlu_image *image)
{
	struct xlu_file head = { file->data, min_t(size_t, file->size, SEARCH) };
	enum xlu_why why;
	u32 length;
	u64 at;

	why = mb2_find_header(&head, &at, &length);
	if (why)
		return why;
	if (!xlu_file_has(&head, at, length))
		return at + length > SEARCH ? XLU_WHY_BAD_MULTIBOOT2 : XLU_WHY_TRUNCATED;
	head.size = at + length;
	why = mb2_take_tags(&head, at + sizeof(struct mb2_header), image);
	if (!why && !image->base_max)
		why = XLU_WHY_NOT_RELOCATABLE;
	return why;
}
