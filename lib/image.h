/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A Xen image: ELF with a Multiboot2 header, relocatable, optionally with the note
 * that has the versions which it can take over.
 *
 * Xen is linked at 2 MiB of an address space that it calls physical. The load base
 * is the machine address of byte 0 of that space: a segment goes to base + paddr. Base 0
 * is the address that Xen is linked for; at any other Xen runs where it was loaded.
 */
#ifndef _XLU_IMAGE_H
#define _XLU_IMAGE_H

#include <xen-liveupdate/note.h>

#include "pure.h"
#include "reason.h"

/* Limits in bytes of a file */
#define XLU_MAX_XEN		(64UL << 20)	/* Xen is 3 MiB; inflated, too */
#define XLU_MAX_KERNEL		(512UL << 20)
#define XLU_MAX_INITRD		(1024UL << 20)

#define XLU_IMAGE_ALIGN		0x200000	/* of the load base, required by Xen */
#define XLU_IMAGE_MAX_LOADS	4
#define XLU_IMAGE_MAX_SPAN	0x4000000	/* 64 MiB from base to end of .bss */
#define XLU_IMAGE_WINDOW	0x4000000	/* how far back compressed data may refer */
#define XLU_IMAGE_BUILD_ID	48		/* text with NUL: 23 bytes, SHA-1 has 20 */

/**
 * struct xlu_image_load - a PT_LOAD segment that is not empty
 * @offset: offset in the file
 * @filesz: bytes in the file, may be 0
 * @memsz: bytes in memory, at least @filesz; the rest is zeroed
 * @paddr: first byte, counted from the load base, page aligned
 */
struct xlu_image_load {
	u64 offset;
	u64 filesz;
	u64 memsz;
	u64 paddr;
};

/**
 * struct xlu_image - result of the parser; every number is checked
 * @nr_loads: used entries of @load, at least 1, sorted by @paddr
 * @load: the segments, each beginning on the page after the previous one
 * @low: lowest byte of all segments, counted from the load base, page aligned
 * @high: end of the highest segment, counted from the load base, at most
 *	XLU_IMAGE_MAX_SPAN
 * @entry: Multiboot2 i386 entry point, counted from the load base, inside a segment
 * @base_min: lowest load base that the image allows, from its relocatable tag;
 *	a multiple of XLU_IMAGE_ALIGN, as every load base has to be
 * @base_max: highest end (base + @high) that the image allows, at most 4 GiB
 * @note: versions that the image can take over, valid if @has_note
 * @has_note: the image has the note; without it only cold updates are possible
 * @bad_notes: the notes are damaged, so only cold updates are possible
 * @build_id: lower-case hexadecimal, empty if the image has none
 */
struct xlu_image {
	u32 nr_loads;
	struct xlu_image_load load[XLU_IMAGE_MAX_LOADS];
	u64 low;
	u64 high;
	u64 entry;
	u64 base_min;
	u64 base_max;
	struct xlu_note_versions note;
	bool has_note;
	bool bad_notes;
	char build_id[XLU_IMAGE_BUILD_ID];
};

/**
 * xlu_image_parse() - check and describe a Xen image
 * @data: the whole inflated file
 * @size: bytes of @data
 * @image: description of the image
 *
 * Return: XLU_WHY_NONE, or why the image cannot be used.
 */
enum xlu_why xlu_image_parse(const void *data, size_t size, struct xlu_image *image);

/**
 * xlu_image_live() - check whether an image can be used for a live update
 * @image: parsed image
 *
 * Return: XLU_WHY_NONE, or why it cannot.
 */
enum xlu_why xlu_image_live(const struct xlu_image *image);

enum xlu_compression {
	XLU_PLAIN,
	XLU_GZIP,
	XLU_XZ,
	XLU_ZSTD,
};

/**
 * xlu_image_compression() - recognise the format by its magic number
 * @data: beginning of the file
 * @size: bytes of @data
 *
 * Return: the format, XLU_PLAIN if it is none of the others.
 */
enum xlu_compression xlu_image_compression(const void *data, size_t size);

/**
 * struct xlu_signature - an appended PKCS#7 signature, module style
 * @data_len: number of signed bytes
 * @sig_offset: offset of the PKCS#7 message
 * @sig_len: bytes of the PKCS#7 message
 */
struct xlu_signature {
	size_t data_len;
	size_t sig_offset;
	size_t sig_len;
};

/**
 * xlu_image_signature() - find the signature at the end of a file
 * @data: the file
 * @size: bytes of @data
 * @sig: place of the signature
 *
 * Return: XLU_WHY_NONE; XLU_WHY_NO_SIGNATURE if the file has none, @sig->data_len is @size
 * then; XLU_WHY_BAD_SIGNATURE if the trailer is invalid.
 */
enum xlu_why xlu_image_signature(const void *data, size_t size,
				 struct xlu_signature *sig);

#endif /* _XLU_IMAGE_H */
