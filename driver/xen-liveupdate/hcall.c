// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Hypercalls
 *
 * All hypercalls of the driver. Arguments lie on the stack or in kmalloc()ed memory,
 * as Xen reads them by their virtual address.
 */
#include <linux/elf.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <xen/interface/xen.h>
#include <xen/interface/memory.h>
#include <xen/interface/platform.h>
#include <xen/interface/version.h>
#include <xen/features.h>
#include <xen/xen-ops.h>
#include <asm/e820/types.h>
#include <asm/xen/hypercall.h>

#include "lib/compat.h"
#include "hcall.h"

/* Bytes of the longest build id: a SHA-1. */
#define BUILD_ID_MAX	20

static int hcall_kexec_op(unsigned long cmd, void *arg)
{
	return _hypercall2(int, kexec_op, cmd, arg);
}

/**
 * xlu_hcall_load() - have Xen load an image
 * @type: KEXEC_TYPE_*
 * @entry_maddr: machine address of the entry point
 * @segment: parts of the image
 * @nr: entries of @segment, 1 to XEN_KEXEC_MAX_SEGMENTS
 *
 * Replaces an image of the same type. Xen copies the buffers, so they may be freed
 * afterwards. One hypercall, whose time is proportional to the size of the image.
 *
 * Return: 0, or Xen's error.
 */
int xlu_hcall_load(int type, u64 entry_maddr,
		   const struct xen_kexec_segment *segment, u32 nr)
{
	struct xen_kexec_load load = {
		.type = type,
		.arch = EM_X86_64,
		.nr_segments = nr,
		.segments = (unsigned long)segment,
		.entry_maddr = entry_maddr,
	};
	int ret;

	if (nr > XEN_KEXEC_MAX_SEGMENTS)
		return -EINVAL;
	xen_preemptible_hcall_begin();
	ret = hcall_kexec_op(KEXEC_CMD_kexec_load, &load);
	xen_preemptible_hcall_end();
	return ret;
}

/**
 * xlu_hcall_unload() - have Xen forget the image of a type
 * @type: KEXEC_TYPE_*
 *
 * Return: 0, or Xen's error.
 */
int xlu_hcall_unload(int type)
{
	struct xen_kexec_type arg = { type };

	return hcall_kexec_op(KEXEC_CMD_kexec_unload, &arg);
}

/**
 * xlu_hcall_cold() - can an image be loaded for a cold update?
 *
 * Return: 0, -EOPNOTSUPP if Xen was built without kexec, or -EXDEV if dom0 is an HVM or
 * PVH domain, which does not know machine addresses.
 */
int xlu_hcall_cold(void)
{
	struct xen_kexec_type arg = { KEXEC_TYPE_DEFAULT };

	if (xen_feature(XENFEAT_auto_translated_physmap))
		return -EXDEV;
	return hcall_kexec_op(KEXEC_CMD_kexec_status, &arg) < 0 ? -EOPNOTSUPP : 0;
}

/**
 * xlu_hcall_loaded() - does Xen hold an image, whoever loaded it?
 * @type: KEXEC_TYPE_*
 *
 * Return: true if it does.
 */
bool xlu_hcall_loaded(int type)
{
	struct xen_kexec_type arg = { type };

	return hcall_kexec_op(KEXEC_CMD_kexec_status, &arg) > 0;
}

/**
 * xlu_hcall_exec() - enter the image of a type
 * @type: KEXEC_TYPE_*
 *
 * Context: any; does not return if an image of type KEXEC_TYPE_DEFAULT is
 * entered, returns 0 on the new Xen after a live update.
 *
 * Return: 0, or Xen's error.
 */
int xlu_hcall_exec(int type)
{
	struct xen_kexec_type arg = { type };

	return hcall_kexec_op(KEXEC_CMD_kexec, &arg);
}

/**
 * xlu_hcall_bank() - the staging bank for the next live update
 * @maddr: set to its machine address
 * @size: set to its bytes
 *
 * Return: 0, -EOPNOTSUPP if the running Xen has none, or -EXDEV if dom0 is an HVM or PVH
 * domain, which has its own memory at that address.
 */
int xlu_hcall_bank(u64 *maddr, u64 *size)
{
	struct xen_kexec_range range = { .range = KEXEC_RANGE_MA_LIVEUPDATE };
	int ret = hcall_kexec_op(KEXEC_CMD_kexec_get_range, &range);

	if (ret || !range.size)
		return -EOPNOTSUPP;
	if (xen_feature(XENFEAT_auto_translated_physmap))
		return -EXDEV;
	*maddr = range.start;
	*size = range.size;
	return 0;
}

/**
 * xlu_hcall_flask() - is FLASK the running Xen's security module?
 *
 * Return: true if it is.
 */
bool xlu_hcall_flask(void)
{
	struct xen_flask_op op = {
		.cmd = XEN_FLASK_GETENFORCE,
		.interface_version = XEN_FLASK_INTERFACE_VERSION,
	};

	return _hypercall1(int, xsm_op, &op) >= 0;
}

/* Number of live patches; -EACCES if Xen's interface has another version. */
static int hcall_livepatches(u32 version, u32 *nr)
{
	struct xen_livepatch_list list = {
		.cmd = XEN_SYSCTL_LIVEPATCH,
		.interface_version = version,
		.op = XEN_SYSCTL_LIVEPATCH_LIST,
	};
	int ret = _hypercall1(int, sysctl, &list);

	*nr = ret < 0 ? 0 : list.nr;
	return ret;
}

/**
 * xlu_hcall_livepatched() - does the running Xen have live patches?
 *
 * Return: true if it does.
 */
bool xlu_hcall_livepatched(void)
{
	u32 version, nr = 0;

	/* Each Xen accepts its own version alone; the command is the same in all. */
	for (version = XEN_SYSCTL_VERSION_MIN; version <= XEN_SYSCTL_VERSION_MAX; version++) {
		if (hcall_livepatches(version, &nr) != -EACCES)
			break;
	}
	return nr;
}

static bool hcall_efi_knows(u32 index)
{
	struct xen_platform_op op = {
		.cmd = XENPF_firmware_info,
		.u.firmware_info.type = XEN_FW_EFI_INFO,
		.u.firmware_info.index = index,
	};

	return !HYPERVISOR_platform_op(&op);
}

/**
 * xlu_hcall_efi() - was the running Xen started by UEFI, and does it know?
 * @services: set to whether Xen uses the run-time services; may be NULL
 *
 * Return: true if both hold.
 */
bool xlu_hcall_efi(bool *services)
{
	if (services)
		*services = hcall_efi_knows(XEN_FW_EFI_RT_VERSION);
	return hcall_efi_knows(XEN_FW_EFI_CONFIG_TABLE);
}

/**
 * xlu_hcall_xen() - memory of the running Xen itself
 * @maddr: set to its machine address
 * @size: set to its bytes
 *
 * Return: 0, or Xen's error.
 */
int xlu_hcall_xen(u64 *maddr, u64 *size)
{
	struct xen_kexec_range range = { .range = KEXEC_RANGE_MA_XEN };
	int ret = hcall_kexec_op(KEXEC_CMD_kexec_get_range, &range);

	*maddr = range.start;
	*size = range.size;
	return ret;
}

/**
 * xlu_hcall_memmap() - the machine's memory map
 * @map: filled in, sorted
 * @max: entries of @map, at most XLU_MAX_MEMMAP
 *
 * Return: the number of entries.
 */
int xlu_hcall_memmap(struct xlu_memmap_entry *map, u32 max)
{
	struct boot_e820_entry *e820;
	struct xen_memory_map arg = { .nr_entries = max };
	int ret;
	u32 i;

	e820 = kcalloc(max, sizeof(*e820), GFP_KERNEL);
	if (!e820)
		return -ENOMEM;
	set_xen_guest_handle(arg.buffer, e820);
	ret = HYPERVISOR_memory_op(XENMEM_machine_memory_map, &arg);
	for (i = 0; !ret && i < arg.nr_entries; i++) {
		map[i].maddr = e820[i].addr;
		map[i].size = e820[i].size;
		map[i].type = e820[i].type;
		map[i].reserved = 0;
	}
	kfree(e820);
	return ret ?: arg.nr_entries;
}

/**
 * xlu_hcall_cmdline() - command line of the running Xen
 * @buf: filled in, a string
 * @size: bytes of @buf
 *
 * Return: 0, -E2BIG if @size is too small, -ENOMEM, or Xen's error.
 */
int xlu_hcall_cmdline(char *buf, size_t size)
{
	struct xen_commandline *arg;
	int ret;

	arg = kzalloc(sizeof(*arg), GFP_KERNEL);
	if (!arg)
		return -ENOMEM;
	ret = HYPERVISOR_xen_version(XENVER_commandline, arg);
	if (!ret) {
		arg->buf[sizeof(arg->buf) - 1] = 0;
		ret = strscpy(buf, arg->buf, size) < 0 ? -E2BIG : 0;
	}
	kfree(arg);
	return ret;
}

/**
 * xlu_hcall_version() - version of the running Xen, as `xl info` shows it
 * @buf: filled in
 * @size: bytes of @buf
 */
void xlu_hcall_version(char *buf, size_t size)
{
	struct xen_extraversion extra = { };
	int version = HYPERVISOR_xen_version(XENVER_version, NULL);

	if (HYPERVISOR_xen_version(XENVER_extraversion, &extra))
		extra.extraversion[0] = 0;
	snprintf(buf, size, "%d.%d%.*s", version >> 16, version & 0xffff,
		 (int)sizeof(extra.extraversion), extra.extraversion);
}

/**
 * xlu_hcall_build_id() - build id of the running Xen
 * @buf: filled in: lower-case hexadecimal, empty if there is none
 * @size: bytes of @buf
 */
void xlu_hcall_build_id(char *buf, size_t size)
{
	struct {
		struct xen_build_id head;
		u8 id[BUILD_ID_MAX];
	} arg = { .head.len = BUILD_ID_MAX };
	int len = HYPERVISOR_xen_version(XENVER_build_id, &arg.head);

	memset(buf, 0, size);
	if (len > 0 && len <= BUILD_ID_MAX && len * 2 < size)
		bin2hex(buf, arg.id, len);
}
