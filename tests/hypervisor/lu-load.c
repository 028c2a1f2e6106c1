// SPDX-License-Identifier: GPL-2.0-only
/*
 * lu-load - load and run a live update without the driver
 *
 * For tests of the hypervisor half alone: writes image, handoff page and boot
 * information into the staging bank through /dev/mem and speaks to Xen through
 * privcmd.
 *
 *	lu-load range			print the staging bank
 *	lu-load load XEN [ARGS]		stage and load an uncompressed Xen
 *	lu-load break XEN [ARGS]	the same, with a handoff page that the stub
 *					has to refuse
 *	lu-load damage XEN [ARGS]	the same, with an image that Xen has to refuse
 *	lu-load derive XEN [ARGS]	the same, with page types derived again in any case
 *	lu-load mapped XEN [ARGS]	the same, while the bank is still mapped
 *	lu-load fail N XEN [ARGS]	the same, and point N of load or exec fails (in
 *					a Xen booted with liveupdate-test)
 *	lu-load race N XEN [ARGS]	load and unload N times while another vCPU maps
 *					the bank: is there ever a mapping of a sealed one?
 *	lu-load exec [SECONDS]		go; for so long try again if what is in the way passes
 *	lu-load dry-run			pause, write the state, go on
 *	lu-load unload | status
 *	lu-load report			print the handoff page of the last update
 *	lu-load free			print Xen's free memory in KiB
 *	lu-load crash-v1		load a crash image by the first kexec interface
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "lu-load.h"

#define SYSCTL_PHYSINFO		3

/* XEN_SYSCTL_physinfo */
struct physinfo {
	uint32_t cmd, version;
	uint32_t ignored[10];
	uint64_t total_pages, free_pages;
	uint8_t rest[128];
};

static struct physinfo physinfo __attribute__((aligned(4096)));

/* The handoff page of what is loaded, or has failed */
static struct xlu_handoff *staged_header(void)
{
	uint64_t start, size;

	xen_staging_bank(&start, &size);
	return (void *)map_mem(start, sizeof(struct xlu_handoff));
}

/*
 * Xen gives device models a moment to answer, and is asked again. On a busy host they
 * take longer: then the update is refused, and comes later, as with the tool's --wait.
 */
static long go(int seconds)
{
	time_t until = time(NULL) + seconds;
	long rc;

	do {
		arg.type[0] = KEXEC_TYPE_LIVE_UPDATE;
		while ((rc = kexec_op(KEXEC_EXEC, arg.type)) == -EAGAIN)
			usleep(1000);
	} while (rc == -EBUSY && time(NULL) < until && !usleep(100000));
	return rc;
}

static int do_dry_run(int seconds)
{
	struct xlu_handoff *h = staged_header();
	long rc;

	h->flags |= XLU_HANDOFF_F_DRY_RUN;
	rc = go(seconds);
	printf("LULOAD dry-run rc=%ld\n", rc);
	print_result(h);
	print_records(h);
	printf("LULOAD state %llu bytes, paused %llu us, predicted %llu us\n",
	       (unsigned long long)h->blob_size, (unsigned long long)h->pause_ns / 1000,
	       (unsigned long long)h->predicted_ns / 1000);
	return rc != 0;
}

static double now(int clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static int do_exec(int seconds)
{
	double m0, m1, r0, r1, n, prev;
	int i, back = 0;
	long rc;

	sync();
	m0 = now(CLOCK_MONOTONIC);
	r0 = now(CLOCK_REALTIME);
	rc = go(seconds);
	m1 = now(CLOCK_MONOTONIC);
	r1 = now(CLOCK_REALTIME);
	for (prev = m1, i = 0; i < 20000; i++, prev = n) {
		n = now(CLOCK_MONOTONIC);
		back += n < prev;
	}
	printf("LULOAD exec rc=%ld mono +%.3f ms real +%.3f ms backward %d\n",
	       rc, (m1 - m0) * 1e3, (r1 - r0) * 1e3, back);
	if (rc)
		print_result(staged_header());
	return rc != 0;
}

static int do_simple(int cmd, const char *name)
{
	long rc;

	arg.type[0] = KEXEC_TYPE_LIVE_UPDATE;
	rc = kexec_op(cmd, arg.type);
	printf("LULOAD %s rc=%ld\n", name, rc);
	return rc < 0;
}

/* Its list of pages to copy has one destination and no source. */
static int do_crash_v1(void)
{
	uint64_t bank, bank_size, *list, area;
	long rc;

	arg.range = (struct kexec_range){ .range = KEXEC_RANGE_CRASH };
	rc = kexec_op(KEXEC_GET_RANGE, &arg.range);
	if (rc)
		return 1;
	area = arg.range.start;
	xen_staging_bank(&bank, &bank_size);
	list = (uint64_t *)map_mem(bank, 4096);
	list[0] = area | 1;
	list[1] = 4;
	arg.load_v1.type = KEXEC_TYPE_CRASH;
	arg.load_v1.indirection_page = bank;
	arg.load_v1.start = area;
	rc = kexec_op(KEXEC_LOAD_V1, &arg.load_v1);
	munmap(list, 4096);
	printf("LULOAD crash-v1 rc=%ld\n", rc);
	return rc != 0;
}

static int do_free(void)
{
	long rc;

	physinfo.cmd = SYSCTL_PHYSINFO;
	physinfo.version = SYSCTL_VERSION;
	rc = xencall(HYPERVISOR_SYSCTL, (uintptr_t)&physinfo, 0, 0, 0);
	if (rc) {
		fprintf(stderr, "physinfo: %ld\n", rc);
		return 1;
	}
	printf("%llu\n", (unsigned long long)physinfo.free_pages * 4);
	return 0;
}

int main(int argc, char **argv)
{
	static const char *const kinds[NR_KINDS] = {
		[NOTHING] = "load", [CMDLINE] = "break", [IMAGE] = "damage",
		[MAPPED] = "mapped", [DERIVE] = "derive",
	};
	const char *cmd = argc > 1 ? argv[1] : "";
	uint64_t start, size;
	unsigned int i;

	if (!strcmp(cmd, "range")) {
		xen_staging_bank(&start, &size);
		printf("LULOAD range %#llx+%#llx\n", (unsigned long long)start,
		       (unsigned long long)size);
		return 0;
	}
	for (i = 0; i < NR_KINDS; i++)
		if (!strcmp(cmd, kinds[i]) && argc > 2)
			return do_load(argv[2], argc > 3 ? argv[3] : "", i, 0);
	if (!strcmp(cmd, "fail") && argc > 3)
		return do_load(argv[3], argc > 4 ? argv[4] : "", NOTHING, atoi(argv[2]));
	if (!strcmp(cmd, "race") && argc > 3)
		return do_race(strtoul(argv[2], NULL, 0), argv[3], argc > 4 ? argv[4] : "");
	if (!strcmp(cmd, "dry-run"))
		return do_dry_run(argc > 2 ? atoi(argv[2]) : 0);
	if (!strcmp(cmd, "exec"))
		return do_exec(argc > 2 ? atoi(argv[2]) : 0);
	if (!strcmp(cmd, "unload"))
		return do_simple(KEXEC_UNLOAD, "unload");
	if (!strcmp(cmd, "status"))
		return do_simple(KEXEC_STATUS, "status");
	if (!strcmp(cmd, "report"))
		return do_report();
	if (!strcmp(cmd, "free"))
		return do_free();
	if (!strcmp(cmd, "crash-v1"))
		return do_crash_v1();
	fputs("usage: lu-load range | exec | dry-run | unload | status | report | free\n"
	      "       lu-load crash-v1\n"
	      "       lu-load load|break|damage|derive|mapped XEN [ARGS]\n"
	      "       lu-load fail|race N XEN [ARGS]\n", stderr);
	return 2;
}
