// SPDX-License-Identifier: GPL-2.0-only
/*
 * "stage", "verify", "load", "commit", "cancel": one step of an update each, in
 * separate processes. The actions go through the files below /sys, since their effect
 * outlives the process. The results are read from the device.
 */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/reason.h"
#include "lib/state.h"

#include "commands.h"
#include "cold.h"
#include "device.h"
#include "hex.h"
#include "messages.h"
#include "progress.h"
#include "report.h"
#include "status.h"
#include "sysfs.h"
#include "wait.h"
#include "watch.h"

#define DIGEST_TEXT (2 * XEN_LIVEUPDATE_SHA256_SIZE + 1)

/*
 * Write to one of the driver's files, which returns when the action is done. If a
 * transient condition prevents the action, repeat it for up to @wait_ms.
 */
static int act_for(int fd, const char *label, const char *attribute, const char *text,
		   enum error error, const char *subject, uint32_t wait_ms)
{
	struct wait wait;
	int failure, err;

	watch_begin(label);
	wait_begin(&wait, wait_ms);
	do {
		err = sysfs_write(attribute, text, &failure);
	} while (!err && wait_again(&wait, fd, &failure));
	if (!err && failure)
		err = device_failed(fd, error, subject, failure);
	watch_end(!err);
	return err;
}

static int act(int fd, const char *label, const char *attribute, const char *text,
	       enum error error, const char *subject)
{
	return act_for(fd, label, attribute, text, error, subject, 0);
}

/* --- stage ------------------------------------------------------------------ */

static int stage_file(int fd, const char *kind, const char *path)
{
	char text[PATH_MAX + 16], label[32];
	char *full;
	bool good;

	if (!path)
		return EXIT_OK;
	full = realpath(path, NULL);
	if (!full)
		return fail(ERR_OPEN_FILE, path, strerror(errno));
	snprintf(label, sizeof(label), "staging %s", kind);
	good = strlen(full) < PATH_MAX && !strchr(full, '\n') &&
	       !isspace((unsigned char)full[strlen(full) - 1]);
	snprintf(text, sizeof(text), "%s %s", kind, full);
	free(full);
	if (!good)
		return fail(ERR_FILE_NAME, path, NULL);
	return act(fd, label, "stage", text, ERR_STAGE, path);
}

static int stage_text(int fd, const char *label, const char *attribute, const char *text)
{
	return text ? act(fd, label, attribute, text, ERR_STAGE, attribute) : EXIT_OK;
}

/* Check the user's demands on the image that go beyond those of the driver. */
static int check_demands(const struct options *options, const char *image,
			 const struct xen_liveupdate_status *status)
{
	if (has(options, OPT_SHA256) &&
	    memcmp(options->sha256, status->image_sha256, sizeof(status->image_sha256)))
		return fail_reason(ERR_DIGEST, image, xlu_why_word(XLU_WHY_BAD_DIGEST), "");
	if (has(options, OPT_SIGNED) && !status->signed_image)
		return fail(ERR_UNSIGNED, image, NULL);
	return EXIT_OK;
}

/* Drop an image that does not meet them. */
static int enforce_demands(int fd, const struct options *options, const char *image)
{
	struct xen_liveupdate_status status;
	int failure, err = device_status(fd, &status);

	if (err)
		return err;
	err = check_demands(options, image, &status);
	if (err)
		sysfs_write("cancel", "1", &failure);
	return err;
}

static int stage(int fd, const struct options *options)
{
	int err;

	err = stage_file(fd, "xen", options->image);
	if (!err)
		err = enforce_demands(fd, options, options->image);
	if (!err)
		err = stage_text(fd, "staging command line", "cmdline", options->cmdline);
	if (!err)
		err = stage_file(fd, "kernel", options->kernel);
	if (!err)
		err = stage_text(fd, "staging kernel cmdline", "kernel_cmdline",
				 options->kernel_cmdline);
	if (!err)
		err = stage_file(fd, "initrd", options->initrd);
	if (!err)
		err = stage_file(fd, "blob", options->blob);
	return err ? err : status_show(fd, options);
}

/* --- verify ----------------------------------------------------------------- */

/* Wait for an action that another process has started. */
static int wait_for_others(int fd, struct xen_liveupdate_status *status)
{
	struct pollfd events = { .fd = fd, .events = POLLPRI };
	int err;

	while (sysfs_busy()) {
		err = device_status(fd, status);
		if (err)
			return err;
		progress_update(status->bytes_done, status->bytes_total);
		poll(&events, 1, 100);
	}
	return device_status(fd, status);
}

static int verify(int fd, const struct options *options)
{
	struct xen_liveupdate_status status;
	int err;

	progress_begin("verifying");
	err = wait_for_others(fd, &status);
	if (!err && status.state == XEN_LIVEUPDATE_STATE_FAILED)
		err = device_failed(fd, ERR_VERIFY, "the image", (int)status.error);
	if (!err && !status.image_size)
		err = fail(ERR_WRONG_STATE, xlu_state_word(status.state), NULL);
	if (!err)
		err = enforce_demands(fd, options, "the image");
	progress_end(!err);
	return err ? err : status_show(fd, options);
}

/* --- load ------------------------------------------------------------------- */

static int load(int fd, const struct options *options)
{
	char text[32];
	int err;

	snprintf(text, sizeof(text), "%s%s%s", mode_word(options->mode),
		 has(options, OPT_DRY_RUN) ? " dry-run" : "",
		 has(options, OPT_REVALIDATE) ? " revalidate" : "");
	err = act_for(fd, has(options, OPT_DRY_RUN) ? "loading (dry run)" : "loading", "load",
		      text, ERR_LOAD, mode_word(options->mode), options->wait_ms);
	if (err)
		return err;
	if (has(options, OPT_DRY_RUN) && options->mode == XEN_LIVEUPDATE_MODE_LIVE)
		return report_show(fd, options);
	return status_show(fd, options);
}

/* --- commit ----------------------------------------------------------------- */

static int write_commit(int fd, const char *label,
			const struct xen_liveupdate_status *status,
			const struct options *options)
{
	char text[DIGEST_TEXT + sizeof(" reboot")], digest[DIGEST_TEXT];

	snprintf(text, sizeof(text), "%s%s",
		 hex_format(digest, status->image_sha256, sizeof(status->image_sha256)),
		 has(options, OPT_ON_REBOOT) ? " reboot" : "");
	return act_for(fd, label, "commit", text, ERR_COMMIT, NULL, options->wait_ms);
}

static int commit_cold(int fd, const struct options *options,
		       const struct xen_liveupdate_status *status)
{
	int err;

	if (has(options, OPT_WAIT))
		return fail(ERR_LIVE_ONLY, "--wait", NULL);
	err = cold_before_commit(options);
	if (!err)
		err = write_commit(fd, "committing", status, options);
	return err ? err : cold_after_commit(fd, options);
}

static int commit_live(int fd, const struct options *options,
		       const struct xen_liveupdate_status *status)
{
	struct xen_liveupdate_report before;
	int err;

	if (has(options, OPT_ON_REBOOT))
		return fail(ERR_COLD_ONLY, "--on-reboot", NULL);
	device_peek_report(fd, &before);
	err = write_commit(fd, "replacing Xen", status, options);
	if (!err)
		return report_show(fd, options);
	report_show_refusal(fd, options, &before);
	return err;
}

static int commit(int fd, const struct options *options)
{
	struct xen_liveupdate_status status;
	int err = device_status(fd, &status);

	if (err)
		return err;
	if (!status.mode)
		return fail(ERR_WRONG_STATE, xlu_state_word(status.state), NULL);
	if (has(options, OPT_SHA256) &&
	    memcmp(options->sha256, status.image_sha256, sizeof(status.image_sha256)))
		return fail_reason(ERR_DIGEST, "the image", xlu_why_word(XLU_WHY_BAD_DIGEST), "");
	return status.mode == XEN_LIVEUPDATE_MODE_COLD ? commit_cold(fd, options, &status) :
							 commit_live(fd, options, &status);
}

/* --- cancel ----------------------------------------------------------------- */

/* It is not an error if there is nothing to cancel. */
static int cancel(int fd, const struct options *options)
{
	int failure, err = sysfs_write("cancel", "1", &failure);

	if (err)
		return err;
	if (failure && failure != EBADFD && failure != ENODEV)
		return fail(ERR_CANCEL, NULL, strerror(failure));
	return has(options, OPT_JSON) ? status_show(fd, options) : EXIT_OK;
}

static int with_device(const struct options *options,
		       int (*step)(int fd, const struct options *options))
{
	int fd, err = device_open(&fd, false);

	if (err)
		return err;
	progress_setup(wants_quiet(options));
	err = step(fd, options);
	close(fd);
	return err;
}

int cmd_stage(const struct options *options)
{
	return with_device(options, stage);
}

int cmd_verify(const struct options *options)
{
	return with_device(options, verify);
}

int cmd_load(const struct options *options)
{
	if (!options->mode)
		return fail(ERR_NO_MODE, NULL, NULL);
	if (options->mode == XEN_LIVEUPDATE_MODE_COLD && has(options, OPT_WAIT | OPT_REVALIDATE))
		return fail(ERR_LIVE_ONLY, has(options, OPT_WAIT) ? "--wait" : "--revalidate",
			    NULL);
	return with_device(options, load);
}

int cmd_commit(const struct options *options)
{
	return with_device(options, commit);
}

int cmd_cancel(const struct options *options)
{
	return with_device(options, cancel);
}
