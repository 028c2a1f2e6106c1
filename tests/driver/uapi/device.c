// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls of the device, and results.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "device.h"

#define SMALL	8192

static unsigned int failed;
static struct {
	bool open;
	unsigned int passed, failed;
} group;

static void print_result(bool good, const char *format, va_list args)
{
	printf("%s - ", good ? "ok" : "not ok");
	vprintf(format, args);
	putchar('\n');
	fflush(stdout);
	failed += !good;
}

void ok(bool good, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (!group.open || !good)
		print_result(good, format, args);
	va_end(args);
	group.passed += good;
	group.failed += !good;
}

void group_begin(void)
{
	group.open = true;
	group.passed = 0;
	group.failed = 0;
}

void group_end(const char *format, ...)
{
	char text[200];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	group.open = false;
	ok(!group.failed, "%s: %u of %u", text, group.passed, group.passed + group.failed);
}

int results(void)
{
	return failed ? 1 : 0;
}

static const char *errno_name(int err)
{
	const char *name = err ? strerrorname_np(-err) : "success";

	return name ? name : "?";
}

void is_errno(int got, int want, const char *format, ...)
{
	char text[200];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (got == want)
		ok(true, "%s: %s", text, errno_name(want));
	else
		ok(false, "%s: %s instead of %s", text, errno_name(got), errno_name(want));
}

/* The header's number as the driver's word, which is empty if nothing has failed */
static const char *why_word(uint32_t why)
{
	static const struct {
		uint32_t why;
		const char *word;
	} words[] = {
#define XLU_WHY(name, number, word, err) { XEN_LIVEUPDATE_WHY_##name, word },
#include "lib/reason_list.h"
#undef XLU_WHY
	};

	if (why == XEN_LIVEUPDATE_WHY_NONE)
		return "";
	return why < ARRAY_SIZE(words) && words[why].why == why ? words[why].word : "unknown";
}

void refused(int fd, int got, int want, const char *reason, const char *what)
{
	struct xen_liveupdate_status status = dev_status(fd);

	if (got != want || (int)status.error != -want ||
	    strcmp((char *)status.reason, reason) || strcmp(why_word(status.why), reason))
		ok(false, "%s: %s instead of %s, status %u %u %s", what, errno_name(got),
		   errno_name(want), status.error, status.why, status.reason);
	else
		ok(true, "%s: %s, %s", what, errno_name(want), reason);
}

void die(const char *what)
{
	ok(false, "%s: %s", what, strerror(errno));
	exit(1);
}

int dev_open(int flags)
{
	int fd = open(XEN_LIVEUPDATE_DEVICE, flags | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

int dev_call(int fd, unsigned int number, void *arg)
{
	return ioctl(fd, number, arg) ? -errno : 0;
}

int dev_create(int fd, uint32_t payload, uint64_t length, int *buf)
{
	struct xen_liveupdate_stage_create create = {
		.size = sizeof(create), .payload = payload, .length = length, .fd = -1,
	};
	int ret = dev_call(fd, XEN_LIVEUPDATE_STAGE_CREATE, &create);

	*buf = create.fd;
	return ret;
}

static int write_all(int fd, const uint8_t *data, size_t size)
{
	ssize_t n;

	for (; size; data += n, size -= n) {
		n = write(fd, data, size);
		if (n <= 0)
			return n ? -errno : -EIO;
	}
	return 0;
}

int dev_stage(int fd, uint32_t payload, const void *data, size_t size)
{
	int buf, ret;

	ret = dev_create(fd, payload, size, &buf);
	if (ret)
		return ret;
	ret = write_all(buf, data, size);
	close(buf);
	return ret;
}

int dev_stage_file(int fd, uint32_t payload, int file)
{
	struct xen_liveupdate_stage_fd stage = {
		.size = sizeof(stage), .payload = payload, .fd = file,
	};

	return dev_call(fd, XEN_LIVEUPDATE_STAGE_FD, &stage);
}

int dev_stage_path(int fd, uint32_t payload, const char *path)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	int ret;

	if (file < 0)
		die(path);
	ret = dev_stage_file(fd, payload, file);
	close(file);
	return ret;
}

int dev_seal(int fd, uint32_t payload, const uint8_t *sha256)
{
	struct xen_liveupdate_seal seal = { .size = sizeof(seal), .payload = payload };

	if (sha256) {
		seal.flags = XEN_LIVEUPDATE_SEAL_SHA256;
		memcpy(seal.sha256, sha256, sizeof(seal.sha256));
	}
	return dev_call(fd, XEN_LIVEUPDATE_SEAL, &seal);
}

int dev_verify(int fd, uint32_t flags)
{
	struct xen_liveupdate_verify verify = { .size = sizeof(verify), .flags = flags };

	return dev_call(fd, XEN_LIVEUPDATE_VERIFY, &verify);
}

int dev_load(int fd, uint32_t mode, uint32_t flags)
{
	struct xen_liveupdate_load load = {
		.size = sizeof(load), .mode = mode, .flags = flags,
	};

	return dev_call(fd, XEN_LIVEUPDATE_LOAD, &load);
}

static int simple(int fd, unsigned int number)
{
	struct xen_liveupdate_simple arg = { .size = sizeof(arg) };

	return dev_call(fd, number, &arg);
}

int dev_unload(int fd)
{
	return simple(fd, XEN_LIVEUPDATE_UNLOAD);
}

int dev_cancel(int fd)
{
	return simple(fd, XEN_LIVEUPDATE_CANCEL);
}

int dev_commit(int fd, const uint8_t *sha256, uint32_t flags)
{
	struct xen_liveupdate_commit commit = { .size = sizeof(commit), .flags = flags };

	if (sha256)
		memcpy(commit.image_sha256, sha256, sizeof(commit.image_sha256));
	return dev_call(fd, XEN_LIVEUPDATE_COMMIT, &commit);
}

struct xen_liveupdate_status dev_status(int fd)
{
	struct xen_liveupdate_status status = { .size = sizeof(status) };

	if (dev_call(fd, XEN_LIVEUPDATE_STATUS, &status))
		die("STATUS");
	return status;
}

const char *state_name(uint32_t state)
{
	static const char * const name[] = {
		"idle", "receiving", "received", "verifying", "verified",
		"loading", "loaded", "armed", "committing", "failed",
	};

	return state < ARRAY_SIZE(name) ? name[state] : "?";
}

/* ELF for x86-64 with the note that says where a PV domain is entered */
static void make_small_kernel(uint8_t kernel[SMALL])
{
	const Elf64_Ehdr header = {
		.e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT },
		.e_type = ET_EXEC, .e_machine = EM_X86_64, .e_phoff = sizeof(header),
		.e_phentsize = sizeof(Elf64_Phdr), .e_phnum = 1,
	};
	const Elf64_Phdr ph = { .p_type = PT_NOTE, .p_offset = SMALL / 2, .p_filesz = 24 };
	const Elf64_Nhdr note = { 4, 8, 1 };

	memset(kernel, 0, SMALL);
	memcpy(kernel, &header, sizeof(header));
	memcpy(kernel + sizeof(header), &ph, sizeof(ph));
	memcpy(kernel + SMALL / 2, &note, sizeof(note));
	memcpy(kernel + SMALL / 2 + sizeof(note), "Xen", 4);
}

void stage_small_kernel(int fd)
{
	uint8_t kernel[SMALL];

	make_small_kernel(kernel);
	if (dev_stage(fd, KERNEL, kernel, sizeof(kernel)) || dev_seal(fd, KERNEL, NULL))
		die("staging of a kernel");
}

void stage_long_image(int fd)
{
	static struct blob image;

	if (!image.data) {
		struct blob plain = read_file(XEN_PLAIN);

		image.size = MUCH;
		image.data = realloc(plain.data, image.size);
		if (!image.data)
			die("memory");
		memset(image.data + plain.size, 0, image.size - plain.size);
	}
	if (dev_stage(fd, XEN, image.data, image.size) || dev_seal(fd, XEN, NULL))
		die("staging of a long image");
}

static void fail_on_purpose(int fd)
{
	uint8_t junk[SMALL] = { 0 };

	if (dev_stage(fd, XEN, junk, sizeof(junk)) || dev_seal(fd, XEN, NULL) ||
	    dev_verify(fd, 0) != -ENOEXEC)
		die("failure on purpose");
}

void go_to(int fd, uint32_t state)
{
	uint8_t sha256[XEN_LIVEUPDATE_SHA256_SIZE];
	int ret = 0;
	int buf;

	if (state == FAILED)
		fail_on_purpose(fd);
	if (state == RECEIVING) {
		ret = dev_create(fd, XEN, SMALL, &buf);
		close(buf);
	}
	if (state == RECEIVED || state == VERIFIED || state == LOADED || state == ARMED)
		ret = dev_stage_path(fd, XEN, XEN_GZ);
	if (!ret && (state == VERIFIED || state == LOADED || state == ARMED))
		ret = dev_verify(fd, 0);
	if (!ret && (state == LOADED || state == ARMED)) {
		stage_small_kernel(fd);
		ret = dev_load(fd, COLD, 0);
	}
	if (!ret && state == ARMED) {
		memcpy(sha256, dev_status(fd).image_sha256, sizeof(sha256));
		ret = dev_commit(fd, sha256, ON_REBOOT);
	}
	errno = -ret;
	if (ret || dev_status(fd).state != state)
		die(state_name(state));
}

void go_home(int fd)
{
	if (dev_status(fd).state != IDLE && dev_cancel(fd))
		die("CANCEL");
}

struct blob read_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct blob blob;
	struct stat st;

	if (fd < 0 || fstat(fd, &st))
		die(path);
	blob.size = st.st_size;
	blob.data = malloc(blob.size);
	if (!blob.data || read(fd, blob.data, blob.size) != (ssize_t)blob.size)
		die(path);
	close(fd);
	return blob;
}

uint64_t available_memory(void)
{
	FILE *file = fopen("/proc/meminfo", "re");
	unsigned long long kib = 0;
	char line[128];

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "MemAvailable: %llu kB", &kib) == 1)
			break;
	if (!file || !kib)
		die("/proc/meminfo");
	fclose(file);
	return kib << 10;
}

bool xen_holds_image(void)
{
	static const unsigned int kexec_op = 37, status = 6;
	static struct {
		uint32_t type;
		uint8_t page[4096];
	} arg;
	struct {
		uint64_t op, arg[5];
	} call = { kexec_op, { status, (uintptr_t)&arg } };
	int fd = open("/dev/xen/privcmd", O_RDWR | O_CLOEXEC);
	int ret;

	if (fd < 0)
		die("/dev/xen/privcmd");
	mlock(&arg, sizeof(arg));
	ret = ioctl(fd, _IOC(_IOC_NONE, 'P', 0, sizeof(call)), &call);
	if (ret < 0)
		die("kexec status");
	close(fd);
	return ret;
}

/* In which step it went wrong, or NULL */
static const char *try_update(int fd)
{
	if (dev_stage_path(fd, XEN, XEN_GZ))
		return "stage";
	if (dev_verify(fd, 0))
		return "verify";
	stage_small_kernel(fd);
	if (dev_load(fd, COLD, DRY_RUN) || dev_status(fd).state != VERIFIED)
		return "dry run";
	if (xen_holds_image())
		return "dry run that Xen knows nothing of";
	if (dev_load(fd, COLD, 0) || dev_status(fd).state != LOADED)
		return "load";
	if (xen_holds_image())
		return "load that Xen knows nothing of";
	if (!dev_status(fd).memory)
		return "memory that is counted";
	if (dev_unload(fd) || dev_status(fd).state != IDLE || xen_holds_image())
		return "unload";
	return NULL;
}

void works(int fd, const char *after)
{
	const char *step = try_update(fd);

	if (step) {
		ok(false, "a correct update after %s: %s failed", after, step);
		go_home(fd);
	} else {
		ok(true, "a correct update after %s", after);
	}
}
