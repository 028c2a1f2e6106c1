// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Live updates
 *
 * Live updates need a Xen with a staging bank. The image is put into its final place in
 * the bank, and the whole bank is loaded as one segment that is in place. Xen then
 * seals it. dom0 calls into Xen while stop_machine() holds its other CPUs, and the call
 * returns on the new Xen.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/err.h>
#include <linux/io.h>
#include <linux/math.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/stop_machine.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <asm/tsc.h>

#include "cmdline.h"
#include "firmware.h"
#include "hcall.h"
#include "load.h"
#include "machine.h"
#include "placement.h"
#include "report.h"
#include "step.h"
#include "update.h"

/**
 * struct plan - a load in preparation
 * @step: the step that does the work
 * @update: the update to be loaded
 * @bank: machine address of the staging bank
 * @size: bytes of the bank
 * @base: load base of the image
 * @firmware: where the new Xen finds low memory
 * @in_place: the image was staged at @base
 * @revalidate: page types and counts are to be derived again
 */
struct plan {
	struct xlu_step *step;
	const struct xlu_update *update;
	u64 bank;
	u64 size;
	u64 base;
	struct xlu_firmware firmware;
	bool in_place;
	bool revalidate;
};

/* The new Xen gets the bank as its boot memory. */
static char *live_cmdline(const struct xlu_update *update, const char *running,
			  u64 bank, u64 size)
{
	char *text, *result, own[48];

	text = xlu_payload_text(update, XEN_LIVEUPDATE_PAYLOAD_CMDLINE);
	if (IS_ERR(text))
		return text;
	if (!text) {
		/* Xen truncates its command line to this size, so the rest may be missing. */
		if (strlen(running) >= XLU_CMDLINE_SIZE - 1)
			return ERR_PTR(-E2BIG);
		text = kstrdup(running, GFP_KERNEL);
		if (!text)
			return ERR_PTR(-ENOMEM);
		/* This belongs to one update and is not passed on to the next. */
		xlu_cmdline_drop(text, "liveupdate-fault=");
	}
	/* Only the driver knows the address of the new Xen's bank. */
	xlu_cmdline_drop(text, "liveupdate=");
	snprintf(own, sizeof(own), "liveupdate=%lluM@%#llx", size >> 20, bank);
	result = xlu_xen_cmdline(text, own);
	kfree(text);
	return result;
}

/*
 * Where the image is staged. An uncompressed image is in its final place: Xen's own
 * tool for its images (mkelf32) puts the segment, which is loaded at 2 MiB from the load
 * base, at offset 128 of the file. A compressed image does not overlap the place of the
 * inflated one.
 */
#define ELF_TO_SEGMENT	128U
#define FIRST_SEGMENT	XLU_IMAGE_ALIGN
#define STAGING_BASE	SZ_16M

static bool live_place_at(u64 base, u64 size, struct xlu_bank_place *place)
{
	u64 bank, bank_size, skip = base + FIRST_SEGMENT;

	if (xlu_hcall_bank(&bank, &bank_size) ||
	    xlu_hcall_loaded(KEXEC_TYPE_LIVE_UPDATE) ||
	    skip + size > bank_size / 2)
		return false;
	place->maddr = bank + skip - ELF_TO_SEGMENT;
	place->room = bank_size / 2 - skip;
	return true;
}

/**
 * xlu_live_place() - find a place in the staging bank for an image file
 * @size: bytes of the file
 * @place: set to its place
 *
 * Return: true if there is a bank with room for the file; @place is valid then.
 */
bool xlu_live_place(u64 size, struct xlu_bank_place *place)
{
	return live_place_at(STAGING_BASE, size, place);
}

/**
 * xlu_live_place_inflated() - find a place in the bank for an inflated image
 * @size: bytes of the image
 * @place: set to its place, which does not overlap the compressed file in the bank
 *
 * Return: true if there is room.
 */
bool xlu_live_place_inflated(u64 size, struct xlu_bank_place *place)
{
	return size <= STAGING_BASE - FIRST_SEGMENT && live_place_at(0, size, place);
}

/* Was the image staged in its final place? Sets @base to its load base then. */
static bool live_is_in_place(const struct xlu_update *update, u64 bank, u64 size, u64 *base)
{
	const struct xlu_image *image = &update->image;

	if (!update->image_buf->maddr || image->nr_loads != 1)
		return false;
	*base = update->image_buf->maddr + image->load[0].offset - image->load[0].paddr;
	return IS_ALIGNED(*base, XLU_IMAGE_ALIGN) && xlu_fits_bank(image, *base, bank, size);
}

/* Does the image, staged in the bank, overlap the place that it will be copied to? */
static bool live_is_in_the_way(const struct xlu_update *update, u64 base)
{
	const struct xlu_image *image = &update->image;
	const struct xlu_buffer *buf = update->image_buf;

	return buf->maddr && buf->maddr < base + PAGE_ALIGN(image->high) &&
	       base + image->low < buf->maddr + buf->size;
}

/*
 * Find the load base in the bank. If the copy would overwrite the staged image, move that
 * to memory of dom0 first: it may have to be loaded again.
 */
static enum xlu_why live_choose_base(struct plan *plan)
{
	const struct xlu_update *update = plan->update;

	plan->in_place = live_is_in_place(update, plan->bank, plan->size, &plan->base);
	if (plan->in_place)
		return XLU_WHY_NONE;
	plan->base = plan->bank;
	if (plan->base + update->image.low < plan->bank + XLU_AREA_SIZE)
		return XLU_WHY_BAD_SEGMENT;
	if (!xlu_fits_bank(&update->image, plan->base, plan->bank, plan->size)) {
		if (update->image.high > plan->size)
			xlu_step_explain(plan->step, "%llu MiB are missing in the staging bank",
					 DIV_ROUND_UP(update->image.high - plan->size, SZ_1M));
		return XLU_WHY_NO_ROOM;
	}
	if (live_is_in_the_way(update, plan->base) && xlu_buffer_leave_bank(update->image_buf))
		return XLU_WHY_OUT_OF_MEMORY;
	return XLU_WHY_NONE;
}

/*
 * Map only the range to be written, as each page costs a PV dom0 hypercalls. Copy by way
 * of dom0's memory, as source and destination may both lie in the bank.
 */
static int live_copy_load(struct xlu_step *step, u64 dest, const struct xlu_image_load *load,
			  const void *data)
{
	void *copy = kvmalloc(load->filesz, GFP_KERNEL);
	void *mem = memremap(dest, PAGE_ALIGN(load->memsz), MEMREMAP_WC);
	int ret = -ENOMEM;

	if (copy && mem) {
		memcpy(copy, data + load->offset, load->filesz);
		memcpy(mem, copy, load->filesz);
		memset(mem + load->filesz, 0, PAGE_ALIGN(load->memsz) - load->filesz);
		step->copied += 2 * load->filesz;
		ret = 0;
	}
	if (mem)
		memunmap(mem);
	kvfree(copy);
	return ret;
}

/* Clear from the end of the loaded bytes to @load->memsz; the end of the file may lie there. */
static int live_clear_rest(u64 dest, const struct xlu_image_load *load)
{
	u64 start = (dest + load->filesz) & PAGE_MASK;
	u64 end = dest + PAGE_ALIGN(load->memsz);
	void *mem = start < end ? memremap(start, end - start, MEMREMAP_WC) : NULL;
	u64 off = dest + load->filesz - start;

	if (start >= end)
		return 0;
	if (!mem)
		return -ENOMEM;
	memset(mem + off, 0, end - start - off);
	memunmap(mem);
	return 0;
}

static int live_put_image(struct xlu_loaded *loaded, const struct plan *plan)
{
	const struct xlu_image *image = &plan->update->image;
	int ret = 0;
	u32 i;

	if (plan->in_place) {
		/* The rest of the file, such as section headers, is cleared. */
		loaded->file_is_spent = true;
		return live_clear_rest(plan->base + image->load[0].paddr, &image->load[0]);
	}
	for (i = 0; !ret && i < image->nr_loads; i++)
		ret = live_copy_load(plan->step, plan->base + image->load[i].paddr, &image->load[i],
				     plan->update->image_buf->data);
	return ret;
}

static int live_fill_area(struct xlu_area *area, const struct plan *plan)
{
	struct xlu_machine *machine = xlu_machine_read();
	char *cmdline;
	int ret;

	if (IS_ERR(machine))
		return PTR_ERR(machine);
	cmdline = live_cmdline(plan->update, machine->cmdline, plan->bank, plan->size);
	ret = PTR_ERR_OR_ZERO(cmdline);
	if (!ret) {
		ret = xlu_area_set_cmdline(area, cmdline);
		kfree(cmdline);
	}
	if (!ret) {
		xlu_area_set_machine(area, machine);
		xlu_load_describe_image(area, plan->update, plan->base);
		area->head.flags = XLU_HANDOFF_F_LIVE |
				   (plan->revalidate ? XLU_HANDOFF_F_REVALIDATE : 0);
		area->head.bank_maddr = plan->bank;
		area->head.bank_size = plan->size;
		xlu_firmware_describe(area, &plan->firmware);
		xlu_area_finish(area);
	}
	xlu_machine_free(machine);
	return ret;
}

static int live_fill_bank(struct xlu_loaded *loaded, const struct plan *plan)
{
	void *mem;
	int ret;

	mem = memremap(plan->bank, XLU_AREA_SIZE, MEMREMAP_WC);
	if (!mem)
		return -ENOMEM;
	xlu_area_init(&loaded->area, mem, plan->bank);
	/* The checksum was computed before the bytes after the image were cleared. */
	ret = live_fill_area(&loaded->area, plan);
	memunmap(mem);
	loaded->area.mem = NULL;
	return ret ?: live_put_image(loaded, plan);
}

/* Xen was too busy to unload an image of this driver, so unloading has to be tried again. */
static bool left_in_xen;

static void live_take_back(void)
{
	left_in_xen = xlu_hcall_unload(KEXEC_TYPE_LIVE_UPDATE);
	if (left_in_xen)
		pr_warn("Xen did not give up the loaded image\n");
}

static void live_unload(struct xlu_loaded *loaded)
{
	if (loaded->in_xen)
		live_take_back();
	loaded->in_xen = false;
}

/* Has somebody else loaded an image? Xen refuses to map the sealed bank then. */
static bool live_bank_in_use(void)
{
	if (left_in_xen)
		live_take_back();
	return xlu_hcall_loaded(KEXEC_TYPE_LIVE_UPDATE);
}

/* All other CPUs of dom0 spin with interrupts off: none is inside a hypercall. */
static int live_exec_stopped(void *unused)
{
	return xlu_hcall_exec(KEXEC_TYPE_LIVE_UPDATE);
}

static struct xlu_moment live_now(void)
{
	return (struct xlu_moment){
		.tsc = rdtsc_ordered(),
		.wallclock_ns = ktime_get_real_ns(),
	};
}

/*
 * Device models in dom0 must answer pending requests first. Until then Xen returns
 * EAGAIN, for a limited time.
 */
static int live_exec(struct xlu_moment *begin)
{
	int ret;

	do {
		*begin = live_now();
		ret = stop_machine(live_exec_stopped, NULL, NULL);
		if (ret == -EAGAIN)
			usleep_range(1000, 2000);
	} while (ret == -EAGAIN);
	return ret;
}

/* Enter the loaded image, or rehearse that, and keep a report. */
static int live_run(u64 page, u32 result)
{
	struct xlu_moment begin;
	int ret = live_exec(&begin);

	xlu_report_live(page, &begin, ret ? XEN_LIVEUPDATE_RESULT_REFUSED : result);
	return ret;
}

/* Xen has refused. Its explanation is in the handoff page, which is not sealed. */
static enum xlu_why live_refused(struct xlu_step *step, u64 page, int err)
{
	switch (xlu_report_refusal(page, step->explanation, sizeof(step->explanation))) {
	case XLU_REASON_NO_SPACE:
		return XLU_WHY_NO_ROOM;
	case XLU_REASON_NO_MEMORY:
		return XLU_WHY_OUT_OF_MEMORY;
	case XLU_REASON_BAD_NOTE:
		return XLU_WHY_UNSUPPORTED_STREAM;
	case XLU_REASON_BUSY:
		return XLU_WHY_HOST_BUSY;
	case XLU_REASON_NONE:
		return xlu_why_of_errno(err, XLU_WHY_XEN_REFUSED);
	default:
		return XLU_WHY_XEN_REFUSED;
	}
}

/* Set after Xen has checked the page. The flag is for Xen alone, which clears it again. */
static int live_set_dry_run(u64 page)
{
	struct xlu_handoff *h = memremap(page, sizeof(*h), MEMREMAP_WC);

	if (!h)
		return -ENOMEM;
	h->flags |= XLU_HANDOFF_F_DRY_RUN;
	memunmap(h);
	return 0;
}

/* Does this host offer live updates at this moment? Sets the bank of @plan then. */
static enum xlu_why live_check_host(struct plan *plan)
{
	int ret = xlu_hcall_bank(&plan->bank, &plan->size);

	if (ret == -EXDEV)
		xlu_step_explain(plan->step,
				 "dom0 is a PVH domain, which knows no machine addresses");
	if (ret)
		return XLU_WHY_NO_LIVE_UPDATE;
	return live_bank_in_use() ? XLU_WHY_BANK_IN_USE : XLU_WHY_NONE;
}

/* Load the bank. A dry run also rehearses the update and unloads the bank again. */
static enum xlu_why live_load_bank(struct xlu_loaded *loaded, const struct plan *plan,
				   bool dry_run)
{
	const struct xen_kexec_segment seg = {
		.dest_maddr = plan->bank,
		.dest_size = plan->size,
	};
	struct xlu_moment begin = live_now();
	int ret = xlu_hcall_load(KEXEC_TYPE_LIVE_UPDATE, plan->bank + XLU_AREA_STUB,
				 &seg, 1);

	loaded->in_xen = !ret;
	/* A dry run reports all obstacles, which Xen has written to the notes. */
	if (ret && dry_run)
		xlu_report_live(plan->bank, &begin, XEN_LIVEUPDATE_RESULT_REFUSED);
	if (ret || !dry_run)
		return ret ? live_refused(plan->step, plan->bank, ret) : XLU_WHY_NONE;
	ret = live_set_dry_run(plan->bank) ?: live_run(plan->bank, XEN_LIVEUPDATE_RESULT_DRY_RUN);
	live_unload(loaded);
	return ret ? live_refused(plan->step, plan->bank, ret) : XLU_WHY_NONE;
}

static enum xlu_why live_load(struct xlu_loaded *loaded, struct xlu_step *step,
			      const struct xlu_update *update, u32 flags)
{
	struct plan plan = {
		.step = step,
		.update = update,
		.revalidate = flags & XEN_LIVEUPDATE_LOAD_REVALIDATE,
	};
	enum xlu_why why;
	int ret;

	why = live_check_host(&plan) ?: xlu_firmware_check_live(&plan.firmware, step) ?:
	      xlu_image_live(&update->image) ?: live_choose_base(&plan);
	if (why)
		return why;
	ret = live_fill_bank(loaded, &plan);
	if (ret)
		return xlu_why_of_errno(ret, XLU_WHY_XEN_REFUSED);
	/*
	 * Xen refuses to seal the bank while dom0 has it mapped. It is mapped again
	 * if the image is loaded once more.
	 */
	xlu_buffer_unmap(update->image_buf);
	return live_load_bank(loaded, &plan, flags & XEN_LIVEUPDATE_LOAD_DRY_RUN);
}

static int live_commit(struct xlu_loaded *loaded, struct xlu_step *step)
{
	int ret = live_run(loaded->area.maddr, XEN_LIVEUPDATE_RESULT_OK);

	if (ret)
		live_refused(step, loaded->area.maddr, ret);
	else
		loaded->in_xen = false;	/* the new Xen never heard of the image */
	return ret;
}

const struct xlu_mode xlu_live_mode = {
	.load = live_load,
	.unload = live_unload,
	.commit = live_commit,
};
