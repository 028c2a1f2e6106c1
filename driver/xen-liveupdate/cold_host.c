// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Hosts for cold updates
 *
 * What a cold update of this host is like before anything is staged: can there be one at
 * all, and what of the running Xen will not be there afterwards?
 */
#include <linux/errno.h>
#include <linux/slab.h>

#include <xen-liveupdate/handoff.h>

#include "cmdline.h"
#include "cold_host.h"
#include "hcall.h"
#include "step.h"

/**
 * xlu_cold_host() - is this a host on which it can work?
 * @step: gets an explanation if it is not
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
	/* Committing would drop it, and "kexec -u" afterwards drop ours. */
	if (xlu_hcall_loaded(KEXEC_TYPE_DEFAULT))
		return XLU_WHY_KEXEC_IN_USE;
	return XLU_WHY_NONE;
}

/* Has the user said what the new Xen is to do without a policy? */
static bool cold_settled(const char *cmdline)
{
	return xlu_cmdline_has(cmdline, "flask=late") ||
	       xlu_cmdline_has(cmdline, "flask=disabled") ||
	       xlu_cmdline_has(cmdline, "flask=permissive") ||
	       xlu_cmdline_has(cmdline, "flask=enforcing");
}

/**
 * xlu_cold_lacks_policy() - has the running Xen a policy that the new one is not given?
 * @cmdline: what was staged for the new Xen, NULL if nothing was
 *
 * Return: true if it has one that would be missing.
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
 * xlu_cold_warnings() - what the running Xen has and a new one will not
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
