// SPDX-License-Identifier: GPL-2.0-only
/*
 * lu-foreign - memory that is not dom0's, mapped and looked at from dom0
 *
 *	lu-foreign look MARK...	a new domain gets all memory that Xen has free: how
 *				often are these words (hexadecimal) in it?
 *	lu-foreign has MFN...	such a domain again: is one of these frames among them?
 *	lu-foreign m2p FILE	map a page of Xen's table of machine frames, as
 *				xen-mfndump and the helper of "xl save" do
 *	lu-foreign zombie FILE	destroy a domain one of whose pages is mapped
 *	lu-foreign owned FILE	give dom0 4 MiB more, write the number of one
 *				of these pages to FILE
 *	lu-foreign offline|online|query MFN
 *				memory that is not to be used, as xen-hptool; prints
 *				the status in hexadecimal
 *
 * Those with FILE create it and hold what they have until it is gone. For a PV dom0,
 * whose frame numbers are those of the machine.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "xencall.h"

#define PAGE			4096
#define WORDS			(PAGE / sizeof(uint64_t))
#define DOMID_XEN		0x7ff2

#define DOMID_SELF		0x7ff0

#define XENMEM_INCREASE		0
#define XENMEM_DECREASE		1
#define XENMEM_MACHPHYS_MFNS	5
#define XENMEM_POPULATE		6

#define DOMCTL_MAX_MEM		11

#define SYSCTL_PAGE_OFFLINE	14
#define PAGE_OFFLINE		1
#define PAGE_ONLINE		2
#define PAGE_QUERY		3

#define BATCH			1024
#define OWN			1000
#define MAX_MARKS		4

/* Xen reads these: they must not be paged out, and xencall() sees to that. */
static struct {
	uint64_t frame[BATCH];
	int error[BATCH];
	struct {
		uint64_t extents, nr;
		uint32_t order, flags;
		uint16_t domid, pad[3];
	} reservation;
	struct {
		uint32_t max, pad;
		uint64_t extents;
		uint32_t nr, pad2;
	} machphys;
	struct domctl domctl;
	struct {
		uint32_t cmd, version;
		uint32_t what, start, end, pad;
		uint64_t status;
		uint8_t rest[128];
	} sysctl;
	uint32_t status;
} arg __attribute__((aligned(PAGE)));

static void die(const char *what, long rc)
{
	fprintf(stderr, "%s: %s\n", what, strerror(-rc));
	exit(1);
}

/* A PV domain without vCPUs that may have any amount of memory */
static uint16_t create(void)
{
	uint16_t domid;
	long rc;

	rc = xen_create_domain(&arg.domctl);
	if (rc)
		die("creating a domain", rc);
	domid = arg.domctl.domid;
	memset(&arg.domctl, 0, sizeof(arg.domctl));
	arg.domctl.max_memkb = 1UL << 40;
	rc = xen_domctl(&arg.domctl, DOMCTL_MAX_MEM, domid);
	if (rc)
		die("its maximum of memory", rc);
	return domid;
}

static void destroy(uint16_t domid)
{
	long rc;

	/* Xen has it done in steps. */
	do
		rc = xen_domctl(&arg.domctl, DOMCTL_DESTROY, domid);
	while (rc == -EAGAIN || rc == -ERESTART);
	if (rc)
		die("destroying the domain", rc);
}

/* One of XENMEM_* for the pages in arg.frame: returns with how many it has worked. */
static unsigned int reservation(int op, uint16_t domid, unsigned int nr)
{
	long rc;

	arg.reservation.extents = (uintptr_t)arg.frame;
	arg.reservation.nr = nr;
	arg.reservation.order = 0;
	arg.reservation.domid = domid;
	rc = xencall(HYPERVISOR_MEMORY_OP, op, (uintptr_t)&arg.reservation, 0, 0);
	if (rc < 0)
		die("reservation of memory", rc);
	return rc;
}

/* Gives the domain up to BATCH pages, all of which are in arg.frame. */
static unsigned int populate(uint16_t domid, uint64_t gfn)
{
	unsigned int i;

	for (i = 0; i < BATCH; i++)
		arg.frame[i] = gfn + i;
	return reservation(XENMEM_POPULATE, domid, BATCH);
}

/* Maps arg.frame. */
static uint64_t *map(uint16_t domid, unsigned int nr)
{
	void *p = xen_map_frames(domid, arg.frame, nr, PROT_READ, arg.error);
	unsigned int i;

	if (!p)
		die("mapping", -errno);
	for (i = 0; i < nr; i++)
		if (arg.error[i])
			die("mapping a page", arg.error[i]);
	return p;
}

/* Looks at one page: true if it is not empty. */
static int look_at(const uint64_t *page, const uint64_t *mark, unsigned long *found,
		   unsigned int nr_marks)
{
	unsigned int i, n;
	uint64_t any = 0;

	for (i = 0; i < WORDS; i++)
		any |= page[i];
	if (!any)
		return 0;
	for (n = 0; n < nr_marks; n++)
		for (i = 0; i < WORDS; i++)
			if (page[i] == mark[n]) {
				found[n]++;
				break;
			}
	return 1;
}

static int look(char **words, unsigned int nr_marks)
{
	unsigned long total = 0, filled = 0, found[MAX_MARKS] = { 0 };
	uint64_t mark[MAX_MARKS];
	unsigned int i, nr;
	uint16_t domid;

	for (i = 0; i < nr_marks; i++)
		mark[i] = strtoull(words[i], NULL, 16);
	domid = create();
	while ((nr = populate(domid, total)) > 0) {
		uint64_t *p = map(domid, nr);

		for (i = 0; i < nr; i++)
			filled += look_at(p + i * WORDS, mark, found, nr_marks);
		munmap(p, nr * PAGE);
		total += nr;
	}
	destroy(domid);
	printf("LUFOREIGN %lu MiB looked at, %lu pages not empty, marked", total >> 8, filled);
	for (i = 0; i < nr_marks; i++)
		printf(" %lu", found[i]);
	printf("\n");
	return 0;
}

/* Counts those of the frames that the domain has got. */
static int has(char **words, int nr_words)
{
	unsigned int total = 0, found = 0, i, nr;
	uint16_t domid = create();
	int n;

	while ((nr = populate(domid, total)) > 0) {
		for (i = 0; i < nr; i++)
			for (n = 0; n < nr_words; n++)
				found += arg.frame[i] == strtoull(words[n], NULL, 0);
		total += nr;
	}
	destroy(domid);
	printf("%u\n", found);
	return 0;
}

static long set_page(uint32_t what, uint64_t mfn)
{
	arg.sysctl.cmd = SYSCTL_PAGE_OFFLINE;
	arg.sysctl.version = SYSCTL_VERSION;
	arg.sysctl.what = what;
	arg.sysctl.start = mfn;
	arg.sysctl.end = mfn;
	arg.sysctl.status = (uintptr_t)&arg.status;
	return xencall(HYPERVISOR_SYSCTL, (uintptr_t)&arg.sysctl, 0, 0, 0);
}

static int page_state(uint32_t what, const char *mfn)
{
	long rc = set_page(what, strtoull(mfn, NULL, 0));

	printf("%x\n", arg.status);
	if (rc)
		die("state of a page", rc);
	return 0;
}

/* Tells that it holds something, until it is told to let go. */
static int hold(const char *file, uint64_t mfn)
{
	int fd = open(file, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

	if (fd < 0)
		die(file, -errno);
	dprintf(fd, "%#llx\n", (unsigned long long)mfn);
	close(fd);
	while (!access(file, F_OK))
		usleep(20000);
	return 0;
}

static int hold_m2p(const char *file)
{
	long rc;

	arg.machphys.max = BATCH;
	arg.machphys.extents = (uintptr_t)arg.frame;
	rc = xencall(HYPERVISOR_MEMORY_OP, XENMEM_MACHPHYS_MFNS, (uintptr_t)&arg.machphys, 0, 0);
	if (rc)
		die("frames of the table", rc);
	map(DOMID_XEN, 1);
	return hold(file, arg.frame[0]);
}

static int hold_zombie(const char *file)
{
	uint16_t domid = create();

	if (reservation(XENMEM_POPULATE, domid, 1) != 1)
		die("a page", -ENOMEM);
	map(domid, 1);
	destroy(domid);
	return hold(file, arg.frame[0]);
}

/* Pages of what were initial sections of Xen cannot be offline: the first that can. */
static int hold_own(const char *file)
{
	unsigned int i = 0;

	if (reservation(XENMEM_INCREASE, DOMID_SELF, OWN) != OWN)
		die("more pages", -ENOMEM);
	while (i < OWN - 1 && set_page(PAGE_OFFLINE, arg.frame[i]))
		i++;
	set_page(PAGE_ONLINE, arg.frame[i]);
	hold(file, arg.frame[i]);
	return reservation(XENMEM_DECREASE, DOMID_SELF, OWN) != OWN;
}

int main(int argc, char **argv)
{
	const char *what = argc > 2 ? argv[1] : "";

	if (!strcmp(what, "look") && argc - 2 <= MAX_MARKS)
		return look(argv + 2, argc - 2);
	if (!strcmp(what, "has"))
		return has(argv + 2, argc - 2);
	if (!strcmp(what, "offline"))
		return page_state(PAGE_OFFLINE, argv[2]);
	if (!strcmp(what, "online"))
		return page_state(PAGE_ONLINE, argv[2]);
	if (!strcmp(what, "query"))
		return page_state(PAGE_QUERY, argv[2]);
	if (!strcmp(what, "owned"))
		return hold_own(argv[2]);
	if (!strcmp(what, "m2p"))
		return hold_m2p(argv[2]);
	if (!strcmp(what, "zombie"))
		return hold_zombie(argv[2]);
	fputs("usage: lu-foreign look MARK... | has MFN... | m2p|zombie|owned FILE |\n"
	      "                  offline|online|query MFN\n", stderr);
	return 2;
}
