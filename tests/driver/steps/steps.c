// SPDX-License-Identifier: GPL-2.0-only
/*
 * The steps of an update where memory, Xen or somebody else comes in between, at moments
 * that no scenario can choose. One thread plays all: whoever would have to wait for a lock
 * ends the program.
 */
#include "kernel.h"

#include "fake_image.h"
#include "engine.h"
#include "kexec_abi.h"
#include "load.h"

#define XEN	XEN_LIVEUPDATE_PAYLOAD_XEN
#define KERNEL	XEN_LIVEUPDATE_PAYLOAD_KERNEL
#define INITRD	XEN_LIVEUPDATE_PAYLOAD_INITRD
#define COLD	XEN_LIVEUPDATE_MODE_COLD
#define LIVE	XEN_LIVEUPDATE_MODE_LIVE
#define DRY_RUN	XEN_LIVEUPDATE_LOAD_DRY_RUN
#define KEEP	XEN_LIVEUPDATE_LOAD_KEEP

static int passed, failed;

static void verdict(bool good, const char *what)
{
	printf("%s - steps: %s\n", good ? "ok" : "not ok", what);
	if (good)
		passed++;
	else
		failed++;
}

static bool is_state(enum xen_liveupdate_state state, enum xlu_why why)
{
	return xlu_update.state == state && xlu_update.why == why;
}

static void nothing(void)
{
}

/* A host at its begin, whatever the last one has come to */
static void begin(void)
{
	u8 *bank = world.bank;

	if (xlu_update.state != XEN_LIVEUPDATE_STATE_IDLE)
		xlu_cancel(XLU_OWNER_PROCESS);
	world = (struct world){
		.bank = bank, .bank_size = BANK_SIZE, .ram = 1 << 30,
		.others = nothing, .available = 1 << 17,
	};
}

static void stage_data(u32 payload, const u8 data[FAKE_SIZE])
{
	struct xlu_buffer *buf;

	WARN_ON_ONCE(xlu_stage_create(payload, FAKE_SIZE, true, &buf, NULL) ||
		     xlu_buffer_append(buf, data, FAKE_SIZE) || xlu_stage_seal(payload, NULL));
	xlu_buffer_put(buf);
}

static void stage(u32 payload)
{
	u8 data[FAKE_SIZE];

	fake_image_build(data);
	stage_data(payload, data);
}

static void verified(void)
{
	begin();
	stage(XEN);
	WARN_ON_ONCE(xlu_verify(false));
}

/* --- the bank -------------------------------------------------------------------- */

/* A dry run leaves the image in the bank, which is not mapped then. */
static void mapped_again(void)
{
	verified();
	verdict(!xlu_load(LIVE, DRY_RUN) && !world.mappings, "a dry run maps nothing");
	world.no_mappings = true;
	verdict(xlu_load(LIVE, 0) == -ENOMEM &&
		is_state(XEN_LIVEUPDATE_STATE_VERIFIED, XLU_WHY_OUT_OF_MEMORY),
		"no memory to map the bank with: not loaded");
	verdict(xlu_load(COLD, DRY_RUN) == -ENOMEM &&
		is_state(XEN_LIVEUPDATE_STATE_VERIFIED, XLU_WHY_OUT_OF_MEMORY),
		"nor for a cold update");
	world.no_mappings = false;
	verdict(!xlu_load(LIVE, DRY_RUN), "as soon as there is, it can be");
	verdict(!xlu_verify(false) && is_state(XEN_LIVEUPDATE_STATE_VERIFIED, XLU_WHY_NONE),
		"and verified again");
	verdict(!xlu_load(LIVE, DRY_RUN), "and tried");
	world.no_mappings = true;
	verdict(xlu_verify(false) == -ENOMEM &&
		is_state(XEN_LIVEUPDATE_STATE_FAILED, XLU_WHY_OUT_OF_MEMORY),
		"which fails if it cannot be mapped");
	begin();
	verdict(!world.mappings, "nothing stays mapped");
}

/* As Xen's own tool makes it: one segment, 128 bytes behind the begin of the file. */
static void stage_in_place(void)
{
	u8 data[FAKE_SIZE];

	fake_image_build(data);
	fake_put(data, FAKE_PHDR(0) + offsetof(Elf32_Phdr, p_offset), 128, 4);
	fake_put(data, FAKE_PHDR(2) + offsetof(Elf32_Phdr, p_type), PT_NULL, 4);
	stage_data(XEN, data);
}

/* It is not copied, but what follows its segment is cleared, in the file, too. */
static void in_place(void)
{
	begin();
	stage_in_place();
	WARN_ON_ONCE(xlu_verify(false));
	stage(KERNEL);
	verdict(!xlu_load(LIVE, DRY_RUN) && !xlu_update.bytes_copied,
		"a dry run of an image that is in its place");
	verdict(xlu_verify(false) == -EBADFD &&
		is_state(XEN_LIVEUPDATE_STATE_VERIFIED, XLU_WHY_NONE),
		"that is no file any more, and stays verified");
	verdict(!xlu_load(LIVE, DRY_RUN) && !xlu_load(COLD, DRY_RUN) &&
		!xlu_load(LIVE, 0), "it can be loaded");
	begin();
	verdict(!world.mappings, "nothing of it stays");
}

/* Xen compares what it finds with the checksum of what was verified, not of what is there. */
static void checksum(void)
{
	u32 crc;
	u64 i;

	verified();
	crc = xlu_update.image_crc;
	for (i = 16 << 20; i < BANK_SIZE; i++)
		world.bank[i] ^= 1;
	verdict(!xlu_load(LIVE, 0) && crc &&
		xlu_update.loaded->area.head.image_crc == crc,
		"a change after verification is none of the checksum");
}

/* Xen has one call of that kind at a time: kexec-tools may be at it. */
static void kept_by_xen(void)
{
	verified();
	world.busy = 1;
	verdict(!xlu_load(LIVE, DRY_RUN) && world.in_xen[KEXEC_TYPE_LIVE_UPDATE],
		"Xen keeps the image of a dry run");
	verdict(!xlu_load(LIVE, 0), "it gives it up for the next one");
	world.busy = 1;
	xlu_cancel(XLU_OWNER_PROCESS);
	verdict(world.in_xen[KEXEC_TYPE_LIVE_UPDATE], "Xen keeps an image that was loaded");
	stage(XEN);
	world.busy = 1;
	verdict(!xlu_verify(false) && xlu_load(LIVE, 0) == -EBUSY &&
		xlu_update.why == XLU_WHY_BANK_IN_USE, "it is in the way as long as it does");
	verdict(!xlu_load(LIVE, 0), "and no longer");
	xlu_cancel(XLU_OWNER_PROCESS);
	world.in_xen[KEXEC_TYPE_LIVE_UPDATE] = true;
	stage(XEN);
	verdict(!xlu_verify(false) && xlu_load(LIVE, 0) == -EBUSY &&
		world.in_xen[KEXEC_TYPE_LIVE_UPDATE], "somebody else's is left alone");
	world.in_xen[KEXEC_TYPE_LIVE_UPDATE] = false;
}

/* What Xen refuses for the moment is refused at once, and may be tried again. */
static void busy(void)
{
	verified();
	world.refuses = true;
	verdict(xlu_load(LIVE, 0) == -EBUSY &&
		is_state(XEN_LIVEUPDATE_STATE_VERIFIED, XLU_WHY_HOST_BUSY) &&
		!strcmp(xlu_update.explanation, "a domain is being created") && !world.reports,
		"a load that Xen refuses for the moment");
	verdict(xlu_load(LIVE, DRY_RUN) == -EBUSY && world.reports == 1 &&
		world.reported == XEN_LIVEUPDATE_RESULT_REFUSED, "a dry run keeps a report");
	world.refuses = false;
	verdict(!xlu_load(LIVE, 0) && !xlu_update.explanation[0],
		"the same load a moment later");
	world.refuses = true;
	verdict(xlu_commit(xlu_update.image_sha256, 32, false) == -EBUSY &&
		is_state(XEN_LIVEUPDATE_STATE_LOADED, XLU_WHY_HOST_BUSY) &&
		world.in_xen[KEXEC_TYPE_LIVE_UPDATE] && world.reports == 2,
		"a commit that is refused leaves the image loaded");
	world.refuses = false;
	world.waits = 3;
	verdict(!xlu_commit(xlu_update.image_sha256, 32, false) && world.reports == 3 &&
		!world.waits && is_state(XEN_LIVEUPDATE_STATE_IDLE, XLU_WHY_NONE),
		"and is done a moment later, for which Xen is asked again and again");
}

/* Pages of kmalloc() are not asked for as if they were vmalloc()'s. */
static void sealed(void)
{
	struct xlu_buffer *buf;

	begin();
	world.in_use = true;
	world.contiguous = true;
	buf = xlu_buffer_alloc(3 * PAGE_SIZE, false);
	verdict(!xlu_buffer_seal(buf), "memory in one piece is sealed");
	xlu_buffer_drop(buf);
	world.contiguous = false;
	buf = xlu_buffer_alloc(3 * PAGE_SIZE, true);
	verdict(xlu_buffer_seal(buf) == -EBUSY, "pages that somebody uses are not");
	world.in_use = false;
	verdict(!xlu_buffer_seal(buf), "as soon as nobody does, they are");
	xlu_buffer_drop(buf);
	stage(XEN);
	verdict(world.asked == 1 && !world.asked_locked,
		"while security modules are asked, others get an answer");
}

/* What is counted as available is not all given away: 16 MiB, or a 64th of 1 GiB, stay. */
static void reserved(void)
{
	const size_t left = 16 << 20, size = 4 << 20;
	struct xlu_buffer *buf;

	begin();
	world.available = (left + size) / PAGE_SIZE - 1;
	verdict(PTR_ERR(xlu_buffer_alloc(size, true)) == -ENOMEM &&
		xlu_memory_missing(size / PAGE_SIZE) == 1, "a page of dom0's reserve is missing");
	world.available++;
	buf = xlu_buffer_alloc(size, true);
	verdict(!IS_ERR(buf), "all but the reserve can be had");
	xlu_buffer_drop(buf);
}

/* Is an update refused for its place, with these words? */
static bool no_room(u32 mode, const char *words)
{
	return xlu_load(mode, DRY_RUN) == -ENOSPC &&
	       is_state(XEN_LIVEUPDATE_STATE_VERIFIED, XLU_WHY_NO_ROOM) &&
	       !strcmp(xlu_update.explanation, words);
}

/* Where there is no room the user is told how much is missing. */
static void missing(void)
{
	struct xlu_buffer *buf;

	begin();
	world.bank_size = 1 << 20;
	stage(XEN);
	verdict(!xlu_verify(false) && no_room(LIVE, "2 MiB are missing in the staging bank"),
		"a bank of 1 MiB for an image that ends in the third");
	verified();
	stage(KERNEL);
	WARN_ON_ONCE(xlu_stage_create(INITRD, 114 << 20, true, &buf, NULL) ||
		     xlu_stage_seal(INITRD, NULL));
	xlu_buffer_put(buf);
	/* Up to the running Xen, at 112 MiB, and behind that */
	world.ram = 200 << 20;
	verdict(no_room(COLD, "3 MiB are missing in one piece below 4 GiB"),
		"a RAM disk of 114 MiB for which there are 111");
	world.ram = 240 << 20;
	verdict(!xlu_load(COLD, DRY_RUN), "with 40 MiB more it has its place");
}

/* --- a cold update --------------------------------------------------------------- */

static const u8 *digest(void)
{
	return xlu_update.image_sha256;
}

static void loaded_cold(void)
{
	verified();
	stage(KERNEL);
	WARN_ON_ONCE(xlu_load(COLD, KEEP));
	/* Whatever is done at a restart */
	world.at_work = "armed_lock";
}

/* Memory where the new dom0's kernel is going to be is not kept. */
static void low_memory(void)
{
	verified();
	stage(KERNEL);
	world.low = 3;
	verdict(!xlu_load(COLD, DRY_RUN) && !world.low, "an area that lies too low is another one");
}

static void restart_now(void)
{
	loaded_cold();
	world.at_work = NULL;
	verdict(xlu_commit(digest(), 32, false) == -EIO && world.restarts == 1 &&
		world.entered == 1, "a commit restarts dom0");
	verdict(!world.suspends, "while no suspend can begin, nor another restart");
	verdict(!world.no_suspend, "which can if the firmware has come back");
}

static void restart_armed(void)
{
	loaded_cold();
	verdict(!xlu_commit(digest(), 32, true) && !world.loads,
		"one that is armed waits, and Xen knows nothing of it");
	/* kexec-tools' */
	world.in_xen[KEXEC_TYPE_DEFAULT] = true;
	kernel_restart(NULL);
	verdict(world.loads == 1 && world.entered == 1, "a restart enters it");
	verdict(!world.unlocked, "and nobody takes it away meanwhile");
	world.in_xen[KEXEC_TYPE_DEFAULT] = false;
	loaded_cold();
	WARN_ON_ONCE(xlu_commit(digest(), 32, true) || xlu_cancel(XLU_OWNER_PROCESS));
	kernel_restart(NULL);
	verdict(!world.loads && !world.entered, "one that was cancelled is not entered");
}

/* --- a cancel by sysfs ------------------------------------------------------------ */

static int by_sysfs;

/* The write to sysfs whose step is stopped ends, and a process comes. */
static void process_comes(void)
{
	xlu_step_end(&xlu_update.step);
	xlu_failed(XLU_WHY_CANCELLED, 0);
	mutex_unlock(&xlu_update.lock);
	xlu_leave();
	WARN_ON_ONCE(xlu_enter(XLU_OWNER_PROCESS));
	stage(XEN);
}

static void sysfs_ends(void)
{
	xlu_step_end(&xlu_update.step);
	xlu_failed(XLU_WHY_CANCELLED, 0);
	mutex_unlock(&xlu_update.lock);
	xlu_leave();
}

/* Through sysfs an image is being verified, and cancelled. */
static void cancel_by_sysfs(void (*meanwhile)(void))
{
	begin();
	WARN_ON_ONCE(xlu_enter(XLU_OWNER_SYSFS));
	stage(XEN);
	mutex_lock(&xlu_update.lock);
	WARN_ON_ONCE(IS_ERR(xlu_step_begin(XLU_DO_VERIFY)));
	world.others = meanwhile;
	by_sysfs = xlu_cancel(XLU_OWNER_SYSFS);
	world.others = nothing;
}

static void cancelled(void)
{
	cancel_by_sysfs(sysfs_ends);
	verdict(!by_sysfs && is_state(XEN_LIVEUPDATE_STATE_IDLE, XLU_WHY_CANCELLED),
		"a step is cancelled");
	cancel_by_sysfs(process_comes);
	verdict(by_sysfs == -EBUSY && is_state(XEN_LIVEUPDATE_STATE_RECEIVED, XLU_WHY_NONE) &&
		xlu_update.payload[XEN], "but not what a process has begun since");
	verdict(!xlu_verify(false), "which goes on");
	verdict(xlu_cancel(XLU_OWNER_SYSFS) == -EBUSY, "nor if it has the device from the begin");
	xlu_leave();
}

int main(void)
{
	world.bank = calloc(1, BANK_SIZE);
	WARN_ON_ONCE(xlu_cold_init());
	mapped_again();
	in_place();
	checksum();
	kept_by_xen();
	busy();
	sealed();
	reserved();
	missing();
	low_memory();
	restart_now();
	restart_armed();
	cancelled();
	begin();
	xlu_cold_exit();
	free(world.bank);
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
