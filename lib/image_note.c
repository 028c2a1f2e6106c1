// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: ELF notes
 *
 * The ELF notes of a Xen image: its build id, and the versions of state stream and
 * handoff page that it can take over (include/xen-liveupdate/note.h).
 */
#include "image_parts.h"

#define BUILD_ID_NAME	"GNU"
#define BUILD_ID_TYPE	3	/* NT_GNU_BUILD_ID */
#define PADDING		4	/* of name and descriptor */

struct note {
	u32 type;
	u32 name_size;	/* with NUL */
	char name[sizeof(XLU_NOTE_NAME)];
	u64 desc;	/* offset of the descriptor in the file */
	u32 desc_size;
};

static bool note_is_named(const struct note *note, const char *name, u32 type)
{
	const size_t size = strlen(name) + 1;

	return note->type == type && note->name_size == size &&
	       !memcmp(note->name, name, size);
}

static bool note_take_build_id(const struct xlu_file *file, const struct note *note,
			       struct xlu_image *image)
{
	static const char digits[] = "0123456789abcdef";
	u8 id[(XLU_IMAGE_BUILD_ID - 1) / 2];
	char *text = image->build_id;
	u32 i;

	if (!note->desc_size || note->desc_size > sizeof(id) ||
	    !xlu_file_get(file, note->desc, id, note->desc_size))
		return false;
	for (i = 0; i < note->desc_size; i++) {
		*text++ = digits[id[i] >> 4];
		*text++ = digits[id[i] & 15];
	}
	*text = '\0';
	return true;
}

/* The text is shown in logs and on terminals. */
static bool note_is_printable_text(const char *text, size_t size)
{
	size_t i;

	for (i = 0; i < size && text[i]; i++)
		if (text[i] < ' ' || text[i] > '~')
			return false;
	return i < size;
}

static bool note_take_versions(const struct xlu_file *file, const struct note *note,
			       struct xlu_image *image)
{
	struct xlu_note_versions *v = &image->note;

	if (image->has_note || note->desc_size != sizeof(*v) ||
	    !xlu_file_get(file, note->desc, v, sizeof(*v)) ||
	    v->stream_min > v->stream_max || v->handoff_min > v->handoff_max ||
	    v->reserved || !note_is_printable_text(v->version, sizeof(v->version)))
		return false;
	image->has_note = true;
	return true;
}

/*
 * Read the note at *@at, within bytes up to @end, and advance *@at. A name that is longer
 * than all known ones is left empty.
 */
static bool note_get(const struct xlu_file *file, u64 *at, u64 end, struct note *note)
{
	u64 name = *at + sizeof(struct elf32_note);
	struct elf32_note header;

	if (end - *at < sizeof(header) || !xlu_file_get(file, *at, &header, sizeof(header)))
		return false;
	memset(note, 0, sizeof(*note));
	note->type = header.n_type;
	note->name_size = header.n_namesz;
	note->desc = name + ALIGN((u64)header.n_namesz, PADDING);
	note->desc_size = header.n_descsz;
	if (note->desc > end || note->desc_size > end - note->desc)
		return false;
	if (note->name_size <= sizeof(note->name) &&
	    !xlu_file_get(file, name, note->name, note->name_size))
		return false;
	/* The padding of the last note may be missing. */
	*at = min(note->desc + ALIGN((u64)note->desc_size, PADDING), end);
	return true;
}

void xlu_image_note(const struct xlu_file *file, u64 offset, u64 size,
		    struct xlu_image *image)
{
	const u64 end = offset + size;
	struct note note;
	bool good = true;

	while (good && offset < end) {
		good = note_get(file, &offset, end, &note);
		if (good && note_is_named(&note, BUILD_ID_NAME, BUILD_ID_TYPE))
			good = note_take_build_id(file, &note, image);
		else if (good && note_is_named(&note, XLU_NOTE_NAME, XLU_NOTE_VERSIONS))
			good = note_take_versions(file, &note, image);
	}
	if (!good)
		image->bad_notes = true;
}
