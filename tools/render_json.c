// SPDX-License-Identifier: GPL-2.0-only
/*
 * Renders a report as JSON. Members are named as the fields of struct
 * xen_liveupdate_report, codes are written as words; "phases" and "failed_phase" are
 * added.
 */
#include <string.h>

#include <xen-liveupdate/names.h>

#include "lib/json.h"

#include "array.h"
#include "device.h"
#include "records.h"
#include "render.h"
#include "timeline.h"

#define NR_STAMPS ARRAY_SIZE(((struct xen_liveupdate_report *)0)->phase_ns)

static void put_text(struct json *json, const char *name, const __u8 *bytes, size_t size)
{
	char text[65] = "";

	memcpy(text, bytes, strnlen((const char *)bytes, size));
	json_string(json, name, text);
}

/* Unknown phases of a newer driver are named by their numbers. */
static const char *phase_key(char number[12], unsigned int phase)
{
	const char *name = xlu_phase_name(phase);

	if (strcmp(name, "unknown"))
		return name;
	snprintf(number, 12, "%u", phase);
	return number;
}

static void put_detail(struct json *json, const struct xen_liveupdate_report *report)
{
	json_open_array(json, "detail");
	for (size_t i = 0; i < ARRAY_SIZE(report->detail); i++)
		json_number(json, NULL, report->detail[i]);
	json_close_array(json);
}

static void put_stamps(struct json *json, const struct xen_liveupdate_report *report)
{
	char number[12];

	json_open_object(json, "phase_ns");
	for (unsigned int phase = 0; phase < NR_STAMPS && phase < report->nr_phases; phase++) {
		if (report->phase_ns[phase])
			json_number(json, phase_key(number, phase), report->phase_ns[phase]);
	}
	json_close_object(json);
}

static void put_phases(struct json *json, const struct xen_liveupdate_report *report)
{
	struct timeline timeline;
	char number[12];

	timeline_build(&timeline, report, false);
	json_string(json, "failed_phase",
		    timeline.failed ? phase_key(number, timeline.failed) : "");
	json_open_array(json, "phases");
	for (unsigned int i = 0; i < timeline.nr; i++) {
		const struct span *span = &timeline.span[i];

		json_open_object(json, NULL);
		json_string(json, "phase", phase_key(number, span->first));
		json_string(json, "group", group_name(phase_group(span->first)));
		json_number(json, "start_ns", span->start);
		json_number(json, "length_ns", span->length);
		json_close_object(json);
	}
	json_close_array(json);
}

static void put_records(struct json *json, const struct xen_liveupdate_report *report)
{
	char name[RECORD_TEXT];

	json_open_array(json, "record");
	for (unsigned int i = 0; i < report->nr_records && i < ARRAY_SIZE(report->record); i++) {
		json_open_object(json, NULL);
		json_number(json, "type", report->record[i].type);
		json_string(json, "name", record_name(name, report->record[i].type));
		json_number(json, "nr", report->record[i].nr);
		json_number(json, "bytes", report->record[i].bytes);
		json_close_object(json);
	}
	json_close_array(json);
}

void render_json_warnings(struct json *json, const char *name, uint64_t warnings)
{
	json_open_array(json, name);
	for (unsigned int bit = 0; bit < 64; bit++) {
		if (warnings >> bit & 1)
			json_string(json, NULL, xlu_warning_name(bit));
	}
	json_close_array(json);
}

static void put_notes(struct json *json, const struct xen_liveupdate_report *report)
{
	char name[RECORD_TEXT];

	json_open_array(json, "note");
	for (unsigned int i = 0; i < report->nr_notes && i < ARRAY_SIZE(report->note); i++) {
		json_open_object(json, NULL);
		json_string(json, "warning", xlu_warning_name(report->note[i].warning));
		json_number(json, "domid", report->note[i].domid);
		json_number(json, "error", report->note[i].error);
		json_number(json, "type", report->note[i].type);
		json_string(json, "name", record_name(name, report->note[i].type));
		json_number(json, "nr", report->note[i].nr);
		json_close_object(json);
	}
	json_close_array(json);
}

void render_report_json(FILE *out, const struct xen_liveupdate_report *report)
{
	struct json json;

	json_begin(&json, out);
	json_string(&json, "result", result_word(report->result));
	json_string(&json, "mode", mode_word(report->mode));
	json_number(&json, "generation", report->generation);
	json_string(&json, "phase", xlu_phase_name(report->phase));
	json_string(&json, "reason", xlu_reason_name(report->reason));
	put_detail(&json, report);
	json_number(&json, "nr_phases", report->nr_phases);
	put_stamps(&json, report);
	put_phases(&json, report);
	json_number(&json, "bytes_moved", report->bytes_moved);
	json_number(&json, "bytes_in_place", report->bytes_in_place);
	json_number(&json, "blob_size", report->blob_size);
	json_number(&json, "blackout_ns", report->blackout_ns);
	json_number(&json, "wallclock_ns", report->wallclock_ns);
	json_hex(&json, "blob_sha256", report->blob_sha256, sizeof(report->blob_sha256));
	json_hex(&json, "blob_found_sha256", report->blob_found_sha256,
		 sizeof(report->blob_found_sha256));
	json_hex(&json, "image_sha256", report->image_sha256, sizeof(report->image_sha256));
	json_hex(&json, "update_id", report->update_id, sizeof(report->update_id));
	put_text(&json, "from_version", report->from_version, sizeof(report->from_version));
	put_text(&json, "from_build_id", report->from_build_id, sizeof(report->from_build_id));
	put_text(&json, "to_version", report->to_version, sizeof(report->to_version));
	put_text(&json, "to_build_id", report->to_build_id, sizeof(report->to_build_id));
	put_text(&json, "explanation", report->explanation, sizeof(report->explanation));
	json_number(&json, "pause_ns", report->pause_ns);
	json_number(&json, "predicted_ns", report->predicted_ns);
	json_number(&json, "boot_needed", report->boot_needed);
	json_number(&json, "boot_available", report->boot_available);
	json_number(&json, "nr_records", report->nr_records);
	json_number(&json, "nr_skipped", report->nr_skipped);
	json_string(&json, "page_state", xlu_page_state_name(report->page_state));
	json_string(&json, "audit", xlu_audit_name(report->audit));
	json_number(&json, "audit_wrong", report->audit_wrong);
	json_number(&json, "audit_pages", report->audit_pages);
	put_records(&json, report);
	render_json_warnings(&json, "warnings", report->warnings);
	json_number(&json, "nr_notes", report->nr_notes);
	put_notes(&json, report);
	json_end(&json);
}
