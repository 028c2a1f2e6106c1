// SPDX-License-Identifier: GPL-2.0-only
/*
 * "report": show the report of the last update, and save its blob.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "device.h"
#include "messages.h"
#include "render.h"
#include "report.h"

/* The exit code says whether the update, or dry run, succeeded with undamaged state. */
int report_show(int fd, const struct options *options)
{
	struct xen_liveupdate_report report;
	int err = device_report(fd, &report);

	if (err)
		return err;
	if (has(options, OPT_JSON)) {
		render_report_json(stdout, &report);
	} else if (!has(options, OPT_QUIET)) {
		struct screen screen = screen_probe(stdout);

		render_report(stdout, &screen, &report, has(options, OPT_VERBOSE));
	}
	return report.result == XEN_LIVEUPDATE_RESULT_OK ||
	       report.result == XEN_LIVEUPDATE_RESULT_DRY_RUN ? EXIT_OK : EXIT_FAILED;
}

void report_show_refusal(int fd, const struct options *options,
			 const struct xen_liveupdate_report *before)
{
	struct xen_liveupdate_report report;
	struct screen screen = screen_probe(stdout);

	if (has(options, OPT_JSON | OPT_QUIET) || !device_peek_report(fd, &report) ||
	    !memcmp(&report, before, sizeof(report)))
		return;
	render_report(stdout, &screen, &report, has(options, OPT_VERBOSE));
}

static bool copy(int from, int to)
{
	char buffer[65536];
	ssize_t got;

	while ((got = read(from, buffer, sizeof(buffer))) > 0) {
		for (ssize_t put = 0, n; put < got; put += n) {
			n = write(to, buffer + put, (size_t)(got - put));
			if (n <= 0)
				return false;
		}
	}
	return !got;
}

static int save_blob(int fd, const char *path)
{
	unsigned long long length;
	int blob, out, err;
	bool good;

	err = device_blob(fd, &blob, &length);
	if (err)
		return err;
	out = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (out < 0) {
		err = fail(ERR_WRITE_FILE, path, strerror(errno));
		goto close_blob;
	}
	good = copy(blob, out);
	if (close(out) || !good)
		err = fail(ERR_WRITE_FILE, path, strerror(errno));
close_blob:
	close(blob);
	return err;
}

int cmd_report(const struct options *options)
{
	int fd, err = device_open(&fd, false);

	if (err)
		return err;
	if (options->save_blob)
		err = save_blob(fd, options->save_blob);
	if (!err)
		err = report_show(fd, options);
	close(fd);
	return err;
}
