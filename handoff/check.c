// SPDX-License-Identifier: GPL-2.0-only
/**
 * DOC: Checking the page
 *
 * Checks the handoff page in four steps, each of which relies on the previous ones:
 * is there a header (identity), is it undamaged (integrity), is each field valid alone
 * and together with the others (request), and is the memory that it points to undamaged
 * (payloads; that memory has to be mapped).
 */
#include "stub.h"

/**
 * xlu_crc32c_maddr() - CRC32C of a range of machine addresses
 * @crc: implementation of CRC32C
 * @maddr: first byte
 * @size: bytes, which need not be mapped in one piece
 *
 * Return: the checksum.
 */
u32 xlu_crc32c_maddr(const struct xlu_crc *crc, u64 maddr, u64 size)
{
	u32 value = ~0U;
	const void *p;
	u64 len;

	for (; size; size -= len, maddr += len) {
		len = size;
		p = xlu_map(maddr, &len);
		value = xlu_crc_add(crc, value, p, len);
	}
	return ~value;
}

/**
 * xlu_check_identity() - check whether this page is the header of this stub
 * @h: page
 * @self: facts about the stub
 * @fault: details of a refusal
 *
 * Return: XLU_REASON_NONE, or why the request is refused.
 */
int xlu_check_identity(const struct xlu_handoff *h, const struct xlu_self *self,
		       struct xlu_fault *fault)
{
	if (h->magic != XLU_HANDOFF_MAGIC)
		return xlu_refuse(fault, XLU_REASON_BAD_MAGIC,
				  XLU_HANDOFF_MAGIC, h->magic, 0, 0);
	if (h->self_maddr != self->maddr)
		return xlu_refuse(fault, XLU_REASON_BAD_ADDRESS,
				  h->self_maddr, XLU_HANDOFF_SIZE, self->maddr, 0);
	return XLU_REASON_NONE;
}

/**
 * xlu_check_integrity() - check whether header and stub are undamaged
 * @h: header, identified
 * @crc: implementation of CRC32C
 * @fault: details of a refusal
 *
 * Return: XLU_REASON_NONE, or why the request is refused.
 */
int xlu_check_integrity(const struct xlu_handoff *h, const struct xlu_crc *crc,
			struct xlu_fault *fault)
{
	const u8 *start = (const u8 *)h + XLU_HANDOFF_CRC_START;
	u32 found;

	if (h->version != XLU_HANDOFF_VERSION)
		return xlu_refuse(fault, XLU_REASON_BAD_VERSION,
				  XLU_HANDOFF_VERSION, h->version, 0, 0);
	if (h->size != XLU_HANDOFF_SIZE)
		return xlu_refuse(fault, XLU_REASON_BAD_SIZE,
				  XLU_HANDOFF_SIZE, h->size, XLU_FIELD(size), 0);

	found = xlu_crc32c(crc, start, XLU_HANDOFF_CRC_END - XLU_HANDOFF_CRC_START);
	if (h->crc != found)
		return xlu_refuse(fault, XLU_REASON_BAD_CRC, h->crc, found,
				  XLU_FIELD(crc), 0);
	return XLU_REASON_NONE;
}

/* Check an area of the request: not empty, not at 0, below 4 GiB, aligned. */
static int check_area(struct xlu_fault *fault, u64 maddr, u64 size, u64 align)
{
	if (!maddr || !size || maddr & (align - 1) || maddr >= XLU_4GIB ||
	    size > XLU_4GIB - maddr)
		return xlu_refuse(fault, XLU_REASON_BAD_ADDRESS, maddr, size, 0, 0);
	return XLU_REASON_NONE;
}

static int check_reserved(const struct xlu_handoff *h, struct xlu_fault *fault)
{
	static const struct {
		u16 offset;
		u16 size;
	} reserved[] = {
		{ XLU_FIELD(fail_at), sizeof(h->fail_at) },
		{ XLU_FIELD(reserved1), sizeof(h->reserved1) },
		{ XLU_FIELD(reserved3), sizeof(h->reserved3) },
	};
	const u8 *base = (const u8 *)h;
	size_t i, n;

	for (i = 0; i < ARRAY_SIZE(reserved); i++) {
		for (n = 0; n < reserved[i].size; n++) {
			if (base[reserved[i].offset + n])
				return xlu_refuse(fault, XLU_REASON_RESERVED_SET,
						  reserved[i].offset + n, 0, 0, 0);
		}
	}
	return XLU_REASON_NONE;
}

/* Fields that a mode does not use must be zero. */
static int check_modes(const struct xlu_handoff *h, const struct xlu_self *self,
		       struct xlu_fault *fault)
{
	if (h->flags & ~XLU_HANDOFF_F_ALL)
		return xlu_bad_field(fault, XLU_FIELD(flags));
	if (h->entry_mode != XLU_ENTRY_MULTIBOOT2)
		return xlu_bad_field(fault, XLU_FIELD(entry_mode));

	if (h->flags & XLU_HANDOFF_F_RETURN) {
		if (!h->return_cr3 || !xlu_page_aligned(h->return_cr3) ||
		    h->return_cr3 >= self->maddr_limit)
			return xlu_bad_field(fault, XLU_FIELD(return_cr3));
		if (!h->return_rip)
			return xlu_bad_field(fault, XLU_FIELD(return_rip));
	} else {
		if (h->return_cr3)
			return xlu_bad_field(fault, XLU_FIELD(return_cr3));
		if (h->return_rip)
			return xlu_bad_field(fault, XLU_FIELD(return_rip));
	}

	if (h->flags & XLU_HANDOFF_F_LIVE)
		return check_area(fault, h->bank_maddr, h->bank_size, XLU_PAGE_SIZE);
	if (h->bank_maddr)
		return xlu_bad_field(fault, XLU_FIELD(bank_maddr));
	if (h->bank_size)
		return xlu_bad_field(fault, XLU_FIELD(bank_size));
	return XLU_REASON_NONE;
}

static int check_self(const struct xlu_handoff *h, const struct xlu_self *self,
		      struct xlu_fault *fault)
{
	if (h->stub_size != self->stub_size)
		return xlu_refuse(fault, XLU_REASON_BAD_SIZE, self->stub_size,
				  h->stub_size, XLU_FIELD(stub_size), 0);
	if (h->area_size < XLU_STUB_FOOTPRINT || !xlu_page_aligned(h->area_size))
		return xlu_refuse(fault, XLU_REASON_BAD_SIZE, XLU_STUB_FOOTPRINT,
				  h->area_size, XLU_FIELD(area_size), 0);
	return check_area(fault, h->self_maddr, h->area_size, XLU_PAGE_SIZE);
}

static int check_image(const struct xlu_handoff *h, struct xlu_fault *fault)
{
	int reason;

	if (!h->entry_maddr || h->entry_maddr >= XLU_4GIB)
		return xlu_bad_field(fault, XLU_FIELD(entry_maddr));
	/* Size 0: the checksum was verified elsewhere; the address is still the load base. */
	reason = check_area(fault, h->image_maddr,
			    h->image_size ? h->image_size : 1, XLU_PAGE_SIZE);
	if (reason)
		return reason;
	if (h->image_size && h->entry_maddr - h->image_maddr >= h->image_size)
		return xlu_bad_field(fault, XLU_FIELD(entry_maddr));
	return XLU_REASON_NONE;
}

static int check_boot_data(const struct xlu_handoff *h, struct xlu_fault *fault)
{
	int reason;

	if (!h->cmdline_size || h->cmdline_size > XLU_MAX_CMDLINE)
		return xlu_bad_field(fault, XLU_FIELD(cmdline_size));
	reason = check_area(fault, h->cmdline_maddr, h->cmdline_size, 1);
	if (reason)
		return reason;
	if (!h->memmap_nr || h->memmap_nr > XLU_MAX_MEMMAP)
		return xlu_bad_field(fault, XLU_FIELD(memmap_nr));
	reason = check_area(fault, h->memmap_maddr,
			    h->memmap_nr * sizeof(struct xlu_memmap_entry), 8);
	if (reason)
		return reason;
	return check_area(fault, h->mbi_maddr, h->mbi_size, 8);
}

static int check_module(const struct xlu_module *module, size_t offset,
			struct xlu_fault *fault)
{
	int reason;

	if (!module->cmdline_size || module->cmdline_size > XLU_MAX_CMDLINE)
		return xlu_bad_field(fault, offset +
				     __builtin_offsetof(struct xlu_module, cmdline_size));
	reason = check_area(fault, module->maddr, module->size, XLU_PAGE_SIZE);
	if (reason)
		return reason;
	return check_area(fault, module->cmdline_maddr, module->cmdline_size, 1);
}

static bool is_zero(const void *data, size_t len)
{
	const u8 *p = data;

	for (; len; len--) {
		if (*p++)
			return false;
	}
	return true;
}

static int check_modules(const struct xlu_handoff *h, struct xlu_fault *fault)
{
	size_t offset;
	int reason;
	u32 i;

	if (h->nr_modules > XLU_MAX_MODULES)
		return xlu_bad_field(fault, XLU_FIELD(nr_modules));
	for (i = 0; i < XLU_MAX_MODULES; i++) {
		offset = XLU_FIELD(module) + i * sizeof(h->module[i]);
		if (i < h->nr_modules)
			reason = check_module(&h->module[i], offset, fault);
		else if (!is_zero(&h->module[i], sizeof(h->module[i])))
			reason = xlu_bad_field(fault, offset);
		else
			reason = XLU_REASON_NONE;
		if (reason)
			return reason;
	}
	return XLU_REASON_NONE;
}

static int check_blob(const struct xlu_handoff *h, struct xlu_fault *fault)
{
	int reason;

	if (!h->blob_size) {
		if (h->blob_maddr)
			return xlu_bad_field(fault, XLU_FIELD(blob_maddr));
		if (h->extents_maddr)
			return xlu_bad_field(fault, XLU_FIELD(extents_maddr));
		if (h->nr_extents)
			return xlu_bad_field(fault, XLU_FIELD(nr_extents));
		return XLU_REASON_NONE;
	}
	if (h->blob_size > XLU_MAX_BLOB)
		return xlu_refuse(fault, XLU_REASON_BAD_SIZE, XLU_MAX_BLOB,
				  h->blob_size, XLU_FIELD(blob_size), 0);
	if (!h->nr_extents || h->nr_extents > XLU_MAX_EXTENTS)
		return xlu_bad_field(fault, XLU_FIELD(nr_extents));
	reason = check_area(fault, h->blob_maddr, xlu_page_up(h->blob_size),
			    XLU_PAGE_SIZE);
	if (reason)
		return reason;
	return check_area(fault, h->extents_maddr, XLU_PAGE_SIZE, XLU_PAGE_SIZE);
}

/* Copies exclude a way back, as they overwrite memory that it would need. */
static int check_copies(const struct xlu_handoff *h, struct xlu_fault *fault)
{
	if (!h->nr_copies)
		return h->copies_maddr ? xlu_bad_field(fault, XLU_FIELD(copies_maddr)) :
					 XLU_REASON_NONE;
	if (h->nr_copies > XLU_MAX_COPIES || h->flags & XLU_HANDOFF_F_RETURN)
		return xlu_bad_field(fault, XLU_FIELD(nr_copies));
	return XLU_REASON_NONE;
}

/*
 * No two areas may overlap: some are written while others are still needed.
 * Boot data may lie in the handoff area after the stub's footprint; larger areas
 * must lie outside of the handoff area.
 */
static int check_overlaps(const struct xlu_handoff *h, struct xlu_fault *fault)
{
	struct xlu_range range[9 + 2 * XLU_MAX_MODULES];
	u32 big, nr = 0;
	u32 i, n;

	range[nr++] = (struct xlu_range){ h->self_maddr, h->area_size };
	range[nr++] = (struct xlu_range){ h->blob_maddr, xlu_page_up(h->blob_size) };
	range[nr++] = (struct xlu_range){ h->image_maddr, h->image_size };
	for (i = 0; i < h->nr_modules; i++)
		range[nr++] = (struct xlu_range){ h->module[i].maddr, h->module[i].size };
	big = nr;
	range[nr++] = (struct xlu_range){ h->cmdline_maddr, h->cmdline_size };
	range[nr++] = (struct xlu_range){ h->memmap_maddr,
					  h->memmap_nr * sizeof(struct xlu_memmap_entry) };
	range[nr++] = (struct xlu_range){ h->mbi_maddr, h->mbi_size };
	for (i = 0; i < h->nr_modules; i++)
		range[nr++] = (struct xlu_range){ h->module[i].cmdline_maddr,
						  h->module[i].cmdline_size };
	if (h->ebda_maddr) {
		range[nr++] = (struct xlu_range){ 0, XLU_PAGE_SIZE };
		range[nr++] = (struct xlu_range){ h->ebda_maddr - XLU_TRAMPOLINE_SIZE,
						  XLU_TRAMPOLINE_SIZE + XLU_EBDA_SIZE };
	}

	for (i = 0; i < nr; i++) {
		if (i == big)
			range[0].size = XLU_STUB_FOOTPRINT;
		for (n = 0; n < i; n++) {
			if (xlu_overlaps(range[i].maddr, range[i].size,
					 range[n].maddr, range[n].size))
				return xlu_refuse(fault, XLU_REASON_OVERLAP,
						  range[i].maddr, range[i].size,
						  range[n].maddr, range[n].size);
		}
	}
	return XLU_REASON_NONE;
}

/**
 * xlu_check_request() - check every field by itself and with the others
 * @h: header, undamaged; no other memory is read
 * @self: facts about the stub
 * @fault: details of a refusal
 *
 * Return: XLU_REASON_NONE, or why the request is refused.
 */
int xlu_check_request(const struct xlu_handoff *h, const struct xlu_self *self,
		      struct xlu_fault *fault)
{
	int reason;

	reason = check_reserved(h, fault);
	if (!reason)
		reason = check_modes(h, self, fault);
	if (!reason)
		reason = check_self(h, self, fault);
	if (!reason)
		reason = check_image(h, fault);
	if (!reason)
		reason = check_boot_data(h, fault);
	if (!reason)
		reason = check_modules(h, fault);
	if (!reason)
		reason = check_blob(h, fault);
	if (!reason)
		reason = xlu_lowmem_check_fields(h, self, fault);
	if (!reason)
		reason = check_copies(h, fault);
	if (!reason)
		reason = check_overlaps(h, fault);
	return reason;
}

static int check_cmdline(u64 maddr, u32 size, size_t offset, struct xlu_fault *fault)
{
	const char *text = xlu_map_low(maddr, size);

	return text[size - 1] ? xlu_bad_field(fault, offset) : XLU_REASON_NONE;
}

static int check_module_bytes(const struct xlu_handoff *h, u32 i,
			      const struct xlu_crc *crc, struct xlu_fault *fault)
{
	const struct xlu_module *module = &h->module[i];
	u32 found = xlu_crc32c_maddr(crc, module->maddr, module->size);

	if (module->crc != found)
		return xlu_refuse(fault, XLU_REASON_BAD_MODULE, i, module->crc,
				  found, 0);
	return check_cmdline(module->cmdline_maddr, module->cmdline_size,
			     XLU_FIELD(module) + i * sizeof(*module) +
			     __builtin_offsetof(struct xlu_module, cmdline_maddr),
			     fault);
}

static int check_memmap(const struct xlu_handoff *h, const struct xlu_crc *crc,
			struct xlu_fault *fault)
{
	u64 size = h->memmap_nr * sizeof(struct xlu_memmap_entry);
	u32 found = xlu_crc32c_maddr(crc, h->memmap_maddr, size);

	if (h->memmap_crc != found)
		return xlu_refuse(fault, XLU_REASON_BAD_CRC, h->memmap_crc, found,
				  XLU_FIELD(memmap_crc), 0);
	return xlu_memmap_check(xlu_map_low(h->memmap_maddr, size), h->memmap_nr, fault);
}

/**
 * xlu_check_payloads() - check the memory that the request points to, except for the blob
 * @h: header, checked
 * @crc: implementation of CRC32C
 * @fault: details of a refusal
 *
 * Return: XLU_REASON_NONE, or why the request is refused.
 */
int xlu_check_payloads(const struct xlu_handoff *h, const struct xlu_crc *crc,
		       struct xlu_fault *fault)
{
	int reason;
	u64 needed;
	u32 found;
	u32 i;

	if (h->image_size) {
		found = xlu_crc32c_maddr(crc, h->image_maddr, h->image_size);
		if (h->image_crc != found)
			return xlu_refuse(fault, XLU_REASON_BAD_IMAGE, h->image_crc,
					  found, 0, 0);
	}
	found = xlu_crc32c_maddr(crc, h->cmdline_maddr, h->cmdline_size);
	if (h->cmdline_crc != found)
		return xlu_refuse(fault, XLU_REASON_BAD_CRC, h->cmdline_crc, found,
				  XLU_FIELD(cmdline_crc), 0);
	reason = check_cmdline(h->cmdline_maddr, h->cmdline_size,
			       XLU_FIELD(cmdline_maddr), fault);
	for (i = 0; !reason && i < h->nr_modules; i++)
		reason = check_module_bytes(h, i, crc, fault);
	if (!reason)
		reason = check_memmap(h, crc, fault);
	if (!reason)
		reason = xlu_lowmem_check(h, fault);
	if (reason)
		return reason;

	/* Refuse boot information that is too large before anything is moved. */
	needed = xlu_mbi_build(h, NULL, 0);
	if (needed > h->mbi_size)
		return xlu_refuse(fault, XLU_REASON_NO_SPACE, needed, h->mbi_size, 0, 0);
	return XLU_REASON_NONE;
}
