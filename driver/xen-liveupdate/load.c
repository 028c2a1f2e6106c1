// SPDX-License-Identifier: GPL-2.0-only
/*
 * What cold and live loading share.
 */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "load.h"
#include "update.h"

/* Checksum of the image as it will lie in memory, to the end of its last page. */
static u32 image_crc(const struct xlu_update *update, u64 size)
{
	const struct xlu_image *image = &update->image;
	u64 pos = image->low;
	u32 crc = 0;
	u32 i;

	for (i = 0; i < image->nr_loads; i++) {
		const struct xlu_image_load *load = &image->load[i];

		crc = xlu_crc32c_zeros(crc, load->paddr - pos);
		crc = xlu_crc32c(crc, update->image_buf->data + load->offset, load->filesz);
		pos = load->paddr + load->filesz;
	}
	return xlu_crc32c_zeros(crc, image->low + size - pos);
}

/**
 * xlu_load_describe_image() - tell the stub where the image is
 * @area: area
 * @update: with a verified image
 * @base: its load base
 */
void xlu_load_describe_image(struct xlu_area *area, const struct xlu_update *update,
			     u64 base)
{
	const struct xlu_image *image = &update->image;
	u64 size = PAGE_ALIGN(image->high - image->low);

	area->head.entry_maddr = base + image->entry;
	area->head.image_maddr = base + image->low;
	area->head.image_size = size;
	area->head.image_crc = image_crc(update, size);
	memcpy(area->head.image_sha256, update->image_sha256,
	       sizeof(area->head.image_sha256));
}

/**
 * xlu_load_pages_whole() - do all segments begin and end at page boundaries?
 * @image: verified
 *
 * kexec moves whole pages; what lies between two segments would be undefined.
 */
bool xlu_load_pages_whole(const struct xlu_image *image)
{
	u64 end = image->low;
	u32 i;

	for (i = 0; i < image->nr_loads; i++) {
		if (image->load[i].paddr != end)
			return false;
		end = PAGE_ALIGN(end + image->load[i].memsz);
	}
	return true;
}

/**
 * xlu_drop_words() - take words out of a command line
 * @cmdline: command line
 * @start: what they begin with
 */
void xlu_drop_words(char *cmdline, const char *start)
{
	char *p, *end;

	while ((p = strstr(cmdline, start))) {
		end = strchrnul(p, ' ');
		if (*end)
			end++;
		memmove(p, end, strlen(end) + 1);
	}
}

/**
 * xlu_xen_cmdline() - command line of a Xen that the stub starts
 * @text: what the user wants, or the running Xen has
 *
 * Return: a string to be freed with kfree(), or NULL for lack of memory.
 */
char *xlu_xen_cmdline(const char *text)
{
	/* Without it Xen would ask the BIOS for the memory map, not the stub. */
	const char *skip_bios = " no-real-mode";

	/* The first word is dropped by a Xen that was not loaded by GRUB. */
	return kasprintf(GFP_KERNEL, "xen %s%s", text,
			 strstr(text, skip_bios + 1) ? "" : skip_bios);
}

/**
 * xlu_payload_text() - a command line that was staged
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
	strim(text);	/* at the end only: the text is to be freed */
	return text;
}
