// SPDX-License-Identifier: GPL-2.0-only
/*
 * "check": describe an image and say whether it is usable, with the driver's own parser
 * but without the driver.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sha2.h>

#include "lib/image.h"
#include "lib/json.h"
#include "lib/reason.h"
#include "lib/utf8.h"

#include "cold.h"
#include "commands.h"
#include "file.h"
#include "hex.h"
#include "inflate.h"
#include "judge.h"
#include "messages.h"
#include "render.h"
#include "screen.h"

/* Bytes of a RAM disk that are checked */
#define INITRD_HEAD	16384

/**
 * struct checked - result of the check
 * @file: the image
 * @sha256: SHA-256 of the whole file
 * @found: the driver's verdict on the image
 * @kernel: verdict on dom0's kernel, NULL if none was given
 * @initrd: verdict on the initial RAM disk, NULL if none was given
 * @no_initrd: the kernel needs an initial RAM disk, but none was given
 */
struct checked {
	struct file file;
	uint8_t sha256[SHA256_DIGEST_LENGTH];
	struct judged found;
	const char *kernel;
	const char *initrd;
	bool no_initrd;
};

static void digest(struct checked *checked)
{
	SHA2_CTX context;

	SHA256Init(&context);
	SHA256Update(&context, checked->file.data, checked->file.size);
	SHA256Final(checked->sha256, &context);
}

static const char *version_of(const struct checked *checked)
{
	return checked->found.image.has_note ? checked->found.image.note.version : "";
}

static void show_json(const struct checked *checked)
{
	const struct xlu_note_versions *note = &checked->found.image.note;
	struct json json;

	json_begin(&json, stdout);
	json_string(&json, "file", checked->file.path);
	json_number(&json, "file_size", checked->file.size);
	json_hex(&json, "image_sha256", checked->sha256, sizeof(checked->sha256));
	json_string(&json, "compression", compression_word(checked->found.compression));
	json_number(&json, "image_size", checked->found.image_size);
	json_bool(&json, "has_signature", checked->found.has_signature);
	json_string(&json, "version", version_of(checked));
	json_string(&json, "image_build_id", checked->found.image.build_id);
	json_bool(&json, "cold", true);
	render_json_warnings(&json, "cold_warnings", cold_warnings());
	json_bool(&json, "live", xlu_image_live(&checked->found.image) == XLU_WHY_NONE);
	if (checked->found.image.has_note) {
		json_number(&json, "stream_min", note->stream_min);
		json_number(&json, "stream_max", note->stream_max);
		json_number(&json, "handoff_min", note->handoff_min);
		json_number(&json, "handoff_max", note->handoff_max);
		json_number(&json, "features", note->features);
	}
	if (checked->kernel) {
		json_string(&json, "kernel", checked->kernel);
		json_string(&json, "initrd", checked->initrd ? checked->initrd : "");
		json_bool(&json, "initrd_missing", checked->no_initrd);
	}
	json_end(&json);
}

static void show_segments(const struct checked *checked)
{
	const struct xlu_image *image = &checked->found.image;

	for (unsigned int i = 0; i < image->nr_loads; i++)
		printf("  %-12s 0x%08llx..0x%08llx, 0x%llx bytes in the file\n",
		       i ? "" : "segments", image->load[i].paddr,
		       image->load[i].paddr + image->load[i].memsz, image->load[i].filesz);
	printf("  %-12s 0x%08llx\n", "entry", image->entry);
}

static void show_part(const char *label, const char *path, const char *verdict)
{
	if (!path)
		return;
	printf("  %-12s ", label);
	put_printable(stdout, path);
	printf(": %s\n", verdict);
}

static void show(const struct checked *checked, bool verbose)
{
	const struct xlu_note_versions *note = &checked->found.image.note;
	const char *version = version_of(checked);
	uint64_t warnings = cold_warnings();
	const char *warning;
	char text[2 * SHA256_DIGEST_LENGTH + 1], size[NUMBER_TEXT], inflated[NUMBER_TEXT];

	put_printable(stdout, checked->file.path);
	puts(": Xen for x86-64");
	printf("  %-12s %s\n", "version", *version ? version : "not stated by the image");
	printf("  %-12s %s\n", "build id",
	       checked->found.image.build_id[0] ? checked->found.image.build_id : "none");
	printf("  %-12s %s", "size", format_bytes(size, checked->file.size));
	if (checked->found.compression != XLU_PLAIN)
		printf(", %s; %s inflated", compression_word(checked->found.compression),
		       format_bytes(inflated, checked->found.image_size));
	printf("\n  %-12s %s\n", "SHA-256",
	       hex_format(text, checked->sha256, sizeof(checked->sha256)));
	printf("  %-12s %s\n", "signature",
	       checked->found.has_signature ? "present; the driver checks it" : "none");
	printf("  %-12s yes\n", "cold update");
	while ((warning = warning_take(&warnings)))
		printf("  %-12s %s\n", "warning", warning);
	if (xlu_image_live(&checked->found.image) == XLU_WHY_NONE)
		printf("  %-12s yes: state stream %u to %u, handoff page %u to %u\n",
		       "live update", note->stream_min, note->stream_max,
		       note->handoff_min, note->handoff_max);
	else
		printf("  %-12s no: %s\n", "live update",
		       checked->found.image.bad_notes ? "its notes are damaged" :
		       checked->found.image.has_note ? "other handoff page" : "not built for it");
	show_part("dom0 kernel", checked->kernel, "can be booted");
	show_part("RAM disk", checked->initrd, "a known format");
	if (verbose)
		show_segments(checked);
}

static int judge(const struct options *options, struct checked *checked)
{
	const char *path = checked->file.path;
	enum xlu_why why;

	digest(checked);
	if (has(options, OPT_SHA256) &&
	    memcmp(options->sha256, checked->sha256, sizeof(checked->sha256)))
		return fail_reason(ERR_DIGEST, path, xlu_why_word(XLU_WHY_BAD_DIGEST), "");
	why = judge_image(&checked->found, checked->file.data, checked->file.size);
	if (why != XLU_WHY_NONE)
		return fail_reason(ERR_UNUSABLE, path, xlu_why_word(why), checked->found.is);
	if (has(options, OPT_SIGNED) && !checked->found.has_signature)
		return fail(ERR_UNSIGNED, path, NULL);
	if (options->mode == XEN_LIVEUPDATE_MODE_LIVE || has(options, OPT_LIVE)) {
		why = xlu_image_live(&checked->found.image);
		if (why != XLU_WHY_NONE)
			return fail_reason(ERR_UNUSABLE, path, xlu_why_word(why), "");
	}
	return EXIT_OK;
}

typedef enum xlu_why judge_part(const void *data, size_t size, const char **is);

static int check_part(const char *path, size_t limit, size_t want, judge_part *part)
{
	struct file file = { .path = path };
	enum xlu_why why;
	const char *is;
	int err;

	if (!path)
		return EXIT_OK;
	err = file_read(&file, limit, want);
	if (err)
		return err;
	why = part(file.data, file.size, &is);
	if (why != XLU_WHY_NONE)
		err = fail_reason(ERR_UNUSABLE, path, xlu_why_word(why), is);
	file_free(&file);
	return err;
}

/* Check dom0's kernel and initial RAM disk for a cold update. */
static int check_dom0(const struct options *options, struct checked *checked)
{
	int err;

	err = check_part(options->kernel, XLU_MAX_KERNEL, XLU_MAX_KERNEL, judge_kernel);
	if (!err)
		err = check_part(options->initrd, XLU_MAX_INITRD, INITRD_HEAD, judge_initrd);
	if (err)
		return err;
	checked->kernel = options->kernel;
	checked->initrd = options->initrd;
	checked->no_initrd = options->kernel && cold_lacks_initrd(options);
	return EXIT_OK;
}

static int check_options(const struct options *options)
{
	const bool live = has(options, OPT_LIVE);

	if (live && options->mode == XEN_LIVEUPDATE_MODE_COLD)
		return fail(ERR_LIVE_ONLY, "--live", NULL);
	if (has(options, OPT_CMDLINE) && !live)
		return fail(ERR_LIVE_ONLY, "--cmdline", NULL);
	if (has(options, OPT_WAIT) && !live)
		return fail(ERR_LIVE_ONLY, "--wait", NULL);
	if (has(options, OPT_REVALIDATE) && !live)
		return fail(ERR_LIVE_ONLY, "--revalidate", NULL);
	if ((live || options->mode == XEN_LIVEUPDATE_MODE_LIVE) && has(options, OPT_KERNEL))
		return fail(ERR_COLD_ONLY, "--kernel", NULL);
	if (!has(options, OPT_KERNEL) && has(options, OPT_INITRD | OPT_KERNEL_CMDLINE))
		return fail(ERR_NO_KERNEL, NULL, NULL);
	return EXIT_OK;
}

int cmd_check(const struct options *options)
{
	struct checked checked = { .file.path = options->image };
	int err = check_options(options);

	if (!err)
		err = file_read(&checked.file, XLU_MAX_XEN, XLU_MAX_XEN);
	if (err)
		return err;
	err = judge(options, &checked);
	if (!err)
		err = check_dom0(options, &checked);
	/* Print one JSON object only: that of the dry run describes the image, too. */
	if (!err && has(options, OPT_JSON) && !has(options, OPT_LIVE))
		show_json(&checked);
	else if (!err && !has(options, OPT_JSON | OPT_QUIET))
		show(&checked, has(options, OPT_VERBOSE));
	if (!err)
		cold_warn_initrd(options);
	file_free(&checked.file);
	if (!err && has(options, OPT_LIVE))
		err = update_try_live(options);
	return err;
}
