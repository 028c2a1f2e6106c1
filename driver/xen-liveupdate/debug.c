// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: debugfs files
 *
 * Files below xen-liveupdate/ in debugfs, for tests only:
 *
 *	area	the handoff area of a loaded image. Tests write to it to see how the
 *		stub handles a damaged area. Absent where only signed images
 *		may run
 */
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/uaccess.h>

#include "dev.h"
#include "engine.h"
#include "load.h"
#include "verify.h"

static struct dentry *dir;

/* Lock held. Only cold mode keeps the area mapped. */
static void *debug_area_mem(void)
{
	return xlu_update.loaded ? xlu_update.loaded->area.mem : NULL;
}

static ssize_t debug_area_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	ssize_t ret = -ENODATA;

	mutex_lock(&xlu_update.lock);
	if (debug_area_mem())
		ret = simple_read_from_buffer(buf, len, pos, debug_area_mem(), XLU_AREA_SIZE);
	mutex_unlock(&xlu_update.lock);
	return ret;
}

static ssize_t debug_area_write(struct file *file, const char __user *buf, size_t len,
				loff_t *pos)
{
	ssize_t ret = -ENODATA;

	if (xlu_policy())
		return -EPERM;
	mutex_lock(&xlu_update.lock);
	if (debug_area_mem())
		ret = simple_write_to_buffer(debug_area_mem(), XLU_AREA_SIZE, pos, buf, len);
	mutex_unlock(&xlu_update.lock);
	return ret;
}

static const struct file_operations area_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.read = debug_area_read,
	.write = debug_area_write,
	.llseek = default_llseek,
};

void __init xlu_debug_init(void)
{
	dir = debugfs_create_dir("xen-liveupdate", NULL);
	debugfs_create_file("area", 0600, dir, NULL, &area_fops);
}

void xlu_debug_exit(void)
{
	debugfs_remove(dir);
}
