/* SPDX-License-Identifier: GPL-2.0-only */
/* Headers of Xen for the host: helpers. */
#ifndef _XLU_HOST_LIB_H
#define _XLU_HOST_LIB_H

#include <xen/types.h>

#define ARRAY_SIZE(x)		(sizeof(x) / sizeof((x)[0]))
#define BUILD_BUG_ON(cond)	_Static_assert(!(cond), #cond)

#endif /* _XLU_HOST_LIB_H */
