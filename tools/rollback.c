// SPDX-License-Identifier: GPL-2.0-only
/*
 * "rollback": a live update to the Xen that ran before.
 */
#include <stdio.h>
#include <unistd.h>

#include "builds.h"
#include "commands.h"
#include "device.h"
#include "messages.h"
#include "progress.h"

/* Check that there is an image to return to; prints a message if not. */
static int choose(const struct builds *builds)
{
	if (builds->previous.file[0])
		return EXIT_OK;
	if (builds->replaced[0])
		return fail(ERR_NOT_KEPT, builds->replaced, NULL);
	return fail(ERR_NO_ROLLBACK, BUILDS_DIR, NULL);
}

static int find(struct builds *builds)
{
	struct xen_liveupdate_info info;
	int fd, err = device_open(&fd, false);

	if (err)
		return err;
	err = device_info(fd, &info);
	if (!err)
		builds_probe(builds, fd, &info);
	close(fd);
	return err ? err : choose(builds);
}

int cmd_rollback(const struct options *options)
{
	struct options update = *options;
	struct builds builds;
	char line[BUILDS_PATH + 80];
	int err = find(&builds);

	if (err)
		return err;
	progress_setup(wants_quiet(options));
	snprintf(line, sizeof(line), "Going back to %s\n(build %s)", builds.previous.file,
		 builds.previous.id);
	progress_note(line);
	update.image = builds.previous.file;
	update.mode = XEN_LIVEUPDATE_MODE_LIVE;
	return cmd_update(&update);
}
