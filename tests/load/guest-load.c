// SPDX-License-Identifier: GPL-2.0-only
/*
 * guest-load - work whose damage is noticed, for dom0 and guests
 *
 *	guest-load NAME LOAD[=ARGUMENT]...
 *
 *	memory=MIB		walk memory, compare and rewrite it
 *	disk=DEVICE		write, flush, read back; contents are lost
 *	serve=PORT		check and return TCP blocks of any client
 *	connect=ADDRESS:PORT	send TCP blocks and check what comes back
 *	fork			create and end processes
 *	timer			watch the clocks on every CPU
 *	hypercall		make hypercalls without a rest; PV guests only
 *	pace=N			the loads named after it rest N times as long
 *
 * Prints one line a second until it is killed,
 *
 *	#LOAD NAME up SECONDS errors N gap MS longest MS memory N disk N ...
 *
 * with the rounds of each load so far, the longest gap since the last line
 * and ever; and "#LOAD NAME ERROR ..." whenever something is wrong.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "load.h"

static const struct {
	const char *name;
	void (*run)(const char *arg);
} loads[LOAD_KINDS] = {
	[LOAD_MEMORY]	= { "memory", load_memory },
	[LOAD_DISK]	= { "disk", load_disk },
	[LOAD_SERVE]	= { "serve", load_serve },
	[LOAD_CONNECT]	= { "connect", load_connect },
	[LOAD_FORK]	= { "fork", load_fork },
	[LOAD_TIMER]	= { "timer", load_timer },
	[LOAD_HYPERCALL] = { "hypercall", load_hypercall },
};

struct load_shared *load_shared;
const char *load_name;

static unsigned long pace = 1;

void load_rest(unsigned long us)
{
	usleep(us * pace);
}

/* A whole line in one system call: other processes write, too. */
static void put_line(const char *line, int len)
{
	if (write(STDOUT_FILENO, line, len) != len)
		exit(1);
}

/**
 * load_error - report and count a mismatch
 * @load: which load noticed it
 * @format: what is wrong
 */
void load_error(const char *load, const char *format, ...)
{
	char text[160], line[256];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	atomic_fetch_add(&load_shared->errors, 1);
	put_line(line, snprintf(line, sizeof(line), "#LOAD %s ERROR %s: %s\n", load_name, load,
				text));
}

static void print_status(void)
{
	char line[256];
	int i, len;

	len = snprintf(line, sizeof(line), "#LOAD %s up %.1f errors %lu gap %.1f longest %.1f",
		       load_name, now_ns(CLOCK_BOOTTIME) / 1e9,
		       atomic_load(&load_shared->errors),
		       atomic_exchange(&load_shared->gap_recent, 0) / 1e6,
		       atomic_load(&load_shared->gap_longest) / 1e6);
	for (i = 0; i < LOAD_KINDS; i++)
		if (atomic_load(&load_shared->rounds[i]))
			len += snprintf(line + len, sizeof(line) - len, " %s %lu",
					loads[i].name, atomic_load(&load_shared->rounds[i]));
	line[len++] = '\n';
	put_line(line, len);
}

/* Start the load that @word names; returns -1 if there is none. */
static int start(char *word)
{
	char *arg = strchr(word, '=');
	int i;

	if (arg)
		*arg++ = 0;
	if (arg && !strcmp(word, "pace")) {
		pace = strtoul(arg, NULL, 0);
		return 0;
	}
	for (i = 0; i < LOAD_KINDS; i++)
		if (!strcmp(word, loads[i].name))
			break;
	if (i == LOAD_KINDS)
		return -1;
	if (fork() == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		loads[i].run(arg ? arg : "");
		_exit(1);
	}
	return 0;
}

int main(int argc, char **argv)
{
	int i, status;

	if (argc < 3)
		return LOAD_NOTHING;

	load_name = argv[1];
	load_shared = mmap(NULL, sizeof(*load_shared), PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (load_shared == MAP_FAILED) {
		perror("guest-load");
		return 1;
	}
	for (i = 2; i < argc; i++)
		if (start(argv[i])) {
			fprintf(stderr, "guest-load: unknown load '%s'\n", argv[i]);
			return 2;
		}
	for (;;) {
		sleep(1);
		if (waitpid(-1, &status, WNOHANG) > 0)
			load_error("load", "one has ended with status %#x", status);
		print_status();
	}
}
