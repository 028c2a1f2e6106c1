// SPDX-License-Identifier: GPL-2.0-only
/*
 * "status": show capabilities of host and driver, and the state of the update.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/json.h"
#include "lib/state.h"
#include "lib/utf8.h"

#include "array.h"
#include "builds.h"
#include "commands.h"
#include "device.h"
#include "hex.h"
#include "messages.h"
#include "render.h"
#include "screen.h"
#include "status.h"

/* The driver ends its texts with a NUL. Make sure of it, so that no read goes beyond. */
static void end_texts(struct xen_liveupdate_info *info, struct xen_liveupdate_status *status)
{
	info->driver_version[sizeof(info->driver_version) - 1] = '\0';
	info->xen_version[sizeof(info->xen_version) - 1] = '\0';
	info->xen_build_id[sizeof(info->xen_build_id) - 1] = '\0';
	info->live_refusal[sizeof(info->live_refusal) - 1] = '\0';
	status->reason[sizeof(status->reason) - 1] = '\0';
	status->image_build_id[sizeof(status->image_build_id) - 1] = '\0';
	status->explanation[sizeof(status->explanation) - 1] = '\0';
}

static const char *text(const __u8 *bytes)
{
	return (const char *)bytes;
}

/* --- JSON: members are named as the fields of the structs ------------------- */

struct bit {
	unsigned int bit;
	const char *word;
};

static void put_bits(struct json *json, const char *name, unsigned int value,
		     const struct bit *bits)
{
	json_open_array(json, name);
	for (; bits->bit; bits++) {
		if (value & bits->bit)
			json_string(json, NULL, bits->word);
	}
	json_close_array(json);
}

static const struct bit mode_bits[] = {
	{ XEN_LIVEUPDATE_MODE_COLD, "cold" },
	{ XEN_LIVEUPDATE_MODE_LIVE, "live" },
	{ 0, NULL }
};

static const struct bit policy_bits[] = {
	{ XEN_LIVEUPDATE_POLICY_SIG_ENFORCE, "sig-enforce" },
	{ XEN_LIVEUPDATE_POLICY_LOCKDOWN, "lockdown" },
	{ 0, NULL }
};

static const struct bit compression_bits[] = {
	{ XEN_LIVEUPDATE_COMPRESSION_GZIP, "gzip" },
	{ XEN_LIVEUPDATE_COMPRESSION_XZ, "xz" },
	{ XEN_LIVEUPDATE_COMPRESSION_ZSTD, "zstd" },
	{ 0, NULL }
};

static void put_info(struct json *json, const struct xen_liveupdate_info *info)
{
	json_open_object(json, "info");
	json_number(json, "abi_version", info->abi_version);
	put_bits(json, "modes", info->modes, mode_bits);
	put_bits(json, "policy", info->policy, policy_bits);
	json_open_array(json, "max_size");
	for (unsigned int i = 0; i <= XEN_LIVEUPDATE_PAYLOAD_BLOB; i++)
		json_number(json, NULL, info->max_size[i]);
	json_close_array(json);
	json_number(json, "region_maddr", info->region_maddr);
	json_number(json, "region_size", info->region_size);
	json_number(json, "handoff_version", info->handoff_version);
	json_number(json, "stub_size", info->stub_size);
	json_hex(json, "stub_sha256", info->stub_sha256, sizeof(info->stub_sha256));
	put_bits(json, "compression", info->compression, compression_bits);
	json_string(json, "driver_version", text(info->driver_version));
	json_string(json, "xen_version", text(info->xen_version));
	json_string(json, "xen_build_id", text(info->xen_build_id));
	render_json_warnings(json, "cold_warnings", info->cold_warnings);
	json_string(json, "live_refusal", text(info->live_refusal));
	json_close_object(json);
}

static void put_status(struct json *json, const struct xen_liveupdate_status *status)
{
	json_open_object(json, "status");
	json_string(json, "state", xlu_state_word(status->state));
	json_string(json, "failed_state",
		    status->error ? xlu_state_word(status->failed_state) : "");
	json_number(json, "error", status->error);
	json_number(json, "sequence", status->sequence);
	json_number(json, "bytes_done", status->bytes_done);
	json_number(json, "bytes_total", status->bytes_total);
	json_number(json, "bytes_copied", status->bytes_copied);
	json_number(json, "memory", status->memory);
	json_string(json, "mode", mode_word(status->mode));
	json_bool(json, "signed_image", status->signed_image);
	json_number(json, "image_size", status->image_size);
	json_hex(json, "image_sha256", status->image_sha256, sizeof(status->image_sha256));
	json_string(json, "reason", text(status->reason));
	json_string(json, "image_build_id", text(status->image_build_id));
	json_string(json, "explanation", text(status->explanation));
	json_close_object(json);
}

void status_json(FILE *out, const struct xen_liveupdate_info *info,
		 const struct xen_liveupdate_status *status, const struct builds *builds)
{
	struct json json;

	json_begin(&json, out);
	put_info(&json, info);
	put_status(&json, status);
	if (builds)
		builds_json(&json, builds);
	json_end(&json);
}

/* --- text ------------------------------------------------------------------ */

static void line(const char *label, const char *value)
{
	printf("  %-12s ", label);
	put_printable(stdout, value);
	putchar('\n');
}

static void two_parts(const char *label, const char *ours, const char *theirs)
{
	printf("  %-12s %s", label, ours);
	put_printable(stdout, theirs);
	putchar('\n');
}

static void show_host(const struct xen_liveupdate_info *info)
{
	uint64_t warnings = info->cold_warnings;
	const char *warning;
	char size[NUMBER_TEXT];

	fputs("Xen ", stdout);
	put_printable(stdout, text(info->xen_version));
	if (info->xen_build_id[0]) {
		fputs("  (build ", stdout);
		put_printable(stdout, text(info->xen_build_id));
		putchar(')');
	}
	putchar('\n');
	line("cold update", info->modes & XEN_LIVEUPDATE_MODE_COLD ?
	     "offered; domains do not survive it" : "not offered");
	while ((warning = warning_take(&warnings)))
		line("warning", warning);
	if (info->modes & XEN_LIVEUPDATE_MODE_LIVE)
		printf("  %-12s offered; staging bank of %s at 0x%" PRIx64 "\n", "live update",
		       format_bytes(size, info->region_size), (uint64_t)info->region_maddr);
	else if (info->live_refusal[0])
		two_parts("live update", "not offered: ", text(info->live_refusal));
	else
		line("live update", "not offered by this Xen");
	line("signatures", info->policy & XEN_LIVEUPDATE_POLICY_SIG_ENFORCE ?
	     "required" : info->policy & XEN_LIVEUPDATE_POLICY_LOCKDOWN ?
	     "required by kernel lockdown" : "checked if present");
}

static void show_driver(const struct xen_liveupdate_info *info)
{
	static const char * const payloads[] = {
		"xen", "cmdline", "kernel", "kernel-cmdline", "initrd", "blob",
	};
	char sha256[2 * XEN_LIVEUPDATE_SHA256_SIZE + 1], size[NUMBER_TEXT];

	printf("  %-12s %s, handoff page version %u\n", "driver", text(info->driver_version),
	       info->handoff_version);
	printf("  %-12s %u bytes, SHA-256 %s\n", "stub", info->stub_size,
	       hex_format(sha256, info->stub_sha256, sizeof(info->stub_sha256)));
	printf("  %-12s", "inflates");
	for (const struct bit *bit = compression_bits; bit->bit; bit++) {
		if (info->compression & bit->bit)
			printf(" %s", bit->word);
	}
	putchar('\n');
	for (unsigned int i = 0; i < ARRAY_SIZE(payloads); i++)
		printf("  %-12s %-14s at most %s\n", i ? "" : "limits", payloads[i],
		       format_bytes(size, info->max_size[i]));
}

static void show_image(const struct xen_liveupdate_status *status)
{
	char sha256[2 * XEN_LIVEUPDATE_SHA256_SIZE + 1], size[NUMBER_TEXT];

	if (!status->image_size)
		return;
	printf("  %-12s %s, %s\n", "image", format_bytes(size, status->image_size),
	       status->signed_image ? "signature verified" : "not signed");
	if (status->image_build_id[0])
		line("build id", text(status->image_build_id));
	line("SHA-256", hex_format(sha256, status->image_sha256, sizeof(status->image_sha256)));
	if (status->mode)
		printf("  %-12s for a %s update\n", "loaded", mode_word(status->mode));
}

static void show_failure(const struct xen_liveupdate_status *status)
{
	const struct explanation *known = explain(text(status->reason));

	if (!status->error)
		return;
	two_parts("last error", "", text(status->reason));
	printf("  %-12s while %s%s%s\n", "", xlu_state_word(status->failed_state),
	       known ? ": " : "", known ? known->text : "");
	if (status->explanation[0])
		line("in detail", text(status->explanation));
	if (known && known->remedy)
		line("remedy", known->remedy);
}

static void show_update(const struct xen_liveupdate_status *status, bool verbose)
{
	char copied[NUMBER_TEXT], memory[NUMBER_TEXT];

	printf("Update: %s", xlu_state_word(status->state));
	if (status->bytes_total && status->bytes_done < status->bytes_total)
		printf(", %" PRIu64 " %%",
		       (uint64_t)(status->bytes_done * 100 / status->bytes_total));
	putchar('\n');
	show_image(status);
	show_failure(status);
	if (verbose)
		printf("  %-12s %s held, %s copied by the CPU\n", "memory",
		       format_bytes(memory, status->memory),
		       format_bytes(copied, status->bytes_copied));
}

void status_text(const struct xen_liveupdate_info *info,
		 const struct xen_liveupdate_status *status, const struct builds *builds,
		 bool verbose)
{
	show_host(info);
	if (builds)
		builds_show(builds);
	if (verbose)
		show_driver(info);
	show_update(status, verbose);
}

static int show(int fd, const struct options *options, struct builds *builds)
{
	struct xen_liveupdate_info info;
	struct xen_liveupdate_status status;
	int err;

	err = device_info(fd, &info);
	if (!err)
		err = device_status(fd, &status);
	if (err)
		return err;
	end_texts(&info, &status);
	if (builds)
		builds_probe(builds, fd, &info);
	if (has(options, OPT_JSON))
		status_json(stdout, &info, &status, builds);
	else if (has(options, OPT_QUIET))
		puts(xlu_state_word(status.state));
	else
		status_text(&info, &status, builds, has(options, OPT_VERBOSE));
	return EXIT_OK;
}

int status_show(int fd, const struct options *options)
{
	return show(fd, options, NULL);
}

/* Images on the disk are read only if the output mentions them. */
int cmd_status(const struct options *options)
{
	const bool terse = has(options, OPT_QUIET) && !has(options, OPT_JSON);
	struct builds builds;
	int fd, err = device_open(&fd, false);

	if (err)
		return err;
	err = show(fd, options, terse ? NULL : &builds);
	close(fd);
	return err;
}
