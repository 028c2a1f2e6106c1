// SPDX-License-Identifier: GPL-2.0-only
/*
 * The image parser: a good image, one wrong field at a time, every bit, every
 * length.
 */
#include <string.h>

#include "fake_image.h"
#include "test.h"

#define E(field)	(FAKE_EHDR + offsetof(struct elf32_hdr, field))
#define P(i, field)	(FAKE_PHDR(i) + offsetof(struct elf32_phdr, field))
#define S(i, field)	(FAKE_SHDR + 40 * (i) + offsetof(struct elf32_shdr, field))
#define V(field)	(FAKE_NOTE_DESC + offsetof(struct xlu_note_versions, field))

#define CODE	0	/* program headers */
#define NOTES	1
#define DATA	2
#define STACK	3

#define TAG_SIZE	4	/* in a tag of the Multiboot2 header */
#define TAG_VALUE	8

/*
 * In memory of its exact size, and at an odd address: neither a byte more nor
 * alignment may be needed.
 */
static enum xlu_why parse(const u8 *data, size_t size, struct xlu_image *image)
{
	u8 *copy = malloc(size + 1);
	enum xlu_why why;

	memcpy(copy + 1, data, size);
	why = xlu_image_parse(copy + 1, size, image);
	free(copy);
	/* For a live update; to a cold one notes do not matter. */
	return !why && image->bad_notes ? xlu_image_live(image) : why;
}

static bool good_image_is_understood(void)
{
	static const struct xlu_image_load code = {
		FAKE_CODE, FAKE_CODE_SIZE, 0x1000, FAKE_LOW,
	};
	static const struct xlu_image_load more = {
		FAKE_DATA, FAKE_DATA_SIZE, FAKE_DATA_MEM, FAKE_DATA_AT,
	};
	struct xlu_image image;
	u8 data[FAKE_SIZE];

	fake_image_build(data);
	return !parse(data, sizeof(data), &image) && image.nr_loads == 2 &&
	       !memcmp(&image.load[0], &code, sizeof(code)) &&
	       !memcmp(&image.load[1], &more, sizeof(more)) &&
	       image.low == FAKE_LOW && image.high == FAKE_HIGH &&
	       image.entry == FAKE_ENTRY && image.base_min == 0 &&
	       image.base_max == 0x100000000 && image.has_note &&
	       image.note.stream_min == 1 && image.note.stream_max == 2 &&
	       !strcmp(image.note.version, "4.17.5-fake") &&
	       !strcmp(image.build_id, "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3") &&
	       fake_image_kept_promises(&image, sizeof(data));
}

/*
 * One field of a sound image and what has to become of it. The Multiboot2 checksum
 * is set right, so that the field itself is what is refused.
 */
static const struct wrong {
	const char *name;
	size_t offset;
	size_t size;
	u64 value;
	enum xlu_why why;
} wrong[] = {
	/* ELF header */
	{ "magic number", 1, 1, 'e', XLU_WHY_NOT_AN_IMAGE },
	{ "64-bit file", EI_CLASS, 1, ELFCLASS64, XLU_WHY_WRONG_ARCH },
	{ "no class", EI_CLASS, 1, 0, XLU_WHY_BAD_ELF },
	{ "big-endian", EI_DATA, 1, ELFDATA2MSB, XLU_WHY_WRONG_ARCH },
	{ "no byte order", EI_DATA, 1, 0, XLU_WHY_BAD_ELF },
	{ "version of the identification", EI_VERSION, 1, 2, XLU_WHY_BAD_ELF },
	{ "shared object", E(e_type), 2, ET_DYN, XLU_WHY_BAD_ELF },
	{ "object file", E(e_type), 2, ET_REL, XLU_WHY_BAD_ELF },
	{ "Arm", E(e_machine), 2, EM_ARM, XLU_WHY_WRONG_ARCH },
	{ "AArch64", E(e_machine), 2, EM_AARCH64, XLU_WHY_WRONG_ARCH },
	{ "version", E(e_version), 4, 0, XLU_WHY_BAD_ELF },
	{ "flags", E(e_flags), 4, 1, XLU_WHY_BAD_ELF },
	{ "header size", E(e_ehsize), 2, 64, XLU_WHY_BAD_ELF },
	{ "program headers behind the end", E(e_phoff), 4, FAKE_SIZE - 31, XLU_WHY_TRUNCATED },
	{ "program headers at 4 GiB", E(e_phoff), 4, 0xfffffff0, XLU_WHY_TRUNCATED },
	{ "size of a program header", E(e_phentsize), 2, 56, XLU_WHY_BAD_ELF },
	{ "no program headers", E(e_phnum), 2, 0, XLU_WHY_BAD_ELF },
	{ "many program headers", E(e_phnum), 2, 17, XLU_WHY_BAD_ELF },
	{ "extended numbering", E(e_phnum), 2, 0xffff, XLU_WHY_BAD_ELF },
	{ "section headers behind the end", E(e_shoff), 4, FAKE_SIZE - 40 * FAKE_NR_SHDRS + 1,
	  XLU_WHY_TRUNCATED },
	{ "section headers at 4 GiB", E(e_shoff), 4, 0xffffffff, XLU_WHY_TRUNCATED },
	{ "size of a section header", E(e_shentsize), 2, 64, XLU_WHY_BAD_ELF },
	{ "section behind the end", S(1, sh_offset), 4, FAKE_NAMES + 1, XLU_WHY_TRUNCATED },
	{ "section of 4 GiB", S(1, sh_size), 4, 0xffffffff, XLU_WHY_TRUNCATED },
	{ "many section headers", E(e_shnum), 2, 0xffff, XLU_WHY_TRUNCATED },
	/* program headers */
	{ "interpreter", P(STACK, p_type), 4, PT_INTERP, XLU_WHY_BAD_SEGMENT },
	{ "dynamic section", P(STACK, p_type), 4, PT_DYNAMIC, XLU_WHY_BAD_SEGMENT },
	{ "code behind the end", P(CODE, p_offset), 4, FAKE_SIZE, XLU_WHY_TRUNCATED },
	{ "offset at 4 GiB", P(CODE, p_offset), 4, 0xffffffff, XLU_WHY_TRUNCATED },
	{ "virtual address", P(CODE, p_vaddr), 4, 0x400000, XLU_WHY_BAD_SEGMENT },
	{ "physical address", P(CODE, p_paddr), 4, 0x400000, XLU_WHY_BAD_SEGMENT },
	{ "more in the file than in memory", P(CODE, p_memsz), 4, FAKE_CODE_SIZE - 1,
	  XLU_WHY_BAD_SEGMENT },
	{ "overlapping", P(CODE, p_memsz), 4, 0x1001, XLU_WHY_BAD_SEGMENT },
	{ "beyond 4 GiB", P(CODE, p_memsz), 4, 0xffffffff, XLU_WHY_BAD_SEGMENT },
	{ "4 GiB in the file", P(DATA, p_filesz), 4, 0xffffffff, XLU_WHY_BAD_SEGMENT },
	{ "cut off", P(DATA, p_filesz), 4, FAKE_DATA_MEM, XLU_WHY_TRUNCATED },
	{ "1 byte too large", P(DATA, p_memsz), 4, XLU_IMAGE_MAX_SPAN - FAKE_DATA_AT + 1,
	  XLU_WHY_TOO_LARGE },
	{ "2 GiB", P(DATA, p_memsz), 4, 0x80000000, XLU_WHY_TOO_LARGE },
	{ "alignment no power of two", P(CODE, p_align), 4, 0x30, XLU_WHY_BAD_SEGMENT },
	{ "alignment that is not kept", P(DATA, p_align), 4, 0x4000, XLU_WHY_BAD_SEGMENT },
	{ "alignment of more than the base", P(CODE, p_align), 4, 0x400000,
	  XLU_WHY_BAD_SEGMENT },
	{ "notes behind the end", P(NOTES, p_offset), 4, FAKE_SIZE, XLU_WHY_TRUNCATED },
	{ "notes larger than the file", P(NOTES, p_filesz), 4, 0xfffffff0, XLU_WHY_TRUNCATED },
	/* entry */
	{ "entry below", FAKE_ENTRY_TAG + TAG_VALUE, 4, FAKE_LOW - 1, XLU_WHY_BAD_ENTRY },
	{ "entry behind the file's part", FAKE_ENTRY_TAG + TAG_VALUE, 4,
	  FAKE_LOW + FAKE_CODE_SIZE, XLU_WHY_BAD_ENTRY },
	{ "entry in .bss", FAKE_ENTRY_TAG + TAG_VALUE, 4, FAKE_DATA_AT + FAKE_DATA_SIZE,
	  XLU_WHY_BAD_ENTRY },
	{ "entry at 4 GiB", FAKE_ENTRY_TAG + TAG_VALUE, 4, 0xffffffff, XLU_WHY_BAD_ENTRY },
	/* Multiboot2 header */
	{ "no Multiboot2", FAKE_MB2, 4, 0x1badb002, XLU_WHY_NO_MULTIBOOT2 },
	{ "MIPS", FAKE_MB2 + 4, 4, 4, XLU_WHY_WRONG_ARCH },
	{ "header without end", FAKE_MB2 + 8, 4, FAKE_MB2_SIZE - 8, XLU_WHY_BAD_MULTIBOOT2 },
	{ "header without tags", FAKE_MB2 + 8, 4, 16, XLU_WHY_BAD_MULTIBOOT2 },
	{ "header longer than its tags", FAKE_MB2 + 8, 4, FAKE_MB2_SIZE + 8,
	  XLU_WHY_BAD_MULTIBOOT2 },
	{ "header of nothing", FAKE_MB2 + 8, 4, 0, XLU_WHY_BAD_MULTIBOOT2 },
	{ "header over the end of the file", FAKE_MB2 + 8, 4, FAKE_SIZE, XLU_WHY_TRUNCATED },
	{ "header over 32 KiB", FAKE_MB2 + 8, 4, 32768, XLU_WHY_BAD_MULTIBOOT2 },
	{ "header of 4 GiB", FAKE_MB2 + 8, 4, 0xffffffff, XLU_WHY_BAD_MULTIBOOT2 },
	{ "tag of no size", FAKE_MODALIGN + TAG_SIZE, 4, 0, XLU_WHY_BAD_MULTIBOOT2 },
	{ "tag smaller than a tag", FAKE_MODALIGN + TAG_SIZE, 4, 7, XLU_WHY_BAD_MULTIBOOT2 },
	{ "tag over the end", FAKE_VIDEO + TAG_SIZE, 4, FAKE_MB2_SIZE, XLU_WHY_BAD_MULTIBOOT2 },
	{ "tag of 4 GiB", FAKE_MODALIGN + TAG_SIZE, 4, 0xffffffff, XLU_WHY_BAD_MULTIBOOT2 },
	{ "end tag with content", FAKE_MB2_END + TAG_SIZE, 4, 12, XLU_WHY_BAD_MULTIBOOT2 },
	{ "other tag instead of the end", FAKE_MB2_END, 2, 6, XLU_WHY_BAD_MULTIBOOT2 },
	{ "unknown tag that matters", FAKE_VIDEO, 4, 0x7f, XLU_WHY_BAD_MULTIBOOT2 },
	{ "video mode that matters", FAKE_VIDEO, 4, 5, XLU_WHY_BAD_MULTIBOOT2 },
	{ "load addresses", FAKE_MODALIGN, 4, 2, XLU_WHY_BAD_MULTIBOOT2 },
	{ "boot services", FAKE_MODALIGN, 4, 7, XLU_WHY_BAD_MULTIBOOT2 },
	{ "wants EFI's tables", FAKE_REQUEST + TAG_VALUE, 4, 12, XLU_WHY_BAD_MULTIBOOT2 },
	{ "size of the request", FAKE_REQUEST + TAG_SIZE, 4, 15, XLU_WHY_BAD_MULTIBOOT2 },
	{ "size of the entry tag", FAKE_ENTRY_TAG + TAG_SIZE, 4, 16, XLU_WHY_BAD_MULTIBOOT2 },
	{ "not relocatable", FAKE_RELOC, 4, 1 << 16 | 99, XLU_WHY_NOT_RELOCATABLE },
	{ "size of the relocatable tag", FAKE_RELOC + TAG_SIZE, 4, 20, XLU_WHY_BAD_MULTIBOOT2 },
	{ "no room between the bounds", FAKE_RELOC + 8, 4, 0xfffff000, XLU_WHY_NOT_RELOCATABLE },
	{ "upper bound below the image", FAKE_RELOC + 12, 4, FAKE_HIGH - 2,
	  XLU_WHY_NOT_RELOCATABLE },
	{ "base of 4 MiB", FAKE_RELOC + 16, 4, 0x400000, XLU_WHY_NOT_RELOCATABLE },
	{ "alignment of base no power of two", FAKE_RELOC + 16, 4, 0x1800, XLU_WHY_BAD_MULTIBOOT2 },
	{ "no alignment of base", FAKE_RELOC + 16, 4, 0, XLU_WHY_BAD_MULTIBOOT2 },
	{ "unknown preference", FAKE_RELOC + 20, 4, 3, XLU_WHY_BAD_MULTIBOOT2 },
	/* notes */
	{ "name of 4 GiB", FAKE_BUILD_ID, 4, 0xffffffff, XLU_WHY_DAMAGED_NOTE },
	{ "name over the end", FAKE_NOTE, 4, 0x100, XLU_WHY_DAMAGED_NOTE },
	{ "descriptor of 4 GiB", FAKE_BUILD_ID + 4, 4, 0xffffffff, XLU_WHY_DAMAGED_NOTE },
	{ "descriptor over the end", FAKE_NOTE + 4, 4, 0x100, XLU_WHY_DAMAGED_NOTE },
	{ "empty build id", FAKE_BUILD_ID + 4, 4, 0, XLU_WHY_DAMAGED_NOTE },
	{ "long build id", FAKE_BUILD_ID + 4, 4, 24, XLU_WHY_DAMAGED_NOTE },
	{ "short versions", FAKE_NOTE + 4, 4, 84, XLU_WHY_DAMAGED_NOTE },
	{ "half a note", P(NOTES, p_filesz), 4, 8, XLU_WHY_DAMAGED_NOTE },
	{ "cut note", P(NOTES, p_filesz), 4, FAKE_NOTES_END - FAKE_BUILD_ID - 1,
	  XLU_WHY_DAMAGED_NOTE },
	{ "no stream version", V(stream_min), 4, 3, XLU_WHY_DAMAGED_NOTE },
	{ "no handoff version", V(handoff_max), 4, 0, XLU_WHY_DAMAGED_NOTE },
	{ "reserved", V(reserved), 4, 1, XLU_WHY_DAMAGED_NOTE },
	{ "escape in the version", V(version), 1, 0x1b, XLU_WHY_DAMAGED_NOTE },
	{ "8-bit character in the version", V(version), 1, 0xe4, XLU_WHY_DAMAGED_NOTE },
	/* what is not wrong */
	{ "largest", P(DATA, p_memsz), 4, XLU_IMAGE_MAX_SPAN - FAKE_DATA_AT, XLU_WHY_NONE },
	{ "up to its last page", P(CODE, p_memsz), 4, FAKE_CODE_SIZE, XLU_WHY_NONE },
	{ "entry in the last byte", FAKE_ENTRY_TAG + TAG_VALUE, 4,
	  FAKE_LOW + FAKE_CODE_SIZE - 1, XLU_WHY_NONE },
	{ "just enough room", FAKE_RELOC + 12, 4, FAKE_HIGH - 1, XLU_WHY_NONE },
	{ "lower bound at 16 MiB", FAKE_RELOC + 8, 4, 0x1000000, XLU_WHY_NONE },
	{ "base of 4 KiB", FAKE_RELOC + 16, 4, 0x1000, XLU_WHY_NONE },
	{ "unknown tag that does not matter", FAKE_VIDEO, 4, 1 << 16 | 0x7f, XLU_WHY_NONE },
	{ "EFI entry", FAKE_CONSOLE, 4, 9, XLU_WHY_NONE },
	{ "wish for EFI's tables", FAKE_REQUEST + 2, 2, 1, XLU_WHY_NONE },
	{ "no notes", P(NOTES, p_type), 4, PT_NULL, XLU_WHY_NONE },
	{ "one note only", P(NOTES, p_filesz), 4, FAKE_NOTE - FAKE_BUILD_ID, XLU_WHY_NONE },
	{ "notes of others", FAKE_NOTE + 12, 1, 'x', XLU_WHY_NONE },
	{ "name without end", FAKE_NOTE + 12 + sizeof(XLU_NOTE_NAME) - 1, 1, 'd', XLU_WHY_NONE },
	{ "new type of note", FAKE_NOTE + 8, 4, 2, XLU_WHY_NONE },
	{ "new feature", V(features), 4, 0x80, XLU_WHY_NONE },
};

static bool wrong_fields_are_refused(void)
{
	struct xlu_image image;
	u8 data[FAKE_SIZE];
	bool good = true;
	enum xlu_why why;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		fake_image_build(data);
		fake_put(data, wrong[i].offset, wrong[i].value, wrong[i].size);
		fake_image_resum(data, sizeof(data));
		why = parse(data, sizeof(data), &image);
		if (why == wrong[i].why &&
		    (why || fake_image_kept_promises(&image, sizeof(data))))
			continue;
		printf("# %s: %s instead of %s\n", wrong[i].name, xlu_why_word(why),
		       xlu_why_word(wrong[i].why));
		good = false;
	}
	return good;
}

static bool checksum_matters(void)
{
	struct xlu_image image;
	u8 data[FAKE_SIZE];

	fake_image_build(data);
	data[FAKE_MB2 + 12]++;
	return parse(data, sizeof(data), &image) == XLU_WHY_BAD_MULTIBOOT2;
}

/* Both segments of notes have the same note. */
static bool second_note_is_refused(void)
{
	struct xlu_image image;
	u8 data[FAKE_SIZE];

	fake_image_build(data);
	memcpy(data + FAKE_PHDR(STACK), data + FAKE_PHDR(NOTES), 32);
	return parse(data, sizeof(data), &image) == XLU_WHY_DAMAGED_NOTE;
}

static bool version_has_to_end(void)
{
	struct xlu_image image;
	u8 data[FAKE_SIZE];

	fake_image_build(data);
	memset(data + V(version), 'x', sizeof(image.note.version));
	return parse(data, sizeof(data), &image) == XLU_WHY_DAMAGED_NOTE;
}

static void set_load(u8 *data, int i, u32 paddr, u32 memsz)
{
	const struct elf32_phdr ph = {
		PT_LOAD, FAKE_CODE, paddr, paddr, min_t(u32, memsz, 64), memsz, 7, 0,
	};

	memcpy(data + FAKE_PHDR(i), &ph, sizeof(ph));
}

static bool segments_are_sorted(void)
{
	struct xlu_image image;
	u8 data[FAKE_SIZE];

	fake_image_build(data);
	set_load(data, 0, 0x203000, 0x1000);
	set_load(data, 1, 0x201000, 0x2000);
	set_load(data, 2, 0x204000, 0x8);
	set_load(data, 3, FAKE_LOW, 0x1000);
	return !parse(data, sizeof(data), &image) && image.nr_loads == 4 &&
	       image.load[0].paddr == FAKE_LOW && image.load[1].paddr == 0x201000 &&
	       image.load[2].paddr == 0x203000 && image.load[3].paddr == 0x204000 &&
	       image.high == 0x204008 && fake_image_kept_promises(&image, sizeof(data));
}

/* The last page of a segment belongs to it; the next one has to be the next one's. */
static bool segments_leave_no_gap(void)
{
	static const struct {
		u32 paddr;
		enum xlu_why why;
	} second[] = {
		{ FAKE_LOW, XLU_WHY_BAD_SEGMENT },
		{ FAKE_LOW + 0x1000, XLU_WHY_BAD_SEGMENT },
		{ FAKE_LOW + 0x2000, XLU_WHY_NONE },
		{ FAKE_LOW + 0x3000, XLU_WHY_BAD_SEGMENT },
	};
	struct xlu_image image;
	u8 data[FAKE_SIZE];
	bool good = true;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(second); i++) {
		fake_image_build(data);
		fake_put(data, P(DATA, p_type), PT_NULL, 4);
		set_load(data, CODE, FAKE_LOW, 0x1800);
		set_load(data, STACK, second[i].paddr, 0x1000);
		good &= parse(data, sizeof(data), &image) == second[i].why;
	}
	return good;
}

/* Program headers moved to where there is room for five. */
static bool five_segments(u32 memsz_of_last, struct xlu_image *image, enum xlu_why why)
{
	u8 data[FAKE_SIZE];
	int i;

	fake_image_build(data);
	for (i = 0; i < 4; i++)
		set_load(data, i, FAKE_LOW + i * 0x1000, 0x1000);
	memcpy(data + FAKE_DATA, data + FAKE_PHDR(0), 4 * 32);
	set_load(data, 3, FAKE_LOW + 0x4000, memsz_of_last);
	memcpy(data + FAKE_DATA + 4 * 32, data + FAKE_PHDR(3), 32);
	fake_put(data, E(e_phoff), FAKE_DATA, 4);
	fake_put(data, E(e_phnum), 5, 2);
	return parse(data, sizeof(data), image) == why;
}

static bool no_segments(void)
{
	struct xlu_image image;
	u8 data[FAKE_SIZE];

	fake_image_build(data);
	fake_put(data, P(CODE, p_type), PT_NULL, 4);
	fake_put(data, P(DATA, p_type), PT_NULL, 4);
	return parse(data, sizeof(data), &image) == XLU_WHY_BAD_SEGMENT;
}

/* Without the tag the ELF header has the entry. */
static bool entry_of_elf(void)
{
	struct xlu_image image;
	u8 data[FAKE_SIZE];

	fake_image_build(data);
	fake_put(data, FAKE_ENTRY_TAG, 1 << 16 | 99, 4);
	fake_image_resum(data, sizeof(data));
	if (parse(data, sizeof(data), &image) || image.entry != FAKE_LOW)
		return false;
	fake_put(data, E(e_entry), FAKE_LOW - 4, 4);
	return parse(data, sizeof(data), &image) == XLU_WHY_BAD_ENTRY;
}

/* Lower bound 16 MiB and a byte: the base is a multiple of 2 MiB and 2 MiB less. */
static bool bounds_of_base(void)
{
	struct xlu_image image;
	u8 data[FAKE_SIZE];

	fake_image_build(data);
	fake_put(data, FAKE_RELOC + 8, 0x1000001, 4);
	fake_put(data, FAKE_RELOC + 12, 0x7fffffff, 4);
	fake_image_resum(data, sizeof(data));
	return !parse(data, sizeof(data), &image) && image.base_min == 0x1000000 &&
	       image.base_max == 0x80000000;
}

/* The header is looked for in the first 32 KiB, at multiples of 8. */
static bool header_is_found(size_t at, bool found)
{
	const size_t size = 40000;
	u8 *data = calloc(1, size);
	struct xlu_image image;
	enum xlu_why why;

	fake_image_build(data);
	memcpy(data + at, data + FAKE_MB2, FAKE_MB2_SIZE);
	memset(data + FAKE_MB2, 0, FAKE_MB2_SIZE);
	why = parse(data, size, &image);
	free(data);
	return why == (found ? XLU_WHY_NONE : XLU_WHY_NO_MULTIBOOT2);
}

/* Bits that say nothing to the parser: it may accept either value. */
static bool is_free(size_t at)
{
	static const struct {
		size_t first, size;
	} range[] = {
		{ EI_OSABI, EI_NIDENT - EI_OSABI },
		{ E(e_entry), 4 },			/* the tag counts */
		{ E(e_shoff), 4 },			/* need only be inside */
		{ E(e_phnum), 2 },			/* more are empty, fewer suffice */
		{ E(e_shnum), 2 },
		{ E(e_shstrndx), 2 },
		{ P(CODE, p_flags), 8 },
		{ P(NOTES, p_vaddr), 8 },
		{ P(NOTES, p_memsz), 12 },
		{ P(DATA, p_flags), 8 },
		{ P(STACK, p_type), 32 },
		{ FAKE_REQUEST, 16 },			/* for other things, or none */
		{ FAKE_MODALIGN, TAG_VALUE },
		{ FAKE_RELOC + 2, 2 },
		{ FAKE_RELOC + 8, 16 },			/* bounds that leave room */
		{ FAKE_CONSOLE, 16 },
		{ FAKE_VIDEO, 24 },
		{ FAKE_ENTRY_TAG + 2, 2 },
		{ FAKE_ENTRY_TAG + 12, 4 },		/* padding */
		{ FAKE_MB2_END + 2, 2 },
		{ FAKE_NOTE + 12 + sizeof(XLU_NOTE_NAME), 2 },	/* padding */
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(range); i++)
		if (at >= range[i].first && at < range[i].first + range[i].size)
			return true;
	return false;
}

/* A bit that is neither refused nor seen in the result was not looked at. */
static bool bit_matters(u8 *data, size_t at, int bit, const struct xlu_image *sound)
{
	struct xlu_image image;
	enum xlu_why why;

	fake_image_build(data);
	data[at] ^= 1 << bit;
	if (at >= FAKE_MB2 && at < FAKE_MB2 + FAKE_MB2_SIZE)
		fake_image_resum(data, FAKE_SIZE);
	why = parse(data, FAKE_SIZE, &image);
	if (!why && !fake_image_kept_promises(&image, FAKE_SIZE))
		return false;
	return why || is_free(at) || memcmp(&image, sound, sizeof(image));
}

static bool every_bit_matters(size_t first, size_t last, const char *what)
{
	struct xlu_image sound;
	u8 data[FAKE_SIZE];
	bool good = true;
	size_t at;
	int bit;

	fake_image_build(data);
	parse(data, sizeof(data), &sound);
	for (at = first; at < last; at++) {
		for (bit = 0; bit < 8; bit++) {
			if (bit_matters(data, at, bit, &sound))
				continue;
			printf("# %s: bit %d of byte %#zx\n", what, bit, at);
			good = false;
		}
	}
	return good;
}

static bool every_length_is_truncated(void)
{
	struct xlu_image image;
	u8 data[FAKE_SIZE];
	size_t size;

	fake_image_build(data);
	for (size = 0; size < FAKE_SIZE; size++)
		if (parse(data, size, &image) != XLU_WHY_TRUNCATED)
			return false;
	return true;
}

/* Without section headers the end of the last segment is the end. */
static bool every_length_is_refused(void)
{
	struct xlu_image image;
	u8 data[FAKE_SIZE];
	size_t size;

	fake_image_build(data);
	fake_put(data, E(e_shnum), 0, 2);
	fake_put(data, E(e_shoff), 0, 4);
	for (size = 0; size < FAKE_DATA + FAKE_DATA_SIZE; size++)
		if (parse(data, size, &image) != XLU_WHY_TRUNCATED)
			return false;
	return !parse(data, size, &image);
}

static bool compression(const char *bytes, size_t size, enum xlu_compression kind)
{
	u8 *exact = malloc(size);
	size_t len;
	bool good;

	memcpy(exact, bytes, size);
	good = xlu_image_compression(exact, size) == kind;
	free(exact);
	for (len = 0; len < size; len++) {
		exact = malloc(len);
		memcpy(exact, bytes, len);
		good &= xlu_image_compression(exact, len) == XLU_PLAIN;
		free(exact);
	}
	return good;
}

void test_image(void)
{
	struct xlu_image image;

	verdict(good_image_is_understood(), "a good image");
	verdict(wrong_fields_are_refused(), "one wrong field");
	verdict(checksum_matters(), "Multiboot2 checksum");
	verdict(second_note_is_refused(), "note twice");
	verdict(version_has_to_end(), "version without end");
	verdict(segments_are_sorted(), "segments in any order");
	verdict(segments_leave_no_gap(), "a gap between segments");
	verdict(five_segments(0x1000, &image, XLU_WHY_BAD_SEGMENT), "a segment too many");
	verdict(five_segments(0, &image, XLU_WHY_NONE) && image.nr_loads == 4,
		"an empty segment");
	verdict(no_segments(), "no segment");
	verdict(entry_of_elf(), "entry of the ELF header");
	verdict(bounds_of_base(), "bounds of the base");
	verdict(header_is_found(0x2000, true) &&
		header_is_found(32768 - FAKE_MB2_SIZE, true) &&
		header_is_found(0x2004, false) && header_is_found(32768, false),
		"place of the Multiboot2 header");
	verdict(every_bit_matters(0, FAKE_PHDR(0), "ELF header"), "bits of the ELF header");
	verdict(every_bit_matters(FAKE_PHDR(0), FAKE_PHDR(FAKE_NR_PHDRS), "program headers"),
		"bits of the program headers");
	verdict(every_bit_matters(FAKE_MB2, FAKE_MB2 + 12, "Multiboot2 header") &&
		every_bit_matters(FAKE_MB2 + 16, FAKE_MB2 + FAKE_MB2_SIZE, "Multiboot2 header"),
		"bits of the Multiboot2 header");
	verdict(every_bit_matters(FAKE_BUILD_ID, V(version) + 12, "notes"),
		"bits of the notes");
	verdict(every_length_is_truncated(), "truncated at every byte");
	verdict(every_length_is_refused(), "truncated without section headers");
	verdict(compression("\x1f\x8b\x08", 3, XLU_GZIP) &&
		compression("\3757zXZ", 6, XLU_XZ) &&
		compression("\x28\xb5\x2f\xfd", 4, XLU_ZSTD) &&
		compression("\177ELF", 4, XLU_PLAIN) &&
		compression("\x1f\x8b\x07", 3, XLU_PLAIN) &&
		compression("\3757zXY", 6, XLU_PLAIN), "compression");
}
