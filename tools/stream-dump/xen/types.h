/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Headers of Xen for the parts of the hypervisor that are built for the host:
 * types.
 */
#ifndef _XLU_HOST_TYPES_H
#define _XLU_HOST_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#endif /* _XLU_HOST_TYPES_H */
