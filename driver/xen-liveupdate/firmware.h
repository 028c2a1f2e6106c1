/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Data of the firmware that an update passes to the next Xen and its dom0.
 */
#ifndef _XLU_FIRMWARE_H
#define _XLU_FIRMWARE_H

#include "lib/reason.h"

struct xlu_area;
struct xlu_step;
struct xlu_update;

/* Parameter of dom0's kernel for the ACPI root pointer */
#define XLU_RSDP_ARGUMENT	"acpi_rsdp="

/**
 * struct xlu_firmware - what an update provides in place of the firmware
 * @rsdp: machine address of the ACPI root pointer; 0 where Xen and dom0 find it
 *	themselves, and in a live update
 * @ebda: machine address where the stub makes an EBDA, 0 if there is one already
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
