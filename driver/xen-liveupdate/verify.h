/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checks digest, signature and policy of images.
 */
#ifndef _XLU_VERIFY_H
#define _XLU_VERIFY_H

#include <linux/types.h>
#include <linux/xen-liveupdate.h>

#include "buffer.h"
#include "lib/reason.h"

struct xlu_step;

enum xlu_why xlu_digest(struct xlu_step *step, const void *data, size_t size, u8 *sha256);
enum xlu_why xlu_verify_origin(const void *data, size_t size, bool need_signature,
			       bool *is_signed);
enum xlu_why xlu_verify_policy(bool is_signed);
enum xlu_why xlu_verify_dom0(struct xlu_step *step, struct xlu_buffer *kernel,
			     const struct xlu_buffer *initrd);
u32 xlu_policy(void);

int xlu_verify_init(void);
void xlu_verify_exit(void);

#endif /* _XLU_VERIFY_H */
