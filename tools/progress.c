// SPDX-License-Identifier: GPL-2.0-only
/*
 * Progress of a step on standard error.
 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lib/utf8.h"

#include "progress.h"
#include "screen.h"

#define LABEL_WIDTH	22
#define FIXED_WIDTH	40	/* columns of a line without the bar */

/* The lock is for watch.c, whose thread updates a step that another thread may end. */
static struct {
	pthread_mutex_t lock;
	struct screen screen;
	bool quiet;
	const char *label;	/* NULL: no step is running */
	struct timespec start;
	uint64_t shown;		/* value shown by the bar: per mille, or bytes */
	char waits[64];		/* last condition shown as waited for */
} step = {
	.lock = PTHREAD_MUTEX_INITIALIZER,
};

void progress_setup(bool quiet)
{
	step.screen = screen_probe(stderr);
	step.quiet = quiet;
}

static uint64_t elapsed_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)(now.tv_sec - step.start.tv_sec) * 1000000000 +
	       (uint64_t)now.tv_nsec - (uint64_t)step.start.tv_nsec;
}

static void draw_bar(uint64_t done, uint64_t total)
{
	unsigned int width = step.screen.width > FIXED_WIDTH + 10 ?
			     step.screen.width - FIXED_WIDTH : 10;
	double part = done < total ? (double)done / (double)total : 1.0;
	unsigned int full = (unsigned int)(part * width);

	fputs(colour(&step.screen, COLOUR_CYAN), stderr);
	for (unsigned int i = 0; i < width; i++) {
		if (step.screen.utf8)
			fputs(i < full ? "\u2588" : "\u2591", stderr);
		else
			fputc(i < full ? '#' : '.', stderr);
	}
	fprintf(stderr, "%s %3.0f %%", colour(&step.screen, COLOUR_OFF), part * 100);
}

/* Writes nothing if the line would not change. */
static void draw(uint64_t done, uint64_t total)
{
	uint64_t shows = total ? done * 1000 / total : done;
	char bytes[NUMBER_TEXT];

	if (shows == step.shown)
		return;
	step.shown = shows;
	fprintf(stderr, "\r%-*s ", LABEL_WIDTH, step.label);
	if (total)
		draw_bar(done, total);
	else if (done)
		fputs(format_bytes(bytes, done), stderr);
	fputs("\033[K", stderr);
	fflush(stderr);
}

void progress_begin(const char *label)
{
	pthread_mutex_lock(&step.lock);
	step.label = label;
	step.shown = UINT64_MAX;
	step.waits[0] = '\0';
	clock_gettime(CLOCK_MONOTONIC, &step.start);
	if (!step.quiet && step.screen.cursor)
		draw(0, 0);
	pthread_mutex_unlock(&step.lock);
}

void progress_update(uint64_t done, uint64_t total)
{
	pthread_mutex_lock(&step.lock);
	if (step.label && !step.quiet && step.screen.cursor)
		draw(done, total);
	pthread_mutex_unlock(&step.lock);
}

void progress_waits(const char *what)
{
	pthread_mutex_lock(&step.lock);
	if (step.label && !step.quiet && strcmp(what, step.waits)) {
		snprintf(step.waits, sizeof(step.waits), "%s", what);
		fprintf(stderr, "%s%-*s waits: ", step.screen.cursor ? "\r\033[K" : "",
			LABEL_WIDTH, step.label);
		put_printable(stderr, what);
		fputc('\n', stderr);
		step.shown = UINT64_MAX;
	}
	pthread_mutex_unlock(&step.lock);
}

void progress_end(bool good)
{
	char time[NUMBER_TEXT];

	pthread_mutex_lock(&step.lock);
	if (step.label && !step.quiet) {
		if (step.screen.cursor)
			fputs("\r\033[K", stderr);
		fprintf(stderr, "%-*s %s%s%s %10s\n", LABEL_WIDTH, step.label,
			colour(&step.screen, good ? COLOUR_GREEN : COLOUR_RED),
			good ? "done  " : "failed", colour(&step.screen, COLOUR_OFF),
			format_ns(time, elapsed_ns()));
	}
	step.label = NULL;
	pthread_mutex_unlock(&step.lock);
}

void progress_note(const char *text)
{
	if (step.quiet)
		return;
	for (; *text; text += strcspn(text, "\n"), text += *text == '\n') {
		char line[512];

		snprintf(line, sizeof(line), "%.*s", (int)strcspn(text, "\n"), text);
		put_printable(stderr, line);
		fputc('\n', stderr);
	}
}
