/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The time stamps of an update as spans of time.
 */
#ifndef TOOLS_TIMELINE_H
#define TOOLS_TIMELINE_H

#include <stdbool.h>
#include <stdint.h>

#include <linux/xen-liveupdate.h>

enum group {
	GROUP_DRIVER,
	GROUP_OLD_XEN,
	GROUP_STUB,
	GROUP_NEW_XEN,
};

const char *group_name(enum group group);
enum group phase_group(unsigned int phase);

/**
 * struct span - one phase, or several short ones in a row
 * @group: who had control
 * @first: enum xlu_phase
 * @last: the same as @first unless phases were joined
 * @start: ns since the commit
 * @length: ns
 * @boot: cold mode: what the stub left for, the boot of Xen and dom0
 */
struct span {
	enum group group;
	unsigned int first;
	unsigned int last;
	uint64_t start;
	uint64_t length;
	bool boot;
};

/**
 * struct timeline - from the commit until the report was read
 * @nr: spans, in the order in which they happened
 * @span: the last one's end is @total
 * @total: ns
 * @paused: ns since the commit at which the first domain was paused
 * @resumed: when the last one went on; 0 if none was paused
 * @failed: enum xlu_phase: where a refused update stopped, 0 if it did not
 */
struct timeline {
	unsigned int nr;
	struct span span[64];
	uint64_t total;
	uint64_t paused;
	uint64_t resumed;
	unsigned int failed;
};

/*
 * @join: neighbours in a group of which each takes less than a hundredth of the
 * time become one span, but for the phase in which a failed update stopped.
 */
void timeline_build(struct timeline *timeline, const struct xen_liveupdate_report *report,
		    bool join);

#endif /* TOOLS_TIMELINE_H */
