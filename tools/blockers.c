// SPDX-License-Identifier: GPL-2.0-only
/*
 * Shows all obstacles to a live update, with a remedy for each.
 */
#include <string.h>

#include <xen-liveupdate/obstacles.h>

#include "array.h"
#include "blockers.h"
#include "device.h"
#include "messages.h"

#define WHOSE		24

/* The driver's report from before the action */
static struct {
	int fd;
	bool known;
	struct xen_liveupdate_report report;
} earlier;

static unsigned int nr_noted(const struct xen_liveupdate_report *report)
{
	return report->nr_notes < ARRAY_SIZE(report->note) ? report->nr_notes :
							     ARRAY_SIZE(report->note);
}

/* Next obstacle at or after index @i, NULL if there is none. */
static const struct xen_liveupdate_note *next(const struct xen_liveupdate_report *report,
					      unsigned int *i)
{
	while (*i < nr_noted(report)) {
		const struct xen_liveupdate_note *note = &report->note[(*i)++];

		if (note->warning == XLU_NOTE_OBSTACLE)
			return note;
	}
	return NULL;
}

static const char *whose(char text[WHOSE], const struct xen_liveupdate_note *note)
{
	if (note->domid == XEN_LIVEUPDATE_DOMID_HOST)
		snprintf(text, WHOSE, "the host");
	else
		snprintf(text, WHOSE, "domain %u", note->domid);
	return text;
}

static unsigned int nr_more(const struct xen_liveupdate_report *report)
{
	return report->nr_notes - nr_noted(report);
}

bool blockers_show(FILE *out, const struct xen_liveupdate_report *report)
{
	const struct xen_liveupdate_note *note;
	unsigned int i = 0;
	bool found = false;
	char text[WHOSE];

	while ((note = next(report, &i))) {
		const struct xlu_obstacle *obstacle = xlu_obstacle(note->nr);

		found = true;
		fprintf(out, "  in the way: %s: %s\n    remedy: %s\n", whose(text, note),
			obstacle->name, obstacle->remedy);
	}
	if (found && nr_more(report))
		fprintf(out, "  and %u more, which are named when these are gone\n",
			nr_more(report));
	return found;
}

void blockers_json(struct json *json, const struct xen_liveupdate_report *report)
{
	const struct xen_liveupdate_note *note;
	unsigned int i = 0;
	char text[WHOSE];

	json_open_array(json, "blockers");
	while ((note = next(report, &i))) {
		const struct xlu_obstacle *obstacle = xlu_obstacle(note->nr);

		json_open_object(json, NULL);
		json_string(json, "subject", whose(text, note));
		json_number(json, "domid", note->domid);
		json_string(json, "name", obstacle->name);
		json_string(json, "remedy", obstacle->remedy);
		json_close_object(json);
	}
	json_close_array(json);
	json_number(json, "more_blockers", nr_more(report));
}

/* Called by messages.c after an error; @json is NULL for output as text. */
static void tell(struct json *json)
{
	struct xen_liveupdate_report report = { 0 };
	bool news = device_peek_report(earlier.fd, &report) &&
		    !(earlier.known && !memcmp(&report, &earlier.report, sizeof(report)));

	if (!news)
		report.nr_notes = 0;
	if (json)
		blockers_json(json, &report);
	else
		blockers_show(stderr, &report);
}

void blockers_watch(int fd)
{
	earlier.fd = fd;
	earlier.known = device_peek_report(fd, &earlier.report);
	messages_append(tell);
}
