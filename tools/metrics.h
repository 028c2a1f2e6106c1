/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * State of driver and last update in Prometheus' text format.
 */
#ifndef TOOLS_METRICS_H
#define TOOLS_METRICS_H

#include <stdio.h>

#include <linux/xen-liveupdate.h>

/**
 * struct metrics - data to be exported
 * @info: of the host, NULL if there is no driver: the other members are not read then
 * @status: status of the driver
 * @report: of the last update, NULL if there was none since the host was started
 * @staged_version: version of the staged image, empty if there is none or it is unknown
 */
struct metrics {
	const struct xen_liveupdate_info *info;
	const struct xen_liveupdate_status *status;
	const struct xen_liveupdate_report *report;
	const char *staged_version;
};

/* A pure function of @metrics. */
void metrics_write(FILE *out, const struct metrics *metrics);

#endif /* TOOLS_METRICS_H */
