/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which Xen runs, which one ran before, and which one is on the disk.
 */
#ifndef TOOLS_BUILDS_H
#define TOOLS_BUILDS_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/xen-liveupdate.h>

#include "lib/json.h"

/* Where the hypervisor's package has its image, and keeps the one before it. */
#define BUILDS_DIR	"/boot/liveupdate"
#define BUILDS_PATH	320

/**
 * struct build - an image on the disk
 * @file: its name, empty if there is none
 * @id: its build id, hexadecimal, empty if the file is not a Xen or has none
 */
struct build {
	char file[BUILDS_PATH];
	char id[49];
};

enum next_boot {
	BOOT_UNKNOWN,	/* GRUB's configuration does not tell */
	BOOT_NO_XEN,
	BOOT_SAME,	/* the Xen that runs */
	BOOT_OTHER,
};

/**
 * struct builds - what was found
 * @running: build id of the Xen that runs
 * @replaced: of the one that the last live update has replaced, empty if none has
 * @previous: what "rollback" returns to: the image of @replaced; without a live update,
 *	the image that the package keeps, if that is another one than what runs
 * @on_disk: the package's image
 * @boot: what the next cold boot starts
 * @boots: its image, if that is a Xen
 */
struct builds {
	char running[49];
	char replaced[49];
	struct build previous;
	struct build on_disk;
	enum next_boot boot;
	struct build boots;
};

/* @info, and @report if there is one, say what runs and what ran before. */
void builds_name(struct builds *builds, const struct xen_liveupdate_info *info,
		 const struct xen_liveupdate_report *report);

/* Look for the images below @root, "" for the host's own. */
void builds_find(struct builds *builds, const char *root);

/* Both, asking the open device. */
void builds_probe(struct builds *builds, int fd, const struct xen_liveupdate_info *info);

void builds_json(struct json *json, const struct builds *builds);
void builds_show(const struct builds *builds);

#endif /* TOOLS_BUILDS_H */
