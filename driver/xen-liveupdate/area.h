/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The handoff area: header, stub and boot data, laid out for the stub.
 */
#ifndef _XLU_AREA_H
#define _XLU_AREA_H

#include <linux/types.h>

#include <xen-liveupdate/handoff.h>

struct device;
struct xlu_machine;

/*
 * Nothing below may remain reserved in the new dom0: at the addresses where Linux is for
 * itself, from 16 MiB to its end, a PV kernel needs memory in the machine's map, too, and
 * does not start otherwise. No kernel of Linux is larger than a fourth of that.
 */
#define XLU_RESERVED_MIN	0x10000000ULL

/**
 * struct xlu_area - a handoff area being filled
 * @mem: mapping of the area, XLU_AREA_SIZE bytes
 * @maddr: machine address of the area
 * @head: the header, written to @mem by xlu_area_finish()
 */
struct xlu_area {
	void *mem;
	u64 maddr;
	struct xlu_handoff head;
};

int xlu_area_alloc(struct device *dev, struct xlu_area *area);
void xlu_area_free(struct device *dev, struct xlu_area *area);
void xlu_area_init(struct xlu_area *area, void *mem, u64 maddr);
void xlu_area_set_machine(struct xlu_area *area, const struct xlu_machine *machine);
int xlu_area_set_cmdline(struct xlu_area *area, const char *cmdline);
int xlu_area_add_module(struct xlu_area *area, u64 maddr, const void *data, u64 size,
			const char *cmdline);
void xlu_area_set_blob(struct xlu_area *area, u64 maddr, const void *data, u64 size);
void xlu_area_finish(struct xlu_area *area);
void xlu_area_hold_back(struct xlu_area *area);
void xlu_area_commit(struct xlu_area *area);
u32 xlu_crc32c(u32 crc, const void *data, size_t size);
u32 xlu_crc32c_zeros(u32 crc, size_t size);

#endif /* _XLU_AREA_H */
