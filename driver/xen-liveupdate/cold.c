// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Cold updates
 *
 * Cold updates use the kexec interface that Xen has had since 4.4. Image, dom0 kernel,
 * initial RAM disk and state blob stay where they were staged, in dom0's memory. Xen is
 * given the handoff stub alone, and only when the update is committed: dom0 is shut
 * down as for a reboot, and Xen enters the stub instead of the firmware. The stub copies
 * all parts to their places.
 *
 * The handoff area lies in memory of dom0 that is contiguous in machine addresses, so
 * that the driver can write to it until the last moment: to record the commit time and
 * to update the checksum, without which the stub stops.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/bitmap.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/math.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/platform_device.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/suspend.h>

#include <xen/xen.h>
#include <asm/xen/hypervisor.h>

#include "cmdline.h"
#include "cold_host.h"
#include "copies.h"
#include "firmware.h"
#include "hcall.h"
#include "load.h"
#include "machine.h"
#include "placement.h"
#include "step.h"
#include "update.h"
#include "verify.h"

#define LIMIT_4GIB	0x100000000ULL
#define XLU_CHUNK_SIZE	(LIMIT_4GIB / XLU_NR_CHUNKS)
/* Passes the address of the handoff page to the driver in the new dom0. */
#define HANDOFF_ARGUMENT "xen_liveupdate.handoff="

enum part {
	PART_IMAGE,
	PART_KERNEL,
	PART_INITRD,
	PART_BLOB,
	NR_PARTS
};

static struct platform_device *pdev;
static struct sys_off_handler *restart_handler;
/* The image to be entered when dom0 restarts, NULL for none. */
static struct xlu_loaded *armed;
static DEFINE_MUTEX(armed_lock);

/**
 * struct plan - a load in preparation
 * @step: the step that does the work
 * @update: the update to be loaded
 * @machine: the machine as Xen describes it
 * @buf: content of each part, NULL for those that are absent
 * @place: address of each part that is present, in order
 * @of: index of each part in @place
 * @nr: entries of @place
 * @firmware: what the update provides in place of the firmware
 */
struct plan {
	struct xlu_step *step;
	const struct xlu_update *update;
	struct xlu_machine *machine;
	const struct xlu_buffer *buf[NR_PARTS];
	struct xlu_place place[NR_PARTS];
	u32 of[NR_PARTS];
	u32 nr;
	struct xlu_firmware firmware;
};

static u64 cold_part_maddr(const struct plan *plan, enum part part)
{
	return plan->place[plan->of[part]].maddr;
}

static void cold_add_part(struct plan *plan, enum part part, u64 size, u64 align,
			  u64 min, u64 max)
{
	plan->of[part] = plan->nr;
	plan->place[plan->nr++] = (struct xlu_place){
		.size = size, .align = align, .min = min, .max = max,
	};
}

static void cold_add_chunks(struct xlu_chunks *chunks, const struct xlu_buffer *buf)
{
	size_t pos;
	u64 chunk;

	for (pos = 0; pos < buf->size; pos += PAGE_SIZE) {
		chunk = xlu_copies_maddr(buf->data + pos) / XLU_CHUNK_SIZE;
		if (chunk < XLU_NR_CHUNKS)
			__set_bit(chunk, chunks->bit);
		cond_resched();
	}
}

/* Pieces of memory that contain a staged part. */
static void cold_find_sources(struct xlu_chunks *chunks, const struct plan *plan)
{
	enum part part;

	cold_add_chunks(chunks, plan->update->image_buf);
	for (part = PART_KERNEL; part < NR_PARTS; part++)
		if (plan->buf[part])
			cold_add_chunks(chunks, plan->buf[part]);
}

/*
 * Choose memory in this order: dom0's own without staged parts; any without staged
 * parts; any at all. The handoff area and Xen itself are always excluded. The last two
 * choices may overwrite Xen's heap, with the data that stopped CPUs need to handle an NMI.
 * No NMI reaches these CPUs: Xen has disabled their local APICs and masked LINT1. (An NMI
 * sent as IPI would; the stub sends one to its own CPU alone.)
 */
static int cold_place_somewhere(struct plan *plan, const struct xlu_memmap_entry *map, u32 nr)
{
	struct xlu_chunks *avoid = kcalloc(2, sizeof(*avoid), GFP_KERNEL);
	u64 missing = 0;
	int ret;

	if (!avoid)
		return -ENOMEM;
	cold_find_sources(&avoid[0], plan);
	bitmap_or(avoid[1].bit, avoid[0].bit, plan->machine->others.bit, XLU_NR_CHUNKS);
	ret = xlu_place_all(map, nr, &avoid[1], plan->place, plan->nr, &missing);
	if (ret == -ENOSPC)
		ret = xlu_place_all(map, nr, &avoid[0], plan->place, plan->nr, &missing);
	if (ret == -ENOSPC)
		ret = xlu_place_all(map, nr, NULL, plan->place, plan->nr, &missing);
	if (ret == -ENOSPC)
		xlu_step_explain(plan->step, "%llu MiB are missing in one piece below 4 GiB",
				 DIV_ROUND_UP(missing, 1 << 20));
	kfree(avoid);
	return ret;
}

static int cold_exclude(struct xlu_memmap_entry *map, int nr, u64 area_maddr)
{
	u64 maddr, size;

	nr = xlu_memmap_exclude(map, nr, XLU_MAX_MEMMAP, area_maddr, XLU_AREA_SIZE);
	if (nr < 0 || xlu_hcall_xen(&maddr, &size))
		return nr;
	return xlu_memmap_exclude(map, nr, XLU_MAX_MEMMAP, maddr & PAGE_MASK,
				  PAGE_ALIGN(size + offset_in_page(maddr)));
}

static int cold_place_parts(struct plan *plan, u64 area_maddr)
{
	const struct xlu_image *image = &plan->update->image;
	struct xlu_memmap_entry *map;
	enum part part;
	int ret;

	cold_add_part(plan, PART_IMAGE, image->high, XLU_IMAGE_ALIGN, image->base_min,
		      min_t(u64, image->base_max, LIMIT_4GIB));
	/* Multiboot2 has 32 bits for the address of a module. The blob remains reserved. */
	for (part = PART_KERNEL; part < NR_PARTS; part++) {
		if (plan->buf[part])
			cold_add_part(plan, part, plan->buf[part]->size, PAGE_SIZE,
				      part == PART_BLOB ? XLU_RESERVED_MIN : 0, LIMIT_4GIB);
	}

	map = kvmalloc(sizeof(plan->machine->map), GFP_KERNEL);
	if (!map)
		return -ENOMEM;
	memcpy(map, plan->machine->map, sizeof(plan->machine->map));
	ret = cold_exclude(map, plan->machine->nr, area_maddr);
	if (ret > 0)
		ret = cold_place_somewhere(plan, map, ret);
	kvfree(map);
	return ret;
}

/*
 * A live update has given the running Xen the address of one bank, and perhaps a fault to
 * make. A Xen that starts anew finds room for two banks by itself.
 */
static void cold_undo_live(char *text, char *own, size_t own_size)
{
	u64 bank, size;

	xlu_cmdline_drop(text, "liveupdate-fault=");
	if (!xlu_cmdline_has_with(text, "liveupdate=", '@') || xlu_hcall_bank(&bank, &size))
		return;
	xlu_cmdline_drop(text, "liveupdate=");
	snprintf(own, own_size, "liveupdate=%lluM", size >> 19);
}

static char *cold_xen_cmdline(const struct plan *plan, struct xlu_area *area)
{
	char *text, *result, own[32] = "";

	text = xlu_payload_text(plan->update, XEN_LIVEUPDATE_PAYLOAD_CMDLINE);
	if (IS_ERR(text))
		return text;
	if (xlu_cold_lacks_policy(text)) {
		kfree(text);
		return ERR_PTR(-ENOKEY);
	}
	if (!text) {
		/* Xen truncates its command line to this size, so the rest may be missing. */
		if (strlen(plan->machine->cmdline) >= XLU_CMDLINE_SIZE - 1)
			return ERR_PTR(-E2BIG);
		text = kstrdup(plan->machine->cmdline, GFP_KERNEL);
		if (text)
			cold_undo_live(text, own, sizeof(own));
	}
	if (text && xlu_cmdline_no_microcode(text)) {
		pr_warn("the new Xen loads no microcode: ucode= names a module of the old one\n");
		area->head.warnings |= XLU_WARN_MICROCODE;
	}
	result = text ? xlu_xen_cmdline(text, own) : ERR_PTR(-ENOMEM);
	kfree(text);
	return result;
}

/* @more: what Xen appends to the command line */
static char *cold_kernel_cmdline(const struct plan *plan, u64 area_maddr, const char *more)
{
	char *text, *result, own[96];
	int ret, len;

	text = xlu_payload_text(plan->update, XEN_LIVEUPDATE_PAYLOAD_KERNEL_CMDLINE);
	if (IS_ERR(text))
		return text;
	if (!text)
		text = kstrndup((const char *)xen_start_info->cmd_line,
				MAX_GUEST_CMDLINE, GFP_KERNEL);
	result = text ? kmalloc(XLU_CMDLINE_SIZE, GFP_KERNEL) : NULL;
	if (!result) {
		kfree(text);
		return ERR_PTR(-ENOMEM);
	}
	/* An earlier cold update has added this word. */
	xlu_cmdline_drop(text, HANDOFF_ARGUMENT);
	len = snprintf(own, sizeof(own), HANDOFF_ARGUMENT "%#llx", area_maddr);
	if (plan->firmware.rsdp) {
		xlu_cmdline_drop(text, XLU_RSDP_ARGUMENT);
		snprintf(own + len, sizeof(own) - len, " " XLU_RSDP_ARGUMENT "%#llx",
			 plan->firmware.rsdp);
	}
	ret = xlu_cmdline_join(result, "vmlinuz", own, text);
	if (!ret && strlen(result) + strlen(more) >= XLU_CMDLINE_SIZE)
		ret = -E2BIG;
	kfree(text);
	if (!ret)
		return result;
	kfree(result);
	return ERR_PTR(ret);
}

/* Frees the command line. */
static int cold_add_module(struct xlu_area *area, const struct plan *plan, enum part part,
			   char *cmdline)
{
	const struct xlu_buffer *buf = plan->buf[part];
	int ret;

	if (IS_ERR(cmdline))
		return PTR_ERR(cmdline);
	ret = xlu_area_add_module(area, cold_part_maddr(plan, part), buf->data, buf->size,
				  cmdline);
	kfree(cmdline);
	return ret;
}

static int cold_fill_area(struct xlu_area *area, const struct plan *plan)
{
	const struct xlu_buffer *blob = plan->buf[PART_BLOB];
	char *cmdline = cold_xen_cmdline(plan, area), *dom0;
	int ret;

	if (IS_ERR(cmdline))
		return PTR_ERR(cmdline);
	ret = xlu_area_set_cmdline(area, cmdline);
	dom0 = cold_kernel_cmdline(plan, area->maddr, xlu_cmdline_for_dom0(cmdline));
	kfree(cmdline);
	if (ret) {
		if (!IS_ERR(dom0))
			kfree(dom0);
		return ret;
	}

	area->head.flags = XLU_HANDOFF_F_VERBOSE;
	area->head.warnings |= xlu_cold_live_patches();
	xlu_area_set_machine(area, plan->machine);
	xlu_firmware_describe(area, &plan->firmware);
	area->head.warnings |= xlu_firmware_warnings();
	xlu_load_describe_image(area, plan->update, cold_part_maddr(plan, PART_IMAGE));
	ret = cold_add_module(area, plan, PART_KERNEL, dom0);
	if (!ret && plan->buf[PART_INITRD])
		ret = cold_add_module(area, plan, PART_INITRD, kstrdup("initrd", GFP_KERNEL));
	if (ret)
		return ret;
	if (blob) {
		xlu_area_set_blob(area, cold_part_maddr(plan, PART_BLOB), blob->data,
				  blob->size);
		if (xlu_digest(plan->step, blob->data, blob->size, area->head.blob_sha256))
			return -EINTR;
	}
	xlu_area_finish(area);
	xlu_area_hold_back(area);
	return 0;
}

static int cold_copy_image(struct xlu_copies *copies, const struct plan *plan)
{
	const struct xlu_image *image = &plan->update->image;
	u64 base = cold_part_maddr(plan, PART_IMAGE);
	int ret = 0;
	u32 i;

	for (i = 0; !ret && i < image->nr_loads; i++) {
		const struct xlu_image_load *load = &image->load[i];
		u64 end = base + load->paddr + load->filesz;

		ret = xlu_copies_add(copies, plan->step, base + load->paddr,
				     plan->update->image_buf->data + load->offset,
				     load->filesz);
		if (!ret)
			ret = xlu_copies_clear(copies, end, PAGE_ALIGN(load->memsz) -
							    load->filesz);
	}
	return ret;
}

static int cold_copy_parts(struct xlu_loaded *loaded, const struct plan *plan)
{
	struct xlu_copies *copies = &loaded->copies;
	enum part part;
	int ret;

	copies->place = plan->place;
	copies->nr_places = plan->nr;
	ret = cold_copy_image(copies, plan);
	for (part = PART_KERNEL; !ret && part < NR_PARTS; part++) {
		if (plan->buf[part])
			ret = xlu_copies_add(copies, plan->step, cold_part_maddr(plan, part),
					     plan->buf[part]->data, plan->buf[part]->size);
	}
	if (ret == -ENOMEM)
		xlu_step_explain(plan->step, "dom0 has too little free memory to make room");
	xlu_copies_finish(copies);
	copies->place = NULL;
	loaded->area.head.copies_maddr = copies->maddr;
	loaded->area.head.nr_copies = copies->nr;
	return ret;
}

static int cold_prepare(struct xlu_loaded *loaded, struct plan *plan)
{
	int ret = cold_place_parts(plan, loaded->area.maddr);

	if (!ret)
		ret = cold_copy_parts(loaded, plan);
	return ret ?: cold_fill_area(&loaded->area, plan);
}

static void cold_disarm(const struct xlu_loaded *loaded)
{
	mutex_lock(&armed_lock);
	if (armed == loaded)
		armed = NULL;
	mutex_unlock(&armed_lock);
}

/* Unload only an image of this driver: kexec-tools may have loaded another since. */
static void cold_leave_xen(struct xlu_loaded *loaded)
{
	if (loaded->in_xen && xlu_hcall_unload(KEXEC_TYPE_DEFAULT))
		pr_warn("Xen did not give up the loaded image\n");
	loaded->in_xen = false;
}

static void cold_unload(struct xlu_loaded *loaded)
{
	struct xlu_area *area = &loaded->area;

	cold_disarm(loaded);
	cold_leave_xen(loaded);
	xlu_copies_free(&loaded->copies);
	xlu_area_free(&pdev->dev, area);
}

static int cold_load_plan(struct xlu_loaded *loaded, struct plan *plan)
{
	int ret;

	/* kexec-tools may load a live update, which would overwrite an image in the bank. */
	if (plan->update->image_buf->maddr) {
		ret = xlu_buffer_leave_bank(plan->update->image_buf);
		if (ret)
			return ret;
	}
	ret = xlu_area_alloc(&pdev->dev, &loaded->area);
	if (ret)
		return ret;
	plan->machine = xlu_machine_read();
	if (IS_ERR(plan->machine))
		return PTR_ERR(plan->machine);
	ret = cold_prepare(loaded, plan);
	xlu_machine_free(plan->machine);
	return ret;
}

static enum xlu_why cold_load(struct xlu_loaded *loaded, struct xlu_step *step,
			      const struct xlu_update *update, u32 flags)
{
	struct plan plan = {
		.step = step,
		.update = update,
		.buf[PART_KERNEL] = update->payload[XEN_LIVEUPDATE_PAYLOAD_KERNEL],
		.buf[PART_INITRD] = update->payload[XEN_LIVEUPDATE_PAYLOAD_INITRD],
		.buf[PART_BLOB] = update->payload[XEN_LIVEUPDATE_PAYLOAD_BLOB],
	};
	enum xlu_why why;
	int ret;

	xlu_copies_init(&loaded->copies);
	why = xlu_cold_host(step);
	if (why)
		return why;
	if (!plan.buf[PART_KERNEL])
		return XLU_WHY_MISSING_PAYLOAD;
	why = xlu_verify_dom0(step, update->payload[XEN_LIVEUPDATE_PAYLOAD_KERNEL],
			      update->payload[XEN_LIVEUPDATE_PAYLOAD_INITRD]);
	if (why)
		return why;
	why = xlu_firmware_check(&plan.firmware, step, update);
	if (why)
		return why;
	ret = cold_load_plan(loaded, &plan);
	if (ret)
		cold_unload(loaded);
	return ret == -ENOKEY ? XLU_WHY_FLASK_POLICY : xlu_why_of_errno(ret, XLU_WHY_XEN_REFUSED);
}

/*
 * Xen is given the address of the stub, and not before the commit: it has one slot for
 * an image that is entered at a restart. Until then kexec-tools can use that slot, and
 * "kexec -e" cannot enter an update that was not committed.
 */
static int cold_enter_xen(struct xlu_loaded *loaded)
{
	const struct xen_kexec_segment segment = {
		.dest_maddr = loaded->area.maddr,
		.dest_size = XLU_AREA_SIZE,
	};
	int ret = xlu_hcall_load(KEXEC_TYPE_DEFAULT, loaded->area.maddr + XLU_AREA_STUB,
				 &segment, 1);

	if (!ret)
		loaded->in_xen = true;
	return ret;
}

static void cold_arm(struct xlu_loaded *loaded)
{
	mutex_lock(&armed_lock);
	armed = loaded;
	mutex_unlock(&armed_lock);
}

/*
 * Use the normal restart, which shuts devices down: a device that continues to write to
 * memory would overwrite the next Xen. Load the stub first, so that dom0 is not shut
 * down if Xen refuses it.
 */
static int cold_commit(struct xlu_loaded *loaded, struct xlu_step *step)
{
	unsigned int flags;

	cold_disarm(loaded);
	if (xlu_hcall_loaded(KEXEC_TYPE_DEFAULT))
		return -EEXIST;
	if (cold_enter_xen(loaded))
		return -EREMOTEIO;
	cold_arm(loaded);
	/* As in reboot(2): not during a suspend, and not twice. */
	flags = lock_system_sleep();
	kernel_restart(NULL);
	unlock_system_sleep(flags);
	return -EIO;
}

/*
 * Stop DMA and interrupts of all devices, as Linux does for its own kexec: shutdown
 * methods of drivers rely on the firmware to reset the machine. This includes devices
 * that are passed through to domains and those without a driver.
 */
static void cold_quiet_devices(void)
{
	struct pci_dev *dev = NULL;

	for_each_pci_dev(dev) {
		if (dev->current_state == PCI_D3cold || dev->current_state == PCI_UNKNOWN)
			continue;
		pci_clear_master(dev);
		/* Linux enables INTx again when a driver is bound. */
		pci_intx(dev, 0);
	}
}

/* Devices are shut down. The armed image cannot be unloaded any more. */
static int cold_enter_armed(struct sys_off_data *data)
{
	int ret;

	mutex_lock(&armed_lock);
	if (!armed) {
		mutex_unlock(&armed_lock);
		return NOTIFY_DONE;
	}
	pr_emerg("Entering the new Xen\n");
	cold_quiet_devices();
	xlu_area_commit(&armed->area);
	/* Load the stub again: "kexec -l" may have replaced it since. */
	ret = cold_enter_xen(armed) ?: xlu_hcall_exec(KEXEC_TYPE_DEFAULT);
	pr_emerg("Xen did not enter it: error %d; firmware will\n", ret);
	mutex_unlock(&armed_lock);
	return NOTIFY_DONE;
}

int __init xlu_cold_init(void)
{
	int ret;

	pdev = platform_device_register_simple(KBUILD_MODNAME, PLATFORM_DEVID_NONE,
					       NULL, 0);
	if (IS_ERR(pdev))
		return PTR_ERR(pdev);
	ret = dma_coerce_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32));
	if (ret)
		goto err_device;
	restart_handler = register_sys_off_handler(SYS_OFF_MODE_RESTART_PREPARE,
						   SYS_OFF_PRIO_DEFAULT, cold_enter_armed,
						   NULL);
	ret = PTR_ERR_OR_ZERO(restart_handler);
	if (ret)
		goto err_device;
	return 0;

err_device:
	platform_device_unregister(pdev);
	return ret;
}

void xlu_cold_exit(void)
{
	unregister_sys_off_handler(restart_handler);
	platform_device_unregister(pdev);
}

const struct xlu_mode xlu_cold_mode = {
	.load = cold_load,
	.unload = cold_unload,
	.commit = cold_commit,
	.arm = cold_arm,
	.keeps_payloads = true,
};
