/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Report of the last update.
 */
#ifndef _XLU_REPORT_H
#define _XLU_REPORT_H

#include <linux/types.h>
#include <linux/xen-liveupdate.h>

struct file;

/**
 * struct xlu_range_list - memory that a cold update has reserved
 * @nr: entries
 * @range: handoff area and blob
 */
struct xlu_range_list {
	u32 nr;
	struct {
		u64 maddr;
		u64 size;
	} range[2];
};

/**
 * struct xlu_moment - a point in time
 * @tsc: time stamp counter
 * @wallclock_ns: CLOCK_REALTIME, ns since 1970
 */
struct xlu_moment {
	u64 tsc;
	u64 wallclock_ns;
};

int xlu_report(struct xen_liveupdate_report *report);
int xlu_report_blob(u64 *maddr, u64 *size);
void xlu_report_reserved(struct xlu_range_list *list);
u32 xlu_report_generation(void);
void xlu_report_live(u64 maddr, const struct xlu_moment *commit, u32 result);
u32 xlu_report_refusal(u64 maddr, char *text, size_t size);
void xlu_report_init(void);
const char *xlu_result_word(u32 result);

struct file *xlu_blob_file(u64 *length);

#endif /* _XLU_REPORT_H */
