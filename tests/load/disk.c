// SPDX-License-Identifier: GPL-2.0-only
/*
 * Disk: blocks are written, flushed, read back past the page cache and
 * compared, the one just written and one written long ago.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "load.h"

#define BLOCK	(16UL << 10)
#define BLOCKS	256UL			/* 4 MiB */

static uint64_t seeds[BLOCKS];

static int write_block(int fd, void *buf, unsigned long nr, uint64_t seed)
{
	pattern_fill(buf, BLOCK, seed);
	if (pwrite(fd, buf, BLOCK, nr * BLOCK) != (ssize_t)BLOCK || fdatasync(fd)) {
		load_error("disk", "write of block %lu: %s", nr, strerror(errno));
		return -1;
	}
	seeds[nr] = seed;
	return 0;
}

static int check_block(int fd, void *buf, unsigned long nr)
{
	size_t bad;

	memset(buf, 0, BLOCK);
	if (pread(fd, buf, BLOCK, nr * BLOCK) != (ssize_t)BLOCK) {
		load_error("disk", "read of block %lu: %s", nr, strerror(errno));
		return -1;
	}
	bad = pattern_check(buf, BLOCK, seeds[nr]);
	if (bad != PATTERN_GOOD) {
		load_error("disk", "block %lu offset %#zx differs", nr, bad);
		return -1;
	}
	return 0;
}

/**
 * load_disk - write, flush, read back
 * @arg: a block device or file of at least 4 MiB; its contents are lost
 */
void load_disk(const char *arg)
{
	int fd = open(arg, O_RDWR | O_DIRECT | O_CLOEXEC);
	uint64_t round;
	void *buf;

	if (fd < 0 || posix_memalign(&buf, 4096, BLOCK)) {
		load_error("disk", "%s: %s", arg, strerror(errno));
		return;
	}
	for (round = 1; ; round++) {
		unsigned long nr = round * 37 % BLOCKS, old = round * 101 % BLOCKS;

		if (write_block(fd, buf, nr, round) || check_block(fd, buf, nr))
			return;
		if (seeds[old] && check_block(fd, buf, old))
			return;
		load_round(LOAD_DISK);
		load_rest(20000);
	}
}
