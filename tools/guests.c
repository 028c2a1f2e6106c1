// SPDX-License-Identifier: GPL-2.0-only
/*
 * Notifies guests by xenstore: control/liveupdate of each domain.
 *
 * The toolstack allows a domain to read and watch control/. The few requests are written
 * to the kernel's /dev/xen/xenbus directly, so no library of a certain Xen is needed.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "guests.h"

#define XENBUS		"/dev/xen/xenbus"
#define DOMAINS		"/local/domain"
#define PAYLOAD		4096	/* xenstore's limit for a message */

/* Values of Xen's public/io/xs_wire.h */
enum {
	XS_DIRECTORY	= 1,
	XS_WRITE	= 11,
	XS_ERROR	= 16,
};

struct message {
	uint32_t type;
	uint32_t request;
	uint32_t transaction;
	uint32_t length;
	char payload[PAYLOAD + 1];
};

#define HEAD offsetof(struct message, payload)

static bool read_all(int fd, void *to, size_t size)
{
	while (size) {
		ssize_t got = read(fd, to, size);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		to = (char *)to + got;
		size -= (size_t)got;
	}
	return true;
}

/* Send @message and replace it by the reply, whose text gets a final NUL. */
static bool ask(int fd, struct message *message)
{
	size_t size = HEAD + message->length;

	if (write(fd, message, size) != (ssize_t)size || !read_all(fd, message, HEAD))
		return false;
	errno = EPROTO;
	if (message->length > PAYLOAD || !read_all(fd, message->payload, message->length))
		return false;
	message->payload[message->length] = '\0';
	return message->type != XS_ERROR;
}

/* XS_WRITE: a path with its NUL, and a value without one. */
static bool put(int fd, const char *domain, const char *value)
{
	struct message message = { .type = XS_WRITE };
	int path = snprintf(message.payload, sizeof(message.payload),
			    DOMAINS "/%s/control/liveupdate", domain);
	size_t room = sizeof(message.payload) - (size_t)path - 1;

	snprintf(message.payload + path + 1, room, "%s", value);
	message.length = (uint32_t)((size_t)path + 1 + strlen(value));
	return ask(fd, &message);
}

static bool tell_all(int fd, const char *value)
{
	struct message list = { .type = XS_DIRECTORY, .length = sizeof(DOMAINS) };
	bool good = true;

	memcpy(list.payload, DOMAINS, sizeof(DOMAINS));
	if (!ask(fd, &list))
		return false;
	for (const char *domain = list.payload; domain < list.payload + list.length;
	     domain += strlen(domain) + 1) {
		if (strcmp(domain, "0") && strlen(domain) < 8)
			good &= put(fd, domain, value);
	}
	return good;
}

bool guests_tell(const char *word, uint64_t ms)
{
	int fd = open(XENBUS, O_RDWR | O_CLOEXEC);
	char value[64];
	bool good;

	if (fd < 0)
		return false;
	snprintf(value, sizeof(value), "%s %" PRIu64, word, ms);
	good = tell_all(fd, value);
	close(fd);
	return good;
}
