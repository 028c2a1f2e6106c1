// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Firmware
 *
 * A cold update starts the next Xen as on a PC without EFI. That Xen looks for low
 * memory and the ACPI root pointer where a BIOS describes them. On a machine that UEFI
 * has started, the stub writes these descriptions, and from then on the machine looks
 * like one with a BIOS. dom0 cannot read low memory and gets acpi_rsdp=.
 *
 * In a live update the old Xen passes the data of EFI to the new one. Only room in low
 * memory has to be found for the entry of the new Xen.
 */
#include <linux/efi.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/security.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <xen/xen.h>
#include <asm/xen/hypervisor.h>

#include <xen-liveupdate/rsdp.h>

#include "area.h"
#include "cmdline.h"
#include "firmware.h"
#include "hcall.h"
#include "load.h"
#include "lowmem.h"
#include "step.h"
#include "update.h"

/* Root pointer that an earlier cold update has passed to this kernel. */
static u64 firmware_told_rsdp(void)
{
	const char *word = xlu_cmdline_find((const char *)xen_start_info->cmd_line, "",
					    XLU_RSDP_ARGUMENT);
	char digits[24];
	size_t len;
	u64 maddr;

	if (!word)
		return 0;
	word += strlen(XLU_RSDP_ARGUMENT);
	len = min(strcspn(word, " "), sizeof(digits) - 1);
	memcpy(digits, word, len);
	digits[len] = 0;
	return kstrtoull(digits, 16, &maddr) ? 0 : maddr;
}

static u64 firmware_find_rsdp(void)
{
	if (efi_enabled(EFI_CONFIG_TABLES)) {
		if (efi.acpi20 != EFI_INVALID_TABLE_ADDR)
			return efi.acpi20;
		if (efi.acpi != EFI_INVALID_TABLE_ADDR)
			return efi.acpi;
	}
	return firmware_told_rsdp();
}

/* Xen's command line as staged, else that of the running Xen. To be freed; NULL on failure. */
static char *firmware_xen_line(const struct xlu_update *update)
{
	char *text = xlu_payload_text(update, XEN_LIVEUPDATE_PAYLOAD_CMDLINE);

	if (text)
		return IS_ERR(text) ? NULL : text;
	text = kmalloc(XLU_MAX_CMDLINE, GFP_KERNEL);
	if (text && xlu_hcall_cmdline(text, XLU_MAX_CMDLINE)) {
		kfree(text);
		return NULL;
	}
	return text;
}

/* Does a command line say that the next dom0's kernel is to be locked down? */
static bool firmware_asks_for_lockdown(const struct xlu_update *update)
{
	char *xen = firmware_xen_line(update);
	char *text = xlu_payload_text(update, XEN_LIVEUPDATE_PAYLOAD_KERNEL_CMDLINE);
	const char *dom0 = text ?: (const char *)xen_start_info->cmd_line;
	bool found = true;

	/* Assume lockdown if a command line cannot be read. */
	if (xen && !IS_ERR(text))
		found = xlu_cmdline_find(dom0, xen, "lockdown=");
	if (!IS_ERR(text))
		kfree(text);
	kfree(xen);
	return found;
}

/* A locked down kernel ignores acpi_rsdp= on its command line. */
static bool firmware_ignores_rsdp(const struct xlu_update *update)
{
	return security_locked_down(LOCKDOWN_ACPI_TABLES) || firmware_asks_for_lockdown(update);
}

static bool firmware_rsdp_is_good(u64 maddr)
{
	void *mem = memremap(maddr, XLU_RSDP_SIZE, MEMREMAP_WB);
	bool good;

	if (!mem)
		return false;
	good = xlu_rsdp_size(mem);
	memunmap(mem);
	return good;
}

static enum xlu_why firmware_no_acpi(struct xlu_step *step, const char *what)
{
	xlu_step_explain(step, "%s", what);
	return XLU_WHY_NO_ACPI;
}

/* Find low memory for the stub that is used neither by the firmware nor by ACPI. */
static enum xlu_why firmware_find_low_memory(struct xlu_step *step, struct xlu_firmware *firmware)
{
	struct xlu_memmap_entry *map;
	enum xlu_why why = XLU_WHY_NONE;
	int nr;

	map = kvmalloc_array(XLU_MAX_MEMMAP, sizeof(*map), GFP_KERNEL);
	if (!map)
		return XLU_WHY_OUT_OF_MEMORY;
	nr = xlu_hcall_memmap(map, XLU_MAX_MEMMAP);
	firmware->ebda = nr > 0 ? xlu_lowmem_ebda(map, nr) : 0;
	if (!firmware->ebda)
		why = XLU_WHY_NO_LOW_MEMORY;
	else if (firmware->rsdp &&
		 xlu_lowmem_touches_ram(map, nr, firmware->rsdp, XLU_RSDP_SIZE))
		why = firmware_no_acpi(step, "the root pointer lies in memory that is not kept");
	kvfree(map);
	return why;
}

/**
 * xlu_firmware_check_live() - is there low memory for the next Xen's entry?
 * @firmware: filled in
 * @step: gets an explanation if there is none
 *
 * Return: XLU_WHY_NONE, or why a live update is impossible on this host.
 */
enum xlu_why xlu_firmware_check_live(struct xlu_firmware *firmware, struct xlu_step *step)
{
	firmware->ebda = 0;
	firmware->rsdp = 0;
	return xlu_hcall_efi(NULL) ? firmware_find_low_memory(step, firmware) : XLU_WHY_NONE;
}

/**
 * xlu_firmware_check() - can the data of the firmware be passed to the next Xen?
 * @firmware: filled in
 * @step: gets an explanation if not
 * @update: a cold update
 *
 * Return: XLU_WHY_NONE, or why a cold update is impossible on this host.
 */
enum xlu_why xlu_firmware_check(struct xlu_firmware *firmware, struct xlu_step *step,
				const struct xlu_update *update)
{
	bool efi_boot = xlu_hcall_efi(NULL);

	firmware->ebda = 0;
	firmware->rsdp = firmware_find_rsdp();
	if (!firmware->rsdp)
		return !efi_boot ? XLU_WHY_NONE :
		       firmware_no_acpi(step, "this dom0 does not know the root pointer");
	if (!firmware_rsdp_is_good(firmware->rsdp))
		return firmware_no_acpi(step, "there is no root pointer where it should be");
	if (firmware_ignores_rsdp(update))
		return firmware_no_acpi(step, "lockdown: dom0's kernel would ignore acpi_rsdp=");
	return efi_boot ? firmware_find_low_memory(step, firmware) : XLU_WHY_NONE;
}

/** xlu_firmware_describe() - fill in the area; before its checksum is computed */
void xlu_firmware_describe(struct xlu_area *area, const struct xlu_firmware *firmware)
{
	area->head.ebda_maddr = firmware->ebda;
	area->head.rsdp_maddr = firmware->ebda ? firmware->rsdp : 0;
}

/**
 * xlu_firmware_warnings() - firmware services that a cold update of this host ends
 *
 * Return: XLU_WARN_*.
 */
u64 xlu_firmware_warnings(void)
{
	bool services;

	return xlu_hcall_efi(&services) && services ? XLU_WARN_EFI : 0;
}
