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
#include <sys/mman.h>
#include <unistd.h>

#include "xencall.h"

#define PAGE			4096
#define WORDS			(PAGE / sizeof(uint64_t))
#define DOMID_SELF		0x7ff0
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

static long memory_op(int op)
{
	shared.res = (struct reservation){ &shared.frame, 1, 0, 0, DOMID_SELF };
	return xencall(HYPERVISOR_MEMORY_OP, op, (uintptr_t)&shared.res, 0, 0);
}

static uint64_t *map_frame(void)
{
	int error = 0;
	void *p = xen_map_frames(DOMID_SELF, &shared.frame, 1, PROT_READ | PROT_WRITE, &error);

	if (!p || error) {
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
	uint64_t *page;
	size_t i;
	int file;

	if (argc != 2)
		return 2;
	if (memory_op(INCREASE_RESERVATION) != 1)
		die("no page");
	page = map_frame();
	for (i = 0; i < WORDS; i++)
		page[i] = pattern(i);
	if (memory_op(DECREASE_RESERVATION) != 1)
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
