// SPDX-License-Identifier: GPL-2.0-only
/*
 * steps - what an update shows while it runs, on whatever standard error is
 *
 * usage: steps [quiet]
 */
#include <string.h>

#include "messages.h"
#include "progress.h"

int main(int argc, char **argv)
{
	progress_setup(argc > 1 && !strcmp(argv[1], "quiet"));
	progress_note("Going back to /boot/liveupdate/xen-\033[2J4.17.gz.old\n(build 6c14)");
	progress_begin("staging Xen");
	for (unsigned int part = 0; part <= 4; part++)
		progress_update(part, 4);
	progress_end(true);
	progress_begin("verifying");
	progress_update(1234567, 0);
	progress_end(true);
	progress_begin("loading");
	progress_waits("domain is \"being\233created\"\007");
	progress_waits("domain is \"being\233created\"\007");
	progress_update(1, 3);
	return fail_reason(ERR_LOAD, "live", "unsupported", "HVM\033]0;title\007 domain");
}
