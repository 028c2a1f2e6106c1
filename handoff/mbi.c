// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: The boot information
 *
 * Builds the Multiboot2 boot information (Multiboot2 specification, 3.4 to 3.6) for the
 * new Xen.
 */
#include "stub.h"

#define TAG_END			0
#define TAG_CMDLINE		1
#define TAG_LOADER_NAME		2
#define TAG_MODULE		3
#define TAG_MEMINFO		4
#define TAG_MEMMAP		6
#define TAG_LOAD_BASE		21

#define TAG_ALIGN		8
#define LOWER_MEMORY_MAX	0xa0000	/* where the PC's video memory begins */
#define UPPER_MEMORY		0x100000

/*
 * Bytes that do not fit are counted but not written, so that the same code also
 * computes the size.
 */
struct writer {
	u8 *buf;
	u32 size;
	u64 used;
};

static void put(struct writer *w, const void *data, size_t len)
{
	if (w->used + len <= w->size)
		xlu_copy(w->buf + w->used, data, len);
	w->used += len;
}

static void put32(struct writer *w, u32 value)
{
	put(w, &value, sizeof(value));
}

static void put_header(struct writer *w, u32 type, u32 size)
{
	static const u8 zero[TAG_ALIGN];

	put(w, zero, -w->used % TAG_ALIGN);
	put32(w, type);
	put32(w, size);
}

static void put_string(struct writer *w, u32 type, const char *text, u32 size)
{
	put_header(w, type, 8 + size);
	put(w, text, size);
}

static void put_meminfo(struct writer *w, const struct xlu_handoff *h,
			const struct xlu_memmap_entry *map)
{
	u64 lower = 0;
	u64 upper = 0;
	u64 end;
	u32 i;

	for (i = 0; i < h->memmap_nr; i++) {
		end = map[i].maddr + map[i].size;
		if (map[i].type != 1)
			continue;
		if (!map[i].maddr)
			lower = end < LOWER_MEMORY_MAX ? end : LOWER_MEMORY_MAX;
		if (map[i].maddr <= UPPER_MEMORY && end > UPPER_MEMORY)
			upper = end - UPPER_MEMORY;
	}
	/* The EBDA may lie beyond the first range. Xen takes the lower of both values. */
	if (h->ebda_maddr)
		lower = h->ebda_maddr;
	put_header(w, TAG_MEMINFO, 16);
	put32(w, lower / 1024);
	put32(w, upper / 1024 > ~0U ? ~0U : upper / 1024);
}

static void put_memmap_entry(void *opaque, u64 maddr, u64 size, u32 type)
{
	struct xlu_memmap_entry entry = { maddr, size, type, 0 };

	put(opaque, &entry, sizeof(entry));
}

static void put_memmap(struct writer *w, const struct xlu_handoff *h,
		       const struct xlu_memmap_entry *map)
{
	struct writer count = { 0 };

	xlu_memmap_carve(h, map, put_memmap_entry, &count);
	put_header(w, TAG_MEMMAP, 16 + count.used);
	put32(w, sizeof(struct xlu_memmap_entry));
	put32(w, 0);
	xlu_memmap_carve(h, map, put_memmap_entry, w);
}

static void put_module(struct writer *w, const struct xlu_module *module)
{
	put_header(w, TAG_MODULE, 16 + module->cmdline_size);
	put32(w, module->maddr);
	put32(w, module->maddr + module->size);
	put(w, xlu_map_low(module->cmdline_maddr, module->cmdline_size),
	    module->cmdline_size);
}

/**
 * xlu_mbi_build() - build the boot information
 * @h: header, checked
 * @buf: buffer for the result
 * @size: bytes of @buf
 *
 * Return: size of the boot information, which exceeds @size if @buf is too small.
 */
u64 xlu_mbi_build(const struct xlu_handoff *h, void *buf, u32 size)
{
	static const char name[] = "xen-liveupdate";
	const struct xlu_memmap_entry *map;
	struct writer w = { .buf = buf, .size = size };
	u32 total;
	u32 i;

	map = xlu_map_low(h->memmap_maddr, h->memmap_nr * sizeof(*map));
	put32(&w, 0);	/* total size, filled in at the end */
	put32(&w, 0);
	put_string(&w, TAG_CMDLINE, xlu_map_low(h->cmdline_maddr, h->cmdline_size),
		   h->cmdline_size);
	put_string(&w, TAG_LOADER_NAME, name, sizeof(name));
	put_header(&w, TAG_LOAD_BASE, 12);
	put32(&w, h->image_maddr);
	put_meminfo(&w, h, map);
	put_memmap(&w, h, map);
	for (i = 0; i < h->nr_modules; i++)
		put_module(&w, &h->module[i]);
	put_header(&w, TAG_END, 8);

	total = w.used;
	if (w.used <= size)
		xlu_copy(buf, &total, sizeof(total));
	return w.used;
}
