// SPDX-License-Identifier: GPL-2.0-only
/*
 * The time stamps of an update as spans of time. Stamps come from three
 * programs, one of which may have failed: they are sorted, not trusted.
 */
#include <stdlib.h>
#include <string.h>

#include <xen-liveupdate/handoff.h>

#include "array.h"
#include "timeline.h"

#define NR_STAMPS ARRAY_SIZE(((struct xen_liveupdate_report *)0)->phase_ns)

struct stamp {
	uint64_t ns;
	unsigned int phase;
};

const char *group_name(enum group group)
{
	static const char * const names[] = {
		[GROUP_DRIVER]	= "driver",
		[GROUP_OLD_XEN]	= "old Xen",
		[GROUP_STUB]	= "stub",
		[GROUP_NEW_XEN]	= "new Xen",
	};

	return names[group];
}

enum group phase_group(unsigned int phase)
{
	if (phase < XLU_PHASE_OLD_ENTRY || phase >= XLU_PHASE_DRIVER_BACK)
		return GROUP_DRIVER;
	if (phase < XLU_PHASE_STUB_HEADER)
		return GROUP_OLD_XEN;
	return phase < XLU_PHASE_NEW_BOOT ? GROUP_STUB : GROUP_NEW_XEN;
}

static int compare(const void *a, const void *b)
{
	const struct stamp *left = a, *right = b;

	if (left->ns != right->ns)
		return left->ns < right->ns ? -1 : 1;
	return left->phase < right->phase ? -1 : 1;
}

/*
 * Collect the time stamps since the commit. Loading may have happened hours before and
 * is not included; other stamps before the commit are left over and ignored.
 */
static unsigned int collect(struct stamp *stamp, const struct xen_liveupdate_report *report)
{
	unsigned int nr = 0, limit = report->nr_phases < NR_STAMPS ?
				     report->nr_phases : NR_STAMPS;
	uint64_t commit = limit > XLU_PHASE_COMMIT ? report->phase_ns[XLU_PHASE_COMMIT] : 0;

	for (unsigned int phase = XLU_PHASE_COMMIT; phase < limit; phase++) {
		if (!report->phase_ns[phase] || report->phase_ns[phase] < commit)
			continue;
		stamp[nr].ns = report->phase_ns[phase];
		stamp[nr++].phase = phase;
	}
	qsort(stamp, nr, sizeof(*stamp), compare);
	return nr;
}

static void join_short(struct timeline *timeline)
{
	uint64_t is_short = timeline->total / 100;
	unsigned int nr = 0;

	for (unsigned int i = 0; i < timeline->nr; i++) {
		struct span *span = &timeline->span[i];
		struct span *before = nr ? &timeline->span[nr - 1] : NULL;
		bool failed_here = timeline->failed &&
				   (span->first == timeline->failed ||
				    (before && before->last == timeline->failed));

		if (before && !failed_here && before->group == span->group &&
		    before->length < is_short && span->length < is_short) {
			before->last = span->last;
			before->length += span->length;
		} else {
			timeline->span[nr++] = *span;
		}
	}
	timeline->nr = nr;
}

/* Find start and end of the pause of domains. */
static void find_pause(struct timeline *timeline)
{
	for (unsigned int i = 0; i < timeline->nr; i++) {
		const struct span *span = &timeline->span[i];

		if (span->first == XLU_PHASE_OLD_PAUSE)
			timeline->paused = span->start;
		else if (span->first == XLU_PHASE_OLD_RESUMED ||
			 span->first == XLU_PHASE_NEW_UNPAUSE)
			timeline->resumed = span->start;
	}
}

/*
 * Find the phase in which the update stopped. The phase of the report is the last one
 * that was entered. If that belongs to the way back, it is the one before.
 */
static void find_failure(struct timeline *timeline, const struct xen_liveupdate_report *report)
{
	if (!timeline->failed || (report->phase != XLU_PHASE_OLD_RETURN &&
				  report->phase != XLU_PHASE_OLD_RESUMED))
		return;
	for (unsigned int i = 0; i < timeline->nr; i++) {
		unsigned int phase = timeline->span[i].first;

		if (phase == XLU_PHASE_OLD_RETURN || phase == XLU_PHASE_OLD_RESUMED)
			return;
		timeline->failed = phase;
	}
}

void timeline_build(struct timeline *timeline, const struct xen_liveupdate_report *report,
		    bool join)
{
	struct stamp stamp[NR_STAMPS];
	unsigned int nr = collect(stamp, report);

	memset(timeline, 0, sizeof(*timeline));
	if (report->reason)
		timeline->failed = report->phase;
	if (!nr)
		return;
	timeline->nr = nr;
	for (unsigned int i = 0; i < nr; i++) {
		struct span *span = &timeline->span[i];

		span->first = stamp[i].phase;
		span->last = span->first;
		span->group = phase_group(span->first);
		span->start = stamp[i].ns - stamp[0].ns;
		if (i)
			span[-1].length = span->start - span[-1].start;
		if (i && span->first == XLU_PHASE_DRIVER_BACK &&
		    span[-1].first == XLU_PHASE_STUB_ENTER) {
			span[-1].boot = true;
			span[-1].group = GROUP_NEW_XEN;
		}
	}
	timeline->total = timeline->span[nr - 1].start;
	find_pause(timeline);
	find_failure(timeline, report);
	if (join)
		join_short(timeline);
}
