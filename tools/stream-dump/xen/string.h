/* SPDX-License-Identifier: GPL-2.0-only */
/* Headers of Xen for the host: memset() and memcpy(). */
#include <string.h>
