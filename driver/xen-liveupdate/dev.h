/* SPDX-License-Identifier: GPL-2.0-only */
/* The device node and its sysfs files. */
#ifndef _XLU_DEV_H
#define _XLU_DEV_H

#include <linux/types.h>

struct attribute_group;
struct device;

int xlu_dev_init(void);
void xlu_dev_exit(void);

extern const struct attribute_group *xlu_sysfs_groups[];
extern const struct attribute_group xlu_sysfs_image;
extern const struct attribute_group xlu_sysfs_last;
void xlu_sysfs_values_init(void);
void xlu_sysfs_exit(void);

void xlu_debug_init(void);
void xlu_debug_exit(void);

#endif /* _XLU_DEV_H */
