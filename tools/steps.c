// SPDX-License-Identifier: GPL-2.0-only
/*
 * "stage", "verify", "load", "commit", "cancel": one step of an update each, in
 * processes of their own. The actions go through the files below /sys, since
 * what they start outlives the process; what comes of it is read from the device.
 */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "cold.h"
#include "device.h"
#include "driver.h"
#include "hex.h"
#include "messages.h"
#include "progress.h"
#include "report.h"
#include "status.h"
#include "sysfs.h"

#define DIGEST_TEXT (2 * XEN_LIVEUPDATE_SHA256_SIZE + 1)

/* The file "error" cannot be read while something is being done. */
static bool is_busy(void)
{
	char text[64];

	return sysfs_read("error", text, sizeof(text)) == EBUSY;
}

/*
 * Wait until what was started has ended. Changes of the state wake up, the time
 * limit is for progress, and for steps that change no state.
 */
static int wait_for_end(int fd, struct xen_liveupdate_status *status)
{
	struct pollfd events = { .fd = fd, .events = POLLPRI };
	int err;

	while (is_busy()) {
		err = device_status(fd, status);
		if (err)
			return err;
		progress_update(status->bytes_done, status->bytes_total);
		poll(&events, 1, 100);
	}
	return device_status(fd, status);
}

/* Write to one of the driver's files and see it through. */
static int act(int fd, const char *attribute, const char *text, enum error error,
	       const char *subject, struct xen_liveupdate_status *status)
{
	int failure = sysfs_write(attribute, text);
	int err;

	if (failure == ENOENT)
		return fail(ERR_ATTRIBUTE, attribute, strerror(failure));
	if (failure)
		return device_failed(fd, error, subject, failure);
	err = wait_for_end(fd, status);
	if (!err && status->error)
		err = device_failed(fd, error, subject, (int)status->error);
	return err;
}

/* --- stage ------------------------------------------------------------------ */

static int stage_file(int fd, const char *kind, const char *path)
{
	struct xen_liveupdate_status status;
	char text[PATH_MAX + 16], label[32];
	char *full;
	int err;

	if (!path)
		return EXIT_OK;
	/* The driver's worker has no working directory. */
	full = realpath(path, NULL);
	if (!full)
		return fail(ERR_OPEN_FILE, path, strerror(errno));
	if (strlen(full) >= PATH_MAX || strchr(full, '\n')) {
		free(full);
		return fail(ERR_FILE_NAME, path, NULL);
	}
	snprintf(text, sizeof(text), "%s %s", kind, full);
	free(full);

	snprintf(label, sizeof(label), "staging %s", kind);
	progress_begin(label);
	err = act(fd, "stage", text, ERR_STAGE, path, &status);
	progress_end(!err);
	return err;
}

static int stage_text(int fd, const char *attribute, const char *text)
{
	struct xen_liveupdate_status status;

	return text ? act(fd, attribute, text, ERR_STAGE, attribute, &status) : EXIT_OK;
}

/* What the user demands of the image beyond what the driver does. */
static int check_demands(const struct options *options, const char *image,
			 const struct xen_liveupdate_status *status)
{
	if (has(options, OPT_SHA256) &&
	    memcmp(options->sha256, status->image_sha256, sizeof(status->image_sha256))) {
		sysfs_write("cancel", "1");
		return fail_reason(ERR_DIGEST, image, xlu_why_word(XLU_WHY_BAD_DIGEST));
	}
	if (has(options, OPT_SIGNED) && !status->signed_image) {
		sysfs_write("cancel", "1");
		return fail(ERR_UNSIGNED, image, NULL);
	}
	return EXIT_OK;
}

static int stage(int fd, const struct options *options)
{
	struct xen_liveupdate_status status;
	int err;

	err = stage_file(fd, "xen", options->image);
	if (!err)
		err = device_status(fd, &status);
	if (!err)
		err = check_demands(options, options->image, &status);
	if (!err)
		err = stage_text(fd, "cmdline", options->cmdline);
	if (!err)
		err = stage_file(fd, "kernel", options->kernel);
	if (!err)
		err = stage_text(fd, "kernel_cmdline", options->kernel_cmdline);
	if (!err)
		err = stage_file(fd, "initrd", options->initrd);
	if (!err)
		err = stage_file(fd, "blob", options->blob);
	return err ? err : status_show(fd, options);
}

/* --- verify ----------------------------------------------------------------- */

static int verify(int fd, const struct options *options)
{
	struct xen_liveupdate_status status;
	int err;

	progress_begin("verifying");
	err = wait_for_end(fd, &status);
	if (!err && status.error)
		err = device_failed(fd, ERR_VERIFY, "the image", (int)status.error);
	if (!err && !status.image_size)
		err = fail(ERR_WRONG_STATE, xlu_state_word(status.state), NULL);
	if (!err)
		err = check_demands(options, "the image", &status);
	progress_end(!err);
	return err ? err : status_show(fd, options);
}

/* --- load ------------------------------------------------------------------- */

static int load(int fd, const struct options *options)
{
	struct xen_liveupdate_status status;
	char text[32];
	int err;

	if (!options->mode)
		return fail(ERR_NO_MODE, NULL, NULL);
	snprintf(text, sizeof(text), "%s%s", mode_word(options->mode),
		 has(options, OPT_DRY_RUN) ? " dry-run" : "");
	progress_begin(has(options, OPT_DRY_RUN) ? "loading (dry run)" : "loading");
	err = act(fd, "load", text, ERR_LOAD, mode_word(options->mode), &status);
	progress_end(!err);
	return err ? err : status_show(fd, options);
}

/* --- commit ----------------------------------------------------------------- */

static int write_commit(int fd, const struct xen_liveupdate_status *status, bool on_reboot)
{
	struct xen_liveupdate_status after;
	char text[DIGEST_TEXT + sizeof(" reboot")], digest[DIGEST_TEXT];

	snprintf(text, sizeof(text), "%s%s",
		 hex_format(digest, status->image_sha256, sizeof(status->image_sha256)),
		 on_reboot ? " reboot" : "");
	return act(fd, "commit", text, ERR_COMMIT, NULL, &after);
}

static int commit_cold(int fd, const struct options *options,
		       const struct xen_liveupdate_status *status)
{
	int err = cold_before_commit(options);

	if (!err)
		err = write_commit(fd, status, has(options, OPT_ON_REBOOT));
	if (err)
		return err;
	cold_after_commit();
	return has(options, OPT_JSON) ? status_show(fd, options) : EXIT_OK;
}

static int commit_live(int fd, const struct options *options,
		       const struct xen_liveupdate_status *status)
{
	int err;

	if (has(options, OPT_ON_REBOOT))
		return fail(ERR_COLD_ONLY, "--on-reboot", NULL);
	progress_begin("replacing Xen");
	err = write_commit(fd, status, false);
	progress_end(!err);
	return err ? err : report_show(fd, options);
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
		return fail_reason(ERR_DIGEST, "the image", xlu_why_word(XLU_WHY_BAD_DIGEST));
	return status.mode == XEN_LIVEUPDATE_MODE_COLD ? commit_cold(fd, options, &status) :
							 commit_live(fd, options, &status);
}

/* --- cancel ----------------------------------------------------------------- */

/* Nothing to cancel is fine: it is what was wanted. */
static int cancel(int fd, const struct options *options)
{
	int failure = sysfs_write("cancel", "1");

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
	progress_setup(options);
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
