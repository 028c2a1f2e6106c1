// SPDX-License-Identifier: GPL-2.0-only
/*
 * Warnings and confirmation before a cold update.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/dom0_kernel.h"

#include "cold.h"
#include "device.h"
#include "messages.h"
#include "progress.h"
#include "render.h"
#include "status.h"

int cold_can_ask(const struct options *options)
{
	if (has(options, OPT_YES) || isatty(STDIN_FILENO))
		return EXIT_OK;
	return fail(ERR_NOT_CONFIRMED, NULL, "standard input is not a terminal");
}

static int ask(const struct options *options)
{
	char answer[16];
	int err = cold_can_ask(options);

	if (err || has(options, OPT_YES))
		return err;
	fputs("A cold update ends every domain, this one too. Unsaved state is lost.\n"
	      "Type \"yes\" to continue: ", stderr);
	if (fgets(answer, sizeof(answer), stdin) && !strcmp(answer, "yes\n"))
		return EXIT_OK;
	return fail(ERR_NOT_CONFIRMED, NULL, NULL);
}

uint64_t cold_warnings(void)
{
	struct xen_liveupdate_info info;
	int fd = device_peek();
	uint64_t warnings;

	if (fd < 0)
		return 0;
	warnings = device_peek_info(fd, &info) ? info.cold_warnings : 0;
	close(fd);
	return warnings;
}

void cold_warn(void)
{
	uint64_t warnings = cold_warnings();
	const char *text;
	char line[160];

	while ((text = warning_take(&warnings))) {
		snprintf(line, sizeof(line), "Warning: %s", text);
		progress_note(line);
	}
}

int cold_before_commit(const struct options *options)
{
	int err;

	cold_warn();
	err = ask(options);
	if (err || has(options, OPT_ON_REBOOT))
		return err;
	progress_note("Entering the new Xen. \"xen-liveupdate report\" shows how it went.");
	sync();
	return EXIT_OK;
}

bool cold_lacks_initrd(const struct options *options)
{
	char text[4096] = "";
	FILE *present;

	if (options->initrd)
		return false;
	if (options->kernel_cmdline)
		return xlu_cmdline_needs_initrd(options->kernel_cmdline);
	present = fopen("/proc/cmdline", "r");
	if (!present)
		return false;
	if (!fgets(text, sizeof(text), present))
		text[0] = '\0';
	fclose(present);
	return xlu_cmdline_needs_initrd(text);
}

void cold_warn_initrd(const struct options *options)
{
	if (options->kernel && !has(options, OPT_QUIET) && cold_lacks_initrd(options))
		progress_note("Warning: only an initial RAM disk finds the root of this kernel's\n"
			      "command line, and there is no --initrd.");
}

int cold_after_commit(int fd, const struct options *options)
{
	progress_note("Armed: the next reboot of this domain enters the new Xen.");
	return has(options, OPT_JSON) ? status_show(fd, options) : EXIT_OK;
}
