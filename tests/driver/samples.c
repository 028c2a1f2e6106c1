// SPDX-License-Identifier: GPL-2.0-only
/*
 * Samples of payloads: images, kernels and RAM disks in all wrappings.
 */
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include "fake_image.h"
#include "samples.h"

#define XEN	XEN_LIVEUPDATE_PAYLOAD_XEN
#define KERNEL	XEN_LIVEUPDATE_PAYLOAD_KERNEL
#define INITRD	XEN_LIVEUPDATE_PAYLOAD_INITRD

struct bytes {
	u8 *data;
	size_t size;
};

/* What samples are made of stays until the end, in a chain. */
static struct bytes new_bytes(const void *data, size_t size)
{
	static u8 *last;
	u8 *memory = calloc(1, sizeof(last) + size);
	struct bytes bytes = { memory + sizeof(last), size };

	memcpy(memory, &last, sizeof(last));
	last = memory;
	if (data)
		memcpy(bytes.data, data, size);
	return bytes;
}

static struct bytes join(struct bytes a, struct bytes b)
{
	struct bytes both = new_bytes(NULL, a.size + b.size);

	memcpy(both.data, a.data, a.size);
	memcpy(both.data + a.size, b.data, b.size);
	return both;
}

/* A text and zeros */
static struct bytes padded(const char *text, size_t size)
{
	struct bytes bytes = new_bytes(NULL, size);

	memcpy(bytes.data, text, strlen(text));
	return bytes;
}

/* --- wrappings --------------------------------------------------------------------- */

static struct bytes gzip(struct bytes in)
{
	struct bytes out = new_bytes(NULL, in.size + 1000);
	z_stream stream = {
		.next_in = in.data, .avail_in = in.size,
		.next_out = out.data, .avail_out = out.size,
	};

	deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
	deflate(&stream, Z_FINISH);
	out.size = stream.total_out;
	deflateEnd(&stream);
	return out;
}

#define DICT	(1 << 20)

/* @other: a filter before LZMA2, or LZMA_VLI_UNKNOWN */
static struct bytes xz(struct bytes in, lzma_check check, lzma_vli other)
{
	struct bytes out = new_bytes(NULL, in.size + 1000);
	lzma_options_delta delta = { .type = LZMA_DELTA_TYPE_BYTE, .dist = 1 };
	lzma_options_lzma options;
	lzma_filter filters[3] = { { other, other == LZMA_FILTER_DELTA ? &delta : NULL } };
	size_t i = other != LZMA_VLI_UNKNOWN, used = 0;

	lzma_lzma_preset(&options, 6);
	options.dict_size = DICT;
	filters[i].id = LZMA_FILTER_LZMA2;
	filters[i++].options = &options;
	filters[i].id = LZMA_VLI_UNKNOWN;
	if (lzma_stream_buffer_encode(filters, check, NULL, in.data, in.size, out.data, &used,
				      out.size) != LZMA_OK)
		abort();
	out.size = used;
	return out;
}

static struct bytes xz32(struct bytes in)
{
	return xz(in, LZMA_CHECK_CRC32, LZMA_VLI_UNKNOWN);
}

/* Who compresses with so much needs ten times as much: it is only claimed. */
#define XZ_BLOCK	12
#define XZ_64_MIB	28

static struct bytes xz_dict(struct bytes in, u8 dict)
{
	struct bytes out = new_bytes(in.data, in.size);
	u8 *block = out.data + XZ_BLOCK, *lzma2 = block + 2;
	u32 crc;

	/* Behind sizes of the block: the filter, and one byte of options */
	while (lzma2[0] != LZMA_FILTER_LZMA2 || lzma2[1] != 1)
		lzma2++;
	lzma2[2] = dict;
	crc = lzma_crc32(block, *block * 4, 0);
	memcpy(block + *block * 4, &crc, sizeof(crc));
	return out;
}

/* The size may be unknown when compression begins, as for what comes through a pipe. */
static struct bytes zstd(struct bytes in, bool sum, bool known, int window_log)
{
	struct bytes out = new_bytes(NULL, in.size + 1000);
	ZSTD_CCtx *context = ZSTD_createCCtx();
	ZSTD_outBuffer to = { out.data, out.size, 0 };
	ZSTD_inBuffer from = { in.data, in.size, 0 };

	ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, sum);
	if (known)
		ZSTD_CCtx_setPledgedSrcSize(context, in.size);
	else
		ZSTD_compressStream2(context, &to, &from, ZSTD_e_continue);
	while (ZSTD_compressStream2(context, &to, &from, ZSTD_e_end))
		;
	ZSTD_freeCCtx(context);
	out.size = to.pos;
	if (window_log)
		out.data[5] = (window_log - 10) << 3;
	return out;
}

/* --- kernels ----------------------------------------------------------------------- */

#define VMLINUX_SIZE	24576
#define NOTES_AT	16384

/* ELF for x86-64 whose notes have @type for "Xen" */
static struct bytes vmlinux(u32 type)
{
	static const struct elf64_note other = { 4, 8, 1 };
	struct bytes out = new_bytes(NULL, VMLINUX_SIZE);
	struct elf64_note note = { 4, 8, type };
	struct elf64_hdr header = {
		.e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT },
		.e_type = ET_EXEC, .e_machine = EM_X86_64, .e_version = EV_CURRENT,
		.e_phoff = sizeof(header), .e_ehsize = sizeof(header),
		.e_phentsize = sizeof(struct elf64_phdr), .e_phnum = 2,
	};
	struct elf64_phdr ph[2] = {
		{ .p_type = PT_LOAD, .p_offset = 4096, .p_filesz = VMLINUX_SIZE - 4096 },
		{ .p_type = PT_NOTE, .p_offset = NOTES_AT, .p_filesz = 2 * (12 + 4 + 8) },
	};
	u8 *notes = out.data + NOTES_AT;
	size_t i;

	for (i = 4096; i < VMLINUX_SIZE; i++)
		out.data[i] = i * i >> 7;
	memcpy(out.data, &header, sizeof(header));
	memcpy(out.data + sizeof(header), ph, sizeof(ph));
	memcpy(notes, &other, sizeof(other));
	memcpy(notes + 12, "GNU", 4);
	memcpy(notes + 24, &note, sizeof(note));
	memcpy(notes + 36, "Xen", 4);
	return out;
}

static void put(u8 *data, size_t at, u32 value, size_t size)
{
	memcpy(data + at, &value, size);
}

/* There are as many bytes behind the payload as its alignment needs. */
static struct bytes bzimage(struct bytes payload, u32 version)
{
	struct bytes head = new_bytes(NULL, 2 * 512), image;

	payload.size = ALIGN(payload.size, 16);
	head.data[0x1f1] = 1;
	put(head.data, 0x1f4, payload.size / 16, 4);
	memcpy(head.data + 0x202, "HdrS", 4);
	put(head.data, 0x206, version, 2);
	put(head.data, 0x24c, payload.size, 4);
	image = join(head, payload);
	return image;
}

/* The size that Xen wants to find at the end, and room for bzimage() to align */
static struct bytes with_size(struct bytes payload, u32 size)
{
	struct bytes out = new_bytes(NULL, payload.size + 4 + 16);

	memcpy(out.data, payload.data, payload.size);
	out.size = payload.size + 4;
	put(out.data, payload.size, size, 4);
	return out;
}

/* --- all of them ------------------------------------------------------------------- */

struct list {
	struct sample *samples;
	size_t nr;
};

static void add(struct list *list, const char *name, u32 payload, enum xlu_why why,
		struct bytes bytes)
{
	if (list->nr == SAMPLES_MAX)
		abort();
	list->samples[list->nr++] = (struct sample){
		name, payload, why, bytes.data, bytes.size,
	};
}

static struct bytes changed(struct bytes in, size_t at, u8 bits)
{
	struct bytes out = new_bytes(in.data, in.size);

	out.data[at] ^= bits;
	return out;
}

static struct bytes cut(struct bytes in, size_t less)
{
	return new_bytes(in.data, in.size - less);
}

static void add_gzip(struct list *list, struct bytes xen)
{
	struct bytes gz = gzip(xen), byte = new_bytes("x", 1);

	add(list, "gzip", XEN, XLU_WHY_NONE, gz);
	add(list, "gzip and a byte", XEN, XLU_WHY_TRAILING_DATA, join(gz, byte));
	add(list, "gzip and zeroes", XEN, XLU_WHY_TRAILING_DATA, join(gz, new_bytes(NULL, 512)));
	add(list, "gzip of two members", XEN, XLU_WHY_TRAILING_DATA, join(gz, gz));
	add(list, "gzip, checksum", XEN, XLU_WHY_BAD_COMPRESSION, changed(gz, gz.size - 8, 1));
	add(list, "gzip, size", XEN, XLU_WHY_BAD_COMPRESSION, changed(gz, gz.size - 1, 0x40));
	add(list, "gzip, reserved flag", XEN, XLU_WHY_BAD_COMPRESSION, changed(gz, 3, 0x80));
	add(list, "gzip, names to the end", XEN, XLU_WHY_BAD_COMPRESSION,
	    cut(changed(gz, 3, 0x08), gz.size - 11));
	add(list, "gzip, half", XEN, XLU_WHY_BAD_COMPRESSION, cut(gz, gz.size / 2));
	add(list, "gzip, without its last byte", XEN, XLU_WHY_BAD_COMPRESSION, cut(gz, 1));
	add(list, "gzip of nothing", XEN, XLU_WHY_BAD_COMPRESSION, gzip(new_bytes("", 0)));
	add(list, "gzip of text", XEN, XLU_WHY_TRUNCATED, gzip(new_bytes("xen", 3)));
	add(list, "gzip in gzip", XEN, XLU_WHY_NOT_AN_IMAGE, gzip(gz));
}

static void add_xz(struct list *list, struct bytes xen)
{
	struct bytes good = xz32(xen);

	add(list, "xz", XEN, XLU_WHY_NONE, good);
	add(list, "xz without check", XEN, XLU_WHY_NONE,
	    xz(xen, LZMA_CHECK_NONE, LZMA_VLI_UNKNOWN));
	add(list, "xz of x86 code", XEN, XLU_WHY_NONE,
	    xz(xen, LZMA_CHECK_CRC32, LZMA_FILTER_X86));
	add(list, "xz with 64 MiB", XEN, XLU_WHY_NONE,
	    xz_dict(good, XZ_64_MIB));
	add(list, "xz with 96 MiB", XEN, XLU_WHY_LARGE_WINDOW,
	    xz_dict(good, XZ_64_MIB + 1));
	add(list, "xz with CRC64", XEN, XLU_WHY_XZ_OPTIONS,
	    xz(xen, LZMA_CHECK_CRC64, LZMA_VLI_UNKNOWN));
	add(list, "xz with SHA-256", XEN, XLU_WHY_XZ_OPTIONS,
	    xz(xen, LZMA_CHECK_SHA256, LZMA_VLI_UNKNOWN));
	add(list, "xz with delta", XEN, XLU_WHY_XZ_OPTIONS,
	    xz(xen, LZMA_CHECK_CRC32, LZMA_FILTER_DELTA));
	add(list, "xz for ARM", XEN, XLU_WHY_XZ_OPTIONS,
	    xz(xen, LZMA_CHECK_CRC32, LZMA_FILTER_ARM));
	add(list, "xz and padding", XEN, XLU_WHY_TRAILING_DATA, join(good, new_bytes(NULL, 4)));
	add(list, "two of xz", XEN, XLU_WHY_TRAILING_DATA, join(good, good));
	add(list, "xz, stream flags", XEN, XLU_WHY_BAD_COMPRESSION, changed(good, 7, 1));
	add(list, "xz, block header", XEN, XLU_WHY_BAD_COMPRESSION, changed(good, 14, 1));
	add(list, "xz, middle", XEN, XLU_WHY_BAD_COMPRESSION,
	    changed(good, good.size / 2, 0xff));
	add(list, "xz, half", XEN, XLU_WHY_BAD_COMPRESSION, cut(good, good.size / 2));
	add(list, "xz of nothing", XEN, XLU_WHY_BAD_COMPRESSION, xz32(new_bytes("", 0)));
}

static void add_zstd(struct list *list, struct bytes xen)
{
	struct bytes good = zstd(xen, true, true, 0);
	struct bytes large = zstd(xen, false, false, 27);

	add(list, "zstd", XEN, XLU_WHY_NONE, good);
	add(list, "zstd through a pipe", XEN, XLU_WHY_NONE, zstd(xen, true, false, 0));
	add(list, "zstd without checksum", XEN, XLU_WHY_NONE, zstd(xen, false, true, 0));
	add(list, "zstd with 64 MiB", XEN, XLU_WHY_NONE, zstd(xen, true, false, 26));
	add(list, "zstd with 128 MiB", XEN, XLU_WHY_LARGE_WINDOW, large);
	add(list, "zstd of two frames", XEN, XLU_WHY_TRAILING_DATA, join(good, good));
	add(list, "zstd, dictionary", XEN, XLU_WHY_BAD_COMPRESSION, changed(good, 4, 1));
	add(list, "zstd, reserved bit", XEN, XLU_WHY_BAD_COMPRESSION, changed(good, 4, 8));
	add(list, "zstd, checksum", XEN, XLU_WHY_BAD_COMPRESSION,
	    changed(good, good.size - 1, 1));
	add(list, "zstd, half", XEN, XLU_WHY_BAD_COMPRESSION, cut(good, good.size / 2));
}

static void add_images(struct list *list)
{
	struct bytes xen = new_bytes(NULL, FAKE_SIZE);

	fake_image_build(xen.data);
	add(list, "Xen", XEN, XLU_WHY_NONE, xen);
	add(list, "Xen with damaged notes", XEN, XLU_WHY_NONE,
	    changed(xen, FAKE_BUILD_ID + 7, 0xff));
	add(list, "Xen with a gap", XEN, XLU_WHY_BAD_SEGMENT,
	    changed(changed(xen, FAKE_PHDR(2) + 9, 0x30), FAKE_PHDR(2) + 13, 0x30));
	add(list, "xen-syms", XEN, XLU_WHY_WRONG_ARCH, vmlinux(1));
	add(list, "xen.efi", XEN, XLU_WHY_NOT_AN_IMAGE, padded("MZ\x90", 512));
	add(list, "kernel as Xen", XEN, XLU_WHY_NOT_AN_IMAGE, bzimage(vmlinux(1), 0x20f));
	add(list, "Xen without its end", XEN, XLU_WHY_TRUNCATED, cut(xen, 1));
	add_gzip(list, xen);
	add_xz(list, xen);
	add_zstd(list, xen);
}

static void add_kernels(struct list *list)
{
	struct bytes elf = vmlinux(1), old, half, xen = new_bytes(NULL, FAKE_SIZE);
	struct bytes packed = with_size(xz32(elf), elf.size);
	struct bytes image = bzimage(packed, 0x20f);

	fake_image_build(xen.data);
	old = bzimage(packed, 0x207);
	half = new_bytes(elf.data, 8192);
	add(list, "ELF", KERNEL, XLU_WHY_NONE, elf);
	add(list, "ELF, half", KERNEL, XLU_WHY_TRUNCATED_KERNEL, cut(elf, elf.size / 2));
	add(list, "ELF, PVH only", KERNEL, XLU_WHY_NO_PV_KERNEL, vmlinux(18));
	add(list, "ELF, gzip", KERNEL, XLU_WHY_NONE, gzip(elf));
	add(list, "bzImage", KERNEL, XLU_WHY_NONE, image);
	add(list, "bzImage, gzip", KERNEL, XLU_WHY_NONE,
	    bzimage(with_size(gzip(elf), elf.size), 0x20f));
	add(list, "bzImage, zstd", KERNEL, XLU_WHY_NONE,
	    bzimage(with_size(zstd(elf, true, false, 27), elf.size), 0x20f));
	add(list, "bzImage, lz4", KERNEL, XLU_WHY_NONE,
	    bzimage(with_size(padded("\x02\x21\x4c\x18", 64), 64), 0x20f));
	add(list, "bzImage, not packed", KERNEL, XLU_WHY_NONE, bzimage(elf, 0x20f));
	add(list, "bzImage, signed for EFI", KERNEL, XLU_WHY_NONE,
	    join(image, padded("signature", 99)));
	add(list, "bzImage, PVH only", KERNEL, XLU_WHY_NO_PV_KERNEL,
	    bzimage(with_size(xz32(vmlinux(18)), 1), 0x20f));
	add(list, "bzImage of half an ELF", KERNEL, XLU_WHY_TRUNCATED_KERNEL,
	    bzimage(with_size(xz32(half), 1), 0x20f));
	add(list, "bzImage without its end", KERNEL, XLU_WHY_TRUNCATED_KERNEL, cut(image, 1));
	add(list, "bzImage, head only", KERNEL, XLU_WHY_TRUNCATED_KERNEL,
	    cut(image, image.size - 1024));
	add(list, "bzImage, old", KERNEL, XLU_WHY_BAD_KERNEL, old);
	add(list, "bzImage, damaged", KERNEL, XLU_WHY_BAD_KERNEL,
	    changed(image, image.size / 2, 0xff));
	add(list, "bzImage, unknown payload", KERNEL, XLU_WHY_BAD_KERNEL,
	    bzimage(padded("payload", 64), 0x20f));
	add(list, "Xen as kernel", KERNEL, XLU_WHY_BAD_KERNEL, xen);
	add(list, "Xen as kernel, gzip", KERNEL, XLU_WHY_BAD_KERNEL, gzip(xen));
	add(list, "text as kernel", KERNEL, XLU_WHY_BAD_KERNEL, new_bytes("a text", 6));
	add(list, "RAM disk as kernel", KERNEL, XLU_WHY_BAD_KERNEL,
	    padded("070701000002D1", 8192));
	add(list, "RAM disk as kernel, gzip", KERNEL, XLU_WHY_BAD_KERNEL,
	    gzip(padded("070701000002D1", 8192)));
	add(list, "kernel as RAM disk", INITRD, XLU_WHY_BAD_INITRD, image);
}

static void add_initrds(struct list *list)
{
	struct bytes cpio = padded("070701000002D1", 512);

	add(list, "cpio", INITRD, XLU_WHY_NONE, cpio);
	add(list, "cpio behind zeroes", INITRD, XLU_WHY_NONE, join(new_bytes(NULL, 512), cpio));
	add(list, "cpio, gzip", INITRD, XLU_WHY_NONE, gzip(cpio));
	add(list, "cpio, xz", INITRD, XLU_WHY_NONE, xz32(cpio));
	add(list, "cpio, zstd", INITRD, XLU_WHY_NONE, zstd(cpio, true, true, 0));
	add(list, "text as RAM disk", INITRD, XLU_WHY_BAD_INITRD, new_bytes("a text", 6));
	add(list, "zeroes as RAM disk", INITRD, XLU_WHY_BAD_INITRD, new_bytes(NULL, 9000));
	add(list, "ELF as RAM disk", INITRD, XLU_WHY_BAD_INITRD, vmlinux(1));
	add(list, "a byte as RAM disk", INITRD, XLU_WHY_BAD_INITRD, new_bytes("0", 1));
}

size_t samples_make(struct sample samples[SAMPLES_MAX])
{
	struct list list = { samples, 0 };

	add_images(&list);
	add_kernels(&list);
	add_initrds(&list);
	return list.nr;
}

/* --- damage ------------------------------------------------------------------------ */

/* Not random(): it is to be the same everywhere. */
static u32 next(u32 *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

static void damage(struct sample *sample, u32 *state)
{
	u32 head = min_t(u32, sample->size, 128);
	size_t at = next(state) % (next(state) % 2 ? head : sample->size);

	switch (next(state) % 4) {
	case 0:
		sample->data[at] ^= 1 << next(state) % 8;
		break;
	case 1:
		sample->data[at] = next(state);
		break;
	case 2:
		sample->data[at] = next(state) % 2 ? 0 : 0xff;
		break;
	default:
		sample->size = 1 + next(state) % sample->size;
	}
}

struct sample sample_mutant(const struct sample *samples, size_t nr, u32 n)
{
	const struct sample *base = &samples[n % nr];
	struct sample mutant = *base;
	u32 state = n * 2654435761u + 1;
	u32 times = n < nr ? 0 : 1 + next(&state) % 3;

	mutant.data = malloc(base->size);
	memcpy(mutant.data, base->data, base->size);
	while (times--)
		damage(&mutant, &state);
	return mutant;
}
