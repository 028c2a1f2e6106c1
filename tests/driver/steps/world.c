// SPDX-License-Identifier: GPL-2.0-only
/*
 * The host that the steps run on: its memory, locks, devices, Xen, and those parts of the
 * driver that are tested elsewhere.
 */
#include "kernel.h"

#include "area.h"
#include "cold_host.h"
#include "copies.h"
#include "lib/dom0_kernel.h"
#include "firmware.h"
#include "hcall.h"
#include "inflate.h"
#include "machine.h"
#include "report.h"
#include "update.h"
#include "verify.h"

struct world world;
struct pci_dev one_device;
static struct start_info start_info;
struct start_info *xen_start_info = &start_info;
static int (*restart)(struct sys_off_data *data);

/* --- locks ----------------------------------------------------------------------- */

static const struct mutex *held[8];

void mutex_lock(struct mutex *lock)
{
	int i;

	WARN_ON_ONCE(lock->held);
	lock->held = true;
	for (i = 0; held[i]; i++)
		;
	held[i] = lock;
}

void mutex_unlock(struct mutex *lock)
{
	int i;

	WARN_ON_ONCE(!lock->held);
	lock->held = false;
	for (i = 0; held[i] != lock; i++)
		;
	held[i] = NULL;
}

static bool is_held(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(held); i++)
		if (held[i] && held[i]->name && !strcmp(held[i]->name, name))
			return true;
	return false;
}

/* Something is done that others must not come in between of. */
static void at_work(void)
{
	if (world.at_work && !is_held(world.at_work))
		world.unlocked++;
}

int world_asked(void)
{
	world.asked++;
	if (is_held("xlu_update.lock"))
		world.asked_locked++;
	return 0;
}

/* --- memory ---------------------------------------------------------------------- */

/* Before the data of each piece, which has a page of its own for that. */
struct piece { bool contiguous; };

static struct piece *piece_of(const void *data)
{
	return (struct piece *)((u8 *)data - PAGE_SIZE);
}

void *fake_memory(size_t size, bool contiguous)
{
	struct piece *piece = aligned_alloc(PAGE_SIZE, PAGE_SIZE + PAGE_ALIGN(size));

	memset(piece, 0, PAGE_SIZE + PAGE_ALIGN(size));
	piece->contiguous = contiguous;
	return (u8 *)piece + PAGE_SIZE;
}

void fake_free(const void *data)
{
	if (data)
		free(piece_of(data));
}

bool is_vmalloc_addr(const void *data)
{
	return !piece_of(data)->contiguous;
}

const int *vmalloc_to_page(const void *data)
{
	static const int count[] = { 1, 2 };

	return &count[world.in_use];
}

void *memremap(u64 maddr, size_t size, int flags)
{
	if (world.no_mappings)
		return NULL;
	WARN_ON_ONCE(maddr < BANK || maddr + size > BANK + BANK_SIZE);
	world.mappings++;
	return world.bank + (maddr - BANK);
}

void memunmap(void *data)
{
	world.mappings--;
}

char *strim(char *text)
{
	size_t len = strlen(text);

	while (len && text[len - 1] == '\n')
		text[--len] = 0;
	return text;
}

/* --- devices, restarts ----------------------------------------------------------- */

void *dma_alloc_coherent(struct device *dev, size_t size, dma_addr_t *maddr, int flags)
{
	*maddr = world.low ? 0x1000000 : XLU_RESERVED_MIN;
	world.low -= !!world.low;
	return calloc(1, size);
}

void pci_clear_master(struct pci_dev *dev)
{
	at_work();
}

struct sys_off_handler *register_sys_off_handler(int mode, int priority,
						 int (*handler)(struct sys_off_data *data),
						 void *data)
{
	restart = handler;
	return (struct sys_off_handler *)&restart;
}

/* It comes back: the firmware of this host does nothing. */
void kernel_restart(char *command)
{
	world.restarts++;
	world.suspends += !world.no_suspend;
	restart(NULL);
}

unsigned int lock_system_sleep(void)
{
	world.no_suspend = true;
	return 0;
}

void unlock_system_sleep(unsigned int flags)
{
	world.no_suspend = false;
}

/* --- Xen ------------------------------------------------------------------------- */

int xlu_hcall_load(int type, u64 entry_maddr, const struct xen_kexec_segment *segment, u32 nr)
{
	if (type == KEXEC_TYPE_DEFAULT)
		at_work();
	else if (world.mappings || world.refuses)
		return -EBUSY;		/* the bank cannot be sealed, or a guest is at work */
	world.in_xen[type] = true;
	world.loads++;
	return 0;
}

int xlu_hcall_unload(int type)
{
	if (world.busy) {
		world.busy--;
		return -EBUSY;
	}
	world.in_xen[type] = false;
	return 0;
}

bool xlu_hcall_loaded(int type)
{
	return world.in_xen[type];
}

int xlu_hcall_exec(int type)
{
	if (type == KEXEC_TYPE_DEFAULT) {
		at_work();
		world.entered++;
		return -ENOENT;
	}
	if (world.waits) {
		world.waits--;
		return -EAGAIN;
	}
	return world.refuses ? -EBUSY : 0;
}

int xlu_hcall_bank(u64 *maddr, u64 *size)
{
	*maddr = BANK;
	*size = world.bank_size;
	return 0;
}

int xlu_hcall_xen(u64 *maddr, u64 *size)
{
	*maddr = 0x7000000;
	*size = 4 << 20;
	return 0;
}

u32 xlu_report_refusal(u64 maddr, char *text, size_t size)
{
	strscpy(text, world.refuses ? "a domain is being created" : "", size);
	return world.refuses ? XLU_REASON_BUSY : XLU_REASON_NONE;
}

void xlu_report_live(u64 maddr, const struct xlu_moment *commit, u32 result)
{
	world.reports++;
	world.reported = result;
}

/* --- the rest of the driver ------------------------------------------------------ */

enum xlu_why xlu_digest(struct xlu_step *step, const void *data, size_t size, u8 *sha256)
{
	memset(sha256, 0, XEN_LIVEUPDATE_SHA256_SIZE);
	/* Every byte, so that what is not there is missed. */
	for (; size; size--)
		sha256[size % 32] += ((const u8 *)data)[size - 1];
	return xlu_step_cancelled(step) ? XLU_WHY_CANCELLED : XLU_WHY_NONE;
}

enum xlu_why xlu_verify_origin(const void *data, size_t size, bool need_signature,
			       bool *is_signed)
{
	*is_signed = false;
	return XLU_WHY_NONE;
}

enum xlu_why xlu_verify_policy(bool is_signed)
{
	return XLU_WHY_NONE;
}

enum xlu_why xlu_verify_dom0(struct xlu_step *step, struct xlu_buffer *kernel,
			     const struct xlu_buffer *initrd)
{
	return XLU_WHY_NONE;
}

enum xlu_why xlu_inflate(struct xlu_step *step, enum xlu_compression kind,
			 const void *data, size_t size, size_t max,
			 struct xlu_buffer *(*alloc)(struct xlu_step *step, size_t size),
			 struct xlu_buffer **result)
{
	return XLU_WHY_BAD_COMPRESSION;
}

const char *xlu_file_is(const void *data, size_t size)
{
	return "";
}

enum xlu_why xlu_cold_host(struct xlu_step *step)
{
	return world.in_xen[KEXEC_TYPE_DEFAULT] ? XLU_WHY_KEXEC_IN_USE : XLU_WHY_NONE;
}

bool xlu_cold_lacks_policy(const char *cmdline)
{
	return false;
}

u64 xlu_cold_live_patches(void)
{
	return 0;
}

enum xlu_why xlu_firmware_check(struct xlu_firmware *firmware, struct xlu_step *step,
				const struct xlu_update *update)
{
	return XLU_WHY_NONE;
}

void xlu_firmware_describe(struct xlu_area *area, const struct xlu_firmware *firmware)
{
}

u64 xlu_firmware_warnings(void)
{
	return 0;
}

enum xlu_why xlu_firmware_check_live(struct xlu_firmware *firmware, struct xlu_step *step)
{
	return XLU_WHY_NONE;
}

struct xlu_machine *xlu_machine_read(void)
{
	struct xlu_machine *machine = calloc(1, sizeof(*machine));

	machine->map[0] = (struct xlu_memmap_entry){ .size = world.ram, .type = 1 };
	machine->nr = 1;
	return machine;
}

void xlu_machine_free(struct xlu_machine *machine)
{
	free(machine);
}

void xlu_copies_init(struct xlu_copies *copies)
{
	memset(copies, 0, sizeof(*copies));
}

void xlu_copies_free(struct xlu_copies *copies)
{
}

int xlu_copies_add(struct xlu_copies *copies, const struct xlu_step *step, u64 to,
		   const void *data, u64 size)
{
	return 0;
}

int xlu_copies_clear(struct xlu_copies *copies, u64 to, u64 size)
{
	return 0;
}

void xlu_copies_finish(struct xlu_copies *copies)
{
}

u64 xlu_copies_maddr(const void *data)
{
	return 0x20000000;
}

void xlu_area_init(struct xlu_area *area, void *mem, u64 maddr)
{
	memset(area, 0, sizeof(*area));
	area->mem = mem;
	area->maddr = maddr;
}

void xlu_area_set_machine(struct xlu_area *area, const struct xlu_machine *machine)
{
}

int xlu_area_set_cmdline(struct xlu_area *area, const char *cmdline)
{
	return 0;
}

int xlu_area_add_module(struct xlu_area *area, u64 maddr, const void *data, u64 size,
			const char *cmdline)
{
	return 0;
}

void xlu_area_set_blob(struct xlu_area *area, u64 maddr, const void *data, u64 size)
{
}

void xlu_area_finish(struct xlu_area *area)
{
}

void xlu_area_hold_back(struct xlu_area *area)
{
}

void xlu_area_commit(struct xlu_area *area)
{
	at_work();
}

u32 xlu_crc32c(u32 crc, const void *data, size_t size)
{
	for (; size; size--)
		crc = 31 * crc + ((const u8 *)data)[size - 1];
	return crc;
}

u32 xlu_crc32c_zeros(u32 crc, size_t size)
{
	return crc + size;
}
