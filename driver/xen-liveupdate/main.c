// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: The driver
 *
 * Replaces the Xen hypervisor from its control domain. Its parts:
 *
 *	dev.c, sysfs.c	what agents and people use
 *	update.c	the one update that there can be; state.c: its states
 *	stage.c		payloads: buffer.c holds them, verify.c vouches for the image,
 *			inflate.c and image.c make it a Xen
 *	cold.c, live.c	handing it over to Xen, with the handoff area of area.c
 *	report.c	how the last update went
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

/* Nobody has the device or a buffer open. An image that was to stay is unloaded. */
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

/* Checksums of hundreds of megabytes are worth it; udev need not have been there. */
MODULE_SOFTDEP("pre: crc32c-intel");
MODULE_LICENSE("GPL");
MODULE_AUTHOR("The xen-liveupdate authors");
MODULE_DESCRIPTION("Replace the Xen hypervisor from its control domain");
MODULE_VERSION(XLU_DRIVER_VERSION);
