// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Loading
 *
 * What cold and live loading have in common: checksum and description of the image for
 * the stub, and the command line of the next Xen. struct xlu_mode in load.h has the
 * functions in which the two modes differ.
 */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "cmdline.h"
#include "load.h"
#include "update.h"

/* Bytes of the image in memory, to the end of its last page. */
static u64 load_image_span(const struct xlu_image *image)
{
	return PAGE_ALIGN(image->high - image->low);
}

/**
 * xlu_load_image_crc() - checksum of an image as it will lie in memory
 * @image: result of the parser
 * @data: inflated file of the image
 *
 * Computed when the image is verified, over the verified bytes. Xen compares it with the
 * image in the sealed bank, and the stub with the image that it is about to enter.
 *
 * Return: the CRC32C of the image, zeroed parts included.
 */
u32 xlu_load_image_crc(const struct xlu_image *image, const void *data)
{
	u64 pos = image->low;
	u32 crc = 0;
	u32 i;

	for (i = 0; i < image->nr_loads; i++) {
		const struct xlu_image_load *load = &image->load[i];

		crc = xlu_crc32c_zeros(crc, load->paddr - pos);
		crc = xlu_crc32c(crc, data + load->offset, load->filesz);
		pos = load->paddr + load->filesz;
	}
	return xlu_crc32c_zeros(crc, image->low + load_image_span(image) - pos);
}

/**
 * xlu_load_describe_image() - describe the image to the stub
 * @area: handoff area
 * @update: with a verified image
 * @base: load base of the image
 */
void xlu_load_describe_image(struct xlu_area *area, const struct xlu_update *update,
			     u64 base)
{
	const struct xlu_image *image = &update->image;

	area->head.entry_maddr = base + image->entry;
	area->head.image_maddr = base + image->low;
	area->head.image_size = load_image_span(image);
	area->head.image_crc = update->image_crc;
	memcpy(area->head.image_sha256, update->image_sha256,
	       sizeof(area->head.image_sha256));
}

/**
 * xlu_xen_cmdline() - command line of a Xen that the stub starts
 * @text: command line that the user has staged, or that of the running Xen
 * @own: words that the driver adds, or ""
 *
 * Return: a string to be freed with kfree(), or an ERR_PTR: -E2BIG if Xen would truncate it.
 */
char *xlu_xen_cmdline(const char *text, const char *own)
{
	/* Without no-real-mode Xen would take the memory map of the BIOS, not the stub's. */
	bool add = !xlu_cmdline_has(text, "no-real-mode");
	char words[64], *result = kmalloc(XLU_CMDLINE_SIZE, GFP_KERNEL);
	int ret;

	if (!result)
		return ERR_PTR(-ENOMEM);
	snprintf(words, sizeof(words), "%s%s%s", own, add && *own ? " " : "",
		 add ? "no-real-mode" : "");
	/* The first word is dropped by a Xen that was not loaded by GRUB. */
	ret = xlu_cmdline_join(result, "xen", words, text);
	if (!ret)
		return result;
	kfree(result);
	return ERR_PTR(ret);
}

/**
 * xlu_payload_text() - copy a command line that was staged
 * @update: update
 * @payload: XEN_LIVEUPDATE_PAYLOAD_*CMDLINE
 *
 * Return: a string to be freed with kfree(), NULL if none was staged, or an
 * ERR_PTR. A newline at the end, as echo writes it, is dropped.
 */
char *xlu_payload_text(const struct xlu_update *update, u32 payload)
{
	const struct xlu_buffer *buf = update->payload[payload];
	char *text;

	if (!buf)
		return NULL;
	text = kmemdup_nul(buf->data, buf->size, GFP_KERNEL);
	if (!text)
		return ERR_PTR(-ENOMEM);
	strim(text);	/* trims the end in place; its result could not be freed */
	return text;
}
