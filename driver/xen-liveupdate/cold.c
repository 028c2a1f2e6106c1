// SPDX-License-Identifier: GPL-2.0-only
/*
 * DOC: Cold updates
 *
 * On any Xen since 4.4: image, dom0 kernel, its initial RAM disk and the state blob
 * are loaded as an ordinary kexec image, of which Xen keeps a copy. dom0 is shut
 * down as for a reboot, and where firmware would be entered, the handoff stub is.
 *
 * The handoff area alone is not copied: it lies in memory of dom0 that is
 * contiguous for the machine, so that the driver can still write to it at the
 * last moment (when was it, and the checksum over that).
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/platform_device.h>
#include <linux/reboot.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <xen/xen.h>
#include <asm/xen/hypervisor.h>

#include "cmdline.h"
#include "firmware.h"
#include "hcall.h"
#include "load.h"
#include "machine.h"
#include "placement.h"
#include "update.h"
#include "verify.h"

#define LIMIT_4GIB	0x100000000ULL
/* How the old side tells the driver in the new dom0 where to look. */
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
/* Entered when dom0 restarts; NULL: nothing is. */
static struct xlu_loaded *armed;

/**
 * struct plan - a load in preparation
 * @update: what is loaded
 * @machine: where to
 * @buf: content of each part, NULL for those that are not there
 * @place: address of each part that is there, in order
 * @of: index of each part in @place
 * @nr: entries of @place
 * @firmware: what is handed on in its place
 */
struct plan {
	const struct xlu_update *update;
	struct xlu_machine *machine;
	const struct xlu_buffer *buf[NR_PARTS];
	struct xlu_place place[NR_PARTS];
	u32 of[NR_PARTS];
	u32 nr;
	struct xlu_firmware firmware;
};

static u64 part_maddr(const struct plan *plan, enum part part)
{
	return plan->place[plan->of[part]].maddr;
}

/* The area is RAM to the next Xen, but nothing may be placed in it. */
static int exclude_area(struct xlu_memmap_entry *map, u32 *nr, u64 maddr)
{
	u64 end = maddr + XLU_AREA_SIZE;
	struct xlu_memmap_entry *e;
	u32 i;

	for (i = 0; i < *nr; i++) {
		e = &map[i];
		if (e->maddr > maddr || e->maddr + e->size < end)
			continue;
		if (*nr == XLU_MAX_MEMMAP)
			return -ENOSPC;
		memmove(e + 1, e, (*nr - i) * sizeof(*e));
		(*nr)++;
		e[1].size = e->maddr + e->size - end;
		e[1].maddr = end;
		e->size = maddr - e->maddr;
		return 0;
	}
	return 0;
}

static void add_part(struct plan *plan, enum part part, u64 size, u64 align,
		     u64 min, u64 max)
{
	plan->of[part] = plan->nr;
	plan->place[plan->nr++] = (struct xlu_place){
		.size = size, .align = align, .min = min, .max = max,
	};
}

static int place_parts(struct plan *plan, u64 area_maddr)
{
	const struct xlu_image *image = &plan->update->image;
	struct xlu_memmap_entry *map;
	u32 nr = plan->machine->nr;
	enum part part;
	int ret;

	add_part(plan, PART_IMAGE, image->high, XLU_IMAGE_ALIGN, image->base_min,
		 min_t(u64, image->base_max, LIMIT_4GIB));
	for (part = PART_KERNEL; part < NR_PARTS; part++) {
		if (plan->buf[part])
			add_part(plan, part, plan->buf[part]->size, PAGE_SIZE, 0,
				 LIMIT_4GIB);
	}

	map = kvmalloc(sizeof(plan->machine->map), GFP_KERNEL);
	if (!map)
		return -ENOMEM;
	memcpy(map, plan->machine->map, sizeof(plan->machine->map));
	ret = exclude_area(map, &nr, area_maddr);
	if (!ret)
		ret = xlu_place_all(map, nr, &plan->machine->chunks, plan->place,
				    plan->nr);
	kvfree(map);
	return ret;
}

static char *xen_cmdline(const struct plan *plan)
{
	char *text, *result;

	text = xlu_payload_text(plan->update, XEN_LIVEUPDATE_PAYLOAD_CMDLINE);
	if (IS_ERR(text))
		return text;
	if (!text) {
		/* Xen keeps no more than that: there may have been more. */
		if (strlen(plan->machine->cmdline) >= XLU_CMDLINE_SIZE - 1)
			return ERR_PTR(-E2BIG);
		text = kstrdup(plan->machine->cmdline, GFP_KERNEL);
	}
	result = text ? xlu_xen_cmdline(text, "") : ERR_PTR(-ENOMEM);
	kfree(text);
	return result;
}

/* @more: what Xen adds to it */
static char *kernel_cmdline(const struct plan *plan, u64 area_maddr, const char *more)
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
	/* What an earlier cold update has put there */
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

/* Takes over the text. */
static int add_module(struct xlu_area *area, const struct plan *plan, enum part part,
		      char *cmdline)
{
	const struct xlu_buffer *buf = plan->buf[part];
	int ret;

	if (IS_ERR(cmdline))
		return PTR_ERR(cmdline);
	ret = xlu_area_add_module(area, part_maddr(plan, part), buf->data, buf->size,
				  cmdline);
	kfree(cmdline);
	return ret;
}

static int fill_area(struct xlu_area *area, const struct plan *plan)
{
	const struct xlu_buffer *blob = plan->buf[PART_BLOB];
	char *cmdline = xen_cmdline(plan), *dom0;
	int ret;

	if (IS_ERR(cmdline))
		return PTR_ERR(cmdline);
	ret = xlu_area_set_cmdline(area, cmdline);
	dom0 = kernel_cmdline(plan, area->maddr, xlu_cmdline_for_dom0(cmdline));
	kfree(cmdline);
	if (ret) {
		if (!IS_ERR(dom0))
			kfree(dom0);
		return ret;
	}

	area->head.flags = XLU_HANDOFF_F_VERBOSE;
	xlu_area_set_machine(area, plan->machine);
	xlu_firmware_describe(area, &plan->firmware);
	xlu_load_describe_image(area, plan->update, part_maddr(plan, PART_IMAGE));
	ret = add_module(area, plan, PART_KERNEL, dom0);
	if (!ret && plan->buf[PART_INITRD])
		ret = add_module(area, plan, PART_INITRD, kstrdup("initrd", GFP_KERNEL));
	if (ret)
		return ret;
	if (blob) {
		xlu_area_set_blob(area, part_maddr(plan, PART_BLOB), blob->data,
				  blob->size);
		if (xlu_digest(blob->data, blob->size, area->head.blob_sha256))
			return -EINTR;
	}
	xlu_area_finish(area);
	return 0;
}

static u32 build_segments(struct xen_kexec_segment *seg, const struct plan *plan,
			  const struct xlu_area *area)
{
	const struct xlu_update *update = plan->update;
	const struct xlu_image *image = &update->image;
	enum part part;
	u32 i, nr = 0;

	seg[nr++] = (struct xen_kexec_segment){
		.dest_maddr = area->maddr,
		.dest_size = XLU_AREA_SIZE,
	};
	for (i = 0; i < image->nr_loads; i++) {
		const struct xlu_image_load *load = &image->load[i];

		seg[nr++] = (struct xen_kexec_segment){
			.buf = (unsigned long)update->image_buf->data + load->offset,
			.buf_size = load->filesz,
			.dest_maddr = part_maddr(plan, PART_IMAGE) + load->paddr,
			.dest_size = PAGE_ALIGN(load->memsz),
		};
	}
	for (part = PART_KERNEL; part < NR_PARTS; part++) {
		if (!plan->buf[part])
			continue;
		seg[nr++] = (struct xen_kexec_segment){
			.buf = (unsigned long)plan->buf[part]->data,
			.buf_size = plan->buf[part]->size,
			.dest_maddr = part_maddr(plan, part),
			.dest_size = PAGE_ALIGN(plan->buf[part]->size),
		};
	}
	return nr;
}

static int load_plan(struct xlu_loaded *loaded, struct plan *plan, bool dry_run)
{
	struct xen_kexec_segment seg[1 + XLU_IMAGE_MAX_LOADS + NR_PARTS - 1];
	u32 nr;
	int ret;

	ret = place_parts(plan, loaded->area.maddr);
	if (!ret)
		ret = fill_area(&loaded->area, plan);
	if (ret || dry_run)
		return ret;
	nr = build_segments(seg, plan, &loaded->area);
	ret = xlu_hcall_load(XEN_KEXEC_TYPE_DEFAULT, loaded->area.maddr + XLU_AREA_STUB,
			     seg, nr);
	if (!ret)
		loaded->in_xen = true;
	return ret;
}

static int area_alloc(struct xlu_area *area)
{
	dma_addr_t maddr;
	void *mem;

	mem = dma_alloc_coherent(&pdev->dev, XLU_AREA_SIZE, &maddr,
				 GFP_KERNEL | __GFP_NOWARN);
	if (!mem)
		return -ENOMEM;
	xlu_area_init(area, mem, maddr);
	return 0;
}

static void cold_unload(struct xlu_loaded *loaded)
{
	struct xlu_area *area = &loaded->area;

	if (READ_ONCE(armed) == loaded)
		WRITE_ONCE(armed, NULL);
	if (loaded->in_xen && xlu_hcall_unload(XEN_KEXEC_TYPE_DEFAULT))
		pr_warn("Xen did not give up the loaded image\n");
	loaded->in_xen = false;
	if (area->mem)
		dma_free_coherent(&pdev->dev, XLU_AREA_SIZE, area->mem, area->maddr);
	area->mem = NULL;
}

static enum xlu_why cold_load(struct xlu_loaded *loaded, const struct xlu_update *update,
			      bool dry_run)
{
	struct plan plan = {
		.update = update,
		.buf[PART_KERNEL] = update->payload[XEN_LIVEUPDATE_PAYLOAD_KERNEL],
		.buf[PART_INITRD] = update->payload[XEN_LIVEUPDATE_PAYLOAD_INITRD],
		.buf[PART_BLOB] = update->payload[XEN_LIVEUPDATE_PAYLOAD_BLOB],
	};
	enum xlu_why why;
	int ret;

	if (!plan.buf[PART_KERNEL])
		return XLU_WHY_MISSING_PAYLOAD;
	why = xlu_verify_dom0(update->payload[XEN_LIVEUPDATE_PAYLOAD_KERNEL],
			      update->payload[XEN_LIVEUPDATE_PAYLOAD_INITRD]);
	if (why)
		return why;
	if (!xlu_load_pages_whole(&update->image))
		return XLU_WHY_BAD_SEGMENT;
	why = xlu_firmware_check(&plan.firmware, update);
	if (why)
		return why;
	/*
	 * First, because Xen takes other pages of dom0 in exchange for contiguous
	 * ones. The copies of the image are made in such free pages, and a Xen that
	 * finds one of them in a destination puts page 0 into the image instead.
	 */
	ret = area_alloc(&loaded->area);
	if (ret)
		return XLU_WHY_OUT_OF_MEMORY;
	plan.machine = xlu_machine_read();
	ret = PTR_ERR_OR_ZERO(plan.machine);
	if (!ret) {
		ret = load_plan(loaded, &plan, dry_run);
		xlu_machine_free(plan.machine);
	}
	if (ret)
		cold_unload(loaded);
	return xlu_why_of_errno(ret, XLU_WHY_XEN_REFUSED);
}

static void cold_arm(struct xlu_loaded *loaded)
{
	WRITE_ONCE(armed, loaded);
}

/*
 * Through the normal restart, so that devices are shut down: a device that goes on
 * writing to memory would write to the next Xen's.
 */
static int cold_commit(struct xlu_loaded *loaded)
{
	cold_arm(loaded);
	kernel_restart(NULL);
	return -EIO;
}

/* Devices are shut down, one CPU is left to leave from. */
static int enter_armed(struct sys_off_data *data)
{
	struct xlu_loaded *loaded = READ_ONCE(armed);
	int ret;

	if (!loaded)
		return NOTIFY_DONE;
	pr_emerg("Entering the new Xen\n");
	xlu_area_commit(&loaded->area);
	ret = xlu_hcall_exec(XEN_KEXEC_TYPE_DEFAULT);
	pr_emerg("Xen did not enter it: error %d; firmware will\n", ret);
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
						   SYS_OFF_PRIO_DEFAULT, enter_armed,
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
};
