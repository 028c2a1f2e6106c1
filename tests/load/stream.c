// SPDX-License-Identifier: GPL-2.0-only
/*
 * TCP streams: the client numbers blocks and fills them with a pattern, the
 * server checks and returns them, the client checks what comes back. Nobody
 * reconnects: a connection that breaks is an error.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "load.h"

#define CONNECT_TRIES	600		/* every 100 ms */

struct block {
	uint64_t number;
	uint64_t data[1023];
};

/* 1: whole, 0: the other side has closed between two blocks, -1: broken. */
static int transfer(int fd, struct block *b, ssize_t (*op)(int, void *, size_t))
{
	size_t done = 0;

	while (done < sizeof(*b)) {
		ssize_t n = op(fd, (char *)b + done, sizeof(*b) - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0 && done == 0 ? 0 : -1;
		done += n;
	}
	return 1;
}

static ssize_t op_read(int fd, void *buf, size_t len)
{
	return read(fd, buf, len);
}

static ssize_t op_write(int fd, void *buf, size_t len)
{
	return send(fd, buf, len, MSG_NOSIGNAL);
}

static int block_good(const char *load, const struct block *b, uint64_t wanted)
{
	size_t bad;

	if (b->number != wanted) {
		load_error(load, "block %llu came instead of %llu",
			   (unsigned long long)b->number, (unsigned long long)wanted);
		return 0;
	}
	bad = pattern_check(b->data, sizeof(b->data), wanted);
	if (bad != PATTERN_GOOD)
		load_error(load, "block %llu offset %#zx differs",
			   (unsigned long long)wanted, bad);
	return bad == PATTERN_GOOD;
}

static void serve_one(int fd)
{
	static struct block b;
	uint64_t number;
	int rc;

	for (number = 0; ; number++) {
		rc = transfer(fd, &b, op_read);
		if (rc == 0)
			return;
		if (rc > 0 && !block_good("serve", &b, number))
			return;
		if (rc > 0)
			rc = transfer(fd, &b, op_write);
		if (rc <= 0) {
			load_error("serve", "connection broke at block %llu: %s",
				   (unsigned long long)number, strerror(errno));
			return;
		}
		load_round(LOAD_SERVE);
	}
}

/**
 * load_serve - check and return what clients send
 * @arg: port
 */
void load_serve(const char *arg)
{
	struct sockaddr_in addr = {
		.sin_family = AF_INET,
		.sin_port = htons(strtoul(arg, NULL, 0)),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

	signal(SIGCHLD, SIG_IGN);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&addr, sizeof(addr)) || listen(fd, 8)) {
		load_error("serve", "port %s: %s", arg, strerror(errno));
		return;
	}
	for (;;) {
		int client = accept(fd, NULL, NULL);

		if (client >= 0 && fork() == 0) {
			serve_one(client);
			_exit(0);
		}
		close(client);
	}
}

static int connect_to(const struct sockaddr_in *addr)
{
	int tries, fd, on = 1;

	for (tries = 0; tries < CONNECT_TRIES; tries++) {
		fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (!connect(fd, (const struct sockaddr *)addr, sizeof(*addr))) {
			setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
			return fd;
		}
		close(fd);
		usleep(100000);
	}
	return -1;
}

static int parse_address(const char *arg, struct sockaddr_in *addr)
{
	char host[32];
	unsigned int port;

	if (sscanf(arg, "%31[0-9.]:%u", host, &port) != 2 ||
	    inet_pton(AF_INET, host, &addr->sin_addr) != 1)
		return -1;
	addr->sin_family = AF_INET;
	addr->sin_port = htons(port);
	return 0;
}

/**
 * load_connect - send to a server and check what comes back
 * @arg: ADDRESS:PORT
 */
void load_connect(const char *arg)
{
	static struct block b;
	struct sockaddr_in addr = { 0 };
	uint64_t number;
	int fd = -1;

	if (!parse_address(arg, &addr))
		fd = connect_to(&addr);
	if (fd < 0) {
		load_error("connect", "no connection to %s: %s", arg, strerror(errno));
		return;
	}
	for (number = 0; ; number++) {
		b.number = number;
		pattern_fill(b.data, sizeof(b.data), number);
		if (transfer(fd, &b, op_write) <= 0 || transfer(fd, &b, op_read) <= 0) {
			load_error("connect", "connection to %s broke at block %llu: %s", arg,
				   (unsigned long long)number, strerror(errno));
			return;
		}
		if (!block_good("connect", &b, number))
			return;
		load_round(LOAD_CONNECT);
		load_rest(10000);
	}
}
