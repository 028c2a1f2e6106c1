// SPDX-License-Identifier: GPL-2.0-only
/*
 * DOC: Live updates
 *
 * On a Xen that offers a staging bank: the image is put to its final place in the
 * bank, and the whole bank is loaded as one segment that is in place. Xen then
 * seals it. dom0 calls into Xen with all its CPUs gathered at a safe point, and
 * returns from that call on the new Xen.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/stop_machine.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <asm/tsc.h>

#include "hcall.h"
#include "load.h"
#include "machine.h"
#include "report.h"
#include "update.h"

/* Words that belong to one update and are not handed on to the next. */
static void drop_words(char *cmdline)
{
	static const char * const words[] = { "liveupdate=", "liveupdate-fault=" };
	char *p, *end;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(words); i++) {
		while ((p = strstr(cmdline, words[i]))) {
			end = strchrnul(p, ' ');
			if (*end)
				end++;
			memmove(p, end, strlen(end) + 1);
		}
	}
}

/* The new Xen gets the bank as its boot memory. */
static char *live_cmdline(const struct xlu_update *update, const char *running,
			  u64 bank, u64 size)
{
	const char *skip_bios = " no-real-mode";
	char *text, *result = NULL;

	text = xlu_payload_text(update, XEN_LIVEUPDATE_PAYLOAD_CMDLINE);
	if (IS_ERR(text))
		return text;
	if (!text) {
		text = kstrdup(running, GFP_KERNEL);
		if (text)
			drop_words(text);
	}
	if (text)
		result = kasprintf(GFP_KERNEL, "xen %s%s liveupdate=%lluM@%#llx", text,
				   strstr(text, skip_bios + 1) ? "" : skip_bios,
				   size >> 20, bank);
	kfree(text);
	return result ?: ERR_PTR(-ENOMEM);
}

/*
 * Straight to its final place. Only what is written is mapped: in a PV dom0 each
 * page costs hypercalls.
 */
static int put_image(u64 bank, const struct xlu_update *update)
{
	const struct xlu_image *image = &update->image;
	const struct xlu_image_load *load;
	void *mem;
	u64 size;
	u32 i;

	for (i = 0; i < image->nr_loads; i++) {
		load = &image->load[i];
		size = PAGE_ALIGN(load->memsz);
		mem = memremap(bank + load->paddr, size, MEMREMAP_WC);
		if (!mem)
			return -ENOMEM;
		memcpy(mem, update->image_data + load->offset, load->filesz);
		memset(mem + load->filesz, 0, size - load->filesz);
		memunmap(mem);
	}
	return 0;
}

static int fill_area(struct xlu_area *area, const struct xlu_update *update,
		     u64 bank, u64 size)
{
	struct xlu_machine *machine = xlu_machine_read();
	char *cmdline;
	int ret;

	if (IS_ERR(machine))
		return PTR_ERR(machine);
	cmdline = live_cmdline(update, machine->cmdline, bank, size);
	ret = PTR_ERR_OR_ZERO(cmdline);
	if (!ret) {
		ret = xlu_area_set_cmdline(area, cmdline);
		kfree(cmdline);
	}
	if (!ret) {
		xlu_area_set_machine(area, machine);
		xlu_load_describe_image(area, update, bank);
		area->head.flags = XLU_HANDOFF_F_LIVE;
		area->head.bank_maddr = bank;
		area->head.bank_size = size;
		xlu_area_finish(area);
	}
	xlu_machine_free(machine);
	return ret;
}

/* Does the image understand what the running Xen will write? */
static enum xlu_why check_versions(const struct xlu_image *image)
{
	if (!image->has_note)
		return XLU_WHY_UNSUPPORTED_STREAM;
	if (image->note.handoff_min > XLU_HANDOFF_VERSION ||
	    image->note.handoff_max < XLU_HANDOFF_VERSION)
		return XLU_WHY_UNSUPPORTED_HANDOFF;
	return XLU_WHY_NONE;
}

/* Xen refuses to seal the bank while dom0 has it mapped. */
static int fill_bank(struct xlu_loaded *loaded, const struct xlu_update *update,
		     u64 bank, u64 size)
{
	void *mem = memremap(bank, XLU_AREA_SIZE, MEMREMAP_WC);
	int ret;

	if (!mem)
		return -ENOMEM;
	xlu_area_init(&loaded->area, mem, bank);
	ret = fill_area(&loaded->area, update, bank, size);
	memunmap(mem);
	loaded->area.mem = NULL;
	return ret ?: put_image(bank, update);
}

static void live_unload(struct xlu_loaded *loaded)
{
	if (loaded->in_xen && xlu_hcall_unload(XEN_KEXEC_TYPE_LIVE_UPDATE))
		pr_warn("Xen did not give up the loaded image\n");
	loaded->in_xen = false;
}

/* All other CPUs of dom0 wait with interrupts off: none is inside a hypercall. */
static int exec_stopped(void *unused)
{
	return xlu_hcall_exec(XEN_KEXEC_TYPE_LIVE_UPDATE);
}

/* Run what is loaded, or try it. The page is reported in any case. */
static int run(u64 page, u32 result)
{
	struct xlu_moment begin = {
		.tsc = rdtsc_ordered(),
		.wallclock_ns = ktime_get_real_ns(),
	};
	int ret = stop_machine(exec_stopped, NULL, NULL);

	xlu_report_live(page, &begin, ret ? XEN_LIVEUPDATE_RESULT_REFUSED : result);
	return ret;
}

/* Xen has said no; the handoff page, which is not sealed, has its words. */
static enum xlu_why refused(u64 page, int err)
{
	switch (xlu_report_refusal(page, xlu_update.explanation,
				   sizeof(xlu_update.explanation))) {
	case XLU_REASON_NO_SPACE:
		return XLU_WHY_NO_ROOM;
	case XLU_REASON_NO_MEMORY:
		return XLU_WHY_OUT_OF_MEMORY;
	case XLU_REASON_BAD_NOTE:
		return XLU_WHY_UNSUPPORTED_STREAM;
	case XLU_REASON_NONE:
		return xlu_why_of_errno(err, XLU_WHY_XEN_REFUSED);
	default:
		return XLU_WHY_XEN_REFUSED;
	}
}

/* The flag is for Xen alone and not part of what it has checked. */
static int set_dry_run(u64 page)
{
	struct xlu_handoff *h = memremap(page, sizeof(*h), MEMREMAP_WC);

	if (!h)
		return -ENOMEM;
	h->flags |= XLU_HANDOFF_F_DRY_RUN;
	memunmap(h);
	return 0;
}

static enum xlu_why live_load(struct xlu_loaded *loaded, const struct xlu_update *update,
			      bool dry_run)
{
	struct xen_kexec_segment seg = { };
	enum xlu_why why;
	int ret;

	if (xlu_hcall_bank(&seg.dest_maddr, &seg.dest_size))
		return XLU_WHY_NO_LIVE_UPDATE;
	/* Somebody else's: the bank is sealed, and Xen would refuse to have it mapped. */
	if (xlu_hcall_loaded(XEN_KEXEC_TYPE_LIVE_UPDATE))
		return XLU_WHY_BANK_IN_USE;
	why = check_versions(&update->image);
	if (why)
		return why;
	if (!xlu_load_pages_whole(&update->image))
		return XLU_WHY_BAD_SEGMENT;
	if (PAGE_ALIGN(update->image.high) > seg.dest_size)
		return XLU_WHY_NO_ROOM;
	ret = fill_bank(loaded, update, seg.dest_maddr, seg.dest_size);
	if (ret)
		return xlu_why_of_errno(ret, XLU_WHY_XEN_REFUSED);
	ret = xlu_hcall_load(XEN_KEXEC_TYPE_LIVE_UPDATE, seg.dest_maddr + XLU_AREA_STUB,
			     &seg, 1);
	loaded->in_xen = !ret;
	if (!ret && dry_run) {
		ret = set_dry_run(seg.dest_maddr) ?:
		      run(seg.dest_maddr, XEN_LIVEUPDATE_RESULT_DRY_RUN);
		if (ret)
			live_unload(loaded);
	}
	return ret ? refused(seg.dest_maddr, ret) : XLU_WHY_NONE;
}

static int live_commit(struct xlu_loaded *loaded)
{
	int ret = run(loaded->area.maddr, XEN_LIVEUPDATE_RESULT_OK);

	if (ret)
		refused(loaded->area.maddr, ret);
	else
		loaded->in_xen = false;	/* the new Xen never heard of the image */
	return ret;
}

const struct xlu_mode xlu_live_mode = {
	.load = live_load,
	.unload = live_unload,
	.commit = live_commit,
};
