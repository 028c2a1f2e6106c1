// SPDX-License-Identifier: GPL-2.0-only
/*
 * Images that the driver has to refuse. The parser's own tests are on the host; here
 * is that its answer arrives, and that nothing remains of a refused image.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "device.h"

#define MB2_MAGIC	0xe85250d6
#define MB2_RELOCATABLE	10
#define MB2_TAGS	16	/* behind the header's own fields */

#define EHDR(field)	offsetof(Elf32_Ehdr, field)
#define PHDR(i, field)	(sizeof(Elf32_Ehdr) + (i) * sizeof(Elf32_Phdr) + \
			 offsetof(Elf32_Phdr, field))

/* One field of the ELF headers */
static const struct wrong {
	const char *name;
	size_t offset;
	uint32_t value;
	size_t size;
	int err;
	const char *reason;
} wrong[] = {
	{ "no ELF file", 0, 0, 4, -ENOEXEC, "not-an-image" },
	{ "64-bit file", EI_CLASS, ELFCLASS64, 1, -ENOEXEC, "wrong-arch" },
	{ "image for Arm", EHDR(e_machine), EM_AARCH64, 2, -ENOEXEC, "wrong-arch" },
	{ "shared object", EHDR(e_type), ET_DYN, 2, -ENOEXEC, "bad-elf" },
	{ "entry outside", EHDR(e_entry), 0x1000, 4, -ENOEXEC, "bad-entry" },
	{ "segment without end", PHDR(0, p_filesz), 0xffffffff, 4, -ENOEXEC, "bad-segment" },
	{ "segment behind the end", PHDR(0, p_offset), 0x7fffffff, 4, -ENOEXEC, "truncated" },
	{ "segment of 1 GiB", PHDR(0, p_memsz), 0x40000000, 4, -EFBIG, "too-large" },
	{ "notes behind the end", PHDR(1, p_offset), 0x7fffffff, 4, -ENOEXEC, "truncated" },
};

static uint32_t get32(const struct blob *image, size_t at)
{
	uint32_t value;

	memcpy(&value, image->data + at, sizeof(value));
	return value;
}

static void put(struct blob *image, size_t at, uint32_t value, size_t size)
{
	memcpy(image->data + at, &value, size);
}

static size_t find_mb2(const struct blob *image)
{
	size_t at;

	for (at = 0; at < 32768; at += 8)
		if (get32(image, at) == MB2_MAGIC)
			return at;
	errno = ENOEXEC;
	die(XEN_PLAIN);
}

static int try_image(int fd, const struct blob *image)
{
	int ret = dev_stage(fd, XEN, image->data, image->size);

	if (!ret)
		ret = dev_seal(fd, XEN, NULL);
	return ret ? ret : dev_verify(fd, 0);
}

/* Nothing of it remains, and the next one is welcome. */
static void left_nothing(int fd, const char *what)
{
	ok(dev_status(fd).state == FAILED && !dev_status(fd).memory &&
	   !dev_status(fd).image_size, "%s: nothing of it remains", what);
	works(fd, what);
}

static void refuse(int fd, const struct blob *image, int err, const char *reason,
		   const char *what)
{
	group_begin();
	refused(fd, try_image(fd, image), err, reason, what);
	left_nothing(fd, what);
	group_end("%s: %s, and a correct update after it", what, reason);
}

/* Undone before the next, so that one image serves all. */
static void refuse_field(int fd, struct blob *image, const struct wrong *w)
{
	uint32_t was = get32(image, w->offset);

	put(image, w->offset, w->value, w->size);
	refuse(fd, image, w->err, w->reason, w->name);
	put(image, w->offset, was, sizeof(was));
}

static void multiboot2(int fd, struct blob *image)
{
	const struct wrong magic = {
		"no Multiboot2 header", find_mb2(image), 0, 4, -ENOEXEC, "no-multiboot2",
	};
	const struct wrong sum = {
		"Multiboot2 checksum", magic.offset + 12, 0, 4, -ENOEXEC, "bad-multiboot2",
	};
	struct wrong tag = { "not relocatable", 0, 0x10063, 4, -ENOEXEC, "not-relocatable" };
	size_t at;

	refuse_field(fd, image, &magic);
	refuse_field(fd, image, &sum);
	/* An optional tag of an unknown type in its place */
	for (at = magic.offset + MB2_TAGS; (uint16_t)get32(image, at) != MB2_RELOCATABLE;
	     at += (get32(image, at + 4) + 7) & ~7U)
		;
	tag.offset = at;
	refuse_field(fd, image, &tag);
}

static void plain_lengths(int fd, struct blob *image)
{
	const size_t size = image->size;

	for (image->size = size / 4; image->size < size; image->size += size / 4)
		refuse(fd, image, -ENOEXEC, "truncated", "a part of an ELF file");
	/* Xen's build may pad the last section to a word. */
	image->size = size - 8;
	refuse(fd, image, -ENOEXEC, "truncated", "an ELF file but for its last bytes");
	image->size = size;
}

static void gzip_length(int fd, const struct blob *whole, size_t size)
{
	const struct blob image = { whole->data, size };
	int ret;

	group_begin();
	ret = try_image(fd, &image);
	refused(fd, ret, -ENOEXEC, "bad-compression", "a part of a gzip file");
	left_nothing(fd, "a part of a gzip file");
	group_end("%zu of %zu bytes of a gzip file, and a correct update after it", size,
		  whole->size);
}

static void compressed(int fd)
{
	struct blob image = read_file(XEN_GZ);
	size_t middle = image.size / 2;
	int i;

	image.data[middle] ^= 1;
	refuse(fd, &image, -ENOEXEC, "bad-compression", "a wrong bit in a gzip file");
	image.data[middle] ^= 1;
	image.data[image.size - 8] ^= 1;
	refuse(fd, &image, -ENOEXEC, "bad-compression", "a wrong checksum in a gzip file");
	image.data[image.size - 8] ^= 1;
	for (i = 1; i < 4; i++)
		gzip_length(fd, &image, image.size * i / 4);
	gzip_length(fd, &image, image.size - 1);
	gzip_length(fd, &image, 20);
	free(image.data);
}

void test_images(void)
{
	struct blob image = read_file(XEN_PLAIN);
	int fd = dev_open(O_RDWR);
	size_t i;

	if (fd < 0)
		die(XEN_LIVEUPDATE_DEVICE);
	for (i = 0; i < ARRAY_SIZE(wrong); i++)
		refuse_field(fd, &image, &wrong[i]);
	multiboot2(fd, &image);
	plain_lengths(fd, &image);
	compressed(fd);
	free(image.data);
	close(fd);
}

/*
 * In the staging bank of 64 MiB the file lies 16 MiB behind the begin, where Xen runs in
 * place. An image that needs 64 MiB would end behind the bank there.
 */
void test_bank(void)
{
	struct blob image = read_file(XEN_PLAIN);
	int fd = dev_open(O_RDWR);

	if (fd < 0)
		die(XEN_LIVEUPDATE_DEVICE);
	put(&image, PHDR(0, p_memsz), 62 << 20, 4);
	is_errno(try_image(fd, &image), 0, "an image of 62 MiB is verified");
	refused(fd, dev_load(fd, LIVE, DRY_RUN), -ENOSPC, "no-room", "its dry run");
	refused(fd, dev_load(fd, LIVE, 0), -ENOSPC, "no-room", "loading it");
	ok(dev_status(fd).state == VERIFIED, "it stays verified");
	go_home(fd);
	free(image.data);
	image = read_file(XEN_PLAIN);
	put(&image, PHDR(1, p_filesz), 8, 4);
	is_errno(try_image(fd, &image), 0, "an image with half a note is verified");
	refused(fd, dev_load(fd, LIVE, DRY_RUN), -ENOEXEC, "damaged-note", "its dry run");
	stage_small_kernel(fd);
	is_errno(dev_load(fd, COLD, DRY_RUN), 0, "cold it can be used");
	go_home(fd);
	free(image.data);
	image = read_file(XEN_PLAIN);
	is_errno(try_image(fd, &image), 0, "a good image is verified");
	is_errno(dev_load(fd, LIVE, DRY_RUN), 0, "its dry run, which unmaps the bank");
	is_errno(dev_verify(fd, 0), -EBADFD, "in its place it is no file any more");
	is_errno(dev_load(fd, LIVE, DRY_RUN), 0, "it can be tried again");
	stage_small_kernel(fd);
	is_errno(dev_load(fd, COLD, DRY_RUN), 0, "cold, too");
	go_home(fd);
	free(image.data);
	close(fd);
}

static int errno_of(const char *name)
{
	int err;

	for (err = 1; err < 200; err++)
		if (strerrorname_np(err) && !strcmp(strerrorname_np(err), name))
			return -err;
	return 0;
}

void test_verify(const char *path, const char *flags, const char *err, const char *reason)
{
	int fd = dev_open(O_RDWR);
	int ret;

	if (fd < 0)
		die(XEN_LIVEUPDATE_DEVICE);
	ret = dev_stage_path(fd, XEN, path);
	if (!ret)
		ret = dev_verify(fd, strtoul(flags, NULL, 0));
	refused(fd, ret, errno_of(err), reason, path);
	if (!ret)
		ok(dev_status(fd).state == VERIFIED, "%s: verified, %s", path,
		   dev_status(fd).signed_image ? "signed" : "not signed");
	close(fd);
}
