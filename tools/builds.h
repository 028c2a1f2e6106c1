/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finds out which Xen runs, which one ran before, and which one is on the disk.
 */
#ifndef TOOLS_BUILDS_H
#define TOOLS_BUILDS_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/xen-liveupdate.h>

#include "lib/json.h"

/* Directory of the hypervisor package's image and of the previous one */
#define BUILDS_DIR	"/boot/liveupdate"
#define BUILDS_PATH	320

/**
 * struct build - an image on the disk
 * @file: file name, empty if there is no image
 * @id: build id, hexadecimal, empty if the file is not a Xen or has none
 */
struct build {
	char file[BUILDS_PATH];
	char id[49];
};

enum next_boot {
	BOOT_UNKNOWN,	/* not known from GRUB's configuration */
	BOOT_NO_XEN,
	BOOT_SAME,	/* the running Xen */
	BOOT_OTHER,
};

/**
 * struct builds - the images of a host
 * @running: build id of the running Xen
 * @replaced: build id of the Xen that the last live update has replaced, empty if none
 * @previous: target of "rollback": the image of @replaced; without a live update, the
 *	image that the package keeps, if that is not the running one
 * @on_disk: the package's image
 * @boot: kind of the next cold boot
 * @boots: image of the next cold boot, if that is a Xen
 */
struct builds {
	char running[49];
	char replaced[49];
	struct build previous;
	struct build on_disk;
	enum next_boot boot;
	struct build boots;
};

/* Fill in @running and @replaced from @info and, unless it is NULL, @report. */
void builds_name(struct builds *builds, const struct xen_liveupdate_info *info,
		 const struct xen_liveupdate_report *report);

/* Look for the images below @root, "" for the host's own. */
void builds_find(struct builds *builds, const char *root);

/* Call both of the above, with data of the open device. */
void builds_probe(struct builds *builds, int fd, const struct xen_liveupdate_info *info);

void builds_json(struct json *json, const struct builds *builds);
void builds_show(const struct builds *builds);

#endif /* TOOLS_BUILDS_H */
