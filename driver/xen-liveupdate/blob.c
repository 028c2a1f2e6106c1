// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: The blob
 *
 * Gives user space read access to the blob that a cold update has handed over. The blob
 * lies in reserved memory, so there is nothing to allocate or free.
 */
#include <linux/anon_inodes.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/io.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sizes.h>
#include <linux/uaccess.h>

#include "report.h"

/* The blob is mapped in pieces of this size, as it may have 256 MiB. */
#define READ_STEP	SZ_1M

static ssize_t blob_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	u64 maddr, size;
	void *mem;
	int ret;

	ret = xlu_report_blob(&maddr, &size);
	if (ret)
		return ret;
	if (*pos < 0 || *pos >= size || !len)
		return 0;
	len = min3((u64)len, size - *pos, (u64)READ_STEP);
	mem = memremap(maddr + *pos, len, MEMREMAP_WC);
	if (!mem)
		return -EIO;
	ret = copy_to_user(buf, mem, len) ? -EFAULT : 0;
	memunmap(mem);
	if (ret)
		return ret;
	*pos += len;
	return len;
}

static loff_t blob_llseek(struct file *file, loff_t offset, int whence)
{
	u64 maddr, size;
	int ret = xlu_report_blob(&maddr, &size);

	return ret ?: fixed_size_llseek(file, offset, whence, size);
}

static int blob_mmap(struct file *file, struct vm_area_struct *vma)
{
	u64 maddr, size;
	int ret;

	ret = xlu_report_blob(&maddr, &size);
	if (ret)
		return ret;
	/* mmap() has cleared VM_SHARED, as the file is not open for writing. */
	if (!(vma->vm_flags & VM_MAYSHARE) || (vma->vm_flags & VM_MAYWRITE))
		return -EINVAL;
	vma->vm_page_prot = pgprot_writecombine(vma->vm_page_prot);
	return vm_iomap_memory(vma, maddr, PAGE_ALIGN(size));
}

static const struct file_operations blob_fops = {
	.owner = THIS_MODULE,
	.llseek = blob_llseek,
	.read = blob_read,
	.mmap = blob_mmap,
};

/**
 * xlu_blob_file() - create a file for reading the blob
 * @length: set to the size of the blob in bytes
 *
 * Return: the file, or -ENODATA.
 */
struct file *xlu_blob_file(u64 *length)
{
	struct file *file;
	u64 maddr;
	int ret;

	ret = xlu_report_blob(&maddr, length);
	if (ret)
		return ERR_PTR(ret);
	file = anon_inode_getfile("[xen-liveupdate-blob]", &blob_fops, NULL, O_RDONLY);
	if (!IS_ERR(file))
		file->f_mode |= FMODE_LSEEK | FMODE_PREAD;
	return file;
}
