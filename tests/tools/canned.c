// SPDX-License-Identifier: GPL-2.0-only
/*
 * canned - show reports that were made up
 *
 * usage: canned CASE [json|status|status-text|metrics|error|verbose|WIDTH|utf8|colour]...
 *
 * The renderers are pure functions of the structs that the driver returns: here they
 * get known ones, and some whose every byte is noise. "status", "status-text" and
 * "metrics" show that of a driver which has made this report, "error" a refusal.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xen-liveupdate/handoff.h>
#include <xen-liveupdate/names.h>
#include <xen-liveupdate/obstacles.h>

#include "array.h"
#include "blockers.h"
#include "messages.h"
#include "metrics.h"
#include "render.h"
#include "status.h"

#define COMMIT 1764093600000000000ULL	/* 2025-11-25 18:00:00 UTC */
#define MS 2000000ULL	/* ticks, 2 a nanosecond */

struct at {
	unsigned int phase;
	uint64_t tick;		/* after the commit */
};

static void stamp(struct xen_liveupdate_report *report, const struct at *at)
{
	for (; at->phase; at++)
		report->phase_ns[at->phase] = COMMIT + at->tick / 2;
}

static void common(struct xen_liveupdate_report *report, unsigned int mode)
{
	report->size = sizeof(*report);
	report->mode = mode;
	report->generation = 3;
	report->nr_phases = 64;
	report->wallclock_ns = COMMIT;
	memset(report->update_id, 0xab, sizeof(report->update_id));
	memset(report->image_sha256, 0x11, sizeof(report->image_sha256));
	strcpy((char *)report->from_version, "4.17.5");
	strcpy((char *)report->from_build_id, "3948a6e7f4cfec5b3ca1a0a222980d1d2560c663");
	strcpy((char *)report->to_version, "4.17.5-lu-b");
	strcpy((char *)report->to_build_id, "6c149e97339e868d0fa29dd5b7271817ec7921ea");
	/* Loaded a minute before: no part of the time line. */
	report->phase_ns[XLU_PHASE_LOAD] = COMMIT - 250 * MS;
}

static void blob(struct xen_liveupdate_report *report, uint64_t size)
{
	report->blob_size = size;
	report->bytes_moved = size / 4 * 3;
	report->bytes_in_place = size / 4;
	memset(report->blob_sha256, 0x5a, sizeof(report->blob_sha256));
	memset(report->blob_found_sha256, 0x5a, sizeof(report->blob_found_sha256));
}

static const struct at old_side[] = {
	{ XLU_PHASE_COMMIT, 0 },
	{ XLU_PHASE_OLD_ENTRY, MS / 5 },
	{ XLU_PHASE_OLD_PAUSE, 1 * MS },
	{ XLU_PHASE_OLD_CONTEXT, 3 * MS },
	{ XLU_PHASE_OLD_PARK, 4 * MS },
	{ XLU_PHASE_OLD_SAVE, 6 * MS },
	{ XLU_PHASE_OLD_JUMP, 26 * MS },
	{ XLU_PHASE_STUB_HEADER, 26 * MS + 20000 },
	{ XLU_PHASE_STUB_MAP, 26 * MS + 60000 },
	{ XLU_PHASE_STUB_EXTENTS, 26 * MS + 90000 },
	{ XLU_PHASE_STUB_IMAGE, 26 * MS + 120000 },
	{ XLU_PHASE_STUB_GATHER, 26 * MS + 150000 },
	{ XLU_PHASE_STUB_BLOB, 28 * MS },
	{ 0, 0 }
};

static void live_ok(struct xen_liveupdate_report *report)
{
	static const struct at new_side[] = {
		{ XLU_PHASE_STUB_BOOTINFO, 30 * MS },
		{ XLU_PHASE_STUB_ENTER, 30 * MS + 4000 },
		{ XLU_PHASE_NEW_BOOT, 30 * MS + 9000 },
		{ XLU_PHASE_NEW_CHECK, 58 * MS },
		{ XLU_PHASE_NEW_COMMIT, 64 * MS },
		{ XLU_PHASE_NEW_HARDWARE, 64 * MS + 8000 },
		{ XLU_PHASE_NEW_CREATE, 76 * MS },
		{ XLU_PHASE_NEW_PAGES, 79 * MS },
		{ XLU_PHASE_NEW_VCPUS, 88 * MS },
		{ XLU_PHASE_NEW_EVENTS, 126 * MS },
		{ XLU_PHASE_NEW_UNPAUSE, 130 * MS },
		{ XLU_PHASE_NEW_DONE, 131 * MS },
		{ XLU_PHASE_DRIVER_BACK, 133 * MS },
		{ 0, 0 }
	};

	common(report, XEN_LIVEUPDATE_MODE_LIVE);
	report->result = XEN_LIVEUPDATE_RESULT_OK;
	report->phase = XLU_PHASE_DRIVER_BACK;
	stamp(report, old_side);
	stamp(report, new_side);
	blob(report, 1234567);
	report->blackout_ns = 129000000;
	report->predicted_ns = 125000000;
	report->boot_needed = 24 << 20;
	report->boot_available = 96 << 20;
	report->nr_records = 2;
	report->record[0].type = 0x10;
	report->record[0].nr = 3;
	report->record[0].bytes = 4096;
	report->record[1].type = 0x80000020;
	report->record[1].nr = 1;
	report->record[1].bytes = 100;
	report->nr_skipped = 1;
	report->page_state = XLU_PAGES_IN_PLACE;
	report->audit = XLU_AUDIT_DONE;
	report->audit_pages = 163844;
	report->warnings = XLU_WARN_SCHED;
}

/* The audit that came after it has found two pages. */
static void live_audit(struct xen_liveupdate_report *report)
{
	live_ok(report);
	report->nr_skipped = 0;
	report->audit_wrong = 2;
	report->warnings = XLU_WARN_AUDIT;
}

/* A CPU and more domains than a report has room for have not come along. */
static void live_lost(struct xen_liveupdate_report *report)
{
	live_ok(report);
	report->nr_skipped = 0;
	report->page_state = XLU_PAGES_TABLE;
	report->audit = XLU_AUDIT_NONE;
	report->warnings = XLU_WARN_DOMAIN_LOST | XLU_WARN_CPU;
	report->nr_notes = 18;
	report->note[0] = (struct xen_liveupdate_note){ 3, 3, 22, 0x12, 0 };
	report->note[1] = (struct xen_liveupdate_note){ XEN_LIVEUPDATE_DOMID_HOST, 5, 5, 0, 1 };
	for (unsigned int i = 2; i < 16; i++)
		report->note[i] = (struct xen_liveupdate_note){ i + 2, 3, 22, 0x12, 0 };
}

static void dry_run(struct xen_liveupdate_report *report)
{
	live_ok(report);
	report->result = XEN_LIVEUPDATE_RESULT_DRY_RUN;
	report->nr_skipped = 0;
	report->warnings = 0;
	report->audit = XLU_AUDIT_NONE;
	for (unsigned int phase = XLU_PHASE_STUB_HEADER; phase < report->nr_phases; phase++)
		report->phase_ns[phase] = 0;
	report->phase_ns[XLU_PHASE_OLD_RESUMED] = COMMIT + 15 * MS;
	report->phase_ns[XLU_PHASE_DRIVER_BACK] = COMMIT + 31 * MS / 2;
	report->blackout_ns = 29000000;
	report->pause_ns = 29000000;
	strcpy((char *)report->to_version, "4.17.5");
}

static void live_refused(struct xen_liveupdate_report *report)
{
	static const struct at way_back[] = {
		{ XLU_PHASE_OLD_RETURN, 30 * MS },
		{ XLU_PHASE_OLD_RESUMED, 33 * MS },
		{ XLU_PHASE_DRIVER_BACK, 34 * MS },
		{ 0, 0 }
	};

	common(report, XEN_LIVEUPDATE_MODE_LIVE);
	report->result = XEN_LIVEUPDATE_RESULT_REFUSED;
	report->phase = XLU_PHASE_OLD_RESUMED;	/* the last one entered */
	report->reason = XLU_REASON_BAD_BLOB;
	report->detail[0] = 0x1234abcd;
	report->detail[1] = 0x5678;
	strcpy((char *)report->explanation, "checksum of the blob");
	stamp(report, old_side);
	stamp(report, way_back);
	report->blackout_ns = 32000000;
	strcpy((char *)report->to_version, "4.17.5");
	strcpy((char *)report->to_build_id, "3948a6e7f4cfec5b3ca1a0a222980d1d2560c663");
}

/* Before anything was paused: what is in the way, and more than there is room for. */
static void blocked(struct xen_liveupdate_report *report)
{
	common(report, XEN_LIVEUPDATE_MODE_LIVE);
	report->result = XEN_LIVEUPDATE_RESULT_REFUSED;
	report->phase = XLU_PHASE_OLD_LOAD;
	report->reason = XLU_REASON_UNSUPPORTED;
	report->phase_ns[XLU_PHASE_COMMIT] = COMMIT;
	report->phase_ns[XLU_PHASE_OLD_LOAD] = COMMIT + MS / 10;
	strcpy((char *)report->explanation, "IOMMU in use");
	report->nr_notes = 18;
	for (unsigned int i = 0; i < 16; i++) {
		report->note[i].domid = (__u16)i;
		report->note[i].warning = XLU_NOTE_OBSTACLE;
		report->note[i].nr = i;
	}
	report->note[0].domid = XEN_LIVEUPDATE_DOMID_HOST;
	report->note[0].nr = 32;
}

static void cold_ok(struct xen_liveupdate_report *report)
{
	static const struct at stamps[] = {
		{ XLU_PHASE_COMMIT, 0 },
		{ XLU_PHASE_STUB_HEADER, 900 * MS },
		{ XLU_PHASE_STUB_MAP, 900 * MS + 20000 },
		{ XLU_PHASE_STUB_EXTENTS, 900 * MS + 40000 },
		{ XLU_PHASE_STUB_IMAGE, 900 * MS + 60000 },
		{ XLU_PHASE_STUB_GATHER, 902 * MS },
		{ XLU_PHASE_STUB_BLOB, 930 * MS },
		{ XLU_PHASE_STUB_BOOTINFO, 950 * MS },
		{ XLU_PHASE_STUB_ENTER, 950 * MS + 1000 },
		{ XLU_PHASE_DRIVER_BACK, 9000 * MS },
		{ 0, 0 }
	};

	common(report, XEN_LIVEUPDATE_MODE_COLD);
	report->result = XEN_LIVEUPDATE_RESULT_OK;
	report->phase = XLU_PHASE_DRIVER_BACK;
	stamp(report, stamps);
	blob(report, 16 << 20);
	report->blackout_ns = 9000000000;
	report->warnings = XLU_WARN_EFI;
}

static void cold_damaged(struct xen_liveupdate_report *report)
{
	cold_ok(report);
	report->result = XEN_LIVEUPDATE_RESULT_DAMAGED;
	report->blob_found_sha256[31] ^= 1;
}

static void fill(void *object, size_t size)
{
	unsigned char *byte = object;

	srand(1);
	for (size_t i = 0; i < size; i++)
		byte[i] = (unsigned char)(rand() >> 7);
}

static void noise(struct xen_liveupdate_report *report)
{
	fill(report, sizeof(*report));
}

static void empty(struct xen_liveupdate_report *report)
{
	report->size = sizeof(*report);
}

static const struct {
	const char *name;
	void (*make)(struct xen_liveupdate_report *report);
} cases[] = {
	{ "live-ok", live_ok },
	{ "live-audit", live_audit },
	{ "live-lost", live_lost },
	{ "live-refused", live_refused },
	{ "dry-run", dry_run },
	{ "blocked", blocked },
	{ "cold-ok", cold_ok },
	{ "cold-damaged", cold_damaged },
	{ "noise", noise },
	{ "empty", empty },
};

/* A host with a staged image, which has refused the last one and says of what it is. */
static void driver(struct xen_liveupdate_info *info, struct xen_liveupdate_status *status)
{
	info->abi_version = XEN_LIVEUPDATE_ABI_VERSION;
	info->modes = XEN_LIVEUPDATE_MODE_COLD | XEN_LIVEUPDATE_MODE_LIVE;
	info->policy = XEN_LIVEUPDATE_POLICY_SIG_ENFORCE;
	info->max_size[XEN_LIVEUPDATE_PAYLOAD_XEN] = 64 << 20;
	info->region_maddr = 0x10000000;
	info->region_size = 96 << 20;
	info->compression = 7;
	info->cold_warnings = XLU_WARN_EFI;
	strcpy((char *)info->driver_version, "0.1.0");
	strcpy((char *)info->xen_version, "4.17.5");
	strcpy((char *)info->xen_build_id, "3948a6e7f4cfec5b3ca1a0a222980d1d2560c663");
	strcpy((char *)info->live_refusal, "IOMMU in use");
	status->state = XEN_LIVEUPDATE_STATE_FAILED;
	status->failed_state = XEN_LIVEUPDATE_STATE_LOADING;
	status->error = 16;
	status->sequence = 17;
	status->image_size = 3000000;
	memset(status->image_sha256, 0x11, sizeof(status->image_sha256));
	strcpy((char *)status->reason, "host-busy");
	strcpy((char *)status->image_build_id, "6c149e97339e868d0fa29dd5b7271817ec7921ea");
	strcpy((char *)status->explanation, "domain is \"being\\created\"\n");
}

/* What is not of the report alone. @noise: nor is any of the rest a text or a code. */
static void show_driver(const char *what, const struct xen_liveupdate_report *report, bool noise)
{
	struct xen_liveupdate_info info = { .size = sizeof(info) };
	struct xen_liveupdate_status status = { .size = sizeof(status) };
	const struct metrics metrics = {
		.info = &info,
		.status = &status,
		.report = report->result ? report : NULL,
		.staged_version = "4.17.5-lu-b",
	};
	struct builds builds = {
		.previous = { "/boot/liveupdate/xen-\033[2J4.17.gz.old", "6c149e97339e868d" },
		.on_disk = { "/boot/liveupdate/xen-4.17.gz", "3948a6e7f4cfec5b" },
		.boot = BOOT_OTHER,
		.boots = { "/boot/xen-4.17-amd64.gz", "0123456789abcdef" },
	};

	driver(&info, &status);
	if (noise) {
		fill(&info, sizeof(info));
		fill(&status, sizeof(status));
	}
	/* The tool ends the texts before it shows them as JSON. */
	if (!strcmp(what, "status") && !noise)
		status_json(stdout, &info, &status, &builds);
	else if (!strcmp(what, "status-text") && !noise)
		status_text(&info, &status, &builds, true);
	else if (!strcmp(what, "metrics"))
		metrics_write(stdout, &metrics);
}

static const struct xen_liveupdate_report *refused;

static void put_blockers(struct json *json)
{
	if (json)
		blockers_json(json, refused);
	else
		blockers_show(stderr, refused);
}

/* What "check --live --json" writes if Xen has refused with this report. */
static int show_error(const struct xen_liveupdate_report *report)
{
	refused = report;
	messages_use_json(true);
	messages_append(put_blockers);
	return fail_reason(ERR_LOAD, "live", xlu_reason_name(report->reason),
			   (const char *)report->explanation);
}

int main(int argc, char **argv)
{
	struct xen_liveupdate_report report = { 0 };
	struct screen screen = { .width = 80 };
	bool json = false, verbose = false;

	for (size_t i = 0; argc > 1 && i < ARRAY_SIZE(cases); i++) {
		if (!strcmp(argv[1], cases[i].name))
			cases[i].make(&report);
	}
	if (!report.size) {
		fputs("usage: canned CASE [json|status|metrics|error|verbose|WIDTH|...]...\n",
		      stderr);
		return 2;
	}
	if (argc == 3 && (!strncmp(argv[2], "status", 6) || !strcmp(argv[2], "metrics"))) {
		show_driver(argv[2], &report, !strcmp(argv[1], "noise"));
		return 0;
	}
	if (argc == 3 && !strcmp(argv[2], "error"))
		return show_error(&report);
	for (int i = 2; i < argc; i++) {
		if (!strcmp(argv[i], "json"))
			json = true;
		else if (!strcmp(argv[i], "verbose"))
			verbose = true;
		else if (!strcmp(argv[i], "utf8"))
			screen.utf8 = true;
		else if (!strcmp(argv[i], "colour"))
			screen.colour = true;
		else
			screen.width = (unsigned int)atoi(argv[i]);
	}
	if (json)
		render_report_json(stdout, &report);
	else
		render_report(stdout, &screen, &report, verbose);
	return 0;
}
