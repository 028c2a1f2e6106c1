/* SPDX-License-Identifier: GPL-2.0-only */
/* Headers of Xen for the host: error numbers. */
#include <errno.h>
