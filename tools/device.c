// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ioctls of /dev/xen-liveupdate, with messages for their errors.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lib/reason.h"
#include "lib/state.h"

#include "device.h"
#include "messages.h"
#include "wait.h"

/* Another process or a sysfs file is changing the update, or has left it unfinished. */
static int busy(void)
{
	struct xen_liveupdate_status status;
	int fd = device_peek();
	bool known = fd >= 0 && device_peek_status(fd, &status);

	if (fd >= 0)
		close(fd);
	return fail(ERR_BUSY, known ? xlu_state_word(status.state) : "unknown", NULL);
}

int device_open(int *fd, bool writer)
{
	*fd = open(XEN_LIVEUPDATE_DEVICE, (writer ? O_RDWR : O_RDONLY) | O_CLOEXEC);
	if (*fd >= 0)
		return EXIT_OK;
	switch (errno) {
	case ENOENT:
	case ENODEV:
	case ENXIO:
		return fail(ERR_NO_DEVICE, XEN_LIVEUPDATE_DEVICE, NULL);
	case EBUSY:
		return busy();
	default:
		return fail(ERR_OPEN, XEN_LIVEUPDATE_DEVICE, strerror(errno));
	}
}

int device_peek(void)
{
	return open(XEN_LIVEUPDATE_DEVICE, O_RDONLY | O_CLOEXEC);
}

bool device_peek_info(int fd, struct xen_liveupdate_info *info)
{
	memset(info, 0, sizeof(*info));
	info->size = sizeof(*info);
	return !ioctl(fd, XEN_LIVEUPDATE_INFO, info);
}

bool device_peek_status(int fd, struct xen_liveupdate_status *status)
{
	memset(status, 0, sizeof(*status));
	status->size = sizeof(*status);
	return !ioctl(fd, XEN_LIVEUPDATE_STATUS, status);
}

bool device_peek_report(int fd, struct xen_liveupdate_report *report)
{
	memset(report, 0, sizeof(*report));
	report->size = sizeof(*report);
	return !ioctl(fd, XEN_LIVEUPDATE_REPORT, report);
}

int device_failed(int fd, enum error error, const char *subject, int err)
{
	struct xen_liveupdate_status status;
	bool has_word = device_peek_status(fd, &status) &&
			status.error == (unsigned int)err && status.reason[0];

	if (err == EINTR)
		return fail(ERR_INTERRUPTED, NULL, NULL);
	if (err == EBADFD)
		return fail(ERR_WRONG_STATE, xlu_state_word(status.state), NULL);
	if (has_word) {
		status.reason[sizeof(status.reason) - 1] = '\0';
		status.explanation[sizeof(status.explanation) - 1] = '\0';
		return fail_reason(error, subject, (const char *)status.reason,
				   (const char *)status.explanation);
	}
	if (err == EOPNOTSUPP && error == ERR_LOAD)
		return fail(ERR_MODE_REFUSED, subject, NULL);
	if (err == EBUSY)
		return busy();
	if (err == EFBIG)
		return fail_reason(error, subject, xlu_why_word(XLU_WHY_TOO_LARGE), "");
	return fail(error, subject, strerror(err));
}

int device_info(int fd, struct xen_liveupdate_info *info)
{
	if (!device_peek_info(fd, info))
		return fail(ERR_QUERY, "INFO", strerror(errno));
	if (info->abi_version != XEN_LIVEUPDATE_ABI_VERSION)
		return fail(ERR_OTHER_ABI, XEN_LIVEUPDATE_DEVICE, NULL);
	return EXIT_OK;
}

int device_status(int fd, struct xen_liveupdate_status *status)
{
	if (!device_peek_status(fd, status))
		return fail(ERR_QUERY, "STATUS", strerror(errno));
	return EXIT_OK;
}

int device_report(int fd, struct xen_liveupdate_report *report)
{
	if (device_peek_report(fd, report))
		return EXIT_OK;
	if (errno == ENODATA)
		return fail(ERR_NO_REPORT, NULL, NULL);
	return fail(ERR_QUERY, "REPORT", strerror(errno));
}

int device_stage_file(int fd, enum xen_liveupdate_payload payload, const char *path)
{
	struct xen_liveupdate_stage_fd stage = {
		.size = sizeof(stage),
		.payload = payload,
	};
	int err = 0;

	/* Do not block on a pipe without a writer. */
	stage.fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (stage.fd < 0)
		return fail(ERR_OPEN_FILE, path, strerror(errno));
	if (ioctl(fd, XEN_LIVEUPDATE_STAGE_FD, &stage))
		err = errno;
	close(stage.fd);
	return err ? device_failed(fd, ERR_STAGE, path, err) : EXIT_OK;
}

static int write_all(int fd, const char *text, size_t length)
{
	while (length) {
		ssize_t written = write(fd, text, length);

		if (written < 0)
			return errno;
		text += written;
		length -= (size_t)written;
	}
	return 0;
}

int device_stage_text(int fd, enum xen_liveupdate_payload payload, const char *text,
		      const char *name)
{
	struct xen_liveupdate_stage_create create = {
		.size = sizeof(create),
		.payload = payload,
		.fd = -1,
		.length = strlen(text),
	};
	struct xen_liveupdate_seal seal = {
		.size = sizeof(seal),
		.payload = payload,
	};
	int err;

	if (ioctl(fd, XEN_LIVEUPDATE_STAGE_CREATE, &create))
		return device_failed(fd, ERR_STAGE, name, errno);
	err = write_all(create.fd, text, create.length);
	close(create.fd);
	if (!err && ioctl(fd, XEN_LIVEUPDATE_SEAL, &seal))
		err = errno;
	return err ? device_failed(fd, ERR_STAGE, name, err) : EXIT_OK;
}

int device_verify(int fd, bool signed_only, const char *image)
{
	struct xen_liveupdate_verify verify = {
		.size = sizeof(verify),
		.flags = signed_only ? XEN_LIVEUPDATE_VERIFY_SIGNED : 0,
	};

	if (ioctl(fd, XEN_LIVEUPDATE_VERIFY, &verify))
		return device_failed(fd, ERR_VERIFY, image, errno);
	return EXIT_OK;
}

int device_load(int fd, unsigned int mode, unsigned int flags, uint32_t wait_ms)
{
	struct xen_liveupdate_load load = {
		.size = sizeof(load),
		.mode = mode,
		.flags = flags,
	};
	struct wait wait;
	int err;

	wait_begin(&wait, wait_ms);
	do {
		err = ioctl(fd, XEN_LIVEUPDATE_LOAD, &load) ? errno : 0;
	} while (wait_again(&wait, fd, &err));
	return err ? device_failed(fd, ERR_LOAD, mode_word(mode), err) : EXIT_OK;
}

int device_commit(int fd, const struct xen_liveupdate_status *status, bool on_reboot,
		  uint32_t wait_ms)
{
	struct xen_liveupdate_commit commit = {
		.size = sizeof(commit),
		.flags = on_reboot ? XEN_LIVEUPDATE_COMMIT_ON_REBOOT : 0,
	};
	struct wait wait;
	int err;

	memcpy(commit.image_sha256, status->image_sha256, sizeof(commit.image_sha256));
	wait_begin(&wait, wait_ms);
	do {
		err = ioctl(fd, XEN_LIVEUPDATE_COMMIT, &commit) ? errno : 0;
	} while (wait_again(&wait, fd, &err));
	return err ? device_failed(fd, ERR_COMMIT, NULL, err) : EXIT_OK;
}

int device_blob(int fd, int *blob_fd, unsigned long long *length)
{
	struct xen_liveupdate_blob blob = { .size = sizeof(blob), .fd = -1 };

	if (!ioctl(fd, XEN_LIVEUPDATE_BLOB, &blob)) {
		*blob_fd = blob.fd;
		*length = blob.length;
		return EXIT_OK;
	}
	if (errno == ENODATA)
		return fail(ERR_NO_BLOB, NULL, NULL);
	return fail(ERR_QUERY, "BLOB", strerror(errno));
}

const char *mode_word(unsigned int mode)
{
	switch (mode) {
	case XEN_LIVEUPDATE_MODE_COLD:
		return "cold";
	case XEN_LIVEUPDATE_MODE_LIVE:
		return "live";
	default:
		return "none";
	}
}
