// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: sysfs files
 *
 * /sys/class/misc/xen-liveupdate/, for people with a shell; described in
 * Documentation/ABI/testing/sysfs-class-misc-xen-liveupdate. The words are those of
 * firmware upload (sysfs-class-firmware) where it has any.
 *
 * A write returns when the action is done or has failed, so that the shell shows the
 * error. Meanwhile other files can be read, and "cancel" can be written to.
 */
#include <linux/capability.h>
#include <linux/ctype.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/minmax.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "lib/compat.h"
#include "dev.h"
#include "hcall.h"
#include "update.h"

/* Initial buffer of an upload, twice the size of a compressed Xen */
#define UPLOAD_START	(4UL << 20)
/* Fewer digits of the digest might not identify the image. */
#define DIGEST_MIN_LEN	8

/* The buffer between "echo 1 > loading" and "echo 0 > loading". */
static struct xlu_buffer *upload;

/* A status is too large for the stack of a show(). */
static struct xen_liveupdate_status *attr_get_status(void)
{
	struct xen_liveupdate_status *status = kzalloc(sizeof(*status), GFP_KERNEL);

	if (status)
		xlu_status(status);
	return status;
}

static u32 attr_get_state(void)
{
	struct xen_liveupdate_status *status = attr_get_status();
	u32 state = status ? status->state : XEN_LIVEUPDATE_STATE_IDLE;

	kfree(status);
	return state;
}

static int attr_enter(void)
{
	return capable(CAP_SYS_BOOT) ? xlu_enter(XLU_OWNER_SYSFS) : -EPERM;
}

/* Release the update and return the value of a store: @count, or the error. */
static ssize_t attr_leave(int ret, size_t count)
{
	xlu_leave();
	return ret ?: count;
}

static void attr_end_upload(void)
{
	xlu_buffer_put(upload);
	upload = NULL;
}

static int attr_begin_upload(void)
{
	attr_end_upload();
	return xlu_stage_create(XEN_LIVEUPDATE_PAYLOAD_XEN, UPLOAD_START, true, &upload,
				NULL);
}

static int attr_finish_upload(void)
{
	int ret;

	if (!upload)
		return -EBADFD;
	ret = xlu_buffer_end_upload(upload);
	attr_end_upload();
	if (!ret)
		ret = xlu_stage_seal(XEN_LIVEUPDATE_PAYLOAD_XEN, NULL);
	return ret ?: xlu_verify(false);
}

static ssize_t loading_store(struct device *dev, struct device_attribute *attr,
			     const char *buf, size_t count)
{
	int ret, value;

	ret = kstrtoint(buf, 0, &value);
	if (ret)
		return ret;
	ret = attr_enter();
	if (ret)
		return ret;
	switch (value) {
	case 1:
		ret = attr_begin_upload();
		break;
	case 0:
		ret = attr_finish_upload();
		break;
	case -1:
		ret = upload ? xlu_cancel(XLU_OWNER_SYSFS) : -EBADFD;
		attr_end_upload();
		break;
	default:
		ret = -EINVAL;
	}
	return attr_leave(ret, count);
}

static ssize_t loading_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%d\n", READ_ONCE(upload) &&
			  attr_get_state() == XEN_LIVEUPDATE_STATE_RECEIVING);
}
static DEVICE_ATTR_RW(loading);

static ssize_t data_write(struct file *file, struct kobject *kobj,
			  xlu_bin_attribute *attr, char *buf, loff_t pos, size_t count)
{
	int ret = attr_enter();

	if (ret)
		return ret;
	if (!upload)
		ret = -EBADFD;
	else if (pos != upload->filled)
		ret = -ESPIPE;
	else
		ret = xlu_stage_upload(upload, buf, count);
	return attr_leave(ret, count);
}
static BIN_ATTR(data, 0200, NULL, data_write, 0);

static const char * const payload_words[XLU_NR_PAYLOADS] = {
	[XEN_LIVEUPDATE_PAYLOAD_XEN] = "xen",
	[XEN_LIVEUPDATE_PAYLOAD_CMDLINE] = "cmdline",
	[XEN_LIVEUPDATE_PAYLOAD_KERNEL] = "kernel",
	[XEN_LIVEUPDATE_PAYLOAD_KERNEL_CMDLINE] = "kernel_cmdline",
	[XEN_LIVEUPDATE_PAYLOAD_INITRD] = "initrd",
	[XEN_LIVEUPDATE_PAYLOAD_BLOB] = "blob",
};

static int attr_stage_path(u32 payload, const char *path)
{
	/* Do not block on a pipe without a writer. */
	struct file *file = filp_open(path, O_RDONLY | O_LARGEFILE | O_NONBLOCK, 0);
	int ret;

	if (IS_ERR(file))
		return PTR_ERR(file);
	ret = xlu_stage_file(payload, file);
	fput(file);
	if (!ret && payload == XEN_LIVEUPDATE_PAYLOAD_XEN)
		ret = xlu_verify(false);
	return ret;
}

/* "[PAYLOAD ]PATH" */
static ssize_t stage_store(struct device *dev, struct device_attribute *attr,
			   const char *buf, size_t count)
{
	int payload = XEN_LIVEUPDATE_PAYLOAD_XEN;
	char *copy, *path, *word;
	int ret;

	/* Writes beyond a page are split, and this may be the first piece. */
	if (count >= PAGE_SIZE)
		return -ENAMETOOLONG;
	copy = kstrndup(buf, count, GFP_KERNEL);
	if (!copy)
		return -ENOMEM;
	path = strim(copy);
	if (*path != '/') {
		word = strsep(&path, " ");
		payload = match_string(payload_words, ARRAY_SIZE(payload_words), word);
		path = path ? skip_spaces(path) : "";
	}
	ret = payload < 0 || *path != '/' ? -EINVAL : attr_enter();
	if (!ret)
		ret = attr_leave(attr_stage_path(payload, path), 0);
	kfree(copy);
	return ret ?: count;
}
static DEVICE_ATTR_WO(stage);

static ssize_t text_store(u32 payload, const char *buf, size_t count)
{
	int ret = attr_enter();

	return ret ?: attr_leave(xlu_stage_text(payload, buf, count), count);
}

static ssize_t cmdline_store(struct device *dev, struct device_attribute *attr,
			     const char *buf, size_t count)
{
	return text_store(XEN_LIVEUPDATE_PAYLOAD_CMDLINE, buf, count);
}

static ssize_t cmdline_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return xlu_payload_text_show(XEN_LIVEUPDATE_PAYLOAD_CMDLINE, buf);
}
static DEVICE_ATTR_ADMIN_RW(cmdline);

static ssize_t kernel_cmdline_store(struct device *dev, struct device_attribute *attr,
				    const char *buf, size_t count)
{
	return text_store(XEN_LIVEUPDATE_PAYLOAD_KERNEL_CMDLINE, buf, count);
}

static ssize_t kernel_cmdline_show(struct device *dev, struct device_attribute *attr,
				   char *buf)
{
	return xlu_payload_text_show(XEN_LIVEUPDATE_PAYLOAD_KERNEL_CMDLINE, buf);
}
static DEVICE_ATTR_ADMIN_RW(kernel_cmdline);

static const struct {
	const char *words;
	u32 mode;
	u32 flags;
} loads[] = {
	{ "cold", XEN_LIVEUPDATE_MODE_COLD, 0 },
	{ "cold dry-run", XEN_LIVEUPDATE_MODE_COLD, XEN_LIVEUPDATE_LOAD_DRY_RUN },
	{ "live", XEN_LIVEUPDATE_MODE_LIVE, 0 },
	{ "live dry-run", XEN_LIVEUPDATE_MODE_LIVE, XEN_LIVEUPDATE_LOAD_DRY_RUN },
	{ "live revalidate", XEN_LIVEUPDATE_MODE_LIVE, XEN_LIVEUPDATE_LOAD_REVALIDATE },
	{ "live dry-run revalidate", XEN_LIVEUPDATE_MODE_LIVE,
	  XEN_LIVEUPDATE_LOAD_DRY_RUN | XEN_LIVEUPDATE_LOAD_REVALIDATE },
};

/* Format: see the table above; "0" unloads. */
static int attr_load_by_words(const char *buf)
{
	u32 i;

	if (sysfs_streq(buf, "0"))
		return xlu_unload();
	for (i = 0; i < ARRAY_SIZE(loads); i++) {
		if (sysfs_streq(buf, loads[i].words))
			return xlu_load(loads[i].mode,
					loads[i].flags | XEN_LIVEUPDATE_LOAD_KEEP);
	}
	return -EINVAL;
}

static ssize_t load_store(struct device *dev, struct device_attribute *attr,
			  const char *buf, size_t count)
{
	int ret = attr_enter();

	return ret ?: attr_leave(attr_load_by_words(buf), count);
}
static DEVICE_ATTR_WO(load);

/* Format: the digest of the image, or its first digits, and optionally " reboot" */
static int attr_commit_by_digest(const char *buf)
{
	u8 digest[XEN_LIVEUPDATE_SHA256_SIZE];
	size_t digits = 0;

	while (isxdigit(buf[digits]))
		digits++;
	if (digits % 2 || digits < 2 * DIGEST_MIN_LEN || digits > 2 * sizeof(digest) ||
	    hex2bin(digest, buf, digits / 2))
		return -EINVAL;
	if (sysfs_streq(buf + digits, ""))
		return xlu_commit(digest, digits / 2, false);
	if (sysfs_streq(buf + digits, " reboot"))
		return xlu_commit(digest, digits / 2, true);
	return -EINVAL;
}

static ssize_t commit_store(struct device *dev, struct device_attribute *attr,
			    const char *buf, size_t count)
{
	int ret = attr_enter();

	return ret ?: attr_leave(attr_commit_by_digest(buf), count);
}
static DEVICE_ATTR_WO(commit);

/* Works while another file is being written to. */
static ssize_t cancel_store(struct device *dev, struct device_attribute *attr,
			    const char *buf, size_t count)
{
	int ret;

	if (!sysfs_streq(buf, "1"))
		return -EINVAL;
	if (!capable(CAP_SYS_BOOT))
		return -EPERM;
	ret = xlu_cancel(XLU_OWNER_SYSFS);
	return ret ?: count;
}
static DEVICE_ATTR_WO(cancel);

static ssize_t state_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct xen_liveupdate_status *status = attr_get_status();
	ssize_t len = status ? sysfs_emit(buf, "%s\n", xlu_state_word(status->state)) : -ENOMEM;

	kfree(status);
	return len;
}
static DEVICE_ATTR_RO(state);

static ssize_t error_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct xen_liveupdate_status *status;
	ssize_t len;

	if (xlu_busy())
		return -EBUSY;
	status = attr_get_status();
	if (!status)
		return -ENOMEM;
	if (status->reason[0])
		len = sysfs_emit(buf, "%s:%s\n", xlu_state_word(status->failed_state),
				 status->reason);
	else
		len = sysfs_emit(buf, "\n");
	kfree(status);
	return len;
}
static DEVICE_ATTR_RO(error);

static ssize_t explanation_show(struct device *dev, struct device_attribute *attr,
				char *buf)
{
	struct xen_liveupdate_status *status = attr_get_status();
	ssize_t len = status ? sysfs_emit(buf, "%s\n", status->explanation) : -ENOMEM;

	kfree(status);
	return len;
}
static DEVICE_ATTR_RO(explanation);

static ssize_t remaining_size_show(struct device *dev, struct device_attribute *attr,
				   char *buf)
{
	struct xen_liveupdate_status *status = attr_get_status();
	ssize_t len = -ENOMEM;

	if (status)
		len = sysfs_emit(buf, "%llu\n", status->bytes_total > status->bytes_done ?
				 status->bytes_total - status->bytes_done : 0);
	kfree(status);
	return len;
}
static DEVICE_ATTR_RO(remaining_size);

static struct attribute *main_attrs[] = {
	&dev_attr_loading.attr,
	&dev_attr_stage.attr,
	&dev_attr_cmdline.attr,
	&dev_attr_kernel_cmdline.attr,
	&dev_attr_load.attr,
	&dev_attr_commit.attr,
	&dev_attr_cancel.attr,
	&dev_attr_state.attr,
	&dev_attr_error.attr,
	&dev_attr_explanation.attr,
	&dev_attr_remaining_size.attr,
	NULL
};

static xlu_bin_attribute *main_bin_attrs[] = {
	&bin_attr_data,
	NULL
};

/* Hide files that this host cannot use: without cold updates there is no new dom0. */
static umode_t attr_main_visible(struct kobject *kobj, struct attribute *attr, int nr)
{
	return attr == &dev_attr_kernel_cmdline.attr && xlu_hcall_cold() ? 0 : attr->mode;
}

static const struct attribute_group main_group = {
	.attrs = main_attrs,
	.bin_attrs = main_bin_attrs,
	.is_visible = attr_main_visible,
};

const struct attribute_group *xlu_sysfs_groups[] = {
	&main_group,
	&xlu_sysfs_image,
	&xlu_sysfs_last,
	NULL
};

/** xlu_sysfs_exit() - free the upload buffer; the files are no longer in use */
void xlu_sysfs_exit(void)
{
	attr_end_upload();
}
