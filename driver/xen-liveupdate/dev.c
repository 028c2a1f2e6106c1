// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: /dev/xen-liveupdate
 *
 * The ioctl interface of <linux/xen-liveupdate.h>. A table gives the size of the argument
 * of each call and the access that it needs. Handlers get a copy of the argument in
 * kernel memory; a shorter argument of the caller is filled up with zeros.
 */
#include <linux/build_bug.h>
#include <linux/capability.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/stddef.h>
#include <linux/uaccess.h>

#include <xen-liveupdate/handoff.h>
#include <crypto/sha2.h>

#include "cold_host.h"
#include "dev.h"
#include "firmware.h"
#include "hcall.h"
#include "inflate.h"
#include "load.h"
#include "report.h"
#include "stub_image.h"
#include "update.h"
#include "verify.h"

/**
 * struct dev_opened - an open file
 * @sequence: sequence number that the last STATUS has returned
 */
struct dev_opened {
	u64 sequence;
};

/**
 * struct dev_request - a call that is being served
 * @opened: the open file of the device
 * @file: new file for the caller, installed as @fd when the call has succeeded
 * @fd: descriptor reserved for @file
 */
struct dev_request {
	struct dev_opened *opened;
	struct file *file;
	int fd;
};

/* Reserve a descriptor for @file, which may be an ERR_PTR. */
static int dev_offer_file(struct dev_request *request, struct file *file)
{
	int fd;

	if (IS_ERR(file))
		return PTR_ERR(file);
	fd = get_unused_fd_flags(O_CLOEXEC);
	if (fd < 0) {
		fput(file);
		return fd;
	}
	request->file = file;
	request->fd = fd;
	return fd;
}

/* Install the new file, or release it and its descriptor if the call has failed. */
static void dev_settle_file(const struct dev_request *request, int err)
{
	if (!request->file)
		return;
	if (!err) {
		fd_install(request->fd, request->file);
		return;
	}
	put_unused_fd(request->fd);
	fput(request->file);
}

/* Live updates need a staging bank and a dom0 that can use it. */
static void dev_offer_live(struct xen_liveupdate_info *info)
{
	int ret = xlu_hcall_bank(&info->region_maddr, &info->region_size);

	if (ret == -EXDEV)
		strscpy(info->live_refusal, "dom0 is a PVH domain", sizeof(info->live_refusal));
	else if (!ret)
		info->modes |= XEN_LIVEUPDATE_MODE_LIVE;
}

static int dev_ioctl_info(struct dev_request *request, void *arg)
{
	struct xen_liveupdate_info *info = arg;
	u32 i;

	if (info->reserved)
		return -EINVAL;
	memset(info, 0, sizeof(*info));
	info->abi_version = XEN_LIVEUPDATE_ABI_VERSION;
	info->modes = xlu_hcall_cold() ? 0 : XEN_LIVEUPDATE_MODE_COLD;
	dev_offer_live(info);
	info->cold_warnings = xlu_firmware_warnings() | xlu_cold_warnings();
	info->policy = xlu_policy();
	for (i = 0; i < XLU_NR_PAYLOADS; i++)
		info->max_size[i] = xlu_payload_max[i];
	info->handoff_version = XLU_HANDOFF_VERSION;
	info->stub_size = xlu_stub_size();
	sha256(xlu_stub_start, xlu_stub_size(), info->stub_sha256);
	info->compression = xlu_inflate_offers();
	strscpy(info->driver_version, XLU_DRIVER_VERSION, sizeof(info->driver_version));
	xlu_hcall_version(info->xen_version, sizeof(info->xen_version));
	xlu_hcall_build_id(info->xen_build_id, sizeof(info->xen_build_id));
	return 0;
}

static int dev_ioctl_status(struct dev_request *request, void *arg)
{
	struct xen_liveupdate_status *status = arg;

	memset(status, 0, sizeof(*status));
	xlu_status(status);
	request->opened->sequence = status->sequence;
	return 0;
}

static int dev_ioctl_stage_create(struct dev_request *request, void *arg)
{
	struct xen_liveupdate_stage_create *create = arg;
	bool has_offset = create->size >= offsetofend(typeof(*create), data_offset);
	struct xlu_buffer *buf;
	struct file *file;
	int ret;

	if (create->flags)
		return -EOPNOTSUPP;
	/* Reserve the descriptor before the new payload replaces an old one: it may fail. */
	ret = get_unused_fd_flags(O_CLOEXEC);
	if (ret < 0)
		return ret;
	request->fd = ret;
	ret = xlu_stage_create(create->payload, create->length, has_offset, &buf, &file);
	if (ret) {
		put_unused_fd(request->fd);
		return ret;
	}
	request->file = file;
	create->fd = request->fd;
	create->data_offset = offset_in_page(buf->maddr);
	xlu_buffer_put(buf);
	return 0;
}

static int dev_ioctl_stage_fd(struct dev_request *request, void *arg)
{
	struct xen_liveupdate_stage_fd *stage = arg;
	struct file *file;
	int ret = -EBADF;

	if (stage->flags)
		return -EOPNOTSUPP;
	file = fget(stage->fd);
	if (!file)
		return -EBADF;
	if (file->f_mode & FMODE_READ)
		ret = xlu_stage_file(stage->payload, file);
	fput(file);
	return ret;
}

static int dev_ioctl_seal(struct dev_request *request, void *arg)
{
	struct xen_liveupdate_seal *seal = arg;

	if (seal->flags & ~XEN_LIVEUPDATE_SEAL_SHA256)
		return -EOPNOTSUPP;
	if (seal->reserved)
		return -EINVAL;
	return xlu_stage_seal(seal->payload, seal->flags ? seal->sha256 : NULL);
}

static int dev_ioctl_verify(struct dev_request *request, void *arg)
{
	struct xen_liveupdate_verify *verify = arg;

	if (verify->flags & ~XEN_LIVEUPDATE_VERIFY_SIGNED)
		return -EOPNOTSUPP;
	return xlu_verify(verify->flags & XEN_LIVEUPDATE_VERIFY_SIGNED);
}

static int dev_ioctl_load(struct dev_request *request, void *arg)
{
	struct xen_liveupdate_load *load = arg;

	if (load->reserved)
		return -EINVAL;
	if (load->flags & ~(XEN_LIVEUPDATE_LOAD_DRY_RUN | XEN_LIVEUPDATE_LOAD_KEEP |
			    XEN_LIVEUPDATE_LOAD_REVALIDATE))
		return -EOPNOTSUPP;
	return xlu_load(load->mode, load->flags);
}

static int dev_ioctl_unload(struct dev_request *request, void *arg)
{
	struct xen_liveupdate_simple *simple = arg;

	return simple->flags ? -EOPNOTSUPP : xlu_unload();
}

static int dev_ioctl_commit(struct dev_request *request, void *arg)
{
	struct xen_liveupdate_commit *commit = arg;

	if (commit->flags & ~XEN_LIVEUPDATE_COMMIT_ON_REBOOT)
		return -EOPNOTSUPP;
	return xlu_commit(commit->image_sha256, sizeof(commit->image_sha256),
			  commit->flags & XEN_LIVEUPDATE_COMMIT_ON_REBOOT);
}

static int dev_ioctl_cancel(struct dev_request *request, void *arg)
{
	struct xen_liveupdate_simple *simple = arg;

	return simple->flags ? -EOPNOTSUPP : xlu_cancel(XLU_OWNER_PROCESS);
}

static int dev_ioctl_report(struct dev_request *request, void *arg)
{
	return xlu_report(arg);
}

static int dev_ioctl_blob(struct dev_request *request, void *arg)
{
	struct xen_liveupdate_blob *blob = arg;
	u64 length;
	int ret;

	if (blob->flags)
		return -EOPNOTSUPP;
	if (blob->reserved)
		return -EINVAL;
	ret = dev_offer_file(request, xlu_blob_file(&length));
	if (ret < 0)
		return ret;
	blob->fd = ret;
	blob->length = length;
	return 0;
}

/* Room for the argument of every call. */
union dev_argument {
	u32 size;		/* first member of every argument */
	struct xen_liveupdate_info info;
	struct xen_liveupdate_status status;
	struct xen_liveupdate_stage_create create;
	struct xen_liveupdate_stage_fd stage;
	struct xen_liveupdate_seal seal;
	struct xen_liveupdate_verify verify;
	struct xen_liveupdate_load load;
	struct xen_liveupdate_commit commit;
	struct xen_liveupdate_simple simple;
	struct xen_liveupdate_report report;
	struct xen_liveupdate_blob blob;
};

/* Arguments of callers may be longer, up to a page. */
static_assert(sizeof(union dev_argument) <= PAGE_SIZE);

/**
 * struct dev_call - one ioctl
 * @number: XEN_LIVEUPDATE_*
 * @size: size of the argument known to this driver
 * @min_size: smallest size accepted from a caller
 * @access: file mode required
 * @privileged: needs CAP_SYS_BOOT
 * @answers: the argument has fields for results and is written back as a whole
 * @execute: handler
 */
struct dev_call {
	unsigned int number;
	u32 size;
	u32 min_size;
	fmode_t access;
	bool privileged;
	bool answers;
	int (*execute)(struct dev_request *request, void *arg);
};

#define ARGUMENT(_type, _last)						\
	.size = sizeof(_type), .min_size = offsetofend(_type, _last)

/* Index: number of the call. */
static const struct dev_call calls[] = {
	[_IOC_NR(XEN_LIVEUPDATE_INFO)] = {
		ARGUMENT(struct xen_liveupdate_info, policy),
		.number = XEN_LIVEUPDATE_INFO,
		.answers = true,
		.access = FMODE_READ,
		.execute = dev_ioctl_info,
	},
	[_IOC_NR(XEN_LIVEUPDATE_STATUS)] = {
		ARGUMENT(struct xen_liveupdate_status, sequence),
		.number = XEN_LIVEUPDATE_STATUS,
		.answers = true,
		.access = FMODE_READ,
		.execute = dev_ioctl_status,
	},
	[_IOC_NR(XEN_LIVEUPDATE_STAGE_CREATE)] = {
		ARGUMENT(struct xen_liveupdate_stage_create, length),
		.number = XEN_LIVEUPDATE_STAGE_CREATE,
		.answers = true,
		.access = FMODE_WRITE,
		.privileged = true,
		.execute = dev_ioctl_stage_create,
	},
	[_IOC_NR(XEN_LIVEUPDATE_STAGE_FD)] = {
		ARGUMENT(struct xen_liveupdate_stage_fd, fd),
		.number = XEN_LIVEUPDATE_STAGE_FD,
		.access = FMODE_WRITE,
		.privileged = true,
		.execute = dev_ioctl_stage_fd,
	},
	[_IOC_NR(XEN_LIVEUPDATE_SEAL)] = {
		ARGUMENT(struct xen_liveupdate_seal, reserved),
		.number = XEN_LIVEUPDATE_SEAL,
		.access = FMODE_WRITE,
		.privileged = true,
		.execute = dev_ioctl_seal,
	},
	[_IOC_NR(XEN_LIVEUPDATE_VERIFY)] = {
		ARGUMENT(struct xen_liveupdate_verify, flags),
		.number = XEN_LIVEUPDATE_VERIFY,
		.access = FMODE_WRITE,
		.privileged = true,
		.execute = dev_ioctl_verify,
	},
	[_IOC_NR(XEN_LIVEUPDATE_LOAD)] = {
		ARGUMENT(struct xen_liveupdate_load, reserved),
		.number = XEN_LIVEUPDATE_LOAD,
		.access = FMODE_WRITE,
		.privileged = true,
		.execute = dev_ioctl_load,
	},
	[_IOC_NR(XEN_LIVEUPDATE_UNLOAD)] = {
		ARGUMENT(struct xen_liveupdate_simple, flags),
		.number = XEN_LIVEUPDATE_UNLOAD,
		.access = FMODE_WRITE,
		.privileged = true,
		.execute = dev_ioctl_unload,
	},
	[_IOC_NR(XEN_LIVEUPDATE_COMMIT)] = {
		ARGUMENT(struct xen_liveupdate_commit, image_sha256),
		.number = XEN_LIVEUPDATE_COMMIT,
		.access = FMODE_WRITE,
		.privileged = true,
		.execute = dev_ioctl_commit,
	},
	[_IOC_NR(XEN_LIVEUPDATE_CANCEL)] = {
		ARGUMENT(struct xen_liveupdate_simple, flags),
		.number = XEN_LIVEUPDATE_CANCEL,
		.access = FMODE_WRITE,
		.privileged = true,
		.execute = dev_ioctl_cancel,
	},
	[_IOC_NR(XEN_LIVEUPDATE_REPORT)] = {
		ARGUMENT(struct xen_liveupdate_report, mode),
		.number = XEN_LIVEUPDATE_REPORT,
		.answers = true,
		.access = FMODE_READ,
		.execute = dev_ioctl_report,
	},
	[_IOC_NR(XEN_LIVEUPDATE_BLOB)] = {
		ARGUMENT(struct xen_liveupdate_blob, length),
		.number = XEN_LIVEUPDATE_BLOB,
		.answers = true,
		.access = FMODE_READ,
		.execute = dev_ioctl_blob,
	},
};

static long dev_run_call(const struct dev_call *call, struct dev_opened *opened, void __user *uarg,
			 u32 user_size)
{
	struct dev_request request = { .opened = opened };
	union dev_argument *arg;
	int ret;

	arg = kzalloc(sizeof(*arg), GFP_KERNEL);
	if (!arg)
		return -ENOMEM;
	ret = copy_struct_from_user(arg, call->size, uarg, user_size);
	/* The size that was checked: another thread may have changed it in user memory. */
	arg->size = user_size;
	if (!ret)
		ret = call->execute(&request, arg);
	/* The handler may have cleared it. */
	arg->size = user_size;
	if (!ret && call->answers &&
	    copy_to_user(uarg, arg, min(user_size, call->size)))
		ret = -EFAULT;
	dev_settle_file(&request, ret);
	kfree(arg);
	return ret;
}

static long dev_ioctl(struct file *file, unsigned int cmd, unsigned long uarg)
{
	const struct dev_call *call;
	u32 user_size;

	if (_IOC_TYPE(cmd) != XEN_LIVEUPDATE_IOC_TYPE || _IOC_NR(cmd) >= ARRAY_SIZE(calls))
		return -ENOTTY;
	call = &calls[_IOC_NR(cmd)];
	if (call->number != cmd)
		return -ENOTTY;
	if (!(file->f_mode & call->access))
		return -EBADF;
	if (call->privileged && !capable(CAP_SYS_BOOT))
		return -EPERM;
	if (get_user(user_size, (u32 __user *)uarg))
		return -EFAULT;
	if (user_size < call->min_size)
		return -EINVAL;
	/* Bytes beyond call->size must be zero and are checked one by one: limit them. */
	if (user_size > PAGE_SIZE)
		return -E2BIG;
	return dev_run_call(call, file->private_data, (void __user *)uarg, user_size);
}

static __poll_t dev_poll(struct file *file, struct poll_table_struct *table)
{
	struct dev_opened *opened = file->private_data;

	poll_wait(file, xlu_changes(), table);
	return xlu_sequence() != opened->sequence ? EPOLLIN | EPOLLPRI : 0;
}

static int dev_open(struct inode *inode, struct file *file)
{
	struct dev_opened *opened;
	int ret;

	opened = kzalloc(sizeof(*opened), GFP_KERNEL);
	if (!opened)
		return -ENOMEM;
	if (file->f_mode & FMODE_WRITE) {
		ret = capable(CAP_SYS_BOOT) ? xlu_enter(XLU_OWNER_PROCESS) : -EPERM;
		if (ret) {
			kfree(opened);
			return ret;
		}
	}
	file->private_data = opened;
	return nonseekable_open(inode, file);
}

static int dev_release(struct inode *inode, struct file *file)
{
	if (file->f_mode & FMODE_WRITE)
		xlu_leave();
	kfree(file->private_data);
	return 0;
}

static const struct file_operations dev_fops = {
	.owner = THIS_MODULE,
	.open = dev_open,
	.release = dev_release,
	.unlocked_ioctl = dev_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
	.poll = dev_poll,
};

static struct miscdevice misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "xen-liveupdate",
	.mode = 0600,
	.fops = &dev_fops,
	.groups = xlu_sysfs_groups,
};

/**
 * xlu_dev_init() - register the device
 *
 * Return: 0 or a negative errno.
 */
int __init xlu_dev_init(void)
{
	int ret;

	xlu_sysfs_values_init();
	ret = misc_register(&misc);
	if (!ret)
		xlu_update_init(misc.this_device);
	return ret;
}

/** xlu_dev_exit() - unregister the device */
void xlu_dev_exit(void)
{
	misc_deregister(&misc);
}
