// SPDX-License-Identifier: GPL-2.0-only
/*
 * DOC: sysfs files
 *
 * /sys/class/misc/xen-liveupdate/, for people with a shell; described in
 * Documentation/ABI/testing/sysfs-class-misc-xen-liveupdate. The words are those of
 * firmware upload (sysfs-class-firmware) where there are such.
 *
 * A write returns when what it asks for is done, or has failed: the shell shows
 * the error. Meanwhile other files can be read, and "cancel" be written to.
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
#include <crypto/sha2.h>

#include <xen-liveupdate/handoff.h>
#include <xen-liveupdate/names.h>

#include "lib/compat.h"
#include "dev.h"
#include "report.h"
#include "stub_image.h"
#include "update.h"

/* First guess at the size of an upload, of which a compressed Xen fits twice. */
#define UPLOAD_START	(4UL << 20)
/* Fewer digits of the digest would not say which image is meant. */
#define DIGEST_MIN_LEN	8

/* Of later writes to "load" and "commit"; written and read between enter() and leave(). */
static u32 wait_ms;

/* The buffer between "echo 1 > loading" and "echo 0 > loading". */
static struct xlu_buffer *upload;

static int enter(void)
{
	return capable(CAP_SYS_BOOT) ? xlu_sysfs_enter() : -EPERM;
}

/* What a store returns: all bytes taken, or the error. */
static ssize_t leave(int ret, size_t count)
{
	xlu_sysfs_leave();
	return ret ?: count;
}

static void end_upload(void)
{
	xlu_buffer_put(upload);
	upload = NULL;
}

static int begin_upload(void)
{
	end_upload();
	return xlu_stage_create(XEN_LIVEUPDATE_PAYLOAD_XEN, UPLOAD_START, true, &upload,
				NULL);
}

static int finish_upload(void)
{
	int ret;

	if (!upload)
		return -EBADFD;
	ret = xlu_buffer_end_upload(upload);
	end_upload();
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
	ret = enter();
	if (ret)
		return ret;
	switch (value) {
	case 1:
		ret = begin_upload();
		break;
	case 0:
		ret = finish_upload();
		break;
	case -1:
		ret = upload ? xlu_cancel() : -EBADFD;
		end_upload();
		break;
	default:
		ret = -EINVAL;
	}
	return leave(ret, count);
}

static ssize_t loading_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%d\n", READ_ONCE(upload) &&
			  READ_ONCE(xlu_update.state) == XEN_LIVEUPDATE_STATE_RECEIVING);
}
static DEVICE_ATTR_RW(loading);

static ssize_t data_write(struct file *file, struct kobject *kobj,
			  xlu_bin_attribute *attr, char *buf, loff_t pos, size_t count)
{
	int ret = enter();

	if (ret)
		return ret;
	if (!upload)
		ret = -EBADFD;
	else if (pos != upload->filled)
		ret = -ESPIPE;
	else
		ret = xlu_stage_upload(upload, buf, count);
	return leave(ret, count);
}
static BIN_ATTR(data, 0200, NULL, data_write, 0);

static const char * const payload_words[XEN_LIVEUPDATE_NR_PAYLOADS] = {
	[XEN_LIVEUPDATE_PAYLOAD_XEN] = "xen",
	[XEN_LIVEUPDATE_PAYLOAD_CMDLINE] = "cmdline",
	[XEN_LIVEUPDATE_PAYLOAD_KERNEL] = "kernel",
	[XEN_LIVEUPDATE_PAYLOAD_KERNEL_CMDLINE] = "kernel_cmdline",
	[XEN_LIVEUPDATE_PAYLOAD_INITRD] = "initrd",
	[XEN_LIVEUPDATE_PAYLOAD_BLOB] = "blob",
};

static int stage_path(u32 payload, const char *path)
{
	/* A pipe that nobody writes to must not hold us up. */
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

	/* What is longer than a page comes in pieces: this may be the first of them. */
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
	ret = payload < 0 || *path != '/' ? -EINVAL : enter();
	if (!ret)
		ret = leave(stage_path(payload, path), 0);
	kfree(copy);
	return ret ?: count;
}
static DEVICE_ATTR_WO(stage);

static ssize_t text_store(u32 payload, const char *buf, size_t count)
{
	int ret = enter();

	return ret ?: leave(xlu_stage_text(payload, buf, count), count);
}

static ssize_t text_show(u32 payload, char *out)
{
	struct xlu_buffer *buf;
	ssize_t len = 0;

	mutex_lock(&xlu_update.lock);
	buf = xlu_update.payload[payload];
	if (buf)
		len = sysfs_emit(out, "%.*s\n", (int)min_t(size_t, buf->size, PAGE_SIZE - 2),
				 (const char *)buf->data);
	mutex_unlock(&xlu_update.lock);
	return len;
}

static ssize_t cmdline_store(struct device *dev, struct device_attribute *attr,
			     const char *buf, size_t count)
{
	return text_store(XEN_LIVEUPDATE_PAYLOAD_CMDLINE, buf, count);
}

static ssize_t cmdline_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return text_show(XEN_LIVEUPDATE_PAYLOAD_CMDLINE, buf);
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
	return text_show(XEN_LIVEUPDATE_PAYLOAD_KERNEL_CMDLINE, buf);
}
static DEVICE_ATTR_ADMIN_RW(kernel_cmdline);

static ssize_t wait_ms_store(struct device *dev, struct device_attribute *attr,
			     const char *buf, size_t count)
{
	u32 value;
	int ret;

	ret = kstrtou32(buf, 0, &value);
	if (ret)
		return ret;
	if (value > XEN_LIVEUPDATE_WAIT_MAX_MS)
		return -EINVAL;
	ret = enter();
	if (ret)
		return ret;
	WRITE_ONCE(wait_ms, value);
	return leave(0, count);
}

static ssize_t wait_ms_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%u\n", READ_ONCE(wait_ms));
}
static DEVICE_ATTR_ADMIN_RW(wait_ms);

/* "cold" or "live", perhaps with " dry-run"; "0" unloads. */
static int load_by_words(const char *buf)
{
	if (sysfs_streq(buf, "0"))
		return xlu_unload();
	if (sysfs_streq(buf, "cold"))
		return xlu_load(XEN_LIVEUPDATE_MODE_COLD, false, true, 0);
	if (sysfs_streq(buf, "cold dry-run"))
		return xlu_load(XEN_LIVEUPDATE_MODE_COLD, true, true, 0);
	if (sysfs_streq(buf, "live"))
		return xlu_load(XEN_LIVEUPDATE_MODE_LIVE, false, true, wait_ms);
	if (sysfs_streq(buf, "live dry-run"))
		return xlu_load(XEN_LIVEUPDATE_MODE_LIVE, true, true, wait_ms);
	return -EINVAL;
}

static ssize_t load_store(struct device *dev, struct device_attribute *attr,
			  const char *buf, size_t count)
{
	int ret = enter();

	return ret ?: leave(load_by_words(buf), count);
}
static DEVICE_ATTR_WO(load);

/* The digest of the image that is meant, or at least its begin, [" reboot"] */
static int commit_by_digest(const char *buf)
{
	u8 digest[XEN_LIVEUPDATE_SHA256_SIZE];
	bool live = READ_ONCE(xlu_update.mode) == XEN_LIVEUPDATE_MODE_LIVE;
	size_t digits = 0;

	while (isxdigit(buf[digits]))
		digits++;
	if (digits % 2 || digits < 2 * DIGEST_MIN_LEN || digits > 2 * sizeof(digest) ||
	    hex2bin(digest, buf, digits / 2))
		return -EINVAL;
	if (sysfs_streq(buf + digits, ""))
		return xlu_commit(digest, digits / 2, false, live ? wait_ms : 0);
	if (sysfs_streq(buf + digits, " reboot"))
		return xlu_commit(digest, digits / 2, true, 0);
	return -EINVAL;
}

static ssize_t commit_store(struct device *dev, struct device_attribute *attr,
			    const char *buf, size_t count)
{
	int ret = enter();

	return ret ?: leave(commit_by_digest(buf), count);
}
static DEVICE_ATTR_WO(commit);

/* Also while another file is being written to: that is what it is for. */
static ssize_t cancel_store(struct device *dev, struct device_attribute *attr,
			    const char *buf, size_t count)
{
	int ret;

	if (!sysfs_streq(buf, "1"))
		return -EINVAL;
	if (!capable(CAP_SYS_BOOT))
		return -EPERM;
	ret = xlu_sysfs_cancel();
	return ret ?: count;
}
static DEVICE_ATTR_WO(cancel);

/* A status is too large for the stack of a show(). */
static struct xen_liveupdate_status *get_status(void)
{
	struct xen_liveupdate_status *status = kzalloc(sizeof(*status), GFP_KERNEL);

	if (status)
		xlu_status(status);
	return status;
}

static ssize_t state_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n", xlu_state_word(READ_ONCE(xlu_update.state)));
}
static DEVICE_ATTR_RO(state);

static ssize_t error_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	ssize_t len;

	mutex_lock(&xlu_update.lock);
	if (xlu_update.busy)
		len = -EBUSY;
	else if (xlu_update.why)
		len = sysfs_emit(buf, "%s:%s\n", xlu_state_word(xlu_update.failed_state),
				 xlu_why_word(xlu_update.why));
	else
		len = sysfs_emit(buf, "\n");
	mutex_unlock(&xlu_update.lock);
	return len;
}
static DEVICE_ATTR_RO(error);

static ssize_t explanation_show(struct device *dev, struct device_attribute *attr,
				char *buf)
{
	ssize_t len;

	mutex_lock(&xlu_update.lock);
	len = sysfs_emit(buf, "%s\n", xlu_update.explanation);
	mutex_unlock(&xlu_update.lock);
	return len;
}
static DEVICE_ATTR_RO(explanation);

static ssize_t remaining_size_show(struct device *dev, struct device_attribute *attr,
				   char *buf)
{
	u64 total = READ_ONCE(xlu_update.bytes_total);
	u64 done = READ_ONCE(xlu_update.bytes_done);

	return sysfs_emit(buf, "%llu\n", total > done ? total - done : 0);
}
static DEVICE_ATTR_RO(remaining_size);

static struct attribute *main_attrs[] = {
	&dev_attr_loading.attr,
	&dev_attr_stage.attr,
	&dev_attr_cmdline.attr,
	&dev_attr_kernel_cmdline.attr,
	&dev_attr_wait_ms.attr,
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

static const struct attribute_group main_group = {
	.attrs = main_attrs,
	.bin_attrs = main_bin_attrs,
};

/* image/: what was verified; ENODATA before. */

#define IMAGE_ATTR(_name, _file, _format, ...)					\
static ssize_t image_##_name##_show(struct device *dev,				\
				    struct device_attribute *attr, char *buf)	\
{										\
	struct xen_liveupdate_status *s = get_status();				\
	ssize_t len = -ENOMEM;							\
										\
	if (s)									\
		len = s->image_size ? sysfs_emit(buf, _format "\n", __VA_ARGS__) \
				    : -ENODATA;					\
	kfree(s);								\
	return len;								\
}										\
										\
static struct device_attribute image_##_name = {				\
	.attr = { .name = _file, .mode = 0444 },				\
	.show = image_##_name##_show,						\
}

IMAGE_ATTR(size, "size", "%llu", s->image_size);
IMAGE_ATTR(sha256, "sha256", "%*phN", (int)sizeof(s->image_sha256), s->image_sha256);
IMAGE_ATTR(build_id, "build_id", "%s", s->image_build_id);
IMAGE_ATTR(is_signed, "signed", "%u", s->signed_image);

/* Only an image with the note says what version it is. */
static ssize_t image_version_show(struct device *dev, struct device_attribute *attr,
				  char *buf)
{
	ssize_t len = -ENODATA;

	mutex_lock(&xlu_update.lock);
	if (xlu_update.image.has_note)
		len = sysfs_emit(buf, "%.*s\n", (int)sizeof(xlu_update.image.note.version),
				 xlu_update.image.note.version);
	mutex_unlock(&xlu_update.lock);
	return len;
}

static struct device_attribute image_version =
	__ATTR(version, 0444, image_version_show, NULL);

static struct attribute *image_attrs[] = {
	&image_size.attr,
	&image_sha256.attr,
	&image_build_id.attr,
	&image_is_signed.attr,
	&image_version.attr,
	NULL
};

static const struct attribute_group image_group = {
	.name = "image",
	.attrs = image_attrs,
};

/* handoff/: the stub in this module. */

static ssize_t handoff_version_show(struct device *dev, struct device_attribute *attr,
				    char *buf)
{
	return sysfs_emit(buf, "%u\n", XLU_HANDOFF_VERSION);
}

static struct device_attribute handoff_version =
	__ATTR(version, 0444, handoff_version_show, NULL);

static ssize_t handoff_size_show(struct device *dev, struct device_attribute *attr,
				 char *buf)
{
	return sysfs_emit(buf, "%u\n", xlu_stub_size());
}

static struct device_attribute handoff_size =
	__ATTR(size, 0444, handoff_size_show, NULL);

static ssize_t handoff_sha256_show(struct device *dev, struct device_attribute *attr,
				   char *buf)
{
	u8 digest[SHA256_DIGEST_SIZE];

	sha256(xlu_stub_start, xlu_stub_size(), digest);
	return sysfs_emit(buf, "%*phN\n", (int)sizeof(digest), digest);
}

static struct device_attribute handoff_sha256 =
	__ATTR(sha256, 0444, handoff_sha256_show, NULL);

static struct attribute *handoff_attrs[] = {
	&handoff_version.attr,
	&handoff_size.attr,
	&handoff_sha256.attr,
	NULL
};

static const struct attribute_group handoff_group = {
	.name = "handoff",
	.attrs = handoff_attrs,
};

/* last/: how the last update went; ENODATA if there was none. */

static const char *mode_word(u32 mode)
{
	return mode == XEN_LIVEUPDATE_MODE_LIVE ? "live" : "cold";
}

/* _emit: an expression that prints what it needs of the report r to buf */
#define LAST_ATTR_EMIT(_name, _emit)						\
static ssize_t last_##_name##_show(struct device *dev,				\
				   struct device_attribute *attr, char *buf)	\
{										\
	struct xen_liveupdate_report *r = kzalloc(sizeof(*r), GFP_KERNEL);	\
	ssize_t len = r ? xlu_report(r) : -ENOMEM;				\
										\
	if (!len)								\
		len = _emit;							\
	kfree(r);								\
	return len;								\
}										\
										\
static struct device_attribute last_##_name =					\
	__ATTR(_name, 0400, last_##_name##_show, NULL)

#define LAST_ATTR(_name, _format, ...)						\
	LAST_ATTR_EMIT(_name, sysfs_emit(buf, _format "\n", __VA_ARGS__))

LAST_ATTR(result, "%s", xlu_result_word(r->result));
LAST_ATTR(mode, "%s", mode_word(r->mode));
LAST_ATTR(reason, "%s", xlu_reason_name(r->reason));
LAST_ATTR(phase, "%s", xlu_phase_name(r->phase));
LAST_ATTR(generation, "%u", r->generation);
LAST_ATTR(blackout_ns, "%llu", r->blackout_ns);
LAST_ATTR(from_version, "%s", r->from_version);
LAST_ATTR(from_build_id, "%s", r->from_build_id);
LAST_ATTR(to_version, "%s", r->to_version);
LAST_ATTR(to_build_id, "%s", r->to_build_id);
LAST_ATTR(blob_size, "%llu", r->blob_size);
LAST_ATTR(blob_sha256, "%*phN", (int)sizeof(r->blob_sha256), r->blob_sha256);
LAST_ATTR(blob_found_sha256, "%*phN", (int)sizeof(r->blob_found_sha256),
	  r->blob_found_sha256);
LAST_ATTR(update_id, "%pUb", r->update_id);
LAST_ATTR(explanation, "%s", r->explanation);
LAST_ATTR(pause_ns, "%llu", r->pause_ns);
LAST_ATTR(predicted_ns, "%llu", r->predicted_ns);
LAST_ATTR(skipped_records, "%u", r->nr_skipped);

/* A word for each, XLU_WARN_*; an empty line if there is none. */
static ssize_t emit_warnings(char *buf, unsigned long warnings)
{
	ssize_t len = 0;
	unsigned int bit;

	for_each_set_bit(bit, &warnings, BITS_PER_LONG)
		len += sysfs_emit_at(buf, len, "%s%s", len ? " " : "",
				     xlu_warning_name(bit));
	return len + sysfs_emit_at(buf, len, "\n");
}

LAST_ATTR_EMIT(warnings, emit_warnings(buf, r->warnings));

static struct attribute *last_attrs[] = {
	&last_result.attr,
	&last_mode.attr,
	&last_reason.attr,
	&last_phase.attr,
	&last_generation.attr,
	&last_blackout_ns.attr,
	&last_from_version.attr,
	&last_from_build_id.attr,
	&last_to_version.attr,
	&last_to_build_id.attr,
	&last_blob_size.attr,
	&last_blob_sha256.attr,
	&last_blob_found_sha256.attr,
	&last_update_id.attr,
	&last_explanation.attr,
	&last_pause_ns.attr,
	&last_predicted_ns.attr,
	&last_skipped_records.attr,
	&last_warnings.attr,
	NULL
};

static const struct attribute_group last_group = {
	.name = "last",
	.attrs = last_attrs,
};

/** xlu_sysfs_exit() - nobody uses the files any more */
void xlu_sysfs_exit(void)
{
	end_upload();
}

const struct attribute_group *xlu_sysfs_groups[] = {
	&main_group,
	&image_group,
	&handoff_group,
	&last_group,
	NULL
};
