/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fields of the records about page state in place. Part of fields.c.
 */
#ifndef _XLU_STREAM_DUMP_FIELDS_IN_PLACE_H
#define _XLU_STREAM_DUMP_FIELDS_IN_PLACE_H

#define LIST(S, list) DEC(S, list.head), DEC(S, list.tail)

#define S xen_lu_frames
static const struct field frames[] = {
	HEX(S, layout), DEC(S, pdx_shift), DEC(S, max_pdx), FRAME(S, dom_xen_mfn),
	FRAME(S, dom_io_mfn), DEC(S, xen_pages), LIST(S, xen_list), FRAME(S, first_mfn),
	DEC(S, tlb_clock), HEX(S, nodes), END
};

#undef S

#define S xen_lu_frame_map
static const struct field frame_map[] = { HEX(S, va), FRAME(S, mfn), DEC(S, nr), END };

#undef S

#define S xen_lu_free_list
static const struct field free_list[] = {
	DEC(S, node), DEC(S, zone), DEC(S, order), HEX(S, reserved), LIST(S, list), END
};

#undef S

#define S xen_lu_free_pages
static const struct field free_pages[] = { DEC(S, node), DEC(S, zone), DEC(S, nr), END };

#undef S

#define S xen_lu_in_place
static const struct field in_place[] = {
	FRAME(S, mfn), LIST(S, pages), LIST(S, extra), LIST(S, xen), DEC(S, nr_pages),
	DEC(S, nr_extra), DEC(S, nr_xen), DEC(S, nr_l4), END
};

#undef S

#define S xen_lu_pool
static const struct field pool[] = {
	LIST(S, free), DEC(S, nr_free), DEC(S, nr_pages), HEX(S, max_gfn),
	FRAME(S, apic_mfn), END
};

#undef S

#define S xen_lu_pool_tables
static const struct field pool_tables[] = { FRAME(S, root_mfn), LIST(S, tables), END };

#undef S

#endif /* _XLU_STREAM_DUMP_FIELDS_IN_PLACE_H */
