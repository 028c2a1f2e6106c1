// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every call in every state that stays, and who may call. What is allowed where is
 * tested by going there; here is what is not.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include "device.h"

static int try_create_xen(int fd)
{
	int buf;

	return dev_create(fd, XEN, 8, &buf);
}

static int try_create(int fd)
{
	int buf;

	return dev_create(fd, CMDLINE, 8, &buf);
}

static int try_stage_xen(int fd)
{
	return dev_stage_path(fd, XEN, XEN_GZ);
}

static int try_stage(int fd)
{
	return dev_stage_path(fd, BLOB, XEN_GZ);
}

static int try_seal_xen(int fd)
{
	return dev_seal(fd, XEN, NULL);
}

static int try_seal(int fd)
{
	return dev_seal(fd, CMDLINE, NULL);
}

static int try_verify(int fd)
{
	return dev_verify(fd, 0);
}

static int try_load(int fd)
{
	return dev_load(fd, COLD, 0);
}

static int try_dry_run(int fd)
{
	return dev_load(fd, COLD, DRY_RUN);
}

/* With the right digest, so that it is the state that is refused. */
static int try_commit_on_reboot(int fd)
{
	return dev_commit(fd, dev_status(fd).image_sha256, ON_REBOOT);
}

static int try_commit(int fd)
{
	return dev_commit(fd, dev_status(fd).image_sha256, 0);
}

#define S(state)	(1U << (state))

/* In which states each is refused with EBADFD. */
static const struct {
	const char *name;
	int (*call)(int fd);
	uint32_t refused;
} calls[] = {
	{ "STAGE_CREATE of an image", try_create_xen, S(LOADED) | S(ARMED) },
	{ "STAGE_CREATE", try_create, S(LOADED) | S(ARMED) },
	{ "STAGE_FD of an image", try_stage_xen, S(LOADED) | S(ARMED) },
	{ "STAGE_FD", try_stage, S(LOADED) | S(ARMED) },
	{ "SEAL of an image", try_seal_xen,
	  S(IDLE) | S(RECEIVED) | S(VERIFIED) | S(LOADED) | S(ARMED) | S(FAILED) },
	{ "SEAL", try_seal, S(IDLE) | S(LOADED) | S(ARMED) | S(FAILED) },
	{ "VERIFY", try_verify,
	  S(IDLE) | S(RECEIVING) | S(LOADED) | S(ARMED) | S(FAILED) },
	{ "LOAD", try_load,
	  S(IDLE) | S(RECEIVING) | S(RECEIVED) | S(LOADED) | S(ARMED) | S(FAILED) },
	{ "LOAD as a dry run", try_dry_run,
	  S(IDLE) | S(RECEIVING) | S(RECEIVED) | S(LOADED) | S(ARMED) | S(FAILED) },
	{ "UNLOAD", dev_unload,
	  S(IDLE) | S(RECEIVING) | S(RECEIVED) | S(VERIFIED) | S(FAILED) },
	{ "COMMIT for a reboot", try_commit_on_reboot,
	  S(IDLE) | S(RECEIVING) | S(RECEIVED) | S(VERIFIED) | S(ARMED) | S(FAILED) },
	{ "COMMIT", try_commit,
	  S(IDLE) | S(RECEIVING) | S(RECEIVED) | S(VERIFIED) | S(FAILED) },
	{ "CANCEL", dev_cancel, S(IDLE) },
};

static const uint32_t states[] = {
	IDLE, RECEIVING, RECEIVED, VERIFIED, LOADED, ARMED, FAILED,
};

static bool same_status(const struct xen_liveupdate_status *a,
			const struct xen_liveupdate_status *b)
{
	return a->state == b->state && a->sequence == b->sequence && a->memory == b->memory &&
	       a->mode == b->mode && a->error == b->error &&
	       !memcmp(a->reason, b->reason, sizeof(a->reason)) &&
	       !memcmp(a->image_sha256, b->image_sha256, sizeof(a->image_sha256));
}

static void refused_in(int fd, uint32_t state)
{
	struct xen_liveupdate_status before, after;
	unsigned int i;

	go_to(fd, state);
	before = dev_status(fd);
	group_begin();
	for (i = 0; i < ARRAY_SIZE(calls); i++) {
		if (!(calls[i].refused & S(state)))
			continue;
		is_errno(calls[i].call(fd), -EBADFD, "%s, %s", state_name(state),
			 calls[i].name);
		after = dev_status(fd);
		if (!same_status(&before, &after))
			ok(false, "%s, %s: that has changed something", state_name(state),
			   calls[i].name);
	}
	group_end("%s, calls that do not fit", state_name(state));
}

/* What is refused for other reasons than the state. */
static void refused_otherwise(int fd)
{
	uint8_t sha256[XEN_LIVEUPDATE_SHA256_SIZE];
	int buf;

	go_to(fd, RECEIVING);
	is_errno(dev_seal(fd, BLOB, NULL), -ENOENT, "SEAL of what was not staged");
	go_home(fd);

	go_to(fd, VERIFIED);
	refused(fd, dev_load(fd, COLD, 0), -ENOENT, "missing-payload", "LOAD without a kernel");
	ok(dev_status(fd).state == VERIFIED, "it stays verified");
	ok(!dev_create(fd, KERNEL, 4096, &buf), "a kernel begins");
	refused(fd, dev_load(fd, COLD, 0), -EBADFD, "not-sealed", "LOAD before it is sealed");
	refused(fd, dev_load(fd, COLD, DRY_RUN), -EBADFD, "not-sealed",
		"dry run before it is sealed");
	close(buf);
	stage_small_kernel(fd);
	refused(fd, dev_load(fd, LIVE, 0), -EOPNOTSUPP, "no-live-update",
		"LOAD for a live update");
	refused(fd, dev_load(fd, LIVE, DRY_RUN), -EOPNOTSUPP, "no-live-update",
		"dry run of a live update");
	is_errno(dev_load(fd, COLD, 0), 0, "LOAD after these");

	is_errno(dev_commit(fd, NULL, 0), -EBADMSG, "COMMIT without the digest");
	memcpy(sha256, dev_status(fd).image_sha256, sizeof(sha256));
	sha256[31] ^= 1;
	is_errno(dev_commit(fd, sha256, 0), -EBADMSG, "COMMIT with another digest");
	is_errno(dev_commit(fd, sha256, ON_REBOOT), -EBADMSG,
		 "COMMIT for a reboot with another digest");
	ok(dev_status(fd).state == LOADED && !xen_holds_image(), "it stays loaded, in dom0");
	go_home(fd);
	ok(!dev_status(fd).memory, "CANCEL gives it up");
}

static void new_image_counts(int fd)
{
	struct xen_liveupdate_status status;

	go_to(fd, VERIFIED);
	go_to(fd, RECEIVING);
	status = dev_status(fd);
	ok(!status.image_size && !status.image_build_id[0],
	   "an image that is staged anew is not yet verified");
	go_home(fd);
}

void test_states(void)
{
	int fd = dev_open(O_RDWR);
	unsigned int i;

	if (fd < 0)
		die(XEN_LIVEUPDATE_DEVICE);
	for (i = 0; i < ARRAY_SIZE(states); i++) {
		refused_in(fd, states[i]);
		go_home(fd);
		ok(!dev_status(fd).memory && !xen_holds_image(), "%s, CANCEL gives back all",
		   state_name(states[i]));
	}
	refused_otherwise(fd);
	new_image_counts(fd);
	works(fd, "calls in the wrong state");
	close(fd);
}

static void readers(int reader)
{
	unsigned int i;
	struct xen_liveupdate_report report = { .size = sizeof(report) };

	ok(dev_status(reader).state == IDLE, "STATUS needs read access only");
	is_errno(dev_call(reader, XEN_LIVEUPDATE_REPORT, &report), -ENODATA,
		 "REPORT without an update");
	group_begin();
	for (i = 0; i < ARRAY_SIZE(calls); i++)
		is_errno(calls[i].call(reader), -EBADF, "reader, %s", calls[i].name);
	group_end("calls that a reader may not make");
}

/* Readers see each change of state. */
static void polling(int writer, int reader)
{
	struct pollfd p = { .fd = reader, .events = POLLPRI | POLLIN };

	dev_status(reader);
	ok(poll(&p, 1, 0) == 0, "poll: nothing new");
	go_to(writer, RECEIVING);
	ok(poll(&p, 1, 1000) == 1 && p.revents & POLLPRI, "poll: the state has changed");
	dev_status(reader);
	ok(poll(&p, 1, 0) == 0, "poll: STATUS has told of it");
	go_home(writer);
}

static int write_sysfs(const char *name, const char *text)
{
	char path[200];
	int fd, ret;

	snprintf(path, sizeof(path), "/sys/class/misc/xen-liveupdate/%s", name);
	fd = open(path, O_WRONLY);
	if (fd < 0)
		die(path);
	ret = write(fd, text, strlen(text)) < 0 ? -errno : 0;
	close(fd);
	return ret;
}

static void sysfs_keeps_off(int writer)
{
	static const char * const file[][2] = {
		{ "loading", "1" }, { "stage", XEN_GZ }, { "cmdline", "x" }, { "load", "cold" },
		{ "load", "0" }, { "commit", "0123456789abcdef" }, { "cancel", "1" },
	};
	unsigned int i;

	go_to(writer, RECEIVING);
	group_begin();
	for (i = 0; i < ARRAY_SIZE(file); i++)
		is_errno(write_sysfs(file[i][0], file[i][1]), -EBUSY,
			 "a writer is there, echo %s > %s", file[i][1], file[i][0]);
	group_end("sysfs files while there is a writer");
	ok(dev_status(writer).state == RECEIVING, "the writer's update is as it was");
	go_home(writer);
}

void test_owners(void)
{
	int reader = dev_open(O_RDONLY);
	int writer = dev_open(O_RDWR);

	if (reader < 0 || writer < 0)
		die(XEN_LIVEUPDATE_DEVICE);
	is_errno(dev_open(O_RDWR), -EBUSY, "second writer");
	is_errno(dev_open(O_WRONLY), -EBUSY, "second writer that does not read");
	readers(reader);
	polling(writer, reader);
	sysfs_keeps_off(writer);
	works(writer, "two owners");

	go_to(writer, LOADED);
	close(writer);
	ok(dev_status(reader).state == IDLE && !xen_holds_image(),
	   "close of the device takes back what is loaded");
	writer = dev_open(O_RDWR);
	ok(writer >= 0, "the next writer");
	go_to(writer, VERIFIED);
	stage_small_kernel(writer);
	is_errno(dev_load(writer, COLD, KEEP), 0, "LOAD to be kept");
	close(writer);
	ok(dev_status(reader).state == LOADED && dev_status(reader).memory, "it is kept");
	writer = dev_open(O_RDWR);
	ok(writer >= 0 && dev_unload(writer) == 0 && !xen_holds_image(),
	   "the next writer can take it back");
	close(writer);
	close(reader);
}

static int fill(int buf, const struct blob *image)
{
	return pwrite(buf, image->data, image->size, 0) == (ssize_t)image->size ? 0 : -errno;
}

/* Write after the seal, by every way there is. */
static void sealed(int fd, const struct blob *image)
{
	uint8_t *map;
	int buf;

	if (dev_create(fd, XEN, image->size, &buf) || fill(buf, image))
		die("staging");
	map = mmap(NULL, image->size, PROT_READ | PROT_WRITE, MAP_SHARED, buf, 0);
	ok(map != MAP_FAILED && !memcmp(map, image->data, image->size),
	   "a mapping shows what was written");
	is_errno(dev_seal(fd, XEN, NULL), -EBUSY, "SEAL while it is mapped");
	munmap(map, image->size);
	is_errno(dev_seal(fd, XEN, NULL), 0, "SEAL after that");
	is_errno(fill(buf, image), -EPERM, "pwrite() after the seal");
	is_errno(write(buf, image->data, 1) < 0 ? -errno : 0, -EPERM, "write() after the seal");
	map = mmap(NULL, image->size, PROT_READ | PROT_WRITE, MAP_SHARED, buf, 0);
	is_errno(map == MAP_FAILED ? -errno : 0, -EPERM, "writable mapping after the seal");
	map = mmap(NULL, image->size, PROT_READ, MAP_SHARED, buf, 0);
	is_errno(map == MAP_FAILED ? -errno : 0, -EPERM, "mapping to read after the seal");
	is_errno(dev_verify(fd, 0), 0, "VERIFY of what was written");
	go_home(fd);
	is_errno(fill(buf, image), -ESTALE, "pwrite() after the update is over");
	close(buf);
}

/* Pages in a pipe outlive the mapping that they were taken from. */
static void pinned(int fd, const struct blob *image)
{
	struct iovec part = { .iov_len = 4096 };
	int pipe_fd[2];
	int buf;

	if (pipe(pipe_fd) || dev_create(fd, XEN, image->size, &buf) || fill(buf, image))
		die("staging");
	part.iov_base = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, buf, 4096);
	if (part.iov_base == MAP_FAILED)
		die("mmap");
	if (vmsplice(pipe_fd[1], &part, 1, 0) == 4096) {
		munmap(part.iov_base, 4096);
		is_errno(dev_seal(fd, XEN, NULL), -EBUSY, "SEAL while a page is in a pipe");
	} else {
		munmap(part.iov_base, 4096);
		ok(errno == EFAULT, "its pages cannot be put into a pipe");
	}
	close(pipe_fd[0]);
	close(pipe_fd[1]);
	is_errno(dev_seal(fd, XEN, NULL), 0, "SEAL when it is no more");
	close(buf);
	go_home(fd);
}

static void beyond_the_end(int fd)
{
	uint8_t bytes[16] = { 0 };
	int buf;

	if (dev_create(fd, BLOB, 8, &buf))
		die("STAGE_CREATE");
	is_errno(pwrite(buf, bytes, 16, 0) < 0 ? -errno : 0, -EFBIG, "pwrite() over the end");
	is_errno(pwrite(buf, bytes, 8, 1) < 0 ? -errno : 0, -EFBIG,
		 "pwrite() over the end by a byte");
	is_errno(pwrite(buf, bytes, 1, 8) < 0 ? -errno : 0, -EFBIG, "pwrite() behind the end");
	is_errno(pwrite(buf, bytes, 8, 0) == 8 ? 0 : -errno, 0, "pwrite() of all");
	ok(mmap(NULL, 8192, PROT_READ, MAP_SHARED, buf, 0) == MAP_FAILED,
	   "no mapping of more than there is");
	ok(mmap(NULL, 4096, PROT_READ, MAP_SHARED, buf, 4096) == MAP_FAILED,
	   "no mapping behind the end");
	is_errno(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, buf, 0) == MAP_FAILED ?
		 -errno : 0, -EINVAL, "no private mapping");
	close(buf);
	go_home(fd);
}

static void digests(int fd, const struct blob *image)
{
	uint8_t sha256[XEN_LIVEUPDATE_SHA256_SIZE];

	go_to(fd, VERIFIED);
	memcpy(sha256, dev_status(fd).image_sha256, sizeof(sha256));
	go_home(fd);

	dev_stage(fd, XEN, image->data, image->size);
	is_errno(dev_seal(fd, XEN, sha256), 0, "SEAL with the right digest");
	go_home(fd);
	sha256[0] ^= 0x80;
	dev_stage(fd, XEN, image->data, image->size);
	refused(fd, dev_seal(fd, XEN, sha256), -EBADMSG, "bad-digest",
		"SEAL with the wrong digest");
	ok(!dev_status(fd).memory, "the buffer is dropped");
	works(fd, "a wrong digest");
}

/* One more than dom0 has: nobody may be killed for it. */
static void too_much(int fd)
{
	struct xen_liveupdate_info info = { .size = sizeof(info) };
	int buf;

	if (dev_call(fd, XEN_LIVEUPDATE_INFO, &info))
		die("INFO");
	if (info.max_size[INITRD] <= available_memory())
		return;
	refused(fd, dev_create(fd, INITRD, info.max_size[INITRD], &buf), -ENOMEM,
		"out-of-memory", "STAGE_CREATE of more than dom0 has");
	ok(dev_status(fd).state == IDLE && !dev_status(fd).memory, "nothing has changed");
}

void test_buffers(void)
{
	struct blob image = read_file(XEN_GZ);
	int fd = dev_open(O_RDWR);

	if (fd < 0)
		die(XEN_LIVEUPDATE_DEVICE);
	sealed(fd, &image);
	pinned(fd, &image);
	beyond_the_end(fd);
	digests(fd, &image);
	too_much(fd);
	works(fd, "all this");
	close(fd);
}
