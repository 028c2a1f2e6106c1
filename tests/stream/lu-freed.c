// SPDX-License-Identifier: GPL-2.0-only
/*
 * lu-freed FILE - a page that its owner has given up and still has mapped
 *
 * Has Xen allocate a page for dom0, maps it, gives it up, creates FILE and waits
 * until that is gone. The page has to be there as long as it is mapped, with what
 * was written to it. For a PV dom0, whose frame numbers are those of the machine.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE			4096
#define WORDS			(PAGE / sizeof(uint64_t))
#define DOMID_SELF		0x7ff0
#define HYPERVISOR_MEMORY_OP	12
#define INCREASE_RESERVATION	0
#define DECREASE_RESERVATION	1

/* struct xen_memory_reservation */
struct reservation {
	uint64_t *extents;
	uint64_t nr;
	uint32_t order;
	uint32_t flags;
	uint16_t domid;
};

/* Of the kernel's privcmd.h, which a C library does not have. */
struct hypercall {
	uint64_t op;
	uint64_t arg[5];
};

struct map_batch {
	uint32_t num;
	uint16_t domid;
	uint64_t addr;
	const uint64_t *frames;
	int *errors;
};

#define PRIVCMD(nr, type)	_IOC(_IOC_NONE, 'P', nr, sizeof(type))

static void die(const char *what)
{
	perror(what);
	exit(1);
}

/* Xen reads these: they must not be swapped out. */
static struct {
	struct reservation res;
	uint64_t frame;
} shared __attribute__((aligned(PAGE)));

static long memory_op(int fd, int op)
{
	struct hypercall h = { HYPERVISOR_MEMORY_OP, { op, (uintptr_t)&shared.res } };

	shared.res = (struct reservation){ &shared.frame, 1, 0, 0, DOMID_SELF };
	return ioctl(fd, PRIVCMD(0, h), &h);
}

static uint64_t *map_frame(int fd)
{
	void *p = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	int error = 0;
	struct map_batch m = { 1, DOMID_SELF, (uintptr_t)p, &shared.frame, &error };

	if (p == MAP_FAILED)
		die("mmap");
	if (ioctl(fd, PRIVCMD(4, m), &m) || error) {
		errno = error ? -error : errno;
		die("mapping the page");
	}
	return p;
}

static uint64_t pattern(size_t i)
{
	return 0x9e3779b97f4a7c15 * (i + 1);
}

int main(int argc, char **argv)
{
	int fd = open("/dev/xen/privcmd", O_RDWR | O_CLOEXEC);
	uint64_t *page;
	size_t i;
	int file;

	if (argc != 2)
		return 2;
	if (fd < 0)
		die("/dev/xen/privcmd");
	if (mlockall(MCL_CURRENT | MCL_FUTURE))
		die("mlockall");
	if (memory_op(fd, INCREASE_RESERVATION) != 1)
		die("no page");
	page = map_frame(fd);
	for (i = 0; i < WORDS; i++)
		page[i] = pattern(i);
	if (memory_op(fd, DECREASE_RESERVATION) != 1)
		die("giving the page up");

	file = open(argv[1], O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	if (file < 0)
		die(argv[1]);
	dprintf(file, "%#llx\n", (unsigned long long)shared.frame);
	close(file);
	while (!access(argv[1], F_OK))
		usleep(100000);
	for (i = 0; i < WORDS; i++)
		if (page[i] != pattern(i)) {
			printf("word %zu has changed\n", i);
			return 1;
		}
	return munmap(page, PAGE) != 0;
}
