// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Low memory
 *
 * Writes data that a BIOS leaves in low memory and UEFI does not: the BIOS data area's
 * words for the EBDA and for the size of conventional memory, and the ACPI root pointer in
 * the EBDA. After a cold update Xen does not know of EFI and relies on these. After a live
 * update it gets the data of EFI from the old Xen and only needs room to start.
 */
#include <xen-liveupdate/rsdp.h>

#include "stub.h"

#define BDA_EBDA_SEGMENT	0x40e
#define BDA_KIB			0x413
#define EBDA_KIB		(XLU_EBDA_SIZE / 1024)
/* On a 16-byte boundary in the EBDA's first KiB, after the byte with its size. */
#define EBDA_RSDP		16

#define TYPE_RAM		1

/**
 * xlu_lowmem_check_fields() - check the fields about low memory alone
 * @h: header
 * @self: facts about the stub
 * @fault: details of a refusal
 *
 * Overlaps are checked together with those of other areas.
 *
 * Return: XLU_REASON_NONE, or why the request is refused.
 */
int xlu_lowmem_check_fields(const struct xlu_handoff *h, const struct xlu_self *self,
			    struct xlu_fault *fault)
{
	if (!h->ebda_maddr)
		return h->rsdp_maddr ? xlu_bad_field(fault, XLU_FIELD(rsdp_maddr)) :
				       XLU_REASON_NONE;
	if (!xlu_page_aligned(h->ebda_maddr) ||
	    h->ebda_maddr < XLU_EBDA_MIN || h->ebda_maddr > XLU_EBDA_MAX)
		return xlu_bad_field(fault, XLU_FIELD(ebda_maddr));
	if (h->flags & XLU_HANDOFF_F_LIVE)
		return h->rsdp_maddr ? xlu_bad_field(fault, XLU_FIELD(rsdp_maddr)) :
				       XLU_REASON_NONE;
	if (!h->rsdp_maddr || h->rsdp_maddr >= self->maddr_limit - XLU_RSDP_SIZE)
		return xlu_refuse(fault, XLU_REASON_BAD_ADDRESS, h->rsdp_maddr,
				  XLU_RSDP_SIZE, 0, 0);
	return XLU_REASON_NONE;
}

static bool is_ram(const struct xlu_handoff *h, u64 maddr, u64 size)
{
	const struct xlu_memmap_entry *map =
		xlu_map_low(h->memmap_maddr, h->memmap_nr * sizeof(*map));
	u32 i;

	for (i = 0; i < h->memmap_nr; i++) {
		if (map[i].type == TYPE_RAM && map[i].maddr <= maddr &&
		    maddr + size <= map[i].maddr + map[i].size)
			return true;
	}
	return false;
}

/* Read in pieces, as memory above 4 GiB may be mapped in pieces. */
static void read_rsdp(u64 maddr, u8 *rsdp)
{
	u64 size = XLU_RSDP_SIZE;
	const void *p;
	u64 len;

	for (; size; size -= len, maddr += len, rsdp += len) {
		len = size;
		p = xlu_map(maddr, &len);
		xlu_copy(rsdp, p, len);
	}
}

/**
 * xlu_lowmem_check() - check whether the areas are RAM and the root pointer is valid
 * @h: header, with a memory map that was checked
 * @fault: details of a refusal
 *
 * Return: XLU_REASON_NONE, or why the request is refused.
 */
int xlu_lowmem_check(const struct xlu_handoff *h, struct xlu_fault *fault)
{
	u8 rsdp[XLU_RSDP_SIZE];

	if (!h->ebda_maddr)
		return XLU_REASON_NONE;
	if (!is_ram(h, 0, XLU_PAGE_SIZE))
		return xlu_refuse(fault, XLU_REASON_BAD_ADDRESS, 0, XLU_PAGE_SIZE, 0, 0);
	if (!is_ram(h, h->ebda_maddr - XLU_TRAMPOLINE_SIZE,
		    XLU_TRAMPOLINE_SIZE + XLU_EBDA_SIZE))
		return xlu_refuse(fault, XLU_REASON_BAD_ADDRESS, h->ebda_maddr,
				  XLU_EBDA_SIZE, XLU_TRAMPOLINE_SIZE, 0);
	if (!h->rsdp_maddr)
		return XLU_REASON_NONE;
	read_rsdp(h->rsdp_maddr, rsdp);
	return xlu_rsdp_size(rsdp) ? XLU_REASON_NONE : xlu_bad_field(fault, XLU_FIELD(rsdp_maddr));
}

static void put16(u64 maddr, u16 value)
{
	xlu_copy(xlu_map_low(maddr, sizeof(value)), &value, sizeof(value));
}

static void write_ebda(const struct xlu_handoff *h)
{
	u8 *ebda = xlu_map_low(h->ebda_maddr, XLU_EBDA_SIZE);
	u8 rsdp[XLU_RSDP_SIZE];

	read_rsdp(h->rsdp_maddr, rsdp);
	xlu_zero(ebda, XLU_EBDA_SIZE);
	ebda[0] = EBDA_KIB;
	xlu_copy(ebda + EBDA_RSDP, rsdp, xlu_rsdp_size(rsdp));
}

/**
 * xlu_lowmem_write() - write EBDA and BIOS data area
 * @h: header; everything was checked before
 */
void xlu_lowmem_write(const struct xlu_handoff *h)
{
	if (!h->ebda_maddr)
		return;
	if (h->rsdp_maddr)
		write_ebda(h);
	put16(BDA_EBDA_SEGMENT, h->ebda_maddr >> 4);
	put16(BDA_KIB, h->ebda_maddr >> 10);
}
