/* SPDX-License-Identifier: MIT */
/*
 * Types of fixed width for the other headers here, in every environment. The stub is
 * built without system headers.
 */
#ifndef _XEN_LIVEUPDATE_TYPES_H
#define _XEN_LIVEUPDATE_TYPES_H

#if defined(__XEN__)
#include <xen/types.h>
#elif defined(XLU_STUB)
typedef __UINT8_TYPE__ __u8;
typedef __UINT16_TYPE__ __u16;
typedef __UINT32_TYPE__ __u32;
typedef __UINT64_TYPE__ __u64;
#else
#include <linux/types.h>
#endif

#endif /* _XEN_LIVEUPDATE_TYPES_H */
