// SPDX-License-Identifier: GPL-2.0-only
/*
 * The image of fake_image.h, and what has to be true of every image that the
 * parser accepts.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_image.h"

#define MB2_MAGIC	0xe85250d6
#define FOUR_GIB	0x100000000ULL

static void put_headers(u8 *data)
{
	const struct elf32_hdr header = {
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS32, ELFDATA2LSB, 1 },
		.e_type = ET_EXEC,
		.e_machine = EM_386,
		.e_version = EV_CURRENT,
		.e_entry = FAKE_LOW,
		.e_phoff = FAKE_PHDR(0),
		.e_shoff = FAKE_SHDR,
		.e_ehsize = sizeof(header),
		.e_phentsize = sizeof(struct elf32_phdr),
		.e_phnum = FAKE_NR_PHDRS,
		.e_shentsize = sizeof(struct elf32_shdr),
		.e_shnum = FAKE_NR_SHDRS,
		.e_shstrndx = 1,
	};
	const struct elf32_phdr phdr[FAKE_NR_PHDRS] = {
		{ PT_LOAD, FAKE_CODE, FAKE_LOW, FAKE_LOW, FAKE_CODE_SIZE, 0x1000, 7, 0x40 },
		{ PT_NOTE, FAKE_BUILD_ID, 0, 0, FAKE_NOTES_END - FAKE_BUILD_ID,
		  FAKE_NOTES_END - FAKE_BUILD_ID, PF_R, 4 },
		{ PT_LOAD, FAKE_DATA, FAKE_DATA_AT, FAKE_DATA_AT, FAKE_DATA_SIZE,
		  FAKE_DATA_MEM, 6, 0x1000 },
		{ PT_GNU_STACK, 0, 0, 0, 0, 0, 6, 0 },
	};

	const struct elf32_shdr shdr[FAKE_NR_SHDRS] = {
		[1] = { .sh_type = SHT_STRTAB, .sh_offset = FAKE_NAMES,
			.sh_size = FAKE_SIZE - FAKE_NAMES },
		[2] = { .sh_type = SHT_NOBITS, .sh_offset = FAKE_SIZE,
			.sh_size = FAKE_DATA_MEM },
	};

	memcpy(data + FAKE_EHDR, &header, sizeof(header));
	memcpy(data + FAKE_SHDR, shdr, sizeof(shdr));
	memcpy(data + FAKE_PHDR(0), phdr, sizeof(phdr));
}

static void put_multiboot2(u8 *data)
{
	const u32 header[] = {
		MB2_MAGIC, 0, FAKE_MB2_SIZE, 0,
		1, 16, 4, 6,				/* wants memory information */
		6, 8,					/* modules on pages */
		10 | 1 << 16, 24, FAKE_LOW, 0xffffffff, 0x200000, 2,
		4 | 1 << 16, 12, 2, 0,			/* console */
		5 | 1 << 16, 20, 0, 0, 0, 0,		/* video mode */
		3, 12, FAKE_ENTRY, 0,
		0, 8,
	};

	static_assert(sizeof(header) == FAKE_MB2_SIZE, "the offsets are others");
	memcpy(data + FAKE_MB2, header, sizeof(header));
	fake_image_resum(data, FAKE_SIZE);
}

static void put_notes(u8 *data)
{
	const struct xlu_note_versions versions = { 1, 2, 1, 1, 0, 0, "4.17.5-fake" };
	const u32 id[] = { 4, 20, 3 };
	const u32 lu[] = { sizeof(XLU_NOTE_NAME), sizeof(versions), XLU_NOTE_VERSIONS };
	int i;

	memcpy(data + FAKE_BUILD_ID, id, sizeof(id));
	memcpy(data + FAKE_BUILD_ID + 12, "GNU", 4);
	for (i = 0; i < 20; i++)
		data[FAKE_BUILD_ID + 16 + i] = 0xa0 + i;
	memcpy(data + FAKE_NOTE, lu, sizeof(lu));
	memcpy(data + FAKE_NOTE + 12, XLU_NOTE_NAME, sizeof(XLU_NOTE_NAME));
	memcpy(data + FAKE_NOTE_DESC, &versions, sizeof(versions));
}

void fake_image_build(u8 *data)
{
	memset(data, 0, FAKE_SIZE);
	put_headers(data);
	put_multiboot2(data);
	put_notes(data);
}

void fake_image_resum(u8 *data, size_t size)
{
	size_t at;

	for (at = 0; at + 16 <= size && at < 32768; at += 8)
		if (fake_get32(data, at) == MB2_MAGIC)
			fake_put(data, at + 12, -(MB2_MAGIC + fake_get32(data, at + 4) +
						  fake_get32(data, at + 8)), 4);
}

static bool loads_kept_promises(const struct xlu_image *image, size_t size)
{
	const struct xlu_image_load *load = image->load;
	u64 end = 0;
	u32 i;

	if (!image->nr_loads || image->nr_loads > XLU_IMAGE_MAX_LOADS ||
	    image->low != load->paddr)
		return false;
	for (i = 0; i < image->nr_loads; i++, load++) {
		if (!load->memsz || load->filesz > load->memsz || load->paddr % 4096 ||
		    (i && load->paddr != ALIGN(end, 4096ULL)) || load->offset > size ||
		    load->filesz > size - load->offset)
			return false;
		end = load->paddr + load->memsz;
	}
	return image->high == end && end <= XLU_IMAGE_MAX_SPAN;
}

static bool entry_kept_promises(const struct xlu_image *image)
{
	u32 i;

	for (i = 0; i < image->nr_loads; i++)
		if (image->entry >= image->load[i].paddr &&
		    image->entry < image->load[i].paddr + image->load[i].filesz)
			return true;
	return false;
}

bool fake_image_kept_promises(const struct xlu_image *image, size_t size)
{
	const struct xlu_note_versions *note = &image->note;
	size_t len = strnlen(image->build_id, sizeof(image->build_id));

	if (!loads_kept_promises(image, size) || !entry_kept_promises(image))
		return false;
	if (image->base_min % XLU_IMAGE_ALIGN || image->base_max > FOUR_GIB ||
	    image->base_min + image->high > image->base_max)
		return false;
	if (len == sizeof(image->build_id) || len % 2 ||
	    strspn(image->build_id, "0123456789abcdef") != len)
		return false;
	return !image->has_note ||
	       (note->stream_min <= note->stream_max &&
		note->handoff_min <= note->handoff_max && !note->reserved &&
		strnlen(note->version, sizeof(note->version)) < sizeof(note->version));
}

static int write_seed(const char *dir, const char *name, const u8 *data, size_t size)
{
	char path[512];
	FILE *file;
	int bad;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = fopen(path, "wb");
	if (!file) {
		perror(path);
		return 1;
	}
	bad = fwrite(data, 1, size, file) != size;
	if (fclose(file) || bad) {
		perror(path);
		return 1;
	}
	return 0;
}

int fake_image_seeds(const char *dir)
{
	const struct module_signature trailer = {
		.id_type = PKEY_ID_PKCS7, .sig_len = htobe32(16),
	};
	u8 data[FAKE_SIZE + 16 + sizeof(trailer) + sizeof(MODULE_SIG_STRING) - 1] = { 0 };
	u8 *end = data + FAKE_SIZE + 16;
	int bad;

	fake_image_build(data);
	bad = write_seed(dir, "plain", data, FAKE_SIZE);
	memcpy(end, &trailer, sizeof(trailer));
	memcpy(end + sizeof(trailer), MODULE_SIG_STRING, sizeof(MODULE_SIG_STRING) - 1);
	bad |= write_seed(dir, "signed", data, sizeof(data));
	fake_put(data, FAKE_PHDR(1), PT_NULL, 4);
	bad |= write_seed(dir, "without-notes", data, FAKE_SIZE);
	fake_put(data, FAKE_EHDR + offsetof(struct elf32_hdr, e_shnum), 0, 2);
	bad |= write_seed(dir, "without-sections", data, FAKE_SHDR);
	return bad;
}
