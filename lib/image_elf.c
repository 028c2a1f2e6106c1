// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: ELF
 *
 * The ELF side of a Xen image.
 *
 * Xen for x86 is 64-bit code in a 32-bit file, as boot loaders enter it in 32-bit mode.
 * Usually it has one PT_LOAD and one PT_NOTE segment. Paging is off at the entry, so
 * virtual addresses must equal physical ones.
 */
#include "image_parts.h"

#define MAX_PHDRS	16	/* Xen has 2 */
#define PAGE_BYTES	4096ULL
#define FOUR_GIB	0x100000000ULL

static enum xlu_why elf_check_ident(const u8 *ident)
{
	if (ident[EI_CLASS] == ELFCLASS64 || ident[EI_DATA] == ELFDATA2MSB)
		return XLU_WHY_WRONG_ARCH;
	if (ident[EI_CLASS] != ELFCLASS32 || ident[EI_DATA] != ELFDATA2LSB ||
	    ident[EI_VERSION] != EV_CURRENT)
		return XLU_WHY_BAD_ELF;
	return XLU_WHY_NONE;
}

static enum xlu_why elf_check_header(const struct elf32_hdr *header)
{
	if (header->e_machine != EM_386)
		return XLU_WHY_WRONG_ARCH;
	if (header->e_type != ET_EXEC || header->e_version != EV_CURRENT ||
	    header->e_flags || header->e_ehsize != sizeof(*header) ||
	    header->e_phentsize != sizeof(struct elf32_phdr) ||
	    !header->e_phnum || header->e_phnum > MAX_PHDRS)
		return XLU_WHY_BAD_ELF;
	if (header->e_shnum && header->e_shentsize != sizeof(struct elf32_shdr))
		return XLU_WHY_BAD_ELF;
	return XLU_WHY_NONE;
}

/*
 * The sections are not used, but they are at the end of the file: if they are
 * incomplete, the file is truncated.
 */
static bool elf_sections_are_there(const struct xlu_file *file, const struct elf32_hdr *header)
{
	struct elf32_shdr section;
	u32 i;

	for (i = 0; i < header->e_shnum; i++) {
		if (!xlu_file_get(file, header->e_shoff + (u64)i * sizeof(section),
				  &section, sizeof(section)))
			return false;
		if (section.sh_type != SHT_NULL && section.sh_type != SHT_NOBITS &&
		    !xlu_file_has(file, section.sh_offset, section.sh_size))
			return false;
	}
	return true;
}

static enum xlu_why elf_get_header(const struct xlu_file *file, struct elf32_hdr *header)
{
	enum xlu_why why;

	if (file->size < SELFMAG)
		return XLU_WHY_TRUNCATED;
	if (memcmp(file->data, ELFMAG, SELFMAG))
		return XLU_WHY_NOT_AN_IMAGE;
	if (!xlu_file_get(file, 0, header, sizeof(*header)))
		return XLU_WHY_TRUNCATED;
	why = elf_check_ident(header->e_ident);
	if (!why)
		why = elf_check_header(header);
	if (!why && !elf_sections_are_there(file, header))
		why = XLU_WHY_TRUNCATED;
	return why;
}

/* Insert a segment into the sorted list. */
static void elf_insert_load(struct xlu_image *image, const struct xlu_image_load *load)
{
	u32 i = image->nr_loads++;

	for (; i && image->load[i - 1].paddr > load->paddr; i--)
		image->load[i] = image->load[i - 1];
	image->load[i] = *load;
}

static enum xlu_why elf_add_load(const struct xlu_file *file, const struct elf32_phdr *ph,
				 struct xlu_image *image)
{
	const struct xlu_image_load load = {
		.offset = ph->p_offset,
		.filesz = ph->p_filesz,
		.memsz = ph->p_memsz,
		.paddr = ph->p_paddr,
	};

	if (load.filesz > load.memsz || ph->p_vaddr != ph->p_paddr ||
	    !IS_ALIGNED(load.paddr, PAGE_BYTES) || load.paddr + load.memsz > FOUR_GIB)
		return XLU_WHY_BAD_SEGMENT;
	/* Relocation keeps alignment only up to that of the load base. */
	if (ph->p_align > 1 &&
	    (!is_power_of_2(ph->p_align) || ph->p_align > XLU_IMAGE_ALIGN ||
	     !IS_ALIGNED(load.paddr, ph->p_align)))
		return XLU_WHY_BAD_SEGMENT;
	if (!xlu_file_has(file, load.offset, load.filesz))
		return XLU_WHY_TRUNCATED;
	if (!load.memsz)
		return XLU_WHY_NONE;
	if (image->nr_loads == XLU_IMAGE_MAX_LOADS)
		return XLU_WHY_BAD_SEGMENT;
	elf_insert_load(image, &load);
	return XLU_WHY_NONE;
}

static enum xlu_why elf_take_segment(const struct xlu_file *file, const struct elf32_phdr *ph,
				     struct xlu_image *image)
{
	switch (ph->p_type) {
	case PT_LOAD:
		return elf_add_load(file, ph, image);
	case PT_NOTE:
		if (!xlu_file_has(file, ph->p_offset, ph->p_filesz))
			return XLU_WHY_TRUNCATED;
		xlu_image_note(file, ph->p_offset, ph->p_filesz, image);
		return XLU_WHY_NONE;
	case PT_DYNAMIC:
	case PT_INTERP:
		return XLU_WHY_BAD_SEGMENT;	/* needs a linker at run time */
	default:
		return XLU_WHY_NONE;
	}
}

/* Whole pages are copied, so bytes between two segments would be undefined. */
static enum xlu_why elf_check_layout(struct xlu_image *image)
{
	const struct xlu_image_load *load = image->load;
	u32 i;

	if (!image->nr_loads)
		return XLU_WHY_BAD_SEGMENT;
	image->low = load->paddr;
	for (i = 0; i < image->nr_loads; i++, load++) {
		if (i && load->paddr != ALIGN(image->high, PAGE_BYTES))
			return XLU_WHY_BAD_SEGMENT;
		image->high = load->paddr + load->memsz;
	}
	return image->high > XLU_IMAGE_MAX_SPAN ? XLU_WHY_TOO_LARGE : XLU_WHY_NONE;
}

enum xlu_why xlu_image_elf(const struct xlu_file *file, struct xlu_image *image)
{
	struct elf32_hdr header;
	enum xlu_why why;
	struct elf32_phdr ph;
	u32 i;

	why = elf_get_header(file, &header);
	for (i = 0; !why && i < header.e_phnum; i++) {
		if (!xlu_file_get(file, header.e_phoff + (u64)i * sizeof(ph), &ph, sizeof(ph)))
			return XLU_WHY_TRUNCATED;
		why = elf_take_segment(file, &ph, image);
	}
	if (why)
		return why;
	image->entry = header.e_entry;
	return elf_check_layout(image);
}
