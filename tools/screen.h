/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Properties of the output, such as colours, and numbers with units.
 */
#ifndef TOOLS_SCREEN_H
#define TOOLS_SCREEN_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/**
 * struct screen - properties of an output stream
 * @width: columns
 * @cursor: a terminal on which a line can be overwritten
 * @colour: escape sequences can be used
 * @utf8: characters beyond ASCII can be used
 */
struct screen {
	unsigned int width;
	bool cursor;
	bool colour;
	bool utf8;
};

struct screen screen_probe(FILE *out);

/* The sequence if the screen has colours, else nothing. */
#define COLOUR_BOLD	"\033[1m"
#define COLOUR_DIM	"\033[2m"
#define COLOUR_RED	"\033[31m"
#define COLOUR_GREEN	"\033[32m"
#define COLOUR_YELLOW	"\033[33m"
#define COLOUR_MAGENTA	"\033[35m"
#define COLOUR_CYAN	"\033[36m"
#define COLOUR_OFF	"\033[0m"

static inline const char *colour(const struct screen *screen, const char *sequence)
{
	return screen->colour ? sequence : "";
}

/* Room for any of the texts below. */
#define NUMBER_TEXT 24

/* "16.0 MiB", "1.25 ms"; @text is returned. */
char *format_bytes(char text[NUMBER_TEXT], uint64_t bytes);
char *format_ns(char text[NUMBER_TEXT], uint64_t ns);

#endif /* TOOLS_SCREEN_H */
