/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * --wait: an action that a transient condition prevents is tried again, for a time.
 */
#ifndef TOOLS_WAIT_H
#define TOOLS_WAIT_H

#include <stdbool.h>
#include <stdint.h>

/* The longest that can be asked for */
#define WAIT_MAX_SECONDS	600

/**
 * struct wait - how long an action may be tried
 * @until_ns: CLOCK_MONOTONIC
 */
struct wait {
	uint64_t until_ns;
};

void wait_begin(struct wait *wait, uint32_t wait_ms);

/*
 * The action has come to errno *@err, 0 for success. True if it is to be tried again,
 * after a moment. A signal meanwhile sets *@err to EINTR, and false is returned.
 */
bool wait_again(const struct wait *wait, int fd, int *err);

#endif /* TOOLS_WAIT_H */
