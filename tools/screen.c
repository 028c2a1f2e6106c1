// SPDX-License-Identifier: GPL-2.0-only
/*
 * Properties of the output, such as colours, and numbers with units.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "array.h"
#include "screen.h"

#define DEFAULT_WIDTH	80
#define MIN_WIDTH	40
#define MAX_WIDTH	132

static unsigned int number_of_columns(int fd)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	unsigned long width = 0;

	if (!ioctl(fd, TIOCGWINSZ, &size))
		width = size.ws_col;
	if (!width && columns)
		width = strtoul(columns, NULL, 10);
	if (!width)
		return DEFAULT_WIDTH;
	if (width < MIN_WIDTH)
		return MIN_WIDTH;
	return width > MAX_WIDTH ? MAX_WIDTH : (unsigned int)width;
}

/*
 * Is the locale UTF-8? Check its name instead of calling setlocale(), as a static binary
 * in an initial RAM disk has no locale data.
 */
static bool locale_is_utf8(void)
{
	static const char * const variables[] = { "LC_ALL", "LC_CTYPE", "LANG" };

	for (size_t i = 0; i < ARRAY_SIZE(variables); i++) {
		const char *value = getenv(variables[i]);

		if (value && *value)
			return strcasestr(value, "utf-8") || strcasestr(value, "utf8");
	}
	return false;
}

/* A terminal without any control sequences has this type. */
static bool terminal_is_dumb(void)
{
	const char *term = getenv("TERM");

	return !term || !*term || !strcmp(term, "dumb");
}

static bool wants_colours(void)
{
	const char *no_colour = getenv("NO_COLOR");

	return !(no_colour && *no_colour);
}

struct screen screen_probe(FILE *out)
{
	int fd = fileno(out);
	struct screen screen = {
		.width = number_of_columns(fd),
		.cursor = isatty(fd) && !terminal_is_dumb(),
		.utf8 = locale_is_utf8(),
	};

	screen.colour = screen.cursor && wants_colours();
	return screen;
}

struct unit {
	uint64_t size;
	const char *name;
};

/* Three digits, in the largest unit that fits; no fraction in the smallest unit. */
static char *format(char *text, uint64_t value, const struct unit *unit)
{
	double scaled;

	while (unit->size > 1 && value < unit->size)
		unit++;
	scaled = (double)value / (double)unit->size;
	if (unit->size == 1)
		snprintf(text, NUMBER_TEXT, "%" PRIu64 " %s", value, unit->name);
	else
		snprintf(text, NUMBER_TEXT, "%.*f %s",
			 scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0, scaled, unit->name);
	return text;
}

char *format_bytes(char text[NUMBER_TEXT], uint64_t bytes)
{
	static const struct unit units[] = {
		{ 1ULL << 30, "GiB" }, { 1ULL << 20, "MiB" }, { 1ULL << 10, "KiB" },
		{ 1, "bytes" },
	};

	return format(text, bytes, units);
}

char *format_ns(char text[NUMBER_TEXT], uint64_t ns)
{
	static const struct unit units[] = {
		{ 1000000000, "s" }, { 1000000, "ms" }, { 1000, "us" }, { 1, "ns" },
	};

	return format(text, ns, units);
}
