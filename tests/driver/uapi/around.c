// SPDX-License-Identifier: GPL-2.0-only
/*
 * Nothing is written around the bank. Dom0 has all memory that the bank has left, so that
 * its neighbours are dom0's; what this process can have of it is filled with a pattern.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "device.h"

#define PHDR(field)	(sizeof(Elf32_Ehdr) + offsetof(Elf32_Phdr, field))
#define MIB		(1U << 20)
#define LEFT		(192UL << 20)	/* for the driver and everybody else */
#define UPLOAD		"/sys/class/misc/xen-liveupdate/data"
#define UPLOADING	"/sys/class/misc/xen-liveupdate/loading"

static uint64_t *pattern;
static size_t words;

static uint64_t word(size_t i)
{
	return (i + 1) * 0x9e3779b97f4a7c15ULL;
}

static void fill_memory(void)
{
	size_t size = (available_memory() - LEFT) & ~4095UL;
	size_t i;

	words = size / sizeof(*pattern);
	pattern = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (pattern == MAP_FAILED)
		die("memory");
	for (i = 0; i < words; i++)
		pattern[i] = word(i);
	ok(size > LEFT, "%zu MiB of dom0 have a pattern", size / MIB);
}

static void compare_memory(const char *after)
{
	size_t i, wrong = 0;

	for (i = 0; i < words; i++)
		wrong += pattern[i] != word(i);
	ok(!wrong, "after %s it is as before: %zu words differ", after, wrong);
}

static void put(struct blob *image, size_t at, uint32_t value)
{
	memcpy(image->data + at, &value, sizeof(value));
}

/* Each step may say no; none may write elsewhere. */
static void try_all(int fd, const struct blob *image)
{
	if (!dev_stage(fd, XEN, image->data, image->size) && !dev_seal(fd, XEN, NULL) &&
	    !dev_verify(fd, 0)) {
		dev_load(fd, LIVE, DRY_RUN);
		if (!dev_load(fd, LIVE, 0))
			dev_unload(fd);
	}
	go_home(fd);
}

/* Where it is loaded, and how much of it there is, at and over every bound */
static void hostile_segments(int fd, struct blob *image)
{
	static const uint32_t paddr[] = { 0, 0x1000, 2 * MIB, 4 * MIB, 16 * MIB };
	static const uint32_t end[] = { 44 * MIB, 48 * MIB, 64 * MIB - 4096, 64 * MIB };
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(paddr); i++) {
		for (j = 0; j < ARRAY_SIZE(end); j++) {
			put(image, PHDR(p_paddr), paddr[i]);
			put(image, PHDR(p_vaddr), paddr[i]);
			put(image, PHDR(p_memsz), end[j] - paddr[i]);
			try_all(fd, image);
		}
	}
}

static void set_upload(const char *what)
{
	int fd = open(UPLOADING, O_WRONLY);

	if (fd < 0 || write(fd, what, strlen(what)) < 0)
		errno = 0;
	close(fd);
}

/* As cat does it, but for the size of the pieces; until nobody takes any more */
static size_t upload(const uint8_t *data, size_t size, size_t step)
{
	int fd = open(UPLOAD, O_WRONLY);
	size_t done = 0;
	ssize_t len;

	while (done < size) {
		len = write(fd, data + done, size - done < step ? size - done : step);
		if (len <= 0)
			break;
		done += len;
	}
	close(fd);
	return done;
}

static void large_uploads(void)
{
	const size_t size = 66UL * MIB;
	uint8_t *data = calloc(1, size);

	if (!data)
		die("memory");
	set_upload("1");
	ok(upload(data, size, MIB) == 64UL * MIB, "of 66 MiB 64 are taken");
	set_upload("0");
	set_upload("1");
	upload(data, 50UL * MIB, 12345);
	set_upload("-1");
	free(data);
}

void test_around(void)
{
	struct blob image = read_file(XEN_PLAIN);
	int fd;

	fill_memory();
	fd = dev_open(O_RDWR);
	if (fd < 0)
		die(XEN_LIVEUPDATE_DEVICE);
	hostile_segments(fd, &image);
	close(fd);
	compare_memory("segments of all sizes");
	large_uploads();
	compare_memory("uploads");
	munmap(pattern, words * sizeof(*pattern));
}

/* How other programs write: cp and cat by copy_file_range(), dd in large pieces, in order */
static void copies(const struct blob *image)
{
	int in = open(XEN_GZ, O_RDONLY), out = open(UPLOAD, O_WRONLY);
	ssize_t len;

	set_upload("1");
	len = copy_file_range(in, NULL, out, NULL, image->size, 0);
	ok(len <= 0 || (size_t)len <= image->size, "copy_file_range(): %zd", len);
	set_upload("-1");
	set_upload("1");
	ok(upload(image->data, image->size, MIB) == image->size, "pieces of 1 MiB");
	is_errno(pwrite(out, "x", 1, 0) < 0 ? -errno : 0, -ESPIPE, "a piece out of order");
	is_errno(pwrite(out, "x", 1, image->size + 1) < 0 ? -errno : 0, -ESPIPE, "a hole");
	set_upload("0");
	close(in);
	close(out);
}

#define STAGE	"/sys/class/misc/xen-liveupdate/stage"
#define LONG	4200

/* The first page of it is the name of a file. sysfs hands on no more at a time. */
static void long_name(void)
{
	static const char kind[] = "kernel ";
	char text[LONG];
	int fd = open(STAGE, O_WRONLY);
	size_t end = 4096 - strlen(XEN_GZ);

	memset(text, '/', sizeof(text));
	memcpy(text, kind, strlen(kind));
	memcpy(text + end, XEN_GZ, strlen(XEN_GZ));
	is_errno(write(fd, text, sizeof(text)) < 0 ? -errno : 0, -ENAMETOOLONG,
		 "a name that comes in pieces");
	close(fd);
}

void test_uploads(void)
{
	struct blob image = read_file(XEN_GZ);
	int fd;

	copies(&image);
	long_name();
	fd = dev_open(O_RDONLY);
	ok(dev_status(fd).state == VERIFIED, "an upload in pieces of 1 MiB is verified");
	close(fd);
	free(image.data);
}
