/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a cold boot starts, as far as GRUB's configuration tells.
 */
#ifndef TOOLS_GRUB_H
#define TOOLS_GRUB_H

#include <stddef.h>

enum grub_boots {
	GRUB_UNKNOWN,	/* there is no GRUB, or its default cannot be found out */
	GRUB_NO_XEN,	/* a kernel without Xen */
	GRUB_XEN,
};

/*
 * Look for the default entry of @root's GRUB. If that boots a Xen, @path becomes the
 * name of its image, with @root before it.
 */
enum grub_boots grub_default(const char *root, char *path, size_t size);

#endif /* TOOLS_GRUB_H */
