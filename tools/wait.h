/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * --wait: repeats an action for a limited time while a transient condition prevents it.
 */
#ifndef TOOLS_WAIT_H
#define TOOLS_WAIT_H

#include <stdbool.h>
#include <stdint.h>

/* Limit of --wait */
#define WAIT_MAX_SECONDS	600

/**
 * struct wait - time limit for an action
 * @until_ns: end by CLOCK_MONOTONIC
 */
struct wait {
	uint64_t until_ns;
};

void wait_begin(struct wait *wait, uint32_t wait_ms);

/*
 * *@err is the errno of the action, 0 for success. Waits for a moment and returns true if
 * the action is to be repeated. A signal meanwhile sets *@err to EINTR; returns false.
 */
bool wait_again(const struct wait *wait, int fd, int *err);

#endif /* TOOLS_WAIT_H */
