// SPDX-License-Identifier: GPL-2.0-only
/*
 * "update": a whole update in one process, by ioctl. If the process ends before the
 * commit for whatever reason, the driver undoes everything.
 */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "array.h"
#include "blockers.h"
#include "commands.h"
#include "cold.h"
#include "device.h"
#include "guests.h"
#include "messages.h"
#include "progress.h"
#include "report.h"
#include "status.h"
#include "watch.h"

/* Set by a signal handler, so it must be lock-free. */
static atomic_bool interrupted;

static void on_signal(int number)
{
	(void)number;
	interrupted = true;
}

/* A signal ends the running ioctl with EINTR, and no further one is started. */
static void catch_signals(void)
{
	struct sigaction action = { .sa_handler = on_signal };

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

/**
 * struct payload - a payload to be staged
 * @kind: enum xen_liveupdate_payload
 * @option: OPT_* that specifies it, 0 for the image itself
 * @name: name in messages
 * @file: path, or NULL
 * @text: content, or NULL
 */
struct payload {
	enum xen_liveupdate_payload kind;
	unsigned int option;
	const char *name;
	const char *file;
	const char *text;
};

static int stage(int fd, const struct payload *payload)
{
	char label[32];
	int err;

	if (interrupted)
		return fail(ERR_INTERRUPTED, NULL, NULL);
	if (!payload->file && !payload->text)
		return EXIT_OK;
	snprintf(label, sizeof(label), "staging %s", payload->name);
	watch_begin(label);
	err = payload->file ? device_stage_file(fd, payload->kind, payload->file) :
			      device_stage_text(fd, payload->kind, payload->text, payload->name);
	watch_end(!err);
	return err;
}

static int stage_all(int fd, const struct options *options)
{
	const struct payload payloads[] = {
		{ XEN_LIVEUPDATE_PAYLOAD_XEN, 0, "Xen", options->image, NULL },
		{ XEN_LIVEUPDATE_PAYLOAD_CMDLINE, OPT_CMDLINE, "command line",
		  NULL, options->cmdline },
		{ XEN_LIVEUPDATE_PAYLOAD_KERNEL, OPT_KERNEL, "kernel", options->kernel, NULL },
		{ XEN_LIVEUPDATE_PAYLOAD_KERNEL_CMDLINE, OPT_KERNEL_CMDLINE, "kernel cmdline",
		  NULL, options->kernel_cmdline },
		{ XEN_LIVEUPDATE_PAYLOAD_INITRD, OPT_INITRD, "initrd", options->initrd, NULL },
		{ XEN_LIVEUPDATE_PAYLOAD_BLOB, OPT_BLOB, "state blob", options->blob, NULL },
	};
	int err = EXIT_OK;

	for (size_t i = 0; !err && i < ARRAY_SIZE(payloads); i++)
		err = stage(fd, &payloads[i]);
	return err;
}

static int verify(int fd, const struct options *options,
		  struct xen_liveupdate_status *status)
{
	int err;

	if (interrupted)
		return fail(ERR_INTERRUPTED, NULL, NULL);
	watch_begin("verifying");
	err = device_verify(fd, has(options, OPT_SIGNED), options->image);
	watch_end(!err);
	if (!err)
		err = device_status(fd, status);
	if (err || !has(options, OPT_SHA256))
		return err;
	if (memcmp(options->sha256, status->image_sha256, sizeof(status->image_sha256)))
		return fail_reason(ERR_DIGEST, options->image, "bad-digest", "");
	return EXIT_OK;
}

static int load(int fd, const struct options *options, unsigned int mode)
{
	unsigned int flags = 0;
	int err;

	if (interrupted)
		return fail(ERR_INTERRUPTED, NULL, NULL);
	if (has(options, OPT_DRY_RUN))
		flags |= XEN_LIVEUPDATE_LOAD_DRY_RUN;
	if (has(options, OPT_REVALIDATE))
		flags |= XEN_LIVEUPDATE_LOAD_REVALIDATE;
	if (has(options, OPT_ON_REBOOT))
		flags |= XEN_LIVEUPDATE_LOAD_KEEP;
	if (mode == XEN_LIVEUPDATE_MODE_LIVE)
		blockers_watch(fd);
	watch_begin(has(options, OPT_DRY_RUN) ? "loading (dry run)" : "loading");
	err = device_load(fd, mode, flags, options->wait_ms);
	watch_end(!err);
	return err;
}

static int commit_cold(int fd, const struct options *options,
		       const struct xen_liveupdate_status *status)
{
	int err = cold_before_commit(options);

	if (!err && interrupted)
		err = fail(ERR_INTERRUPTED, NULL, NULL);
	if (!err)
		err = device_commit(fd, status, has(options, OPT_ON_REBOOT), 0);
	return err ? err : cold_after_commit(fd, options);
}

/* Expected blackout by the last update or dry run, 0 if unknown. */
static uint64_t expected_ms(const struct xen_liveupdate_report *last)
{
	uint64_t ns = last->result == XEN_LIVEUPDATE_RESULT_OK ? last->blackout_ns :
								 last->predicted_ns;

	return last->mode == XEN_LIVEUPDATE_MODE_LIVE ? ns / 1000000 : 0;
}

/* Notify guests; the update does not depend on the success. */
static void tell(const struct options *options, const char *word, uint64_t ms)
{
	char line[128];

	if (!has(options, OPT_NOTIFY) || guests_tell(word, ms))
		return;
	snprintf(line, sizeof(line), "Warning: not every guest could be told: %s",
		 strerror(errno));
	progress_note(line);
}

static void tell_before(const struct options *options,
			const struct xen_liveupdate_report *last)
{
	tell(options, "pause", expected_ms(last));
	if (has(options, OPT_NOTIFY) && options->notify_s && !interrupted)
		sleep(options->notify_s);	/* ended by a signal */
}

static void tell_after(int fd, const struct options *options, int err)
{
	struct xen_liveupdate_report report;

	if (!err && device_peek_report(fd, &report))
		tell(options, "resumed", report.blackout_ns / 1000000);
	else
		tell(options, "kept", 0);
}

static int commit_live(int fd, const struct options *options,
		       const struct xen_liveupdate_status *status)
{
	struct xen_liveupdate_report before;
	int err;

	if (interrupted)
		return fail(ERR_INTERRUPTED, NULL, NULL);
	if (!device_peek_report(fd, &before))
		memset(&before, 0, sizeof(before));
	tell_before(options, &before);
	progress_begin("replacing Xen");
	err = interrupted ? fail(ERR_INTERRUPTED, NULL, NULL) :
			    device_commit(fd, status, false, options->wait_ms);
	progress_end(!err);
	tell_after(fd, options, err);
	if (!err)
		return report_show(fd, options);
	report_show_refusal(fd, options, &before);
	return err;
}

/* Live if the host supports it. Never falls back to cold, which ends domains. */
static int choose_mode(const struct xen_liveupdate_info *info,
		       const struct options *options, unsigned int *mode)
{
	*mode = options->mode ? options->mode : XEN_LIVEUPDATE_MODE_LIVE;
	if (info->modes & *mode)
		return EXIT_OK;
	if (*mode == XEN_LIVEUPDATE_MODE_LIVE && info->live_refusal[0])
		return fail(ERR_LIVE_BARRED, NULL, (const char *)info->live_refusal);
	if (!options->mode)
		return fail(ERR_NO_MODE_HERE, NULL, NULL);
	return fail(ERR_MODE_REFUSED, mode_word(*mode), NULL);
}

/* Checks that do not need the driver. */
static int check_options(const struct options *options)
{
	static const struct {
		unsigned int option;
		const char *name;
	} cold_only[] = {
		{ OPT_KERNEL, "--kernel" }, { OPT_INITRD, "--initrd" },
		{ OPT_KERNEL_CMDLINE, "--kernel-cmdline" }, { OPT_BLOB, "--blob" },
		{ OPT_ON_REBOOT, "--on-reboot" },
	};

	if (options->mode == XEN_LIVEUPDATE_MODE_COLD) {
		if (has(options, OPT_WAIT))
			return fail(ERR_LIVE_ONLY, "--wait", NULL);
		if (has(options, OPT_NOTIFY))
			return fail(ERR_LIVE_ONLY, "--notify", NULL);
		if (has(options, OPT_REVALIDATE))
			return fail(ERR_LIVE_ONLY, "--revalidate", NULL);
		if (!options->kernel)
			return fail(ERR_NO_KERNEL, NULL, NULL);
		return has(options, OPT_DRY_RUN) ? EXIT_OK : cold_can_ask(options);
	}
	for (size_t i = 0; i < ARRAY_SIZE(cold_only); i++) {
		if (has(options, cold_only[i].option))
			return fail(ERR_COLD_ONLY, cold_only[i].name, NULL);
	}
	return EXIT_OK;
}

/* A live dry run has paused domains and written their state, so show its report. */
static int show_dry_run(int fd, const struct options *options, unsigned int mode)
{
	progress_note("Dry run: this update could be made. Nothing has changed.");
	if (mode == XEN_LIVEUPDATE_MODE_LIVE)
		return report_show(fd, options);
	cold_warn();
	return has(options, OPT_JSON) ? status_show(fd, options) : EXIT_OK;
}

static int all_steps(int fd, const struct options *options)
{
	struct xen_liveupdate_info info;
	struct xen_liveupdate_status status;
	unsigned int mode;
	int err;

	err = device_info(fd, &info);
	if (!err)
		err = choose_mode(&info, options, &mode);
	if (!err)
		err = stage_all(fd, options);
	if (!err)
		err = verify(fd, options, &status);
	if (!err)
		err = load(fd, options, mode);
	if (err)
		return err;
	cold_warn_initrd(options);
	if (has(options, OPT_DRY_RUN))
		return show_dry_run(fd, options, mode);
	return mode == XEN_LIVEUPDATE_MODE_COLD ? commit_cold(fd, options, &status) :
						  commit_live(fd, options, &status);
}

int update_try_live(const struct options *options)
{
	struct options dry = *options;

	dry.given |= OPT_DRY_RUN;
	dry.mode = XEN_LIVEUPDATE_MODE_LIVE;
	return cmd_update(&dry);
}

int cmd_update(const struct options *options)
{
	int fd, err = check_options(options);

	if (!err)
		err = device_open(&fd, true);
	if (err)
		return err;
	progress_setup(wants_quiet(options));
	catch_signals();
	err = all_steps(fd, options);
	close(fd);
	return err;
}
