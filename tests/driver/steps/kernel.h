/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * So much of the kernel that the files can be built for the host which take an update
 * from step to step. What a host has and does is in struct world. Every header of the
 * kernel is this one: the Makefile makes them.
 */
#ifndef _KERNEL_H
#define _KERNEL_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <assert.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "lib/pure.h"

#define KBUILD_MODNAME		"xen-liveupdate"
#define __init
#define __printf(fmt, first)	__attribute__((format(printf, fmt, first)))
#define READ_ONCE(x)		(x)
#define WRITE_ONCE(x, value)	((x) = (value))
#define BUILD_BUG_ON(x)		_Static_assert(!(x), #x)
#define WARN_ON_ONCE(x)		({ bool _x = (x); if (_x) abort(); _x; })
#define THIS_MODULE		NULL
#define pr_warn(...)		((void)0)
#define pr_emerg(...)		((void)sizeof(printf(__VA_ARGS__)))
#define cond_resched()		((void)0)
#define fatal_signal_pending(task)	false
#define max_t(type, a, b)	max((type)(a), (type)(b))
#define DIV_ROUND_UP(a, b)	(((a) + (b) - 1) / (b))
#define SZ_1M			(1U << 20)
#define SZ_16M			(16U << 20)
#define IS_ERR(p)		((unsigned long)(p) >= (unsigned long)-4095)
#define PTR_ERR(p)		((long)(p))
#define ERR_PTR(err)		((void *)(long)(err))
#define ERR_CAST(p)		((void *)(p))
#define PTR_ERR_OR_ZERO(p)	(IS_ERR(p) ? (int)PTR_ERR(p) : 0)
#define PAGE_SHIFT		12
#define PAGE_SIZE		4096UL
#define PAGE_MASK		(~(PAGE_SIZE - 1))
#define PAGE_ALIGN(x)		ALIGN((u64)(x), PAGE_SIZE)
#define PFN_UP(x)		(((x) + PAGE_SIZE - 1) >> PAGE_SHIFT)
#define PFN_DOWN(x)		((x) >> PAGE_SHIFT)
#define offset_in_page(x)	((x) & ~PAGE_MASK)

static inline void strscpy(char *to, const char *from, size_t size)
{
	size_t len = strnlen(from, size - 1);

	memcpy(to, from, len);
	to[len] = 0;
}

struct list_head { struct list_head *next, *prev; };
typedef u64 dma_addr_t;

/* --- locks: one thread plays all, so that whoever would wait is a failure ----------- */

struct mutex {
	const char *name;	/* NULL: of a buffer */
	bool held;
};

#define __MUTEX_INITIALIZER(lock)	{ .name = #lock }
#define DEFINE_MUTEX(lock)		struct mutex lock = { .name = #lock }
#define mutex_init(lock)		(*(lock) = (struct mutex){ })
#define mutex_destroy(lock)		((void)(lock))
#define lockdep_assert_held(lock)	WARN_ON_ONCE(!(lock)->held)
void mutex_lock(struct mutex *lock);
void mutex_unlock(struct mutex *lock);

#define wait_queue_head_t		int
#define __WAIT_QUEUE_HEAD_INITIALIZER(queue)	0
#define wake_up_all(queue)		((void)(queue))
#define wait_event_killable(queue, condition) \
	({ world.others(); WARN_ON_ONCE(!(condition)); 0; })

struct kref { int nr; };
#define kref_init(ref)			((ref)->nr = 1)
#define kref_get(ref)			((ref)->nr++)
#define kref_put(ref, release)		(--(ref)->nr ? (void)0 : release(ref))

typedef struct { int counter; } atomic_t;
#define ATOMIC_INIT(value)		{ value }
#define atomic_read(a)			((a)->counter)
#define atomic_inc(a)			((a)->counter++)
#define atomic_dec(a)			((a)->counter--)

/* --- the host -------------------------------------------------------------------- */

#define BANK		0x40000000ULL
#define BANK_SIZE	(64ULL << 20)

/**
 * struct world - what the host has and does
 * @no_mappings: memremap() fails
 * @mappings: what is mapped with it
 * @available: pages that dom0 has left
 * @contiguous: large memory is had from kmalloc()
 * @in_use: somebody else uses the pages of memory from vmalloc()
 * @bank: what lies in the staging bank
 * @bank_size: its bytes
 * @low: so many areas of memory that lie too low are there first
 * @ram: bytes of the machine's memory, from 0 on
 * @in_xen: images that Xen holds, for each type
 * @busy: so often Xen does not give one up
 * @refuses: Xen refuses a live update for something transient
 * @waits: so often Xen wants to be asked again
 * @reports: reports that were kept
 * @reported: result of the last one
 * @entered: images of type default that were entered
 * @loads: how often Xen was given one
 * @others: what others do as soon as somebody waits for them
 * @at_work: what others ought to find locked while a device is made quiet, the area
 *	completed, or Xen called at a restart
 * @unlocked: how often it was not
 * @no_suspend: no suspend can begin
 * @suspends: restarts during which one could have
 * @restarts: all of them
 * @asked: how often security modules were asked about a payload
 * @asked_locked: and how often nobody else would have got an answer meanwhile
 */
struct world {
	bool no_mappings;
	int mappings;
	long available;
	bool contiguous;
	bool in_use;
	u8 *bank;
	u64 bank_size;
	unsigned int low;
	u64 ram;
	bool in_xen[3];
	int busy;
	bool refuses;
	int waits;
	int reports;
	u32 reported;
	int entered;
	int loads;
	void (*others)(void);
	const char *at_work;
	int unlocked;
	bool no_suspend;
	int suspends;
	int restarts;
	int asked;
	int asked_locked;
};

extern struct world world;

/* --- memory ---------------------------------------------------------------------- */

#define GFP_KERNEL	0
#define __GFP_NOWARN	0
#define MEMREMAP_WC	1
#define kzalloc(size, flags)	calloc(1, size)
#define kcalloc(n, size, flags)	calloc(n, size)
#define kmalloc(size, flags)	malloc(size)
#define kfree(data)		free((void *)(data))
#define kstrdup(text, flags)	strdup(text)
#define kstrndup(text, max, flags) strndup(text, max)
#define kmemdup_nul(data, size, flags) strndup(data, size)
#define kvmalloc(size, flags)	fake_memory(size, world.contiguous)
#define vmalloc_user(size)	fake_memory(size, false)
#define kvfree(data)		fake_free(data)
#define totalram_pages()	(1UL << 18)
#define si_mem_available()	(world.available)
#define page_count(page)	(*(page))
void *fake_memory(size_t size, bool contiguous);
void fake_free(const void *data);
bool is_vmalloc_addr(const void *data);
const int *vmalloc_to_page(const void *data);
void *memremap(u64 maddr, size_t size, int flags);
void memunmap(void *data);
char *strim(char *text);

/* --- files ----------------------------------------------------------------------- */

struct inode { mode_t i_mode; loff_t size; };

struct file {
	void *private_data;
	unsigned int f_flags, f_mode;
	struct inode inode;
};

struct iov_iter { const void *data; size_t count; };

struct kiocb { struct file *ki_filp; loff_t ki_pos; };

struct vm_area_struct {
	unsigned long vm_flags, vm_pgoff;
	int vm_page_prot;
	void *vm_private_data;
	const void *vm_ops;
};

struct vm_operations_struct {
	void (*open)(struct vm_area_struct *vma);
	void (*close)(struct vm_area_struct *vma);
};

struct file_operations {
	void *owner;
	loff_t (*llseek)(struct file *file, loff_t offset, int whence);
	ssize_t (*write_iter)(struct kiocb *iocb, struct iov_iter *from);
	int (*mmap)(struct file *file, struct vm_area_struct *vma);
	int (*release)(struct inode *inode, struct file *file);
};

#define VM_SHARED		8
#define FMODE_LSEEK		0
#define FMODE_PWRITE		0
#define file_inode(file)	((struct inode *)&(file)->inode)
#define i_size_read(inode)	((inode)->size)
#define iov_iter_count(iter)	((iter)->count)
#define copy_from_iter(to, size, iter)	(memcpy(to, (iter)->data, size), (ssize_t)(size))
#define fixed_size_llseek(file, offset, whence, size)	((void)(size), -EINVAL)
#define remap_vmalloc_range(vma, data, offset)		((void)(data), -EINVAL)
#define vm_iomap_memory(vma, start, size)		((void)(start), -EINVAL)
#define pgprot_writecombine(prot)			(prot)
#define anon_inode_getfile(name, fops, data, flags)	\
	((void)(fops), (struct file *)ERR_PTR(-EMFILE))

enum kernel_read_file_id { READING_KEXEC_IMAGE, READING_KEXEC_INITRAMFS };
enum kernel_load_data_id { LOADING_KEXEC_IMAGE, LOADING_KEXEC_INITRAMFS };
#define security_kernel_load_data(id, contents)			((void)(id), 0)
#define security_kernel_post_load_data(data, size, id, text)	((void)(id), world_asked())
int world_asked(void);
#define kernel_read_file(file, offset, data, size, total, id)	((void)*(data), (ssize_t)-EIO)

/* --- devices --------------------------------------------------------------------- */

struct device { struct { int none; } kobj; };
struct platform_device { struct device dev; };
#define KOBJ_CHANGE		0
#define PLATFORM_DEVID_NONE	0
#define DMA_BIT_MASK(bits)	0
#define sysfs_notify(kobj, folder, name)	((void)(kobj))
#define kobject_uevent_env(kobj, what, env)	((void)(env))
#define platform_device_register_simple(name, ...)	calloc(1, sizeof(struct platform_device))
#define platform_device_unregister(pdev)	free(pdev)
#define dma_coerce_mask_and_coherent(dev, mask)	0
#define dma_free_coherent(dev, size, mem, maddr)	free(mem)
void *dma_alloc_coherent(struct device *dev, size_t size, dma_addr_t *maddr, int flags);

#define PCI_D3cold	4
#define PCI_UNKNOWN	5
struct pci_dev { int current_state; };
extern struct pci_dev one_device;
#define for_each_pci_dev(dev)	for (dev = &one_device; dev; dev = NULL)
void pci_clear_master(struct pci_dev *dev);
#define pci_intx(dev, on)	((void)(dev))

/* --- time, restarts -------------------------------------------------------------- */

#define rdtsc_ordered()		1ULL
#define ktime_get_real_ns()	1ULL
#define usleep_range(min, max)	((void)((min) + (max)))
#define stop_machine(function, data, cpus)	((void)(cpus), function(data))

struct sys_off_data { int none; };
struct sys_off_handler;
#define NOTIFY_DONE		0
#define SYS_OFF_MODE_RESTART_PREPARE	0
#define SYS_OFF_PRIO_DEFAULT	0
struct sys_off_handler *register_sys_off_handler(int mode, int priority,
						 int (*handler)(struct sys_off_data *data),
						 void *data);
#define unregister_sys_off_handler(handler)	((void)(handler))
void kernel_restart(char *command);
unsigned int lock_system_sleep(void);
void unlock_system_sleep(unsigned int flags);

/* --- Xen ------------------------------------------------------------------------- */

struct start_info { u8 cmd_line[1024]; };
extern struct start_info *xen_start_info;
#define MAX_GUEST_CMDLINE	1024

static inline void __set_bit(unsigned int bit, unsigned long *map)
{
	map[bit / BITS_PER_LONG] |= 1UL << bit % BITS_PER_LONG;
}

static inline void bitmap_or(unsigned long *to, const unsigned long *a, const unsigned long *b,
			     unsigned int bits)
{
	unsigned int i;

	for (i = 0; i < bits / BITS_PER_LONG; i++)
		to[i] = a[i] | b[i];
}

#endif /* _KERNEL_H */
