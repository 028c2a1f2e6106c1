// SPDX-License-Identifier: GPL-2.0-only
/*
 * agent - the smallest program that makes a live update
 *
 * usage: agent XEN-IMAGE
 *
 * Shows the ioctls in the order in which a management agent uses them. As long as
 * COMMIT has not been called, ending this program in any way, kill -9 too, makes
 * the driver undo everything. It needs CAP_SYS_BOOT in dom0.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <linux/xen-liveupdate.h>

/* Every struct begins with its size: the driver may be older or newer. */
#define NEW(type, name) struct type name = { .size = sizeof(name) }

static int dev;

/* An action returns when it is done; another descriptor shows its progress. */
static void *show_progress(void *unused)
{
	NEW(xen_liveupdate_status, status);
	struct pollfd changes = { .events = POLLPRI };

	changes.fd = open(XEN_LIVEUPDATE_DEVICE, O_RDONLY | O_CLOEXEC);
	while (!ioctl(changes.fd, XEN_LIVEUPDATE_STATUS, &status)) {
		printf("state %u, %llu of %llu KiB\n", status.state,
		       status.bytes_done / 1024ULL, status.bytes_total / 1024ULL);
		poll(&changes, 1, 200);
	}
	return unused;
}

/* errno is the kind of failure, STATUS.reason its exact cause. */
static void die(const char *what)
{
	NEW(xen_liveupdate_status, status);
	int err = errno;

	ioctl(dev, XEN_LIVEUPDATE_STATUS, &status);
	fprintf(stderr, "agent: %s: %s\n", what,
		(int)status.error == err ? (char *)status.reason : strerror(err));
	exit(EXIT_FAILURE);
}

/* Is there a driver, and does the running Xen offer what we want? */
static void query(void)
{
	NEW(xen_liveupdate_info, info);

	dev = open(XEN_LIVEUPDATE_DEVICE, O_RDWR | O_CLOEXEC);
	if (dev < 0 || ioctl(dev, XEN_LIVEUPDATE_INFO, &info))
		die("open " XEN_LIVEUPDATE_DEVICE);
	printf("running Xen %s\n", (char *)info.xen_version);
	if (!(info.modes & XEN_LIVEUPDATE_MODE_LIVE)) {
		fprintf(stderr, "agent: this Xen cannot be replaced under running domains\n");
		exit(EXIT_FAILURE);
	}
}

/* The kernel reads the file; without one: STAGE_CREATE, mmap() or write(), SEAL. */
static void stage(const char *path)
{
	NEW(xen_liveupdate_stage_fd, stage);
	NEW(xen_liveupdate_verify, verify);

	stage.payload = XEN_LIVEUPDATE_PAYLOAD_XEN;
	stage.fd = open(path, O_RDONLY | O_CLOEXEC);
	if (stage.fd < 0 || ioctl(dev, XEN_LIVEUPDATE_STAGE_FD, &stage))
		die("stage");
	/* Everything that can be wrong with an image is found here... */
	if (ioctl(dev, XEN_LIVEUPDATE_VERIFY, &verify))
		die("verify");
}

/* EBUSY: something transient is in the way, such as a domain that is being created. */
static int patiently(unsigned long action, void *argument)
{
	int ret, tries = 30;

	while ((ret = ioctl(dev, action, argument)) && errno == EBUSY && --tries)
		sleep(1);
	return ret;
}

/* ...and everything that can be wrong with the host here. Nothing is paused yet. */
static void load(void)
{
	NEW(xen_liveupdate_load, load);

	load.mode = XEN_LIVEUPDATE_MODE_LIVE;
	if (patiently(XEN_LIVEUPDATE_LOAD, &load))
		die("load");
}

/*
 * COMMIT names the image. A real agent knows the digest from where it got the image. When
 * the call returns 0, this very process runs on the new Xen.
 */
static void commit(void)
{
	NEW(xen_liveupdate_status, status);
	NEW(xen_liveupdate_commit, commit);

	if (ioctl(dev, XEN_LIVEUPDATE_STATUS, &status))
		die("status");
	memcpy(commit.image_sha256, status.image_sha256, sizeof(commit.image_sha256));
	if (patiently(XEN_LIVEUPDATE_COMMIT, &commit))
		die("the old Xen continues");
}

static int report(void)
{
	NEW(xen_liveupdate_report, report);

	if (ioctl(dev, XEN_LIVEUPDATE_REPORT, &report))
		die("report");
	printf("Xen %s -> %s, domains paused for %llu us\n", (char *)report.from_version,
	       (char *)report.to_version, (unsigned long long)report.blackout_ns / 1000);
	return report.result == XEN_LIVEUPDATE_RESULT_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	pthread_t progress;

	if (argc != 2)
		return fprintf(stderr, "usage: agent XEN-IMAGE\n"), 2;
	pthread_create(&progress, NULL, show_progress, NULL);
	query();
	stage(argv[1]);
	load();
	commit();
	return report();
}
