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
#include <unistd.h>

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

/* Of the kernel's privcmd.h, which a C library does not have */
struct privcmd_batch {
	uint32_t num;
	uint16_t domid;
	uint64_t addr;
	const uint64_t *frames;
	int *errors;
};

long xen_domctl(struct domctl *op, uint32_t cmd, uint16_t domid)
{
	op->cmd = cmd;
	op->version = DOMCTL_VERSION;
	op->domid = domid;
	return xencall(HYPERVISOR_DOMCTL, (uintptr_t)op, 0, 0, 0);
}

long xen_create_domain(struct domctl *op)
{
	op->create.max_vcpus = 1;
	op->create.max_port = 1023;
	op->create.max_grants = -1;
	op->create.max_maptrack = -1;
	op->create.grant_opts = 1;
	return xen_domctl(op, DOMCTL_CREATE, 0);
}

void *xen_map_frames(uint16_t domid, const uint64_t *frames, uint32_t nr, int prot, int *errors)
{
	int fd = open("/dev/xen/privcmd", O_RDWR | O_CLOEXEC);
	void *at = mmap(NULL, nr * 4096UL, prot, MAP_SHARED, fd, 0);
	struct privcmd_batch batch = { nr, domid, (uintptr_t)at, frames, errors };

	if (at == MAP_FAILED)
		return NULL;
	/* -ENOENT: some are not there, which only their errors tell. */
	if (ioctl(fd, _IOC(_IOC_NONE, 'P', 4, sizeof(batch)), &batch) && errno != ENOENT)
		return NULL;
	close(fd);
	return at;
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
