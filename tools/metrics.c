// SPDX-License-Identifier: GPL-2.0-only
/*
 * "metrics": output for node_exporter's textfile collector.
 *
 * Words are labels of metrics with the value 1, so that a rule can compare and name
 * them. A value that is one of several words has a metric for each word, 0 or 1.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <xen-liveupdate/names.h>

#include "lib/state.h"
#include "lib/utf8.h"

#include "commands.h"
#include "device.h"
#include "hex.h"
#include "metrics.h"
#include "render.h"
#include "sysfs.h"

#define PREFIX "xen_liveupdate_"
#define NS UINT64_C(1000000000)

/* --- the format ----------------------------------------------------------------- */

static void head(FILE *out, const char *name, const char *help)
{
	fprintf(out, "# HELP " PREFIX "%s %s\n# TYPE " PREFIX "%s gauge\n", name, help, name);
}

static void number(FILE *out, const char *name, const char *help, uint64_t value)
{
	head(out, name, help);
	fprintf(out, PREFIX "%s %" PRIu64 "\n", name, value);
}

static void seconds(FILE *out, const char *name, const char *help, uint64_t ns)
{
	head(out, name, help);
	fprintf(out, PREFIX "%s %" PRIu64 ".%09" PRIu64 "\n", name, ns / NS, ns % NS);
}

/* Replace invalid bytes, as a single one would invalidate all metrics of the host. */
static void put_value(FILE *out, const char *text)
{
	while (*text) {
		unsigned int length = utf8_length(text);

		if (*text == '\\' || *text == '"')
			fprintf(out, "\\%c", *text);
		else if (!length || utf8_control(text))
			fputc('?', out);
		else
			fwrite(text, 1, length, out);
		text += length ? length : 1;
	}
}

/* Add a label; @between is '{' before the first one, ',' before others. */
static void label(FILE *out, char between, const char *name, const char *value)
{
	fprintf(out, "%c%s=\"", between, name);
	put_value(out, value);
	fputc('"', out);
}

/* Add a label with a text of the driver, which may lack a NUL. */
static void text_label(FILE *out, char between, const char *name, const __u8 *bytes, size_t size)
{
	char text[65] = "";

	memcpy(text, bytes, strnlen((const char *)bytes, size < 64 ? size : 64));
	label(out, between, name, text);
}

#define LABEL(out, between, name, array) text_label(out, between, name, array, sizeof(array))

static void begin(FILE *out, const char *name)
{
	fputs(PREFIX, out);
	fputs(name, out);
}

static void end(FILE *out, unsigned int value)
{
	fprintf(out, "} %u\n", value);
}

static void one_of(FILE *out, const char *name, const char *kind, const char *word, bool is)
{
	begin(out, name);
	label(out, '{', kind, word);
	end(out, is);
}

/* Unknown warnings of a newer driver are named by their numbers. */
static void put_warnings(FILE *out, const char *name, uint64_t warnings)
{
	for (unsigned int bit = 0; bit < 64; bit++) {
		const char *word = xlu_warning_name(bit);
		char digits[12];

		if (!(warnings >> bit & 1))
			continue;
		snprintf(digits, sizeof(digits), "%u", bit);
		one_of(out, name, "name", strcmp(word, "unknown") ? word : digits, true);
	}
}

/* --- what there is --------------------------------------------------------------- */

static void put_host(FILE *out, const struct xen_liveupdate_info *info)
{
	head(out, "running_info", "The running Xen, and the driver.");
	begin(out, "running_info");
	LABEL(out, '{', "version", info->xen_version);
	LABEL(out, ',', "build_id", info->xen_build_id);
	LABEL(out, ',', "driver_version", info->driver_version);
	end(out, 1);
	head(out, "offered", "Does the running Xen offer updates of this mode?");
	one_of(out, "offered", "mode", "cold", info->modes & XEN_LIVEUPDATE_MODE_COLD);
	one_of(out, "offered", "mode", "live", info->modes & XEN_LIVEUPDATE_MODE_LIVE);
	number(out, "bank_bytes", "Size of the staging bank, 0 without live update.",
	       info->region_size);
}

static void put_blocker(FILE *out, const char *kind, const __u8 *name, size_t size)
{
	if (!name[0])
		return;
	begin(out, "blocker");
	label(out, '{', "kind", kind);
	text_label(out, ',', "name", name, size);
	end(out, 1);
}

/* "host": why Xen refuses all live updates; "last": why the last action failed. */
static void put_blockers(FILE *out, const struct xen_liveupdate_info *info,
			 const struct xen_liveupdate_status *status)
{
	const __u8 *last = status->explanation[0] ? status->explanation : status->reason;
	size_t size = status->explanation[0] ? sizeof(status->explanation) :
		      sizeof(status->reason);

	head(out, "blocker", "Obstacles to a live update, by name.");
	put_blocker(out, "host", info->live_refusal, sizeof(info->live_refusal));
	if (status->error)
		put_blocker(out, "last", last, size);
	head(out, "cold_warning", "What a cold update of this host would end, by name.");
	put_warnings(out, "cold_warning", info->cold_warnings);
}

static void put_status(FILE *out, const struct metrics *metrics)
{
	const struct xen_liveupdate_status *status = metrics->status;
	char sha256[2 * XEN_LIVEUPDATE_SHA256_SIZE + 1];

	head(out, "state", "State of the driver.");
	for (unsigned int i = 0; i <= XEN_LIVEUPDATE_STATE_FAILED; i++)
		one_of(out, "state", "state", xlu_state_word(i), i == status->state);
	head(out, "staged_info", "The staged image, if there is one.");
	if (!status->image_size)
		return;
	begin(out, "staged_info");
	label(out, '{', "version", metrics->staged_version);
	LABEL(out, ',', "build_id", status->image_build_id);
	label(out, ',', "mode", mode_word(status->mode));
	label(out, ',', "sha256", hex_format(sha256, status->image_sha256,
					     sizeof(status->image_sha256)));
	end(out, 1);
}

static void put_last_info(FILE *out, const struct xen_liveupdate_report *report)
{
	char id[2 * sizeof(report->update_id) + 1];

	head(out, "last_info", "The last update since the host was started.");
	begin(out, "last_info");
	label(out, '{', "update_id", hex_format(id, report->update_id,
						sizeof(report->update_id)));
	label(out, ',', "mode", mode_word(report->mode));
	label(out, ',', "phase", xlu_phase_name(report->phase));
	label(out, ',', "reason", xlu_reason_name(report->reason));
	LABEL(out, ',', "explanation", report->explanation);
	LABEL(out, ',', "from_version", report->from_version);
	LABEL(out, ',', "from_build_id", report->from_build_id);
	LABEL(out, ',', "to_version", report->to_version);
	LABEL(out, ',', "to_build_id", report->to_build_id);
	end(out, 1);
}

static void put_report(FILE *out, const struct xen_liveupdate_report *report)
{
	put_last_info(out, report);
	head(out, "last_result", "How the last update ended.");
	for (unsigned int i = XEN_LIVEUPDATE_RESULT_OK; i <= XEN_LIVEUPDATE_RESULT_DRY_RUN; i++)
		one_of(out, "last_result", "result", result_word(i), i == report->result);
	head(out, "last_warning", "What the last update has not restored, by name.");
	put_warnings(out, "last_warning", report->warnings);
	seconds(out, "last_timestamp_seconds", "Time of the last update, in seconds since 1970.",
		report->wallclock_ns);
	seconds(out, "last_blackout_seconds", "How long the last update paused the domains.",
		report->blackout_ns);
	seconds(out, "last_predicted_seconds", "The pause that Xen had predicted.",
		report->predicted_ns);
	number(out, "last_boot_needed_bytes", "Memory that the new Xen needed in its bank.",
	       report->boot_needed);
	head(out, "last_audit", "Audit of the references of all pages after the last update.");
	for (unsigned int i = XLU_AUDIT_NONE; i <= XLU_AUDIT_DONE; i++)
		one_of(out, "last_audit", "state", xlu_audit_name(i), i == report->audit);
	number(out, "last_audit_wrong", "Pages whose counts differ from the references found.",
	       report->audit_wrong);
	number(out, "generation", "Updates in a row since the host was started.",
	       report->generation);
}

void metrics_write(FILE *out, const struct metrics *metrics)
{
	number(out, "up", "Is there a driver that answers?", !!metrics->info);
	if (!metrics->info)
		return;
	put_host(out, metrics->info);
	put_blockers(out, metrics->info, metrics->status);
	put_status(out, metrics);
	if (metrics->report)
		put_report(out, metrics->report);
}

/* --- the file ------------------------------------------------------------------- */

/* Replace @path atomically. */
static int write_file(const char *path, const struct metrics *metrics)
{
	char *name = NULL;
	FILE *out = NULL;
	int fd, err = 0;

	if (asprintf(&name, "%s.XXXXXX", path) < 0)
		return fail(ERR_MEMORY, NULL, NULL);
	fd = mkstemp(name);
	if (fd >= 0)
		out = fdopen(fd, "w");
	if (!out) {
		err = errno;
		goto free_name;
	}
	metrics_write(out, metrics);
	/* The collector does not run as root. */
	if (fflush(out) || fchmod(fd, 0644) || fsync(fd))
		err = errno;
	if (fclose(out) && !err)
		err = errno;
	if (!err && rename(name, path))
		err = errno;
	if (err)
		unlink(name);
free_name:
	free(name);
	return err ? fail(ERR_WRITE_FILE, path, strerror(err)) : EXIT_OK;
}

static int put(const struct options *options, const struct metrics *metrics)
{
	if (has(options, OPT_FILE))
		return write_file(options->output, metrics);
	metrics_write(stdout, metrics);
	return EXIT_OK;
}

/* The version of the staged image is available in sysfs only. */
static void read_staged_version(char *text, size_t size)
{
	FILE *file = fopen(SYSFS_DIR "image/version", "re");

	*text = '\0';
	if (!file)
		return;
	if (fgets(text, (int)size, file))
		text[strcspn(text, "\n")] = '\0';
	fclose(file);
}

static int read_driver(int fd, const struct options *options)
{
	struct xen_liveupdate_info info;
	struct xen_liveupdate_status status;
	struct xen_liveupdate_report report;
	char version[65];
	struct metrics metrics = {
		.info = &info, .status = &status, .staged_version = version,
	};
	int err = device_info(fd, &info);

	if (!err)
		err = device_status(fd, &status);
	if (err)
		return err;
	if (device_peek_report(fd, &report))
		metrics.report = &report;
	read_staged_version(version, sizeof(version));
	return put(options, &metrics);
}

/* A host without the driver has a metric, too, which says so. */
int cmd_metrics(const struct options *options)
{
	const struct metrics none = { 0 };
	int fd, err;

	if (access(XEN_LIVEUPDATE_DEVICE, F_OK))
		return put(options, &none);
	err = device_open(&fd, false);
	if (err)
		return err;
	err = read_driver(fd, options);
	close(fd);
	return err;
}
