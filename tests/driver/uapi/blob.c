// SPDX-License-Identifier: GPL-2.0-only
/*
 * The blob of the last cold update: its descriptor can be read and mapped, and no more.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "device.h"

/* In pieces: a read() gives no more than it likes. */
static bool read_all(int fd, uint8_t *data, size_t size)
{
	size_t pos;
	ssize_t len;

	for (pos = 0; pos < size; pos += len) {
		len = pread(fd, data + pos, size - pos, pos);
		if (len <= 0)
			return false;
	}
	return true;
}

void test_blob(void)
{
	struct xen_liveupdate_blob blob = { .size = sizeof(blob) };
	int fd = open(XEN_LIVEUPDATE_DEVICE, O_RDONLY);
	uint8_t *data, *map;

	if (fd < 0 || ioctl(fd, XEN_LIVEUPDATE_BLOB, &blob))
		die("XEN_LIVEUPDATE_BLOB");
	data = malloc(blob.length);
	ok(data && read_all(blob.fd, data, blob.length), "the blob can be read");
	map = mmap(NULL, blob.length, PROT_READ, MAP_SHARED, blob.fd, 0);
	ok(map != MAP_FAILED && !memcmp(map, data, blob.length), "and mapped");
	is_errno(mmap(NULL, blob.length, PROT_READ | PROT_WRITE, MAP_SHARED, blob.fd, 0) ==
		 MAP_FAILED ? -errno : 0, -EACCES, "not to write to it");
	is_errno(mmap(NULL, blob.length, PROT_READ, MAP_PRIVATE, blob.fd, 0) == MAP_FAILED ?
		 -errno : 0, -EINVAL, "not privately");
	is_errno(map != MAP_FAILED && mprotect(map, blob.length, PROT_READ | PROT_WRITE) ?
		 -errno : 0, -EACCES, "nor can a mapping be made writable");
	close(blob.fd);
	close(fd);
}
