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
 * @boot: cold mode: the boot of Xen and dom0 after the stub
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
 * @nr: used entries of @span
 * @span: spans in chronological order; the last one ends at @total
 * @total: ns
 * @paused: ns from the commit to the pause of the first domain
 * @resumed: ns from the commit to the unpause of the last one; 0 if none was paused
 * @failed: enum xlu_phase in which a refused update stopped, 0 if it did not
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
 * @join: join adjacent phases of a group that each take less than a hundredth of the
 * time, except for the phase in which a failed update stopped.
 */
void timeline_build(struct timeline *timeline, const struct xen_liveupdate_report *report,
		    bool join);

#endif /* TOOLS_TIMELINE_H */
