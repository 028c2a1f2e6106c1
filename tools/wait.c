// SPDX-License-Identifier: GPL-2.0-only
/*
 * --wait: repeats an action for a limited time while a transient condition prevents it.
 * The driver answers at once, and keeps what is staged or loaded.
 */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "lib/reason.h"

#include "device.h"
#include "progress.h"
#include "wait.h"

#define NS_PER_S	1000000000ULL
#define STEP_NS		(100 * 1000 * 1000)

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

void wait_begin(struct wait *wait, uint32_t wait_ms)
{
	wait->until_ns = now_ns() + wait_ms * 1000000ULL;
}

/* Not every EBUSY is transient: STATUS has the reason. */
static bool is_transient(const struct xen_liveupdate_status *status)
{
	return status->error == EBUSY &&
	       !strcmp((const char *)status->reason, xlu_why_word(XLU_WHY_HOST_BUSY));
}

bool wait_again(const struct wait *wait, int fd, int *err)
{
	const struct timespec step = { .tv_nsec = STEP_NS };
	struct xen_liveupdate_status status;

	if (*err != EBUSY || now_ns() >= wait->until_ns ||
	    !device_peek_status(fd, &status) || !is_transient(&status))
		return false;
	status.explanation[sizeof(status.explanation) - 1] = '\0';
	progress_waits((const char *)status.explanation);
	if (!nanosleep(&step, NULL))
		return true;
	*err = EINTR;
	return false;
}
