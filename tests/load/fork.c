// SPDX-License-Identifier: GPL-2.0-only
/*
 * Process churn: page tables are built, pinned and torn down all the time.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "load.h"

#define WRITTEN		(128UL << 10)	/* pages that each child copies */
#define EXIT_GOOD	42

static char data[WRITTEN] __attribute__((aligned(4096)));

/* Every fourth child runs a program, which is this one without arguments. */
static void child(unsigned long round)
{
	if (round % 4 == 0)
		execl("/proc/self/exe", "guest-load", (char *)NULL);
	pattern_fill(data, sizeof(data), round);
	_exit(pattern_check(data, sizeof(data), round) == PATTERN_GOOD ? EXIT_GOOD : 1);
}

/**
 * load_fork - fork, copy on write, execute
 * @arg: not used
 */
void load_fork(const char *arg)
{
	unsigned long round;
	int status;

	(void)arg;
	pattern_fill(data, sizeof(data), 0);
	for (round = 1; ; round++) {
		int wanted = round % 4 == 0 ? LOAD_NOTHING : EXIT_GOOD;
		pid_t pid = fork();

		if (pid == 0)
			child(round);
		if (pid < 0 || waitpid(pid, &status, 0) != pid) {
			load_error("fork", "%s", strerror(errno));
			return;
		}
		if (!WIFEXITED(status) || WEXITSTATUS(status) != wanted)
			load_error("fork", "child %lu ended with status %#x", round, status);
		if (pattern_check(data, sizeof(data), 0) != PATTERN_GOOD)
			load_error("fork", "a page of the parent has changed");
		load_round(LOAD_FORK);
		load_rest(50000);
	}
}
