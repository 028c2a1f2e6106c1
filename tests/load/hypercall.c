// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hypercalls as fast as a PV guest can make them: changes of page table entries,
 * one at a time and in batches, one-shot timers, events to itself.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

/* The kernel's header leaves this type to others. */
#define domid_t uint16_t
#include <xen/evtchn.h>

#include "load.h"

#define PAGE		4096UL
#define PAGES		16UL
#define DOMID_SELF	0x7ff0

/* Both ends belong to this process; returns the one to send from. */
static int connect_ports(int fd)
{
	struct ioctl_evtchn_bind_unbound_port unbound = { .remote_domain = DOMID_SELF };
	struct ioctl_evtchn_bind_interdomain other = { .remote_domain = DOMID_SELF };

	other.remote_port = ioctl(fd, IOCTL_EVTCHN_BIND_UNBOUND_PORT, &unbound);
	return ioctl(fd, IOCTL_EVTCHN_BIND_INTERDOMAIN, &other);
}

/* Waits for ever for an event that is lost: then no round is counted any more. */
static int send_event(int fd, int port)
{
	struct ioctl_evtchn_notify arg = { .port = port };
	uint32_t got;

	return ioctl(fd, IOCTL_EVTCHN_NOTIFY, &arg) == 0 &&
	       read(fd, &got, sizeof(got)) == sizeof(got) &&
	       write(fd, &got, sizeof(got)) == sizeof(got) ? 0 : -1;
}

/* mmu_update in batches, then update_va_mapping for each page touched again. */
static int change_mappings(char *pages, uint64_t seed)
{
	unsigned long i;

	pattern_fill(pages, PAGES * PAGE, seed);
	if (mprotect(pages, PAGES * PAGE, PROT_READ) ||
	    mprotect(pages, PAGES * PAGE, PROT_READ | PROT_WRITE))
		return -1;
	if (pattern_check(pages, PAGES * PAGE, seed) != PATTERN_GOOD) {
		load_error("hypercall", "a page differs after mprotect()");
		return 0;
	}
	if (madvise(pages, PAGES * PAGE, MADV_DONTNEED))
		return -1;
	for (i = 0; i < PAGES; i++)
		if (pages[i * PAGE])
			load_error("hypercall", "a fresh page is not empty");
	return 0;
}

/**
 * load_hypercall - nothing but hypercalls
 * @arg: not used
 */
void load_hypercall(const char *arg)
{
	static const struct timespec soon = { .tv_nsec = 1000 };
	int fd = open("/dev/xen/evtchn", O_RDWR | O_CLOEXEC);
	uint64_t round;
	char *pages;
	int port;

	(void)arg;
	pages = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	port = fd < 0 ? -1 : connect_ports(fd);
	if (port < 0 || pages == MAP_FAILED) {
		load_error("hypercall", "no event channel: %s", strerror(errno));
		return;
	}
	for (round = 1; ; round++) {
		if (change_mappings(pages, round) || send_event(fd, port) ||
		    clock_nanosleep(CLOCK_MONOTONIC, 0, &soon, NULL)) {
			load_error("hypercall", "round %lu: %s", (unsigned long)round,
				   strerror(errno));
			return;
		}
		load_round(LOAD_HYPERCALL);
	}
}
