/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Replaces the kernel's headers when the files of pure.h are built for the host. Defines
 * only names that these files use.
 */
#ifndef _XLU_HOST_H
#define _XLU_HOST_H

#include <endian.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/elf.h>
#include <linux/types.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "Xen images are read in place: build this on a little-endian machine"
#endif

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;

#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))
#define BITS_PER_LONG		__LONG_WIDTH__

#define ALIGN_DOWN(x, a)	((x) & ~((typeof(x))(a) - 1))
#define IS_ALIGNED(x, a)	(((x) & ((typeof(x))(a) - 1)) == 0)

#define ALIGN(x, a) ({			\
	typeof(x) _mask = (a) - 1;	\
	((x) + _mask) & ~_mask; })

#define min(a, b) ({			\
	typeof(a) _a = (a);		\
	typeof(b) _b = (b);		\
	_a < _b ? _a : _b; })

#define min_t(type, a, b)	min((type)(a), (type)(b))

#define max(a, b) ({			\
	typeof(a) _a = (a);		\
	typeof(b) _b = (b);		\
	_a > _b ? _a : _b; })

#define be32_to_cpu(x)		be32toh(x)
#define le32_to_cpu(x)		le32toh(x)
#define le64_to_cpu(x)		le64toh(x)
#define U32_MAX			UINT32_MAX
#define U64_MAX			UINT64_MAX

#define container_of(p, type, member) ((type *)((char *)(p) - offsetof(type, member)))

static inline void *xlu_alloc(size_t size)
{
	return calloc(1, size);
}

static inline void xlu_free(void *data)
{
	free(data);
}

static inline bool is_power_of_2(unsigned long n)
{
	return n && !(n & (n - 1));
}

/* As in <linux/module_signature.h>, which is not a header for user space. */
#define MODULE_SIG_STRING	"~Module signature appended~\n"
#define PKEY_ID_PKCS7		2

struct module_signature {
	u8 algo;
	u8 hash;
	u8 id_type;
	u8 signer_len;
	u8 key_id_len;
	u8 __pad[3];
	__be32 sig_len;
};

#endif /* _XLU_HOST_H */
