// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Hosts for cold updates
 *
 * Checks of this host before anything is staged: whether a cold update is possible, and
 * which features of the running Xen it ends.
 */
#include <linux/errno.h>
#include <linux/slab.h>

#include <xen-liveupdate/handoff.h>

#include "cmdline.h"
#include "cold_host.h"
#include "hcall.h"
#include "step.h"

/**
 * xlu_cold_host() - are cold updates possible on this host?
 * @step: gets an explanation if they are not
 *
 * Return: XLU_WHY_NONE, or why cold updates are impossible here.
 */
enum xlu_why xlu_cold_host(struct xlu_step *step)
{
	int ret = xlu_hcall_cold();

	if (ret == -EXDEV)
		xlu_step_explain(step, "dom0 is a PVH domain, which knows no machine addresses");
	else if (ret)
		xlu_step_explain(step, "the running Xen was built without kexec");
	if (ret)
		return XLU_WHY_NO_COLD_UPDATE;
	/* A commit would drop the image of kexec-tools, and "kexec -u" then drop the stub. */
	if (xlu_hcall_loaded(KEXEC_TYPE_DEFAULT))
		return XLU_WHY_KEXEC_IN_USE;
	return XLU_WHY_NONE;
}

/* Does the command line say how the new Xen treats a missing policy? */
static bool cold_settled(const char *cmdline)
{
	return xlu_cmdline_has(cmdline, "flask=late") ||
	       xlu_cmdline_has(cmdline, "flask=disabled") ||
	       xlu_cmdline_has(cmdline, "flask=permissive") ||
	       xlu_cmdline_has(cmdline, "flask=enforcing");
}

/**
 * xlu_cold_lacks_policy() - would the new Xen lack the FLASK policy of the running one?
 * @cmdline: command line that was staged for the new Xen, NULL if none was
 *
 * Return: true if the policy would be missing.
 */
bool xlu_cold_lacks_policy(const char *cmdline)
{
	return xlu_hcall_flask() && !(cmdline && cold_settled(cmdline));
}

/**
 * xlu_cold_live_patches() - does a cold update end live patches?
 *
 * Return: XLU_WARN_LIVEPATCH or 0.
 */
u64 xlu_cold_live_patches(void)
{
	return xlu_hcall_livepatched() ? XLU_WARN_LIVEPATCH : 0;
}

/**
 * xlu_cold_warnings() - properties of the running Xen that a cold update ends
 *
 * Return: XLU_WARN_*.
 */
u64 xlu_cold_warnings(void)
{
	char *cmdline = kmalloc(XLU_MAX_CMDLINE, GFP_KERNEL);
	u64 warnings = xlu_cold_live_patches();

	if (cmdline && !xlu_hcall_cmdline(cmdline, XLU_MAX_CMDLINE) &&
	    xlu_cmdline_no_microcode(cmdline))
		warnings |= XLU_WARN_MICROCODE;
	kfree(cmdline);
	return warnings;
}
