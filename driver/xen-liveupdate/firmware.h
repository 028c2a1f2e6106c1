/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the next Xen and its dom0 cannot ask the firmware for.
 */
#ifndef _XLU_FIRMWARE_H
#define _XLU_FIRMWARE_H

#include "lib/reason.h"

struct xlu_area;
struct xlu_step;
struct xlu_update;

/* What dom0's kernel is told of it. */
#define XLU_RSDP_ARGUMENT	"acpi_rsdp="

/**
 * struct xlu_firmware - what an update hands on in place of the firmware
 * @rsdp: machine address of the ACPI root pointer, 0 where all look for it themselves, and
 *	in a live update
 * @ebda: where the stub puts what a BIOS would have left, 0 if it is there
 */
struct xlu_firmware {
	u64 rsdp;
	u64 ebda;
};

enum xlu_why xlu_firmware_check(struct xlu_firmware *firmware, struct xlu_step *step,
				const struct xlu_update *update);
enum xlu_why xlu_firmware_check_live(struct xlu_firmware *firmware, struct xlu_step *step);
void xlu_firmware_describe(struct xlu_area *area, const struct xlu_firmware *firmware);
u64 xlu_firmware_warnings(void);

#endif /* _XLU_FIRMWARE_H */
