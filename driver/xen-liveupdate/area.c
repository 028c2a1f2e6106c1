// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: The handoff area
 *
 * Lays out the memory that the stub gets: the handoff page with the request, the stub
 * itself, and the data that the request points to, such as memory map and command lines.
 * The format is defined by <xen-liveupdate/handoff.h>. Cold updates have the area in dom0's
 * memory, live updates at the beginning of the staging bank.
 */
#include <linux/crc32c.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <asm/tsc.h>

#include "area.h"
#include "hcall.h"
#include "machine.h"
#include "report.h"
#include "stub_image.h"
#include "trace.h"

/* Boot data, offsets in the area. */
#define OFF_CMDLINE	XLU_AREA_BOOT_DATA
#define OFF_MODULES	(OFF_CMDLINE + XLU_MAX_CMDLINE)	/* a command line each */
#define OFF_MEMMAP	(OFF_MODULES + XLU_MAX_MODULES * XLU_MAX_CMDLINE)
#define MEMMAP_SIZE	(XLU_MAX_MEMMAP * sizeof(struct xlu_memmap_entry))
#define OFF_EXTENTS	(OFF_MEMMAP + MEMMAP_SIZE)
#define OFF_MBI		(OFF_EXTENTS + sizeof(struct xlu_extent_page))
#define MBI_SIZE	(XLU_AREA_SIZE - OFF_MBI)

/* Extents and boot information begin at a page; all command lines and the map fit. */
static_assert(!(MEMMAP_SIZE % PAGE_SIZE));
static_assert(OFF_MBI + MEMMAP_SIZE + (1 + XLU_MAX_MODULES) * XLU_MAX_CMDLINE <
	      XLU_AREA_SIZE);

/* Bytes between two calls of cond_resched(). */
#define CRC_STEP	SZ_1M

/**
 * xlu_crc32c() - checksum as the handoff contract defines it
 * @crc: checksum of the preceding bytes, 0 if there are none
 * @data: bytes
 * @size: their number
 *
 * Context: may sleep if @size is large.
 *
 * Return: the CRC32C of the preceding bytes and @data.
 */
u32 xlu_crc32c(u32 crc, const void *data, size_t size)
{
	u64 begin = ktime_get_ns();
	size_t bytes = size;
	size_t len;

	for (crc = ~crc; size; size -= len, data += len) {
		len = min_t(size_t, size, CRC_STEP);
		crc = crc32c(crc, data, len);
		if (size > len)
			cond_resched();
	}
	trace_xlu_hash(bytes, ktime_get_ns() - begin);
	return ~crc;
}

/**
 * xlu_crc32c_zeros() - continue a CRC32C over zero bytes
 * @crc: checksum of the preceding bytes
 * @size: number of zero bytes
 *
 * Return: the CRC32C including the zero bytes.
 */
u32 xlu_crc32c_zeros(u32 crc, size_t size)
{
	size_t len;

	for (; size; size -= len) {
		len = min_t(size_t, size, PAGE_SIZE);
		crc = xlu_crc32c(crc, page_address(ZERO_PAGE(0)), len);
	}
	return crc;
}

/**
 * xlu_area_init() - initialise a handoff area
 * @area: filled in
 * @mem: XLU_AREA_SIZE bytes
 * @maddr: machine address of @mem, 4 KiB aligned
 */
void xlu_area_init(struct xlu_area *area, void *mem, u64 maddr)
{
	struct xlu_handoff *h = &area->head;

	area->mem = mem;
	area->maddr = maddr;
	memset(mem, 0, XLU_AREA_SIZE);
	memcpy(mem + XLU_AREA_STUB, xlu_stub_start, xlu_stub_size());

	memset(h, 0, sizeof(*h));
	h->magic = XLU_HANDOFF_MAGIC;
	h->version = XLU_HANDOFF_VERSION;
	h->size = sizeof(*h);
	h->self_maddr = maddr;
	h->generation = xlu_report_generation() + 1;
	h->tsc_khz = tsc_khz;
	h->stub_size = xlu_stub_size();
	h->area_size = XLU_AREA_SIZE;
	h->entry_mode = XLU_ENTRY_MULTIBOOT2;
	h->mbi_maddr = maddr + OFF_MBI;
	h->mbi_size = MBI_SIZE;
	get_random_bytes(h->update_id, sizeof(h->update_id));
	xlu_hcall_version(h->from_version, sizeof(h->from_version));
	xlu_hcall_build_id(h->from_build_id, sizeof(h->from_build_id));
	h->stamp[XLU_PHASE_LOAD] = rdtsc_ordered();
}

/** xlu_area_set_machine() - set memory map and console */
void xlu_area_set_machine(struct xlu_area *area, const struct xlu_machine *machine)
{
	size_t size = machine->nr * sizeof(machine->map[0]);

	memcpy(area->mem + OFF_MEMMAP, machine->map, size);
	area->head.memmap_maddr = area->maddr + OFF_MEMMAP;
	area->head.memmap_nr = machine->nr;
	area->head.memmap_crc = xlu_crc32c(0, machine->map, size);
	area->head.uart_port = machine->uart_port;
	area->head.debug_port = 0xe9;
}

/**
 * xlu_area_set_cmdline() - set the command line of the new Xen
 * @area: handoff area
 * @cmdline: text
 *
 * Return: 0, or -E2BIG if it is too long.
 */
int xlu_area_set_cmdline(struct xlu_area *area, const char *cmdline)
{
	size_t size = strlen(cmdline) + 1;

	if (size > XLU_MAX_CMDLINE)
		return -E2BIG;
	memcpy(area->mem + OFF_CMDLINE, cmdline, size);
	area->head.cmdline_maddr = area->maddr + OFF_CMDLINE;
	area->head.cmdline_size = size;
	area->head.cmdline_crc = xlu_crc32c(0, cmdline, size);
	return 0;
}

/**
 * xlu_area_add_module() - add a module
 * @area: handoff area
 * @maddr: machine address that the module will have
 * @data: content of the module
 * @size: bytes of @data
 * @cmdline: command line of the module
 *
 * Return: 0, or -E2BIG if there are too many modules or @cmdline is too long.
 */
int xlu_area_add_module(struct xlu_area *area, u64 maddr, const void *data, u64 size,
			const char *cmdline)
{
	u32 i = area->head.nr_modules;
	u32 off = OFF_MODULES + i * XLU_MAX_CMDLINE;
	size_t len = strlen(cmdline) + 1;

	if (i >= XLU_MAX_MODULES || len > XLU_MAX_CMDLINE)
		return -E2BIG;
	memcpy(area->mem + off, cmdline, len);
	area->head.module[i] = (struct xlu_module){
		.maddr = maddr,
		.size = size,
		.cmdline_maddr = area->maddr + off,
		.cmdline_size = len,
		.crc = xlu_crc32c(0, data, size),
	};
	area->head.nr_modules++;
	return 0;
}

/**
 * xlu_area_set_blob() - describe the state blob
 * @area: handoff area
 * @maddr: machine address that the blob will have
 * @data: content of the blob
 * @size: bytes of @data
 */
void xlu_area_set_blob(struct xlu_area *area, u64 maddr, const void *data, u64 size)
{
	struct xlu_extent_page *list = area->mem + OFF_EXTENTS;

	list->nr = 1;
	list->extent[0].maddr = maddr;
	list->extent[0].size = size;
	list->crc = xlu_crc32c(0, list->extent, sizeof(list->extent[0]));
	area->head.blob_maddr = maddr;
	area->head.blob_size = size;
	area->head.blob_crc = xlu_crc32c(0, data, size);
	area->head.extents_maddr = area->maddr + OFF_EXTENTS;
	area->head.nr_extents = 1;
}

/** xlu_area_finish() - write the header with its checksum */
void xlu_area_finish(struct xlu_area *area)
{
	u8 *request = (u8 *)&area->head + XLU_HANDOFF_CRC_START;

	area->head.crc = xlu_crc32c(0, request, XLU_HANDOFF_CRC_END -
				    XLU_HANDOFF_CRC_START);
	memcpy(area->mem, &area->head, sizeof(area->head));
}

/** xlu_area_hold_back() - invalidate the checksum, so that the stub stops, until commit */
void xlu_area_hold_back(struct xlu_area *area)
{
	struct xlu_handoff *h = area->mem;

	h->crc = ~h->crc;
}

/**
 * xlu_area_commit() - record the commit time and update the checksum
 * @area: handoff area of a loaded image
 *
 * Context: any.
 */
void xlu_area_commit(struct xlu_area *area)
{
	struct xlu_handoff *h = area->mem;
	u8 *request = area->mem + XLU_HANDOFF_CRC_START;

	h->wallclock_ns = ktime_get_real_ns();
	h->stamp[XLU_PHASE_COMMIT] = rdtsc_ordered();
	h->phase = XLU_PHASE_COMMIT;
	h->crc = ~crc32c(~0U, request, XLU_HANDOFF_CRC_END - XLU_HANDOFF_CRC_START);
}
