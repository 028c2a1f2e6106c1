// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: The report
 *
 * The handoff page of the last update contains its result. After a cold update the
 * module parameter "handoff" has its address, which the old driver has added to the
 * command line of dom0's kernel. After a live update the driver knows the address.
 * The page is copied and checked, and a page that is not usable is reported as such.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ctype.h>
#include <linux/io.h>
#include <linux/limits.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/security.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <asm/tsc.h>

#include <xen-liveupdate/handoff.h>
#include <xen-liveupdate/names.h>

#include "area.h"
#include "hcall.h"
#include "report.h"
#include "step.h"
#include "verify.h"

static unsigned long long handoff;

/*
 * Memory at this address is given to user space, so the parameter of root is ignored
 * in a kernel that is locked down. It is not refused, or else a dom0 that has it on its
 * command line could not load the driver.
 */
static int report_set_handoff(const char *val, const struct kernel_param *param)
{
	if (!security_locked_down(LOCKDOWN_MODULE_PARAMETERS))
		return param_set_ullong(val, param);
	pr_warn("the kernel is locked down: handoff= is ignored, there is no report\n");
	return 0;
}

static const struct kernel_param_ops handoff_ops = {
	.set = report_set_handoff,
	.get = param_get_ullong,
};
module_param_cb(handoff, &handoff_ops, &handoff, 0444);
MODULE_PARM_DESC(handoff, "Machine address of the handoff page that an old Xen has left");

/* Protects all below. */
static DEFINE_MUTEX(report_lock);
static struct xen_liveupdate_report last = {
	.result = XEN_LIVEUPDATE_RESULT_NONE,
};

static u64 area_maddr, area_size, blob_maddr, blob_size;
/* Handoff page of the last live update that has succeeded, 0 if there is none. */
static u64 live_maddr;
static bool blob_hashed;

static bool report_page_valid(const struct xlu_handoff *h, u64 maddr)
{
	const u8 *request = (const u8 *)h + XLU_HANDOFF_CRC_START;

	if (h->magic != XLU_HANDOFF_MAGIC || h->self_maddr != maddr) {
		pr_warn("no handoff page at %#llx\n", maddr);
		return false;
	}
	if (h->version != XLU_HANDOFF_VERSION || h->size != sizeof(*h)) {
		pr_warn("handoff page of version %u, this driver reads version %u\n",
			h->version, XLU_HANDOFF_VERSION);
		return false;
	}
	if (h->crc != xlu_crc32c(0, request, XLU_HANDOFF_CRC_END - XLU_HANDOFF_CRC_START)) {
		pr_warn("handoff page at %#llx is damaged\n", maddr);
		return false;
	}
	if (h->blob_size > XLU_MAX_BLOB || h->blob_maddr >> 32 ||
	    !PAGE_ALIGNED(h->blob_maddr) || h->area_size != XLU_AREA_SIZE) {
		pr_warn("handoff page at %#llx has invalid values\n", maddr);
		return false;
	}
	return true;
}

/* A text in the handoff page may be damaged, and it is shown on terminals. */
static void report_make_printable(char *text, size_t size)
{
	text[size - 1] = 0;
	for (; *text; text++) {
		if (!isascii(*text) || !isprint(*text))
			*text = '?';
	}
}

/*
 * Xen lets dom0 map reserved memory only uncached or write-combining, so the page is
 * copied once.
 */
static struct xlu_handoff *report_fetch_page(u64 maddr)
{
	struct xlu_handoff *copy;
	void *mem;

	copy = kzalloc(sizeof(*copy), GFP_KERNEL);
	if (!copy)
		return NULL;
	mem = memremap(maddr, sizeof(*copy), MEMREMAP_WC);
	if (mem) {
		memcpy(copy, mem, sizeof(*copy));
		memunmap(mem);
	}
	if (!mem) {
		kfree(copy);
		return NULL;
	}
	report_make_printable(copy->text, sizeof(copy->text));
	report_make_printable(copy->from_version, sizeof(copy->from_version));
	report_make_printable(copy->from_build_id, sizeof(copy->from_build_id));
	return copy;
}

#define NS_PER_MS	1000000ULL

/* Out-of-range values, which no intact page contains, yield 0. */
static u64 report_tsc_to_ns(u64 ticks, u32 khz)
{
	if (!khz || ticks / khz >= U64_MAX / NS_PER_MS)
		return 0;
	return mul_u64_u64_div_u64(ticks, NS_PER_MS, khz);
}

static u64 report_blackout(const struct xlu_handoff *h, bool live)
{
	u32 from = live ? XLU_PHASE_OLD_PAUSE : XLU_PHASE_COMMIT;
	u32 to = live ? XLU_PHASE_NEW_UNPAUSE : XLU_PHASE_DRIVER_BACK;

	if (live && !h->stamp[to])
		to = XLU_PHASE_OLD_RESUMED;
	if (!h->stamp[from] || h->stamp[to] < h->stamp[from])
		return 0;
	return report_tsc_to_ns(h->stamp[to] - h->stamp[from], h->tsc_khz);
}

/* Convert the start of each phase to wall clock time, recorded for the commit alone. */
static void report_fill_phases(const struct xlu_handoff *h)
{
	u64 commit = h->stamp[XLU_PHASE_COMMIT];
	u32 i;

	BUILD_BUG_ON(ARRAY_SIZE(last.phase_ns) != XLU_NR_STAMPS);
	last.nr_phases = XLU_NR_STAMPS;
	for (i = 0; h->tsc_khz && i < XLU_NR_STAMPS; i++) {
		if (h->stamp[i] >= commit)
			last.phase_ns[i] = h->wallclock_ns +
					   report_tsc_to_ns(h->stamp[i] - commit, h->tsc_khz);
		else if (h->stamp[i])
			last.phase_ns[i] = h->wallclock_ns -
					   report_tsc_to_ns(commit - h->stamp[i], h->tsc_khz);
	}
}

static void report_fill_audit(const struct xlu_handoff *h)
{
	last.warnings = h->warnings;
	last.audit = h->audit;
	last.audit_wrong = h->audit_wrong;
	last.audit_pages = h->audit_pages;
}

/* Xen compares page state while the domains run, and has a result some seconds later. */
static void report_renew_audit(void)
{
	struct xlu_handoff *h;

	if (!live_maddr || last.page_state != XLU_PAGES_IN_PLACE || last.audit == XLU_AUDIT_DONE)
		return;
	h = report_fetch_page(live_maddr);
	if (h && !memcmp(h->update_id, last.update_id, sizeof(last.update_id)))
		report_fill_audit(h);
	kfree(h);
}

/* Fill in the fields of live updates, which are zero otherwise. */
static void report_fill_live(const struct xlu_handoff *h)
{
	u32 i;

	BUILD_BUG_ON(ARRAY_SIZE(last.record) != XLU_MAX_RECORD_SUMS);
	strscpy(last.explanation, h->text, sizeof(last.explanation));
	last.pause_ns = h->pause_ns;
	last.predicted_ns = h->predicted_ns;
	last.boot_needed = h->boot_needed;
	last.boot_available = h->boot_available;
	last.nr_records = min_t(u32, h->nr_records, XLU_MAX_RECORD_SUMS);
	last.nr_skipped = h->nr_skipped;
	last.page_state = h->page_state;
	report_fill_audit(h);
	for (i = 0; i < last.nr_records; i++) {
		last.record[i].type = h->record[i].type;
		last.record[i].nr = h->record[i].nr;
		last.record[i].bytes = h->record[i].bytes;
	}

	BUILD_BUG_ON(sizeof(last.note) != sizeof(h->note));
	last.nr_notes = h->nr_notes;
	memcpy(last.note, h->note,
	       min_t(u32, h->nr_notes, XLU_MAX_NOTES) * sizeof(last.note[0]));
}

static void report_fill_report(struct xlu_handoff *h)
{
	struct xen_liveupdate_report *r = &last;
	bool live = h->flags & XLU_HANDOFF_F_LIVE;

	h->stamp[XLU_PHASE_DRIVER_BACK] = rdtsc_ordered();

	memset(r, 0, sizeof(*r));
	r->mode = live ? XEN_LIVEUPDATE_MODE_LIVE : XEN_LIVEUPDATE_MODE_COLD;
	r->generation = h->generation;
	r->phase = h->reason ? h->phase : XLU_PHASE_DRIVER_BACK;
	r->reason = h->reason;
	memcpy(r->detail, h->detail, sizeof(r->detail));
	r->bytes_moved = h->bytes_moved;
	r->bytes_in_place = h->bytes_in_place;
	r->blob_size = h->blob_size;
	r->blackout_ns = report_blackout(h, live);
	r->wallclock_ns = h->wallclock_ns;
	report_fill_phases(h);
	memcpy(r->blob_sha256, h->blob_sha256, sizeof(r->blob_sha256));
	memcpy(r->image_sha256, h->image_sha256, sizeof(r->image_sha256));
	memcpy(r->update_id, h->update_id, sizeof(r->update_id));
	strscpy(r->from_version, h->from_version, sizeof(r->from_version));
	strscpy(r->from_build_id, h->from_build_id, sizeof(r->from_build_id));
	xlu_hcall_version(r->to_version, sizeof(r->to_version));
	xlu_hcall_build_id(r->to_build_id, sizeof(r->to_build_id));
	report_fill_live(h);
	r->result = XEN_LIVEUPDATE_RESULT_OK;
}

/* Hash the blob on the first request for a report, not while booting. */
static void report_hash_blob(void)
{
	struct xlu_step step = { };	/* cannot be cancelled */
	void *mem;

	if (!blob_maddr || blob_hashed || last.mode != XEN_LIVEUPDATE_MODE_COLD)
		return;
	mem = memremap(blob_maddr, blob_size, MEMREMAP_WC);
	if (!mem)
		return;
	if (!xlu_digest(&step, mem, blob_size, last.blob_found_sha256)) {
		blob_hashed = true;
		if (memcmp(last.blob_sha256, last.blob_found_sha256,
			   sizeof(last.blob_sha256)))
			last.result = XEN_LIVEUPDATE_RESULT_DAMAGED;
	}
	memunmap(mem);
}

/**
 * xlu_report() - the report of the last update
 * @report: filled in, all but its size
 *
 * Return: 0, or -ENODATA if there was no update.
 */
int xlu_report(struct xen_liveupdate_report *report)
{
	u32 size = report->size;
	int ret = -ENODATA;

	mutex_lock(&report_lock);
	if (last.result != XEN_LIVEUPDATE_RESULT_NONE) {
		report_hash_blob();
		report_renew_audit();
		*report = last;
		report->size = size;
		ret = 0;
	}
	mutex_unlock(&report_lock);
	return ret;
}

/**
 * xlu_report_blob() - where is the blob?
 * @maddr: set to its machine address
 * @size: set to its bytes
 *
 * Return: 0, or -ENODATA if there is none.
 */
int xlu_report_blob(u64 *maddr, u64 *size)
{
	int ret = -ENODATA;

	mutex_lock(&report_lock);
	if (blob_maddr) {
		*maddr = blob_maddr;
		*size = blob_size;
		ret = 0;
	}
	mutex_unlock(&report_lock);
	return ret;
}

/**
 * xlu_report_refusal() - why did Xen refuse a live update?
 * @maddr: machine address of the handoff page that Xen was to load or run
 * @text: Xen's explanation, filled in
 * @size: bytes of @text
 *
 * Return: enum xlu_reason.
 */
u32 xlu_report_refusal(u64 maddr, char *text, size_t size)
{
	struct xlu_handoff *h = report_fetch_page(maddr);
	u32 reason;

	if (!h)
		return XLU_REASON_NONE;
	strscpy(text, h->text, size);
	reason = h->reason;
	kfree(h);
	return reason;
}

/** xlu_report_reserved() - memory that the last cold update has reserved */
void xlu_report_reserved(struct xlu_range_list *list)
{
	list->nr = 0;
	mutex_lock(&report_lock);
	if (area_size) {
		list->range[list->nr].maddr = area_maddr;
		list->range[list->nr++].size = area_size;
	}
	if (blob_maddr) {
		list->range[list->nr].maddr = blob_maddr;
		list->range[list->nr++].size = PAGE_ALIGN(blob_size);
	}
	mutex_unlock(&report_lock);
}

/**
 * xlu_report_generation() - number of the last update since the host was started
 *
 * Return: the number, 0 if there was no update.
 */
u32 xlu_report_generation(void)
{
	return READ_ONCE(last.generation);
}

/**
 * xlu_report_live() - a live update has succeeded or was refused
 * @maddr: machine address of its handoff page
 * @commit: time of the commit, which a sealed page does not have
 * @result: XEN_LIVEUPDATE_RESULT_*
 */
void xlu_report_live(u64 maddr, const struct xlu_moment *commit, u32 result)
{
	struct xlu_handoff *h = report_fetch_page(maddr);

	if (!h)
		return;
	h->stamp[XLU_PHASE_COMMIT] = commit->tsc;
	h->wallclock_ns = commit->wallclock_ns;
	mutex_lock(&report_lock);
	report_fill_report(h);
	last.result = result;
	live_maddr = result == XEN_LIVEUPDATE_RESULT_OK ? maddr : 0;
	mutex_unlock(&report_lock);
	kfree(h);
}

/** xlu_result_word() - word for a result, for sysfs */
const char *xlu_result_word(u32 result)
{
	switch (result) {
	case XEN_LIVEUPDATE_RESULT_OK:
		return "ok";
	case XEN_LIVEUPDATE_RESULT_REFUSED:
		return "refused";
	case XEN_LIVEUPDATE_RESULT_DAMAGED:
		return "damaged";
	case XEN_LIVEUPDATE_RESULT_DRY_RUN:
		return "dry-run";
	default:
		return "none";
	}
}

/** xlu_report_init() - was this dom0 started by a cold update? */
void __init xlu_report_init(void)
{
	struct xlu_handoff *h;

	if (!handoff)
		return;
	if (!PAGE_ALIGNED(handoff) || handoff >> 32) {
		pr_warn("handoff=%#llx is no address of a handoff page\n", handoff);
		return;
	}
	h = report_fetch_page(handoff);
	if (!h || !report_page_valid(h, handoff)) {
		kfree(h);
		return;
	}
	mutex_lock(&report_lock);
	report_fill_report(h);
	area_maddr = h->self_maddr;
	area_size = h->area_size;
	blob_size = h->blob_size;
	if (blob_size)
		blob_maddr = h->blob_maddr;
	mutex_unlock(&report_lock);
	pr_info("cold update from Xen %s done, %llu bytes of state handed over\n",
		last.from_version, last.blob_size);
	kfree(h);
}
