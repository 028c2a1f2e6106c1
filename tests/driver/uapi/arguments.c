// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every field of every ioctl, and what is no ioctl. Nothing here may change the
 * state: all is refused, or only tells.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "device.h"

#define LARGE	4096	/* larger than every struct */

/* Direct I/O works with it: ext4, and a size that is a multiple of the disk's blocks. */
#define WHOLE_BLOCKS	"/rig/add/lib/whole-blocks"

static const struct call {
	const char *name;
	unsigned int number;
	size_t size;
	int plain;	/* what zeroes but for the size get when idle */
} calls[] = {
	{ "INFO", XEN_LIVEUPDATE_INFO, sizeof(struct xen_liveupdate_info), 0 },
	{ "STATUS", XEN_LIVEUPDATE_STATUS, sizeof(struct xen_liveupdate_status), 0 },
	{ "STAGE_CREATE", XEN_LIVEUPDATE_STAGE_CREATE,
	  sizeof(struct xen_liveupdate_stage_create), -EINVAL },	/* no length */
	{ "STAGE_FD", XEN_LIVEUPDATE_STAGE_FD,
	  sizeof(struct xen_liveupdate_stage_fd), -EINVAL },		/* no file */
	{ "SEAL", XEN_LIVEUPDATE_SEAL, sizeof(struct xen_liveupdate_seal), -EBADFD },
	{ "VERIFY", XEN_LIVEUPDATE_VERIFY, sizeof(struct xen_liveupdate_verify), -EBADFD },
	{ "LOAD", XEN_LIVEUPDATE_LOAD, sizeof(struct xen_liveupdate_load), -EINVAL },
	{ "UNLOAD", XEN_LIVEUPDATE_UNLOAD, sizeof(struct xen_liveupdate_simple), -EBADFD },
	{ "COMMIT", XEN_LIVEUPDATE_COMMIT, sizeof(struct xen_liveupdate_commit), -EBADFD },
	{ "CANCEL", XEN_LIVEUPDATE_CANCEL, sizeof(struct xen_liveupdate_simple), -EBADFD },
	{ "REPORT", XEN_LIVEUPDATE_REPORT, sizeof(struct xen_liveupdate_report), -ENODATA },
	{ "BLOB", XEN_LIVEUPDATE_BLOB, sizeof(struct xen_liveupdate_blob), -ENODATA },
};

/* A call with zeroes behind a size. */
static int call_zero(int fd, const struct call *call, uint32_t size, size_t nonzero)
{
	static union {
		uint32_t size;
		uint8_t bytes[2 * LARGE];
	} arg;

	memset(&arg, 0, sizeof(arg));
	arg.size = size;
	if (nonzero)
		arg.bytes[nonzero] = 1;
	return dev_call(fd, call->number, &arg);
}

static void sizes(int fd, const struct call *call)
{
	is_errno(call_zero(fd, call, call->size, 0), call->plain, "%s, zeroes", call->name);
	is_errno(call_zero(fd, call, 0, 0), -EINVAL, "%s, size 0", call->name);
	is_errno(call_zero(fd, call, 4, 0), -EINVAL, "%s, size 4", call->name);
	is_errno(call_zero(fd, call, 7, 0), -EINVAL, "%s, size 7", call->name);
	is_errno(call_zero(fd, call, call->size + 8, 0), call->plain,
		 "%s, longer by zeroes", call->name);
	is_errno(call_zero(fd, call, LARGE, 0), call->plain, "%s, a page of zeroes",
		 call->name);
	is_errno(call_zero(fd, call, call->size + 8, call->size), -E2BIG,
		 "%s, longer by what is unknown", call->name);
	is_errno(call_zero(fd, call, LARGE, LARGE - 1), -E2BIG,
		 "%s, something at the end of a page", call->name);
	is_errno(call_zero(fd, call, LARGE + 1, 0), -E2BIG, "%s, a zero behind a page",
		 call->name);
	is_errno(call_zero(fd, call, 0xffffffff, 0), -E2BIG, "%s, 4 GiB", call->name);
}

static void addresses(int fd, const struct call *call)
{
	uint8_t *page = mmap(NULL, 2 * LARGE, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uint32_t size = call->size;

	if (page == MAP_FAILED)
		die("mmap");
	munmap(page + LARGE, LARGE);
	is_errno(dev_call(fd, call->number, NULL), -EFAULT, "%s, NULL", call->name);
	is_errno(dev_call(fd, call->number, page + LARGE), -EFAULT, "%s, unmapped",
		 call->name);
	memcpy(page + LARGE - 4, &size, sizeof(size));
	is_errno(dev_call(fd, call->number, page + LARGE - 4), -EFAULT, "%s, half mapped",
		 call->name);
	munmap(page, LARGE);
}

/* The number, but with the bits of another ioctl. */
static void numbers(int fd, const struct call *call)
{
	unsigned int nr = _IOC_NR(call->number);
	struct call other = *call;

	other.number = _IOC(_IOC_NONE, 0xba, nr, 0);
	is_errno(call_zero(fd, &other, call->size, 0), -ENOTTY, "%s of another type", call->name);
	other.number = _IOC(_IOC_WRITE, XEN_LIVEUPDATE_IOC_TYPE, nr, 0);
	is_errno(call_zero(fd, &other, call->size, 0), -ENOTTY, "%s with a direction", call->name);
	other.number = _IOC(_IOC_NONE, XEN_LIVEUPDATE_IOC_TYPE, nr, call->size);
	is_errno(call_zero(fd, &other, call->size, 0), -ENOTTY, "%s with a size", call->name);
}

static void unknown_numbers(int fd)
{
	unsigned int nr, good = 0;

	for (nr = ARRAY_SIZE(calls); nr < 256; nr++) {
		struct call call = { .number = _IO(XEN_LIVEUPDATE_IOC_TYPE, nr) };

		good += call_zero(fd, &call, LARGE, 0) == -ENOTTY;
	}
	ok(good == 256 - ARRAY_SIZE(calls), "%u unknown numbers: ENOTTY", good);
}

/*
 * Fields of which no bit, or none but @known, may be set. The other fields are sound,
 * as in @arg.
 */
static void bits(int fd, const char *name, unsigned int number, const void *arg, size_t size,
		 size_t offset, uint32_t known, int want)
{
	uint8_t copy[LARGE];
	unsigned int bit, wrong = 0;
	uint32_t value;
	int got = want;

	for (bit = 0; bit < 32; bit++) {
		if (known & 1U << bit)
			continue;
		memcpy(copy, arg, size);
		value = 1U << bit;
		memcpy(copy + offset, &value, sizeof(value));
		got = dev_call(fd, number, copy);
		if (got == want)
			continue;
		wrong++;
		printf("# %s, bit %u: %s\n", name, bit, strerror(-got));
	}
	ok(!wrong, "%s, every unknown bit: %s", name, strerrorname_np(-want));
}

#define BITS(_fd, _name, _number, _arg, _field, _known, _want)			\
	bits(_fd, _name "." #_field, _number, &(_arg), sizeof(_arg),		\
	     offsetof(typeof(_arg), _field), _known, _want)

static void unknown_bits(int fd)
{
	struct xen_liveupdate_info info = { .size = sizeof(info) };
	struct xen_liveupdate_stage_create create = {
		.size = sizeof(create), .payload = CMDLINE, .length = 8,
	};
	struct xen_liveupdate_stage_fd stage = {
		.size = sizeof(stage), .payload = CMDLINE, .fd = -1,
	};
	struct xen_liveupdate_seal seal = { .size = sizeof(seal) };
	struct xen_liveupdate_verify verify = { .size = sizeof(verify) };
	struct xen_liveupdate_load load = { .size = sizeof(load), .mode = COLD };
	struct xen_liveupdate_commit commit = { .size = sizeof(commit) };
	struct xen_liveupdate_simple simple = { .size = sizeof(simple) };
	struct xen_liveupdate_blob blob = { .size = sizeof(blob) };

	BITS(fd, "INFO", XEN_LIVEUPDATE_INFO, info, reserved, 0, -EINVAL);
	BITS(fd, "STAGE_CREATE", XEN_LIVEUPDATE_STAGE_CREATE, create, flags, 0, -EOPNOTSUPP);
	BITS(fd, "STAGE_FD", XEN_LIVEUPDATE_STAGE_FD, stage, flags, 0, -EOPNOTSUPP);
	BITS(fd, "SEAL", XEN_LIVEUPDATE_SEAL, seal, flags, XEN_LIVEUPDATE_SEAL_SHA256,
	     -EOPNOTSUPP);
	BITS(fd, "SEAL", XEN_LIVEUPDATE_SEAL, seal, reserved, 0, -EINVAL);
	BITS(fd, "VERIFY", XEN_LIVEUPDATE_VERIFY, verify, flags, XEN_LIVEUPDATE_VERIFY_SIGNED,
	     -EOPNOTSUPP);
	BITS(fd, "LOAD", XEN_LIVEUPDATE_LOAD, load, flags,
	     DRY_RUN | KEEP | XEN_LIVEUPDATE_LOAD_REVALIDATE, -EOPNOTSUPP);
	BITS(fd, "LOAD", XEN_LIVEUPDATE_LOAD, load, reserved, 0, -EINVAL);
	BITS(fd, "LOAD", XEN_LIVEUPDATE_LOAD, load, mode, COLD | LIVE, -EINVAL);
	BITS(fd, "COMMIT", XEN_LIVEUPDATE_COMMIT, commit, flags, ON_REBOOT, -EOPNOTSUPP);
	BITS(fd, "UNLOAD", XEN_LIVEUPDATE_UNLOAD, simple, flags, 0, -EOPNOTSUPP);
	BITS(fd, "CANCEL", XEN_LIVEUPDATE_CANCEL, simple, flags, 0, -EOPNOTSUPP);
	BITS(fd, "BLOB", XEN_LIVEUPDATE_BLOB, blob, flags, 0, -EOPNOTSUPP);
	BITS(fd, "BLOB", XEN_LIVEUPDATE_BLOB, blob, reserved, 0, -EINVAL);
}

static void values(int fd)
{
	static const uint32_t kinds[] = { BLOB + 1, 8, 0x80000000, 0xffffffff };
	unsigned int i;
	int buf;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		is_errno(dev_create(fd, kinds[i], 8, &buf), -EOPNOTSUPP,
			 "STAGE_CREATE of kind %#x", kinds[i]);
		is_errno(dev_stage_path(fd, kinds[i], XEN_GZ), -EOPNOTSUPP,
			 "STAGE_FD of kind %#x", kinds[i]);
		is_errno(dev_seal(fd, kinds[i], NULL), -EOPNOTSUPP, "SEAL of kind %#x",
			 kinds[i]);
	}
	is_errno(dev_load(fd, COLD | LIVE, 0), -EINVAL, "LOAD in both modes");
	is_errno(dev_load(fd, COLD, XEN_LIVEUPDATE_LOAD_REVALIDATE), -EINVAL,
		 "LOAD, cold, of pages to be looked at again");
	is_errno(dev_create(fd, XEN, 0, &buf), -EINVAL, "STAGE_CREATE of nothing");
}

static void limits(int fd)
{
	struct xen_liveupdate_info info = { .size = sizeof(info) };
	uint32_t kind;
	int buf;

	if (dev_call(fd, XEN_LIVEUPDATE_INFO, &info))
		die("INFO");
	ok(info.abi_version == XEN_LIVEUPDATE_ABI_VERSION && info.modes == COLD &&
	   !info.region_size && info.stub_size && info.handoff_version &&
	   info.driver_version[0] && info.xen_version[0], "INFO tells what there is");
	for (kind = 0; kind <= BLOB; kind++) {
		is_errno(dev_create(fd, kind, info.max_size[kind] + 1, &buf), -EFBIG,
			 "STAGE_CREATE of kind %u, a byte too long", kind);
		is_errno(dev_create(fd, kind, ~0ULL, &buf), -EFBIG,
			 "STAGE_CREATE of kind %u, as long as can be", kind);
	}
}

static int stage_odd_file(int fd, int file)
{
	int ret = dev_stage_file(fd, XEN, file);

	close(file);
	return ret;
}

static void files(int fd)
{
	int pipe_fd[2];
	int file;

	if (pipe(pipe_fd))
		die("pipe");
	is_errno(dev_stage_file(fd, XEN, -1), -EBADF, "STAGE_FD of no descriptor");
	is_errno(dev_stage_file(fd, XEN, 1000), -EBADF, "STAGE_FD of a closed descriptor");
	is_errno(stage_odd_file(fd, pipe_fd[0]), -EINVAL, "STAGE_FD of a pipe");
	close(pipe_fd[1]);
	is_errno(stage_odd_file(fd, open("/tmp", O_RDONLY)), -EINVAL, "STAGE_FD of a folder");
	is_errno(stage_odd_file(fd, open("/dev/zero", O_RDONLY)), -EINVAL,
		 "STAGE_FD of a device");
	is_errno(stage_odd_file(fd, open("/tmp/odd", O_WRONLY | O_CREAT, 0600)), -EBADF,
		 "STAGE_FD of a file open for writing only");
	is_errno(stage_odd_file(fd, open("/tmp/odd", O_RDONLY)), -EINVAL,
		 "STAGE_FD of an empty file");
	file = open("/tmp/odd", O_RDWR);
	if (ftruncate(file, (64LL << 20) + 1))
		die("/tmp/odd");
	is_errno(stage_odd_file(fd, file), -EFBIG, "STAGE_FD of a file a byte too long");
	unlink("/tmp/odd");
	is_errno(stage_odd_file(fd, open(WHOLE_BLOCKS, O_RDONLY | O_DIRECT)), -EINVAL,
		 "STAGE_FD of a file open for direct I/O");
}

/* A caller with a shorter struct gets no more than that. */
static void short_status(int fd)
{
	union {
		struct xen_liveupdate_status status;
		uint8_t bytes[sizeof(struct xen_liveupdate_status)];
	} arg;
	const size_t len = offsetof(struct xen_liveupdate_status, bytes_done);
	size_t i;

	memset(&arg, 0x5a, sizeof(arg));
	memset(&arg, 0, len);
	arg.status.size = len;
	is_errno(dev_call(fd, XEN_LIVEUPDATE_STATUS, &arg), 0, "STATUS of a shorter struct");
	for (i = len; i < sizeof(arg); i++)
		if (arg.bytes[i] != 0x5a)
			break;
	ok(i == sizeof(arg), "nothing is written behind its end");
}

/* Results are all that comes back: nothing of what was there before. */
static void cleared(int fd, unsigned int number, const char *name, size_t size, size_t reserved)
{
	uint8_t clean[LARGE], dirty[LARGE];
	const uint32_t size32 = size;

	memset(clean, 0, sizeof(clean));
	memset(dirty, 0xa5, sizeof(dirty));
	memcpy(clean, &size32, sizeof(size32));
	memcpy(dirty, &size32, sizeof(size32));
	if (reserved)
		memset(dirty + reserved, 0, sizeof(uint32_t));
	ok(!dev_call(fd, number, clean) && !dev_call(fd, number, dirty) &&
	   !memcmp(clean, dirty, size), "%s clears what it does not fill in", name);
}

static void all_cleared(int fd)
{
	cleared(fd, XEN_LIVEUPDATE_INFO, "INFO", sizeof(struct xen_liveupdate_info),
		offsetof(struct xen_liveupdate_info, reserved));
	cleared(fd, XEN_LIVEUPDATE_STATUS, "STATUS", sizeof(struct xen_liveupdate_status), 0);
}

/* What was staged before stays, if there is no number for a new buffer's descriptor. */
static void no_descriptor(int fd)
{
	struct rlimit limit, few;
	uint64_t memory;
	int buf;

	if (dev_create(fd, BLOB, LARGE, &buf))
		die("STAGE_CREATE");
	close(buf);
	memory = dev_status(fd).memory;
	getrlimit(RLIMIT_NOFILE, &limit);
	few = limit;
	few.rlim_cur = fd + 1;
	setrlimit(RLIMIT_NOFILE, &few);
	is_errno(dev_create(fd, BLOB, 4 * LARGE, &buf), -EMFILE, "STAGE_CREATE without a number");
	setrlimit(RLIMIT_NOFILE, &limit);
	ok(memory && dev_status(fd).memory == memory, "leaves what was staged before");
	dev_cancel(fd);
}

/* The results cannot be delivered, but the call itself is fine. */
static void read_only_argument(int fd)
{
	static const struct xen_liveupdate_status status = { .size = sizeof(status) };

	is_errno(dev_call(fd, XEN_LIVEUPDATE_STATUS, (void *)&status), -EFAULT,
		 "STATUS into read-only memory");
}

/* A call that has no results writes nothing: it cannot fail after it was done. */
static void nothing_to_write(int fd)
{
	static const struct xen_liveupdate_seal seal = {
		.size = sizeof(seal), .payload = CMDLINE,
	};
	int buf;

	ok(!dev_create(fd, CMDLINE, 4, &buf) && write(buf, "sync", 4) == 4, "a command line");
	close(buf);
	is_errno(dev_call(fd, XEN_LIVEUPDATE_SEAL, (void *)&seal), 0,
		 "SEAL by an argument in read-only memory");
	dev_cancel(fd);
}

/* A caller that was not told the number of a descriptor could never close it. */
static void lost_descriptor(int fd)
{
	static const struct xen_liveupdate_stage_create create = {
		.size = sizeof(create), .payload = XEN, .length = LARGE,
	};
	int before = dup(fd), after;

	close(before);
	is_errno(dev_call(fd, XEN_LIVEUPDATE_STAGE_CREATE, (void *)&create), -EFAULT,
		 "STAGE_CREATE into read-only memory");
	after = dup(fd);
	close(after);
	ok(after == before, "it leaves no descriptor behind");
	dev_cancel(fd);
}

void test_arguments(void)
{
	struct xen_liveupdate_status before, after;
	int fd = dev_open(O_RDWR);
	unsigned int i;

	if (fd < 0)
		die(XEN_LIVEUPDATE_DEVICE);
	before = dev_status(fd);
	for (i = 0; i < ARRAY_SIZE(calls); i++) {
		group_begin();
		sizes(fd, &calls[i]);
		addresses(fd, &calls[i]);
		numbers(fd, &calls[i]);
		group_end("%s, sizes, addresses and numbers", calls[i].name);
	}
	unknown_numbers(fd);
	unknown_bits(fd);
	group_begin();
	values(fd);
	limits(fd);
	group_end("kinds, modes and lengths");
	files(fd);
	short_status(fd);
	all_cleared(fd);
	read_only_argument(fd);
	after = dev_status(fd);
	ok(after.state == IDLE && after.sequence == before.sequence && !after.memory,
	   "none of this has changed the state");
	nothing_to_write(fd);
	lost_descriptor(fd);
	no_descriptor(fd);
	works(fd, "wrong arguments");
	close(fd);
}
