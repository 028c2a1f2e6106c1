// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hypercalls from user space of dom0, through privcmd.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "xencall.h"

long xencall(uint64_t op, uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
	struct {
		uint64_t op, arg[5];
	} h = { op, { a, b, c, d } };
	static int fd = -1;
	long rc;

	if (fd < 0) {
		fd = open("/dev/xen/privcmd", O_RDWR | O_CLOEXEC);
		if (fd < 0) {
			perror("/dev/xen/privcmd");
			exit(1);
		}
		mlockall(MCL_CURRENT | MCL_FUTURE);
	}
	rc = ioctl(fd, _IOC(_IOC_NONE, 'P', 0, sizeof(h)), &h);
	return rc < 0 ? -errno : rc;
}

void xen_staging_bank(uint64_t *start, uint64_t *size)
{
	static struct kexec_range range;
	long rc;

	range.range = KEXEC_RANGE_LIVE_UPDATE;
	rc = xencall(HYPERVISOR_KEXEC_OP, KEXEC_GET_RANGE, (uintptr_t)&range, 0, 0);
	if (rc || !range.size) {
		fprintf(stderr, "no staging bank: %ld\n", rc);
		exit(1);
	}
	*start = range.start;
	*size = range.size;
}
