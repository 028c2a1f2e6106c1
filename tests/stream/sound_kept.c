// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page state in place, in the sound stream: what domains have instead of their pages.
 *
 * Frames from 0x500 on are structures of domains, from 0x520 on page tables of Xen.
 */
#include <xen/lib.h>
#include "sound_put.h"

#define NO_LIST	{ XEN_LU_NO_MFN, XEN_LU_NO_MFN }

/**
 * sound_put_in_place - instead of PAGES and PINS
 * @domid: domain
 */
void sound_put_in_place(uint32_t domid)
{
	static const struct xen_lu_in_place own = {
		.mfn = 0x502, .pages = { 0x101, 0x327 }, .extra = { 0x300, 0x30f },
		.xen = { 0x10, 0x12 }, .nr_pages = 0x118, .nr_extra = 0x10, .nr_xen = 3,
		.nr_l4 = 1,
	};
	static const struct xen_lu_in_place guest = {
		.mfn = 0x503, .pages = { 0x401, 0x490 }, .extra = NO_LIST,
		.xen = { 0x13, 0x15 }, .nr_pages = 0x81, .nr_xen = 3, .nr_l4 = 2,
	};
	static const struct xen_lu_in_place pvh = {
		.mfn = 0x504, .pages = { 0x600, 0x63f }, .extra = NO_LIST,
		.xen = { 0x16, 0x17 }, .nr_pages = 0x40, .nr_xen = 2,
	};
	static const struct xen_lu_in_place hvm = {
		.mfn = 0x505, .pages = { 0x640, 0x64f }, .extra = { 0x680, 0x681 },
		.xen = { 0x18, 0x19 }, .nr_pages = 0x12, .nr_extra = 2, .nr_xen = 2,
	};

	sound_put(XEN_LU_REC_PAGES, domid, 0, "", 0);
	switch (domid) {
	case SOUND_GUEST:
		PUT(IN_PLACE, domid, guest);
		break;
	case SOUND_PVH:
		PUT(IN_PLACE, domid, pvh);
		break;
	case SOUND_HVM:
		PUT(IN_PLACE, domid, hvm);
		break;
	default:
		PUT(IN_PLACE, domid, own);
	}
}

/**
 * sound_put_pool - instead of P2M
 * @domid: domain: the PVH guest has a page left and two vCPUs that have run
 */
void sound_put_pool(uint32_t domid)
{
	static const struct xen_lu_pool pvh = {
		.free = { 0x530, 0x530 }, .nr_free = 1, .nr_pages = 3, .max_gfn = 0xfffff,
		.apic_mfn = XEN_LU_NO_MFN,
	};
	static const struct xen_lu_pool_tables pvh_tables[] = {
		{ 0x520, { 0x520, 0x523 } }, { 0x524, { 0x524, 0x524 } },
	};
	static const uint64_t monitors[] = { 0x531, 0x532 };
	static const struct xen_lu_pool hvm = {
		.free = NO_LIST, .nr_pages = 0x2fb, .max_gfn = (1ULL << 36) - 1,
		.apic_mfn = 0x680,
	};
	static const struct xen_lu_pool_tables hvm_tables[] = { { 0x525, { 0x526, 0x525 } } };

	if (domid == SOUND_HVM) {
		PUT(POOL, domid, hvm);
		PUT(POOL_TABLES, domid, hvm_tables);
		return;
	}
	PUT(POOL, domid, pvh);
	PUT(POOL_TABLES, domid, pvh_tables);
	PUT(POOL_MONITORS, domid, monitors);
}
