/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * So much of the kernel that the files can be built for the host which decide by what Xen
 * and the kernel's security answer. What they are answered is in struct answers. Every
 * header of the kernel is this one: the Makefile makes them.
 */
#ifndef _KERNEL_H
#define _KERNEL_H

#include <assert.h>
#include <stdarg.h>

#include "lib/pure.h"

struct kref { int nr; };
struct mutex { int owner; };
#define wait_queue_head_t	int
struct device;
struct key;
struct file;

#define __init
#define __printf(fmt, first)	__attribute__((format(printf, fmt, first)))
#define BUILD_BUG_ON(x)		_Static_assert(!(x), #x)
#define READ_ONCE(x)		(x)
#define WRITE_ONCE(x, value)	((x) = (value))
#define min_t(type, a, b)	min((type)(a), (type)(b))
#define max_t(type, a, b)	max((type)(a), (type)(b))
#define DEFINE_MUTEX(name)	struct mutex name
#define PAGE_SIZE		4096UL
#define PAGE_ALIGN(x)		ALIGN((u64)(x), PAGE_SIZE)
#define PAGE_ALIGNED(x)		IS_ALIGNED((u64)(x), PAGE_SIZE)
#define fatal_signal_pending(task)	false
#define isascii(c)		((unsigned char)(c) < 128)
#define isprint(c)		((unsigned char)(c) >= 32 && (unsigned char)(c) < 127)
#define IS_ERR(p)		((unsigned long)(p) >= (unsigned long)-4095)
#define PTR_ERR(p)		((long)(p))
#define GFP_KERNEL		0
#define kzalloc(size, flags)	calloc(1, size)
#define kmalloc(size, flags)	malloc(size)
#define kcalloc(n, size, flags)	calloc(n, size)
#define kfree(data)		free((void *)(data))
#define pr_warn(...)		(answers.warnings++)
#define pr_info(...)		((void)0)
#define TRACE_EVENT(...)
#define trace_xlu_hash(bytes, ns)	((void)(ns))
#define strscpy(to, from, size)	snprintf(to, size, "%s", from)
#define mutex_lock(lock)	((void)(lock))
#define mutex_unlock(lock)	((void)(lock))
#define cond_resched()		((void)0)
#define ktime_get_ns()		0ULL
#define rdtsc_ordered()		1ULL

enum keys { KEYS_SECONDARY, KEYS_PLATFORM, KEYS_OWN, KEYS_NONE, NR_KEYS };

/**
 * struct answers - what the kernel and Xen say
 * @pvh: dom0 is no PV domain
 * @kexec: return value of every kexec hypercall
 * @range: size of what a range is asked for
 * @xsm: of xsm_op
 * @sysctl_version: the only one that Xen knows
 * @sysctl: return value of one of that version
 * @patches: live patches
 * @firmware: of platform_op
 * @cmdline: of the running Xen
 * @by_key: of verify_pkcs7_signature(), for each of enum keys
 * @locked_down: the kernel is
 * @warnings: lines in the log
 * @page: what lies at every machine address
 */
struct answers {
	bool pvh;
	int kexec;
	u64 range;
	int xsm;
	u32 sysctl_version;
	int sysctl;
	u32 patches;
	int firmware;
	const char *cmdline;
	int by_key[NR_KEYS];
	bool locked_down;
	int warnings;
	const void *page;
};

extern struct answers answers;

/* What Xen has not */
#define NO_HYPERCALL	(-38)

/* --- Xen ------------------------------------------------------------------------- */

long fake_hypercall(const char *name, unsigned long a, void *b);
#define _hypercall1(type, name, a)	((type)fake_hypercall(#name, 0, a))
#define _hypercall2(type, name, a, b)	((type)fake_hypercall(#name, a, b))

#define XENFEAT_auto_translated_physmap 2
#define xen_feature(feature)	(answers.pvh)
#define xen_preemptible_hcall_begin()	((void)0)
#define xen_preemptible_hcall_end()	((void)0)

struct xen_platform_op {
	u32 cmd;
	union {
		struct { u32 type, index; } firmware_info;
	} u;
};

#define XENPF_firmware_info	50
#define XEN_FW_EFI_INFO		4
#define XEN_FW_EFI_CONFIG_TABLE	1
#define XEN_FW_EFI_RT_VERSION	4
#define HYPERVISOR_platform_op(op)	((void)(op), answers.firmware)

struct boot_e820_entry { u64 addr, size; u32 type; };
struct xen_memory_map { unsigned int nr_entries; void *buffer; };
#define set_xen_guest_handle(handle, value)	((handle) = (value))
#define XENMEM_machine_memory_map	10
#define HYPERVISOR_memory_op(op, arg)	((void)(arg), NO_HYPERCALL)

struct xen_commandline { char buf[1024]; };
struct xen_extraversion { char extraversion[16]; };
struct xen_build_id { u32 len; u8 buf[]; };
#define XENVER_version		0
#define XENVER_extraversion	1
#define XENVER_commandline	9
#define XENVER_build_id		10
int HYPERVISOR_xen_version(int op, void *arg);
void bin2hex(char *to, const void *from, size_t size);

/* --- keys ------------------------------------------------------------------------ */

#define GLOBAL_ROOT_UID		0
#define GLOBAL_ROOT_GID		0
#define KEY_POS_SEARCH		0
#define KEY_USR_VIEW		0
#define KEY_USR_READ		0
#define KEY_USR_WRITE		0
#define KEY_USR_SEARCH		0
#define KEY_USR_SETATTR		0
#define KEY_ALLOC_NOT_IN_QUOTA	0
#define current_cred()		0
#define VERIFY_USE_SECONDARY_KEYRING	((struct key *)1)
#define VERIFY_USE_PLATFORM_KEYRING	((struct key *)2)
#define VERIFYING_UNSPECIFIED_SIGNATURE	0
#define LOCKDOWN_KEXEC			1
#define LOCKDOWN_MODULE_PARAMETERS	2
#define security_locked_down(what)	(answers.locked_down)

struct key *fake_keyring(const char *name);
#define keyring_alloc(name, ...)	fake_keyring(name)
#define key_put(key)			((void)(key))
int verify_pkcs7_signature(const void *data, size_t size, const void *sig, size_t sig_size,
			   struct key *keys, int usage, void *view, void *arg);

struct sha256_ctx { int none; };
#define sha256_state	sha256_ctx
#define sha256_init(state)		((state)->none = 0)
#define sha256_update(state, data, len)	((void)(data))
#define sha256_final(state, digest)	memset(digest, 0, 32)

/* --- parameters of the module ---------------------------------------------------- */

struct kernel_param {
	void *arg;
};

struct kernel_param_ops {
	unsigned int flags;
	int (*set)(const char *value, const struct kernel_param *param);
	int (*get)(char *buffer, const struct kernel_param *param);
};

#define KERNEL_PARAM_OPS_FL_NOARG	1
#define MODULE_PARM_DESC(name, text)	extern int name##_description
#define THIS_MODULE			NULL
#define __module_get(module)		(answers.warnings++)
#define param_get_bool			NULL
#define param_get_ullong		NULL
int param_set_ullong(const char *value, const struct kernel_param *param);
int kstrtobool(const char *value, bool *result);

/* The tests get at it by its name. */
#define module_param_cb(name, ops, place, mode)				\
	const struct kernel_param_ops *const param_ops_##name = ops;	\
	void *const param_place_##name = place

extern const struct kernel_param_ops *const param_ops_handoff;
extern const struct kernel_param_ops *const param_ops_sig_enforce;
extern void *const param_place_handoff;

/* --- memory of the machine -------------------------------------------------------- */

#define MEMREMAP_WC	1
#define memremap(maddr, size, flags)	((void *)answers.page)
#define memunmap(mem)			((void)(mem))

static inline u64 mul_u64_u64_div_u64(u64 a, u64 b, u64 c)
{
	return (__uint128_t)a * b / c;
}

#endif /* _KERNEL_H */
