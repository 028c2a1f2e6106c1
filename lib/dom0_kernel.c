// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Dom0's kernel
 *
 * Dom0's kernel: a bzImage of boot protocol 2.08 or newer, or ELF, plain or compressed.
 * The kernel inside must be ELF for x86-64, with the note that has the entry point of a
 * PV domain. Xen 4.17 parses these formats in arch/x86/bzimage.c and common/libelf.
 */
#include "dom0_kernel.h"
#include "image_parts.h"
#include "unpack.h"

/* --- what is this file? ---------------------------------------------------------- */

#define MAX_MAGIC	6

/**
 * struct magic - magic number of a file format
 * @offset: offset in the file
 * @size: bytes of the magic number
 * @byte: the magic number
 * @initrd: Linux accepts the format for an initial RAM disk
 * @payload: Xen unpacks a kernel in this format
 * @is: description of the format for the user
 */
struct magic {
	u16 offset;
	u8 size;
	u8 byte[MAX_MAGIC];
	bool initrd;
	bool payload;
	const char *is;
};

#define RAM_DISK "it looks like an initial RAM disk"
#define FILE_SYSTEM "it looks like a file system"

static const struct magic magics[] = {
	{ 0x202, 4, "HdrS", false, false, "it looks like a Linux kernel" },
	{ 0, 6, "070701", true, false, RAM_DISK },
	{ 0, 6, "070702", true, false, RAM_DISK },
	{ 0, 3, "\x1f\x8b\x08", true, true, "it is compressed by gzip" },
	{ 0, 6, "\xfd\67zXZ", true, true, "it is compressed by xz" },
	{ 0, 4, "\x28\xb5\x2f\xfd", true, true, "it is compressed by zstd" },
	{ 0, 3, "BZh", true, true, "it is compressed by bzip2" },
	{ 0, 3, "\x5d", true, true, "it is compressed by lzma" },
	{ 0, 5, "\x89LZO", true, true, "it is compressed by lzop" },
	{ 0, 4, "\x02\x21\x4c\x18", true, true, "it is compressed by lz4" },
	{ 0, 4, "hsqs", true, false, FILE_SYSTEM },
	{ 0, 4, "\x45\x3d\xcd\x28", true, false, FILE_SYSTEM },
	{ 0, 6, "-rom1f", true, false, FILE_SYSTEM },
	{ 1024 + 56, 2, "\x53\xef", true, false, FILE_SYSTEM },
	{ 0, 2, "MZ", false, false, "EFI program, such as xen.efi: give xen.gz" },
	{ 0, 2, "#!", false, false, "it is a script" },
};

static const struct magic *dom0_find_magic(const void *data, size_t size)
{
	const struct xlu_file file = { data, size };
	u8 byte[MAX_MAGIC];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(magics); i++) {
		const struct magic *magic = &magics[i];

		if (xlu_file_get(&file, magic->offset, byte, magic->size) &&
		    !memcmp(byte, magic->byte, magic->size))
			return magic;
	}
	return NULL;
}

#define TEXT_BYTES	64

static bool dom0_is_text(const u8 *byte, size_t size)
{
	size_t i;

	for (i = 0; i < min_t(size_t, size, TEXT_BYTES); i++)
		if ((byte[i] < ' ' || byte[i] > '~') && (byte[i] < '\t' || byte[i] > '\r'))
			return false;
	return true;
}

const char *xlu_file_is(const void *data, size_t size)
{
	const struct magic *magic = dom0_find_magic(data, size);
	const u8 *byte = data;

	if (magic)
		return magic->is;
	if (size > EI_CLASS && !memcmp(data, ELFMAG, SELFMAG))
		return byte[EI_CLASS] == ELFCLASS64 ?
			"64-bit ELF, such as xen-syms or vmlinux: give xen.gz" :
			"32-bit ELF, as Xen is";
	return dom0_is_text(data, size) ? "it looks like text" : "";
}

/* --- the ELF inside --------------------------------------------------------------- */

#define HEAD_SIZE	4096	/* contains ELF header and program headers */
#define NOTES_SIZE	4096	/* Linux has less than 1 KiB of notes */
#define MAX_NOTES	2	/* segments of notes; Linux has one */
#define NAME		"Xen"
#define NOTE_ENTRY	1	/* XEN_ELFNOTE_ENTRY: entry point of a PV domain */

/**
 * struct notes - a segment of notes, or its first bytes
 * @at: offset of the segment in the kernel
 * @size: bytes of @data
 * @data: content of the segment
 */
struct notes {
	u64 at;
	u64 size;
	u8 data[NOTES_SIZE];
};

/**
 * struct probe - collects headers and notes while a kernel is unpacked
 * @sink: the part that xlu_unpack() uses
 * @pause: called from time to time, or NULL
 * @context: argument of @pause
 * @why: error in the head
 * @end: end of the last segment
 * @nr: used entries of @notes
 * @notes: segments of notes
 * @head: first bytes of the kernel
 * @piece: buffer for output
 */
struct probe {
	struct xlu_sink sink;
	xlu_pause_t *pause;
	void *context;
	enum xlu_why why;
	u64 end;
	u32 nr;
	struct notes notes[MAX_NOTES];
	u8 head[HEAD_SIZE];
	u8 piece[XLU_UNPACK_STEP];
};

/* Copy the intersection of [from, from + size) and the piece [at, at + len). */
static void dom0_keep(u8 *out, u64 from, u64 size, const u8 *piece, u64 at, u64 len)
{
	u64 begin = max(from, at);
	u64 end = min(from + size, at + len);

	if (begin < end)
		memcpy(out + (begin - from), piece + (begin - at), end - begin);
}

static void dom0_add_segment(struct probe *probe, const struct elf64_phdr *ph)
{
	struct notes *notes = &probe->notes[probe->nr];
	/* No file is that large, so the kernel will be found truncated. */
	u64 end = ph->p_filesz > U32_MAX ? U64_MAX : ph->p_offset + ph->p_filesz;

	if (ph->p_type == PT_LOAD || ph->p_type == PT_NOTE)
		probe->end = max(probe->end, end);
	if (ph->p_type != PT_NOTE || probe->nr == MAX_NOTES)
		return;
	notes->at = ph->p_offset;
	notes->size = min_t(u64, ph->p_filesz, NOTES_SIZE);
	probe->nr++;
}

static enum xlu_why dom0_read_head(struct probe *probe)
{
	const struct xlu_file head = { probe->head, HEAD_SIZE };
	struct elf64_hdr header;
	struct elf64_phdr ph;
	u32 i;

	xlu_file_get(&head, 0, &header, sizeof(header));
	if (memcmp(header.e_ident, ELFMAG, SELFMAG) ||
	    header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_machine != EM_X86_64 ||
	    header.e_phentsize != sizeof(ph) || header.e_phoff > HEAD_SIZE)
		return XLU_WHY_BAD_KERNEL;
	for (i = 0; i < header.e_phnum; i++) {
		if (!xlu_file_get(&head, header.e_phoff + (u64)i * sizeof(ph), &ph, sizeof(ph)) ||
		    ph.p_offset > U32_MAX)
			return XLU_WHY_BAD_KERNEL;
		dom0_add_segment(probe, &ph);
	}
	return XLU_WHY_NONE;
}

static bool dom0_has_entry_note(const u8 *notes, u64 size)
{
	const struct xlu_file file = { notes, size };
	struct elf64_note note;
	char name[sizeof(NAME)];
	u64 at = 0;

	while (xlu_file_get(&file, at, &note, sizeof(note))) {
		if (note.n_type == NOTE_ENTRY && note.n_namesz == sizeof(NAME) &&
		    xlu_file_get(&file, at + sizeof(note), name, sizeof(name)) &&
		    !memcmp(name, NAME, sizeof(NAME)))
			return true;
		at += sizeof(note) + ALIGN((u64)note.n_namesz, 4) + ALIGN((u64)note.n_descsz, 4);
	}
	return false;
}

static u8 *dom0_probe_room(struct xlu_sink *sink, size_t *len)
{
	struct probe *probe = container_of(sink, struct probe, sink);

	*len = sizeof(probe->piece);
	return probe->piece;
}

/* The head contains the positions of the notes and precedes them. */
static enum xlu_why dom0_probe_take(struct xlu_sink *sink, const u8 *piece, size_t len)
{
	struct probe *probe = container_of(sink, struct probe, sink);
	u64 at = sink->used;
	u32 i;

	dom0_keep(probe->head, 0, HEAD_SIZE, piece, at, len);
	if (at < HEAD_SIZE && at + len >= HEAD_SIZE)
		probe->why = dom0_read_head(probe);
	for (i = 0; i < probe->nr; i++)
		dom0_keep(probe->notes[i].data, probe->notes[i].at, probe->notes[i].size,
			  piece, at, len);
	return probe->pause ? probe->pause(probe->context) : XLU_WHY_NONE;
}

static enum xlu_why dom0_judge_probe(const struct probe *probe)
{
	u32 i;

	if (probe->sink.used < HEAD_SIZE)
		return XLU_WHY_BAD_KERNEL;
	if (probe->why)
		return probe->why;
	if (probe->end > probe->sink.used)
		return XLU_WHY_TRUNCATED_KERNEL;
	for (i = 0; i < probe->nr; i++)
		if (dom0_has_entry_note(probe->notes[i].data, probe->notes[i].size))
			return XLU_WHY_NONE;
	return XLU_WHY_NO_PV_KERNEL;
}

/* Plain ELF is probed in one piece. */
static enum xlu_why dom0_look_at_elf(struct probe *probe, const u8 *data, size_t size)
{
	enum xlu_why why = dom0_probe_take(&probe->sink, data, size);

	probe->sink.used = size;
	return why ?: dom0_judge_probe(probe);
}

#define WINDOW_MAX	(128U << 20)	/* as in Linux' own build: zstd -22, xz with 128 MiB */

static enum xlu_why dom0_look_into(struct probe *probe, const u8 *data, size_t size)
{
	enum xlu_compression kind = xlu_image_compression(data, size);
	const struct magic *magic;
	enum xlu_why why;

	if (size > SELFMAG && !memcmp(data, ELFMAG, SELFMAG))
		return dom0_look_at_elf(probe, data, size);
	if (kind == XLU_PLAIN) {
		magic = dom0_find_magic(data, size);
		return magic && magic->payload ? XLU_WHY_NONE : XLU_WHY_BAD_KERNEL;
	}
	why = xlu_unpack(kind, data, size, WINDOW_MAX, &probe->sink);
	switch (why) {
	case XLU_WHY_NONE:
	/* A bzImage stores the uncompressed size after the data. */
	case XLU_WHY_TRAILING_DATA:
		return dom0_judge_probe(probe);
	/* Xen may still succeed: it has memory and codecs of its own. */
	case XLU_WHY_OUT_OF_MEMORY:
	case XLU_WHY_NO_DECOMPRESSOR:
		return XLU_WHY_NONE;
	case XLU_WHY_CANCELLED:
		return why;
	/* Codecs differ in how much they unpack before an error: ignore the amount. */
	default:
		probe->sink.used = 0;
		return XLU_WHY_BAD_KERNEL;
	}
}

/* --- bzImage ---------------------------------------------------------------------- */

#define SECTOR		512
#define SETUP_SECTS	0x1f1
#define SYSSIZE		0x1f4
#define PARAGRAPH	16	/* unit of SYSSIZE */
#define MAGIC_AT	0x202
#define VERSION_AT	0x206
#define PAYLOAD_OFFSET	0x248
#define PAYLOAD_LENGTH	0x24c
#define VERSION_MIN	0x208	/* first version that says where the payload is */

static u32 dom0_get32(const struct xlu_file *file, u64 offset)
{
	__le32 value = 0;

	xlu_file_get(file, offset, &value, sizeof(value));
	return le32_to_cpu(value);
}

static bool dom0_is_bzimage(const struct xlu_file *file)
{
	return xlu_file_has(file, 0, PAYLOAD_LENGTH + sizeof(u32)) &&
	       !memcmp(file->data + MAGIC_AT, "HdrS", 4);
}

/* Sets @payload to the part of the file that Xen unpacks. */
static enum xlu_why dom0_find_payload(const struct xlu_file *file, struct xlu_file *payload)
{
	u64 body = (file->data[SETUP_SECTS] + 1ULL) * SECTOR;
	u64 offset = body + dom0_get32(file, PAYLOAD_OFFSET);
	u32 length = dom0_get32(file, PAYLOAD_LENGTH);

	if ((u16)dom0_get32(file, VERSION_AT) < VERSION_MIN || length < MAX_MAGIC)
		return XLU_WHY_BAD_KERNEL;
	if (!xlu_file_has(file, body, (u64)dom0_get32(file, SYSSIZE) * PARAGRAPH) ||
	    !xlu_file_has(file, offset, length))
		return XLU_WHY_TRUNCATED_KERNEL;
	payload->data = file->data + offset;
	payload->size = length;
	return XLU_WHY_NONE;
}

enum xlu_why xlu_kernel_check(const void *data, size_t size, xlu_pause_t *pause,
			      void *context, const char **is)
{
	const struct xlu_file file = { data, size };
	struct xlu_file payload = file;
	struct probe *probe;
	enum xlu_why why;

	*is = "";
	if (dom0_is_bzimage(&file)) {
		why = dom0_find_payload(&file, &payload);
		if (why)
			return why;
	}
	probe = xlu_alloc(sizeof(*probe));
	if (!probe)
		return XLU_WHY_OUT_OF_MEMORY;
	probe->sink.max = U32_MAX;
	probe->sink.room = dom0_probe_room;
	probe->sink.take = dom0_probe_take;
	probe->pause = pause;
	probe->context = context;
	why = dom0_look_into(probe, payload.data, payload.size);
	if (why == XLU_WHY_BAD_KERNEL && probe->sink.used)
		*is = xlu_file_is(probe->head, min_t(u64, probe->sink.used, HEAD_SIZE));
	else if (why == XLU_WHY_BAD_KERNEL)
		*is = xlu_file_is(data, size);
	xlu_free(probe);
	return why;
}

/* --- the rest --------------------------------------------------------------------- */

/* Linux skips zero bytes before an archive; archives have at most a page of them. */
#define MAX_ZEROES	4096

enum xlu_why xlu_initrd_check(const void *data, size_t size)
{
	const struct magic *magic = dom0_find_magic(data, size);
	const u8 *byte = data;

	if (magic)
		return magic->initrd ? XLU_WHY_NONE : XLU_WHY_BAD_INITRD;
	while (size && !*byte && byte - (const u8 *)data < MAX_ZEROES) {
		byte++;
		size--;
	}
	magic = dom0_find_magic(byte, size);
	return magic && magic->initrd ? XLU_WHY_NONE : XLU_WHY_BAD_INITRD;
}

/* Without a RAM disk Linux finds devices by number, name and UUID of a partition only. */
bool xlu_cmdline_needs_initrd(const char *cmdline)
{
	static const char * const root[] = {
		"root=UUID=", "root=LABEL=", "root=/dev/mapper/", "root=/dev/disk/", "root=ZFS=",
	};
	size_t i;

	for (; *cmdline; cmdline += strcspn(cmdline, " ")) {
		cmdline += strspn(cmdline, " ");
		for (i = 0; i < ARRAY_SIZE(root); i++)
			if (!strncmp(cmdline, root[i], strlen(root[i])))
				return true;
	}
	return false;
}
