// SPDX-License-Identifier: GPL-2.0-only
/*
 * Updates that end before they are done: CANCEL, death of the owner, module unload,
 * at every step. Each time all memory has to come back, and Xen to know of no image.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "device.h"

#define TOLERANCE	(8UL << 20)	/* other things move, too; far less than MUCH */
#define PATIENCE	3000		/* looks at a state, 10 ms apart */

static uint64_t memory_before;

static void hold_much(int fd)
{
	int buf;

	if (dev_create(fd, BLOB, MUCH, &buf))
		die("STAGE_CREATE");
	close(buf);
}

/* A step that takes long, in a process of its own; its exit status is the errno. */
static pid_t begin(int fd, uint32_t running)
{
	pid_t pid = fork();

	if (pid < 0)
		die("fork");
	if (!pid)
		_exit(-(running == VERIFYING ? dev_verify(fd, 0) : dev_load(fd, COLD, 0)));
	return pid;
}

static int end_of(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) != pid)
		die("waitpid");
	return WIFEXITED(status) ? -WEXITSTATUS(status) : -EINTR;
}

static bool reaches(int fd, uint32_t state)
{
	int i;

	for (i = 0; i < PATIENCE; i++) {
		if (dev_status(fd).state == state)
			return true;
		usleep(10000);
	}
	return false;
}

static void prepare(int fd, uint32_t running)
{
	stage_long_image(fd);
	if (running == VERIFYING)
		return;
	if (dev_verify(fd, 0))
		die("VERIFY");
	stage_small_kernel(fd);
	hold_much(fd);
	if (dev_seal(fd, BLOB, NULL))
		die("SEAL");
}

static void gone(int fd, const char *what)
{
	struct xen_liveupdate_status status = dev_status(fd);
	uint64_t now = available_memory();
	int i;

	/* Some memory comes back a moment later. */
	for (i = 0; i < 50 && now + TOLERANCE < memory_before; i++) {
		usleep(20000);
		now = available_memory();
	}
	ok(status.state == IDLE && !status.memory && !status.mode && !xen_holds_image() &&
	   now + TOLERANCE >= memory_before,
	   "%s: idle, all memory is back (state %s, %llu bytes held, %lld KiB less)", what,
	   state_name(status.state), status.memory,
	   ((long long)memory_before - (long long)now) / 1024);
}

/* Others get EBUSY meanwhile, and the step EINTR. */
static void cancel_running(int fd, uint32_t running)
{
	pid_t pid;

	prepare(fd, running);
	pid = begin(fd, running);
	if (!reaches(fd, running))
		die(state_name(running));
	group_begin();
	is_errno(dev_verify(fd, 0), -EBUSY, "%s, VERIFY", state_name(running));
	is_errno(dev_load(fd, COLD, 0), -EBUSY, "%s, LOAD", state_name(running));
	is_errno(dev_stage_path(fd, XEN, XEN_GZ), -EBUSY, "%s, STAGE_FD", state_name(running));
	is_errno(dev_seal(fd, XEN, NULL), -EBUSY, "%s, SEAL", state_name(running));
	is_errno(dev_unload(fd), -EBUSY, "%s, UNLOAD", state_name(running));
	is_errno(dev_commit(fd, NULL, 0), -EBUSY, "%s, COMMIT", state_name(running));
	group_end("%s, calls that have to wait", state_name(running));
	ok(dev_status(fd).state == running, "it is still %s", state_name(running));
	is_errno(dev_cancel(fd), 0, "%s, CANCEL", state_name(running));
	is_errno(end_of(pid), -EINTR, "the step that was cancelled");
	gone(fd, "after CANCEL");
	works(fd, "CANCEL of a step");
}

static const uint32_t resting[] = { RECEIVING, RECEIVED, VERIFIED, LOADED, ARMED, FAILED };

void test_cancel(void)
{
	int fd = dev_open(O_RDWR);
	size_t i;

	if (fd < 0)
		die(XEN_LIVEUPDATE_DEVICE);
	stage_long_image(fd);	/* its memory in this process shall not count */
	go_home(fd);
	memory_before = available_memory();
	for (i = 0; i < ARRAY_SIZE(resting); i++) {
		go_to(fd, resting[i]);
		if (resting[i] != LOADED && resting[i] != ARMED)
			hold_much(fd);
		is_errno(dev_cancel(fd), 0, "%s, CANCEL", state_name(resting[i]));
		gone(fd, state_name(resting[i]));
	}
	cancel_running(fd, VERIFYING);
	cancel_running(fd, LOADING);
	group_begin();
	for (i = 0; i < 10; i++)
		works(fd, "many others");
	group_end("correct updates in a row");
	gone(fd, "after all of them");
	close(fd);
}

/*
 * A process that has the device open and is in @state; what it tells goes through
 * the pipe, a byte when it is there.
 */
static pid_t owner(uint32_t state, bool mapped)
{
	int ready[2], fd, buf;
	char byte = 1;
	pid_t pid;

	if (pipe(ready))
		die("pipe");
	pid = fork();
	if (pid < 0)
		die("fork");
	if (!pid) {
		fd = dev_open(O_RDWR);
		if (fd < 0)
			die(XEN_LIVEUPDATE_DEVICE);
		if (state == VERIFYING || state == LOADING)
			prepare(fd, state);
		else
			go_to(fd, state);
		if (mapped && (dev_create(fd, BLOB, MUCH, &buf) ||
			       mmap(NULL, MUCH, PROT_READ | PROT_WRITE,
				    MAP_SHARED | MAP_POPULATE, buf, 0) == MAP_FAILED))
			die("mapping");
		if (write(ready[1], &byte, 1) != 1)
			die("pipe");
		if (state == VERIFYING)
			dev_verify(fd, 0);
		if (state == LOADING)
			dev_load(fd, COLD, 0);
		for (;;)
			pause();
	}
	close(ready[1]);
	if (read(ready[0], &byte, 1) != 1)
		die("owner");
	close(ready[0]);
	return pid;
}

static void kill_owner(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void kill_in(int reader, uint32_t state, bool mapped)
{
	pid_t pid = owner(state, mapped);
	char text[80];
	int fd;

	if (!reaches(reader, state))
		die(state_name(state));
	kill_owner(pid);
	snprintf(text, sizeof(text), "killed while %s%s", state_name(state),
		 mapped ? " with a mapping" : "");
	/* A step that runs has to come to its end. */
	if (state != ARMED)
		reaches(reader, IDLE);
	if (state == ARMED) {
		ok(dev_status(reader).state == ARMED && !xen_holds_image(),
		   "%s: what is armed stays", text);
		fd = dev_open(O_RDWR);
		is_errno(dev_cancel(fd), 0, "CANCEL by the next owner");
		close(fd);
	}
	gone(reader, text);
	fd = dev_open(O_RDWR);
	works(fd, text);
	close(fd);
}

/* Its step comes to an end without it; nobody takes its place while it lives. */
static void stop_in(int reader, uint32_t state, uint32_t then)
{
	pid_t pid = owner(state, false);
	char text[80];
	int fd;

	if (!reaches(reader, state))
		die(state_name(state));
	kill(pid, SIGSTOP);
	snprintf(text, sizeof(text), "stopped while %s", state_name(state));
	ok(reaches(reader, then), "%s: %s", text, state_name(then));
	is_errno(dev_open(O_RDWR), -EBUSY, "%s, another owner", text);
	kill_owner(pid);
	ok(reaches(reader, IDLE), "%s, then killed", text);
	gone(reader, text);
	fd = dev_open(O_RDWR);
	works(fd, text);
	close(fd);
}

void test_kill(void)
{
	static const uint32_t states[] = {
		IDLE, RECEIVING, RECEIVED, VERIFYING, VERIFIED, LOADING, LOADED, ARMED, FAILED,
	};
	int reader = dev_open(O_RDONLY);
	size_t i;

	if (reader < 0)
		die(XEN_LIVEUPDATE_DEVICE);
	memory_before = available_memory();
	for (i = 0; i < ARRAY_SIZE(states); i++)
		kill_in(reader, states[i], false);
	kill_in(reader, RECEIVING, true);
	kill_in(reader, VERIFIED, true);
	stop_in(reader, VERIFYING, VERIFIED);
	stop_in(reader, LOADING, LOADED);
	close(reader);
}

static int remove_module(void)
{
	return syscall(SYS_delete_module, "xen_liveupdate", O_NONBLOCK) ? -errno : 0;
}

static int insert_module(void)
{
	int file = open(MODULE, O_RDONLY | O_CLOEXEC);
	int ret = syscall(SYS_finit_module, file, "", 0) ? -errno : 0;

	close(file);
	return ret;
}

/* While there is an owner the module stays; after its death all goes. */
static void unload_in(uint32_t state)
{
	pid_t pid = owner(state, false);

	is_errno(remove_module(), -EAGAIN, "module unload while %s", state_name(state));
	kill_owner(pid);
}

/* The owner has gone, its image stays: unload gives it up. */
static void unload_kept(bool armed)
{
	const char *what = armed ? "armed" : "loaded";
	int fd = dev_open(O_RDWR);

	if (armed) {
		go_to(fd, ARMED);
	} else {
		go_to(fd, VERIFIED);
		stage_small_kernel(fd);
		if (dev_load(fd, COLD, KEEP))
			die("LOAD");
	}
	close(fd);
	ok(!xen_holds_image(), "%s and left alone, Xen knows nothing of it", what);
	is_errno(remove_module(), 0, "module unload after that");
	ok(!xen_holds_image(), "nor does it afterwards");
	is_errno(insert_module(), 0, "module load");
	fd = dev_open(O_RDONLY);
	gone(fd, what);
	close(fd);
}

/* A buffer's descriptor holds the module, too. */
static void unload_with_buffer(void)
{
	int fd = dev_open(O_RDWR);
	int buf;

	if (fd < 0 || dev_create(fd, BLOB, MUCH, &buf))
		die("STAGE_CREATE");
	close(fd);
	is_errno(remove_module(), -EAGAIN, "module unload while a buffer is open");
	close(buf);
	is_errno(remove_module(), 0, "module unload when nothing is open");
	is_errno(insert_module(), 0, "module load");
}

void test_unload(void)
{
	int fd;
	int i;

	memory_before = available_memory();
	unload_in(IDLE);
	for (i = 0; i < (int)ARRAY_SIZE(resting); i++) {
		unload_in(resting[i]);
		fd = dev_open(O_RDWR);
		if (fd < 0)
			die(XEN_LIVEUPDATE_DEVICE);
		go_home(fd);
		close(fd);
	}
	unload_in(VERIFYING);
	unload_in(LOADING);
	unload_kept(false);
	unload_kept(true);
	unload_with_buffer();
	for (i = 0; i < 5; i++)
		if (remove_module() || insert_module())
			die("unload and load in a row");
	fd = dev_open(O_RDWR);
	gone(fd, "after all of them");
	works(fd, "module unload");
	close(fd);
}
