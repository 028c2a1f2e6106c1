/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the tool shares with the driver: the parser of images and the words for
 * states and reasons are the driver's own files, built for user space.
 */
#ifndef TOOLS_DRIVER_H
#define TOOLS_DRIVER_H

#include "xen-liveupdate/dom0_kernel.h"
#include "xen-liveupdate/image.h"
#include "xen-liveupdate/reason.h"
#include "xen-liveupdate/state.h"
#include "xen-liveupdate/unpack.h"

#endif /* TOOLS_DRIVER_H */
