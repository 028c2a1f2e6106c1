// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Xen images
 *
 * Parses a Xen image and answers what it can be used for. The parts of the format have a
 * file each: image_elf.c, image_mb2.c and image_note.c. Here are their order, and what
 * surrounds the image in a file: compression and an appended signature.
 */
#include <xen-liveupdate/handoff.h>

#include "image_parts.h"

/* Is the entry point in bytes that come from the file? */
static bool image_entry_is_code(const struct xlu_image *image)
{
	const struct xlu_image_load *load = image->load;
	u32 i;

	for (i = 0; i < image->nr_loads; i++, load++)
		if (image->entry >= load->paddr &&
		    image->entry - load->paddr < load->filesz)
			return true;
	return false;
}

enum xlu_why xlu_image_parse(const void *data, size_t size, struct xlu_image *image)
{
	const struct xlu_file file = { data, size };
	enum xlu_why why;

	memset(image, 0, sizeof(*image));
	why = xlu_image_elf(&file, image);
	if (!why)
		why = xlu_image_mb2(&file, image);
	if (!why && !image_entry_is_code(image))
		why = XLU_WHY_BAD_ENTRY;
	return why;
}

enum xlu_why xlu_image_live(const struct xlu_image *image)
{
	if (image->bad_notes)
		return XLU_WHY_DAMAGED_NOTE;
	if (!image->has_note)
		return XLU_WHY_UNSUPPORTED_STREAM;
	if (image->note.handoff_min > XLU_HANDOFF_VERSION ||
	    image->note.handoff_max < XLU_HANDOFF_VERSION)
		return XLU_WHY_UNSUPPORTED_HANDOFF;
	return XLU_WHY_NONE;
}

enum xlu_compression xlu_image_compression(const void *data, size_t size)
{
	static const struct {
		enum xlu_compression kind;
		u8 size;
		u8 magic[6];
	} known[] = {
		{ XLU_GZIP, 3, { 0x1f, 0x8b, 0x08 } },	/* 8: deflate, the only one in RFC 1952 */
		{ XLU_XZ, 6, { 0xfd, '7', 'z', 'X', 'Z', 0 } },
		{ XLU_ZSTD, 4, { 0x28, 0xb5, 0x2f, 0xfd } },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(known); i++)
		if (size >= known[i].size && !memcmp(data, known[i].magic, known[i].size))
			return known[i].kind;
	return XLU_PLAIN;
}

/* The file ends in: signed data, PKCS#7 message, struct module_signature, magic. */
enum xlu_why xlu_image_signature(const void *data, size_t size, struct xlu_signature *sig)
{
	static const struct module_signature zero;
	const size_t magic_len = sizeof(MODULE_SIG_STRING) - 1;
	const struct xlu_file file = { data, size };
	struct module_signature trailer;
	size_t left, sig_len;

	memset(sig, 0, sizeof(*sig));
	sig->data_len = size;
	if (size < magic_len ||
	    memcmp(file.data + size - magic_len, MODULE_SIG_STRING, magic_len))
		return XLU_WHY_NO_SIGNATURE;
	left = size - magic_len;
	if (left < sizeof(trailer))
		return XLU_WHY_BAD_SIGNATURE;
	left -= sizeof(trailer);
	memcpy(&trailer, file.data + left, sizeof(trailer));

	/* Other fields belong to an older format: signer and algorithms are in the message. */
	sig_len = be32_to_cpu(trailer.sig_len);
	trailer.sig_len = 0;
	if (trailer.id_type != PKEY_ID_PKCS7)
		return XLU_WHY_BAD_SIGNATURE;
	trailer.id_type = 0;
	if (memcmp(&trailer, &zero, sizeof(zero)))
		return XLU_WHY_BAD_SIGNATURE;

	/* Neither signature nor data may be empty. */
	if (!sig_len || sig_len >= left)
		return XLU_WHY_BAD_SIGNATURE;
	sig->data_len = left - sig_len;
	sig->sig_offset = sig->data_len;
	sig->sig_len = sig_len;
	return XLU_WHY_NONE;
}
