// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Values in sysfs
 *
 * The directories image/ and last/ in sysfs: one value a file, each a field of the ioctls'
 * results. A table maps files to fields and formats. Values that only programs need are
 * available by ioctl alone.
 */
#include <linux/bitops.h>
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/stddef.h>
#include <linux/sysfs.h>

#include <xen-liveupdate/names.h>

#include "dev.h"
#include "hcall.h"
#include "report.h"
#include "update.h"

enum kind {
	KIND_TEXT,
	KIND_U32,
	KIND_U64,
	KIND_SHA256,
	KIND_MODE,
	KIND_RESULT,
	KIND_REASON,
	KIND_PHASE,
	KIND_PAGE_STATE,
	KIND_AUDIT,
	KIND_WARNINGS,
};

/**
 * struct value - a file
 * @attr: attribute with the name of the file
 * @kind: format of the value
 * @offset: offset of the field; a text in it ends with a NUL
 */
struct value {
	struct device_attribute attr;
	enum kind kind;
	size_t offset;
};

#define VALUE(_mode, _show, _name, _kind, _offset) {				\
	.attr = { .attr = { .name = _name, .mode = _mode }, .show = _show },	\
	.kind = _kind,								\
	.offset = _offset,							\
}

static const char *value_mode_word(u32 mode)
{
	return mode == XEN_LIVEUPDATE_MODE_LIVE ? "live" : "cold";
}

/* One word for each XLU_WARN_*, or an empty line if there is none. */
static ssize_t value_emit_warnings(char *buf, unsigned long warnings)
{
	ssize_t len = 0;
	unsigned int bit;

	for_each_set_bit(bit, &warnings, BITS_PER_LONG)
		len += sysfs_emit_at(buf, len, "%s%s", len ? " " : "",
				     xlu_warning_name(bit));
	return len + sysfs_emit_at(buf, len, "\n");
}

static ssize_t value_emit(char *buf, const struct value *value, const void *base)
{
	const void *field = base + value->offset;

	switch (value->kind) {
	case KIND_TEXT:
		return sysfs_emit(buf, "%s\n", (const char *)field);
	case KIND_U32:
		return sysfs_emit(buf, "%u\n", *(const u32 *)field);
	case KIND_U64:
		return sysfs_emit(buf, "%llu\n", *(const u64 *)field);
	case KIND_SHA256:
		return sysfs_emit(buf, "%*phN\n", XEN_LIVEUPDATE_SHA256_SIZE, field);
	case KIND_MODE:
		return sysfs_emit(buf, "%s\n", value_mode_word(*(const u32 *)field));
	case KIND_RESULT:
		return sysfs_emit(buf, "%s\n", xlu_result_word(*(const u32 *)field));
	case KIND_REASON:
		return sysfs_emit(buf, "%s\n", xlu_reason_name(*(const u32 *)field));
	case KIND_PHASE:
		return sysfs_emit(buf, "%s\n", xlu_phase_name(*(const u32 *)field));
	case KIND_PAGE_STATE:
		return sysfs_emit(buf, "%s\n", xlu_page_state_name(*(const u32 *)field));
	case KIND_AUDIT:
		return sysfs_emit(buf, "%s\n", xlu_audit_name(*(const u32 *)field));
	case KIND_WARNINGS:
		return value_emit_warnings(buf, *(const u64 *)field);
	}
	return -EINVAL;
}

/* image/: the verified image; ENODATA if there is none. */

static ssize_t image_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	const struct value *value = container_of(attr, struct value, attr);
	struct xen_liveupdate_status *status = kzalloc(sizeof(*status), GFP_KERNEL);
	ssize_t len = -ENOMEM;

	if (status) {
		xlu_status(status);
		len = status->image_size ? value_emit(buf, value, status) : -ENODATA;
	}
	kfree(status);
	return len;
}

#define IMAGE(_name, _kind, _field) \
	VALUE(0444, image_show, _name, _kind, offsetof(struct xen_liveupdate_status, _field))

static struct value image_values[] = {
	IMAGE("size", KIND_U64, image_size),
	IMAGE("sha256", KIND_SHA256, image_sha256),
	IMAGE("build_id", KIND_TEXT, image_build_id),
	IMAGE("signed", KIND_U32, signed_image),
};

/* The version comes from the note of the image, which may be missing. */
static ssize_t image_version_show(struct device *dev, struct device_attribute *attr,
				  char *buf)
{
	return xlu_image_version_show(buf);
}

static struct device_attribute image_version =
	__ATTR(version, 0444, image_version_show, NULL);

/* last/: report of the last update; ENODATA if there was none. */

static ssize_t last_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	const struct value *value = container_of(attr, struct value, attr);
	struct xen_liveupdate_report *report = kzalloc(sizeof(*report), GFP_KERNEL);
	ssize_t len = report ? xlu_report(report) : -ENOMEM;

	if (!len)
		len = value_emit(buf, value, report);
	kfree(report);
	return len;
}

#define LAST(_name, _kind, _field) \
	VALUE(0400, last_show, _name, _kind, offsetof(struct xen_liveupdate_report, _field))

static struct value last_values[] = {
	LAST("result", KIND_RESULT, result),
	LAST("mode", KIND_MODE, mode),
	LAST("reason", KIND_REASON, reason),
	LAST("phase", KIND_PHASE, phase),
	LAST("generation", KIND_U32, generation),
	LAST("blackout_ns", KIND_U64, blackout_ns),
	LAST("from_version", KIND_TEXT, from_version),
	LAST("from_build_id", KIND_TEXT, from_build_id),
	LAST("to_version", KIND_TEXT, to_version),
	LAST("to_build_id", KIND_TEXT, to_build_id),
	LAST("blob_size", KIND_U64, blob_size),
	LAST("blob_found_sha256", KIND_SHA256, blob_found_sha256),
	LAST("explanation", KIND_TEXT, explanation),
	LAST("pause_ns", KIND_U64, pause_ns),
	LAST("predicted_ns", KIND_U64, predicted_ns),
	LAST("page_state", KIND_PAGE_STATE, page_state),
	LAST("audit", KIND_AUDIT, audit),
	LAST("audit_wrong", KIND_U32, audit_wrong),
	LAST("warnings", KIND_WARNINGS, warnings),
};

/* Groups take arrays of pointers that end with NULL. */
static struct attribute *image_attrs[ARRAY_SIZE(image_values) + 2];
static struct attribute *last_attrs[ARRAY_SIZE(last_values) + 1];

const struct attribute_group xlu_sysfs_image = {
	.name = "image",
	.attrs = image_attrs,
};

/* A host without live updates has no pauses, one without cold updates no blob. */
static umode_t value_last_visible(struct kobject *kobj, struct attribute *attr, int nr)
{
	u64 maddr, size;

	switch (last_values[nr].offset) {
	case offsetof(struct xen_liveupdate_report, pause_ns):
	case offsetof(struct xen_liveupdate_report, predicted_ns):
		return xlu_hcall_bank(&maddr, &size) ? 0 : attr->mode;
	case offsetof(struct xen_liveupdate_report, blob_size):
	case offsetof(struct xen_liveupdate_report, blob_found_sha256):
		return xlu_hcall_cold() ? 0 : attr->mode;
	default:
		return attr->mode;
	}
}

const struct attribute_group xlu_sysfs_last = {
	.name = "last",
	.attrs = last_attrs,
	.is_visible = value_last_visible,
};

/** xlu_sysfs_values_init() - to be called before the groups are used */
void __init xlu_sysfs_values_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(image_values); i++) {
		sysfs_attr_init(&image_values[i].attr.attr);
		image_attrs[i] = &image_values[i].attr.attr;
	}
	image_attrs[i] = &image_version.attr;
	for (i = 0; i < ARRAY_SIZE(last_values); i++) {
		sysfs_attr_init(&last_values[i].attr.attr);
		last_attrs[i] = &last_values[i].attr.attr;
	}
}
