// SPDX-License-Identifier: GPL-2.0-only
/*
 * "check": what is this image, and could it be used? The driver's own parser,
 * without the driver.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sha2.h>

#include "cold.h"
#include "commands.h"
#include "device.h"
#include "hex.h"
#include "inflate.h"
#include "json.h"
#include "messages.h"
#include "render.h"
#include "screen.h"
#include "utf8.h"

/**
 * struct checked - what was found out about an image
 * @path: its name
 * @data: the mapped file
 * @size: its bytes
 * @sha256: of the whole file
 * @compression: how it is compressed
 * @image_size: bytes after inflation
 * @has_signature: there is one at its end; whether it is good only the kernel
 *	can say, which has the keys
 * @image: what the driver's parser found
 */
struct checked {
	const char *path;
	const void *data;
	size_t size;
	uint8_t sha256[SHA256_DIGEST_LENGTH];
	enum xlu_compression compression;
	size_t image_size;
	bool has_signature;
	struct xlu_image image;
};

static int map_file(struct checked *checked)
{
	/* A pipe that nobody writes to must not hold us up. */
	int fd = open(checked->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat stat;
	void *data;

	if (fd < 0)
		return fail(ERR_OPEN_FILE, checked->path, strerror(errno));
	if (fstat(fd, &stat) || !S_ISREG(stat.st_mode) || !stat.st_size) {
		close(fd);
		return fail(ERR_READ_FILE, checked->path, NULL);
	}
	checked->size = (size_t)stat.st_size;
	data = mmap(NULL, checked->size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (data == MAP_FAILED)
		return fail(ERR_READ_FILE, checked->path, strerror(errno));
	checked->data = data;
	return EXIT_OK;
}

static void digest(struct checked *checked)
{
	SHA2_CTX context;

	SHA256Init(&context);
	SHA256Update(&context, checked->data, checked->size);
	SHA256Final(checked->sha256, &context);
}

/* The same steps in the same order as the driver's. */
static enum xlu_why parse(struct checked *checked)
{
	struct xlu_signature signature;
	struct inflated inflated;
	size_t size = checked->size;
	enum xlu_why why;

	why = xlu_image_signature(checked->data, checked->size, &signature);
	if (why == XLU_WHY_NONE) {
		checked->has_signature = true;
		size = signature.data_len;
	} else if (why != XLU_WHY_NO_SIGNATURE) {
		return why;
	}

	checked->compression = xlu_image_compression(checked->data, size);
	why = inflate_image(&inflated, checked->data, size);
	if (why != XLU_WHY_NONE)
		return why;
	checked->image_size = inflated.size;
	why = xlu_image_parse(inflated.data, inflated.size, &checked->image);
	inflate_free(&inflated);
	return why;
}

static const char *version_of(const struct checked *checked)
{
	return checked->image.has_note ? checked->image.note.version : "";
}

static void show_json(const struct checked *checked)
{
	const struct xlu_note_versions *note = &checked->image.note;
	struct json json;

	json_begin(&json, stdout);
	json_string(&json, "file", checked->path);
	json_number(&json, "file_size", checked->size);
	json_hex(&json, "image_sha256", checked->sha256, sizeof(checked->sha256));
	json_string(&json, "compression", compression_word(checked->compression));
	json_number(&json, "image_size", checked->image_size);
	json_bool(&json, "has_signature", checked->has_signature);
	json_string(&json, "version", version_of(checked));
	json_string(&json, "image_build_id", checked->image.build_id);
	json_bool(&json, "cold", true);
	render_json_warnings(&json, "cold_warnings", cold_warnings());
	json_bool(&json, "live", checked->image.has_note);
	if (checked->image.has_note) {
		json_number(&json, "stream_min", note->stream_min);
		json_number(&json, "stream_max", note->stream_max);
		json_number(&json, "handoff_min", note->handoff_min);
		json_number(&json, "handoff_max", note->handoff_max);
		json_number(&json, "features", note->features);
	}
	json_end(&json);
}

static void show_segments(const struct checked *checked)
{
	const struct xlu_image *image = &checked->image;

	for (unsigned int i = 0; i < image->nr_loads; i++)
		printf("  %-12s 0x%08llx..0x%08llx, 0x%llx bytes in the file\n",
		       i ? "" : "segments", image->load[i].paddr,
		       image->load[i].paddr + image->load[i].memsz, image->load[i].filesz);
	printf("  %-12s 0x%08llx\n", "entry", image->entry);
}

static void show(const struct checked *checked, bool verbose)
{
	const struct xlu_note_versions *note = &checked->image.note;
	const char *version = version_of(checked);
	const char *warning = warning_text(cold_warnings());
	char text[2 * SHA256_DIGEST_LENGTH + 1], size[NUMBER_TEXT], inflated[NUMBER_TEXT];

	put_printable(stdout, checked->path);
	puts(": Xen for x86-64");
	printf("  %-12s %s\n", "version", *version ? version : "not stated by the image");
	printf("  %-12s %s\n", "build id",
	       checked->image.build_id[0] ? checked->image.build_id : "none");
	printf("  %-12s %s", "size", format_bytes(size, checked->size));
	if (checked->compression != XLU_PLAIN)
		printf(", %s; %s inflated", compression_word(checked->compression),
		       format_bytes(inflated, checked->image_size));
	printf("\n  %-12s %s\n", "SHA-256",
	       hex_format(text, checked->sha256, sizeof(checked->sha256)));
	printf("  %-12s %s\n", "signature",
	       checked->has_signature ? "present; the driver checks it" : "none");
	printf("  %-12s yes\n", "cold update");
	if (warning)
		printf("  %-12s %s\n", "warning", warning);
	if (checked->image.has_note)
		printf("  %-12s yes: state stream %u to %u, handoff page %u to %u\n",
		       "live update", note->stream_min, note->stream_max,
		       note->handoff_min, note->handoff_max);
	else
		printf("  %-12s no: not built for it\n", "live update");
	if (verbose)
		show_segments(checked);
}

static int judge(const struct options *options, struct checked *checked)
{
	enum xlu_why why;

	digest(checked);
	if (has(options, OPT_SHA256) &&
	    memcmp(options->sha256, checked->sha256, sizeof(checked->sha256)))
		return fail_reason(ERR_DIGEST, checked->path, xlu_why_word(XLU_WHY_BAD_DIGEST), "");
	why = parse(checked);
	if (why != XLU_WHY_NONE)
		return fail_reason(ERR_UNUSABLE, checked->path, xlu_why_word(why), "");
	if (has(options, OPT_SIGNED) && !checked->has_signature)
		return fail(ERR_UNSIGNED, checked->path, NULL);
	if ((options->mode == XEN_LIVEUPDATE_MODE_LIVE || has(options, OPT_LIVE)) &&
	    !checked->image.has_note)
		return fail_reason(ERR_UNUSABLE, checked->path,
				   xlu_why_word(XLU_WHY_UNSUPPORTED_STREAM), "");
	return EXIT_OK;
}

int cmd_check(const struct options *options)
{
	struct checked checked = { .path = options->image };
	int err;

	if (has(options, OPT_LIVE) && options->mode == XEN_LIVEUPDATE_MODE_COLD)
		return fail(ERR_LIVE_ONLY, "--live", NULL);
	if (has(options, OPT_CMDLINE) && !has(options, OPT_LIVE))
		return fail(ERR_LIVE_ONLY, "--cmdline", NULL);
	if (has(options, OPT_WAIT) && !has(options, OPT_LIVE))
		return fail(ERR_LIVE_ONLY, "--wait", NULL);
	err = map_file(&checked);
	if (err)
		return err;
	err = judge(options, &checked);
	/* One JSON object: that of the dry run says what the image is, too. */
	if (!err && has(options, OPT_JSON) && !has(options, OPT_LIVE))
		show_json(&checked);
	else if (!err && !has(options, OPT_JSON | OPT_QUIET))
		show(&checked, has(options, OPT_VERBOSE));
	munmap((void *)checked.data, checked.size);
	if (!err && has(options, OPT_LIVE))
		err = update_try_live(options);
	return err;
}
