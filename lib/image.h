/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A Xen image: ELF with a Multiboot2 header, relocatable, perhaps with the note
 * that tells what it can take over.
 *
 * Xen is linked at 2 MiB of an address space that it calls physical. The load base
 * is where byte 0 of that space goes: a segment goes to base + paddr. Base 0 is
 * the address that Xen is linked for; at any other it stays where it is put.
 */
#ifndef _XLU_IMAGE_H
#define _XLU_IMAGE_H

#include <xen-liveupdate/note.h>

#include "pure.h"
#include "reason.h"

/* Bytes of a file */
#define XLU_MAX_XEN		(64UL << 20)	/* Xen is 3 MiB; inflated, too */
#define XLU_MAX_KERNEL		(512UL << 20)
#define XLU_MAX_INITRD		(1024UL << 20)

#define XLU_IMAGE_ALIGN		0x200000	/* Xen's own rule for its load base */
#define XLU_IMAGE_MAX_LOADS	4
#define XLU_IMAGE_MAX_SPAN	0x4000000	/* 64 MiB from base to end of .bss */
#define XLU_IMAGE_WINDOW	0x4000000	/* how far back compressed data may refer */
#define XLU_IMAGE_BUILD_ID	48		/* text with NUL: 23 bytes, SHA-1 has 20 */

/**
 * struct xlu_image_load - a PT_LOAD segment that is not empty
 * @offset: in the file
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
 * struct xlu_image - what the parser found; every number is checked
 * @nr_loads: used entries of @load, at least 1, sorted by @paddr
 * @load: the segments, each from the page on that follows the one before
 * @low: lowest byte of all segments, counted from the load base, page aligned
 * @high: end of the highest segment, counted from the load base, at most
 *	XLU_IMAGE_MAX_SPAN
 * @entry: Multiboot2 i386 entry point, counted from the load base, inside a segment
 * @base_min: lowest load base that the image allows, from its relocatable tag;
 *	a multiple of XLU_IMAGE_ALIGN, as every load base has to be
 * @base_max: highest end (base + @high) that it allows, at most 4 GiB
 * @note: its versions, valid if @has_note; a good image without is for cold
 *	updates only
 * @has_note: see there
 * @bad_notes: its notes are damaged, so that it is for cold updates only, too
 * @build_id: lower-case hexadecimal, empty if it has none
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

/* @data is the whole inflated file. XLU_WHY_NONE if it is good. */
enum xlu_why xlu_image_parse(const void *data, size_t size, struct xlu_image *image);

/* Can it take over from a live update? XLU_WHY_NONE, or why not. */
enum xlu_why xlu_image_live(const struct xlu_image *image);

enum xlu_compression {
	XLU_PLAIN,
	XLU_GZIP,
	XLU_XZ,
	XLU_ZSTD,
};

/* By the first bytes; what is none of the others is XLU_PLAIN. */
enum xlu_compression xlu_image_compression(const void *data, size_t size);

/**
 * struct xlu_signature - an appended PKCS#7 signature, module style
 * @data_len: bytes that are signed
 * @sig_offset: where the PKCS#7 message begins
 * @sig_len: its bytes
 */
struct xlu_signature {
	size_t data_len;
	size_t sig_offset;
	size_t sig_len;
};

/*
 * Find the signature at the end of a file. XLU_WHY_NO_SIGNATURE if it has none:
 * then all of the file is @data_len. XLU_WHY_BAD_SIGNATURE if the trailer makes no
 * sense.
 */
enum xlu_why xlu_image_signature(const void *data, size_t size,
				 struct xlu_signature *sig);

#endif /* _XLU_IMAGE_H */
