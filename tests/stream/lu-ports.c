// SPDX-License-Identifier: GPL-2.0-only
/*
 * lu-ports COUNT FILE - more event channels than the 2-level ABI has
 *
 * Allocates COUNT ports, connects the last two with each other, writes their
 * numbers to FILE and waits until it is gone. Then an event sent from one has to
 * arrive at the other.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* The kernel's header leaves this type to others. */
#define domid_t uint16_t
#include <xen/evtchn.h>

#define TIMEOUT_MS	5000

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static int unbound(int fd)
{
	struct ioctl_evtchn_bind_unbound_port arg = { .remote_domain = 0 };
	int port = ioctl(fd, IOCTL_EVTCHN_BIND_UNBOUND_PORT, &arg);

	if (port < 0)
		die("unbound port");
	return port;
}

static int connected(int fd, int remote)
{
	struct ioctl_evtchn_bind_interdomain arg = { .remote_domain = 0, .remote_port = remote };
	int port = ioctl(fd, IOCTL_EVTCHN_BIND_INTERDOMAIN, &arg);

	if (port < 0)
		die("interdomain port");
	return port;
}

/* A port that has delivered an event is masked until it is written back. */
static void drain(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	uint32_t port;

	while (poll(&p, 1, 100) > 0)
		if (read(fd, &port, sizeof(port)) != sizeof(port) ||
		    write(fd, &port, sizeof(port)) != sizeof(port))
			die("drain");
}

static int arrives(int fd, int from, int to)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	struct ioctl_evtchn_notify arg = { .port = from };
	uint32_t port;

	if (ioctl(fd, IOCTL_EVTCHN_NOTIFY, &arg))
		die("notify");
	while (poll(&p, 1, TIMEOUT_MS) > 0) {
		if (read(fd, &port, sizeof(port)) != sizeof(port) ||
		    write(fd, &port, sizeof(port)) != sizeof(port))
			die("read");
		if (port == (uint32_t)to)
			return 1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	int count = argc > 2 ? atoi(argv[1]) : 0;
	int fd = open("/dev/xen/evtchn", O_RDWR | O_CLOEXEC);
	int one, other;
	FILE *f;

	if (count < 2)
		return 2;
	if (fd < 0)
		die("/dev/xen/evtchn");
	while (count-- > 2)
		unbound(fd);
	one = unbound(fd);
	other = connected(fd, one);
	drain(fd);
	if (!arrives(fd, one, other) || !arrives(fd, other, one))
		return 1;

	f = fopen(argv[2], "we");
	if (!f)
		die(argv[2]);
	fprintf(f, "%d %d\n", one, other);
	fclose(f);
	while (!access(argv[2], F_OK))
		usleep(100000);
	drain(fd);
	return !arrives(fd, one, other) || !arrives(fd, other, one);
}
