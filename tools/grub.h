/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finds out what a cold boot starts, by GRUB's configuration.
 */
#ifndef TOOLS_GRUB_H
#define TOOLS_GRUB_H

#include <stddef.h>

enum grub_boots {
	GRUB_UNKNOWN,	/* there is no GRUB, or its default is unknown */
	GRUB_NO_XEN,	/* a kernel without Xen */
	GRUB_XEN,
};

/*
 * Find the default entry of GRUB below @root. If it boots a Xen, @path is set to the file
 * name of the image, prefixed with @root.
 */
enum grub_boots grub_default(const char *root, char *path, size_t size);

#endif /* TOOLS_GRUB_H */
