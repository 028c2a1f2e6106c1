// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Staging buffers
 *
 * A buffer is filled through its own file descriptor, by write() or through a
 * shared mapping, or by the kernel. Sealing makes it read-only for good: the bytes that
 * are verified are the bytes that are loaded. A buffer can be sealed only while no
 * process has it mapped and nothing holds a reference to its pages. Direct I/O and
 * io_uring take such references, which outlive the mapping.
 *
 * On a Xen that offers live updates a buffer for the image lies in the staging bank
 * itself, so that the image need not be moved afterwards. The bank is not memory of
 * dom0: it is mapped write-combining, has no struct page, and must not be mapped when
 * Xen seals it.
 *
 * When the update is over the memory is freed at once, even if a descriptor is
 * still open. Using that descriptor then fails with ESTALE.
 */
#include <linux/anon_inodes.h>
#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/io.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/pfn.h>
#include <linux/slab.h>
#include <linux/uio.h>
#include <linux/vmalloc.h>

#include "buffer.h"

/* Available memory that buffers leave to dom0: a minimum in bytes, and a share of the total. */
#define RESERVE_MIN	(16UL << 20)
#define RESERVE_SHARE	64

/*
 * Number of mappings of the bank and of running writes to it, through any buffer. They
 * outlive their buffer, and the next buffer uses the same memory.
 */
static atomic_t bank_users = ATOMIC_INIT(0);

static void buffer_use(const struct xlu_buffer *buf)
{
	if (buf->maddr)
		atomic_inc(&bank_users);
}

static void buffer_unuse(const struct xlu_buffer *buf)
{
	if (buf->maddr)
		atomic_dec(&bank_users);
}

/**
 * xlu_memory_missing() - how many pages does dom0 lack for an allocation?
 * @pages: pages to be allocated without the OOM killer
 *
 * Available memory includes what the kernel gains by dropping caches and swapping. A
 * dom0 without such memory comes to a halt, so a reserve is left to it.
 *
 * Return: missing pages, 0 if there are enough.
 */
u64 xlu_memory_missing(u64 pages)
{
	u64 reserve = max_t(u64, PFN_DOWN(RESERVE_MIN), totalram_pages() / RESERVE_SHARE);
	long available = max(si_mem_available(), 0L);

	return pages + reserve > available ? pages + reserve - available : 0;
}

/* Takes over @data, which is NULL if its allocation has failed. */
static struct xlu_buffer *buffer_new(void *data, u64 maddr, size_t size)
{
	struct xlu_buffer *buf = data ? kzalloc(sizeof(*buf), GFP_KERNEL) : NULL;

	if (!buf) {
		if (maddr && data)
			memunmap(data);
		else
			kvfree(data);
		return ERR_PTR(-ENOMEM);
	}
	kref_init(&buf->ref);
	mutex_init(&buf->lock);
	buf->data = data;
	buf->maddr = maddr;
	buf->size = size;
	return buf;
}

/**
 * xlu_buffer_alloc() - a new, empty buffer
 * @size: bytes
 * @for_user: user space will get a descriptor of it, so it is cleared; otherwise the
 *	kernel fills it at once
 *
 * Memory need not be contiguous. If a small image gets contiguous memory, a PV dom0
 * saves a hypercall for every page that is mapped and unmapped.
 *
 * Return: the buffer with one reference, or an ERR_PTR: -ENOMEM if the allocation
 * might invoke the OOM killer.
 */
struct xlu_buffer *xlu_buffer_alloc(size_t size, bool for_user)
{
	void *data;

	if (xlu_memory_missing(PFN_UP(size)))
		return ERR_PTR(-ENOMEM);
	data = for_user ? vmalloc_user(size) : kvmalloc(size, GFP_KERNEL);
	return buffer_new(data, 0, size);
}

/* memremap() takes any address, but user space maps whole pages. */
static void *buffer_map_bank(u64 maddr, size_t size)
{
	return memremap(maddr, size, MEMREMAP_WC);
}

/**
 * xlu_buffer_in_bank() - create a buffer in the staging bank
 * @place: place in the bank
 * @size: bytes
 *
 * Return: the buffer, with one reference, or an ERR_PTR().
 */
struct xlu_buffer *xlu_buffer_in_bank(const struct xlu_bank_place *place, size_t size)
{
	void *data = buffer_map_bank(place->maddr, size);
	struct xlu_buffer *buf = buffer_new(data, place->maddr, size);

	if (!IS_ERR(buf))
		buf->room = place->room;
	return buf;
}

/* Free the memory, or unmap it if it lies in the bank. */
static void buffer_free_data(struct xlu_buffer *buf)
{
	if (buf->maddr) {
		if (buf->data)
			memunmap(buf->data);
	} else {
		kvfree(buf->data);
	}
	buf->data = NULL;
}

/** xlu_buffer_unmap() - unmap a buffer in the bank, so that Xen can seal the bank */
void xlu_buffer_unmap(struct xlu_buffer *buf)
{
	mutex_lock(&buf->lock);
	if (buf->maddr)
		buffer_free_data(buf);
	mutex_unlock(&buf->lock);
}

/**
 * xlu_buffer_map() - undo xlu_buffer_unmap(), if that is necessary
 * @buf: buffer
 *
 * Return: 0 or -ENOMEM.
 */
int xlu_buffer_map(struct xlu_buffer *buf)
{
	int ret = 0;

	mutex_lock(&buf->lock);
	if (!buf->data && !buf->dropped)
		buf->data = buffer_map_bank(buf->maddr, buf->size);
	if (!buf->data)
		ret = -ENOMEM;
	mutex_unlock(&buf->lock);
	return ret;
}

static void buffer_release(struct kref *ref)
{
	struct xlu_buffer *buf = container_of(ref, struct xlu_buffer, ref);

	buffer_free_data(buf);
	mutex_destroy(&buf->lock);
	kfree(buf);
}

/** xlu_buffer_put() - give up a reference */
void xlu_buffer_put(struct xlu_buffer *buf)
{
	if (buf)
		kref_put(&buf->ref, buffer_release);
}

/* The memory of a dropped buffer is freed when the last write() to it has ended. */
static void buffer_free_if_unused(struct xlu_buffer *buf)
{
	if (!buf->dropped || buf->writers)
		return;
	buffer_free_data(buf);
}

/**
 * xlu_buffer_drop() - give up the update's reference and the memory
 * @buf: may be NULL
 *
 * Pages that are mapped stay until they are unmapped.
 */
void xlu_buffer_drop(struct xlu_buffer *buf)
{
	if (!buf)
		return;
	mutex_lock(&buf->lock);
	buf->dropped = true;
	buffer_free_if_unused(buf);
	mutex_unlock(&buf->lock);
	xlu_buffer_put(buf);
}

/**
 * xlu_buffer_memory() - how much of dom0's memory does the buffer occupy?
 * @buf: buffer, may be NULL
 *
 * Return: bytes, 0 in the staging bank.
 */
u64 xlu_buffer_memory(const struct xlu_buffer *buf)
{
	return buf && !buf->maddr ? PAGE_ALIGN(buf->size) : 0;
}

/*
 * Can the memory be written to other than by write()? Memory that is not vmalloc()ed was
 * never given to user space.
 */
static bool buffer_memory_shared(const struct xlu_buffer *buf)
{
	size_t pos;

	if (buf->maddr)
		return atomic_read(&bank_users);
	if (!is_vmalloc_addr(buf->data))
		return false;
	for (pos = 0; pos < buf->size; pos += PAGE_SIZE) {
		if (page_count(vmalloc_to_page(buf->data + pos)) != 1)
			return true;
	}
	return false;
}

/**
 * xlu_buffer_seal() - make a buffer read-only for good
 * @buf: the buffer; sealing it twice is fine
 *
 * Return: 0, or -EBUSY if it is mapped or its pages are in use for I/O.
 */
int xlu_buffer_seal(struct xlu_buffer *buf)
{
	int ret = 0;

	mutex_lock(&buf->lock);
	if (!buf->sealed) {
		if (buf->mappings || buf->writers || buffer_memory_shared(buf))
			ret = -EBUSY;
		else
			buf->sealed = true;
	}
	mutex_unlock(&buf->lock);
	return ret;
}

/**
 * xlu_buffer_sealed() - was xlu_buffer_seal() successful?
 * @buf: buffer
 *
 * Return: true if it was.
 */
bool xlu_buffer_sealed(struct xlu_buffer *buf)
{
	bool sealed;

	mutex_lock(&buf->lock);
	sealed = buf->sealed;
	mutex_unlock(&buf->lock);
	return sealed;
}

static int buffer_check_write(const struct xlu_buffer *buf, u64 pos, size_t len)
{
	if (buf->dropped)
		return -ESTALE;
	if (buf->sealed)
		return -EPERM;
	if (pos > buf->size || len > buf->size - pos)
		return -EFBIG;
	return 0;
}

/**
 * xlu_buffer_append() - append to a buffer
 * @buf: not sealed
 * @data: in kernel memory
 * @len: bytes
 *
 * Return: 0, -EFBIG if it does not fit, -EPERM if @buf is sealed, -ESTALE if it was dropped.
 */
int xlu_buffer_append(struct xlu_buffer *buf, const void *data, size_t len)
{
	int ret;

	mutex_lock(&buf->lock);
	ret = buffer_check_write(buf, buf->filled, len);
	if (!ret) {
		memcpy(buf->data + buf->filled, data, len);
		buf->filled += len;
		buf->copied += len;
	}
	mutex_unlock(&buf->lock);
	return ret;
}

/* Enlarge a buffer in place. The caller has checked that the bank has room. */
static int buffer_grow_in_bank(struct xlu_buffer *buf, size_t size)
{
	void *data = buffer_map_bank(buf->maddr, size);

	if (!data)
		return -ENOMEM;
	memunmap(buf->data);
	buf->data = data;
	buf->size = size;
	return 0;
}

/* Move a buffer to memory of dom0, with the first @keep bytes of its content. Lock held. */
static int buffer_move_to_memory(struct xlu_buffer *buf, size_t size, size_t keep)
{
	void *data;

	if (xlu_memory_missing(PFN_UP(size)))
		return -ENOMEM;
	data = vmalloc_user(size);
	if (!data)
		return -ENOMEM;
	memcpy(data, buf->data, keep);
	buf->copied += keep;
	buffer_free_data(buf);
	buf->data = data;
	buf->size = size;
	buf->maddr = 0;
	return 0;
}

/**
 * xlu_buffer_leave_bank() - move a buffer from the bank to memory of dom0
 * @buf: in the bank, mapped, and no longer written to
 *
 * Return: 0 or -ENOMEM.
 */
int xlu_buffer_leave_bank(struct xlu_buffer *buf)
{
	int ret;

	mutex_lock(&buf->lock);
	ret = buffer_move_to_memory(buf, buf->size, buf->size);
	mutex_unlock(&buf->lock);
	return ret;
}

/*
 * Double the size as often as needed. A buffer that outgrows the bank is moved to memory
 * of dom0. Lock held, no mapping by user space.
 */
static int buffer_grow(struct xlu_buffer *buf, size_t need, size_t max)
{
	size_t size = buf->size;

	if (need > max)
		return -EFBIG;
	while (size < need)
		size *= 2;
	size = min(size, max);
	if (buf->maddr && size <= buf->room)
		return buffer_grow_in_bank(buf, size);
	return buffer_move_to_memory(buf, size, buf->filled);
}

/**
 * xlu_buffer_upload() - append to a buffer whose final size is not yet known
 * @buf: without a descriptor
 * @data: in kernel memory
 * @len: bytes
 * @max: limit of the size in bytes
 *
 * Return: 0, -EFBIG beyond @max, -ENOMEM, or as xlu_buffer_append().
 */
int xlu_buffer_upload(struct xlu_buffer *buf, const void *data, size_t len, size_t max)
{
	int ret = 0;

	mutex_lock(&buf->lock);
	if (buf->dropped)
		ret = -ESTALE;
	else if (len > buf->size - buf->filled)
		ret = buffer_grow(buf, buf->filled + len, max);
	mutex_unlock(&buf->lock);
	return ret ?: xlu_buffer_append(buf, data, len);
}

/**
 * xlu_buffer_end_upload() - the upload is complete
 * @buf: buffer
 *
 * Return: 0, or -EINVAL if nothing was uploaded.
 */
int xlu_buffer_end_upload(struct xlu_buffer *buf)
{
	int ret = 0;

	mutex_lock(&buf->lock);
	if (buf->filled)
		buf->size = buf->filled;
	else
		ret = -EINVAL;
	mutex_unlock(&buf->lock);
	return ret;
}

/*
 * User memory is read without the lock: a page fault takes mmap_lock, under which
 * buffer_fd_mmap() takes the lock.
 */
static ssize_t buffer_fd_write_iter(struct kiocb *iocb, struct iov_iter *from)
{
	struct xlu_buffer *buf = iocb->ki_filp->private_data;
	size_t len = iov_iter_count(from);
	ssize_t ret;

	mutex_lock(&buf->lock);
	ret = buffer_check_write(buf, iocb->ki_pos, len);
	if (!ret) {
		buf->writers++;
		buffer_use(buf);
	}
	mutex_unlock(&buf->lock);
	if (ret)
		return ret;

	ret = copy_from_iter(buf->data + iocb->ki_pos, len, from);

	mutex_lock(&buf->lock);
	iocb->ki_pos += ret;
	buf->copied += ret;
	buf->filled = max_t(size_t, buf->filled, iocb->ki_pos);
	buf->writers--;
	buffer_unuse(buf);
	buffer_free_if_unused(buf);
	mutex_unlock(&buf->lock);
	return len && !ret ? -EFAULT : ret;
}

static loff_t buffer_fd_llseek(struct file *file, loff_t offset, int whence)
{
	struct xlu_buffer *buf = file->private_data;

	return fixed_size_llseek(file, offset, whence, buf->size);
}

static void buffer_vma_open(struct vm_area_struct *vma)
{
	struct xlu_buffer *buf = vma->vm_private_data;

	mutex_lock(&buf->lock);
	buf->mappings++;
	buffer_use(buf);
	mutex_unlock(&buf->lock);
}

static void buffer_vma_close(struct vm_area_struct *vma)
{
	struct xlu_buffer *buf = vma->vm_private_data;

	mutex_lock(&buf->lock);
	buf->mappings--;
	buffer_unuse(buf);
	mutex_unlock(&buf->lock);
}

static const struct vm_operations_struct vm_ops = {
	.open = buffer_vma_open,
	.close = buffer_vma_close,
};

static int buffer_map_to_user(struct xlu_buffer *buf, struct vm_area_struct *vma)
{
	u64 start = buf->maddr & PAGE_MASK;

	if (!buf->maddr)
		return remap_vmalloc_range(vma, buf->data, vma->vm_pgoff);
	vma->vm_page_prot = pgprot_writecombine(vma->vm_page_prot);
	return vm_iomap_memory(vma, start, PAGE_ALIGN(buf->maddr + buf->size) - start);
}

static int buffer_fd_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct xlu_buffer *buf = file->private_data;
	int ret;

	if (!(vma->vm_flags & VM_SHARED))
		return -EINVAL;
	mutex_lock(&buf->lock);
	ret = -ESTALE;
	if (buf->dropped)
		goto out;
	ret = -EPERM;
	if (buf->sealed)
		goto out;
	ret = buffer_map_to_user(buf, vma);
	if (ret)
		goto out;
	vma->vm_private_data = buf;
	vma->vm_ops = &vm_ops;
	buf->mappings++;
	buffer_use(buf);
out:
	mutex_unlock(&buf->lock);
	return ret;
}

static int buffer_fd_release(struct inode *inode, struct file *file)
{
	xlu_buffer_put(file->private_data);
	return 0;
}

static const struct file_operations fd_fops = {
	.owner = THIS_MODULE,
	.llseek = buffer_fd_llseek,
	.write_iter = buffer_fd_write_iter,
	.mmap = buffer_fd_mmap,
	.release = buffer_fd_release,
};

/**
 * xlu_buffer_file() - a file through which a process fills a buffer
 * @buf: the file takes a reference of its own
 *
 * Return: the file, or an ERR_PTR().
 */
struct file *xlu_buffer_file(struct xlu_buffer *buf)
{
	struct file *file;

	file = anon_inode_getfile("[xen-liveupdate]", &fd_fops, buf, O_RDWR);
	if (IS_ERR(file))
		return file;
	kref_get(&buf->ref);
	file->f_mode |= FMODE_LSEEK | FMODE_PWRITE;
	return file;
}
