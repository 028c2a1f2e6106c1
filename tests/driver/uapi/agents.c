// SPDX-License-Identifier: GPL-2.0-only
/*
 * Agents that die with a live update under way: what they had in the staging bank is
 * nobody's then, and Xen has it sealed no longer.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "device.h"

#define PIECE	65536

/* A buffer in the bank, mapped and written to, but for its end */
static int fill_buffer(int fd)
{
	struct xen_liveupdate_stage_create create = {
		.size = sizeof(create), .payload = XEN, .length = PIECE,
	};
	int ret = dev_call(fd, XEN_LIVEUPDATE_STAGE_CREATE, &create);
	uint8_t *map;

	if (ret)
		return ret;
	map = mmap(NULL, PIECE, PROT_READ | PROT_WRITE, MAP_SHARED, create.fd, 0);
	if (map == MAP_FAILED)
		return -errno;
	map[create.data_offset] = 1;
	return 0;
}

static int reach(int fd, uint32_t state)
{
	int ret;

	if (state == RECEIVING)
		return fill_buffer(fd);
	ret = dev_stage_path(fd, XEN, XEN_PLAIN);
	if (!ret && state != RECEIVED)
		ret = dev_verify(fd, 0);
	if (!ret && state == LOADED)
		ret = dev_load(fd, LIVE, 0);
	return ret;
}

/* Killed, or stopped first, once it is in @state. */
static void die_in(uint32_t state, int first)
{
	int reader = dev_open(O_RDONLY), fd, status;
	pid_t pid = fork();

	if (!pid) {
		fd = dev_open(O_RDWR);
		errno = fd < 0 ? -fd : -reach(fd, state);
		if (!errno)
			raise(first);
		_exit(errno);
	}
	if (waitpid(pid, &status, WUNTRACED) != pid || WIFEXITED(status))
		ok(false, "an agent that is %s: %d", state_name(state), WEXITSTATUS(status));
	if (first == SIGSTOP) {
		ok(dev_status(reader).state == state, "stopped, it is still %s",
		   state_name(state));
		is_errno(dev_open(O_RDWR), -EBUSY, "nobody takes its place");
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	ok(dev_status(reader).state == IDLE && !dev_status(reader).memory,
	   "killed while %s: idle", state_name(state));
	close(reader);
}

void test_agents(void)
{
	static const uint32_t states[] = { RECEIVING, RECEIVED, VERIFIED, LOADED };
	size_t i;
	int fd;

	for (i = 0; i < 2 * ARRAY_SIZE(states); i++) {
		die_in(states[i / 2], i % 2 ? SIGSTOP : SIGKILL);
		fd = dev_open(O_RDWR);
		is_errno(reach(fd, LOADED), 0, "the next one has an image loaded");
		close(fd);
	}
}
