// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: The driver
 *
 * Replaces the Xen hypervisor from its control domain. Its parts:
 *
 *	dev.c, sysfs.c	interfaces for agents and for people
 *	update.c	the update; state.c: its states
 *	stage.c		payloads, in the buffers of buffer.c
 *	verify.c	trust in the image; inflate.c and image.c: its content
 *	cold.c, live.c	loading and committing, with the handoff area of area.c
 *	report.c	result of the last update
 *	hcall.c		hypercalls
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/module.h>

#include <xen/xen.h>
#include <asm/xen/hypervisor.h>

#include "dev.h"
#include "load.h"
#include "report.h"
#include "stub_image.h"
#include "update.h"
#include "verify.h"

static int __init xlu_init(void)
{
	int ret;

	if (!xen_initial_domain()) {
		pr_err("not the control domain of a Xen: nothing to update here\n");
		return -ENODEV;
	}
	if (!xlu_stub_size() || xlu_stub_size() > XLU_STUB_MAX)
		return -EINVAL;

	ret = xlu_verify_init();
	if (ret)
		return ret;
	ret = xlu_cold_init();
	if (ret)
		goto err_verify;
	xlu_report_init();
	ret = xlu_dev_init();
	if (ret)
		goto err_cold;
	xlu_debug_init();
	return 0;

err_cold:
	xlu_cold_exit();
err_verify:
	xlu_verify_exit();
	return ret;
}

/* No file of the device or of a buffer is open. A loaded image is unloaded. */
static void __exit xlu_exit(void)
{
	xlu_debug_exit();
	xlu_dev_exit();
	xlu_sysfs_exit();
	xlu_update_exit();
	xlu_cold_exit();
	xlu_verify_exit();
}

module_init(xlu_init);
module_exit(xlu_exit);

/* Checksums of hundreds of megabytes need the fast CRC32C; udev may not have loaded it. */
MODULE_SOFTDEP("pre: crc32c-intel");
MODULE_LICENSE("GPL");
MODULE_AUTHOR("The xen-liveupdate authors");
MODULE_DESCRIPTION("Replace the Xen hypervisor from its control domain");
MODULE_VERSION(XLU_DRIVER_VERSION);
