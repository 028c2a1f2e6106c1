/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The fixed-width types of <linux/types.h> for the stub, which is built
 * without any system header. Included by the contract headers under XLU_STUB.
 */
#ifndef _XLU_STUB_TYPES_H
#define _XLU_STUB_TYPES_H

typedef __UINT8_TYPE__ __u8;
typedef __UINT16_TYPE__ __u16;
typedef __UINT32_TYPE__ __u32;
typedef __UINT64_TYPE__ __u64;

#endif /* _XLU_STUB_TYPES_H */
