// SPDX-License-Identifier: GPL-2.0-only
/*
 * A caller that changes the size of its argument while the driver reads it: the driver
 * has to go by what it has looked at first.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "device.h"

#define PAGE	4096

/*
 * The argument ends where its second page begins, which is not there: what is longer than
 * the driver knows is read there, between the size and the rest.
 */
static uint8_t *make_pages(int *fault)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register range = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	uint8_t *pages = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
			      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (pages == MAP_FAILED || mmap(pages, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED |
					MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
		die("mmap");
	*fault = syscall(SYS_userfaultfd, O_CLOEXEC);
	range.range.start = (uintptr_t)pages + PAGE;
	range.range.len = PAGE;
	if (*fault < 0 || ioctl(*fault, UFFDIO_API, &api) ||
	    ioctl(*fault, UFFDIO_REGISTER, &range))
		die("userfaultfd");
	return pages;
}

/* Another process, which has the first page, too: wait for the driver to be at the second. */
static pid_t change_size(int fault, struct xen_liveupdate_stage_create *create, uint8_t *page)
{
	struct uffdio_zeropage zero = { .range = { (uintptr_t)page, PAGE } };
	struct uffd_msg msg;
	pid_t pid = fork();

	if (pid)
		return pid;
	if (read(fault, &msg, sizeof(msg)) == sizeof(msg)) {
		create->size = offsetof(struct xen_liveupdate_stage_create, data_offset);
		ioctl(fault, UFFDIO_ZEROPAGE, &zero);
	}
	_exit(0);
}

/*
 * Who has no field for the place of the data in a page gets no buffer in the bank. The
 * size has room for that field at first.
 */
void test_fetch(void)
{
	struct xen_liveupdate_stage_create *create;
	int fault, fd = dev_open(O_RDWR);
	uint8_t *pages = make_pages(&fault);
	pid_t pid;

	if (fd < 0)
		die(XEN_LIVEUPDATE_DEVICE);
	create = (void *)(pages + PAGE - sizeof(*create));
	create->size = sizeof(*create) + 8;
	create->payload = XEN;
	create->length = PAGE;
	pid = change_size(fault, create, pages + PAGE);
	is_errno(dev_call(fd, XEN_LIVEUPDATE_STAGE_CREATE, create), 0,
		 "a size that changes in between");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	ok(dev_status(fd).state == RECEIVING && !dev_status(fd).memory,
	   "is taken as it was at first");
	is_errno(create->size, sizeof(*create) + 8, "and given back so");
	dev_cancel(fd);
	close(fd);
	close(fault);
}
