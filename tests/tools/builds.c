// SPDX-License-Identifier: GPL-2.0-only
/*
 * builds - which Xen was, is and will be, below a folder
 *
 * usage: builds ROOT RUNNING [REPLACED]
 *
 * RUNNING and REPLACED are the build ids that the driver would say.
 */
#include <stdio.h>
#include <string.h>

#include "builds.h"

static void copy(__u8 *to, size_t size, const char *text)
{
	memcpy(to, text, strnlen(text, size));
}

int main(int argc, char **argv)
{
	struct xen_liveupdate_info info = { 0 };
	struct xen_liveupdate_report report = {
		.result = XEN_LIVEUPDATE_RESULT_OK,
		.mode = XEN_LIVEUPDATE_MODE_LIVE,
	};
	struct builds builds;
	struct json json;

	if (argc < 3 || argc > 4) {
		fputs("usage: builds ROOT RUNNING [REPLACED]\n", stderr);
		return 2;
	}
	copy(info.xen_build_id, sizeof(info.xen_build_id), argv[2]);
	copy(report.to_build_id, sizeof(report.to_build_id), argv[2]);
	if (argc == 4)
		copy(report.from_build_id, sizeof(report.from_build_id), argv[3]);
	builds_name(&builds, &info, argc == 4 ? &report : NULL);
	builds_find(&builds, argv[1]);
	json_begin(&json, stdout);
	builds_json(&json, &builds);
	json_end(&json);
	return 0;
}
