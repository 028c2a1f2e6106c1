// SPDX-License-Identifier: GPL-2.0-only
/*
 * unit - tests of the tool's small parts
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <xen-liveupdate/names.h>

#include "lib/json.h"
#include "lib/reason.h"
#include "lib/utf8.h"

#include "array.h"
#include "hex.h"
#include "messages.h"
#include "screen.h"
#include "sysfs.h"
#include "timeline.h"

static unsigned int passed, failed;

static void check(bool good, const char *text)
{
	printf("%s - %s\n", good ? "ok" : "not ok", text);
	if (good)
		passed++;
	else
		failed++;
}

static void check_text(const char *got, const char *wanted, const char *text)
{
	check(!strcmp(got, wanted), text);
	if (strcmp(got, wanted))
		printf("# got:    %s\n# wanted: %s\n", got, wanted);
}

/* What the writer makes of one string; the text between the colon and the end. */
static char *written(const char *value)
{
	static char text[256];
	size_t size = 0;
	char *buffer = NULL;
	FILE *out = open_memstream(&buffer, &size);
	struct json json;

	json_begin(&json, out);
	json_string(&json, "a", value);
	json_end(&json);
	fclose(out);
	snprintf(text, sizeof(text), "%.*s", (int)(size - 12), buffer + 9);
	free(buffer);
	return text;
}

static void test_json(void)
{
	static const struct {
		const char *value, *wanted, *text;
	} cases[] = {
		{ "plain", "\"plain\"", "json: plain text" },
		{ "\"\\/", "\"\\\"\\\\/\"", "json: quote and backslash" },
		{ "\b\f\n\r\t\x01\x1f\x7f", "\"\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f\"",
		  "json: control characters" },
		{ "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80",
		  "\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\"",
		  "json: UTF-8 of two, three and four bytes" },
		{ "\xc2\x80\xc2\x9b\xc2\xa0", "\"\\u0080\\u009b\xc2\xa0\"",
		  "json: control characters of two bytes" },
		{ "\xff", "\"\\ufffd\"", "json: no UTF-8 at all" },
		{ "\xc3", "\"\\ufffd\"", "json: character cut off by the end" },
		{ "\xc0\xaf", "\"\\ufffd\\ufffd\"", "json: overlong form" },
		{ "\xe0\x80\xaf", "\"\\ufffd\\ufffd\\ufffd\"",
		  "json: overlong form of three bytes" },
		{ "\xed\xa0\x80", "\"\\ufffd\\ufffd\\ufffd\"", "json: surrogate" },
		{ "\xf4\x90\x80\x80", "\"\\ufffd\\ufffd\\ufffd\\ufffd\"", "json: above U+10FFFF" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		check_text(written(cases[i].value), cases[i].wanted, cases[i].text);
}

static void test_printable(void)
{
	static const struct {
		const char *value, *wanted, *text;
	} cases[] = {
		{ "a b", "a b", "printable: plain text" },
		{ "\033[2J\n\177", "?[2J??", "printable: control characters" },
		{ "\302\2332J", "?2J", "printable: control characters of two bytes" },
		{ "\xc3\xa4\xe2\x82\xac", "\xc3\xa4\xe2\x82\xac", "printable: UTF-8" },
		{ "\2332J\303", "?2J?", "printable: no UTF-8" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char got[32] = "";
		FILE *out = fmemopen(got, sizeof(got), "w");

		put_printable(out, cases[i].value);
		fclose(out);
		check_text(got, cases[i].wanted, cases[i].text);
	}
}

static void test_hex(void)
{
	uint8_t bytes[2] = { 0 };
	char text[5];

	check(hex_parse("a5Ff", bytes, 2) && bytes[0] == 0xa5 && bytes[1] == 0xff, "hex: parsed");
	check(!hex_parse("a5F", bytes, 2), "hex: too short");
	check(!hex_parse("a5Ff0", bytes, 2), "hex: too long");
	check(!hex_parse("a5Fg", bytes, 2), "hex: not a digit");
	check_text(hex_format(text, bytes, 2), "a5ff", "hex: formatted");
	check(!hex_is_zero(bytes, 2) && hex_is_zero((uint8_t []){ 0, 0 }, 2), "hex: zero");
}

static void test_numbers(void)
{
	char text[NUMBER_TEXT];

	check_text(format_bytes(text, 0), "0 bytes", "no bytes");
	check_text(format_bytes(text, 1023), "1023 bytes", "bytes");
	check_text(format_bytes(text, 1024), "1.00 KiB", "KiB");
	check_text(format_bytes(text, 16 << 20), "16.0 MiB", "MiB");
	check_text(format_bytes(text, UINT64_MAX), "17179869184 GiB", "more than there is");
	check_text(format_ns(text, 999), "999 ns", "ns");
	check_text(format_ns(text, 1500), "1.50 us", "us");
	check_text(format_ns(text, 129000000), "129 ms", "ms");
	check_text(format_ns(text, 9999000000), "10.0 s", "s, rounded up");
}

/* Why an action failed, and how an update ended, are told apart by the word alone. */
static bool is_word_of_report(const char *word)
{
	for (unsigned int reason = 1; strcmp(xlu_reason_name(reason), "unknown"); reason++) {
		if (!strcmp(xlu_reason_name(reason), word))
			return true;
	}
	return false;
}

/* A word without an explanation would leave the user alone with it. */
static void test_words(void)
{
	for (unsigned int why = XLU_WHY_NONE + 1; why < XLU_NR_WHY; why++) {
		const char *word = xlu_why_word(why);
		const struct explanation *known = explain(word);

		if (!known || !known->text[0])
			printf("# %s\n", word);
		check(known && known->text[0], "the driver's reason is explained");
		check(!is_word_of_report(word), "and is none of an update's");
	}
	for (unsigned int reason = 1; strcmp(xlu_reason_name(reason), "unknown"); reason++) {
		if (!explain(xlu_reason_name(reason)))
			printf("# %s\n", xlu_reason_name(reason));
		check(explain(xlu_reason_name(reason)), "the stub's reason is explained");
	}
	check(!explain("no-such-word"), "an unknown reason is not");
}

static void test_timeline(void)
{
	struct xen_liveupdate_report report = { .nr_phases = 64 };
	struct timeline timeline;

	timeline_build(&timeline, &report, true);
	check(!timeline.nr && !timeline.total, "no stamps, no time line");

	/* Loaded long before; old Xen came back after the stub. */
	report.phase_ns[XLU_PHASE_LOAD] = 1;
	report.phase_ns[XLU_PHASE_COMMIT] = 1000000;
	report.phase_ns[XLU_PHASE_OLD_PAUSE] = 1010000;
	report.phase_ns[XLU_PHASE_STUB_HEADER] = 1030000;
	report.phase_ns[XLU_PHASE_OLD_RESUMED] = 1060000;
	report.phase_ns[XLU_PHASE_NEW_BOOT] = 5;	/* left over from an earlier update */
	timeline_build(&timeline, &report, false);
	check(timeline.nr == 4, "stamps before the commit do not count");
	check(timeline.total == 60000, "time from the commit to the last stamp");
	check(timeline.span[2].first == XLU_PHASE_STUB_HEADER &&
	      timeline.span[2].start == 30000 && timeline.span[2].length == 30000,
	      "a phase lasts until the next one in time, not in number");
	check(timeline.paused == 10000 && timeline.resumed == 60000, "when domains were paused");

	check(!timeline.failed, "no reason, no failed phase");
	report.reason = XLU_REASON_INJECTED;
	report.phase = XLU_PHASE_OLD_RESUMED;
	timeline_build(&timeline, &report, false);
	check(timeline.failed == XLU_PHASE_STUB_HEADER, "it failed before the way back");
	report.phase = XLU_PHASE_OLD_PAUSE;
	timeline_build(&timeline, &report, false);
	check(timeline.failed == XLU_PHASE_OLD_PAUSE, "or where the report says");

	report.nr_phases = 0xffffffff;
	report.phase_ns[63] = UINT64_MAX;
	timeline_build(&timeline, &report, true);
	check(timeline.nr <= ARRAY_SIZE(timeline.span), "more stamps than there are");
}

/* The linker has every open() of large files come here: a file that takes no more than a page. */
int __wrap_open64(const char *path, int flags, ...);

int __wrap_open64(const char *path, int flags, ...)
{
	int fd[2];

	if (strncmp(path, SYSFS_DIR, strlen(SYSFS_DIR)) || flags & O_CREAT ||
	    pipe2(fd, O_NONBLOCK) || fcntl(fd[1], F_SETPIPE_SZ, 4096) < 0)
		abort();
	/* Its other end stays open: who closes it would be told. */
	return fd[1];
}

static void test_sysfs(void)
{
	char text[5001];
	int failure = -1;

	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = 0;
	check(!sysfs_write("cmdline", text, &failure) && failure == EFBIG,
	      "a text that is cut is not taken for written");
	text[4096] = 0;
	check(!sysfs_write("cmdline", text, &failure) && !failure, "a page is");
}

int main(void)
{
	test_sysfs();
	test_json();
	test_printable();
	test_hex();
	test_numbers();
	test_words();
	test_timeline();
	printf("%u passed, %u failed\n", passed, failed);
	return failed != 0;
}
