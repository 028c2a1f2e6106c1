// SPDX-License-Identifier: GPL-2.0-only
/*
 * Renders a report as text: versions before and after, time of each phase, integrity of
 * the state, and the verdict.
 */
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include <xen-liveupdate/names.h>

#include "array.h"
#include "blockers.h"
#include "device.h"
#include "hex.h"
#include "messages.h"
#include "records.h"
#include "render.h"
#include "timeline.h"

#define GROUP_WIDTH	8
#define NAME_WIDTH	20
#define TIME_WIDTH	9
#define HERE		" <- here"
#define LEFT_WIDTH	(1 + GROUP_WIDTH + 1 + NAME_WIDTH + 1 + TIME_WIDTH + 2)

/* Room for the longest text field of the report, always with a NUL. */
struct field {
	char text[65];
};

#define FIELD(array) field_of(array, sizeof(array)).text

/* Replaces characters that could control the terminal. */
static struct field field_of(const __u8 *bytes, size_t size)
{
	struct field field = { "" };

	for (size_t i = 0; i < size && bytes[i]; i++)
		field.text[i] = bytes[i] >= ' ' && bytes[i] < 0x7f ? (char)bytes[i] : '?';
	return field;
}

/**
 * struct chart - the part of the output with the bars
 * @screen: properties of the output
 * @total: width in ns
 * @columns: width in columns
 */
struct chart {
	const struct screen *screen;
	uint64_t total;
	unsigned int columns;
};

const char *result_word(unsigned int result)
{
	static const char * const words[] = {
		[XEN_LIVEUPDATE_RESULT_NONE]	= "none",
		[XEN_LIVEUPDATE_RESULT_OK]	= "ok",
		[XEN_LIVEUPDATE_RESULT_REFUSED]	= "refused",
		[XEN_LIVEUPDATE_RESULT_DAMAGED]	= "damaged",
		[XEN_LIVEUPDATE_RESULT_DRY_RUN]	= "dry-run",
	};

	return result < ARRAY_SIZE(words) ? words[result] : "unknown";
}

static const char *result_colour(const struct screen *screen,
				 const struct xen_liveupdate_report *report)
{
	return colour(screen, report->result == XEN_LIVEUPDATE_RESULT_OK ||
			      report->result == XEN_LIVEUPDATE_RESULT_DRY_RUN ?
			      COLOUR_GREEN : COLOUR_RED);
}

static const char *group_colour(const struct screen *screen, enum group group)
{
	static const char * const colours[] = {
		[GROUP_DRIVER]	= COLOUR_CYAN,
		[GROUP_OLD_XEN]	= COLOUR_YELLOW,
		[GROUP_STUB]	= COLOUR_MAGENTA,
		[GROUP_NEW_XEN]	= COLOUR_GREEN,
	};

	return colour(screen, colours[group]);
}

static void repeat(FILE *out, const char *text, unsigned int times)
{
	while (times--)
		fputs(text, out);
}

/* --- the head ------------------------------------------------------------- */

static void render_title(FILE *out, const struct screen *screen,
			 const struct xen_liveupdate_report *report)
{
	const char *mode = report->mode == XEN_LIVEUPDATE_MODE_LIVE ? "Live" : "Cold";
	char title[64];
	static const char * const verdicts[] = {
		[XEN_LIVEUPDATE_RESULT_NONE]	= "UNKNOWN",
		[XEN_LIVEUPDATE_RESULT_OK]	= "SUCCEEDED",
		[XEN_LIVEUPDATE_RESULT_REFUSED]	= "REFUSED",
		[XEN_LIVEUPDATE_RESULT_DAMAGED]	= "DAMAGED",
		[XEN_LIVEUPDATE_RESULT_DRY_RUN]	= "DRY RUN",
	};
	const char *verdict = verdicts[report->result < ARRAY_SIZE(verdicts) ?
				       report->result : XEN_LIVEUPDATE_RESULT_NONE];
	int room = (int)screen->width - 2 - (int)strlen(verdict);
	int width = snprintf(title, sizeof(title), "%s update %u since the host was started",
			     mode, report->generation);

	if (width >= room)
		width = snprintf(title, sizeof(title), "%s update %u", mode, report->generation);
	fprintf(out, "\n %s%s%s%*s%s%s%s\n\n", colour(screen, COLOUR_BOLD), title,
		colour(screen, COLOUR_OFF), width < room ? room - width : 1, "",
		result_colour(screen, report), verdict, colour(screen, COLOUR_OFF));
}

static void render_version(FILE *out, const char *label, const char *version,
			   const char *build_id)
{
	fprintf(out, "  %-8s %s", label, *version ? version : "unknown");
	if (*build_id)
		fprintf(out, "  (build %s)", build_id);
	fputc('\n', out);
}

/* Is the Xen that ran before the update still running? */
static bool went_on(const struct xen_liveupdate_report *report)
{
	return report->result == XEN_LIVEUPDATE_RESULT_REFUSED ||
	       report->result == XEN_LIVEUPDATE_RESULT_DRY_RUN;
}

static void render_versions(FILE *out, const struct xen_liveupdate_report *report)
{
	if (went_on(report)) {
		render_version(out, "still", FIELD(report->to_version),
			       FIELD(report->to_build_id));
		return;
	}
	render_version(out, "from", FIELD(report->from_version), FIELD(report->from_build_id));
	render_version(out, "to", FIELD(report->to_version), FIELD(report->to_build_id));
}

static void render_when(FILE *out, const struct xen_liveupdate_report *report)
{
	time_t seconds = (time_t)(report->wallclock_ns / 1000000000);
	char when[32] = "", id[2 * sizeof(report->update_id) + 1];
	struct tm utc;

	if (!report->wallclock_ns || !gmtime_r(&seconds, &utc))
		return;
	strftime(when, sizeof(when), "%Y-%m-%d %H:%M:%S UTC", &utc);
	fprintf(out, "  %-8s %s  (%s)\n", "at", when,
		hex_format(id, report->update_id, sizeof(report->update_id)));
}

/* --- the chart ------------------------------------------------------------ */

static unsigned int column_of(const struct chart *chart, uint64_t ns)
{
	return (unsigned int)((double)ns * chart->columns / (double)chart->total);
}

/*
 * A bar from its start to its end on the common axis. The shortest bars are one mark
 * wide.
 */
static void render_bar(FILE *out, const struct chart *chart, const struct span *span)
{
	static const char * const eighths[] = {
		"\u258f", "\u258f", "\u258e", "\u258d", "\u258c", "\u258b", "\u258a", "\u2589",
	};
	unsigned int start = column_of(chart, span->start);
	unsigned int parts = (unsigned int)((double)span->length * chart->columns * 8 /
					    (double)chart->total);

	if (start >= chart->columns)
		start = chart->columns - 1;
	if (parts > (chart->columns - start) * 8)
		parts = (chart->columns - start) * 8;

	repeat(out, " ", start);
	fputs(group_colour(chart->screen, span->group), out);
	if (chart->screen->utf8) {
		repeat(out, "\u2588", parts / 8);
		if (parts % 8 || !parts)
			fputs(eighths[parts % 8], out);
	} else {
		repeat(out, "#", (parts + 4) / 8);
		if (parts < 4)
			fputc('.', out);
	}
	fputs(colour(chart->screen, COLOUR_OFF), out);
}

/* The phase's name without the group's: "old-pause" is "pause" of the old Xen. */
static const char *short_name(unsigned int phase)
{
	static const char * const prefixes[] = { "old-", "stub-", "new-", "driver-" };
	const char *name = xlu_phase_name(phase);

	for (size_t i = 0; i < ARRAY_SIZE(prefixes); i++) {
		if (!strncmp(name, prefixes[i], strlen(prefixes[i])))
			return name + strlen(prefixes[i]);
	}
	return name;
}

static void name_span(char *text, size_t size, const struct span *span)
{
	if (span->boot)
		snprintf(text, size, "boot, with dom0");
	else if (span->first == span->last)
		snprintf(text, size, "%s", short_name(span->first));
	else
		snprintf(text, size, "%s..%s", short_name(span->first), short_name(span->last));
}

static void render_span(FILE *out, const struct chart *chart, const struct span *span,
			const char *group, bool failed)
{
	char name[2 * NAME_WIDTH], time[NUMBER_TEXT];

	name_span(name, sizeof(name), span);
	fprintf(out, " %s%-*s%s %s%-*s%s %*s  ",
		group_colour(chart->screen, span->group), GROUP_WIDTH, group,
		colour(chart->screen, COLOUR_OFF),
		colour(chart->screen, failed ? COLOUR_RED : ""), NAME_WIDTH, name,
		colour(chart->screen, COLOUR_OFF), TIME_WIDTH, format_ns(time, span->length));
	render_bar(out, chart, span);
	if (failed)
		fprintf(out, "%s%s%s", colour(chart->screen, COLOUR_RED), HERE,
			colour(chart->screen, COLOUR_OFF));
	fputc('\n', out);
}

/* Line below the bars: the time in which no domain ran. */
static void render_gap(FILE *out, const struct chart *chart, const char *label,
		       uint64_t from, uint64_t to, uint64_t ns)
{
	unsigned int start = column_of(chart, from), end = column_of(chart, to);
	bool utf8 = chart->screen->utf8;
	char time[NUMBER_TEXT];

	fprintf(out, " %s%-*s %*s%s  ", colour(chart->screen, COLOUR_BOLD),
		GROUP_WIDTH + 1 + NAME_WIDTH, label, TIME_WIDTH, format_ns(time, ns),
		colour(chart->screen, COLOUR_OFF));
	if (end > chart->columns)
		end = chart->columns;
	if (end < start + 2)
		end = start + 2;
	repeat(out, " ", start);
	fputs(utf8 ? "\u2514" : "\\", out);
	repeat(out, utf8 ? "\u2500" : "_", end - start - 2);
	fputs(utf8 ? "\u2518\n" : "/\n", out);
}

static void render_chart(FILE *out, const struct screen *screen,
			 const struct xen_liveupdate_report *report,
			 const struct timeline *timeline)
{
	unsigned int used = LEFT_WIDTH + (timeline->failed ? strlen(HERE) : 0) + 2;
	struct chart chart = {
		.screen = screen,
		.columns = screen->width > used + 10 ? screen->width - used : 10,
	};
	const char *before = "";

	chart.total = timeline->total;
	if (!chart.total)
		return;
	fputc('\n', out);
	for (unsigned int i = 0; i < timeline->nr; i++) {
		const struct span *span = &timeline->span[i];
		const char *group = group_name(span->group);
		bool failed = timeline->failed && span->first == timeline->failed;

		/* The last stamp only marks the end of the previous phase. */
		if (i + 1 == timeline->nr && !span->length && !failed)
			break;
		render_span(out, &chart, span, strcmp(group, before) ? group : "", failed);
		before = group;
	}
	if (report->mode == XEN_LIVEUPDATE_MODE_COLD)
		render_gap(out, &chart, "host away", 0, chart.total, report->blackout_ns);
	else if (timeline->resumed > timeline->paused)
		render_gap(out, &chart, "domains paused", timeline->paused, timeline->resumed,
			   report->blackout_ns);
}

/* --- the blob ------------------------------------------------------------- */

static void render_digest(FILE *out, const char *label, const __u8 *sha256)
{
	char text[2 * XEN_LIVEUPDATE_SHA256_SIZE + 1];

	fprintf(out, "  %-8s %s\n", label,
		hex_is_zero(sha256, XEN_LIVEUPDATE_SHA256_SIZE) ? "-" :
		hex_format(text, sha256, XEN_LIVEUPDATE_SHA256_SIZE));
}

static void render_blob(FILE *out, const struct screen *screen,
			const struct xen_liveupdate_report *report)
{
	char size[NUMBER_TEXT], moved[NUMBER_TEXT], in_place[NUMBER_TEXT];
	bool known = !hex_is_zero(report->blob_sha256, sizeof(report->blob_sha256)) &&
		     !hex_is_zero(report->blob_found_sha256, sizeof(report->blob_found_sha256));
	bool equal = !memcmp(report->blob_sha256, report->blob_found_sha256,
			     sizeof(report->blob_sha256));

	if (!report->blob_size || went_on(report))
		return;
	fprintf(out, "  %-8s %s handed over: %s moved, %s already in place\n", "state",
		format_bytes(size, report->blob_size),
		format_bytes(moved, report->bytes_moved),
		format_bytes(in_place, report->bytes_in_place));
	if (!known)
		return;
	render_digest(out, "sent", report->blob_sha256);
	render_digest(out, "found", report->blob_found_sha256);
	fprintf(out, "  %-8s %s%s%s\n", "SHA-256",
		colour(screen, equal ? COLOUR_GREEN : COLOUR_RED),
		equal ? "equal" : "DIFFERENT", colour(screen, COLOUR_OFF));
}

/* Why types and counts of pages are derived again, which extends the blackout */
static const char *derived_text(unsigned int state)
{
	switch (state) {
	case XLU_PAGES_ASKED:
		return "derived again, because this was requested (--revalidate)";
	case XLU_PAGES_LAYOUT:
		return "derived again, because the new Xen has another layout or other rules";
	case XLU_PAGES_OPTION:
		return "derived again, because \"liveupdate-inplace\" is off";
	case XLU_PAGES_TABLE:
		return "derived again, because the frame table was in a bank";
	case XLU_PAGES_SHARED:
		return "derived again, because pages that guests may map were in a bank";
	case XLU_PAGES_HVM:
		return "derived again, because of altp2m, or of VMX page logs of a domain";
	default:
		return "derived again";
	}
}

static const char *audit_text(const struct xen_liveupdate_report *report)
{
	if (report->audit == XLU_AUDIT_RUNNING)
		return ", audit running";
	if (report->audit == XLU_AUDIT_DONE)
		return report->audit_wrong ? ", audit failed" : ", audited";
	return "";
}

static void render_pages(FILE *out, const struct xen_liveupdate_report *report)
{
	char needed[NUMBER_TEXT], available[NUMBER_TEXT];
	bool in_place = report->page_state == XLU_PAGES_IN_PLACE;

	if (report->boot_needed)
		fprintf(out, "  %-8s %s needed of %s%s%s\n", "bank",
			format_bytes(needed, report->boot_needed),
			format_bytes(available, report->boot_available),
			in_place ? ", page state in place" : "", audit_text(report));
	if (report->page_state && !in_place)
		fprintf(out, "  %-8s %s\n", "pages", derived_text(report->page_state));
}

/* Fields of live updates only: room in the new Xen's bank, and records of the state. */
static void render_live(FILE *out, const struct xen_liveupdate_report *report, bool verbose)
{
	char size[NUMBER_TEXT], name[RECORD_TEXT];

	render_pages(out, report);
	for (unsigned int i = 0; verbose && i < report->nr_records &&
	     i < ARRAY_SIZE(report->record); i++)
		fprintf(out, "  %-8s %-14s %6u, %s\n", i ? "" : "records",
			record_name(name, report->record[i].type), report->record[i].nr,
			format_bytes(size, report->record[i].bytes));
	if (report->nr_skipped)
		fprintf(out, "  %-8s %u optional records that the new Xen does not know\n",
			"skipped", report->nr_skipped);
}

static const struct {
	uint64_t bit;
	const char *text;
} warning_list[] = {
	{ XLU_WARN_SCHED, "a domain's weight or cap was not accepted: see \"xl dmesg\"" },
	{ XLU_WARN_AFFINITY, "an affinity was not accepted: see \"xl dmesg\"" },
	{ XLU_WARN_SCHED_PARAMS, "parameters of a scheduler were not accepted: see \"xl dmesg\"" },
	{ XLU_WARN_SELFTEST, "the self-test found different counts of pages: see \"xl dmesg\"" },
	{ XLU_WARN_PARAMETER, "a parameter that was set at run time was lost: see \"xl dmesg\"" },
	{ XLU_WARN_OPTION, "a changed option does not have its usual effect: see \"xl dmesg\"" },
	{ XLU_WARN_DOMAIN_LOST, "a domain could not be restored and is crashed: destroy it" },
	{ XLU_WARN_INTERRUPT, "a device has lost its interrupt: load its driver again" },
	{ XLU_WARN_CPU, "a CPU did not start: its work is done by the others" },
	{ XLU_WARN_CRASH_KERNEL, "the crash area is as before, not as crashkernel= says" },
	{ XLU_WARN_NMI, "non-maskable interrupts arrived: see \"xl dmesg\" and dom0's log" },
	{ XLU_WARN_BAD_PAGE, "a domain uses memory that badpage= excludes: see \"xl dmesg\"" },
	{ XLU_WARN_MICROCODE, "no microcode was loaded: ucode= named a module of the old Xen" },
	{ XLU_WARN_AUDIT, "references of pages are wrong: see xl dmesg, update with --revalidate" },
	{ XLU_WARN_LIVEPATCH, "live patches end with the old Xen: apply what the new one needs" },
	{ XLU_WARN_PM, "C- or P-states of ACPI are unknown: load xen-acpi-processor again" },
	{ XLU_WARN_MMCFG, "PCI configuration memory was not accepted: see \"xl dmesg\"" },
	{ XLU_WARN_EFI, "EFI run-time services end with the old Xen; a reboot brings them back" },
};

const char *warning_take(uint64_t *warnings)
{
	for (size_t i = 0; i < ARRAY_SIZE(warning_list); i++) {
		if (*warnings & warning_list[i].bit) {
			*warnings &= ~warning_list[i].bit;
			return warning_list[i].text;
		}
	}
	return NULL;
}

/* Subjects of the warning with this bit, as far as the report has them. */
static void render_notes(FILE *out, const struct xen_liveupdate_report *report, uint64_t bit)
{
	char name[RECORD_TEXT];

	for (size_t i = 0; i < report->nr_notes && i < ARRAY_SIZE(report->note); i++) {
		const struct xen_liveupdate_note *note = &report->note[i];

		if (note->warning > 63 || 1ULL << note->warning != bit)
			continue;
		fprintf(out, "           ");
		if (note->domid == XEN_LIVEUPDATE_DOMID_HOST)
			fprintf(out, "%s %u", bit == XLU_WARN_CPU ? "CPU" : "host", note->nr);
		else
			fprintf(out, "d%u, %s %u", note->domid,
				record_name(name, note->type), note->nr);
		fprintf(out, ": %s\n", strerror(note->error));
	}
}

/* Number of notes that the report has no room for. */
static void render_other_notes(FILE *out, const struct xen_liveupdate_report *report)
{
	size_t room = ARRAY_SIZE(report->note);

	if (report->nr_notes > room)
		fprintf(out, "           and %zu more: xl dmesg names them\n",
			report->nr_notes - room);
}

static void render_warnings(FILE *out, const struct screen *screen,
			    const struct xen_liveupdate_report *report)
{
	for (size_t i = 0; i < ARRAY_SIZE(warning_list); i++) {
		if (!(report->warnings & warning_list[i].bit))
			continue;
		fprintf(out, "  %swarning%s  %s\n", colour(screen, COLOUR_RED),
			colour(screen, COLOUR_OFF), warning_list[i].text);
		render_notes(out, report, warning_list[i].bit);
	}
	if (!blockers_show(out, report))
		render_other_notes(out, report);
}

/* --- the verdict ---------------------------------------------------------- */

static void render_cause(FILE *out, const struct screen *screen,
			 const struct xen_liveupdate_report *report, unsigned int phase)
{
	const char *word = xlu_reason_name(report->reason);
	const struct explanation *known = explain(word);
	int width = fprintf(out, " Stopped in phase %s: %s", xlu_phase_name(phase), word);

	if (known)
		fprintf(out, "%s(%s)",
			(size_t)width + strlen(known->text) + 3 > screen->width ? "\n " : " ",
			known->text);
	fputc('\n', out);
	if (report->explanation[0])
		fprintf(out, " Xen says: %s\n", FIELD(report->explanation));
	fprintf(out, " Details: 0x%" PRIx64 " 0x%" PRIx64 " 0x%" PRIx64 " 0x%" PRIx64 "\n",
		(uint64_t)report->detail[0], (uint64_t)report->detail[1],
		(uint64_t)report->detail[2], (uint64_t)report->detail[3]);
	if (known && known->remedy)
		fprintf(out, " Remedy: %s.\n", known->remedy);
}

/* The old Xen's estimate in parentheses, or nothing. */
static const char *prediction(char text[2 * NUMBER_TEXT],
			      const struct xen_liveupdate_report *report)
{
	char time[NUMBER_TEXT];

	if (!report->predicted_ns)
		return "";
	snprintf(text, 2 * NUMBER_TEXT, " (predicted: %s)",
		 format_ns(time, report->predicted_ns));
	return text;
}

static void render_verdict(FILE *out, const struct screen *screen,
			   const struct xen_liveupdate_report *report,
			   const struct timeline *timeline)
{
	bool live = report->mode == XEN_LIVEUPDATE_MODE_LIVE;
	char time[NUMBER_TEXT], guess[2 * NUMBER_TEXT];

	format_ns(time, report->blackout_ns);
	fprintf(out, "\n %s", result_colour(screen, report));
	switch (report->result) {
	case XEN_LIVEUPDATE_RESULT_OK:
		if (live)
			fprintf(out, "The new Xen runs. Every %sdomain resumed after %s%s.",
				report->warnings & XLU_WARN_DOMAIN_LOST ? "other " : "", time,
				prediction(guess, report));
		else
			fprintf(out, "The new Xen and its dom0 run. The host was away for %s.",
				time);
		break;
	case XEN_LIVEUPDATE_RESULT_REFUSED:
		if (report->blackout_ns)
			fprintf(out, "The old Xen continues. Domains were paused for %s.", time);
		else
			fprintf(out, "The old Xen continues. Nothing was paused.");
		break;
	case XEN_LIVEUPDATE_RESULT_DAMAGED:
		fprintf(out, "The new Xen runs, but the state does not match. Do not use it.");
		break;
	case XEN_LIVEUPDATE_RESULT_DRY_RUN:
		fprintf(out, "The state was written and read again; domains were paused for %s.",
			format_ns(time, report->pause_ns));
		if (report->predicted_ns)
			fprintf(out, "\n An update would pause them for about %s.",
				format_ns(time, report->predicted_ns));
		break;
	default:
		fprintf(out, "The driver reports a result that this tool does not know.");
	}
	fprintf(out, "%s\n", colour(screen, COLOUR_OFF));
	if (report->reason)
		render_cause(out, screen, report, timeline->failed);
	fputc('\n', out);
}

void render_report(FILE *out, const struct screen *screen,
		   const struct xen_liveupdate_report *report, bool verbose)
{
	struct timeline timeline;

	timeline_build(&timeline, report, !verbose);
	render_title(out, screen, report);
	render_versions(out, report);
	render_when(out, report);
	render_chart(out, screen, report, &timeline);
	fputc('\n', out);
	render_blob(out, screen, report);
	render_live(out, report, verbose);
	render_warnings(out, screen, report);
	render_verdict(out, screen, report, &timeline);
}
